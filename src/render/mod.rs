//! The library and a theme → the pages of the site. Pages are independent: each is rendered from
//! what [`site::Site`] worked out once, and given to the sink, from several threads.

mod body;
mod brief;
mod card;
mod deliverable;
mod document;
mod evaluation;
mod family;
mod framework;
mod globals;
mod history;
mod home;
mod jsonld;
mod lists;
mod links;
mod one;
mod page;
mod pages;
mod redirects;
mod resources;
mod reuses;
mod search_page;
mod shelves;
mod site;
#[cfg(test)]
mod tests;
mod timeline;
mod typography;

use std::fmt;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Metadata;
use crate::model::Library;
use crate::output::{Content, Sink};
use crate::photo;
use crate::source::Attachment;
use crate::system::in_french;
use crate::theme::{Theme, ThemeError};
pub use shelves::Shelves;
use site::Site;

/// What all pages depend on besides the library and the theme.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Public address of the site, ends with `/`.
    pub base_url: String,
    /// Whether drafts are shown: pages then say so, and no search engine may index them.
    pub drafts: bool,
}

/// What the search page must know of the published index.
#[derive(Debug, Clone, Default)]
pub struct SearchPage {
    /// Name of the index's folder in `recherche/`; empty when there is no index.
    pub folder: String,
    /// Files to ask for at once, relative to the site's root.
    pub preload: Vec<String>,
}

/// Why the pages could not be rendered.
#[derive(Debug)]
pub enum RenderError {
    /// The theme is wrong.
    Theme(ThemeError),
    /// A page could not be stored.
    Output {
        /// Path in the site.
        path: String,
        /// What happened.
        error: io::Error,
    },
}

impl From<ThemeError> for RenderError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(error)
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Theme(error) => write!(f, "Thème : {error}"),
            Self::Output { path, error } => write!(f, "Écriture de « {path} » impossible : {}", in_french(error)),
        }
    }
}

impl std::error::Error for RenderError {}

/// The pages of a library under a theme. They come in two parts, so that what needs nothing of the
/// search index can be rendered while that is being made.
pub struct Pages<'a> {
    site: Site<'a>,
}

impl<'a> Pages<'a> {
    /// Works out what several pages share.
    ///
    /// # Errors
    /// When the theme lacks a sentence or a template fails.
    pub fn new(
        library: &'a Library,
        theme: &'a Theme,
        shelves: Arc<Shelves>,
        options: Options,
    ) -> Result<Self, RenderError> {
        Ok(Self { site: Site::new(library, theme, shelves, options)? })
    }

    /// The theme's files, home, lists, reuses, free and legal pages, redirects.
    ///
    /// # Errors
    /// When a template fails or the sink refuses a file.
    pub fn lists(&self, sink: &dyn Sink) -> Result<(), RenderError> {
        for (path, bytes) in self.site.theme.assets() {
            put(sink, path, bytes.to_vec())?;
        }
        home::render(&self.site, sink)?;
        lists::render(&self.site, sink)?;
        reuses::render(&self.site, lists::Numbers::All, sink)?;
        pages::render(&self.site, sink)?;
        redirects::render(&self.site, sink)
    }

    /// The deliverables with their attachments and the pages of these. `neighbours`: for each deliverable by rank, the ranks of
    /// those close to it, the closest first; may be empty.
    ///
    /// # Errors
    /// When a template fails or the sink refuses a file.
    pub fn deliverables(&self, neighbours: &[Vec<u32>], sink: &dyn Sink) -> Result<(), RenderError> {
        self.site.library.deliverables.par_iter().enumerate().try_for_each(|(rank, one)| {
            let close = neighbours.get(rank).map(Vec::as_slice).unwrap_or_default();
            deliverable::render(&self.site, rank, close, sink)?;
            document::render(&self.site, one, sink)?;
            one.attachments.iter().try_for_each(|attachment| {
                put(sink, &format!("{}{}", one.url(), attachment.name), published(&self.site, attachment))
            })
        })
    }

    /// The file at a path of the site, the same as the other functions give it; `None` when they give none.
    /// `close` gives the ranks of the deliverables close to one, by slug.
    ///
    /// # Errors
    /// When a template fails.
    pub fn file(
        &self,
        path: &str,
        search: &SearchPage,
        close: &dyn Fn(&str) -> Vec<u32>,
    ) -> Result<Option<Content>, RenderError> {
        one::file(&self.site, path, search, close)
    }

    /// The search page.
    ///
    /// # Errors
    /// When a template fails or the sink refuses a file.
    pub fn search(&self, search: &SearchPage, sink: &dyn Sink) -> Result<(), RenderError> {
        search_page::render(&self.site, search, sink)
    }
}

/// A file beside a text, as it is published: a photo tells no more than it shows, unless `site.toml` keeps what it tells.
fn published(site: &Site<'_>, file: &Attachment) -> Content {
    let path = file.path.clone();
    let is_photo = site.config().images.metadonnees == Metadata::Retirer && photo::may_tell(&file.name, file.size);
    if is_photo { Content::Photo(path) } else { Content::Copy(path) }
}

/// Gives a file to the sink.
fn put(sink: &dyn Sink, path: &str, content: impl Into<Content>) -> Result<(), RenderError> {
    sink.put(path, content.into()).map_err(|error| RenderError::Output { path: path.to_owned(), error })
}
