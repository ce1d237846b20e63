//! The head of a deliverable's page and « En bref »: what it is, whether one may reuse it, what it
//! takes.

use jiff::civil::Date;
use serde::Serialize;

use super::card::{self, AxisView, KindView};
use super::family::Family;
use super::page::Link;
use super::site::Site;
use crate::config::vocabulary::Licence;
use crate::model::deliverable::OrganisationKind;
use crate::model::transfer::Cost;
use crate::model::{Deliverable, Place, Status};

/// The head of the page.
#[derive(Serialize)]
pub(super) struct Head<'a> {
    slug: &'a str,
    url: String,
    titre: &'a str,
    resume: &'a str,
    genre: KindView<'a>,
    axes: Vec<AxisView<'a>>,
    sous_themes: Vec<Link<'a>>,
    prestataire: Link<'a>,
    organisme: &'a str,
    organisme_statut: OrganisationKind,
    date_publication: Date,
    date_mise_a_jour: Option<Date>,
    annee: i16,
    version: &'a str,
    exemple: bool,
    archive: bool,
    statut: Status,
    successeur: Option<Link<'a>>,
    remplace: Option<Link<'a>>,
    mots_cles: Vec<KeywordView<'a>>,
    contact: Option<&'a crate::model::deliverable::Contact>,
}

/// What one must know at a glance.
#[derive(Serialize)]
pub(super) struct Brief<'a> {
    publics: Vec<AudienceView<'a>>,
    lieux: Vec<PlaceView<'a>>,
    modalites: Vec<&'a str>,
    niveaux: Vec<&'a str>,
    secteurs: Vec<Link<'a>>,
    approches: Vec<Link<'a>>,
    duree: Option<&'a str>,
    charge: Option<&'a str>,
    cout: Option<&'a Cost>,
    preuve: u32,
    effectif: Option<u32>,
    licence: LicenceView<'a>,
    titulaire: &'a str,
    transition: bool,
}

#[derive(Serialize)]
struct KeywordView<'a> {
    nom: &'a str,
    /// Only keywords that others share lead somewhere.
    url: Option<String>,
}

#[derive(Serialize)]
struct AudienceView<'a> {
    nom: &'a str,
    url: String,
    prioritaire: bool,
}

/// A place and its département.
#[derive(Serialize)]
pub(super) struct PlaceView<'a> {
    commune: &'a str,
    departement: &'a str,
    code: &'a str,
    url: String,
    /// Whether it is the site of reference.
    reference: bool,
}

/// A licence in verbs.
#[derive(Serialize)]
pub(super) struct LicenceView<'a> {
    id: &'a str,
    nom: &'a str,
    url: Option<&'a str>,
    /// What it allows, among `copier`, `adapter`, `vendre`.
    permis: Vec<&'static str>,
    /// What it does not.
    interdits: Vec<&'static str>,
}

pub(super) fn head<'a>(site: &Site<'a>, one: &'a Deliverable) -> Head<'a> {
    let words = &site.config().vocabulaires;
    let link = |family: Family, id: &'a str, nom: Option<&'a str>| Link { nom: nom.unwrap_or(id), url: family.url(id) };
    Head {
        slug: one.slug.as_str(),
        url: one.url(),
        titre: &one.titre,
        resume: &one.resume,
        genre: card::kind(site, one),
        axes: card::axes(site, one),
        sous_themes: one
            .sous_themes
            .iter()
            .map(|id| link(Family::SubTheme, id, words.sous_themes.get(id).map(|term| term.nom.as_str())))
            .collect(),
        prestataire: link(
            Family::Provider,
            &one.prestataire,
            words.prestataires.get(&one.prestataire).map(|term| term.nom.as_str()),
        ),
        organisme: &one.organisme.nom,
        organisme_statut: one.organisme.statut,
        date_publication: one.date_publication,
        date_mise_a_jour: one.updated(),
        annee: one.last_change().year(),
        version: &one.version,
        exemple: one.exemple,
        archive: one.statut == Status::Archive,
        statut: one.statut,
        successeur: site.library.successor(one.slug.as_str()).and_then(|rank| card::link_to(site, rank)),
        remplace: one
            .remplace
            .as_ref()
            .and_then(|old| site.library.rank(old))
            .and_then(|rank| card::link_to(site, rank)),
        mots_cles: one.mots_cles.iter().map(|nom| keyword(site, nom)).collect(),
        contact: one.contact.as_ref(),
    }
}

