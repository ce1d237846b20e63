//! The evaluation as shown: figures before and after, each on its own scale, as bars.

use serde::Serialize;

use crate::model::evaluation::{Direction, Evaluation, Indicator, Period};
use crate::theme::french_quantity;

/// Where a scale ends, in hundredths of the width of a drawing: the mark of a target stands within the drawing even there.
const END: f64 = 98.0;
/// The ends of scales that units do not set, times a power of ten: close enough to one another that the largest
/// figure fills two thirds of its scale, far enough that like figures share one.
const ENDS: [f64; 9] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];

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
    /// The figures with their unit.
    avant: Option<String>,
    apres: Option<String>,
    cible: Option<String>,
    sens: Option<Direction>,
    evolution: Option<f64>,
    /// Whether it went the way that was wanted; `None` when it did not move or the way is not said.
    favorable: Option<bool>,
    barres: Option<Bars>,
}

/// Lengths of bars, in hundredths of the width of their drawing.
#[derive(Serialize)]
struct Bars {
    avant: f64,
    apres: f64,
    cible: Option<f64>,
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
    let quantity = |figure: f64| french_quantity(figure, one.unite.as_deref().unwrap_or_default());
    IndicatorView {
        nom: &one.nom,
        avant: one.avant.map(quantity),
        apres: one.apres.map(quantity),
        cible: one.cible.map(quantity),
        sens: one.sens,
        evolution,
        favorable,
        barres: bars(one),
    }
}

/// Bars to scale from zero; none for negative figures, which would need another drawing.
fn bars(one: &Indicator) -> Option<Bars> {
    let (before, after) = one.avant.zip(one.apres)?;
    let target = one.cible;
    if before < 0.0 || after < 0.0 || target.is_some_and(|target| target < 0.0) {
        return None;
    }
    let end = scale_end(before.max(after).max(target.unwrap_or(0.0)), one.unite.as_deref().unwrap_or_default())?;
    let width = |figure: f64| (figure / end * END * 10.0).round() / 10.0;
    Some(Bars { avant: width(before), apres: width(after), cible: target.map(width) })
}

/// The end of a scale whose largest figure is known: where the unit ends, when the figure comes near enough to it to be
/// seen, else the next round number. `None` when there is nothing to draw.
fn scale_end(largest: f64, unit: &str) -> Option<f64> {
    if !(largest > 0.0 && largest.is_finite()) {
        return None;
    }
    if let Some(end) = natural_end(unit).filter(|end| (largest..=2.0 * largest).contains(end)) {
        return Some(end);
    }
    let power = 10_f64.powf(largest.log10().floor());
    let round = ENDS.iter().map(|end| end * power).find(|end| *end >= largest).unwrap_or(largest);
    round.is_normal().then_some(round)
}

/// The end of a scale that the unit itself sets: 100 for a percentage, 20 for `/20`, 14 for `sur 14`.
fn natural_end(unit: &str) -> Option<f64> {
    let unit = unit.trim();
    if unit.starts_with('%') {
        return Some(100.0);
    }
    let out_of = unit.strip_prefix('/').or_else(|| unit.strip_prefix("sur "));
    out_of.or_else(|| unit.split_once(" sur ").map(|(_, end)| end))?.trim().replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(unit: &str, figures: [f64; 2], target: Option<f64>) -> Indicator {
        Indicator {
            nom: "Note".into(),
            unite: Some(unit.into()),
            avant: Some(figures[0]),
            apres: Some(figures[1]),
            cible: target,
            sens: Some(Direction::Hausse),
        }
    }

    #[test]
    fn scales_end_where_the_unit_ends() {
        let one = measured("/20", [10.0, 15.0], None);
        let view = indicator(&one);
        let bars = view.barres.expect("bars");
        assert!((bars.avant - 49.0).abs() < 0.01 && (bars.apres - 73.5).abs() < 0.01);
        assert_eq!(view.favorable, Some(true));
        assert_eq!(view.apres.as_deref(), Some("15/20"));
        for (largest, unit, end) in [(10.2, "sur 14", 14.0), (12.0, "personnes sur 19", 19.0), (62.0, "%", 100.0)] {
            assert_eq!(scale_end(largest, unit), Some(end), "{largest} {unit}");
        }
    }

    #[test]
    fn small_figures_have_a_scale_of_their_own() {
        let one = measured("%", [12.0, 7.0], Some(5.0));
        let bars = indicator(&one).barres.expect("bars");
        assert!(bars.avant > 65.0 && bars.avant - bars.apres > 25.0, "{} {}", bars.avant, bars.apres);
    }

    #[test]
    fn the_largest_figure_fills_its_scale_and_stays_within() {
        for unit in ["", "%", "/20", "sur 14", "sur 0", "sur −3", "/NaN", "/inf", "jours"] {
            for exponent in -300..300 {
                for figure in [1.0, 1.01, 1.49, 3.7, 9.99] {
                    let largest = figure * 10_f64.powi(exponent);
                    let end = scale_end(largest, unit).expect("a scale");
                    assert!(end >= largest && end <= 2.0 * largest, "{largest} {unit}: {end}");
                }
            }
        }
        assert_eq!(scale_end(0.0, "%"), None);
    }
}
