//! The sequences of a pedagogical model on a time line to scale, one lane a mode. Only geometry is
//! worked out here, in hundredths of the width, so that the drawing fits any screen; the template draws it and writes its words.

use serde::Serialize;

use crate::model::detail::{Model, SEQUENCE_MODES, Sequence, label};
use crate::theme::french_hours;

/// A sequence is never drawn thinner than this, so that it can be seen.
const THINNEST: f64 = 0.8;
/// Between two sequences.
const GAP: f64 = 0.25;
/// The room that a digit takes in a bar, on a wide screen and on the narrowest.
const DIGIT: [f64; 2] = [2.6, 3.8];

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
    voies: Vec<Lane<'a>>,
    reperes: Vec<Tick>,
}

#[derive(Serialize)]
struct Lane<'a> {
    id: &'a str,
    nom: &'a str,
    barres: Vec<Bar>,
}

#[derive(Serialize)]
struct Bar {
    numero: usize,
    x: f64,
    largeur: f64,
    centre: f64,
    place: Room,
}

/// Where the number of a sequence fits in its bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Room {
    Partout,
    /// On a wide screen, and on paper.
    Large,
    Aucune,
}

#[derive(Serialize)]
struct Tick {
    x: f64,
    texte: String,
    /// How the text lies by its mark, in the words of SVG: within the drawing at both its ends.
    ancre: &'static str,
    /// Whether a narrow screen has no room for its text.
    intercalaire: bool,
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
    let scale = 100.0 / total;
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for (id, nom) in SEQUENCE_MODES {
        let mut start = 0.0;
        let mut bars = Vec::new();
        for (at, (sequence, length)) in model.sequences.iter().zip(&minutes).enumerate() {
            if sequence.modalite.as_deref().unwrap_or("presentiel") == *id {
                bars.push(bar(at + 1, start * scale, length * scale));
            }
            start += length;
        }
        if !bars.is_empty() {
            lanes.push(Lane { id, nom, barres: bars });
        }
    }
    Some(Timeline { voies: lanes, reperes: ticks(total) })
}

fn bar(number: usize, x: f64, length: f64) -> Bar {
    let width = (length - GAP).max(THINNEST);
    // The last ones may not stick out.
    let x = x.min(100.0 - width);
    let digits = number.to_string().len() as f64;
    let place = match DIGIT.map(|digit| width >= (0.4 + 0.6 * digits) * digit) {
        [_, true] => Room::Partout,
        [true, _] => Room::Large,
        _ => Room::Aucune,
    };
    Bar { numero: number, x: round(x), largeur: round(width), centre: round(x + width / 2.0), place }
}

/// Marks at round lengths: the smallest step of which at most eight fit.
fn ticks(total: f64) -> Vec<Tick> {
    const STEPS: [u32; 12] = [5, 15, 30, 60, 120, 300, 600, 1_200, 3_000, 6_000, 12_000, 30_000];
    let fitting = STEPS.iter().copied().find(|step| total / f64::from(*step) <= 8.0);
    let step = fitting.unwrap_or_else(|| (total / 8.0 / 60.0).ceil() as u32 * 60);
    let count = (total / f64::from(step)).floor() as u32;
    (0..=count)
        .map(|at| {
            let x = f64::from(at * step) / total * 100.0;
            Tick {
                x: round(x),
                texte: if at == 0 { "0".to_owned() } else { french_hours(at * step) },
                ancre: if at == 0 {
                    "start"
                } else if x > 92.0 {
                    "end"
                } else {
                    "middle"
                },
                intercalaire: count > 4 && at % 2 == 1,
            }
        })
        .collect()
}

fn round(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
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
        assert!((line.voies[0].barres[0].largeur - 24.75).abs() < 0.01);
        assert!((line.voies[1].barres[0].x - 25.0).abs() < 0.01);
        let texts: Vec<_> = line.reperes.iter().map(|tick| tick.texte.replace('\u{a0}', " ")).collect();
        assert_eq!(texts, ["0", "30 min", "1 h", "1 h 30", "2 h", "2 h 30", "3 h", "3 h 30", "4 h"]);
    }

    #[test]
    fn any_length_has_marks_and_bars_within_the_drawing() {
        for total in (1..2_000).chain((1..40).map(|at| at * 97_001)).chain([u32::MAX / 2]) {
            let ticks = ticks(f64::from(total));
            assert!(ticks.len() <= 9, "{total}: {} marks", ticks.len());
            assert!(ticks.iter().all(|tick| (0.0..=100.0).contains(&tick.x)), "{total}");
            assert!(ticks.iter().all(|tick| !tick.texte.contains("60\u{a0}min")), "{total}");
        }
        for (x, length) in [(0.0, 0.001), (99.999, 0.001), (0.0, 100.0), (50.0, 50.0)] {
            let bar = bar(7, x, length);
            assert!(bar.x >= 0.0 && bar.x + bar.largeur <= 100.0 && bar.largeur >= THINNEST, "{x} {length}");
        }
        assert_eq!([1.0, 3.0, 6.0].map(|length| bar(7, 0.0, length).place), [Room::Aucune, Room::Large, Room::Partout]);
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
