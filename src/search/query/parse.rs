//! What is typed → words, phrases and exclusions, as `scripts/search/words.js` does.

use super::super::analysis::fold::{fold, normalise};
use super::super::analysis::split::{Piece, clip, is_hyphen, join, words};
use super::super::analysis::stop::is_stop_word;

/// Longest query read, in characters.
const LONGEST: usize = 400;

/// Most words, and most phrases, that count.
const MOST_WORDS: usize = 16;
const MOST_PHRASES: usize = 4;

/// A word of a query, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its form; joined, when it is hyphenated.
    pub form: String,
    /// As it stands in the query.
    pub typed: String,
    /// The parts of a hyphenated one that are no stop words.
    pub parts: Vec<String>,
    /// Whether it is hyphenated.
    pub is_compound: bool,
    /// Whether it may be the beginning of a word.
    pub is_prefix: bool,
    /// Whether it stood between quotes, and so is meant as it is typed.
    pub is_literal: bool,
}

impl Word {
    /// A word that must be there as it is.
    pub fn exact(form: String) -> Self {
        let typed = form.clone();
        Self { form, typed, parts: Vec::new(), is_compound: false, is_prefix: false, is_literal: false }
    }

    /// The only form of a word of a text.
    fn of(word: &str) -> Self {
        Self { typed: word.to_owned(), ..Self::exact(fold(clip(word))) }
    }
}

/// A query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All must be there.
    pub words: Vec<Word>,
    /// Sequences of folded words that must stand in one stretch of text.
    pub phrases: Vec<Vec<String>>,
    /// Those that may not.
    pub excluded_phrases: Vec<Vec<String>>,
    /// None may be there.
    pub excluded: Vec<Word>,
}

/// Reads what is typed.
pub fn parse(typed: &str) -> Query {
    let text: String = normalise(typed).chars().take(LONGEST).collect();
    let mut query = Query::default();
    let mut rest = String::with_capacity(text.len());
    let mut in_phrases: Vec<Word> = Vec::new();
    let mut at = 0;
    let mut at_boundary = true;
    while let Some(c) = text[at..].chars().next() {
        if at_boundary && let Some(special) = special(&text[at..]) {
            match special {
                Special::Phrase { inside, length } => {
                    add_phrase(&mut query, &mut in_phrases, inside);
                    at += length;
                }
                Special::ExcludedPhrase { inside, length } => {
                    match phrase(inside).as_slice() {
                        [word] => query.excluded.push(Word { is_literal: false, ..word.clone() }),
                        words => query.excluded_phrases.extend((words.len() > 1).then(|| forms(words))),
                    }
                    at += length;
                }
                Special::Excluded { inside, length } => {
                    query.excluded.extend(query_words(inside).0.into_iter().filter(|word| !is_stop_word(&word.form)));
                    at += length;
                }
            }
            rest.push(' ');
            at_boundary = false;
            continue;
        }
        at_boundary = c.is_whitespace();
        rest.push(c);
        at += c.len_utf8();
    }
    let (mut typed_words, end) = query_words(&rest);
    if end == rest.len()
        && let Some(last) = typed_words.last_mut()
    {
        last.is_prefix = true;
    }
    let has_meaning = |word: &Word| if word.is_compound { !word.parts.is_empty() } else { !is_stop_word(&word.form) };
    if !in_phrases.is_empty() || !query.phrases.is_empty() || typed_words.iter().any(has_meaning) {
        typed_words.retain(has_meaning);
    }
    for word in in_phrases.into_iter().chain(typed_words) {
        match query.words.iter_mut().find(|one| one.form == word.form && one.is_compound == word.is_compound) {
            Some(same) => same.is_prefix |= word.is_prefix,
            None => query.words.push(word),
        }
    }
    query.words.truncate(MOST_WORDS);
    query.phrases.truncate(MOST_PHRASES);
    query.excluded_phrases.truncate(MOST_PHRASES);
    query.excluded.truncate(MOST_WORDS);
    query
}

