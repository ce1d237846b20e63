//! Unknown words of a query → the ones that were meant.

use super::super::analysis::fold::{fold, normalise};
use super::super::analysis::split::{Piece, clip, words};
use super::super::correction::{Correction, correct, inflected};
use super::super::dictionary::Dictionary;
use super::parse::Word;

/// The corrections of a query: each unknown form that was typed, and what it was meant to be.
#[derive(Debug, Default)]
pub(super) struct Corrections(Vec<(String, Correction)>);

impl Corrections {
    /// Corrects a word that no document has: itself, or those parts of a hyphenated one that are
    /// unknown. Another form of a known word stands for it, without a word. `None` when nothing is near.
    pub(super) fn word(&mut self, dictionary: &Dictionary, documents: usize, word: &Word) -> Option<Word> {
        if word.is_literal {
            return None;
        }
        if !word.is_compound {
            if let Some(found) = inflected(dictionary, &word.form) {
                return Some(Word { form: found, is_prefix: false, ..word.clone() });
            }
            let found = self.form(dictionary, documents, &word.form, word.is_prefix)?;
            return Some(Word { form: found, ..word.clone() });
        }
        let last = word.parts.len().saturating_sub(1);
        let mut any = false;
        let part = |(at, part): (usize, &String)| {
            let is_prefix = word.is_prefix && at == last;
            let is_known =
                !dictionary.lookup(part).is_empty() || (is_prefix && !dictionary.prefix_range(part).is_empty());
            let meant = || inflected(dictionary, part);
            let found =
                (!is_known).then(|| meant().or_else(|| self.form(dictionary, documents, part, is_prefix))).flatten();
            any |= found.is_some();
            found.unwrap_or_else(|| part.clone())
        };
        let parts: Vec<String> = word.parts.iter().enumerate().map(part).collect();
        any.then(|| Word { form: parts.concat(), parts, ..word.clone() })
    }

    fn form(&mut self, dictionary: &Dictionary, documents: usize, form: &str, is_prefix: bool) -> Option<String> {
        let found = correct(dictionary, documents, form, is_prefix)?;
        let corrected = found.form.clone();
        self.0.push((form.to_owned(), found));
        Some(corrected)
    }

    /// The whole query with its corrections, and the query that searches for the words as they were
    /// typed: between quotes. `None` when nothing was corrected.
    pub(super) fn rewrite(&self, typed: &str) -> Option<(String, String)> {
        if self.0.is_empty() {
            return None;
        }
        let text = normalise(typed);
        let mut corrected = String::new();
        let mut done = 0;
        let mut places = Vec::new();
        words(&text, |piece| {
            let Piece::Word(word) = piece else { return };
            let form = fold(clip(word));
            let Some((_, correction)) = self.0.iter().find(|(unknown, _)| *unknown == form) else { return };
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            corrected.push_str(&text[done..start]);
            corrected.push_str(&correction.spelling);
            done = start + word.len();
            places.push(start);
        });
        corrected.push_str(&text[done..]);
        let mut quoted = String::new();
        for run in text.split_inclusive(char::is_whitespace) {
            let start = run.as_ptr() as usize - text.as_ptr() as usize;
            let word = run.trim_end();
            let is_corrected = places.iter().any(|place| (start..start + run.len()).contains(place));
            let bare = word.replace(['"', '«', '»', '“', '”'], "");
            quoted.extend(if is_corrected { ["\"", &bare, "\""] } else { ["", word, ""] });
            quoted.push_str(&run[word.len()..]);
        }
        Some((corrected, quoted))
    }
}
