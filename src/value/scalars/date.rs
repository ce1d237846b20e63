//! Dates, and what people write in their place.

use jiff::civil::Date;

use crate::diagnostic::fix::Fix;
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::Spanned;
use crate::value::slug::fold;
use crate::value::{Node, NodeKind};

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
    let meant = french_date(text).or_else(|| date_in_words(text)).or_else(|| date_of_editor(text));
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

/// `17/05/2024`, `17-5-2024` or `2024/05/17` → `2024-05-17`.
fn french_date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.', '\u{2011}', '\u{2013}']).collect();
    let [mut day, month, mut year] = parts[..] else { return None };
    if day.len() == 4 {
        std::mem::swap(&mut day, &mut year);
    }
    let date =
        Date::new(year.parse().ok().filter(|year| *year > 1000)?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

/// The day of a date that an editor on the web wrote with an hour: `2024-04-26T05:17`, `2024-04-26T00:00:00.000Z`.
/// None where the day is in doubt: with a zone, late hours are the next day in France, which is one or two hours ahead
/// of UTC, and other zones may be anybody's.
fn date_of_editor(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, hour) = (text.get(..10)?, text.get(10..)?);
    let day = iso_date(day)?;
    let hour = hour.strip_prefix(['T', 't', ' '])?;
    let local = hour.strip_suffix(['Z', 'z']).or_else(|| hour.strip_suffix("+00:00"));
    let time: jiff::civil::Time =
        Some(local.unwrap_or(hour)).filter(|time| !time.contains(['+', '-', 'Z', '[']))?.parse().ok()?;
    (local.is_none() || time.hour() < 22).then(|| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_dates_are_turned_round() {
        assert_eq!(french_date("17/05/2024").as_deref(), Some("2024-05-17"));
        assert_eq!(french_date("2024/05/17").as_deref(), Some("2024-05-17"));
        assert_eq!(french_date("2024–05–17").as_deref(), Some("2024-05-17"));
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
    fn hours_are_taken_off_where_the_day_is_certain() {
        for text in ["2024-04-26T05:17", "2024-04-26T00:00:00.000Z", "2024-04-26 23:59:00", "2024-04-26T00:00:00+00:00"]
        {
            assert_eq!(date_of_editor(text).as_deref(), Some("2024-04-26"), "{text}");
        }
        for text in [
            "2024-04-25T22:00:00.000Z",
            "2024-04-26T00:00:00+11:00",
            "2024-13-26T00:00",
            "2024-04-26Tmidi",
            "2024-04-é",
        ] {
            assert_eq!(date_of_editor(text), None, "{text}");
        }
    }
}