enum Special<'a> {
    Phrase { inside: &'a str, length: usize },
    ExcludedPhrase { inside: &'a str, length: usize },
    Excluded { inside: &'a str, length: usize },
}

/// A phrase or an exclusion at the beginning of a text.
fn special(text: &str) -> Option<Special<'_>> {
    let (minus, after) = text.strip_prefix('-').map_or((0, text), |after| (1, after));
    for (open, close) in [('"', '"'), ('«', '»'), ('“', '”')] {
        if let Some(inside) = after.strip_prefix(open)
            && let Some(end) = inside.find(close)
        {
            let length = minus + open.len_utf8() + end + close.len_utf8();
            let inside = &inside[..end];
            return Some(if minus == 1 {
                Special::ExcludedPhrase { inside, length }
            } else {
                Special::Phrase { inside, length }
            });
        }
    }
    let is_word = minus == 1 && after.chars().next().is_some_and(|c| !c.is_whitespace() && c != '-');
    is_word.then(|| {
        let inside = after.split(char::is_whitespace).next().unwrap_or_default();
        Special::Excluded { inside, length: 1 + inside.len() }
    })
}

fn add_phrase(query: &mut Query, in_phrases: &mut Vec<Word>, inside: &str) {
    let found = phrase(inside);
    // A phrase says itself what of its stop words must be there; they have no documents of their own.
    let is_phrase = found.len() > 1;
    if is_phrase {
        query.phrases.push(forms(&found));
    }
    in_phrases.extend(found.into_iter().filter(|word| !is_phrase || !is_stop_word(&word.form)));
}

/// The words between quotes.
fn phrase(inside: &str) -> Vec<Word> {
    let mut found = Vec::new();
    words(inside, |piece| {
        if let Piece::Word(word) = piece {
            found.push(Word { is_literal: true, ..Word::of(word) });
        }
    });
    found
}

fn forms(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.form.clone()).collect()
}

/// The words of a text, a hyphenated one in one piece; and where the last one ends.
fn query_words(text: &str) -> (Vec<Word>, usize) {
    let mut found: Vec<Word> = Vec::new();
    let mut end = usize::MAX;
    words(text, |piece| match piece {
        Piece::Word(word) => {
            found.push(Word::of(word));
            end = word.as_ptr() as usize + word.len() - text.as_ptr() as usize;
        }
        Piece::Compound(whole) => {
            let parts = whole.split(is_hyphen).count();
            let parts = found.split_off(found.len().saturating_sub(parts));
            let parts = parts.into_iter().map(|word| word.form).filter(|form| !is_stop_word(form)).collect();
            let form = fold(clip(&join(whole)));
            found.push(Word { typed: whole.to_owned(), parts, is_compound: true, ..Word::exact(form) });
        }
    });
    (found, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forms(query: &Query) -> Vec<String> {
        query.words.iter().map(|word| format!("{}{}", word.form, if word.is_prefix { "*" } else { "" })).collect()
    }

    #[test]
    fn words_phrases_and_exclusions() {
        let query = parse("quelles sont les aides aux Apprentis");
        assert_eq!(forms(&query), ["aides", "apprentis*"]);
        let query = parse("« contrat de travail » -alternance éval ");
        assert_eq!(forms(&query), ["contrat", "travail", "eval"]);
        assert_eq!(query.phrases, [["contrat", "de", "travail"]]);
        assert_eq!(query.excluded, [Word::exact("alternance".into())]);
        let query = parse("e-learning");
        assert_eq!(
            query.words,
            [Word {
                form: "elearning".into(),
                typed: "e-learning".into(),
                parts: vec!["e".into(), "learning".into()],
                is_compound: true,
                is_prefix: true,
                is_literal: false
            }]
        );
        assert_eq!(forms(&parse("pour")), ["pour*"]);
        assert_eq!(forms(&parse("l’")), [""; 0]);
        assert_eq!(forms(&parse("\"sans fin")), ["fin*"]);
    }

    #[test]
    fn questions_keep_what_they_ask_about() {
        for (question, words) in [
            ("comment accompagner les élèves ?", &["accompagner", "eleves"][..]),
            ("qu’est-ce que l’AFEST ?", &["afest"]),
            ("y a-t-il des aides ?", &["aides"]),
            ("où trouver un tuteur ?", &["tuteur"]),
            ("je cherche une grille ", &["grille"]),
            ("combien coûte un casque ?", &["coute", "casque"]),
            ("est-ce que le SCORM existe ?", &["scorm"]),
            ("peut-on évaluer à distance ?", &["evaluer", "distance"]),
            ("faut-il un référent ?", &["referent"]),
            ("comment faire un planning ?", &["planning"]),
            ("est-ce ?", &["estce"]),
            ("où trouver ?", &["ou", "trouver"]),
        ] {
            assert_eq!(forms(&parse(question)), words, "{question}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(typed in "\\PC{0,60}") {
            let query = parse(&typed);
            prop_assert!(query.words.len() <= MOST_WORDS);
        }
    }
}
