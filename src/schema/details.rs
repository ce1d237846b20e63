//! What only one type of deliverable has, as an author writes it.
#![allow(missing_docs, reason = "each type is described by its keys, for authors")]

use schemars::JsonSchema;

use super::values::{
    Adresse, Approche, Conformite, Duree, Hebergement, ModaliteSequence, Nature, Plateforme, Standard, Texte,
};

/// Un référentiel : ses blocs et leurs compétences.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Referentiel {
    /// La certification, s’il y en a une.
    pub certification: Option<Certification>,
    /// Les blocs de compétences, un au moins.
    #[schemars(length(min = 1))]
    pub blocs: Vec<Bloc>,
    /// Les parcours, faits de blocs.
    pub parcours: Option<Vec<Parcours>>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Certification {
    /// Le code de France compétences : RNCP12345 ou RS1234.
    #[schemars(regex(pattern = r"^\s*(RNCP\d{1,5}|RS\d{1,4})\s*$"))]
    pub code: Option<String>,
    /// Son intitulé.
    pub intitule: Texte,
    /// Qui la délivre.
    pub certificateur: Option<Texte>,
    /// Le niveau, de 1 à 8.
    #[schemars(range(min = 1, max = 8))]
    pub niveau: Option<u32>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bloc {
    /// Son code, unique ; celui de la certification suivi de BC et de deux chiffres, s’il y en a une.
    pub code: Texte,
    /// Son intitulé.
    pub intitule: Texte,
    /// Sa durée, en heures.
    #[schemars(range(min = 0, max = 10_000))]
    pub duree_heures: Option<f64>,
    /// Ses compétences, une au moins.
    #[schemars(length(min = 1))]
    pub competences: Vec<Competence>,
    /// Comment il est évalué.
    pub evaluation: Option<Vec<Texte>>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// Son code, unique dans la fiche.
    pub code: Texte,
    /// Son intitulé.
    pub intitule: Texte,
    /// À quoi l’on reconnaît qu’elle est acquise.
    pub criteres: Option<Vec<Texte>>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parcours {
    /// Son intitulé.
    pub intitule: Texte,
    /// Les codes de ses blocs.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub blocs: Vec<Texte>,
}

/// Un outil numérique.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outil {
    /// Sa nature.
    pub nature: Nature,
    /// Où l’essayer ou le trouver.
    pub url: Option<Adresse>,
    /// Qui le fait.
    pub editeur: Option<Texte>,
    /// Où est son code source.
    pub code_source: Option<Adresse>,
    /// Les standards qu’il suit.
    #[schemars(extend("uniqueItems" = true))]
    pub standards: Option<Vec<Standard>>,
    /// Où il fonctionne.
    #[schemars(extend("uniqueItems" = true))]
    pub plateformes: Option<Vec<Plateforme>>,
    /// Ce qu’il faut pour l’installer ou s’en servir.
    pub prerequis_techniques: Option<Vec<Texte>>,
    /// Son accessibilité.
    pub accessibilite: Option<Accessibilite>,
    /// Ce qu’il fait des données personnelles.
    pub donnees_personnelles: Option<DonneesPersonnelles>,
    /// S’il fonctionne sans réseau.
    pub hors_ligne: Option<bool>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accessibilite {
    /// Sa conformité.
    pub conformite: Conformite,
    /// La page de sa déclaration.
    pub url: Option<Adresse>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DonneesPersonnelles {
    /// Lesquelles.
    pub traitees: Option<Texte>,
    /// Où elles sont hébergées.
    pub hebergement: Option<Hebergement>,
}

/// Un modèle pédagogique : son déroulé.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Modele {
    /// Les approches pédagogiques.
    #[schemars(extend("uniqueItems" = true))]
    pub approches: Option<Vec<Approche>>,
    /// La durée de l’ensemble.
    pub duree_totale: Option<Duree>,
    /// La taille du groupe.
    pub effectif: Option<Effectif>,
    /// Les séquences, une au moins.
    #[schemars(length(min = 1))]
    pub sequences: Vec<Sequence>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effectif {
    /// Le plus petit groupe.
    #[schemars(range(min = 1, max = 10_000))]
    pub min: Option<u32>,
    /// Le plus grand groupe.
    #[schemars(range(min = 1, max = 10_000))]
    pub max: Option<u32>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// Son titre.
    pub titre: Texte,
    /// Sa durée.
    pub duree: Option<Duree>,
    /// Où et comment elle se passe.
    pub modalite: Option<ModaliteSequence>,
    /// Ce que les stagiaires sauront faire.
    pub objectif: Option<Texte>,
    /// Ce qu’ils font.
    pub activite: Option<Texte>,
    /// Ce que fait le formateur.
    pub role_formateur: Option<Texte>,
    /// Ce dont il se sert.
    pub ressources: Option<Texte>,
    /// Comment elle est évaluée.
    pub evaluation: Option<Texte>,
}
