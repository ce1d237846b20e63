//! What is served now: the last good site, swapped whole, and what is wrong since.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, RwLock};

use tokio::sync::watch;

use crate::diagnostic::{Diagnostic, Severity};
use crate::output::Content;

/// A site in memory.
#[derive(Debug, Default)]
pub(super) struct Served {
    files: BTreeMap<String, Content>,
}

impl Served {
    pub(super) const fn new(files: BTreeMap<String, Content>) -> Self {
        Self { files }
    }

    /// The file that answers `path` (decoded, without leading slash): a folder's is its `index.html`.
    pub(super) fn find(&self, path: &str) -> Found<'_> {
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some((name, content)) = self.files.get_key_value(&file) {
            return Found::File(name, content);
        }
        if !path.is_empty() && self.files.contains_key(&format!("{path}/index.html")) {
            return Found::Folder;
        }
        self.files.get_key_value("404.html").map_or(Found::Nothing, |(name, content)| Found::Missing(name, content))
    }
}

/// What an address leads to.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// A file and its name.
    File(&'a str, &'a Content),
    /// A folder asked for without its final slash.
    Folder,
    /// Nothing; the site's own page says so.
    Missing(&'a str, &'a Content),
    /// Nothing, and no page to say so.
    Nothing,
}

/// A message to the browser: what became of the last build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum News {
    /// Nothing built yet.
    None,
    /// A new site, by number.
    Site(u64),
    /// The text of what is wrong.
    Trouble(String),
}

/// Shared between the builder and the server.
#[derive(Debug)]
pub(super) struct State {
    /// The port, which the `Host` header must name.
    pub(super) port: u16,
    served: RwLock<Arc<Served>>,
    news: watch::Sender<News>,
    builds: std::sync::atomic::AtomicU64,
}

impl State {
    pub(super) fn new(port: u16) -> Self {
        Self { port, served: RwLock::default(), news: watch::Sender::new(News::None), builds: 0.into() }
    }

    pub(super) fn served(&self) -> Arc<Served> {
        self.served.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(super) fn news(&self) -> watch::Receiver<News> {
        self.news.subscribe()
    }

    pub(super) fn publish(&self, site: Served) {
        *self.served.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(site);
        let number = self.builds.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        self.news.send_replace(News::Site(number));
    }

    pub(super) fn refuse(&self, problems: &[Diagnostic]) {
        let errors: Vec<Diagnostic> = problems.iter().filter(|one| one.severity == Severity::Error).cloned().collect();
        self.fail(&crate::diagnostic::human::render(&errors, crate::diagnostic::human::Colour::Plain));
    }

    pub(super) fn fail(&self, text: &str) {
        self.news.send_replace(News::Trouble(text.to_owned()));
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
