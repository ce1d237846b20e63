//! Reading of single values: text, yes/no, number, date, duration, ids. Each function adds a problem
//! with what to write instead and gives `None` when the value does not fit.

use jiff::civil::Date;

use super::{Node, NodeKind, Style};
use crate::diagnostic::fix::{Fix, quoted};
use crate::diagnostic::{Code, Problems, Severity, codes, nearest, only_near};
use crate::span::Spanned;
use crate::value::slug::{fold, slugify};

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
        problems.error(codes::TEXTE_ATTENDU, node.span, format!("Un texte est attendu ici, pas {}.", node.kind_name()));
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
        NodeKind::Scalar { text, style } => list_help(text, *style, problems.source().is_toml()),
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

/// An ISO date, `2024-05-17`.
pub fn date(node: &Node, problems: &mut Problems) -> Option<Spanned<Date>> {
    let NodeKind::Scalar { text, .. } = &node.kind else {
        problems.error_help(
            codes::DATE_INVALIDE,
            node.span,
            format!("Une date est attendue ici, pas {}.", node.kind_name()),
            "écrivez-la année-mois-jour, par exemple 2024-05-17",
        );
        return None;
    };
    if let Some(date) = iso_date(text.trim()) {
        return Some(Spanned::new(date, node.span));
    }
    let meant = french_date(text).or_else(|| date_in_words(text));
    let help = meant.as_ref().map_or_else(
        || "écrivez-la année-mois-jour, par exemple 2024-05-17".to_owned(),
        |iso| format!("écrivez {iso}"),
    );
    let message = if has_iso_shape(text.trim()) {
        format!("« {text} » n’est pas une date du calendrier.")
    } else {
        format!("« {text} » n’est pas une date écrite année-mois-jour.")
    };
    problems
        .add(Severity::Error, codes::DATE_INVALIDE, node.span, message, help)
        .fix(meant.map(|iso| Fix::replace(node.span, iso)));
    None
}

fn iso_date(text: &str) -> Option<Date> {
    has_iso_shape(text).then(|| text.parse().ok()).flatten()
}

fn has_iso_shape(text: &str) -> bool {
    let is_due = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_due)
}

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// `14 mars 2025` or `1er février 2025` → `2025-03-14`.
fn date_in_words(text: &str) -> Option<String> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let [day, month, year] = words.as_slice() else { return None };
    let month = MONTHS.iter().position(|name| name == month)? + 1;
    let day = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
    let year = year.parse().ok().filter(|year| *year > 1000)?;
    Date::new(year, month as i8, day).ok().map(|date| date.to_string())
}

/// `17/05/2024` or `17-5-2024` → `2024-05-17`.
fn french_date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let date =
        Date::new(year.parse().ok().filter(|year| *year > 1000)?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
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
    let written = |id: &str| if implicit_type(id) == Implicit::Text { id.to_owned() } else { quoted(id) };
    // What people read on the site, where the id was asked for.
    let folded = fold(&found);
    let mut called = known.clone().filter(|(_, name)| fold(name) == folded).map(|(id, _)| id);
    let named = called.next().filter(|_| called.next().is_none());
    let slug = slugify(&found);
    let near = nearest(&found, ids.clone()).or_else(|| nearest(&slug, ids.clone()));
    let help = match (named, near) {
        (Some(id), _) => format!("écrivez {}", written(id)),
        (None, Some(id)) => format!("écrivez {} ?", written(id)),
        (None, None) => named_choices(known),
    };
    let meant = named.or_else(|| only_near(&found, ids)).map(|id| {
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
    let is_told = |id: &str, name: &str| id != name && name.chars().count() <= LONGEST_NAME;
    let one = |(id, name): &(&str, &str)| if is_told(id, name) { format!("{id} ({name})") } else { (*id).to_owned() };
    let shown = all.iter().take(SHOWN).map(one).collect::<Vec<_>>().join(", ");
    let more = if all.len() > SHOWN { format!("… ({} en tout)", all.len()) } else { String::new() };
    format!("au choix : {shown}{more}")
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
    fn french_dates_are_turned_round() {
        assert_eq!(french_date("17/05/2024").as_deref(), Some("2024-05-17"));
        assert_eq!(french_date("32/05/2024"), None);
    }

    #[test]
    fn dates_in_words_are_understood() {
        assert_eq!(date_in_words("14 mars 2025").as_deref(), Some("2025-03-14"));
        assert_eq!(date_in_words("1er Février 2025").as_deref(), Some("2025-02-01"));
        assert_eq!(date_in_words("31 février 2025"), None);
        assert_eq!(date_in_words("mars 2025"), None);
    }

    #[test]
    fn ids_are_narrow() {
        assert!(is_id("cc-by-4.0"));
        for wrong in ["", "-a", "a-", "É", "a b", "../x", "a/b", "A", "a..b"] {
            assert!(!is_id(wrong), "{wrong}");
        }
    }
}
