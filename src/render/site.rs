//! What is worked out once for all pages: the deliverables of each term, neighbours by date, cards. Every step is linear in the size of the library.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use tera::Value;

use super::card;
use super::family::Family;
use super::globals;
use super::page::root_of;
use super::{Options, RenderError};
use crate::config::Config;
use crate::model::{Axis, Kind, Library, Status};
use crate::theme::{Engine, Theme, ThemeError};
use crate::value::slug::slugify;

/// Deliverables and reuses shown on one page of a list.
pub(super) const PER_PAGE: usize = 24;

/// A keyword and the deliverables that bear it.
#[derive(Debug)]
pub(super) struct Keyword<'a> {
    pub(super) name: &'a str,
    /// Ranks, newest first.
    pub(super) ranks: Vec<usize>,
}

/// The library, the theme, and the maps between.
pub(super) struct Site<'a> {
    pub(super) library: &'a Library,
    pub(super) theme: &'a Theme,
    pub(super) options: Options,
    pub(super) engine: Engine,
    /// Ranks of all deliverables, newest first.
    pub(super) all: Vec<usize>,
    /// Ranks of those that are not archived, newest first.
    pub(super) current: Vec<usize>,
    /// Ranks of the deliverables of each term, newest first, archives left out.
    pub(super) by_term: HashMap<(Family, &'a str), Vec<usize>>,
    /// Keywords by slug.
    pub(super) keywords: BTreeMap<String, Keyword<'a>>,
    /// Cards by rank, see [`card::render`]; each is rendered when a list first needs it.
    cards: Vec<OnceLock<String>>,
    /// For each rank, the ranks before and after it in its main axis, by date.
    around: Vec<(Option<usize>, Option<usize>)>,
}

impl<'a> Site<'a> {
    pub(super) fn new(library: &'a Library, theme: &'a Theme, options: Options) -> Result<Self, RenderError> {
        let all: Vec<usize> = (0..library.deliverables.len()).rev().collect();
        let current: Vec<usize> =
            all.iter().copied().filter(|&rank| library.deliverables[rank].statut != Status::Archive).collect();
        let mut by_term: HashMap<(Family, &str), Vec<usize>> = HashMap::new();
        for &rank in &current {
            for family in Family::ALL {
                for id in family.members(&library.deliverables[rank]) {
                    by_term.entry((family, id)).or_default().push(rank);
                }
            }
        }
        let engine = theme.engine(globals::context(library, theme, &options, current.len())?);
        Ok(Self {
            library,
            theme,
            options,
            engine,
            around: around(library, &current),
            keywords: keywords(library, &current),
            all,
            current,
            by_term,
            cards: vec![OnceLock::new(); library.deliverables.len()],
        })
    }

    pub(super) fn config(&self) -> &'a Config {
        &self.library.config
    }

    /// Ranks of the deliverables of a term, newest first.
    pub(super) fn of_term(&self, family: Family, id: &'a str) -> &[usize] {
        self.by_term.get(&(family, id)).map_or(&[], Vec::as_slice)
    }

    /// The ranks before and after a deliverable in its main axis.
    pub(super) fn around(&self, rank: usize) -> (Option<usize>, Option<usize>) {
        self.around.get(rank).copied().unwrap_or_default()
    }

    /// The cards of some deliverables, for the page at `path`.
    pub(super) fn cards_of(&self, ranks: &[usize], path: &str) -> Result<Value, ThemeError> {
        let cards = ranks.iter().map(|&rank| self.card(rank)).collect::<Result<Vec<_>, _>>()?;
        Ok(card::cards(cards.into_iter(), &root_of(path)))
    }

    fn card(&self, rank: usize) -> Result<&str, ThemeError> {
        let Some(cell) = self.cards.get(rank) else { return Ok("") };
        match cell.get() {
            Some(card) => Ok(card),
            None => {
                let card = card::render(self, rank)?;
                Ok(cell.get_or_init(|| card))
            }
        }
    }

    /// The page of the reuse at a place in `library.reuses`, with its anchor.
    pub(super) fn reuse_url(&self, at: usize) -> String {
        let slug = self.library.reuses.get(at).map_or("", |reuse| reuse.slug.as_str());
        format!("{}#{slug}", page_path("reprises/", at / PER_PAGE + 1))
    }
}

/// The path of a page of a list: the first has the list's own.
pub(super) fn page_path(base: &str, number: usize) -> String {
    if number <= 1 { base.to_owned() } else { format!("{base}page/{number}/") }
}

/// The prefix of the sentences about a kind.
pub(super) fn kind_key(kind: Kind) -> String {
    format!("type.{}", kind.id())
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

fn keywords<'a>(library: &'a Library, current: &[usize]) -> BTreeMap<String, Keyword<'a>> {
    let mut keywords: BTreeMap<String, Keyword<'a>> = BTreeMap::new();
    for &rank in current {
        for name in &library.deliverables[rank].mots_cles {
            let slug = slugify(name);
            if slug.is_empty() {
                continue;
            }
            let entry = keywords.entry(slug).or_insert(Keyword { name, ranks: Vec::new() });
            if entry.ranks.last() != Some(&rank) {
                entry.ranks.push(rank);
            }
        }
    }
    keywords
}
