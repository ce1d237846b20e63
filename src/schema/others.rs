//! The front matters of reuses and free pages, as their authors write them.
#![allow(missing_docs, reason = "each type is described by its keys, for authors")]

use schemars::JsonSchema;

use super::fiche::Site;
use super::values::{Date, Fiche, Texte};

/// Une reprise : ce qu’un autre organisme a fait d’une fiche.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reprise {
    /// La fiche reprise, par le nom de son dossier.
    pub livrable: Fiche,
    /// L’organisme qui l’a reprise.
    pub organisme: Texte,
    /// Où.
    pub site: Site,
    /// Quand.
    pub date: Date,
    /// Où en est la reprise.
    pub etat: Etat,
    /// À qui s’adresser.
    pub contact: Option<Texte>,
}

/// L’état d’une reprise.
#[derive(Debug, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Etat {
    EnCours,
    Adopte,
    Adapte,
    Abandonne,
}

/// Une page libre.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Son titre, de 3 à 140 caractères.
    #[schemars(length(min = 3, max = 140))]
    pub titre: String,
    /// Ce qu’elle dit, en une phrase.
    pub resume: Option<Texte>,
    /// Son rang parmi ses voisines.
    #[schemars(range(min = 0, max = 9_999))]
    pub ordre: Option<u32>,
}
