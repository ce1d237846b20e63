//! A deliverable in a list: what one must know to decide to open it. A deliverable stands in a dozen
//! lists; its card is rendered once, with a mark in the place of the way to the site's root.

use serde::Serialize;
use tera::{Context, Value};

use super::page::Link;
use super::site::{Site, kind_key};
use crate::model::{Axis, Deliverable, Status};
use crate::theme::ThemeError;

/// The card of a deliverable.
#[derive(Serialize)]
struct Card<'a> {
    slug: &'a str,
    url: String,
    titre: &'a str,
    resume: &'a str,
    genre: KindView<'a>,
    axes: Vec<AxisView<'a>>,
    prestataire: &'a str,
    departements: Vec<&'a str>,
    date: jiff::civil::Date,
    duree: Option<&'a str>,
    cout: Option<u32>,
    preuve: Option<u32>,
    reprises: usize,
    exemple: bool,
    archive: bool,
    brouillon: bool,
}

/// A kind: id and name.
#[derive(Serialize)]
pub(super) struct KindView<'a> {
    pub(super) id: &'a str,
    pub(super) nom: &'a str,
    pub(super) url: String,
}

/// An axis: always a letter and a name together.
#[derive(Serialize)]
pub(super) struct AxisView<'a> {
    pub(super) id: &'a str,
    pub(super) lettre: &'a str,
    pub(super) nom: &'a str,
    pub(super) url: String,
}

/// Stands for the way to the root in rendered cards; no text of the content holds it.
const ROOT: &str = "\u{1}";

/// Cards as one piece of HTML for a page whose way to the root is `root`.
pub(super) fn cards<'s>(cards: impl Iterator<Item = &'s str>, root: &str) -> Value {
    let mut html = String::new();
    for card in cards {
        for (at, part) in card.split(ROOT).enumerate() {
            if at > 0 {
                html.push_str(root);
            }
            html.push_str(part);
        }
    }
    Value::safe_string(&html)
}

/// The card of a deliverable, with marks for the root.
pub(super) fn render(site: &Site<'_>, rank: usize) -> Result<String, ThemeError> {
    let mut context = Context::new();
    context.insert_value("racine", Value::normal_string(ROOT));
    context.insert_value("f", view(site, rank));
    site.engine.render("morceaux/carte.html", &context)
}

fn view(site: &Site<'_>, rank: usize) -> Value {
    let one = &site.library.deliverables[rank];
    let words = &site.config().vocabulaires;
    Value::from_serializable(&Card {
        slug: one.slug.as_str(),
        url: one.url(),
        titre: &one.titre,
        resume: &one.resume,
        genre: kind(site, one),
        axes: axes(site, one),
        prestataire: words.prestataires.get(&one.prestataire).map_or(one.prestataire.as_str(), |term| &term.nom),
        departements: one
            .departements()
            .into_iter()
            .map(|id| words.departements.get(id).map_or(id, |term| term.nom.as_str()))
            .collect(),
        date: one.date_publication,
        duree: one.transfert.duree_mise_en_oeuvre.as_ref().map(|duration| duration.text.as_str()),
        cout: one.transfert.cout.as_ref().map(|cost| cost.niveau),
        preuve: one.evaluation.as_ref().map(|evaluation| evaluation.niveau_de_preuve),
        reprises: site.library.reuses_of(one.slug.as_str()).len(),
        exemple: one.exemple,
        archive: one.statut == Status::Archive,
        brouillon: !one.statut.is_published(),
    })
}

/// The kind of a deliverable; its id where the theme has no name for it (checked at load).
pub(super) fn kind<'a>(site: &Site<'a>, one: &'a Deliverable) -> KindView<'a> {
    let id = one.kind.id();
    let nom = site.theme.text(&format!("{}.nom", kind_key(one.kind))).unwrap_or(id);
    KindView { id, nom, url: super::family::Family::Kind.url(id) }
}

/// The axes of a deliverable, the main one first.
pub(super) fn axes<'a>(site: &Site<'a>, one: &'a Deliverable) -> Vec<AxisView<'a>> {
    one.axes.iter().map(|&axis| axis_view(site, axis)).collect()
}

pub(super) fn axis_view<'a>(site: &Site<'a>, axis: Axis) -> AxisView<'a> {
    let id = axis.id();
    let nom = site.config().vocabulaires.axes.get(id).map_or(id, |term| term.nom.as_str());
    let lettre = match axis {
        Axis::A => "A",
        Axis::B => "B",
        Axis::C => "C",
    };
    AxisView { id, lettre, nom, url: super::family::Family::Axis.url(id) }
}

/// A link to a deliverable.
pub(super) fn link_to<'a>(site: &Site<'a>, rank: usize) -> Option<Link<'a>> {
    site.library.deliverables.get(rank).map(|one| Link { nom: &one.titre, url: one.url() })
}
