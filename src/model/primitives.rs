//! Small types that are right once they exist: slug, path of an address, duration.

use std::fmt;

use serde::Serialize;

use crate::value::scalars::is_id;

/// Identity and address of a deliverable: lower-case ASCII letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Slug(String);

impl Slug {
    /// The slug, if the text is one.
    pub fn new(text: &str) -> Option<Self> {
        (is_id(text) && !text.contains('.')).then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// First parts of the addresses that the generator makes from the model: no free page and no alias may
/// stand there. (`livrables` is told apart by those who ask: a former slug may become an alias.)
pub const SECTIONS: &[&str] = &[
    "admin",
    "approches",
    "axes",
    "comparer",
    "departements",
    "indicateurs",
    "mots-cles",
    "prestataires",
    "publics",
    "recherche",
    "reprises",
    "secteurs",
    "selection",
    "sous-themes",
    "theme",
    "types",
];

/// A path of this site, relative to its root, without leading slash: `livrables/x/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct UrlPath(String);

impl UrlPath {
    /// A path as an author may write it (`/a/b`, `a/b/`, `a/b.html`), made canonical: a folder's
    /// ends with `/`. `None` when it leads out of the site or holds anything but ids, dots and slashes.
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim().trim_start_matches('/').trim_end_matches('/');
        let fits = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        if trimmed.is_empty() || trimmed.len() > 300 || !trimmed.split('/').all(fits) {
            return None;
        }
        let is_file = std::path::Path::new(trimmed)
            .extension()
            .is_some_and(|extension| extension == "html" || extension == "htm");
        Some(Self(if is_file { trimmed.to_owned() } else { format!("{trimmed}/") }))
    }

    /// A path that the generator itself made.
    pub fn trusted(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// Its text, without leading slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file that answers at this address.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.clone() }
    }
}

/// A duration as written (`3 semaines`) with its length in minutes of training time: a day is 7 h,
/// a week 35 h, a month 151 h 40, a year 1,607 h (the legal French working times), so that
/// durations of every unit compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// As written, spaces made regular.
    pub text: String,
    /// Length in minutes.
    pub minutes: u32,
}

impl Duration {
    /// Reads `45 min`, `2 h 30`, `2h30`, `1,5 jour`, `3 semaines`, `2 mois`, `1 an`.
    pub fn parse(text: &str) -> Option<Self> {
        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let compact: String = shown.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
        let digits_end = compact.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')?;
        let number: f64 = compact[..digits_end].replace(',', ".").parse().ok()?;
        let rest = compact[digits_end..].trim();
        let unit_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (unit, tail) = (&rest[..unit_end], rest[unit_end..].trim());
        let per_unit = match unit {
            "min" | "mn" | "minute" | "minutes" => 1.0,
            "h" | "heure" | "heures" => 60.0,
            "j" | "jour" | "jours" | "journée" | "journées" => 420.0,
            "semaine" | "semaines" => 2_100.0,
            "mois" => 9_100.0,
            "an" | "ans" | "année" | "années" => 96_420.0,
            _ => return None,
        };
        let extra = match (tail, unit) {
            ("", _) => 0.0,
            (tail, "h" | "heure" | "heures") => {
                let minutes = tail.trim_end_matches(|c: char| c.is_alphabetic()).trim();
                let fits = matches!(tail[minutes.len()..].trim(), "" | "min" | "mn" | "minutes");
                minutes.parse::<u32>().ok().filter(|m| fits && *m < 60).map(f64::from)?
            }
            _ => return None,
        };
        let minutes = (number * per_unit + extra).round();
        (minutes >= 1.0 && minutes < f64::from(u32::MAX / 2)).then_some(Self { text: shown, minutes: minutes as u32 })
    }
}

impl Serialize for Duration {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_the_model() {
        for (text, minutes) in [
            ("45 min", 45),
            ("2 h 30", 150),
            ("2h30", 150),
            ("28 h", 1680),
            ("3 semaines", 6300),
            ("1 jour", 420),
            ("0,5 jour", 210),
            ("2 mois", 18_200),
        ] {
            assert_eq!(Duration::parse(text).map(|d| d.minutes), Some(minutes), "{text}");
        }
        for wrong in ["", "longtemps", "3", "semaines", "2 h 75", "-3 h", "3 parsecs", "0 min"] {
            assert_eq!(Duration::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn paths_stay_in_the_site() {
        assert_eq!(UrlPath::parse("/fiches/x").map(|p| p.file()).as_deref(), Some("fiches/x/index.html"));
        assert_eq!(UrlPath::parse("vieux.html").map(|p| p.file()).as_deref(), Some("vieux.html"));
        for wrong in ["", "/", "../x", "a/../b", "a//b", "a b", "http://x", "é"] {
            assert_eq!(UrlPath::parse(wrong), None, "{wrong}");
        }
    }
}
