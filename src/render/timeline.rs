//! The sequences of a pedagogical model on a time line to scale, one lane a mode. Only geometry is
//! worked out here; the template draws it and writes its words.

use serde::Serialize;

use crate::model::detail::{Model, SEQUENCE_MODES, Sequence, label};

/// Width of the drawing's time axis, in the units of its `viewBox`.
const WIDTH: f64 = 520.0;
/// Left of the axis: the names of the lanes.
const LEFT: f64 = 168.0;
const LANE: f64 = 34.0;
/// A sequence is never drawn thinner than this, so that it can be seen.
const THINNEST: f64 = 4.0;

/// A model as shown.
#[derive(Serialize)]
pub(super) struct ModelView<'a> {
    duree_totale: Option<&'a str>,
    effectif: Option<&'a crate::model::detail::GroupSize>,
    sequences: Vec<SequenceView<'a>>,
    frise: Option<Timeline<'a>>,
}

#[derive(Serialize)]
struct SequenceView<'a> {
    numero: usize,
    #[serde(flatten)]
    sequence: &'a Sequence,
    mode: Option<&'a str>,
}

#[derive(Serialize)]
struct Timeline<'a> {
    largeur: f64,
    hauteur: f64,
    gauche: f64,
    voies: Vec<Lane<'a>>,
    reperes: Vec<Tick>,
}

#[derive(Serialize)]
struct Lane<'a> {
    id: &'a str,
    nom: &'a str,
    /// Top of the lane, and the height of its middle for the name.
    y: f64,
    milieu: f64,
    barres: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    numero: usize,
    x: f64,
    largeur: f64,
    centre: f64,
}

#[derive(Serialize)]
struct Tick {
    x: f64,
    texte: String,
}

pub(super) fn view(model: &Model) -> ModelView<'_> {
    ModelView {
        duree_totale: model.duree_totale.as_ref().map(|duration| duration.text.as_str()),
        effectif: model.effectif.as_ref(),
        sequences: model
            .sequences
            .iter()
            .enumerate()
            .map(|(at, sequence)| SequenceView {
                numero: at + 1,
                sequence,
                mode: sequence.modalite.as_deref().map(|id| label(SEQUENCE_MODES, id)),
            })
            .collect(),
        frise: timeline(model),
    }
}

/// The time line; `None` unless every sequence says how long it lasts and there are two or more.
fn timeline(model: &Model) -> Option<Timeline<'_>> {
    let minutes: Vec<f64> = model
        .sequences
        .iter()
        .map(|sequence| sequence.duree.as_ref().map(|duration| f64::from(duration.minutes)))
        .collect::<Option<_>>()?;
    let total: f64 = minutes.iter().sum();
    if minutes.len() < 2 || total <= 0.0 {
        return None;
    }
    let scale = WIDTH / total;
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for (id, nom) in SEQUENCE_MODES {
        let mut start = 0.0;
        let mut bars = Vec::new();
        for (at, (sequence, length)) in model.sequences.iter().zip(&minutes).enumerate() {
            if sequence.modalite.as_deref().unwrap_or("presentiel") == *id {
                let width = (length * scale - 1.0).max(THINNEST);
                let x = LEFT + start * scale;
                bars.push(Bar { numero: at + 1, x: round(x), largeur: round(width), centre: round(x + width / 2.0) });
            }
            start += length;
        }
        if !bars.is_empty() {
            let y = 8.0 + lanes.len() as f64 * LANE;
            lanes.push(Lane { id, nom, y, milieu: y + LANE / 2.0, barres: bars });
        }
    }
    let hauteur = 8.0 + lanes.len() as f64 * LANE + 28.0;
    Some(Timeline { largeur: LEFT + WIDTH + 20.0, hauteur, gauche: LEFT, voies: lanes, reperes: ticks(total, scale) })
}

/// Marks at round lengths: the smallest step of which at most eight fit.
fn ticks(total: f64, scale: f64) -> Vec<Tick> {
    const STEPS: [(f64, f64, &str); 11] = [
        (15.0, 1.0, "min"),
        (30.0, 1.0, "min"),
        (60.0, 60.0, "h"),
        (120.0, 60.0, "h"),
        (300.0, 60.0, "h"),
        (600.0, 60.0, "h"),
        (1_200.0, 60.0, "h"),
        (3_000.0, 60.0, "h"),
        (6_000.0, 60.0, "h"),
        (12_000.0, 60.0, "h"),
        (30_000.0, 60.0, "h"),
    ];
    let fitting = STEPS.iter().find(|(step, _, _)| total / step <= 8.0);
    let (step, unit, name) = fitting.copied().unwrap_or((total, 60.0, "h"));
    let count = (total / step).floor() as usize;
    (0..=count)
        .map(|at| {
            let minutes = at as f64 * step;
            let texte = format!("{}\u{a0}{name}", crate::theme::french_number(minutes / unit));
            Tick { x: round(LEFT + minutes * scale), texte }
        })
        .collect()
}

fn round(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Duration;

    fn sequence(mode: &str, duration: Option<&str>) -> Sequence {
        Sequence {
            titre: "T".into(),
            duree: duration.and_then(Duration::parse),
            modalite: Some(mode.into()),
            objectif: None,
            activite: None,
            role_formateur: None,
            ressources: None,
            evaluation: None,
        }
    }

    #[test]
    fn bars_follow_one_another_to_scale() {
        let model = Model {
            approches: Vec::new(),
            duree_totale: None,
            effectif: None,
            sequences: vec![sequence("presentiel", Some("1 h")), sequence("situation-de-travail", Some("3 h"))],
        };
        let line = timeline(&model).expect("a time line");
        assert_eq!(line.voies.len(), 2);
        assert!((line.voies[0].barres[0].largeur - 129.0).abs() < 0.1);
        assert!((line.voies[1].barres[0].x - 298.0).abs() < 0.1);
        assert_eq!(line.reperes.iter().map(|tick| tick.texte.as_str()).collect::<Vec<_>>().len(), 9);
    }

    #[test]
    fn no_time_line_without_lengths() {
        let model = Model {
            approches: Vec::new(),
            duree_totale: None,
            effectif: None,
            sequences: vec![sequence("presentiel", Some("1 h")), sequence("presentiel", None)],
        };
        assert!(timeline(&model).is_none());
    }
}
