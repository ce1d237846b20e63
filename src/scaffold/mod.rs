//! Makes what authors begin with: a new deliverable, reuse or page, and a whole new library. Nothing is written here:
//! a new text is made in memory and judged with the library it goes into.

pub mod deliverable;
pub mod editor;
pub mod hook;
pub mod library;
pub mod name;
mod section;
pub mod text;
mod words;
mod yaml;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::Section;
use crate::model::read::Include;
use crate::pipeline::{self, Checked};
use crate::source::LibrarySource;
use crate::span::SourceText;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path relative to the library, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file with text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: text.into().into_bytes() }
    }
}

/// A new text of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// Where it goes.
    pub section: Section,
    /// Its name: that of a folder, or of a file without `.md`.
    pub name: String,
    /// What it says.
    pub text: String,
}

impl New {
    /// Its path relative to the library.
    pub fn path(&self) -> String {
        let name = &self.name;
        match self.section {
            Section::Deliverables => format!("content/livrables/{name}/index.md"),
            Section::Reuses => format!("content/reprises/{name}.md"),
            Section::Pages => format!("content/pages/{name}.md"),
        }
    }

    /// The address of its page, for a person.
    pub fn address(&self) -> String {
        match self.section {
            Section::Deliverables => format!("/livrables/{}/", self.name),
            Section::Reuses => "/reprises/".to_owned(),
            Section::Pages => format!("/{}/", self.name),
        }
    }
}

/// The problems that a new text brings into a library: its own, and the errors of others that were none before.
pub fn judge(source: &LibrarySource, new: &New) -> Vec<Diagnostic> {
    let path = new.path();
    let Checked { problems, .. } = pipeline::judge(with(source.clone(), new), Include::Drafts);
    let (mut own, others): (Vec<_>, Vec<_>) = problems.into_iter().partition(|one| one.source.path == path);
    if others.iter().any(|one| one.severity == Severity::Error) {
        let before = pipeline::judge(source.clone(), Include::Drafts).problems;
        let is_new = |one: &Diagnostic| {
            let same = |old: &Diagnostic| {
                (&old.source.path, old.code, &old.message) == (&one.source.path, one.code, &one.message)
            };
            one.severity == Severity::Error && !before.iter().any(same)
        };
        own.extend(others.into_iter().filter(is_new).map(|one| turned(one, &path)));
    }
    own
}

/// A title that two deliverables have is told where the second stands in the order of folders: when that is the old
/// one, it is told of the new one all the same, which is the one at fault.
fn turned(mut one: Diagnostic, path: &str) -> Diagnostic {
    let is_title = one.code == codes::TITRE_EN_DOUBLE;
    let Some(label) = one.labels.first_mut().filter(|label| is_title && label.source.path == path) else { return one };
    std::mem::swap(&mut one.source, &mut label.source);
    std::mem::swap(&mut one.span, &mut label.span);
    let other = label.source.path.split('/').rev().nth(1).unwrap_or_default();
    one.message = format!("Ce titre est déjà celui de la fiche « {other} ».");
    one
}

/// The library with the new text in its place.
fn with(mut source: LibrarySource, new: &New) -> LibrarySource {
    source.put(Arc::new(SourceText::new(new.path(), new.text.clone())));
    source
}
