//! What a bare text was meant to be where a group of keys is expected: the keys to write for it.

use jiff::civil::Date;

use crate::diagnostic::fix::quoted;
use crate::model::primitives::Duration;
use crate::value::scalars::{Implicit, implicit_type};

/// What a duration is like.
pub(super) const DURATIONS: &str = "écrivez un nombre et une unité : 45 min, 2 h 30, 3 jours, 3 semaines, 2 mois";
/// Longer texts are not said again in a help.
const MOST: usize = 70;

/// An item of a list, under the one key that such a group is known by: `titre: Présenter l’outil`.
pub(super) fn item(key: &str, text: &str) -> String {
    format!("écrivez {}", pair(key, text))
}

/// A short group: `{ courriel: … }`.
pub(super) fn group(key: &str, text: &str) -> String {
    format!("écrivez {{ {} }}", inner(key, text))
}

/// A long group, of which the text says the first line.
pub(super) fn section(key: &str, text: &str) -> String {
    format!("passez à la ligne, décalez-la de deux espaces et écrivez {}", pair(key, text))
}

/// A leave to publish: a date, or who gave it.
pub(super) fn permission(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        format!("écrivez {{ {}, par: … }}", inner("date", text))
    } else {
        format!("écrivez {{ date: …, {} }}", inner("par", text))
    }
}

/// A contact, by what its text looks like.
pub(super) fn contact(text: &str) -> String {
    let key = match text {
        text if text.contains('@') => "courriel",
        text if is_address(text) => "url",
        _ => "nom",
    };
    group(key, text)
}

