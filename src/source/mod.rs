//! The library as files: `site.toml`, Markdown texts and attachments, found and read, not understood.

pub mod active;
pub mod disk;
pub mod git;
pub mod history;
pub mod normalise;

use std::path::PathBuf;
use std::time::SystemTime;

use crate::diagnostic::Diagnostic;
use crate::span::SourceRef;
use crate::value::scalars::is_id;

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

/// A text, or a file that should be one: what keeps it from being read was told where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The text.
    Read(SourceRef),
    /// The path of what could not be read, or is missing from a deliverable's folder.
    Unread(String),
}

impl Text {
    /// The text, where it could be read.
    pub const fn read(&self) -> Option<&SourceRef> {
        match self {
            Self::Read(text) => Some(text),
            Self::Unread(_) => None,
        }
    }

    /// The path of its file.
    pub fn path(&self) -> &str {
        match self {
            Self::Read(text) => &text.path,
            Self::Unread(path) => path,
        }
    }
}

/// A deliverable's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleSource {
    /// Name of the folder.
    pub slug: String,
    /// `index.md`.
    pub text: Text,
    /// Everything else in the folder, by name.
    pub attachments: Vec<Attachment>,
}

/// A reuse or a free page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSource {
    /// Path below its section, without `.md`: `guide/publier`.
    pub slug: String,
    /// The file.
    pub text: Text,
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
    /// The images beside free pages; their names are paths below `content/pages/`.
    pub images: Vec<Attachment>,
    /// What is wrong with the files themselves.
    pub problems: Vec<Diagnostic>,
}

impl LibrarySource {
    /// Every text that could be read: `site.toml`, deliverables, reuses, pages.
    pub fn texts(&self) -> impl Iterator<Item = &SourceRef> {
        let deliverables = self.deliverables.iter().map(|one| &one.text);
        let others = self.reuses.iter().chain(&self.pages).map(|one| &one.text);
        self.site.iter().chain(deliverables.chain(others).filter_map(Text::read))
    }

    /// Puts a text in the place of the file of its path. One that is not there yet is added where its path says what
    /// it is; elsewhere it is no text of the library.
    pub fn put(&mut self, text: SourceRef) {
        let path = text.path.clone();
        match Place::of(&path) {
            Some(Place::Site) => self.site = Some(text),
            Some(Place::Deliverable(slug)) => {
                // What kept the file from being read is no longer so.
                let folder = path.trim_end_matches("/index.md");
                self.problems.retain(|one| one.source.path != folder && one.source.path != path);
                let text = Text::Read(text);
                match self.deliverables.binary_search_by(|one| one.slug.as_str().cmp(slug)) {
                    Ok(at) => self.deliverables[at].text = text,
                    Err(at) => {
                        let slug = slug.to_owned();
                        self.deliverables.insert(at, BundleSource { slug, text, attachments: Vec::new() });
                    }
                }
            }
            Some(Place::Reuse(slug)) => put_text(&mut self.reuses, slug.to_owned(), text),
            Some(Place::Page(slug)) => put_text(&mut self.pages, slug.to_owned(), text),
            None => {}
        }
    }
}

/// What the text of a path is in a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// `site.toml`.
    Site,
    /// A deliverable, by its slug.
    Deliverable(&'a str),
    /// A reuse, by its slug.
    Reuse(&'a str),
    /// A free page, by its slug.
    Page(&'a str),
}

impl<'a> Place<'a> {
    /// The place of a path relative to the library's folder, with `/`; none of what is no text of a library.
    pub fn of(path: &'a str) -> Option<Self> {
        if path == "site.toml" {
            return Some(Self::Site);
        }
        let text = |section: &str| path.strip_prefix(section)?.strip_prefix('/')?.strip_suffix(".md");
        let is_slug = |slug: &&str| slug.split('/').all(|part| is_id(part) && !part.contains('.'));
        let bundle = text(DELIVERABLES).and_then(|rest| rest.strip_suffix("/index"));
        let bundle = bundle.filter(|slug| is_slug(slug) && !slug.contains('/')).map(Self::Deliverable);
        let reuse = || text(REUSES).filter(is_slug).map(Self::Reuse);
        bundle.or_else(reuse).or_else(|| text(PAGES).filter(is_slug).map(Self::Page))
    }
}

/// Whether a file is an image, by the end of its name.
pub fn is_image(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"].iter().any(|extension| name.ends_with(extension))
}

fn put_text(texts: &mut Vec<TextSource>, slug: String, text: SourceRef) {
    let text = Text::Read(text);
    match texts.iter_mut().find(|one| one.text.path() == text.path()) {
        Some(one) => one.text = text,
        None => texts.push(TextSource { slug, text }),
    }
}
