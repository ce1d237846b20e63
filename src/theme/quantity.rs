//! A number with its unit, and lengths of time, as a French reader writes them.

use super::format::{NBSP, french_number, typography};
use crate::model::Duration;

/// Words after which a unit says of what, out of how many or how often, and no longer agrees.
const COMPLEMENTS: [&str; 22] = [
    "sur", "par", "pour", "de", "des", "du", "d", "à", "au", "aux", "en", "dans", "avec", "sans", "parmi", "entre",
    "chez", "selon", "contre", "l", "la", "le",
];

/// Nouns and adjectives that end in `s` or `x` whatever their number, and symbols that look like words.
const INVARIABLE: [&str; 63] = [
    "abus",
    "accès",
    "ananas",
    "anglais",
    "avis",
    "biais",
    "bois",
    "bonus",
    "bras",
    "bus",
    "campus",
    "cas",
    "choix",
    "colis",
    "concours",
    "corps",
    "cours",
    "croix",
    "cursus",
    "devis",
    "discours",
    "dos",
    "décès",
    "fois",
    "frais",
    "français",
    "gris",
    "gros",
    "index",
    "jus",
    "kcal",
    "malus",
    "mbar",
    "mmol",
    "mois",
    "nez",
    "noix",
    "os",
    "parcours",
    "pas",
    "pays",
    "permis",
    "plus",
    "poids",
    "prix",
    "processus",
    "procès",
    "progrès",
    "propos",
    "puits",
    "recours",
    "refus",
    "relais",
    "repas",
    "secours",
    "sens",
    "sous",
    "succès",
    "surplus",
    "temps",
    "tiers",
    "virus",
    "voix",
];

/// Nouns whose plural in `x` hides how the singular ends.
const IRREGULAR: [(&str, &str); 9] = [
    ("travail", "travaux"),
    ("jeu", "jeux"),
    ("enjeu", "enjeux"),
    ("lieu", "lieux"),
    ("milieu", "milieux"),
    ("vœu", "vœux"),
    ("aveu", "aveux"),
    ("émail", "émaux"),
    ("bail", "baux"),
];

/// « 12 % », « 1 jour », « 2 jours », « 10,2 sur 14 », « 15/20 »: a number and its unit, which agrees with it and is
/// not parted from it. An author writes the unit in either number; the plural begins at two.
pub fn french_quantity(number: f64, unit: &str) -> String {
    let unit = typography(unit.trim());
    let figure = french_number(number);
    if unit.is_empty() || unit.starts_with('/') {
        return figure + &unit;
    }
    // As written: « 1,999 » is shown as « 2 ».
    let is_plural = (number.abs() * 100.0).round() >= 200.0;
    format!("{figure}{NBSP}{}", agreed(&unit, is_plural))
}

/// A length of time as it was written, but minutes and hours as hours: « 2 h 30 » for `150 min` and `2h30`.
pub fn french_duration(duration: &Duration) -> String {
    let unit = duration.text.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    if (unit.starts_with('m') && !unit.starts_with("mois")) || unit.starts_with('h') {
        french_hours(duration.minutes)
    } else {
        typography(&duration.text)
    }
}

/// Minutes as hours: « 45 min », « 3 h », « 2 h 05 ».
pub fn french_hours(minutes: u32) -> String {
    let hours = french_number(f64::from(minutes / 60));
    match (minutes / 60, minutes % 60) {
        (0, _) => format!("{minutes}{NBSP}min"),
        (_, 0) => format!("{hours}{NBSP}h"),
        (_, rest) => format!("{hours}{NBSP}h{NBSP}{rest:02}"),
    }
}

/// The first words of a unit in the singular or the plural: « jours ouvrés », but « tuteurs » alone in « tuteurs sur 14 ».
fn agreed(unit: &str, is_plural: bool) -> String {
    let mut out = String::with_capacity(unit.len() + 4);
    let mut rest = unit;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (between, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_alphabetic()).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        // Past a fraction, a figure or a complement, words stand for something else.
        if between.contains(|c: char| c == '/' || c == '%' || c.is_numeric()) || COMPLEMENTS.contains(&word) {
            break;
        }
        out.push_str(between);
        // Of a compound, only the last part is sure to agree.
        if after.starts_with(['-', '\'', '’']) {
            out.push_str(word);
        } else {
            out.push_str(&if is_plural { plural(word) } else { singular(word) });
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether a word may change with its number: « jour », « an », but no symbol (`min`, `kWh`), nor an invariable word.
fn agrees(word: &str) -> bool {
    let is_word = word.chars().count() > 3 || ["an", "ans", "clé", "lot", "mot", "jeu"].contains(&word);
    is_word
        && word.chars().all(char::is_lowercase)
        && word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'é', 'è', 'ê', 'î', 'ô', 'û', 'œ'])
        && !INVARIABLE.contains(&word)
}

