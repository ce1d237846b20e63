//! Phrases: words that follow one another, exactly as they stand between quotes, in one stretch of text.
//!
//! Accents and case do not matter, nor does what stands between the words; stop words count, an elided article does not.

use super::analysis::fold::{fold, normalise};
use super::analysis::split::{Piece, clip, words};
use super::document::Document;

/// The folded words of a text, stop words too, compounds in parts.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_token(text, |form| found.push(form));
    found
}

fn each_token(text: &str, mut visit: impl FnMut(String)) {
    words(&normalise(text), |piece| {
        if let Piece::Word(word) = piece {
            visit(fold(clip(word)));
        }
    });
}

/// Gives every pair of neighbouring words of a document, with the place of its first word: see
/// [`super::format::phrases`].
pub(super) fn each_pair(document: &Document<'_>, mut visit: impl FnMut(&str, &str, u32)) {
    let mut place = 0;
    for text in document.stretches() {
        let mut last: Option<String> = None;
        each_token(text, |form| {
            if let Some(last) = &last {
                visit(last, &form, place);
                place += 1;
            }
            last = Some(form);
        });
        // The last word, and a gap.
        place += 2;
    }
}

/// Whether a document has a phrase. An empty one is nowhere.
pub(super) fn holds(stretches: &[Vec<String>], phrase: &[String]) -> bool {
    !phrase.is_empty() && stretches.iter().any(|words| words.windows(phrase.len()).any(|window| window == phrase))
}

/// The words of each stretch of a document.
pub(super) fn stretches(document: &Document<'_>) -> Vec<Vec<String>> {
    document.stretches().map(tokens).collect()
}
