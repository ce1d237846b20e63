//! A deliverable as a line of the catalogue: the keys of the content model, ids rather than names, so
//! that a program can join them to the vocabularies.

use jiff::civil::Date;
use serde::Serialize;

use super::Options;
use crate::model::deliverable::OrganisationKind;
use crate::model::{Axis, Deliverable, Detail, Kind, Library, Status};

/// The fields of a line, in the order of the columns of its tables.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub(super) struct Record<'a> {
    pub(super) slug: &'a str,
    pub(super) url: String,
    pub(super) titre: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    pub(super) resume: &'a str,
    pub(super) axes: &'a [Axis],
    pub(super) sous_themes: &'a [String],
    pub(super) prestataire: &'a str,
    pub(super) organisme: &'a str,
    pub(super) organisme_statut: OrganisationKind,
    pub(super) commune: &'a str,
    pub(super) departements: Vec<&'a str>,
    pub(super) statut: Status,
    pub(super) date_publication: Date,
    pub(super) date_mise_a_jour: Option<Date>,
    pub(super) version: &'a str,
    pub(super) publics: &'a [String],
    pub(super) secteurs: &'a [String],
    pub(super) modalites: &'a [String],
    pub(super) niveaux: &'a [String],
    pub(super) approches: &'a [String],
    pub(super) certification: Option<&'a str>,
    pub(super) transition_ecologique: bool,
    pub(super) mots_cles: &'a [String],
    pub(super) licence: &'a str,
    pub(super) licence_url: Option<&'a str>,
    pub(super) titulaire_droits: &'a str,
    pub(super) duree_mise_en_oeuvre: Option<&'a str>,
    pub(super) cout: Option<u32>,
    pub(super) niveau_de_preuve: Option<u32>,
    pub(super) reprises: usize,
    pub(super) exemple: bool,
}

pub(super) fn record<'a>(library: &'a Library, one: &'a Deliverable, options: &Options) -> Record<'a> {
    let (approches, certification) = match &one.detail {
        Detail::Modele(model) => (model.approches.as_slice(), None),
        Detail::Referentiel(known) => (&[][..], known.certification.as_ref().and_then(|known| known.code.as_deref())),
        Detail::Outil(_) => (&[][..], None),
    };
    Record {
        slug: one.slug.as_str(),
        url: format!("{}{}", options.base_url, one.url()),
        titre: &one.titre,
        kind: one.kind,
        resume: &one.resume,
        axes: &one.axes,
        sous_themes: &one.sous_themes,
        prestataire: &one.prestataire,
        organisme: &one.organisme.nom,
        organisme_statut: one.organisme.statut,
        commune: &one.organisme.site_reference.commune,
        departements: one.departements(),
        statut: one.statut,
        date_publication: one.date_publication,
        date_mise_a_jour: one.updated(),
        version: &one.version,
        publics: &one.publics,
        secteurs: &one.secteurs,
        modalites: &one.modalites,
        niveaux: &one.niveaux,
        approches,
        certification,
        transition_ecologique: one.transition_ecologique,
        mots_cles: &one.mots_cles,
        licence: &one.licence,
        licence_url: library.config.vocabulaires.licences.get(&one.licence).map(|term| term.url.as_str()),
        titulaire_droits: &one.titulaire_droits,
        duree_mise_en_oeuvre: one.transfert.duree_mise_en_oeuvre.as_ref().map(|duration| duration.text.as_str()),
        cout: one.transfert.cout.as_ref().map(|cost| cost.niveau),
        niveau_de_preuve: one.evaluation.as_ref().map(|known| known.niveau_de_preuve),
        reprises: library.reuses_of(one.slug.as_str()).len(),
        exemple: one.exemple,
    }
}
