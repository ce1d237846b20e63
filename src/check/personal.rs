//! Personal data that a text gives away, by their shape: a mobile number, a social security number, a private
//! mail address. Those of `contact` are given on purpose.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Problems, codes};
use crate::span::Span;

/// French mobile numbers: 06 or 07, however the pairs are set apart.
/// <https://www.arcep.fr/la-regulation/grands-dossiers-thematiques-transverses/la-numerotation.html>
static MOBILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:\+|00)33[ .-]?(?:\(0\)[ .-]?)?|\b0)[67](?:[ .\u{a0}\u{202f}-]?\d{2}){4}\b").ok()
});

/// Social security numbers with their key: sex, year, month, département, commune, rank, key.
/// <https://www.service-public.fr/particuliers/vosdroits/F33078>
static SOCIAL_SECURITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b([12])[ .]?(\d{2})[ .]?(0[1-9]|1[0-2]|[2-4]\d|5\d|[6-9]\d)[ .]?(\d{2}|2[AB])[ .]?(\d{3})[ .]?(\d{3})[ .]?(\d{2})\b").ok()
});

/// Addresses at the providers of private persons.
static PRIVATE_MAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b[a-z0-9._%+-]+@(?:gmail\.com|googlemail\.com|outlook\.(?:com|fr)|hotmail\.(?:com|fr)|live\.(?:com|fr)|msn\.com|yahoo\.(?:com|fr)|icloud\.com|me\.com|protonmail\.com|proton\.me|gmx\.(?:com|fr)|orange\.fr|wanadoo\.fr|free\.fr|sfr\.fr|bbox\.fr|laposte\.net|numericable\.fr|aol\.com)\b",
    )
    .ok()
});

/// Checks a whole file.
pub(super) fn check(problems: &mut Problems) {
    let source = problems.source().clone();
    let text = source.text.as_str();
    // Most texts have none: a digit or an « @ » is looked for first.
    if !text.bytes().any(|byte| byte == b'@' || byte.is_ascii_digit()) {
        return;
    }
    let mut meant = contacts(text);
    meant.extend(fences(text));
    // They are in order: a contact stands in the front matter, blocks of code below it.
    let is_free = |range: &Range<usize>| {
        let after = meant.partition_point(|part| part.end <= range.start);
        meant.get(after).is_none_or(|part| range.start < part.start)
    };
    let found = |pattern: &LazyLock<Option<Regex>>| -> Vec<Range<usize>> {
        let Some(pattern) = &**pattern else { return Vec::new() };
        pattern.find_iter(text).map(|one| one.range()).filter(is_free).collect()
    };
    let span = |range: Range<usize>| Span::new(range.start, range.end);
    for range in found(&MOBILE) {
        problems.warning(
            codes::DONNEE_TELEPHONE,
            span(range),
            "Ce numéro est celui d’un téléphone mobile, donc d’une personne.",
            "donnez le numéro de l’organisme, ou mettez ce contact dans « contact » avec l’accord de la personne",
        );
    }
    for range in found(&SOCIAL_SECURITY).into_iter().filter(|range| has_key(&text[range.clone()])) {
        problems.warning(
            codes::DONNEE_SECURITE_SOCIALE,
            span(range),
            "Ce nombre a la forme d’un numéro de sécurité sociale.",
            "retirez-le : une fiche publique n’en contient jamais",
        );
    }
    for range in found(&PRIVATE_MAIL) {
        problems.warning(
            codes::DONNEE_COURRIEL,
            span(range),
            "Cette adresse est celle d’une personne, chez un fournisseur grand public.",
            "donnez l’adresse de l’organisme, ou mettez-la dans « contact » avec l’accord de la personne",
        );
    }
}

/// Where a front matter gives a contact: from a key `contact` to the next key of its level.
fn contacts(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let continues = line.starts_with([' ', '\t', '}']) || line.trim().is_empty();
        if let Some(start) = open
            && !continues
        {
            found.push(start..at);
            open = None;
        }
        if line.starts_with("contact:") {
            open = Some(at);
        }
        if line.trim_end() == "---" && at > 0 {
            break;
        }
        at += line.len();
    }
    found.extend(open.map(|start| start..at));
    found
}

/// Blocks of code between fences: what they show is an example.
fn fences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut open: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            open = match open {
                Some(start) => {
                    found.push(start..at);
                    None
                }
                None => Some(at),
            };
        }
        at += line.len();
    }
    found
}

/// Whether the last two digits are the key of the first thirteen: 97 less their rest by 97; Corsica's `2A` and
/// `2B` count as 19 and 18.
fn has_key(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let Some((body, key)) = digits.split_at_checked(13) else { return false };
    let body = body.replace("2A", "19").replace("2B", "18");
    matches!((body.parse::<u64>(), key.parse::<u64>()), (Ok(body), Ok(key)) if 97 - body % 97 == key)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::span::SourceText;

    fn found(text: &str) -> Vec<String> {
        let source = Arc::new(SourceText::new("x.md", text));
        let mut problems = Problems::new(source.clone());
        check(&mut problems);
        problems.into_list().iter().map(|one| format!("{} {}", one.code.name(), source.slice(one.span))).collect()
    }

    #[test]
    fn personal_data_are_known_by_their_shape() {
        assert_eq!(found("Appelez le 06 12 34 56 78."), ["donnees/telephone-mobile 06 12 34 56 78"]);
        assert_eq!(found("+33 (0)6.12.34.56.78"), ["donnees/telephone-mobile +33 (0)6.12.34.56.78"]);
        assert_eq!(found("x jean@Orange.fr y"), ["donnees/courriel-personnel jean@Orange.fr"]);
        // A made-up number with a right key.
        assert_eq!(found("1 85 05 78 006 084 91").len(), 1);
        for text in [
            "05 61 00 00 00",
            "RNCP12345",
            "contact@region.fr",
            "1 85 05 78 006 084 90",
            "2024-05-17",
            "106 12 34 56 789",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        assert_eq!(found("```\na@free.fr\n```\n\nb@free.fr\n"), ["donnees/courriel-personnel b@free.fr"]);
        assert_eq!(found("---\ncontact:\n  courriel: a@free.fr\n---\n"), [""; 0]);
        assert_eq!(found("---\ncontact: { courriel: a@free.fr }\ntitre: b@free.fr\n---\n").len(), 1);
    }
}