pub(super) fn brief<'a>(site: &Site<'a>, one: &'a Deliverable) -> Brief<'a> {
    let words = &site.config().vocabulaires;
    let approches = match &one.detail {
        crate::model::Detail::Modele(model) => model.approches.as_slice(),
        _ => &[],
    };
    Brief {
        publics: one
            .publics
            .iter()
            .map(|id| {
                let term = words.publics.get(id);
                AudienceView {
                    nom: term.map_or(id.as_str(), |term| &term.nom),
                    url: Family::Audience.url(id),
                    prioritaire: term.is_some_and(|term| term.prioritaire),
                }
            })
            .collect(),
        lieux: places(site, one),
        modalites: names(&one.modalites, |id| words.modalites.get(id).map(|term| term.nom.as_str())),
        niveaux: names(&one.niveaux, |id| words.niveaux.get(id).map(|term| term.nom.as_str())),
        secteurs: links(&one.secteurs, Family::Sector, |id| words.secteurs.get(id).map(|term| term.nom.as_str())),
        approches: links(approches, Family::Approach, |id| words.approches.get(id).map(|term| term.nom.as_str())),
        duree: one.transfert.duree_mise_en_oeuvre.as_ref().map(|duration| duration.text.as_str()),
        charge: one.transfert.charge.as_deref(),
        cout: one.transfert.cout.as_ref(),
        preuve: one.evaluation.as_ref().map_or(0, |evaluation| evaluation.niveau_de_preuve.min(4)),
        effectif: one.evaluation.as_ref().and_then(|evaluation| evaluation.effectif),
        licence: licence(&one.licence, words.licences.get(&one.licence)),
        titulaire: &one.titulaire_droits,
        transition: one.transition_ecologique,
    }
}

/// The site of reference, then the sites where it was carried out, each once.
fn places<'a>(site: &Site<'a>, one: &'a Deliverable) -> Vec<PlaceView<'a>> {
    let reference = &one.organisme.site_reference;
    let others =
        one.organisme.sites_mise_en_oeuvre.iter().filter(|place| {
            place.commune != reference.commune || place.departement.value != reference.departement.value
        });
    std::iter::once((reference, true))
        .chain(others.map(|place| (place, false)))
        .map(|(one, is_reference)| place(site, one, is_reference))
        .collect()
}

pub(super) fn place<'a>(site: &Site<'a>, place: &'a Place, reference: bool) -> PlaceView<'a> {
    let code = place.departement.as_str();
    PlaceView {
        commune: &place.commune,
        departement: site.config().vocabulaires.departements.get(code).map_or(code, |term| term.nom.as_str()),
        code,
        url: Family::Department.url(code),
        reference,
    }
}

/// A licence as shown; one that the vocabulary does not know allows nothing.
pub(super) fn licence<'a>(id: &'a str, term: Option<&'a Licence>) -> LicenceView<'a> {
    let verbs = [
        ("copier", term.is_some_and(|term| term.copier)),
        ("adapter", term.is_some_and(|term| term.adapter)),
        ("vendre", term.is_some_and(|term| term.vendre)),
    ];
    let with = |wanted: bool| verbs.iter().filter(|(_, allowed)| *allowed == wanted).map(|(verb, _)| *verb).collect();
    LicenceView {
        id,
        nom: term.map_or(id, |term| &term.nom),
        url: term.map(|term| term.url.as_str()),
        permis: with(true),
        interdits: with(false),
    }
}

fn keyword<'a>(site: &Site<'a>, nom: &'a str) -> KeywordView<'a> {
    KeywordView { nom, url: site.shelves.shared_keyword(nom).map(|slug| format!("mots-cles/{slug}/")) }
}

fn names<'a>(ids: &'a [String], name: impl Fn(&'a str) -> Option<&'a str>) -> Vec<&'a str> {
    ids.iter().map(|id| name(id).unwrap_or(id)).collect()
}

fn links<'a>(ids: &'a [String], family: Family, name: impl Fn(&'a str) -> Option<&'a str>) -> Vec<Link<'a>> {
    ids.iter().map(|id| Link { nom: name(id).unwrap_or(id), url: family.url(id) }).collect()
}
