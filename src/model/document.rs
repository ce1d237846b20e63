//! Attachments that readers see in a page of the site, beside the file that they download: Markdown and separated
//! values.

use crate::parse::attachment::Table;
use crate::parse::markdown::Body;
use crate::span::SourceRef;

/// An attachment that has a page of its own.
#[derive(Debug, Clone)]
pub struct Document {
    /// Name of the file in the bundle.
    pub file: String,
    /// What it is called: by the resource that names it, else by its own first heading, else by its file.
    pub title: String,
    /// What it holds.
    pub content: Content,
}

/// What a document holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// Markdown, and the file as its links are told.
    Text(Box<Body>, SourceRef),
    /// A table.
    Table(Table),
}

impl Document {
    /// The address of its page, beside its deliverable's: no attachment is called so, since what a browser would run is
    /// none.
    pub fn page(file: &str) -> String {
        format!("{file}.html")
    }

    /// Its Markdown.
    pub fn text(&self) -> Option<(&Body, &SourceRef)> {
        match &self.content {
            Content::Text(body, source) => Some((body, source)),
            Content::Table(_) => None,
        }
    }
}
