//! The library as it was last understood: what completion and hover answer from while a text is being typed.

use std::collections::BTreeMap;

use crate::model::{Library, Status};
use crate::schema::{self, Choices};
use crate::source::{Attachment, LibrarySource};

/// A library that was read and judged.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// What was understood.
    pub(super) library: Library,
    /// The texts that it was read from.
    pub(super) source: LibrarySource,
    cards: BTreeMap<String, Card>,
    pages: BTreeMap<String, String>,
}

/// What others see of a deliverable.
#[derive(Debug, Clone)]
pub(super) struct Card {
    /// Its title.
    pub(super) titre: String,
    /// Its summary.
    pub(super) resume: String,
    /// Whether another may replace it.
    pub(super) is_archived: bool,
}

impl Snapshot {
    /// A library with what it was read from. A text that can no longer be read keeps the title that it had in `before`.
    pub(super) fn new(library: Library, source: LibrarySource, before: Option<&Self>) -> Self {
        let read: BTreeMap<&str, Card> = library
            .deliverables
            .iter()
            .chain(&library.unpublished)
            .map(|one| {
                let is_archived = one.statut == Status::Archive;
                (one.slug.as_str(), Card { titre: one.titre.value.clone(), resume: one.resume.clone(), is_archived })
            })
            .collect();
        let card = |slug: &str| {
            let last = || before.and_then(|before| before.cards.get(slug)).cloned();
            let unknown = || Card { titre: slug.to_owned(), resume: String::new(), is_archived: false };
            read.get(slug).cloned().or_else(last).unwrap_or_else(unknown)
        };
        let cards = source.deliverables.iter().map(|one| (one.slug.clone(), card(&one.slug))).collect();
        let title = |slug: &str| {
            let last = || before.and_then(|before| before.pages.get(slug)).cloned();
            library.page(slug).map(|page| page.titre.clone()).or_else(last).unwrap_or_else(|| slug.to_owned())
        };
        let pages = source.pages.iter().map(|one| (one.slug.clone(), title(&one.slug))).collect();
        Self { library, source, cards, pages }
    }

    /// Every deliverable, by slug.
    pub(super) fn cards(&self) -> impl Iterator<Item = (&str, &Card)> {
        self.cards.iter().map(|(slug, card)| (slug.as_str(), card))
    }

    /// A deliverable.
    pub(super) fn card(&self, slug: &str) -> Option<&Card> {
        self.cards.get(slug)
    }

    /// The pages, by slug, with their titles.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages.iter().map(|(slug, title)| (slug.as_str(), title.as_str()))
    }

    /// The title of a page.
    pub(super) fn page(&self, slug: &str) -> Option<&str> {
        self.pages.get(slug).map(String::as_str)
    }

    /// The files beside a deliverable's text.
    pub(super) fn attachments(&self, slug: &str) -> &[Attachment] {
        self.source.deliverables.iter().find(|one| one.slug == slug).map_or(&[], |one| one.attachments.as_slice())
    }

    /// The ids of a vocabulary with their names.
    pub(super) fn choices(&self, vocabulary: &str) -> Choices {
        schema::choices(vocabulary, &self.library.config, &[])
    }
}
