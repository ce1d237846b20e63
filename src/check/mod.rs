//! Rules that need the whole library or the whole of a text: identities, relations between deliverables, links,
//! attachments, personal data.

mod attachments;
mod body;
mod external;
mod identity;
mod links;
mod personal;
mod relations;
mod similar;
mod style;

pub use external::{External, external};

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Problems};
use crate::model::links::Origin;
use crate::model::{Deliverable, Library, Reuse, Section};
use crate::parse::markdown::Body;
use crate::source::Attachment;
use crate::span::SourceRef;

/// A text with the links that stand in it.
struct Text<'a> {
    origin: Origin<'a>,
    body: &'a Body,
    source: &'a SourceRef,
}

/// What a link to a bundle may find there.
struct Bundle<'a> {
    body: &'a Body,
    attachments: &'a [Attachment],
    is_published: bool,
}

/// What exists, readable or not.
struct Known<'a> {
    deliverables: HashMap<&'a str, &'a Deliverable>,
    bundles: HashMap<&'a str, Bundle<'a>>,
    pages: HashMap<&'a str, &'a Body>,
    reuses: Vec<&'a str>,
}

impl<'a> Known<'a> {
    fn new(library: &'a Library) -> Self {
        let deliverables = every(library).map(|one| (one.slug.as_str(), one)).collect();
        let readable = every(library).map(|one| {
            let is_published = one.statut.is_published();
            (one.slug.as_str(), Bundle { body: &one.body, attachments: &one.attachments, is_published })
        });
        let left = |section| library.unreadable.iter().filter(move |one| one.section == section);
        let unreadable = left(Section::Deliverables).map(|one| {
            (one.slug.as_str(), Bundle { body: &one.body, attachments: &one.attachments, is_published: true })
        });
        let pages = library.pages.iter().map(|page| (page.slug.as_str(), &page.body));
        let reuses = every_reuse(library).map(|reuse| reuse.slug.as_str());
        Self {
            deliverables,
            bundles: readable.chain(unreadable).collect(),
            pages: pages.chain(left(Section::Pages).map(|one| (one.slug.as_str(), &one.body))).collect(),
            reuses: reuses.chain(left(Section::Reuses).map(|one| one.slug.as_str())).collect(),
        }
    }
}

fn every(library: &Library) -> impl Iterator<Item = &Deliverable> {
    library.deliverables.iter().chain(&library.unpublished)
}

fn every_reuse(library: &Library) -> impl Iterator<Item = &Reuse> {
    library.reuses.iter().chain(&library.unpublished_reuses)
}

/// Every text of the library, readable or not.
fn texts(library: &Library) -> Vec<Text<'_>> {
    let deliverables = every(library).map(|one| Text {
        origin: Origin::Deliverable(one.slug.as_str()),
        body: &one.body,
        source: &one.source,
    });
    let reuses = every_reuse(library).map(|one| Text { origin: Origin::Reuse, body: &one.body, source: &one.source });
    let pages =
        library.pages.iter().map(|one| Text { origin: Origin::Page(&one.slug), body: &one.body, source: &one.source });
    let unreadable = library.unreadable.iter().map(|one| {
        let origin = match one.section {
            Section::Deliverables => Origin::Deliverable(&one.slug),
            Section::Reuses => Origin::Reuse,
            Section::Pages => Origin::Page(&one.slug),
        };
        Text { origin, body: &one.body, source: &one.source }
    });
    deliverables.chain(reuses).chain(pages).chain(unreadable).collect()
}

/// All problems that only show when every file is known; `told` are those of single files.
pub fn check(library: &Library, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let known = Known::new(library);
    let mut problems = identity::check(library);
    for one in every(library) {
        let mut found = Problems::new(one.source.clone());
        relations::deliverable(one, &known, library, &mut found);
        problems.extend(found.into_list());
    }
    let texts = texts(library);
    problems.extend(attachments::check(library, &texts, told));
    problems.par_extend(texts.par_iter().flat_map_iter(|text| {
        let mut found = Problems::new(text.source.clone());
        links::text(text, &known, &mut found);
        body::check(text.body, &mut found);
        personal::check(&mut found);
        found.into_list()
    }));
    problems
}

/// Deliverables that nearly repeat another: for `check`, which has the time.
pub fn repetitions(library: &Library) -> Vec<Diagnostic> {
    similar::check(library)
}

/// Advice on how texts read.
pub fn advice(library: &Library) -> Vec<Diagnostic> {
    texts(library).par_iter().flat_map_iter(|text| style::check(text.body, text.source)).collect()
}
