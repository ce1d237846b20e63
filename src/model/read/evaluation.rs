//! `evaluation:` and its indicators.

use super::common::choice;
use super::meant;
use crate::diagnostic::{Problems, codes};
use crate::model::evaluation::{Direction, Evaluation, Indicator, Period};
use crate::value::fields::Fields;
use crate::value::{Node, scalars};

/// Reads `evaluation:`.
pub(super) fn read(node: &Node, problems: &mut Problems) -> Option<Evaluation> {
    let mut fields = Fields::of_or(node, "evaluation", |text| meant::section("methode", text), problems)?;
    let methode = fields.text("methode", problems);
    let effectif =
        fields.optional("effectif", problems, |node, problems| scalars::integer(node, problems, 1, 1_000_000));
    let periode = fields.optional("periode", problems, period);
    let indicateurs = fields.list("indicateurs", problems, indicator);
    let limites = fields.text("limites", problems);
    let niveau = fields.optional("niveau_de_preuve", problems, |node, problems| scalars::integer(node, problems, 0, 4));
    fields.finish(problems);
    Some(Evaluation { methode, effectif, periode, indicateurs, limites, niveau_de_preuve: niveau.unwrap_or_default() })
}

fn period(node: &Node, problems: &mut Problems) -> Option<Period> {
    let mut fields = Fields::of_or(node, "periode", meant::period, problems)?;
    let debut = fields.required("debut", problems, scalars::date);
    let fin = fields.optional("fin", problems, scalars::date);
    fields.finish(problems);
    let debut = debut?;
    if let Some(fin) = &fin
        && fin.value < debut.value
    {
        problems.error_help(
            codes::DATE_ORDRE,
            fin.span,
            "La fin de la période est avant son début.",
            format!("écrivez une date à partir du {}", debut.value),
        );
    }
    Some(Period { debut: debut.value, fin: fin.map(|fin| fin.value) })
}

fn indicator(node: &Node, problems: &mut Problems) -> Option<Indicator> {
    const DIRECTIONS: &[(&str, &str)] = &[("hausse", ""), ("baisse", "")];
    let mut fields = Fields::of_or(node, "indicateurs", |text| meant::item("nom", text), problems)?;
    let nom = fields.required("nom", problems, scalars::plain_text);
    let unite = fields.text("unite", problems);
    let avant = fields.optional("avant", problems, scalars::number);
    let apres = fields.optional("apres", problems, scalars::number);
    let cible = fields.optional("cible", problems, scalars::number);
    let sens = fields
        .optional("sens", problems, |node, problems| choice(node, problems, "un sens connu", DIRECTIONS))
        .map(|sens| if sens == "hausse" { Direction::Hausse } else { Direction::Baisse });
    fields.finish(problems);
    Some(Indicator { nom: nom?, unite, avant, apres, cible, sens })
}