fn singular(word: &str) -> String {
    if !agrees(word) {
        return word.to_owned();
    }
    if let Some((singular, _)) = IRREGULAR.iter().find(|(_, plural)| *plural == word) {
        return (*singular).to_owned();
    }
    if let Some(stem) = word.strip_suffix('x') {
        return match stem {
            _ if stem.ends_with("eau") || stem.ends_with("yau") => stem.to_owned(),
            _ if stem.ends_with("au") => format!("{}l", &stem[..stem.len() - 1]),
            _ => word.to_owned(),
        };
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn plural(word: &str) -> String {
    if !agrees(word) || word.ends_with(['s', 'x', 'z']) {
        return word.to_owned();
    }
    if let Some((_, plural)) = IRREGULAR.iter().find(|(singular, _)| *singular == word) {
        return (*plural).to_owned();
    }
    match word.strip_suffix("al") {
        _ if word.ends_with("eau") || word.ends_with("yau") => format!("{word}x"),
        Some(stem) if !["bal", "festival", "final", "récital"].contains(&word) => format!("{stem}aux"),
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_with_their_number() {
        for (number, unit, expected) in [
            (1.0, "jours", "1 jour"),
            (0.0, "jours", "0 jour"),
            (1.99, "jours", "1,99 jour"),
            (1.999, "jours", "2 jours"),
            (2.0, "jour", "2 jours"),
            (-3.0, "jour", "−3 jours"),
            (1.0, "jours ouvrés", "1 jour ouvré"),
            (3.0, "palier", "3 paliers"),
            (5.0, "parcours", "5 parcours"),
            (1.0, "parcours", "1 parcours"),
            (1.0, "tuteurs sur 14", "1 tuteur sur 14"),
            (1.0, "personnes sur 19", "1 personne sur 19"),
            (10.2, "sur 14", "10,2 sur 14"),
            (1.0, "% des réponses", "1 % des réponses"),
            (1.0, "pour 100 lignes", "1 pour 100 lignes"),
            (22.0, "par semaine", "22 par semaine"),
            (1.0, "heures/semaine", "1 heure/semaine"),
            (410.0, "g", "410 g"),
            (158.0, "min", "158 min"),
            (12.0, "kWh", "12 kWh"),
            (12.0, "mmol", "12 mmol"),
            (1.0, "ans", "1 an"),
            (1.0, "niveaux", "1 niveau"),
            (2.0, "niveau", "2 niveaux"),
            (1.0, "réseaux locaux", "1 réseau local"),
            (1.0, "travaux", "1 travail"),
            (2.0, "canal", "2 canaux"),
            (1.0, "demi-journées", "1 demi-journée"),
            (1.0, "jours d’absence", "1 jour d’absence"),
            (1.0, "jours (ouvrés)", "1 jour (ouvré)"),
            (0.5, "fois", "0,5 fois"),
            (2.0, "point de pourcentage", "2 points de pourcentage"),
            (15.0, "/20", "15/20"),
            (15.0, "", "15"),
            (1_200.0, "euros", "1 200 euros"),
        ] {
            let shown = french_quantity(number, unit).replace([NBSP, '\u{202f}'], " ");
            assert_eq!(shown, expected, "{number} {unit}");
            assert_eq!(agreed(&agreed(unit, true), true), agreed(unit, true), "{unit}");
        }
    }

    #[test]
    fn nothing_is_lost_of_any_unit() {
        for unit in ["%", "€ / h", "°C", "’", "-", "été à 3 m²", "\u{1f600} x", "S", "ss", "aux", "x"] {
            for number in [0.0, 1.0, 2.0] {
                assert!(french_quantity(number, unit).starts_with(&french_number(number)), "{unit}");
            }
        }
    }

    #[test]
    fn minutes_and_hours_are_told_in_hours() {
        for (text, expected) in [
            ("45 min", "45 min"),
            ("60 min", "1 h"),
            ("150 min", "2 h 30"),
            ("90 minutes", "1 h 30"),
            ("2h30", "2 h 30"),
            ("2 h 5", "2 h 05"),
            ("1,5 h", "1 h 30"),
            ("28 h", "28 h"),
            ("3 semaines", "3 semaines"),
            ("0,5 jour", "0,5 jour"),
            ("2 mois", "2 mois"),
        ] {
            let duration = Duration::parse(text).expect("a length of time");
            assert_eq!(french_duration(&duration).replace([NBSP, '\u{202f}'], " "), expected, "{text}");
        }
    }
}
