//! Normalisation of text, and folding of words: no case, no accent, no ligature.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a character vanishes wherever it stands: soft hyphen, zero-width characters, BOM.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether normalisation leaves a character alone, or turns it into something that separates words
/// just as it does itself: nearly all characters of French prose.
const fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{7f}' | 'À'..='ÿ' | 'Œ' | 'œ' | '«' | '»' | '\u{a0}' | '°' | '·'
        | '\u{2013}'..='\u{2019}' | '“' | '”' | '•' | '…' | '\u{202f}' | '€')
}

/// The text in NFKC without invisible characters; borrowed when it already is.
pub fn normalise(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !is_invisible(c)).nfkc().collect())
}

/// Lower-case, with the ligatures written out and accents kept: the form that is stemmed.
pub fn lower(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            'ς' => out.push('σ'),
            c => out.push(c),
        }
    }
    out
}

/// Folds a text: NFKD, lower-case, without combining marks, `œ`→`oe`, `æ`→`ae`, `ß`→`ss`.
/// Idempotent.
pub fn fold(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii()) {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    // A second decomposition: lower-casing can compose again what NFKD took apart.
    for c in text.chars().filter(|&c| !is_invisible(c)).nfkd().flat_map(char::to_lowercase).nfkd() {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            'ς' => out.push('σ'),
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds_french() {
        assert_eq!(fold("L’Évaluation d’Œuvres"), "l’evaluation d’oeuvres");
        assert_eq!(fold("\u{feff}co\u{ad}opé\u{200b}rer"), "cooperer");
        assert_eq!(fold("e\u{301}TÉ"), "ete");
        assert_eq!(lower("ŒUVRÉ"), "oeuvré");
        assert!(matches!(normalise("« L’été » – à 10 €…"), Cow::Borrowed(_)));
        assert_eq!(normalise("e\u{301}te\u{301} ﬁn"), "été fin");
    }

    proptest! {
        #[test]
        fn folding_is_idempotent(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn normalising_changes_no_folded_word(text in "\\PC*") {
            prop_assert_eq!(fold(&normalise(&text)), fold(&text));
        }
    }
}
