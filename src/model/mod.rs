//! The library: deliverables, reuses and free pages, typed. Fields bear the names of the content's
//! own keys, so that one vocabulary runs from front matter to templates and exports.

pub mod deliverable;
pub mod detail;
pub mod evaluation;
pub mod primitives;
pub(crate) mod read;
pub mod transfer;

use std::collections::HashMap;

use crate::config::Config;
use crate::parse::markdown::Body;
use crate::source::Attachment;
use crate::span::{SourceRef, Span, Spanned};

pub use deliverable::{Axis, Deliverable, Kind, Place, Status};
pub use detail::Detail;
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

/// The whole library.
#[derive(Debug)]
pub struct Library {
    /// `site.toml`.
    pub config: Config,
    /// Deliverables that are built, oldest first (by publication date, then slug). Their rank is
    /// their document number in the search index, so that a new one does not renumber the others.
    pub deliverables: Vec<Deliverable>,
    /// Reuses of built deliverables, newest first.
    pub reuses: Vec<Reuse>,
    /// Free pages, by slug.
    pub pages: Vec<Page>,
    /// Slugs that exist but are not built now (drafts, submitted).
    pub unpublished: Vec<String>,
    by_slug: HashMap<String, usize>,
}

impl Library {
    /// Puts the parts in their order and indexes them by slug.
    pub fn new(
        config: Config,
        mut deliverables: Vec<Deliverable>,
        mut reuses: Vec<Reuse>,
        mut pages: Vec<Page>,
        unpublished: Vec<String>,
    ) -> Self {
        deliverables.sort_by(|a, b| (a.date_publication, a.slug.as_str()).cmp(&(b.date_publication, b.slug.as_str())));
        reuses.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.slug.cmp(&b.slug)));
        pages.sort_by(|a, b| a.slug.cmp(&b.slug));
        let by_slug = deliverables.iter().enumerate().map(|(at, one)| (one.slug.to_string(), at)).collect();
        Self { config, deliverables, reuses, pages, unpublished, by_slug }
    }

    /// The deliverable of a slug.
    pub fn get(&self, slug: &str) -> Option<&Deliverable> {
        self.by_slug.get(slug).map(|&at| &self.deliverables[at])
    }

    /// The rank of a slug: its document number.
    pub fn rank(&self, slug: &str) -> Option<usize> {
        self.by_slug.get(slug).copied()
    }

    /// The reuses of a deliverable, newest first.
    pub fn reuses_of<'a>(&'a self, slug: &'a str) -> impl Iterator<Item = &'a Reuse> {
        self.reuses.iter().filter(move |reuse| reuse.livrable.value == slug)
    }

    /// The deliverable that replaces `slug`, if any.
    pub fn successor(&self, slug: &str) -> Option<&Deliverable> {
        self.deliverables.iter().find(|one| one.remplace.as_ref().is_some_and(|old| old.value == slug))
    }
}

/// A text of the content with its place, for checks that span files.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// The file.
    pub source: &'a SourceRef,
    /// The place in it.
    pub span: Span,
}

impl Deliverable {
    /// The attachment of a name.
    pub fn attachment(&self, name: &str) -> Option<&Attachment> {
        self.attachments.iter().find(|one| one.name == name)
    }
}
