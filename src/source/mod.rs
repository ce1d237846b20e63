//! The library as files: `site.toml`, Markdown texts and attachments, found and read, not understood.

pub mod disk;
pub mod git;
pub mod history;
pub mod normalise;

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::span::SourceRef;

/// A file that accompanies a text and is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the bundle, `grille.csv`; `/` between folders.
    pub name: String,
    /// Where it is on this machine.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Width and height in pixels, for an image whose header could be read.
    pub dimensions: Option<(u32, u32)>,
}

/// A deliverable's folder.
#[derive(Debug, Clone)]
pub struct BundleSource {
    /// Name of the folder.
    pub slug: String,
    /// `index.md`.
    pub text: SourceRef,
    /// Everything else in the folder, by name.
    pub attachments: Vec<Attachment>,
}

/// A reuse or a free page.
#[derive(Debug, Clone)]
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
