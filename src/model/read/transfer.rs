//! `transfert:` and its steps.

use super::common::duration;
use super::meant;
use crate::diagnostic::Problems;
use crate::model::transfer::{Cost, Step, Transfer};
use crate::value::fields::Fields;
use crate::value::{Node, scalars};

/// Reads `transfert:`.
pub(super) fn read(node: &Node, problems: &mut Problems) -> Option<Transfer> {
    let mut fields = Fields::of(node, "transfert", problems)?;
    let mut texts = |key| fields.texts(key, problems);
    let (prerequis, conditions) = (texts("prerequis"), texts("conditions"));
    let (invariants, adaptations) = (texts("invariants"), texts("adaptations"));
    let (equipements, competences) = (texts("equipements"), texts("competences"));
    let (points_de_vigilance, ce_qui_na_pas_marche) = (texts("points_de_vigilance"), texts("ce_qui_na_pas_marche"));
    let etapes = fields.required_list("etapes", problems, step);
    let duree_mise_en_oeuvre = fields.optional("duree_mise_en_oeuvre", problems, duration);
    let charge = fields.text("charge", problems);
    let cout = fields.optional("cout", problems, cost);
    fields.finish(problems);
    Some(Transfer {
        prerequis,
        conditions,
        invariants,
        adaptations,
        equipements,
        competences,
        points_de_vigilance,
        ce_qui_na_pas_marche,
        etapes: etapes?,
        duree_mise_en_oeuvre,
        charge,
        cout,
    })
}

fn step(node: &Node, problems: &mut Problems) -> Option<Step> {
    let mut fields = Fields::of_or(node, "etapes", |text| meant::item("titre", text), problems)?;
    let titre = fields.required("titre", problems, scalars::plain_text);
    let duree = fields.optional("duree", problems, duration);
    let qui = fields.text("qui", problems);
    let detail = fields.text("detail", problems);
    fields.finish(problems);
    Some(Step { titre: titre?, duree, qui, detail })
}

fn cost(node: &Node, problems: &mut Problems) -> Option<Cost> {
    let mut fields = Fields::of_or(node, "cout", meant::cost, problems)?;
    let niveau = fields.required("niveau", problems, |node, problems| scalars::integer(node, problems, 0, 4));
    let detail = fields.text("detail", problems);
    fields.finish(problems);
    Some(Cost { niveau: niveau?, detail })
}
