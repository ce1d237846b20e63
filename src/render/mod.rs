//! The library and a theme → the pages of the site. Pages are independent: each is rendered from
//! what [`site::Site`] worked out once, and given to the sink, from several threads.

mod brief;
mod card;
mod deliverable;
mod evaluation;
mod family;
mod framework;
mod globals;
mod home;
mod jsonld;
mod lists;
mod links;
mod page;
mod pages;
mod redirects;
mod resources;
mod reuses;
mod search_page;
mod site;
mod timeline;

use std::fmt;
use std::io;

use rayon::prelude::*;

use crate::model::Library;
use crate::output::{Content, Sink};
use crate::theme::{Theme, ThemeError};
use site::Site;

/// What the pages show besides the library itself.
#[derive(Debug, Clone, Default)]
pub struct Extras<'a> {
    /// For each deliverable by rank, the ranks of those close to it, the closest first; may be empty.
    pub neighbours: &'a [Vec<u32>],
    /// What the search page must know of the index.
    pub search: SearchPage,
    /// Whether drafts are shown: pages then say so, and no search engine may index them.
    pub drafts: bool,
    /// Public address of the site, ends with `/`.
    pub base_url: String,
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
            Self::Output { path, error } => write!(f, "Écriture de « {path} » impossible : {error}"),
        }
    }
}

impl std::error::Error for RenderError {}

/// Renders every page of the library, its attachments and the theme's files, to `sink`.
///
/// # Errors
/// When a template fails or the sink refuses a file.
pub fn render(library: &Library, theme: &Theme, extras: &Extras<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let site = Site::new(library, theme, extras)?;
    for (path, bytes) in theme.assets() {
        put(sink, path, bytes.to_vec())?;
    }
    library.deliverables.par_iter().enumerate().try_for_each(|(rank, one)| {
        deliverable::render(&site, rank, sink)?;
        for attachment in &one.attachments {
            put(sink, &format!("{}{}", one.url(), attachment.name), Content::Copy(attachment.path.clone()))?;
        }
        Ok::<_, RenderError>(())
    })?;
    home::render(&site, sink)?;
    search_page::render(&site, sink)?;
    lists::render(&site, sink)?;
    reuses::render(&site, sink)?;
    pages::render(&site, sink)?;
    redirects::render(&site, sink)
}

/// Gives a file to the sink.
fn put(sink: &dyn Sink, path: &str, content: impl Into<Content>) -> Result<(), RenderError> {
    sink.put(path, content.into()).map_err(|error| RenderError::Output { path: path.to_owned(), error })
}
