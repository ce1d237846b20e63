//! Parsed documents → typed model. Each function reads what it can and tells every fault of a file
//! in one go; nothing is half-built: a part that lacks something required is `None`.

mod attachments;
mod common;
mod deliverable;
mod detail;
mod evaluation;
mod pages;
mod parts;
mod transfer;
mod unfinished;

pub use deliverable::KEYS;
pub use unfinished::PLACEHOLDER;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::primitives::SECTIONS;
use super::{Deliverable, Library, Page, Parts, Reuse, Section, Unreadable};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::parse;
use crate::source::{BundleSource, LibrarySource, TextSource};
use crate::span::Span;

/// Which deliverables are part of the built library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Include {
    /// `valide` and `archive` only.
    Published,
    /// Drafts and submitted ones too.
    Drafts,
}

/// What the files say: the library when `site.toml` could be read, and every problem of single files.
#[derive(Debug)]
pub struct Read {
    /// The library, of the files that could be read.
    pub library: Option<Library>,
    /// Every deliverable that could be read, built or not, so that checks can tell « not published »
    /// from « does not exist ».
    pub problems: Vec<Diagnostic>,
}

/// What every file is read against.
#[derive(Debug)]
struct Context<'a> {
    config: &'a Config,
    /// Names of the folders of deliverables, readable or not: a reference to one is no fault of its own.
    slugs: &'a BTreeSet<String>,
    include: Include,
}

impl Include {
    /// Whether a deliverable is part of the built library.
    const fn takes(self, deliverable: &Deliverable) -> bool {
        matches!(self, Self::Drafts) || deliverable.statut.is_published()
    }
}

/// Reads the whole library.
pub fn library(source: LibrarySource, include: Include) -> Read {
    let mut problems = source.problems;
    let Some(site) = source.site else {
        return Read { library: None, problems };
    };
    let mut site_problems = Problems::new(site);
    let config = crate::config::read(&mut site_problems);
    problems.extend(site_problems.into_list());
    let Some(config) = config else {
        return Read { library: None, problems };
    };
    let slugs = source.deliverables.iter().map(|bundle| bundle.slug.clone()).collect();
    let context = Context { config: &config, slugs: &slugs, include };
    let mut unreadable = Vec::new();
    let deliverables =
        each(source.deliverables, &mut problems, &mut unreadable, |bundle| one_deliverable(bundle, &context));
    let reuses = each(source.reuses, &mut problems, &mut unreadable, |text| one_reuse(text, &context));
    let pages = each(source.pages, &mut problems, &mut unreadable, one_page);
    let (built, unpublished): (Vec<Deliverable>, Vec<Deliverable>) =
        deliverables.into_iter().partition(|one| include.takes(one));
    let library = Library::new(config, Parts { deliverables: built, reuses, pages, unpublished, unreadable });
    Read { library: Some(library), problems }
}

/// An item, or what is left of it when its front matter cannot be used; and the problems of its file.
type One<T> = (Result<T, Unreadable>, Problems);

/// Reads items in parallel; gives what could be read, in the order of the sources.
fn each<S: Send, T: Send>(
    sources: Vec<S>,
    problems: &mut Vec<Diagnostic>,
    unreadable: &mut Vec<Unreadable>,
    read: impl Fn(S) -> One<T> + Sync + Send,
) -> Vec<T> {
    let all: Vec<One<T>> = sources.into_par_iter().map(read).collect();
    let mut items = Vec::with_capacity(all.len());
    for (item, found) in all {
        match item {
            Ok(item) => items.push(item),
            Err(left) => unreadable.push(left),
        }
        problems.extend(found.into_list());
    }
    items
}

fn one_deliverable(mut bundle: BundleSource, context: &Context<'_>) -> One<Deliverable> {
    let mut problems = Problems::new(bundle.text.clone());
    let mut document = parse::parse(&mut problems);
    unfinished::check(document.front_matter.as_ref(), &mut problems);
    let mut read = deliverable::read(&mut bundle, &mut document, context, &mut problems);
    if let Some(deliverable) = read.as_mut().filter(|one| context.include.takes(one)) {
        deliverable.attachment_texts = attachments::read(deliverable, &mut problems);
    }
    let item = read.ok_or(Unreadable {
        section: Section::Deliverables,
        slug: bundle.slug,
        body: document.body,
        attachments: bundle.attachments,
        source: bundle.text,
    });
    (item, problems)
}

fn one_reuse(text: TextSource, context: &Context<'_>) -> One<Reuse> {
    let mut problems = Problems::new(text.text.clone());
    let mut document = parse::parse(&mut problems);
    let read = pages::reuse(&text, &mut document, context, &mut problems);
    (read.ok_or_else(|| unreadable(Section::Reuses, text, document)), problems)
}

fn one_page(text: TextSource) -> One<Page> {
    let mut problems = Problems::new(text.text.clone());
    let mut document = parse::parse(&mut problems);
    if is_reserved(&text.slug) {
        problems.error_help(
            codes::PAGE_RESERVEE,
            Span::default(),
            format!("L’adresse « {}/ » est faite par le générateur.", text.slug),
            "renommez le fichier",
        );
        return (Err(unreadable(Section::Pages, text, document)), problems);
    }
    let read = pages::page(&text, &mut document, &mut problems);
    (read.ok_or_else(|| unreadable(Section::Pages, text, document)), problems)
}

fn unreadable(section: Section, text: TextSource, document: parse::Document) -> Unreadable {
    Unreadable { section, slug: text.slug, body: document.body, attachments: Vec::new(), source: text.text }
}

/// Addresses that the generator makes from the model; a free page there would be lost.
fn is_reserved(slug: &str) -> bool {
    let first = slug.split('/').next().unwrap_or_default();
    first == "livrables" || SECTIONS.contains(&first)
}