/// A resource: a file of the folder, or an address, and a title to give it.
pub(super) fn resource(text: &str) -> String {
    let is_file = text.rsplit_once('.').is_some_and(|(name, end)| {
        !name.is_empty() && (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    let key = if is_address(text) { "url" } else { "fichier" };
    if is_file || key == "url" {
        format!("écrivez {{ titre: …, {} }}", inner(key, text))
    } else {
        format!("écrivez {{ {}, fichier: … }}, ou « url: » pour une adresse", inner("titre", text))
    }
}

/// The sizes of a group: « 8 à 14 ».
pub(super) fn group_size(text: &str) -> String {
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    match numbers[..] {
        [min, max] if min <= max => format!("écrivez {{ min: {min}, max: {max} }}"),
        [only] => format!("écrivez {{ min: {only}, max: {only} }}"),
        _ => "écrivez { min: …, max: … }, avec deux nombres de personnes".to_owned(),
    }
}

/// A place: « Albi (81) », « 81000 Albi ».
pub(super) fn place(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // What stands in parentheses is the département, or its name.
    let name = text.split_once('(').map_or(text, |(name, _)| name);
    let name = name.trim_matches(|c: char| c.is_ascii_digit() || " ,".contains(c));
    let number = if digits.len() >= 2 { &digits[..2] } else { "…" };
    let name = inner("commune", if name.is_empty() { "…" } else { name });
    format!("écrivez {{ {name}, departement: \"{number}\" }}")
}

/// A period, of one day or of words.
pub(super) fn period(text: &str) -> String {
    if text.parse::<Date>().is_ok() {
        format!("écrivez {{ debut: {text}, fin: … }}")
    } else {
        "écrivez { debut: …, fin: … }, deux dates comme 2024-05-17".to_owned()
    }
}

/// A cost: its level is a digit, what is known of it goes beside.
pub(super) fn cost(text: &str) -> String {
    match text.parse::<u8>() {
        Ok(level @ 0..=4) => format!("écrivez {{ niveau: {level} }}"),
        _ => format!("écrivez {{ niveau: …, {} }}, le niveau allant de 0 à 4", inner("detail", text)),
    }
}

/// A certification, by its code or its title.
pub(super) fn certification(text: &str) -> String {
    let is_code = text.starts_with("RNCP") || (text.starts_with("RS") && text.ends_with(|c: char| c.is_ascii_digit()));
    if is_code { format!("écrivez {{ {}, intitule: … }}", inner("code", text)) } else { group("intitule", text) }
}

/// A duration, from how people say it: in words, about, between two.
pub(super) fn duration(text: &str) -> String {
    const WORDS: [&str; 12] =
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];
    if let Ok(number) = text.parse::<f64>() {
        let small = if number >= 15.0 { "min" } else { "semaines" };
        return format!("ajoutez l’unité : « {text} h » ou « {text} {small} », par exemple");
    }
    let said = text.to_lowercase().replace("une ", "un ").replace("demi-journée", "demi");
    let counted = match said.split_once(' ') {
        _ if ["demi", "un demi", "½ journée", "1/2 journée"].contains(&said.as_str()) => Some("0,5 jour".to_owned()),
        Some((word, unit)) => WORDS.iter().position(|one| *one == word).map(|at| format!("{} {unit}", at + 1)),
        None => None,
    };
    let about = || said.find(|c: char| c.is_ascii_digit()).map(|at| said[at..].to_owned());
    // Of « 2 à 3 h », the longer one: what has to be found in a timetable.
    let longest =
        || [" à ", "-", "–", "/", " ou "].iter().find_map(|sign| said.rsplit_once(sign)).map(|(_, last)| last);
    let found = counted.into_iter().chain(about()).chain(longest().map(|last| last.trim().to_owned()));
    match found.into_iter().find(|text| Duration::parse(text).is_some()) {
        Some(found) => format!("écrivez {found}"),
        None => DURATIONS.to_owned(),
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn pair(key: &str, text: &str) -> String {
    format!("{key}: {}", value(text))
}

/// The same between braces, where a comma ends a value.
fn inner(key: &str, text: &str) -> String {
    if text.contains([',', '[', ']', '{', '}']) && text.chars().count() <= MOST {
        return format!("{key}: {}", quoted(text));
    }
    pair(key, text)
}

/// A text as a value, quoted where YAML would read something else.
fn value(text: &str) -> String {
    let is_plain = implicit_type(text) == Implicit::Text
        && !text.starts_with(|c: char| c.is_ascii_punctuation())
        && !text.ends_with(':')
        && ![": ", " #", "\n"].iter().any(|sign| text.contains(sign));
    match text.chars().count() {
        length if length > MOST => "…".to_owned(),
        _ if is_plain => text.to_owned(),
        _ => quoted(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gets_its_keys() {
        for (help, wanted) in [
            (contact("cfa@exemple.fr"), "écrivez { courriel: cfa@exemple.fr }"),
            (contact("https://exemple.fr"), "écrivez { url: https://exemple.fr }"),
            (contact("Le CFA, à Albi"), "écrivez { nom: \"Le CFA, à Albi\" }"),
            (resource("grille.csv"), "écrivez { titre: …, fichier: grille.csv }"),
            (resource("Grille"), "écrivez { titre: Grille, fichier: … }, ou « url: » pour une adresse"),
            (group_size("8 à 14 personnes"), "écrivez { min: 8, max: 14 }"),
            (group_size("une douzaine"), "écrivez { min: …, max: … }, avec deux nombres de personnes"),
            (place("Albi (81)"), "écrivez { commune: Albi, departement: \"81\" }"),
            (place("Castelnaudary (Aude)"), "écrivez { commune: Castelnaudary, departement: \"…\" }"),
            (place("Albi"), "écrivez { commune: Albi, departement: \"…\" }"),
            (place("81000 Albi"), "écrivez { commune: Albi, departement: \"81\" }"),
            (cost("2"), "écrivez { niveau: 2 }"),
            (cost("1 500 €"), "écrivez { niveau: …, detail: 1 500 € }, le niveau allant de 0 à 4"),
            (certification("RNCP37948"), "écrivez { code: RNCP37948, intitule: … }"),
            (item("titre", "Dire l’étape"), "écrivez titre: Dire l’étape"),
            (period("2024-01-08"), "écrivez { debut: 2024-01-08, fin: … }"),
            (period("de mars à juin 2024"), "écrivez { debut: …, fin: … }, deux dates comme 2024-05-17"),
            (item("titre", "Étape 1: dire"), "écrivez titre: \"Étape 1: dire\""),
            (item("titre", &"long ".repeat(20)), "écrivez titre: …"),
        ] {
            assert_eq!(help, wanted);
        }
        for (said, help) in [
            ("3", "ajoutez l’unité : « 3 h » ou « 3 semaines », par exemple"),
            ("45", "ajoutez l’unité : « 45 h » ou « 45 min », par exemple"),
            ("trois semaines", "écrivez 3 semaines"),
            ("Une demi-journée", "écrivez 0,5 jour"),
            ("environ 2 h 30", "écrivez 2 h 30"),
            ("2 à 3 jours", "écrivez 3 jours"),
            ("longtemps", DURATIONS),
        ] {
            assert_eq!(duration(said), help, "{said}");
        }
    }
}
