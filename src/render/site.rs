//! What is worked out once for all pages: the lists, the templates with what they share, cards.

use std::sync::{Arc, OnceLock};

use tera::Value;

use super::card;
use super::globals;
use super::page::root_of;
use super::shelves::Shelves;
use super::{Options, RenderError};
use crate::config::Config;
use crate::model::{Kind, Library};
use crate::theme::{Engine, Theme, ThemeError};

/// Deliverables and reuses shown on one page of a list.
pub(super) const PER_PAGE: usize = 24;

/// The library, the theme, and the maps between.
pub(super) struct Site<'a> {
    pub(super) library: &'a Library,
    pub(super) theme: &'a Theme,
    pub(super) options: Options,
    pub(super) engine: Engine,
    pub(super) shelves: Arc<Shelves>,
    /// Cards by rank, see [`card::render`]; each is rendered when a list first needs it.
    cards: Vec<OnceLock<String>>,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        library: &'a Library,
        theme: &'a Theme,
        shelves: Arc<Shelves>,
        options: Options,
    ) -> Result<Self, RenderError> {
        let engine = theme.engine(globals::context(library, theme, &options, &shelves)?);
        let cards = vec![OnceLock::new(); library.deliverables.len()];
        Ok(Self { library, theme, options, engine, shelves, cards })
    }

    pub(super) fn config(&self) -> &'a Config {
        &self.library.config
    }

    /// The cards of some deliverables, for the page at `path`.
    pub(super) fn cards_of(&self, ranks: &[usize], path: &str) -> Result<Value, ThemeError> {
        let cards = ranks.iter().map(|&rank| self.card(rank)).collect::<Result<Vec<_>, _>>()?;
        Ok(card::cards(cards.into_iter(), &root_of(path)))
    }

    fn card(&self, rank: usize) -> Result<&str, ThemeError> {
        let Some(cell) = self.cards.get(rank) else { return Ok("") };
        if let Some(card) = cell.get() {
            return Ok(card);
        }
        let card = card::render(self, rank)?;
        Ok(cell.get_or_init(|| card))
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
