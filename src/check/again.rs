//! Checks a library whose former state was checked: what did not change, and does not depend on what did, is not
//! looked at again. What it finds is what [`super::whole`] finds.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Known, Text, attachments, identity, links, relations};
use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{Deliverable, Library, Page, Unreadable};
use crate::parse::markdown::Body;

/// What was found in the former state of a library.
#[derive(Debug, Default)]
pub struct Memory {
    library: Option<Arc<Library>>,
    identity: Vec<Diagnostic>,
    /// What is wrong with the relations of deliverables, by path; of those with problems only.
    relations: FxHashMap<String, Vec<Diagnostic>>,
    /// What is wrong with the links of texts, by path; of those with problems only.
    links: FxHashMap<String, Vec<Diagnostic>>,
}

/// As [`super::whole`], of the library that follows the one of the last call.
pub fn again(library: &Arc<Library>, told: &[Diagnostic], memory: &mut Memory) -> Vec<Diagnostic> {
    let changed = memory.library.as_ref().map(|former| changes(former, library));
    let problems = look(library, told, changed.as_ref(), memory);
    memory.library = Some(library.clone());
    problems
}

/// The checks one after the other, of what `changed`; of everything when nothing was checked before.
pub(super) fn look(
    library: &Library,
    told: &[Diagnostic],
    changed: Option<&Changed>,
    memory: &mut Memory,
) -> Vec<Diagnostic> {
    let known = Known::new(library);
    let is_same = changed.is_some_and(|changed| {
        changed.identities.is_empty() && !memory.identity.iter().any(|one| names(one, &changed.paths))
    });
    if !is_same {
        memory.identity = identity::check(library);
    }
    let mut problems = memory.identity.clone();
    relations_again(library, &known, changed, memory);
    problems.extend(memory.relations.values().flatten().cloned());
    let mut texts = super::texts(library);
    texts.extend(super::documents(library));
    problems.extend(attachments::check(library, &texts, told));
    links_again(&texts, &known, changed, memory);
    problems.extend(memory.links.values().flatten().cloned());
    problems
}

/// What is wrong with the relations of all deliverables; those that did not change are looked at again when one was
/// published, withdrawn, archived or replaced.
fn relations_again(library: &Library, known: &Known<'_>, changed: Option<&Changed>, memory: &mut Memory) {
    let changed = changed.filter(|changed| !changed.states);
    let is_stale = |one: &Deliverable| changed.is_none_or(|changed| changed.paths.contains(&one.source.path));
    match changed {
        Some(changed) => memory.relations.retain(|path, _| !changed.paths.contains(path)),
        None => memory.relations.clear(),
    }
    for found in relations::check(library, known, &is_stale) {
        memory.relations.entry(found.source.path.clone()).or_default().push(found);
    }
}

/// What is wrong with the links of all texts; those of a text are looked at again when it changed, when some were wrong,
/// and when one may lead to what changed.
fn links_again(texts: &[Text<'_>], known: &Known<'_>, changed: Option<&Changed>, memory: &mut Memory) {
    let wrong = &memory.links;
    let is_stale = |text: &&Text<'_>| {
        let Some(changed) = changed else { return true };
        let path = text.source.path.as_str();
        let may_differ = |link: &str| changed.targets.iter().any(|one| link.contains(one));
        changed.paths.contains(text.owner)
            || wrong.contains_key(path)
            || (!changed.targets.is_empty() && text.body.links.iter().any(|link| may_differ(&link.target)))
    };
    let found = texts.par_iter().with_min_len(256).filter(is_stale).map(|text| {
        let mut found = Problems::new(text.source.clone());
        links::text(text, known, &mut found);
        let mut found = found.into_list();
        if text.owner != text.source.path {
            // A file that is published as it is is not rewritten.
            for one in &mut found {
                one.fix = None;
            }
        }
        (text.source.path.clone(), found)
    });
    memory.links = found.filter(|(_, found)| !found.is_empty()).collect();
}

/// Whether a problem is of one of these files, or names a place in one.
fn names(problem: &Diagnostic, paths: &BTreeSet<String>) -> bool {
    paths.contains(&problem.source.path) || problem.labels.iter().any(|label| paths.contains(&label.source.path))
}

/// What differs between two states of a library, for those who look from elsewhere.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Paths of the texts that are not the same.
    paths: BTreeSet<String>,
    /// Paths of those whose title, addresses or successors are not the same.
    identities: BTreeSet<String>,
    /// Whether a deliverable came, went, or is in another state of its life.
    states: bool,
    /// The last part of the addresses of those in which a link may find something else.
    targets: BTreeSet<String>,
}

