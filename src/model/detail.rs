//! What only one kind of deliverable has.

use serde::Serialize;

use super::primitives::Duration;
use crate::span::Spanned;

/// The section of the deliverable's kind. Serializes under the section's key.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    /// `referentiel:`
    Referentiel(Framework),
    /// `outil:`
    Outil(Tool),
    /// `modele:`
    Modele(Model),
}

/// A training référentiel.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Framework {
    pub certification: Option<Certification>,
    pub blocs: Vec<Block>,
    pub parcours: Vec<Pathway>,
}

/// The certification that a référentiel prepares for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Certification {
    /// `RNCP12345` or `RS1234`.
    pub code: Option<String>,
    pub intitule: String,
    pub certificateur: Option<String>,
    /// 1 to 8, of the French framework of qualifications.
    pub niveau: Option<u32>,
}

/// A block of competences.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Block {
    pub code: Spanned<String>,
    pub intitule: String,
    pub duree_heures: Option<f64>,
    pub competences: Vec<Competence>,
    pub evaluation: Vec<String>,
}

/// A competence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Competence {
    pub code: Spanned<String>,
    pub intitule: String,
    pub criteres: Vec<String>,
}

/// A path through the blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Pathway {
    pub intitule: String,
    /// Codes of blocks of the same référentiel.
    pub blocs: Vec<String>,
}

/// A digital tool.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Tool {
    /// Id among [`NATURES`].
    pub nature: String,
    pub url: Option<String>,
    pub editeur: Option<String>,
    pub code_source: Option<String>,
    /// Ids among [`STANDARDS`].
    pub standards: Vec<String>,
    /// Ids among [`PLATFORMS`].
    pub plateformes: Vec<String>,
    pub prerequis_techniques: Vec<String>,
    pub accessibilite: Option<ToolAccessibility>,
    pub donnees_personnelles: Option<PersonalData>,
    pub hors_ligne: Option<bool>,
}

/// How accessible a tool is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct ToolAccessibility {
    /// Id among [`CONFORMITIES`].
    pub conformite: String,
    pub url: Option<String>,
}

/// What a tool does with personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct PersonalData {
    /// Which data, in words.
    pub traitees: Option<String>,
    /// Id among [`HOSTINGS`].
    pub hebergement: Option<String>,
}

/// Natures of tools: id and name.
pub const NATURES: &[(&str, &str)] = &[
    ("lms", "Plateforme d’apprentissage (LMS)"),
    ("serious-game", "Jeu sérieux"),
    ("realite-virtuelle", "Réalité virtuelle"),
    ("realite-augmentee", "Réalité augmentée"),
    ("application", "Application"),
    ("classe-virtuelle", "Classe virtuelle"),
    ("capsule", "Capsule"),
    ("autre", "Autre outil"),
];

/// Standards of learning technology: id and name.
pub const STANDARDS: &[(&str, &str)] = &[
    ("scorm-1.2", "SCORM 1.2"),
    ("scorm-2004", "SCORM 2004"),
    ("xapi", "xAPI"),
    ("cmi5", "cmi5"),
    ("lti-1.3", "LTI 1.3"),
    ("h5p", "H5P"),
];

/// Platforms: id and name.
pub const PLATFORMS: &[(&str, &str)] = &[
    ("web", "Navigateur web"),
    ("android", "Android"),
    ("ios", "iOS"),
    ("windows", "Windows"),
    ("macos", "macOS"),
    ("linux", "Linux"),
    ("casque-vr", "Casque de réalité virtuelle"),
];

/// Conformity of a tool's accessibility: id and name.
pub const CONFORMITIES: &[(&str, &str)] = &[
    ("totale", "totalement conforme"),
    ("partielle", "partiellement conforme"),
    ("non", "non conforme"),
    ("non-evaluee", "non évaluée"),
];

/// Hosting of a tool's personal data: id and name.
pub const HOSTINGS: &[(&str, &str)] =
    &[("sans", "aucun hébergement"), ("ue", "dans l’Union européenne"), ("hors-ue", "hors de l’Union européenne")];

/// Modes of a sequence: id and name.
pub const SEQUENCE_MODES: &[(&str, &str)] = &[
    ("presentiel", "Présentiel"),
    ("distanciel-synchrone", "À distance, en direct"),
    ("distanciel-asynchrone", "À distance, à son rythme"),
    ("situation-de-travail", "En situation de travail"),
];

/// A pedagogical model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Model {
    pub approches: Vec<String>,
    pub duree_totale: Option<Duration>,
    pub effectif: Option<GroupSize>,
    pub sequences: Vec<Sequence>,
}

/// Number of learners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct GroupSize {
    pub min: Option<u32>,
    pub max: Option<u32>,
}

/// A sequence of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Sequence {
    pub titre: String,
    pub duree: Option<Duration>,
    /// Id among [`SEQUENCE_MODES`].
    pub modalite: Option<String>,
    pub objectif: Option<String>,
    pub activite: Option<String>,
    pub role_formateur: Option<String>,
    pub ressources: Option<String>,
    pub evaluation: Option<String>,
}

/// The name of an id in one of the closed lists above.
pub fn label<'a>(list: &'a [(&'a str, &'a str)], id: &'a str) -> &'a str {
    list.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name)
}
