//! The evaluation as shown: figures before and after, each on its own scale, as bars.

use serde::Serialize;

use crate::model::evaluation::{Direction, Evaluation, Indicator, Period};

/// Width of a bar at the end of its scale, in the units of the drawing's `viewBox`.
const WIDTH: f64 = 240.0;
/// A figure takes about this room.
const NEAR: f64 = 64.0;

/// An evaluation.
#[derive(Serialize)]
pub(super) struct EvaluationView<'a> {
    methode: Option<&'a str>,
    effectif: Option<u32>,
    periode: Option<&'a Period>,
    limites: Option<&'a str>,
    niveau: u32,
    indicateurs: Vec<IndicatorView<'a>>,
    cibles: bool,
    graphique: bool,
}

#[derive(Serialize)]
struct IndicatorView<'a> {
    nom: &'a str,
    /// Joined to a number: ` %`, ` min`, `/20`.
    unite: String,
    avant: Option<f64>,
    apres: Option<f64>,
    cible: Option<f64>,
    sens: Option<Direction>,
    evolution: Option<f64>,
    /// Whether it went the way that was wanted; `None` when it did not move or the way is not said.
    favorable: Option<bool>,
    barres: Option<Bars>,
}

#[derive(Serialize)]
struct Bars {
    avant: f64,
    apres: f64,
    cible: Option<f64>,
    /// Where the figures are written: past the bar, and past the mark of the target where it is near.
    avant_texte: f64,
    apres_texte: f64,
}

pub(super) fn view(evaluation: &Evaluation) -> EvaluationView<'_> {
    let indicateurs: Vec<_> = evaluation.indicateurs.iter().map(indicator).collect();
    EvaluationView {
        methode: evaluation.methode.as_deref(),
        effectif: evaluation.effectif,
        periode: evaluation.periode.as_ref(),
        limites: evaluation.limites.as_deref(),
        niveau: evaluation.niveau_de_preuve.min(4),
        cibles: indicateurs.iter().any(|one| one.cible.is_some()),
        graphique: indicateurs.iter().any(|one| one.barres.is_some()),
        indicateurs,
    }
}

fn indicator(one: &Indicator) -> IndicatorView<'_> {
    let evolution = one.avant.zip(one.apres).map(|(before, after)| after - before);
    let favorable = evolution.zip(one.sens).and_then(|(change, wanted)| match wanted {
        _ if change == 0.0 => None,
        Direction::Hausse => Some(change > 0.0),
        Direction::Baisse => Some(change < 0.0),
    });
    IndicatorView {
        nom: &one.nom,
        unite: joined_unit(one.unite.as_deref().unwrap_or_default()),
        avant: one.avant,
        apres: one.apres,
        cible: one.cible,
        sens: one.sens,
        evolution,
        favorable,
        barres: bars(one),
    }
}

/// A unit as it follows a number: after a no-break space, unless it begins with a sign that sticks.
fn joined_unit(unit: &str) -> String {
    if unit.is_empty() || unit.starts_with('/') { unit.to_owned() } else { format!("\u{a0}{unit}") }
}

/// Bars to scale from zero; none for negative figures, which would need another drawing.
fn bars(one: &Indicator) -> Option<Bars> {
    let (before, after) = one.avant.zip(one.apres)?;
    let target = one.cible;
    if before < 0.0 || after < 0.0 || target.is_some_and(|target| target < 0.0) {
        return None;
    }
    let largest = before.max(after).max(target.unwrap_or(0.0));
    let end = natural_end(one.unite.as_deref().unwrap_or_default()).filter(|end| *end >= largest).unwrap_or(largest);
    if end <= 0.0 {
        return None;
    }
    let width = |figure: f64| (figure / end * WIDTH * 10.0).round() / 10.0;
    let (avant, apres, cible) = (width(before), width(after), target.map(width));
    let text = |bar: f64| match cible {
        Some(target) if target >= bar && target - bar < NEAR => target,
        _ => bar,
    };
    Some(Bars { avant, apres, cible, avant_texte: text(avant), apres_texte: text(apres) })
}

/// The end of a scale that the unit itself sets: 100 for a percentage, 20 for `/20`.
fn natural_end(unit: &str) -> Option<f64> {
    let unit = unit.trim();
    if unit == "%" { Some(100.0) } else { unit.strip_prefix('/')?.trim().parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_where_the_unit_ends() {
        let one = Indicator {
            nom: "Note".into(),
            unite: Some("/20".into()),
            avant: Some(10.0),
            apres: Some(15.0),
            cible: None,
            sens: Some(Direction::Hausse),
        };
        let view = indicator(&one);
        let bars = view.barres.expect("bars");
        assert!((bars.avant - 120.0).abs() < 0.01 && (bars.apres - 180.0).abs() < 0.01);
        assert_eq!(view.favorable, Some(true));
        assert_eq!(view.unite, "/20");
    }
}
