//! The library: deliverables, reuses and free pages, typed. Fields bear the names of the content's
//! own keys, so that one vocabulary runs from front matter to templates and exports.

pub mod deliverable;
pub mod detail;
pub mod document;
pub mod evaluation;
pub mod links;
pub mod primitives;
pub mod read;
pub mod transfer;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::parse::markdown::Body;
use crate::source::Attachment;
use crate::source::history::History;
use crate::span::{SourceRef, Spanned};

pub use deliverable::{Axis, Deliverable, Kind, Place, Status};
pub use detail::Detail;
pub use document::Document;
pub use primitives::{Duration, Slug, UrlPath};

/// A reuse: another site that redid a deliverable.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Reuse {
    pub slug: String,
    pub livrable: Spanned<String>,
    pub organisme: String,
    pub site: Place,
    pub date: jiff::civil::Date,
    pub etat: ReuseState,
    pub contact: Option<String>,
    pub body: Body,
    pub source: SourceRef,
}

/// What became of a reuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReuseState {
    /// Under way.
    EnCours,
    /// Taken over as it was.
    Adopte,
    /// Taken over with changes.
    Adapte,
    /// Given up.
    Abandonne,
}

/// A free page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Path of the page without slashes at the ends: `guide/publier`.
    pub slug: String,
    /// Title.
    pub titre: String,
    /// One sentence.
    pub resume: Option<String>,
    /// Rank among its siblings; those without come last.
    pub ordre: Option<u32>,
    /// The text.
    pub body: Body,
    /// The file.
    pub source: SourceRef,
}

/// A part of `content/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// `content/livrables/`.
    Deliverables,
    /// `content/reprises/`.
    Reuses,
    /// `content/pages/`.
    Pages,
}

/// A text whose front matter cannot be used, or that cannot be read at all. It keeps its body, so that its links are
/// checked in the same run, and its name, so that links to it are no fault of those who wrote them.
#[derive(Debug)]
#[allow(missing_docs, reason = "as in Deliverable")]
pub struct Unreadable {
    pub section: Section,
    pub slug: String,
    /// Absent where the file itself cannot be read.
    pub body: Option<Body>,
    pub attachments: Vec<Attachment>,
    pub source: SourceRef,
}

/// What a library is made of, in any order.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "as in Library")]
pub struct Parts {
    pub deliverables: Vec<Arc<Deliverable>>,
    pub reuses: Vec<Arc<Reuse>>,
    pub pages: Vec<Arc<Page>>,
    pub images: Vec<Attachment>,
    pub unpublished: Vec<Arc<Deliverable>>,
    pub unreadable: Vec<Arc<Unreadable>>,
}

/// The whole library. Its items are shared, so that the next state of a library that is being written
/// costs what changed.
#[derive(Debug, Clone)]
pub struct Library {
    /// `site.toml`.
    pub config: Config,
    /// The file `site.toml`; `None` in a library that was made of parts.
    pub site: Option<SourceRef>,
    /// Deliverables that are built, oldest first (by publication date, then slug). Their rank is
    /// their document number in the search index, so that a new one does not renumber the others.
    pub deliverables: Vec<Arc<Deliverable>>,
    /// Reuses of built deliverables, newest first.
    pub reuses: Vec<Arc<Reuse>>,
    /// Free pages, by slug.
    pub pages: Vec<Arc<Page>>,
    /// The images beside free pages, by name: a path below `content/pages/`, and in the site.
    pub images: Vec<Attachment>,
    /// Deliverables that exist but are not built now (drafts, submitted), so that a link to one is
    /// told from a link to nothing, and their own links are checked as well.
    pub unpublished: Vec<Arc<Deliverable>>,
    /// Reuses of deliverables that are not built: what tells of a draft is not published either.
    pub unpublished_reuses: Vec<Arc<Reuse>>,
    /// Texts with errors; a library that has any is not built.
    pub unreadable: Vec<Arc<Unreadable>>,
    /// What the repository knows of the texts, when `site.toml` asks for it.
    pub history: Arc<History>,
    by_slug: FxHashMap<String, usize>,
    reuses_of: FxHashMap<String, Vec<usize>>,
    successor_of: FxHashMap<String, usize>,
}

/// How many texts a library holds: the numbers that pages and commands tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Deliverables to redo.
    pub current: usize,
    /// Deliverables that are archived.
    pub archived: usize,
    /// Reuses.
    pub reuses: usize,
}

