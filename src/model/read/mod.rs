//! Parsed documents → typed model. Each function reads what it can and tells every fault of a file
//! in one go; nothing is half-built: a part that lacks something required is `None`.

mod attachments;
mod common;
mod deliverable;
mod detail;
mod documents;
mod evaluation;
mod history;
mod journal;
mod meant;
mod pages;
mod parts;
mod transfer;
mod unfinished;

pub use deliverable::KEYS;
pub use history::{history, history_of};
pub use unfinished::PLACEHOLDER;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::primitives::SECTIONS;
use super::{Deliverable, Library, Page, Parts, Reuse, Section, Unreadable};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::parse;
use crate::source::{Attachment, BundleSource, LibrarySource, Text, TextSource};
use crate::span::{SourceRef, SourceText, Span};

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

/// A file that was read: its item, or what is left of it when its front matter cannot be used; and the problems
/// of the file alone.
#[derive(Debug, Clone)]
pub struct Reading<T> {
    /// The item.
    pub item: Result<Arc<T>, Arc<Unreadable>>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

impl<T> Reading<T> {
    fn new(item: Result<T, Unreadable>, problems: Problems) -> Self {
        Self { item: item.map(Arc::new).map_err(Arc::new), problems: problems.into_list() }
    }
}

/// Reads single files. What it gives depends on the file, the configuration and the names of the folders of
/// deliverables alone.
#[derive(Debug)]
pub struct Reader<'a> {
    context: Context<'a>,
}

impl<'a> Reader<'a> {
    /// A reader of files of a library with this configuration and deliverables of these names.
    pub const fn new(config: &'a Config, slugs: &'a BTreeSet<String>, include: Include) -> Self {
        Self { context: Context { config, slugs, include } }
    }

    /// Reads a deliverable.
    pub fn deliverable(&self, bundle: BundleSource) -> Reading<Deliverable> {
        one_deliverable(bundle, &self.context)
    }

    /// Reads a reuse.
    pub fn reuse(&self, text: &TextSource) -> Reading<Reuse> {
        one_reuse(text, &self.context)
    }

    /// Reads a free page.
    pub fn page(&self, text: &TextSource) -> Reading<Page> {
        one_page(text)
    }
}

/// Reads `site.toml`, and tells what is wrong with it.
pub fn config(site: SourceRef) -> (Option<Config>, Vec<Diagnostic>) {
    let end = site.text.len();
    let mut problems = Problems::new(site);
    parse::unseen::check(end, &mut problems);
    let config = crate::config::read(&mut problems);
    (config, problems.into_list())
}

/// Reads the whole library.
pub fn library(source: LibrarySource, include: Include) -> Read {
    let mut problems = source.problems;
    let Some(site) = source.site else {
        return Read { library: None, problems };
    };
    let (config, found) = config(site.clone());
    problems.extend(found);
    let Some(config) = config else {
        return Read { library: None, problems };
    };
    let slugs = source.deliverables.iter().map(|bundle| bundle.slug.clone()).collect();
    let reader = Reader::new(&config, &slugs, include);
    let deliverables: Vec<_> = source.deliverables.into_par_iter().map(|bundle| reader.deliverable(bundle)).collect();
    let reuses: Vec<_> = source.reuses.par_iter().map(|text| reader.reuse(text)).collect();
    let pages: Vec<_> = source.pages.par_iter().map(|text| reader.page(text)).collect();
    let mut shelf = Shelf::new(include);
    for one in deliverables {
        problems.extend(one.problems);
        shelf.deliverable(one.item);
    }
    for one in reuses {
        problems.extend(one.problems);
        shelf.reuse(one.item);
    }
    for one in pages {
        problems.extend(one.problems);
        shelf.page(one.item);
    }
    shelf.images(source.images);
    Read { library: Some(shelf.library(config, site)), problems }
}

/// Items under way to a library, those that are built told from those that are not.
#[derive(Debug)]
pub struct Shelf {
    parts: Parts,
    include: Include,
}

impl Shelf {
    /// An empty one.
    pub fn new(include: Include) -> Self {
        Self { parts: Parts::default(), include }
    }

    /// Takes a deliverable that was read.
    pub fn deliverable(&mut self, item: Result<Arc<Deliverable>, Arc<Unreadable>>) {
        match item {
            Ok(one) if self.include.takes(&one) => self.parts.deliverables.push(one),
            Ok(one) => self.parts.unpublished.push(one),
            Err(left) => self.parts.unreadable.push(left),
        }
    }

