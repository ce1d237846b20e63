//! A file's text → front matter (a tree with places) and Markdown (headings, links, plain text).
//! Never fails: gives what could be read, and the problems.

pub mod front_matter;
pub mod attachment;
pub mod html;
pub mod markdown;
pub mod unseen;

use crate::diagnostic::Problems;
use crate::value::Node;
use markdown::Body;

/// A file, parsed.
#[derive(Debug)]
pub struct Document {
    /// The front matter, when there is one that can be read.
    pub front_matter: Option<Node>,
    /// The Markdown after it.
    pub body: Body,
}

/// Parses the file of `problems`.
pub fn parse(problems: &mut Problems) -> Document {
    let source = problems.source().clone();
    let parts = front_matter::split(&source.text, problems);
    unseen::check(parts.body_offset, problems);
    let front_matter = parts.yaml.and_then(|(yaml, offset)| crate::value::yaml::parse(yaml, offset, problems));
    Document { front_matter, body: markdown::parse(parts.body, parts.body_offset) }
}
