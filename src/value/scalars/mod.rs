//! Reading of single values: text, yes/no, number, date, duration, ids. Each function adds a problem
//! with what to write instead and gives `None` when the value does not fit.

mod choice;
mod date;

use super::{Node, NodeKind, Style};
use crate::diagnostic::fix::{Fix, quoted};
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::{Span, Spanned};

pub use choice::{choices, known_id, unnamed};
pub use date::date;

/// What YAML's core schema, or a habit of YAML 1.1, reads into an unquoted scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implicit {
    /// Text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// An integer or a decimal number.
    Number,
}

/// The type an unquoted scalar takes.
pub fn implicit_type(text: &str) -> Implicit {
    if matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE") {
        return Implicit::Boolean;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let looks_numeric = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && digits.parse::<f64>().is_ok();
    let radix =
        digits.strip_prefix("0x").is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            || digits
                .strip_prefix("0o")
                .is_some_and(|oct| !oct.is_empty() && oct.bytes().all(|b| (b'0'..=b'7').contains(&b)));
    if looks_numeric || radix { Implicit::Number } else { Implicit::Text }
}

/// A text, trimmed and not empty.
pub fn text(node: &Node, problems: &mut Problems) -> Option<Spanned<String>> {
    let NodeKind::Scalar { text, style } = &node.kind else {
        let (help, meant) = text_help(node, problems);
        problems
            .add(
                Severity::Error,
                codes::TEXTE_ATTENDU,
                node.span,
                format!("Un texte est attendu ici, pas {}.", node.kind_name()),
                help,
            )
            .fix(meant);
        return None;
    };
    if *style == Style::Plain && implicit_type(text) != Implicit::Text {
        problems
            .add(
                Severity::Error,
                codes::TEXTE_ATTENDU,
                node.span,
                format!("« {text} » est lu comme {}, alors qu’un texte est attendu.", node.kind_name()),
                format!("ajoutez des guillemets : \"{text}\""),
            )
            .fix(Fix::replace(node.span, quoted(text)));
        return None;
    }
    let trimmed = text.trim();
    if trimmed.is_empty() {
        problems.error(codes::TEXTE_VIDE, node.span, "Ce texte est vide.");
        return None;
    }
    Some(Spanned::new(trimmed.to_owned(), node.span))
}

/// What to write in the place of a group or a list where a text is expected. A text with a colon is a group of one key
/// to YAML: quoted, it is what was meant.
fn text_help(node: &Node, problems: &Problems) -> (String, Option<Fix>) {
    let written = problems.source().slice(node.span).trim_end();
    match &node.kind {
        NodeKind::Map(entries) if entries.len() == 1 && !written.starts_with('{') && !written.contains('\n') => {
            let meant = quoted(written);
            // Only what reads like a sentence: a key of the model may well be out of its place.
            let is_sentence = entries[0].0.value.contains(' ');
            let span = Span::new(node.span.start as usize, node.span.start as usize + written.len());
            (format!("écrivez {meant}"), is_sentence.then(|| Fix::replace(span, meant)))
        }
        NodeKind::Map(_) => ("écrivez un texte sur cette ligne, sans rubriques au-dessous".to_owned(), None),
        NodeKind::List(items) => match items.as_slice() {
            [Node { kind: NodeKind::Scalar { text, .. }, .. }] => {
                (format!("écrivez {text}, sans crochets ni tiret"), None)
            }
            _ => ("gardez un seul texte, sans crochets ni tirets".to_owned(), None),
        },
        _ => ("écrivez un texte, ou retirez cette ligne".to_owned(), None),
    }
}

/// A text whose place does not matter afterwards.
pub fn plain_text(node: &Node, problems: &mut Problems) -> Option<String> {
    text(node, problems).map(|text| text.value)
}

