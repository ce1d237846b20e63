//! Parsed documents → typed model. Each function reads what it can and tells every fault of a file
//! in one go; nothing is half-built: a part that lacks something required is `None`.

mod common;
mod deliverable;
mod detail;
mod evaluation;
mod pages;
mod transfer;

use rayon::prelude::*;

use super::{Deliverable, Library, Page, Reuse};
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
    let deliverables = each(
        source.deliverables,
        &mut problems,
        |bundle, problems| one_deliverable(bundle, &config, problems),
        |b| b.text.clone(),
    );
    let reuses =
        each(source.reuses, &mut problems, |text, problems| one_reuse(text, &config, problems), |t| t.text.clone());
    let pages = each(source.pages, &mut problems, |text, problems| one_page(text, problems), |t| t.text.clone());
    let (built, left): (Vec<Deliverable>, Vec<Deliverable>) =
        deliverables.into_iter().partition(|one| include == Include::Drafts || one.statut.is_published());
    Read { library: Some(Library::new(config, built, reuses, pages, left)), problems }
}

/// Reads items in parallel; what could be read, in the order given, and the problems of all.
fn each<S: Send, T: Send>(
    sources: Vec<S>,
    problems: &mut Vec<Diagnostic>,
    read: impl Fn(S, &mut Problems) -> Option<T> + Sync + Send,
    text: impl Fn(&S) -> crate::span::SourceRef + Sync + Send,
) -> Vec<T> {
    let read: Vec<(Option<T>, Vec<Diagnostic>)> = sources
        .into_par_iter()
        .map(|source| {
            let mut problems = Problems::new(text(&source));
            let item = read(source, &mut problems);
            (item, problems.into_list())
        })
        .collect();
    let mut items = Vec::with_capacity(read.len());
    for (item, found) in read {
        items.extend(item);
        problems.extend(found);
    }
    items
}

fn one_deliverable(bundle: BundleSource, config: &Config, problems: &mut Problems) -> Option<Deliverable> {
    let document = parse::parse(problems);
    deliverable::read(bundle, document, config, problems)
}

fn one_reuse(text: TextSource, config: &Config, problems: &mut Problems) -> Option<Reuse> {
    let document = parse::parse(problems);
    pages::reuse(text, document, config, problems)
}

fn one_page(text: TextSource, problems: &mut Problems) -> Option<Page> {
    let document = parse::parse(problems);
    if is_reserved(&text.slug) {
        problems.error_help(
            codes::PAGE_RESERVEE,
            Span::default(),
            format!("L’adresse « {}/ » est faite par le générateur.", text.slug),
            "renommez le fichier",
        );
        return None;
    }
    pages::page(text, document, problems)
}

/// Addresses that the generator makes from the model; a free page there would be lost.
fn is_reserved(slug: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "livrables",
        "recherche",
        "axes",
        "types",
        "prestataires",
        "publics",
        "departements",
        "secteurs",
        "approches",
        "mots-cles",
        "reprises",
        "selection",
        "comparer",
        "indicateurs",
        "fragments",
        "admin",
    ];
    let first = slug.split('/').next().unwrap_or_default();
    SECTIONS.contains(&first) || first.starts_with("theme-")
}
