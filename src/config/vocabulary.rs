//! Vocabularies: tables of terms by id, in the order written.

use std::collections::HashMap;

use serde::Serialize;

use crate::value::slug::fold;

/// The terms of one vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms<T> {
    entries: Vec<(String, T)>,
    index: HashMap<String, usize>,
    /// Ids and names of terms that could not be read: what is wrong with them is told once, not wherever they are
    /// named.
    unread: Vec<(String, String)>,
}

impl<T> Default for Terms<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: HashMap::new(), unread: Vec::new() }
    }
}

impl<T> Terms<T> {
    /// Terms in the order to show; a later entry of the same id replaces the former.
    pub fn new(entries: Vec<(String, T)>) -> Self {
        let index = entries.iter().enumerate().map(|(at, (id, _))| (id.clone(), at)).collect();
        Self { entries, index, unread: Vec::new() }
    }

    /// The same with terms that could not be read, ids and names: they are known, and nothing more is known of them.
    #[must_use]
    pub fn with_unread(self, unread: Vec<(String, String)>) -> Self {
        Self { unread, ..self }
    }

    /// The term of an id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.index.get(id).map(|&at| &self.entries[at].1)
    }

    /// The rank of an id in the order written: its number in facets.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// Ids in the order written.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|(id, _)| id.as_str())
    }

    /// Ids and terms in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> + Clone {
        self.entries.iter().map(|(id, term)| (id.as_str(), term))
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// A term with a name for people.
pub trait Named {
    /// Its name.
    fn name(&self) -> &str;
}

impl<T: Named> Terms<T> {
    /// Ids with their names, in the order written; those that could not be read at the end.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let unread = self.unread.iter().map(|(id, name)| (id.as_str(), name.as_str()));
        self.entries.iter().map(|(id, term)| (id.as_str(), term.name())).chain(unread)
    }
}

impl<T: Serialize> Serialize for Terms<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A term that has a name and perhaps a sentence that says what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Name as shown.
    pub nom: String,
    /// What it means.
    pub resume: Option<String>,
}

/// An entry of `[sous_themes]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubTheme {
    /// Name as shown.
    pub nom: String,
    /// Id of its axis.
    pub axe: String,
    /// What it means.
    pub resume: Option<String>,
}

/// An entry of `[prestataires]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// Name as shown.
    pub nom: String,
    /// Lots of the call that it holds.
    pub lots: Vec<u32>,
    /// Its own site.
    pub url: Option<String>,
    /// Who it is.
    pub resume: Option<String>,
}

/// An entry of `[departements]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Department {
    /// Name as shown.
    pub nom: String,
    /// The lot that it belongs to.
    pub lot: u32,
}

/// An entry of `[publics]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audience {
    /// Name as shown.
    pub nom: String,
    /// Whether it is a priority of the call.
    pub prioritaire: bool,
    /// What it means.
    pub resume: Option<String>,
}

/// An entry of `[licences]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Licence {
    /// Name as shown.
    pub nom: String,
    /// Its text.
    pub url: String,
    /// Whether copying is allowed.
    pub copier: bool,
    /// Whether adapting is allowed.
    pub adapter: bool,
    /// Whether selling is allowed.
    pub vendre: bool,
}

/// All vocabularies.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[allow(missing_docs, reason = "one field a vocabulary, named as in site.toml")]
pub struct Vocabularies {
    pub axes: Terms<Term>,
    pub sous_themes: Terms<SubTheme>,
    pub prestataires: Terms<Provider>,
    pub departements: Terms<Department>,
    pub publics: Terms<Audience>,
    pub secteurs: Terms<Term>,
    pub modalites: Terms<Term>,
    pub niveaux: Terms<Term>,
    pub approches: Terms<Term>,
    pub licences: Terms<Licence>,
}

/// The order of a French dictionary: accents and case do not count, unless nothing else differs.
pub fn french_order(a: &str, b: &str) -> std::cmp::Ordering {
    fold(a).cmp(&fold(b)).then_with(|| a.cmp(b))
}

impl Named for Term {
    fn name(&self) -> &str {
        &self.nom
    }
}

impl Named for SubTheme {
    fn name(&self) -> &str {
        &self.nom
    }
}

impl Named for Provider {
    fn name(&self) -> &str {
        &self.nom
    }
}

impl Named for Department {
    fn name(&self) -> &str {
        &self.nom
    }
}

impl Named for Audience {
    fn name(&self) -> &str {
        &self.nom
    }
}

impl Named for Licence {
    fn name(&self) -> &str {
        &self.nom
    }
}
