//! The site as it is now: what an address leads to, each file made when it is first looked at.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::indexer::Index;
use crate::model::Library;
use crate::output::Content;
use crate::pipeline::{PipelineError, Preview};

/// What an address leads to.
#[derive(Debug)]
pub(super) enum Found {
    /// A file and its name.
    File(String, Arc<Content>),
    /// A folder asked for without its final slash.
    Folder,
    /// Nothing; the site's own page says so.
    Missing(Arc<Content>),
    /// There is no site yet, or the page cannot be made.
    Nothing,
}

/// A library under a theme, and the files of it that were looked at.
pub(super) struct Site<'a> {
    library: &'a Library,
    preview: &'a Preview<'a>,
    seen: HashMap<String, Option<Arc<Content>>>,
}

impl<'a> Site<'a> {
    pub(super) fn new(library: &'a Library, preview: &'a Preview<'a>) -> Self {
        Self { library, preview, seen: HashMap::new() }
    }

    /// Forgets the files looked at.
    pub(super) fn forget(&mut self) {
        self.seen.clear();
    }

    /// What is at `path` (decoded, without leading slash): a folder's file is its `index.html`.
    pub(super) fn find(&mut self, path: &str, index: &Index) -> Result<Found, PipelineError> {
        let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(content) = self.file(&name, index)? {
            return Ok(Found::File(name, content));
        }
        if name == path && self.file(&format!("{path}/index.html"), index)?.is_some() {
            return Ok(Found::Folder);
        }
        Ok(self.file("404.html", index)?.map_or(Found::Nothing, Found::Missing))
    }

    fn file(&mut self, name: &str, index: &Index) -> Result<Option<Arc<Content>>, PipelineError> {
        if let Some(known) = self.seen.get(name) {
            return Ok(known.clone());
        }
        if let Some(content) = index.file(name) {
            return Ok(Some(content));
        }
        let close = |slug: &str| index.close(slug, self.library);
        let made = self.preview.file(name, index.page(), &close)?.map(Arc::new);
        self.seen.insert(name.to_owned(), made.clone());
        Ok(made)
    }
}

/// The media type of a file, by its name.
pub(super) fn media_type(name: &str) -> &'static str {
    let extension = Path::new(name).extension().and_then(|one| one.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "md" | "txt" | "ts" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