    /// Takes a reuse that was read.
    pub fn reuse(&mut self, item: Result<Arc<Reuse>, Arc<Unreadable>>) {
        match item {
            Ok(one) => self.parts.reuses.push(one),
            Err(left) => self.parts.unreadable.push(left),
        }
    }

    /// Takes a free page that was read.
    pub fn page(&mut self, item: Result<Arc<Page>, Arc<Unreadable>>) {
        match item {
            Ok(one) => self.parts.pages.push(one),
            Err(left) => self.parts.unreadable.push(left),
        }
    }

    /// Takes the images beside free pages.
    pub fn images(&mut self, images: impl IntoIterator<Item = Attachment>) {
        self.parts.images.extend(images);
    }

    /// The library of them all; `site` is its `site.toml`.
    pub fn library(self, config: Config, site: SourceRef) -> Library {
        let mut library = Library::new(config, self.parts);
        library.site = Some(site);
        library
    }
}

fn one_deliverable(mut bundle: BundleSource, context: &Context<'_>) -> Reading<Deliverable> {
    let Text::Read(text) = bundle.text.clone() else {
        return unread(Section::Deliverables, bundle.slug, bundle.attachments, &bundle.text);
    };
    let mut problems = Problems::new(text.clone());
    let mut document = parse::parse(&mut problems);
    unfinished::check(document.front_matter.as_ref(), &mut problems);
    let mut read = deliverable::read(&mut bundle, &mut document, context, &mut problems);
    if let Some(deliverable) = read.as_mut().filter(|one| context.include.takes(one)) {
        deliverable.attachment_texts = attachments::read(deliverable, &mut problems);
        deliverable.documents = documents::read(deliverable);
    }
    let item = read.ok_or(Unreadable {
        section: Section::Deliverables,
        slug: bundle.slug,
        body: Some(document.body),
        attachments: bundle.attachments,
        source: text,
    });
    Reading::new(item, problems)
}

fn one_reuse(text: &TextSource, context: &Context<'_>) -> Reading<Reuse> {
    let section = Section::Reuses;
    let Some(source) = text.text.read() else { return unread(section, text.slug.clone(), Vec::new(), &text.text) };
    let mut problems = Problems::new(source.clone());
    let mut document = parse::parse(&mut problems);
    let read = pages::reuse(&text.slug, &mut document, context, &mut problems);
    Reading::new(read.ok_or_else(|| unreadable(section, &text.slug, source, document)), problems)
}

fn one_page(text: &TextSource) -> Reading<Page> {
    let (section, slug) = (Section::Pages, &text.slug);
    let Some(source) = text.text.read() else { return unread(section, slug.clone(), Vec::new(), &text.text) };
    let mut problems = Problems::new(source.clone());
    let mut document = parse::parse(&mut problems);
    if is_reserved(slug) {
        problems.error_help(
            codes::PAGE_RESERVEE,
            Span::default(),
            format!("L’adresse « {slug}/ » est faite par le générateur."),
            "renommez le fichier",
        );
        return Reading::new(Err(unreadable(section, slug, source, document)), problems);
    }
    let read = pages::page(slug, &mut document, &mut problems);
    Reading::new(read.ok_or_else(|| unreadable(section, slug, source, document)), problems)
}

fn unreadable(section: Section, slug: &str, source: &SourceRef, document: parse::Document) -> Unreadable {
    let (slug, source) = (slug.to_owned(), source.clone());
    Unreadable { section, slug, body: Some(document.body), attachments: Vec::new(), source }
}

/// A text that could not be read: only its name is known, and what lies beside it.
fn unread<T>(section: Section, slug: String, attachments: Vec<Attachment>, text: &Text) -> Reading<T> {
    let source = Arc::new(SourceText::new(text.path().to_owned(), String::new()));
    let left = Unreadable { section, slug, body: None, attachments, source };
    Reading { item: Err(Arc::new(left)), problems: Vec::new() }
}

/// Addresses that the generator makes from the model; a free page or an image there would be lost.
pub fn is_reserved(slug: &str) -> bool {
    let first = slug.split('/').next().unwrap_or_default();
    first == "livrables" || SECTIONS.contains(&first)
}