/// Something of a library that others may name.
#[derive(Clone, Copy)]
enum Item<'a> {
    Deliverable(&'a Arc<Deliverable>),
    Page(&'a Arc<Page>),
    Unreadable(&'a Arc<Unreadable>),
    Reuse(&'a Arc<crate::model::Reuse>),
}

impl<'a> Item<'a> {
    fn is(self, other: Item<'_>) -> bool {
        match (self, other) {
            (Self::Deliverable(a), Item::Deliverable(b)) => Arc::ptr_eq(a, b),
            (Self::Page(a), Item::Page(b)) => Arc::ptr_eq(a, b),
            (Self::Unreadable(a), Item::Unreadable(b)) => Arc::ptr_eq(a, b),
            (Self::Reuse(a), Item::Reuse(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    fn path(self) -> &'a str {
        match self {
            Self::Deliverable(one) => &one.source.path,
            Self::Page(one) => &one.source.path,
            Self::Unreadable(one) => &one.source.path,
            Self::Reuse(one) => &one.source.path,
        }
    }

    fn slug(self) -> &'a str {
        match self {
            Self::Deliverable(one) => one.slug.as_str(),
            Self::Page(one) => &one.slug,
            Self::Unreadable(one) => &one.slug,
            Self::Reuse(one) => &one.slug,
        }
    }

    /// Whether a link finds the same in both: headings, files, whether it is published.
    fn looks_like(self, other: Item<'_>) -> bool {
        // An anchor may be told by the words of its heading.
        let headings = |a: &Body, b: &Body| {
            a.headings.iter().map(|one| (&one.id, &one.text)).eq(b.headings.iter().map(|one| (&one.id, &one.text)))
        };
        match (self, other) {
            (Self::Deliverable(a), Item::Deliverable(b)) => {
                a.statut.is_published() == b.statut.is_published()
                    && headings(&a.body, &b.body)
                    && a.attachments.iter().map(|one| &one.name).eq(b.attachments.iter().map(|one| &one.name))
                    && a.documents.len() == b.documents.len()
                    && a.documents.iter().zip(&b.documents).all(|(a, b)| match (a.text(), b.text()) {
                        (Some((a, _)), Some((b, _))) => headings(a, b),
                        (a, b) => a.is_none() && b.is_none(),
                    })
            }
            (Self::Page(a), Item::Page(b)) => headings(&a.body, &b.body),
            (Self::Reuse(a), Item::Reuse(b)) => a.slug == b.slug,
            _ => false,
        }
    }

    /// Whether relations find the same in both.
    fn lives_like(self, other: Item<'_>) -> bool {
        match (self, other) {
            (Self::Deliverable(a), Item::Deliverable(b)) => {
                let replaced = |one: &Deliverable| one.remplace.as_ref().map(|old| old.value.clone());
                a.statut == b.statut && replaced(a) == replaced(b)
            }
            (Self::Page(_), Item::Page(_)) | (Self::Reuse(_), Item::Reuse(_)) => true,
            _ => false,
        }
    }

    /// Whether what must be one of a kind is the same in both.
    fn is_called_like(self, other: Item<'_>) -> bool {
        match (self, other) {
            (Self::Deliverable(a), Item::Deliverable(b)) => {
                let values = |one: &Deliverable| {
                    let alias: Vec<String> = one.alias.iter().map(|alias| alias.value.as_str().to_owned()).collect();
                    (one.titre.value.clone(), one.remplace.as_ref().map(|old| old.value.clone()), alias)
                };
                values(a) == values(b)
            }
            (Self::Page(a), Item::Page(b)) => a.titre == b.titre,
            (Self::Reuse(_), Item::Reuse(_)) => true,
            _ => false,
        }
    }
}

fn changes(former: &Library, now: &Library) -> Changed {
    let names = |library: &Library| library.images.iter().map(|one| one.name.clone()).collect::<BTreeSet<_>>();
    let images = names(former).symmetric_difference(&names(now)).map(|name| last_part(name)).collect::<Vec<_>>();
    let (former, now) = items(former, now);
    let mut changed = Changed::default();
    let mut note = |path: &str, item: Item<'_>, other: Option<Item<'_>>| {
        changed.paths.insert(path.to_owned());
        changed.states |= other.is_none_or(|other| !item.lives_like(other));
        if other.is_none_or(|other| !item.is_called_like(other)) {
            changed.identities.insert(path.to_owned());
        }
        if other.is_none_or(|other| !item.looks_like(other)) {
            changed.targets.insert(last_part(item.slug()));
        }
    };
    for (path, item) in &now {
        note(path, *item, former.get(path).copied());
    }
    for (path, item) in former.iter().filter(|(path, _)| !now.contains_key(*path)) {
        note(path, *item, None);
    }
    changed.targets.extend(images);
    changed
}

fn last_part(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// By path.
type Items<'a> = FxHashMap<&'a str, Item<'a>>;

/// What is not the same in two states of a library: as it was, as it is.
fn items<'a>(former: &'a Library, now: &'a Library) -> (Items<'a>, Items<'a>) {
    let mut found = (Items::default(), Items::default());
    differing(&former.deliverables, &now.deliverables, Item::Deliverable, &mut found);
    differing(&former.unpublished, &now.unpublished, Item::Deliverable, &mut found);
    differing(&former.pages, &now.pages, Item::Page, &mut found);
    differing(&former.unreadable, &now.unreadable, Item::Unreadable, &mut found);
    differing(&former.reuses, &now.reuses, Item::Reuse, &mut found);
    differing(&former.unpublished_reuses, &now.unpublished_reuses, Item::Reuse, &mut found);
    // What only moved is the same.
    let moved: Vec<&str> = found
        .1
        .iter()
        .filter(|(path, item)| found.0.get(*path).is_some_and(|other| item.is(*other)))
        .map(|(path, _)| *path)
        .collect();
    for path in moved {
        found.0.remove(path);
        found.1.remove(path);
    }
    found
}

fn differing<'a, T>(
    former: &'a [Arc<T>],
    now: &'a [Arc<T>],
    item: impl Fn(&'a Arc<T>) -> Item<'a>,
    found: &mut (Items<'a>, Items<'a>),
) {
    for at in 0..former.len().max(now.len()) {
        let (old, new) = (former.get(at), now.get(at));
        if old.zip(new).is_some_and(|(old, new)| Arc::ptr_eq(old, new)) {
            continue;
        }
        for (side, one) in [(&mut found.0, old), (&mut found.1, new)] {
            if let Some(item) = one.map(&item) {
                side.insert(item.path(), item);
            }
        }
    }
}
