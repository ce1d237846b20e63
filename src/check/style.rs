//! Advice on how a text reads, for those who ask: sentences that are too long, texts that are hard to read.

use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::parse::markdown::Body;
use crate::span::{SourceRef, Span};

/// Words from which on a sentence is very long.
const LONG: usize = 40;
/// Words below which a text says too little about how it reads.
const FEWEST_WORDS: usize = 100;
/// Ease of reading below which a text is for specialists: « difficile » in the scale of Kandel and Moles.
const HARD: f64 = 30.0;

/// Advice on one text.
pub(super) fn check(body: &Body, source: &SourceRef) -> Vec<Diagnostic> {
    let mut problems = Problems::new(source.clone());
    let sentences: Vec<&str> = sentences(&body.text).collect();
    let words: Vec<&str> = sentences.iter().flat_map(|sentence| words(sentence)).collect();
    let mut places = Places { source, from: source.floor(body.offset), missed: 0 };
    for sentence in &sentences {
        let count = self::words(sentence).count();
        if count > LONG {
            problems.add(
                Severity::Advice,
                codes::PHRASE_LONGUE,
                places.next(sentence),
                format!("Cette phrase a {count} mots."),
                "coupez-la en deux ou trois : vingt mots se lisent d’une traite",
            );
        }
    }
    if words.len() >= FEWEST_WORDS {
        let ease = ease(words.len(), sentences.len(), words.iter().map(|word| syllables(word)).sum());
        if ease < HARD {
            problems.add(
                Severity::Advice,
                codes::LECTURE_DIFFICILE,
                Span::new(body.offset, body.offset),
                format!("Ce texte se lit difficilement (aisance {} sur 100).", ease.max(0.0).round()),
                "préférez des phrases plus courtes et des mots de tous les jours ; 50 se lit bien",
            );
        }
    }
    problems.into_list()
}

/// Flesch's ease of reading, adapted to French: 0 very hard, 100 very easy.
/// L. Kandel and A. Moles, « Application de l'indice de Flesch à la langue française », 1958.
fn ease(words: usize, sentences: usize, syllables: usize) -> f64 {
    let words = words as f64;
    209.0 - 1.15 * words / sentences.max(1) as f64 - 68.0 * syllables as f64 / words
}

/// Sentences of a text that has a block a line; a list's items and a table's rows count as one each.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(['.', '!', '?', '…']))
        .map(str::trim)
        .filter(|sentence| words(sentence).next().is_some())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Groups of vowels; a final mute « e », « es » or « ent » is none where there is another.
fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let mut count = 0;
    let mut before = false;
    for c in lower.chars() {
        let is_vowel = "aeiouyàâäéèêëîïôöùûüœæ".contains(c);
        count += usize::from(is_vowel && !before);
        before = is_vowel;
    }
    let is_mute = lower.ends_with('e') || lower.ends_with("es");
    if is_mute && count > 1 { count - 1 } else { count.max(1) }
}

/// Looks for sentences in a file, one after the other.
struct Places<'a> {
    source: &'a SourceRef,
    /// Behind the one that was found last.
    from: usize,
    /// How many were not found: each took a look at all the rest.
    missed: usize,
}

/// Sentences that may be looked for in vain.
const MISSED: usize = 100;

impl Places<'_> {
    /// Where a sentence begins, as far as its first words stand there as they read; else behind the one before.
    fn next(&mut self, sentence: &str) -> Span {
        let start: String = sentence.chars().take(24).collect();
        let start = start.trim_end();
        let found = if self.missed < MISSED { self.source.text[self.from..].find(start) } else { None };
        let Some(at) = found else {
            self.missed += 1;
            return Span::new(self.from, self.from);
        };
        let at = self.from + at;
        self.from = at + start.len();
        Span::new(at, self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ease_falls_with_long_words_and_sentences() {
        assert_eq!(["école", "apprentissage", "formateur", "y"].map(syllables), [2, 4, 3, 1]);
        let easy = ease(100, 10, 150);
        assert!(easy > 80.0 && ease(100, 2, 220) < HARD);
        assert_eq!(sentences("Un titre\nUne phrase. Une autre ! …").count(), 3);
    }
}
