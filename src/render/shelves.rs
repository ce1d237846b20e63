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
    /// As the newest of those who write it shortest does.
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
    /// Keywords by slug; those that differ by their plural are one.
    pub(super) keywords: BTreeMap<String, Keyword>,
    /// The slug of a keyword by its form.
    keyword_slugs: FxHashMap<String, String>,
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
        let (keywords, keyword_slugs) = keywords(library, &current);
        Self { around: around(library, &current), keywords, keyword_slugs, current, archived, by_term }
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

    /// The slug of a keyword, as a deliverable writes it, when others bear it too.
    pub(super) fn shared_keyword(&self, name: &str) -> Option<&str> {
        let (slug, keyword) = self.keywords.get_key_value(self.keyword_slugs.get(&form(name))?)?;
        (keyword.ranks.len() > 1).then_some(slug)
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

/// Keywords by slug, and the slug of each form.
fn keywords(library: &Library, current: &[usize]) -> (BTreeMap<String, Keyword>, FxHashMap<String, String>) {
    // Many share few: each is folded once.
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut found: Vec<Keyword> = Vec::new();
    let mut by_form: FxHashMap<String, usize> = FxHashMap::default();
    for &rank in current {
        for name in &library.deliverables[rank].mots_cles {
            let at = *known.entry(name).or_insert_with(|| {
                let at = *by_form.entry(form(name)).or_insert(found.len());
                match found.get_mut(at) {
                    // The shortest is the singular.
                    Some(one) if name.chars().count() < one.name.chars().count() => one.name.clone_from(name),
                    Some(_) => {}
                    None => found.push(Keyword { name: name.clone(), ranks: Vec::new() }),
                }
                at
            });
            let ranks = &mut found[at].ranks;
            if ranks.last() != Some(&rank) {
                ranks.push(rank);
            }
        }
    }
    by_form.remove("");
    let slugs = by_form.into_iter().map(|(form, at)| (form, slugify(&found[at].name))).collect();
    let keywords = found.into_iter().map(|one| (slugify(&one.name), one));
    (keywords.filter(|(slug, _)| !slug.is_empty()).collect(), slugs)
}

/// A keyword without what tells its forms apart: case, accents, the plural of its words.
fn form(name: &str) -> String {
    let singular = |word: &str| match word.strip_suffix(['s', 'x']) {
        Some(short) if word.len() > 3 => short.to_owned(),
        _ => word.to_owned(),
    };
    slugify(name).split('-').map(singular).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn plurals_are_one_keyword() {
        for (one, other) in
            [("employeur", "Employeurs"), ("geste professionnel", "gestes professionnels"), ("réseau", "réseaux")]
        {
            assert_eq!(form(one), form(other));
        }
        for (one, other) in [("bus", "bu"), ("tuteur", "tutorat"), ("LMS", "LM")] {
            assert_ne!(form(one), form(other));
        }
    }
}
