//! The library as it was last understood: what completion and hover answer from while a text is being typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::links::Link;
use crate::model::{Deliverable, Library, Section, Status, Unreadable};
use crate::parse::markdown::Heading;
use crate::schema::{self, Choices};
use crate::source::Attachment;

/// A library that was read and judged.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// What was understood.
    pub(super) library: Arc<Library>,
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
    /// A library. A text that can no longer be read keeps the title that it had in `before`.
    pub(super) fn new(library: Arc<Library>, before: Option<&Self>) -> Self {
        let card = |one: &Deliverable| Card {
            titre: one.titre.value.clone(),
            resume: one.resume.clone(),
            is_archived: one.statut == Status::Archive,
        };
        let read = library.deliverables.iter().chain(&library.unpublished);
        let mut cards: BTreeMap<String, Card> = read.map(|one| (one.slug.to_string(), card(one))).collect();
        for left in unreadable(&library, Section::Deliverables) {
            let last = before.and_then(|before| before.cards.get(&left.slug)).cloned();
            let unknown = || Card { titre: left.slug.clone(), resume: String::new(), is_archived: false };
            cards.insert(left.slug.clone(), last.unwrap_or_else(unknown));
        }
        let read = library.pages.iter().map(|page| (page.slug.clone(), page.titre.clone()));
        let mut pages: BTreeMap<String, String> = read.collect();
        for left in unreadable(&library, Section::Pages) {
            let last = before.and_then(|before| before.pages.get(&left.slug)).cloned();
            pages.insert(left.slug.clone(), last.unwrap_or_else(|| left.slug.clone()));
        }
        Self { library, cards, pages }
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
        match self.deliverable(slug) {
            Some(one) => &one.attachments,
            None => self.left(Section::Deliverables, slug).map_or(&[], |left| &left.attachments),
        }
    }

    /// The images beside the free pages.
    pub(super) fn images(&self) -> &[Attachment] {
        &self.library.images
    }

    /// The headings of the text that a link leads to; none where it leads to no text with headings.
    pub(super) fn headings(&self, link: &Link<'_>) -> Option<&[Heading]> {
        let body = match link {
            Link::Deliverable { slug, .. } => match self.deliverable(slug) {
                Some(one) => &one.body,
                None => self.left(Section::Deliverables, slug)?.body.as_ref()?,
            },
            Link::Page { slug, .. } => match self.library.page(slug) {
                Some(page) => &page.body,
                None => self.left(Section::Pages, slug)?.body.as_ref()?,
            },
            _ => return None,
        };
        Some(&body.headings)
    }

    fn deliverable(&self, slug: &str) -> Option<&Deliverable> {
        let unpublished = || self.library.unpublished.iter().find(|one| one.slug.as_str() == slug).map(|one| &**one);
        self.library.get(slug).or_else(unpublished)
    }

    fn left(&self, section: Section, slug: &str) -> Option<&Unreadable> {
        unreadable(&self.library, section).find(|one| one.slug == slug)
    }

    /// The ids of a vocabulary with their names.
    pub(super) fn choices(&self, vocabulary: &str) -> Choices {
        schema::choices(vocabulary, &self.library.config, &[])
    }
}

/// The texts of a section that could not be read.
fn unreadable(library: &Library, section: Section) -> impl Iterator<Item = &Unreadable> {
    library.unreadable.iter().map(|one| &**one).filter(move |one| one.section == section)
}
