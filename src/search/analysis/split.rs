//! Text → words.

/// A word found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A run of letters and digits.
    Word(&'a str),
    /// A hyphenated word as written, `e-learning`: its parts came before it, each as a `Word`.
    Compound(&'a str),
}

/// Longest word kept, in characters; the rest of a longer one is cut off.
pub const MAX_WORD: usize = 48;

/// Most parts that a compound may have: beyond, it is an address or a list, not a word.
const MAX_PARTS: usize = 4;

/// Words that stand before an apostrophe instead of a word of their own.
const ELISIONS: [&str; 13] = ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ff07}')
}

/// Whether a character joins the parts of a compound.
pub const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_word(c: char) -> bool {
    // The modifier apostrophe counts as a letter in Unicode, not in French. A mark belongs to the
    // letter before it: NFC leaves those that have no composed form.
    c.is_ascii_alphanumeric()
        || matches!(c, 'à'..='ö' | 'ø'..='ÿ')
        || (!c.is_ascii()
            && !is_apostrophe(c)
            && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
}

/// Gives the words of a [normalised](super::fold::normalise) text, in order. Both apostrophes
/// split; an elided article (`l’`, `qu’`) is dropped; hyphens split, and the whole is given as well.
pub fn words<'a>(text: &'a str, mut visit: impl FnMut(Piece<'a>)) {
    let mut chars = text.char_indices().peekable();
    // Start of the compound under way, how many parts it has, and whether one holds a letter.
    let mut compound: Option<(usize, usize, bool)> = None;
    while let Some((start, first)) = chars.next() {
        if !is_word(first) {
            compound = None;
            continue;
        }
        let mut end = start + first.len_utf8();
        let mut lettered = !first.is_numeric();
        while let Some(&(at, c)) = chars.peek() {
            if !is_word(c) {
                break;
            }
            lettered = lettered || !c.is_numeric();
            end = at + c.len_utf8();
            chars.next();
        }
        let word = &text[start..end];
        let next = chars.peek().map(|&(_, c)| c);
        if next.is_some_and(is_apostrophe) && is_elision(word) {
            compound = None;
            continue;
        }
        visit(Piece::Word(word));
        let (from, parts, letters) = compound.map_or((start, 1, lettered), |(from, n, l)| (from, n + 1, l || lettered));
        if next.is_some_and(is_hyphen) && follows(text, end) {
            compound = Some((from, parts, letters));
            chars.next();
        } else {
            if letters && (2..=MAX_PARTS).contains(&parts) {
                visit(Piece::Compound(&text[from..end]));
            }
            compound = None;
        }
    }
}

/// Whether a word starts right after the hyphen at `hyphen`.
fn follows(text: &str, hyphen: usize) -> bool {
    text[hyphen..].chars().nth(1).is_some_and(is_word)
}

fn is_elision(word: &str) -> bool {
    word.len() <= 6 && ELISIONS.iter().any(|elision| elision.eq_ignore_ascii_case(word))
}

/// The joined form of a compound: `e-learning` → `elearning`.
pub fn join(compound: &str) -> String {
    compound.chars().filter(|&c| !is_hyphen(c)).collect()
}

/// At most [`MAX_WORD`] characters of a word.
pub fn clip(word: &str) -> &str {
    if word.len() <= MAX_WORD {
        return word;
    }
    word.char_indices().nth(MAX_WORD).map_or(word, |(at, _)| &word[..at])
}

/// The parts of a code: letters followed by digits, once or more (`rncp12345bc01`). Each unit
/// (`rncp12345`, `bc01`) and its halves (`rncp`, `12345`) are findable besides the whole. Empty for
/// a word that is no code; a unit has two letters and two digits at least, so that `h5p` or `2h30`
/// stay whole.
pub fn code_parts(folded: &str) -> Vec<&str> {
    let bytes = folded.as_bytes();
    if !bytes.is_ascii() || !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let mut at = 0;
    let mut units = 0;
    while at < bytes.len() {
        let letters = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let digits = bytes[at + letters..].iter().take_while(|b| b.is_ascii_digit()).count();
        if letters < 2 || digits < 2 {
            return Vec::new();
        }
        let end = at + letters + digits;
        parts.extend([&folded[at..end], &folded[at..at + letters], &folded[at + letters..end]]);
        units += 1;
        at = end;
    }
    if units == 1 {
        parts.remove(0);
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fold::{fold, normalise};
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let normalised = normalise(text);
        let mut found = Vec::new();
        words(&normalised, |piece| {
            found.push(match piece {
                Piece::Word(word) => fold(word),
                Piece::Compound(whole) => format!("={}", fold(&join(whole))),
            });
        });
        found
    }

    #[test]
    fn elisions_and_apostrophes() {
        assert_eq!(all("L'évaluation, l’été, qu’employeur"), ["evaluation", "ete", "employeur"]);
        assert_eq!(all("aujourd’hui jusqu'à d ' x"), ["aujourd", "hui", "a", "d", "x"]);
        assert_eq!(all("l\u{2bc}été"), ["ete"]);
    }

    #[test]
    fn compounds() {
        assert_eq!(all("e-learning"), ["e", "learning", "=elearning"]);
        assert_eq!(all("mise-en-œuvre !"), ["mise", "en", "oeuvre", "=miseenoeuvre"]);
        assert_eq!(all("a - b -c d- 2020-2021"), ["a", "b", "c", "d", "2020", "2021"]);
        assert_eq!(all("a-b-c-d-e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(all("l’e-mail d’-x"), ["e", "mail", "=email", "x"]);
    }

    #[test]
    fn codes() {
        assert_eq!(code_parts("rncp12345bc01"), ["rncp12345", "rncp", "12345", "bc01", "bc", "01"]);
        assert_eq!(code_parts("rs1234"), ["rs", "1234"]);
        assert!(code_parts("h5p").is_empty() && code_parts("2h30").is_empty() && code_parts("mot").is_empty());
    }

    proptest! {
        #[test]
        fn words_are_folded_and_bounded(text in "\\PC*") {
            let normalised = normalise(&text);
            words(&normalised, |piece| {
                if let Piece::Word(word) = piece {
                    let folded = fold(word);
                    assert!(folded.chars().all(char::is_alphanumeric), "{folded:?}");
                    assert!(clip(word).chars().count() <= MAX_WORD);
                }
            });
        }
    }
}
