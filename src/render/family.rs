//! The families of terms by which one browses: each has an index page, and a list a term.

use super::site::{Site, kind_key};
use crate::config::{Config, Terms};
use crate::model::{Axis, Deliverable, Detail, Kind};
use crate::theme::{Theme, ThemeError};

/// A way to sort deliverables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Family {
    Axis,
    SubTheme,
    Kind,
    Provider,
    Audience,
    Department,
    Sector,
    Approach,
}

/// A term of a family, as its pages show it.
#[derive(Debug, Clone)]
pub(super) struct TermInfo<'a> {
    pub(super) id: &'a str,
    pub(super) name: String,
    pub(super) summary: Option<String>,
    /// What the name alone does not say: the letter of an axis, the code and lot of a département.
    pub(super) mark: Option<String>,
    /// Address of its own site.
    pub(super) website: Option<&'a str>,
    /// Lots of the call: held by a prestataire, or that a département belongs to.
    pub(super) lots: Vec<u32>,
    /// Whether it is a priority of the call.
    pub(super) is_priority: bool,
}

impl Family {
    pub(super) const ALL: [Self; 8] = [
        Self::Axis,
        Self::SubTheme,
        Self::Kind,
        Self::Provider,
        Self::Audience,
        Self::Department,
        Self::Sector,
        Self::Approach,
    ];

    /// Its folder in the site, and its name in `famille.*` sentences.
    pub(super) const fn folder(self) -> &'static str {
        match self {
            Self::Axis => "axes",
            Self::SubTheme => "sous-themes",
            Self::Kind => "types",
            Self::Provider => "prestataires",
            Self::Audience => "publics",
            Self::Department => "departements",
            Self::Sector => "secteurs",
            Self::Approach => "approches",
        }
    }

    /// The parameter of the search page that filters by a term of the family.
    pub(super) const fn facet(self) -> Option<&'static str> {
        match self {
            Self::Axis => Some("axe"),
            Self::SubTheme => Some("sous_theme"),
            Self::Kind => Some("type"),
            Self::Provider => Some("prestataire"),
            Self::Audience => Some("public"),
            Self::Department => Some("departement"),
            Self::Sector => Some("secteur"),
            Self::Approach => None,
        }
    }

    /// Path of a term's page.
    pub(super) fn url(self, id: &str) -> String {
        format!("{}/{id}/", self.folder())
    }

    /// Its terms, in the order to show.
    pub(super) fn terms<'a>(self, config: &'a Config, theme: &'a Theme) -> Result<Vec<TermInfo<'a>>, ThemeError> {
        let all = &config.vocabulaires;
        Ok(match self {
            Self::Axis => plain(&all.axes, |id, term| {
                TermInfo::new(id, &term.nom, term.resume.as_deref()).marked(id.to_uppercase())
            }),
            Self::SubTheme => plain(&all.sous_themes, |id, term| {
                TermInfo::new(id, &term.nom, term.resume.as_deref()).marked(term.axe.to_uppercase())
            }),
            Self::Kind => {
                let mut terms = Vec::new();
                for kind in Kind::ALL {
                    let key = kind_key(kind);
                    let summary = theme.text(&format!("{key}.resume"))?;
                    terms.push(TermInfo::new(kind.id(), theme.text(&format!("{key}.pluriel"))?, Some(summary)));
                }
                terms
            }
            Self::Provider => plain(&all.prestataires, |id, term| {
                let mut info = TermInfo::new(id, &term.nom, term.resume.as_deref());
                info.website = term.url.as_deref();
                info.lots.clone_from(&term.lots);
                info
            }),
            Self::Audience => plain(&all.publics, |id, term| {
                let mut info = TermInfo::new(id, &term.nom, term.resume.as_deref());
                info.is_priority = term.prioritaire;
                info
            }),
            Self::Department => plain(&all.departements, |id, term| {
                let mut info = TermInfo::new(id, &term.nom, None).marked(id.to_owned());
                info.lots.push(term.lot);
                info
            }),
            Self::Sector => plain(&all.secteurs, |id, term| TermInfo::new(id, &term.nom, term.resume.as_deref())),
            Self::Approach => plain(&all.approches, |id, term| TermInfo::new(id, &term.nom, term.resume.as_deref())),
        })
    }

    /// Whether the numbers of its terms add up to more than the deliverables: one is counted in each of its terms.
    pub(super) fn counts_twice(self, site: &Site<'_>) -> bool {
        site.shelves.current.iter().any(|&rank| self.members(&site.library.deliverables[rank]).len() > 1)
    }

    /// The terms of a deliverable in this family, each once.
    pub(super) fn members(self, one: &Deliverable) -> Vec<&str> {
        match self {
            Self::Axis => one.axes.iter().map(|axis: &Axis| axis.id()).collect(),
            Self::SubTheme => texts(&one.sous_themes),
            Self::Kind => vec![one.kind.id()],
            Self::Provider => vec![one.prestataire.as_str()],
            Self::Audience => texts(&one.publics),
            Self::Department => one.departements(),
            Self::Sector => texts(&one.secteurs),
            Self::Approach => match &one.detail {
                Detail::Modele(model) => texts(&model.approches),
                _ => Vec::new(),
            },
        }
    }
}

impl<'a> TermInfo<'a> {
    fn new(id: &'a str, name: &str, summary: Option<&str>) -> Self {
        Self {
            id,
            name: name.to_owned(),
            summary: summary.map(str::to_owned),
            mark: None,
            website: None,
            lots: Vec::new(),
            is_priority: false,
        }
    }

    fn marked(mut self, mark: String) -> Self {
        self.mark = Some(mark);
        self
    }
}

fn plain<'a, T>(terms: &'a Terms<T>, info: impl Fn(&'a str, &'a T) -> TermInfo<'a>) -> Vec<TermInfo<'a>> {
    terms.iter().map(|(id, term)| info(id, term)).collect()
}

fn texts(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
