//! Ids of a vocabulary, and the names that people write in their place.

use super::{Implicit, implicit_type, text};
use crate::diagnostic::fix::{Fix, quoted};
use crate::diagnostic::{Code, Problems, Severity, codes, nearest, only_near};
use crate::span::Spanned;
use crate::value::slug::{fold, slugify};
use crate::value::{Node, NodeKind, Style};

/// An id that has no other name.
pub const fn unnamed(id: &str) -> (&str, &str) {
    (id, id)
}

/// An id among `known`, ids with their names, else a problem of `code` that says which it may be; `what` names the
/// vocabulary as the sentence needs it, « un public connu ».
pub fn known_id<'a>(
    node: &Node,
    problems: &mut Problems,
    code: Code,
    what: &str,
    known: impl Iterator<Item = (&'a str, &'a str)> + Clone,
) -> Option<Spanned<String>> {
    let ids = known.clone().map(|(id, _)| id);
    if let NodeKind::Scalar { text, style: Style::Plain } = &node.kind
        && implicit_type(text) == Implicit::Number
    {
        let meant =
            ids.clone().find(|id| *id == text.as_str() || id.trim_start_matches('0') == text.trim_start_matches('0'));
        problems
            .add(
                Severity::Error,
                codes::TEXTE_ATTENDU,
                node.span,
                format!("« {text} » sans guillemets est lu comme un nombre."),
                format!("écrivez \"{}\", avec les guillemets", meant.unwrap_or(text)),
            )
            .fix(meant.map(|id| Fix::replace(node.span, quoted(id))));
        return None;
    }
    let found = text(node, problems)?;
    if ids.clone().any(|id| id == found.value) {
        return Some(found);
    }
    // Each term is looked at by its id and its name, in several ways.
    if !problems.may_seek(0) || !problems.may_seek(ids.clone().count() * 4) {
        let help = "reprenez l’un des noms de la liste";
        problems.error_help(code, found.span, format!("« {} » n’est pas {what}.", found.value), help);
        return None;
    }
    let written = |id: &str| if implicit_type(id) == Implicit::Text { id.to_owned() } else { quoted(id) };
    // What people read on the site, where the id was asked for.
    let folded = fold(&found);
    let mut called = known.clone().filter(|(_, name)| fold(name) == folded).map(|(id, _)| id);
    let named = called.next().filter(|_| called.next().is_none());
    let slug = slugify(&found);
    let near = nearest(&found, ids.clone()).or_else(|| nearest(&slug, ids.clone()));
    // Written as the term's name would have it, and nearly as its id: the slip may well be site.toml's.
    let slip = known.clone().find(|(id, name)| {
        id != name && slugify(name) == found.value && only_near(&found, std::iter::once(*id)).is_some()
    });
    let help = match (named, near) {
        _ if let Some((id, name)) = slip => {
            format!("écrivez {} ? ou corrigez site.toml, qui appelle ainsi « {name} »", written(id))
        }
        (Some(id), _) => format!("écrivez {}", written(id)),
        (None, Some(id)) => format!("écrivez {} ?", written(id)),
        (None, None) => named_choices(known),
    };
    let meant = named.or_else(|| only_near(&found, ids)).filter(|_| slip.is_none()).map(|id| {
        let is_quoted = problems.source().slice(found.span).starts_with(['"', '\'']);
        Fix::replace(found.span, if is_quoted { quoted(id) } else { written(id) })
    });
    problems.add(Severity::Error, code, found.span, format!("« {} » n’est pas {what}.", found.value), help).fix(meant);
    None
}

/// Choices shown in a sentence.
const SHOWN: usize = 13;

/// Characters of a name that still helps more than it takes.
const LONGEST_NAME: usize = 40;

/// « au choix : a, b, c », cut after a dozen.
pub fn choices<'a>(known: impl Iterator<Item = &'a str>) -> String {
    named_choices(known.map(unnamed))
}

/// « au choix : 09 (Ariège), 11 (Aude) », cut after a dozen.
fn named_choices<'a>(known: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let all: Vec<(&str, &str)> = known.collect();
    let is_told = |id: &str, name: &str| id != name && !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    let one = |(id, name): &(&str, &str)| if is_told(id, name) { format!("{id} ({name})") } else { (*id).to_owned() };
    let shown = all.iter().take(SHOWN).map(one).collect::<Vec<_>>().join(", ");
    let more = if all.len() > SHOWN { format!("… ({} en tout)", all.len()) } else { String::new() };
    format!("au choix : {shown}{more}")
}
