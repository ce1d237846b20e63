//! What is known of a practice's effect.

use jiff::civil::Date;
use serde::Serialize;

/// An evaluation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Evaluation {
    pub methode: Option<String>,
    /// Number of learners observed.
    pub effectif: Option<u32>,
    pub periode: Option<Period>,
    pub indicateurs: Vec<Indicator>,
    pub limites: Option<String>,
    /// 0 none, 1 testimony, 2 before/after, 3 with a comparison, 4 independent.
    pub niveau_de_preuve: u32,
}

/// From when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Period {
    pub debut: Date,
    pub fin: Option<Date>,
}

/// A figure before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Indicator {
    pub nom: String,
    pub unite: Option<String>,
    pub avant: Option<f64>,
    pub apres: Option<f64>,
    pub cible: Option<f64>,
    pub sens: Option<Direction>,
}

/// Whether more or less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Hausse,
    /// Less is better.
    Baisse,
}
