//! Folding of French text to ASCII: slugs of addresses, and the order of titles.

use unicode_normalization::UnicodeNormalization;

/// Lower-case, without accents, ligatures written out: « Œuvre » → `oeuvre`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// A text as part of an address: `« L’été »` → `l-ete`. Empty when nothing is left.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slugify("« L’été à Œuvrer ! »"), "l-ete-a-oeuvrer");
        assert_eq!(slugify("漢字"), "");
        assert_eq!(fold("Évaluée"), "evaluee");
    }
}
