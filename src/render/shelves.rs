//! Which deliverables stand in which list, worked out once for all pages. Every step is linear in the size of the library.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::family::Family;
use crate::model::{Axis, Deliverable, Library, Status};
use crate::value::slug::slugify;

/// A keyword and the deliverables that bear it.
#[derive(Debug)]
pub(super) struct Keyword {
    /// As the newest of them writes it.
    pub(super) name: String,
    /// Ranks, newest first.
    pub(super) ranks: Vec<usize>,
}

/// The lists of a library.
#[derive(Debug)]
pub struct Shelves {
    /// Ranks of the deliverables to redo, newest first: what every number of a page counts.
    pub(super) current: Vec<usize>,
    /// Ranks of those that are archived, newest first.
    pub(super) archived: Vec<usize>,
    /// Ranks of the deliverables of each term, newest first, archives left out.
    by_term: HashMap<Family, FxHashMap<String, Vec<usize>>>,
    /// Keywords by slug.
    pub(super) keywords: BTreeMap<String, Keyword>,
    /// For each rank, the ranks before and after it in its main axis, by date.
    around: Vec<(Option<usize>, Option<usize>)>,
}

impl Shelves {
    /// Works out the lists of a library.
    pub fn new(library: &Library) -> Self {
        let (archived, current): (Vec<usize>, Vec<usize>) = (0..library.deliverables.len())
            .rev()
            .partition(|&rank| library.deliverables[rank].statut == Status::Archive);
        let mut by_term: HashMap<Family, FxHashMap<String, Vec<usize>>> = HashMap::new();
        for family in Family::ALL {
            let terms = by_term.entry(family).or_default();
            for &rank in &current {
                for id in family.members(&library.deliverables[rank]) {
                    match terms.get_mut(id) {
                        Some(ranks) => ranks.push(rank),
                        None => {
                            terms.insert(id.to_owned(), vec![rank]);
                        }
                    }
                }
            }
        }
        Self { around: around(library, &current), keywords: keywords(library, &current), current, archived, by_term }
    }

    /// The lists of `now`: those of `former` when every deliverable stands where it stood.
    pub fn again(former: &Library, shelves: &Arc<Self>, now: &Library) -> Arc<Self> {
        let same = former.deliverables.len() == now.deliverables.len()
            && former.deliverables.iter().zip(&now.deliverables).all(|(a, b)| Arc::ptr_eq(a, b) || stand_alike(a, b));
        if same { shelves.clone() } else { Arc::new(Self::new(now)) }
    }

    /// Ranks of the deliverables of a term, newest first.
    pub(super) fn of_term(&self, family: Family, id: &str) -> &[usize] {
        self.by_term.get(&family).and_then(|terms| terms.get(id)).map_or(&[], Vec::as_slice)
    }

    /// The ranks before and after a deliverable in its main axis.
    pub(super) fn around(&self, rank: usize) -> (Option<usize>, Option<usize>) {
        self.around.get(rank).copied().unwrap_or_default()
    }
}

/// Whether two deliverables of one rank stand in the same lists.
fn stand_alike(a: &Deliverable, b: &Deliverable) -> bool {
    (a.statut == Status::Archive) == (b.statut == Status::Archive)
        && a.main_axis() == b.main_axis()
        && a.mots_cles == b.mots_cles
        && Family::ALL.into_iter().all(|family| family.members(a) == family.members(b))
}

fn around(library: &Library, current: &[usize]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut around = vec![(None, None); library.deliverables.len()];
    for axis in Axis::ALL {
        let mut before: Option<usize> = None;
        for &rank in current.iter().rev().filter(|&&rank| library.deliverables[rank].main_axis() == axis) {
            if let Some(before) = before {
                around[before].1 = Some(rank);
                around[rank].0 = Some(before);
            }
            before = Some(rank);
        }
    }
    around
}

fn keywords(library: &Library, current: &[usize]) -> BTreeMap<String, Keyword> {
    // Many share few: each is folded once.
    let mut slugs: FxHashMap<&str, usize> = FxHashMap::default();
    let mut found: Vec<(String, Keyword)> = Vec::new();
    let mut by_slug: FxHashMap<String, usize> = FxHashMap::default();
    for &rank in current {
        for name in &library.deliverables[rank].mots_cles {
            let at = *slugs.entry(name).or_insert_with(|| {
                let slug = slugify(name);
                *by_slug.entry(slug.clone()).or_insert_with(|| {
                    found.push((slug, Keyword { name: name.clone(), ranks: Vec::new() }));
                    found.len() - 1
                })
            });
            let ranks = &mut found[at].1.ranks;
            if ranks.last() != Some(&rank) {
                ranks.push(rank);
            }
        }
    }
    found.into_iter().filter(|(slug, _)| !slug.is_empty()).collect()
}
