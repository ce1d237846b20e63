//! Numbers, dates and sizes as a French reader writes them.

use jiff::civil::Date;

/// No-break space, and its narrow form for thousands.
pub(super) const NBSP: char = '\u{a0}';
const NARROW: char = '\u{202f}';

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// « 17 mai 2024 », « 1er mars 2025 », the day joined to its month.
pub fn french_date(date: Date) -> String {
    let month = MONTHS[usize::from(date.month().unsigned_abs().clamp(1, 12)) - 1];
    let day = if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() };
    format!("{day}{NBSP}{month}{NBSP}{}", date.year())
}

/// « 1 234,5 »: a comma, thousands apart, at most two decimals.
pub fn french_number(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0;
    let text = format!("{:.2}", rounded.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if rounded < 0.0 {
        out.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(NARROW);
        }
        out.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        out.push(',');
        out.push_str(decimals);
    }
    out
}

/// « 12 Ko », « 1,4 Mo ».
pub fn french_size(bytes: u64) -> String {
    let size = bytes as f64;
    if bytes < 1_000 {
        format!("{bytes}{NBSP}octets")
    } else if size < 1_000_000.0 {
        format!("{}{NBSP}Ko", french_number((size / 1_000.0).round()))
    } else {
        format!("{}{NBSP}Mo", french_number((size / 100_000.0).round() / 10.0))
    }
}

/// The spaces that a French reader expects: none of « : ; ! ? » begins a line, nor does a closing
/// guillemet, and an opening one never ends it.
pub fn typography(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut copied = 0;
    for (at, _) in text.match_indices(' ') {
        if is_unbreakable(&text[..at], &text[at + 1..]) {
            out.push_str(&text[copied..at]);
            out.push(NBSP);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// Whether no line may end at a space between these two.
pub fn is_unbreakable(before: &str, after: &str) -> bool {
    if after.starts_with([':', ';', '!', '?', '»', '%', '€', '‰']) || before.ends_with('«') {
        return true;
    }
    match before.as_bytes() {
        [.., digit] if digit.is_ascii_digit() => is_unit(after),
        // « 8 h 30 »
        [.., digit, b' ', b'h'] => digit.is_ascii_digit() && after.starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a text begins with a unit of measure.
fn is_unit(text: &str) -> bool {
    const UNITS: [&str; 25] = [
        "min", "minute", "minutes", "h", "heure", "heures", "jour", "jours", "semaine", "semaines", "mois", "an",
        "ans", "km", "m", "cm", "mm", "kg", "g", "l", "Ko", "Mo", "Go", "kW", "euros",
    ];
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    UNITS.contains(&&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_dates_and_sizes() {
        assert_eq!(french_number(1_234_567.5), "1\u{202f}234\u{202f}567,5");
        assert_eq!(french_number(-0.004), "0");
        assert_eq!(french_number(-12.25), "−12,25");
        assert_eq!(french_date(jiff::civil::date(2024, 3, 1)), "1er\u{a0}mars\u{a0}2024");
        assert_eq!(french_size(999), "999\u{a0}octets");
        assert_eq!(french_size(12_300), "12\u{a0}Ko");
        assert_eq!(french_size(1_440_000), "1,4\u{a0}Mo");
    }

    #[test]
    fn spaces_of_french_typography() {
        assert_eq!(typography("« Ici » : 12 % ?"), "«\u{a0}Ici\u{a0}»\u{a0}: 12\u{a0}%\u{a0}?");
        assert_eq!(typography("a:b"), "a:b");
        assert_eq!(typography("à 8 h 30 le 3 mars"), "à 8\u{a0}h\u{a0}30 le 3 mars");
    }
}
