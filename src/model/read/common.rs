//! What several parts of the model read alike: durations, places, choices, ids of vocabularies.

use rustc_hash::FxHashSet;

use super::{Context, meant};
use crate::config::{Config, Named, Terms};
use crate::diagnostic::{Code, Problems, codes, nearest};
use crate::model::deliverable::Place;
use crate::model::primitives::Duration;
use crate::span::Spanned;
use crate::value::fields::Fields;
use crate::value::{Node, NodeKind, scalars};

/// A duration: a number and a unit.
pub(super) fn duration(node: &Node, problems: &mut Problems) -> Option<Duration> {
    if let NodeKind::Scalar { text, .. } = &node.kind {
        if let Some(duration) = Duration::parse(text) {
            return Some(duration);
        }
        let help = meant::duration(text.trim());
        problems.error_help(codes::DUREE_INVALIDE, node.span, format!("« {text} » n’est pas une durée."), help);
        return None;
    }
    let message = format!("Une durée est attendue ici, pas {}.", node.kind_name());
    problems.error_help(codes::DUREE_INVALIDE, node.span, message, meant::DURATIONS);
    None
}

/// A town and its département.
pub(super) fn place(node: &Node, name: &str, config: &Config, problems: &mut Problems) -> Option<Place> {
    let mut fields = Fields::of_or(node, name, meant::place, problems)?;
    let commune = fields.required("commune", problems, scalars::plain_text);
    let departement = fields.required("departement", problems, |node, problems| {
        known(node, problems, codes::DEPARTEMENT_INCONNU, "un département connu", &config.vocabulaires.departements)
    });
    fields.finish(problems);
    Some(Place { commune: commune?, departement: departement? })
}

/// An id of a vocabulary.
pub(super) fn known<T: Named>(
    node: &Node,
    problems: &mut Problems,
    code: Code,
    what: &str,
    terms: &Terms<T>,
) -> Option<Spanned<String>> {
    scalars::known_id(node, problems, code, what, terms.named())
}

/// A list of ids of a vocabulary, without repeats.
pub(super) fn known_list<T: Named>(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
    (code, what): (Code, &str),
    terms: &Terms<T>,
) -> Vec<String> {
    let found = fields.list(key, problems, |node, problems| known(node, problems, code, what, terms));
    without_repeats(found, problems)
}

/// Ids in their order; a repeat is an error.
pub(super) fn without_repeats(found: Vec<Spanned<String>>, problems: &mut Problems) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(found.len());
    let mut seen = FxHashSet::default();
    for id in found {
        if seen.insert(id.value.clone()) {
            kept.push(id.value);
        } else {
            problems.error_help(
                codes::LISTE_REPETITION,
                id.span,
                format!("« {} » est écrit deux fois dans cette liste.", id.value),
                "gardez-le une seule fois",
            );
        }
    }
    kept
}

/// An id of a closed list of the model.
pub(super) fn choice(node: &Node, problems: &mut Problems, what: &str, list: &[(&str, &str)]) -> Option<String> {
    scalars::known_id(node, problems, codes::CHOIX_INCONNU, what, list.iter().copied()).map(|id| id.value)
}

/// Ids of a closed list, without repeats.
pub(super) fn choices(
    fields: &mut Fields<'_>,
    key: &'static str,
    problems: &mut Problems,
    what: &str,
    list: &[(&str, &str)],
) -> Vec<String> {
    let found = fields.list(key, problems, |node, problems| {
        scalars::known_id(node, problems, codes::CHOIX_INCONNU, what, list.iter().copied())
    });
    without_repeats(found, problems)
}

/// The slug of an existing deliverable.
pub(super) fn slug(node: &Node, context: &Context<'_>, problems: &mut Problems) -> Option<Spanned<String>> {
    let found = scalars::text(node, problems)?;
    if context.slugs.contains(&found.value) {
        return Some(found);
    }
    let is_sought = problems.may_seek(context.slugs.len());
    let near = is_sought.then(|| nearest(&found, context.slugs.iter().map(String::as_str))).flatten();
    let help = match near {
        Some(near) => format!("écrivez {near} ?"),
        None => "écrivez le nom du dossier d’une fiche de content/livrables/".to_owned(),
    };
    problems.error_help(
        codes::FICHE_INCONNUE,
        found.span,
        format!("Aucune fiche ne s’appelle « {} ».", found.value),
        help,
    );
    None
}