impl Library {
    /// How many texts it holds.
    pub fn counts(&self) -> Counts {
        let archived = self.deliverables.iter().filter(|one| one.statut == Status::Archive).count();
        Counts { current: self.deliverables.len() - archived, archived, reuses: self.reuses.len() }
    }

    /// Puts the parts in their order and indexes them by slug.
    pub fn new(config: Config, parts: Parts) -> Self {
        let Parts { mut deliverables, mut reuses, mut pages, mut images, unpublished, unreadable } = parts;
        // By slug, as they mostly come, then by date: both sorts are stable.
        deliverables.sort_by(|a, b| a.slug.as_str().cmp(b.slug.as_str()));
        deliverables.sort_by_cached_key(|one| one.date_publication);
        reuses.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.slug.cmp(&b.slug)));
        pages.sort_by(|a, b| a.slug.cmp(&b.slug));
        images.sort_by(|a, b| a.name.cmp(&b.name));
        let by_slug: FxHashMap<String, usize> =
            deliverables.iter().enumerate().map(|(at, one)| (one.slug.to_string(), at)).collect();
        let (reuses, unpublished_reuses): (Vec<Arc<Reuse>>, Vec<Arc<Reuse>>) =
            reuses.into_iter().partition(|reuse| by_slug.contains_key(&reuse.livrable.value));
        let mut reuses_of: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, reuse) in reuses.iter().enumerate() {
            reuses_of.entry(reuse.livrable.value.clone()).or_default().push(at);
        }
        let mut successor_of = FxHashMap::default();
        for (at, one) in deliverables.iter().enumerate() {
            if let Some(old) = &one.remplace {
                successor_of.insert(old.value.clone(), at);
            }
        }
        Self {
            config,
            site: None,
            deliverables,
            reuses,
            pages,
            images,
            unpublished,
            unpublished_reuses,
            unreadable,
            history: Arc::default(),
            by_slug,
            reuses_of,
            successor_of,
        }
    }

    /// Adds what the repository knows of the texts.
    pub fn add_history(&mut self, history: History) {
        for one in self.deliverables.iter_mut().chain(&mut self.unpublished) {
            note_commit(one, &history);
        }
        self.history = Arc::new(history);
    }

    /// The deliverable of a slug.
    pub fn get(&self, slug: &str) -> Option<&Deliverable> {
        self.by_slug.get(slug).map(|&at| &*self.deliverables[at])
    }

    /// The rank of a slug: its document number.
    pub fn rank(&self, slug: &str) -> Option<usize> {
        self.by_slug.get(slug).copied()
    }

    /// Number of deliverables in the content, built or not, readable or not.
    pub fn written(&self) -> usize {
        let unreadable = self.unreadable.iter().filter(|one| one.section == Section::Deliverables).count();
        self.deliverables.len() + self.unpublished.len() + unreadable
    }

    /// The reuses of a deliverable with their places in `reuses`, newest first.
    pub fn reuses_of(&self, slug: &str) -> impl ExactSizeIterator<Item = (usize, &Reuse)> {
        self.reuses_of.get(slug).map(Vec::as_slice).unwrap_or_default().iter().map(|&at| (at, &*self.reuses[at]))
    }

    /// The rank of the deliverable that replaces `slug`, if any.
    pub fn successor(&self, slug: &str) -> Option<usize> {
        self.successor_of.get(slug).copied()
    }

    /// The free page of a slug.
    pub fn page(&self, slug: &str) -> Option<&Page> {
        self.pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).ok().map(|at| &*self.pages[at])
    }

    /// The image of a name beside the free pages.
    pub fn image(&self, name: &str) -> Option<&Attachment> {
        self.images.binary_search_by(|image| image.name.as_str().cmp(name)).ok().map(|at| &self.images[at])
    }
}

/// Notes when the repository last took in a deliverable.
pub fn note_commit(one: &mut Arc<Deliverable>, history: &History) {
    let committed = history.of(&one.source.path).and_then(|file| file.updated);
    if one.committed != committed {
        Arc::make_mut(one).committed = committed;
    }
}

impl Deliverable {
    /// The attachment of a name.
    pub fn attachment(&self, name: &str) -> Option<&Attachment> {
        self.attachments.iter().find(|one| one.name == name)
    }

    /// The attachment of a name that has a page of its own.
    pub fn document(&self, name: &str) -> Option<&Document> {
        self.documents.iter().find(|one| one.file == name)
    }
}