/// A text of `least` to `most` characters.
pub fn text_between(node: &Node, problems: &mut Problems, least: usize, most: usize) -> Option<Spanned<String>> {
    let found = text(node, problems)?;
    let length = found.chars().count();
    if length < least {
        problems.error_help(
            codes::TEXTE_TROP_COURT,
            found.span,
            format!("Ce texte a {length} caractères ; il en faut au moins {least}."),
            format!("complétez-le : de {least} à {most} caractères"),
        );
        return None;
    }
    if length > most {
        problems.error_help(
            codes::TEXTE_TROP_LONG,
            found.span,
            format!("Ce texte a {length} caractères ; il en faut au plus {most}."),
            format!("raccourcissez-le de {} caractères", length - most),
        );
        return None;
    }
    Some(found)
}

/// A list of non-empty texts.
pub fn texts(node: &Node, problems: &mut Problems) -> Option<Vec<String>> {
    Some(list(node, problems)?.iter().filter_map(|item| plain_text(item, problems)).collect())
}

/// The items of a list.
pub fn list<'a>(node: &'a Node, problems: &mut Problems) -> Option<&'a [Node]> {
    if let NodeKind::List(items) = &node.kind {
        return Some(items);
    }
    let help = match &node.kind {
        NodeKind::Scalar { .. } if problems.source().slice(node.span).trim_end().contains('\n') => {
            "commencez chaque ligne par un trait d’union et une espace : « - premier élément »".to_owned()
        }
        NodeKind::Scalar { text, style } => list_help(text, *style, problems.source().is_toml()),
        NodeKind::Map(entries) if !problems.source().is_toml() => {
            let first = entries.first().map_or("titre", |(key, _)| key.value.as_str());
            format!("mettez « - » devant « {first}: », et alignez les lignes suivantes sous « {first} »")
        }
        _ => "écrivez une ligne commençant par « - » pour chaque élément".to_owned(),
    };
    problems.error_help(
        codes::LISTE_ATTENDUE,
        node.span,
        format!("Une liste est attendue ici, pas {}.", node.kind_name()),
        help,
    );
    None
}

/// What to write in the place of a text where a list is expected.
fn list_help(text: &str, style: Style, is_toml: bool) -> String {
    if is_toml {
        let parts = text.split(',').map(str::trim);
        let is_numbers = parts.clone().all(|part| part.parse::<i64>().is_ok());
        let items: Vec<String> = parts.map(|part| if is_numbers { part.to_owned() } else { quoted(part) }).collect();
        return format!("écrivez [{}]", items.join(", "));
    }
    // Dashes that are no sign of a list leave a text of several lines.
    if text.starts_with(['-', '–', '—', '•']) {
        return "commencez chaque ligne par un trait d’union et une espace : « - premier élément »".to_owned();
    }
    if style == Style::Quoted || implicit_type(text) != Implicit::Text {
        let item = quoted(text);
        return format!("écrivez [{item}], ou une ligne « - {item} »");
    }
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    let lines = if text.contains(", ") { "- …".to_owned() } else { format!("- {text}") };
    format!("écrivez [{text}], ou une ligne « {lines} » pour chaque élément")
}

/// `true` or `false`; `oui` and its like are refused with what to write.
pub fn boolean(node: &Node, problems: &mut Problems) -> Option<bool> {
    let NodeKind::Scalar { text, style } = &node.kind else {
        problems.error_help(
            codes::BOOLEEN_ATTENDU,
            node.span,
            format!("« true » ou « false » est attendu ici, pas {}.", node.kind_name()),
            "écrivez true (oui) ou false (non)",
        );
        return None;
    };
    match (text.as_str(), style) {
        ("true" | "True" | "TRUE", Style::Plain) => return Some(true),
        ("false" | "False" | "FALSE", Style::Plain) => return Some(false),
        _ => {}
    }
    let (help, meant) = match text.to_lowercase().as_str() {
        "oui" | "yes" | "on" | "vrai" | "true" | "1" => ("écrivez true, sans guillemets", Some("true")),
        "non" | "no" | "off" | "faux" | "false" | "0" => ("écrivez false, sans guillemets", Some("false")),
        _ => ("écrivez true (oui) ou false (non), sans guillemets", None),
    };
    problems
        .add(
            Severity::Error,
            codes::BOOLEEN_ATTENDU,
            node.span,
            format!("« {text} » n’est pas un oui/non : « true » ou « false » est attendu."),
            help,
        )
        .fix(meant.map(|meant| Fix::replace(node.span, meant)));
    None
}

