//! Rules that need the whole library or the whole of a text: identities, relations between deliverables, links,
//! attachments, personal data.

mod again;
mod attachments;
mod body;
mod external;
mod identity;
mod links;
mod missed;
mod personal;
mod relations;
mod signs;
mod similar;
mod style;

pub use external::{External, external};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

pub use again::{Memory, again};

use crate::diagnostic::{Diagnostic, Problems};
use crate::model::links::Origin;
use crate::model::{Deliverable, Document, Library, Reuse, Section, Unreadable};
use crate::parse::markdown::Body;
use crate::source::Attachment;
use crate::span::SourceRef;

/// A text with the links that stand in it.
struct Text<'a> {
    origin: Origin<'a>,
    body: &'a Body,
    source: &'a SourceRef,
    /// Path of the text that it is read with: its own, or that of the deliverable whose attachment it is.
    owner: &'a str,
}

impl<'a> Text<'a> {
    fn new(origin: Origin<'a>, body: &'a Body, source: &'a SourceRef) -> Self {
        Self { origin, body, source, owner: &source.path }
    }
}

/// What a link to a bundle may find there.
#[derive(Clone, Copy)]
struct Bundle<'a> {
    /// Absent where its text cannot be read, so that it is not known what it holds.
    body: Option<&'a Body>,
    attachments: &'a [Attachment],
    documents: &'a [Document],
    is_published: bool,
}

impl<'a> Bundle<'a> {
    /// The Markdown of an attachment that has a page.
    fn document(self, name: &str) -> Option<&'a Body> {
        self.documents.iter().find(|one| one.file == name).and_then(Document::text).map(|(body, _)| body)
    }
}

/// What exists, readable or not.
struct Known<'a> {
    library: &'a Library,
    unpublished: FxHashMap<&'a str, &'a Deliverable>,
    unreadable: FxHashMap<&'a str, &'a Unreadable>,
    pages: FxHashMap<&'a str, Option<&'a Body>>,
    reuses: FxHashSet<&'a str>,
    /// The attachments of all deliverables, each under the slug of its own.
    files: FxHashSet<(&'a str, &'a str)>,
}

impl<'a> Known<'a> {
    fn new(library: &'a Library) -> Self {
        let left = |section| library.unreadable.iter().filter(move |one| one.section == section);
        let pages = library.pages.iter().map(|page| (page.slug.as_str(), Some(&page.body)));
        let reuses = every_reuse(library).map(|reuse| reuse.slug.as_str());
        let readable = every(library).map(|one| (one.slug.as_str(), &one.attachments));
        let others = left(Section::Deliverables).map(|one| (one.slug.as_str(), &one.attachments));
        let files = readable.chain(others).flat_map(|(slug, all)| all.iter().map(move |one| (slug, one.name.as_str())));
        Self {
            files: files.collect(),
            library,
            unpublished: library.unpublished.iter().map(|one| (one.slug.as_str(), &**one)).collect(),
            unreadable: left(Section::Deliverables).map(|one| (one.slug.as_str(), &**one)).collect(),
            pages: pages.chain(left(Section::Pages).map(|one| (one.slug.as_str(), one.body.as_ref()))).collect(),
            reuses: reuses.chain(left(Section::Reuses).map(|one| one.slug.as_str())).collect(),
        }
    }

    /// A deliverable that could be read.
    fn deliverable(&self, slug: &str) -> Option<&'a Deliverable> {
        self.library.get(slug).or_else(|| self.unpublished.get(slug).copied())
    }

    /// What a link to a deliverable may find.
    fn bundle(&self, slug: &str) -> Option<Bundle<'a>> {
        if let Some(one) = self.deliverable(slug) {
            let is_published = one.statut.is_published();
            let (attachments, documents) = (&one.attachments, &one.documents);
            return Some(Bundle { body: Some(&one.body), attachments, documents, is_published });
        }
        let one = self.unreadable.get(slug)?;
        let attachments = &one.attachments;
        Some(Bundle { body: one.body.as_ref(), attachments, documents: &[], is_published: true })
    }

    /// Whether a deliverable has an attachment of this name.
    fn has_file(&self, slug: &str, name: &str) -> bool {
        self.files.contains(&(slug, name))
    }

    /// The number of deliverables, readable or not.
    fn slug_count(&self) -> usize {
        self.library.deliverables.len() + self.unpublished.len() + self.unreadable.len()
    }

    /// The names of all deliverables, readable or not.
    fn slugs(&self) -> impl Iterator<Item = &'a str> {
        every(self.library).map(|one| one.slug.as_str()).chain(self.unreadable.keys().copied())
    }
}

fn every(library: &Library) -> impl Iterator<Item = &Deliverable> {
    library.deliverables.iter().chain(&library.unpublished).map(|one| &**one)
}

fn every_reuse(library: &Library) -> impl Iterator<Item = &Reuse> {
    library.reuses.iter().chain(&library.unpublished_reuses).map(|one| &**one)
}

/// Every text of the library, readable or not.
fn texts(library: &Library) -> Vec<Text<'_>> {
    let deliverables =
        every(library).map(|one| Text::new(Origin::Deliverable(one.slug.as_str()), &one.body, &one.source));
    let reuses = every_reuse(library).map(|one| Text::new(Origin::Reuse, &one.body, &one.source));
    let pages = library.pages.iter().map(|one| Text::new(Origin::Page(&one.slug), &one.body, &one.source));
    let unreadable = library.unreadable.iter().filter_map(|one| {
        let origin = match one.section {
            Section::Deliverables => Origin::Deliverable(&one.slug),
            Section::Reuses => Origin::Reuse,
            Section::Pages => Origin::Page(&one.slug),
        };
        Some(Text::new(origin, one.body.as_ref()?, &one.source))
    });
    deliverables.chain(reuses).chain(pages).chain(unreadable).collect()
}

/// The attachments that are Markdown and have a page: what they link to is checked, how they are written is not.
fn documents(library: &Library) -> impl Iterator<Item = Text<'_>> {
    every(library).flat_map(|one| {
        one.documents.iter().filter_map(|document| {
            let (body, source) = document.text()?;
            let origin = Origin::Attachment(one.slug.as_str(), &document.file);
            Some(Text { origin, body, source, owner: &one.source.path })
        })
    })
}

/// Problems of a text that show in itself.
pub fn text(body: &Body, source: &SourceRef) -> Vec<Diagnostic> {
    let mut found = Problems::new(source.clone());
    body::check(body, &mut found);
    missed::check(body, &mut found);
    signs::check(body, &mut found);
    personal::check(&mut found);
    found.into_list()
}

/// All problems that show in the texts of a library.
pub fn check(library: &Library, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut problems = whole(library, told);
    problems.par_extend(texts(library).par_iter().flat_map_iter(|one| text(one.body, one.source)));
    problems
}

/// All problems that only show when every file is known; `told` are those of single files.
pub fn whole(library: &Library, told: &[Diagnostic]) -> Vec<Diagnostic> {
    again::look(library, told, None, &mut Memory::default())
}

/// Deliverables that nearly repeat another: for `check`, which has the time.
pub fn repetitions(library: &Library) -> Vec<Diagnostic> {
    similar::check(library)
}

/// Advice on how texts read.
pub fn advice(library: &Library) -> Vec<Diagnostic> {
    texts(library).par_iter().flat_map_iter(|text| style::check(text.body, text.source)).collect()
}
