//! Quotes, and signs that mean something to YAML.

use super::{Fault, LINES_ABOVE, Line, Place};
use crate::diagnostic::fix::{Edit, quoted};
use crate::span::Span;

const QUOTES: &[char] = &['"', '\''];

/// Signs that no text without quotes may begin with; `-` and `?` count before a blank only.
const FIRST: &[char] = &['*', '&', '@', '`', '%', ']', '}', ',', '!'];

/// What may follow a backslash between double quotes (YAML 1.2.2, 5.7).
const ESCAPES: &str = "0abt\tnvfre \"/\\N_LPxuU\n";

/// A quote that nothing closes, or that only one of another value does.
pub(super) fn open_quote(place: &Place<'_>) -> Option<Fault> {
    if place.detail.contains("unclosed quote") {
        let quote = place.text[place.at..].chars().next().filter(|c| QUOTES.contains(c))?;
        return Some(unclosed(place, place.line, place.at, quote));
    }
    if !place.detail.contains("invalid trailing content") {
        return None;
    }
    let mut line = place.line;
    for _ in 0..LINES_ABOVE {
        let below = line;
        line = line.above(place.text)?;
        // A text may go on in the next line; a key does not.
        if let Some((start, value)) = line.value().filter(|_| below.key().is_some())
            && let Some(quote) = value.chars().next().filter(|c| QUOTES.contains(c))
            && !value[1..].contains(quote)
        {
            return Some(unclosed(place, line, start, quote));
        }
    }
    None
}

fn unclosed(place: &Place<'_>, line: Line<'_>, at: usize, quote: char) -> Fault {
    let message = format!("Le guillemet « {quote} » est ouvert ici et n’est pas refermé.");
    let fault = Fault::new(at, at + 1, message, format!("ajoutez {quote} à la fin du texte"));
    let is_whole = line.below(place.text).is_none_or(|next| next.key().is_some());
    let end = line.start + line.text.trim_end().len();
    // Another quote, a backslash or a comment leaves the end in doubt.
    let is_plain = end > at + 1 && !place.text[at + 1..end].contains(['"', '\'', '\\', '#']);
    if !is_whole || !is_plain {
        return fault;
    }
    fault.fixed("fermer le guillemet", vec![Edit { span: Span::new(end, end), text: quote.to_string() }])
}

/// A text that goes on behind its closing quote, often an apostrophe.
pub(super) fn after_quote(place: &Place<'_>) -> Option<Fault> {
    if !place.detail.contains("invalid trailing content") {
        return None;
    }
    let (start, value) = place.line.value()?;
    let end = start + value.len();
    if let Some(inner) = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        let meant = quoted(&inner.replace("''", "'"));
        let close = place.text[..place.at].rfind('\'').filter(|close| *close > start)?;
        let mut fault = Fault::new(
            close,
            close + 1,
            "Cette apostrophe ferme le texte, ouvert lui aussi par une apostrophe.",
            format!("écrivez {meant}"),
        );
        fault.fix = Some(crate::diagnostic::fix::Fix::replace(Span::new(start, end), meant));
        return Some(fault);
    }
    let at = place.at.clamp(start, end);
    let help = format!("écrivez {}", quoted(value));
    Some(Fault::new(at, end, "Du texte suit le guillemet fermant.", help)).filter(|_| at < end)
}

/// A backslash before a letter that it means nothing with.
pub(super) fn escape(place: &Place<'_>) -> Option<Fault> {
    if !place.detail.contains("escape") {
        return None;
    }
    let mut signs = place.text[place.at..].char_indices();
    while let Some((at, sign)) = signs.next() {
        if sign != '\\' {
            continue;
        }
        let (next, letter) = signs.next()?;
        if !ESCAPES.contains(letter) {
            let (start, end) = (place.at + at, place.at + next + letter.len_utf8());
            let message = format!("« \\{letter} » ne veut rien dire entre guillemets.");
            let help = format!("doublez la barre oblique inverse : \\\\{letter}");
            return Some(Fault::new(start, end, message, help).meant(format!("\\\\{letter}")));
        }
    }
    None
}

/// Words behind the `|` or `>` that begins a text of several lines.
pub(super) fn after_block(place: &Place<'_>) -> Option<Fault> {
    let (start, value) = place.line.value()?;
    let sign = value.chars().next().filter(|sign| ['|', '>'].contains(sign))?;
    let words = value[1..].trim_start_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let at = start + value.len() - words.trim_start().len();
    if words.trim().is_empty() {
        return None;
    }
    Some(Fault::new(
        at,
        start + value.len(),
        format!("Rien ne peut suivre « {sign} » sur sa ligne."),
        "écrivez ce texte à partir de la ligne suivante, décalé de deux espaces",
    ))
}

/// A value that begins with a sign of YAML's.
pub(super) fn first(place: &Place<'_>) -> Option<Fault> {
    let (start, value) = place.line.value()?;
    let sign = value.chars().next()?;
    let is_sign = FIRST.contains(&sign) || ["- ", "? "].iter().any(|begins| value.starts_with(begins));
    let meant = quoted(value);
    let message = format!("Une valeur ne peut pas commencer par « {sign} » sans guillemets.");
    let fault = Fault::new(start, start + value.len(), message, format!("écrivez {meant}"));
    is_sign.then(|| fault.meant(meant))
}

/// A bracket that closes what was not opened.
pub(super) fn closing(place: &Place<'_>) -> Option<Fault> {
    let sign = place.text[place.at..].chars().next().filter(|sign| [']', '}'].contains(sign))?;
    Some(Fault::new(
        place.at,
        place.at + 1,
        format!("Le signe « {sign} » ferme ce qui n’a pas été ouvert."),
        "retirez-le, ou mettez le texte entre guillemets",
    ))
}

/// A sign of YAML's that an item between brackets begins with.
pub(super) fn within(place: &Place<'_>) -> Option<Fault> {
    let rest = &place.text[place.at..place.line.end()];
    let sign = rest.chars().next().filter(|sign| FIRST.contains(sign))?;
    let length = rest.find([',', ']', '}']).unwrap_or(rest.len());
    let word = rest[..length].trim_end();
    if place.text[place.line.start..place.at].trim().is_empty() || word.is_empty() {
        return None;
    }
    let meant = quoted(word);
    let message = format!("Une valeur ne peut pas commencer par « {sign} » sans guillemets.");
    Some(Fault::new(place.at, place.at + word.len(), message, format!("écrivez {meant}")).meant(meant))
}
