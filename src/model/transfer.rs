//! « Les clés pour transférer »: what it takes to redo a practice elsewhere.

use serde::Serialize;

use super::primitives::Duration;

/// What it takes to redo a practice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Transfer {
    pub prerequis: Vec<String>,
    pub conditions: Vec<String>,
    /// What must stay as it is for it to work.
    pub invariants: Vec<String>,
    /// What can change.
    pub adaptations: Vec<String>,
    pub equipements: Vec<String>,
    pub competences: Vec<String>,
    pub points_de_vigilance: Vec<String>,
    pub ce_qui_na_pas_marche: Vec<String>,
    pub etapes: Vec<Step>,
    pub duree_mise_en_oeuvre: Option<Duration>,
    /// Days of whom.
    pub charge: Option<String>,
    pub cout: Option<Cost>,
}

/// A step of the transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Step {
    pub titre: String,
    pub duree: Option<Duration>,
    pub qui: Option<String>,
    pub detail: Option<String>,
}

/// What it costs, from 0 (nothing but time) to 4.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Cost {
    pub niveau: u32,
    pub detail: Option<String>,
}