/// A number, decimal point allowed.
pub fn number(node: &Node, problems: &mut Problems) -> Option<f64> {
    let NodeKind::Scalar { text, style } = &node.kind else {
        problems.error(
            codes::NOMBRE_ATTENDU,
            node.span,
            format!("Un nombre est attendu ici, pas {}.", node.kind_name()),
        );
        return None;
    };
    let is_number = implicit_type(text) == Implicit::Number;
    let value = text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    if let (Some(value), true, Style::Plain) = (value, is_number, style) {
        return Some(value);
    }
    let point = text.trim().replacen(',', ".", 1);
    let (message, help, meant) = if is_number {
        (
            format!("« {text} » entre guillemets est un texte, alors qu’un nombre est attendu."),
            format!("écrivez {text}, sans guillemets"),
            Some(text.trim()),
        )
    } else if implicit_type(&point) == Implicit::Number {
        (format!("« {text} » n’est pas un nombre."), format!("écrivez {point}"), Some(point.as_str()))
    } else {
        // « 13 apprentis »: the number is known, whether the word may go is not.
        let digits =
            text.trim().split(char::is_whitespace).next().filter(|word| implicit_type(word) == Implicit::Number);
        let help = digits.map_or_else(
            || "écrivez un nombre, sans unité ni guillemets".to_owned(),
            |digits| format!("écrivez {digits}, sans unité"),
        );
        (format!("« {text} » n’est pas un nombre."), help, None)
    };
    problems
        .add(Severity::Error, codes::NOMBRE_ATTENDU, node.span, message, help)
        .fix(meant.map(|meant| Fix::replace(node.span, meant)));
    None
}

/// A whole number of `least` to `most`.
pub fn integer(node: &Node, problems: &mut Problems, least: u32, most: u32) -> Option<u32> {
    let range = if most == u32::MAX { format!("d’au moins {least}") } else { format!("de {least} à {most}") };
    if let NodeKind::Scalar { text, .. } = &node.kind
        && text.contains(',')
        && implicit_type(&text.replacen(',', ".", 1)) == Implicit::Number
    {
        let message = format!("« {text} » n’est pas un nombre entier.");
        problems.error_help(codes::NOMBRE_HORS_BORNES, node.span, message, format!("écrivez un nombre entier {range}"));
        return None;
    }
    let value = number(node, problems)?;
    if value.fract() == 0.0 && value >= f64::from(least) && value <= f64::from(most) {
        return Some(value as u32);
    }
    problems.error_help(
        codes::NOMBRE_HORS_BORNES,
        node.span,
        format!("Le nombre {value} n’est pas accepté ici."),
        format!("écrivez un nombre entier {range}"),
    );
    None
}

/// Whether a text is an id or slug: lower-case ASCII letters, digits and hyphens (and dots, which
/// licences carry: `cc-by-4.0`).
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 120
        && !text.starts_with(['-', '.'])
        && !text.ends_with(['-', '.'])
        && !text.contains("..")
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unquoted_scalars_have_types() {
        for number in ["09", "1.10", "-3", "0x1F", ".5"] {
            assert_eq!(implicit_type(number), Implicit::Number, "{number}");
        }
        for text in ["oui", "2024-05-17", "1.0.2", "3 semaines", "C1", "e5", "inf"] {
            assert_eq!(implicit_type(text), Implicit::Text, "{text}");
        }
        assert_eq!(implicit_type("true"), Implicit::Boolean);
    }

    #[test]
    fn ids_are_narrow() {
        assert!(is_id("cc-by-4.0"));
        for wrong in ["", "-a", "a-", "É", "a b", "../x", "a/b", "A", "a..b"] {
            assert!(!is_id(wrong), "{wrong}");
        }
    }
}
