//! What a session knows: the open texts, and the libraries that they belong to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Diagnostic as Shown, Position, Uri};

use super::client::Client;
use super::home::{self, Home};
use super::judge::Job;
use super::snapshot::Snapshot;
use super::text::Text;
use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::source::disk;
use crate::workspace::Changes;

/// A text that the editor has open.
#[derive(Debug)]
pub(super) struct Document {
    /// The text.
    pub(super) text: Arc<Text>,
    /// The editor's number of it.
    pub(super) version: i32,
    /// Its place in a library, if it has one.
    pub(super) home: Option<Home>,
    /// Its address, as the editor writes it.
    pub(super) uri: Uri,
}

/// The problems of a file, and the version of the open text that they are of.
pub(super) type Told = (Option<i32>, Vec<Shown>);

/// A library that has an open text.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The library as it was last understood.
    pub(super) snapshot: Option<Snapshot>,
    /// Whether a question has already waited for it.
    pub(super) is_tried: bool,
    /// The problems of the last judgement.
    pub(super) problems: Arc<Vec<Diagnostic>>,
    /// The number of the last judgement that was asked for.
    pub(super) generation: u64,
    /// What the editor shows, by path, and of which version of an open text.
    pub(super) published: BTreeMap<String, Told>,
}

/// What a session knows.
#[derive(Debug)]
pub(super) struct State {
    /// What the editor can do.
    pub(super) client: Client,
    /// The open texts, by address.
    pub(super) documents: BTreeMap<String, Document>,
    /// The libraries, by folder.
    pub(super) libraries: BTreeMap<PathBuf, Known>,
}

impl State {
    /// Nothing is open yet.
    pub(super) const fn new(client: Client) -> Self {
        Self { client, documents: BTreeMap::new(), libraries: BTreeMap::new() }
    }

    /// What a request is about, and the byte in its text; none outside a library.
    pub(super) fn view(&self, uri: &Uri, position: Position) -> Option<(View<'_>, usize)> {
        let document = self.documents.get(uri.as_str())?;
        let home = document.home.as_ref()?;
        let snapshot = self.libraries.get(&home.root).and_then(|known| known.snapshot.as_ref());
        let encoding = self.client.encoding;
        let offset = document.text.offset(position, encoding);
        Some((View { text: &document.text, home, snapshot, encoding }, offset))
    }

    /// The open texts of a library.
    pub(super) fn open_texts(&self, root: &Path) -> Vec<Arc<Text>> {
        let own = self.documents.values().filter(|one| one.home.as_ref().is_some_and(|home| home.root == root));
        own.map(|one| one.text.clone()).collect()
    }

    /// The open document of a file of a library.
    pub(super) fn document(&self, root: &Path, path: &str) -> Option<&Document> {
        self.documents.values().find(|one| one.home.as_ref().is_some_and(|home| home.root == root && home.path == path))
    }

    /// The text of a file of a library: as it is being typed, else as it lies on the disk.
    pub(super) fn text(&self, root: &Path, path: &str) -> Option<Arc<Text>> {
        self.document(root, path).map(|one| one.text.clone()).or_else(|| read(root, path).map(Arc::new))
    }

    /// The address of a file of a library.
    pub(super) fn uri(&self, root: &Path, path: &str) -> Option<Uri> {
        self.document(root, path).map(|one| one.uri.clone()).or_else(|| home::uri_of(&root.join(path)))
    }

    /// The problems that were found in a text as it stands now.
    pub(super) fn problems<'a>(&'a self, view: &'a View<'_>) -> impl Iterator<Item = &'a Diagnostic> {
        let known = self.libraries.get(&view.home.root);
        let all = known.into_iter().flat_map(|known| known.problems.iter());
        all.filter(|one| one.source.path == view.home.path && one.source.text == view.text.as_str())
    }

    /// The next judgement of a library.
    pub(super) fn next_job(&mut self, root: &Path, changes: Changes) -> Job {
        let known = self.libraries.entry(root.to_path_buf()).or_default();
        known.generation += 1;
        let generation = known.generation;
        Job { root: root.to_path_buf(), generation, open: self.open_texts(root), changes }
    }
}

/// A file of a library as it lies on the disk.
pub(super) fn read(root: &Path, path: &str) -> Option<Text> {
    let bytes = disk::read_attachment(&root.join(path)).ok()?;
    String::from_utf8(bytes).ok().map(|raw| Text::new(path, raw))
}
