//! Glyph names of Latin fonts → text (Adobe Glyph List, « Adobe Glyph List For New Fonts »).

use unicode_normalization::UnicodeNormalization;

/// Accents as names of letters end in them, and the combining marks that they are.
const ACCENTS: [(&str, char); 11] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("cedilla", '\u{327}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30a}'),
    ("caron", '\u{30c}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
];

/// Names that no rule gives; those missing are signs, at which a word ends anyway.
const NAMES: [(&str, &str); 29] = [
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("hyphen", "-"),
    ("minus", "-"),
    ("sfthyphen", "-"),
    ("quoteright", "’"),
    ("quotesingle", "'"),
    ("ff", "ff"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("germandbls", "ß"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("dotlessi", "ı"),
    ("mu", "µ"),
];

/// The text of a glyph; a space for one that is no letter, digit or hyphen.
pub(super) fn text(name: &str) -> String {
    // What follows a dot tells a variant: `a.sc` is a small capital.
    let name = name.split('.').next().unwrap_or_default();
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == name) {
        return (*text).to_owned();
    }
    let mut chars = name.chars();
    let Some(letter) = chars.next().filter(char::is_ascii_alphabetic) else { return " ".to_owned() };
    let rest = chars.as_str();
    if rest.is_empty() {
        return letter.to_string();
    }
    if let Some((_, mark)) = ACCENTS.iter().find(|(accent, _)| *accent == rest) {
        return [letter, *mark].into_iter().nfc().collect();
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'));
    let code = digits.filter(|digits| (4..=6).contains(&digits.len())).and_then(|it| u32::from_str_radix(it, 16).ok());
    code.and_then(char::from_u32).map_or_else(|| " ".to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_letters_with_accents() {
        let names = ["eacute", "Ccedilla", "oe", "udieresis", "a", "nine", "fi", "uni00E9", "u0153", "A.sc", "space"];
        let texts = ["é", "Ç", "œ", "ü", "a", "9", "fi", "é", "œ", "A", " "];
        assert_eq!(names.map(super::text), texts);
        assert_eq!(["", ".notdef", "g12", "é", "bullet", "uniD800"].map(super::text), [" "; 6]);
    }
}
