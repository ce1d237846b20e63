//! Lines out of their column, and keys without their colon.

use super::{Fault, Line, Place};
use crate::diagnostic::fix::Edit;
use crate::span::Span;
use crate::value::habits::UNBREAKABLE;

/// An unbreakable blank where YAML wants an ordinary one: before the words of a line, or behind the colon of a key.
pub(super) fn unbreakable(place: &Place<'_>) -> Option<Fault> {
    let lines = [Some(place.line), place.line.above(place.text)];
    lines.into_iter().flatten().find_map(|line| {
        let indent = line.text.find(|c: char| !c.is_whitespace()).unwrap_or(line.text.len());
        let behind = line.key().map(|(_, end)| end - line.start);
        let is_blank = |at: usize| line.text[at..].starts_with(UNBREAKABLE);
        let at = line.text[..indent].find(UNBREAKABLE).or_else(|| behind.filter(|at| is_blank(*at)))?;
        let (start, length) = (line.start + at, line.text[at..].chars().next().map_or(0, char::len_utf8));
        let message = "Cette espace est insécable : YAML n’y voit pas une espace.";
        let edits =
            line.text.char_indices().filter(|(here, c)| UNBREAKABLE.contains(c) && (*here < indent || *here == at));
        let edits = edits.map(|(here, c)| {
            let span = Span::new(line.start + here, line.start + here + c.len_utf8());
            Edit { span, text: " ".to_owned() }
        });
        let fault = Fault::new(start, start + length, message, "remplacez-la par une espace ordinaire");
        Some(fault.fixed("remplacer l’espace insécable", edits.collect()))
    })
}

/// `titre:Un titre`, which YAML reads as one word.
pub(super) fn blank_after_colon(place: &Place<'_>) -> Option<Fault> {
    let above = place.line.above(place.text);
    let (name, end, line) = [Some(place.line), above].into_iter().flatten().find_map(|line| {
        let (name, end) = line.key()?;
        let next = place.text[end..line.end()].chars().next()?;
        (!next.is_whitespace() && next != '/' && !name.starts_with(|c: char| c.is_ascii_digit()))
            .then_some((name, end, line))
    })?;
    // A bracket or a quote is no word: the parser would have read on.
    let start = end - 1 - name.len();
    let message = format!("Il manque une espace après « {name}: ».");
    let fault =
        Fault::new(start, end, message, format!("écrivez « {name}: {} »", &place.text[end..line.end()].trim_end()));
    Some(fault.fixed("ajouter l’espace", vec![Edit { span: Span::new(end, end), text: " ".to_owned() }]))
}

/// A key that is further right than the one above, which has a value of its own.
pub(super) fn shifted(place: &Place<'_>) -> Option<Fault> {
    let (name, end) = place.line.key()?;
    let above = place.line.above(place.text)?;
    let (owner, _) = valued(above)?;
    (place.line.indent() > above.indent()).then(|| {
        Fault::new(
            end - 1 - name.len(),
            end - 1,
            format!("« {name} » est décalée, comme si elle faisait partie de « {owner} », qui a déjà une valeur."),
            format!("ramenez-la dans la colonne de « {owner}: »"),
        )
    })
}

/// A list under a key that has a value of its own.
pub(super) fn list_after_value(place: &Place<'_>) -> Option<Fault> {
    let above = place.line.above(place.text)?;
    let (owner, _) = valued(above)?;
    let start = place.line.start + place.line.indent();
    place.line.text.trim_start().starts_with("- ").then(|| {
        Fault::new(
            start,
            start + 1,
            format!("Cette liste suit « {owner} », qui a déjà une valeur sur sa ligne."),
            format!("ne gardez que l’une des deux : la valeur de « {owner}: », ou la liste"),
        )
    })
}

/// A line that should be `rubrique: valeur`, and has no colon.
pub(super) fn colon_missing(place: &Place<'_>) -> Option<Fault> {
    let text = place.line.text.trim();
    if !place.detail.contains("expected ':'") || text.contains(':') || text.is_empty() {
        return None;
    }
    let start = place.line.start + place.line.indent();
    let word = text.split_whitespace().next().unwrap_or_default();
    // « statut = valide », as in site.toml.
    let rest = text[word.len()..].trim_start().trim_start_matches('=').trim_start();
    let is_name = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let help = if is_name && !rest.is_empty() {
        format!("écrivez « {word}: {rest} » ; si la ligne continue le texte précédent, décalez-la de deux espaces")
    } else {
        "si la ligne continue le texte précédent, décalez-la de deux espaces".to_owned()
    };
    Some(Fault::new(start, start + text.len(), "Cette ligne n’a pas de deux-points après le nom d’une rubrique.", help))
}

/// A line in a column that no group has.
pub(super) fn out_of_line(place: &Place<'_>) -> Option<Fault> {
    let is_layout = ["<document start>", "did not find expected key", "did not find expected '-'", "indent"];
    let start = place.line.start + place.line.indent();
    is_layout.iter().any(|part| place.detail.contains(part)).then(|| {
        Fault::new(
            start,
            start + place.text[start..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8),
            "Cette ligne n’est dans la colonne d’aucune rubrique.",
            "alignez-la sur celles du même groupe ; les rubriques du premier niveau touchent le bord",
        )
    })
}

/// The name of the key of a line that has a value: neither a group nor a text of several lines.
fn valued(line: Line<'_>) -> Option<(&str, &str)> {
    let (name, _) = line.key()?;
    let (_, value) = line.value()?;
    (!value.starts_with(['|', '>'])).then_some((name, value))
}
