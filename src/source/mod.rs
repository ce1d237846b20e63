//! The library as files: `site.toml`, Markdown texts and attachments, found and read, not understood.

pub mod disk;
pub mod normalise;

use std::path::PathBuf;
use std::time::SystemTime;

use crate::diagnostic::Diagnostic;
use crate::span::SourceRef;

/// Where deliverables are, below the library's folder.
pub const DELIVERABLES: &str = "content/livrables";
/// Where reuses are.
pub const REUSES: &str = "content/reprises";
/// Where free pages are.
pub const PAGES: &str = "content/pages";

/// What was found under one name: a source unless it could not be read as one, and what is wrong with its files.
#[derive(Debug, Clone)]
pub struct Item<T> {
    /// The source.
    pub source: Option<T>,
    /// Problems of its files.
    pub problems: Vec<Diagnostic>,
}

impl<T> Default for Item<T> {
    fn default() -> Self {
        Self { source: None, problems: Vec::new() }
    }
}

impl<T> Item<T> {
    /// Something that is no source.
    fn wrong(problem: Diagnostic) -> Self {
        Self { source: None, problems: vec![problem] }
    }
}

/// A file that accompanies a text and is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the bundle, `grille.csv`; `/` between folders.
    pub name: String,
    /// Where it is on this machine.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// When it was last written, where the system tells: only to see that it changed.
    pub modified: Option<SystemTime>,
    /// Width and height in pixels, for an image whose header could be read.
    pub dimensions: Option<(u32, u32)>,
}

/// A deliverable's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleSource {
    /// Name of the folder.
    pub slug: String,
    /// `index.md`.
    pub text: SourceRef,
    /// Everything else in the folder, by name.
    pub attachments: Vec<Attachment>,
}

/// A reuse or a free page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSource {
    /// Path below its section, without `.md`: `guide/publier`.
    pub slug: String,
    /// The file.
    pub text: SourceRef,
}

/// All that a library's folder holds, in the order of paths.
#[derive(Debug, Clone, Default)]
pub struct LibrarySource {
    /// `site.toml`.
    pub site: Option<SourceRef>,
    /// `content/livrables/`.
    pub deliverables: Vec<BundleSource>,
    /// `content/reprises/`.
    pub reuses: Vec<TextSource>,
    /// `content/pages/`.
    pub pages: Vec<TextSource>,
    /// What is wrong with the files themselves.
    pub problems: Vec<Diagnostic>,
}
