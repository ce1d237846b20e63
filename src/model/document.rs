//! Attachments that readers see in a page of the site, beside the file that they download: Markdown and separated
//! values.

use std::borrow::Cow;

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
    /// Markdown.
    Text(Box<Text>),
    /// A table.
    Table(Table),
}

/// The text of a document.
#[derive(Debug, Clone)]
pub struct Text {
    /// All of it.
    pub body: Body,
    /// The file, where what is wrong with its links is told.
    pub source: SourceRef,
    /// Where its first heading ends in the Markdown, when that says the title again.
    pub title_end: Option<usize>,
}

impl Text {
    /// What stands below the title of its page.
    pub fn below(&self) -> Cow<'_, Body> {
        self.title_end.map_or(Cow::Borrowed(&self.body), |end| Cow::Owned(self.body.below_first_heading(end)))
    }

    /// The anchor of the heading that became the title of its page.
    pub fn title_anchor(&self) -> Option<&str> {
        self.title_end.and_then(|_| self.body.headings.first()).map(|heading| heading.id.as_str())
    }
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
            Content::Text(text) => Some((&text.body, &text.source)),
            Content::Table(_) => None,
        }
    }
}
