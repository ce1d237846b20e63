//! The words met so far, each analysed once: stemming is slow, a library has some 50,000 forms.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::fold::{fold, lower, normalise};
use super::split::{Piece, clip, code_parts, join, words};
use super::stem;
use super::stop::is_stop_word;

/// Number of a stem group: its rank of first appearance.
pub type Group = u32;

/// A word as it was met: lower-case, accented, in NFC.
#[derive(Debug)]
pub struct Form {
    /// The form, `évaluées`.
    pub text: Box<str>,
    /// Folded, `evaluees`.
    pub folded: Box<str>,
    /// Its group; `None` for a stop word.
    pub group: Option<Group>,
    /// How often it was met.
    pub count: u32,
}

/// All forms and groups of a library.
pub struct Lexicon {
    stemmer: Stemmer,
    /// Spelling in the text (case included) → the forms it stands for: one, more for a code.
    spellings: FxHashMap<Box<str>, (u32, u32)>,
    /// The forms of spellings, each spelling's in a row.
    targets: Vec<u32>,
    by_text: FxHashMap<Box<str>, u32>,
    forms: Vec<Form>,
    by_stem: FxHashMap<Box<str>, Group>,
    stems: Vec<Box<str>>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon({} forms, {} groups)", self.forms.len(), self.stems.len())
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        Self {
            stemmer: stem::stemmer(),
            spellings: FxHashMap::default(),
            targets: Vec::new(),
            by_text: FxHashMap::default(),
            forms: Vec::new(),
            by_stem: FxHashMap::default(),
            stems: Vec::new(),
        }
    }
}

impl Lexicon {
    /// Analyses a text: its groups, in order, are added to `out`, and its forms are counted.
    pub fn analyse(&mut self, text: &str, out: &mut Vec<Group>) {
        let text = normalise(text);
        words(&text, |piece| {
            let (start, end) = self.spelling(piece);
            for at in start..end {
                let form = &mut self.forms[self.targets[at as usize] as usize];
                form.count += 1;
                out.extend(form.group);
            }
        });
    }

    /// Forms, in the order of first appearance.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// Name of a group in the index: its stem.
    pub fn stem(&self, group: Group) -> &str {
        &self.stems[group as usize]
    }

    /// The group of a stem.
    pub fn group(&self, stem: &str) -> Option<Group> {
        self.by_stem.get(stem).copied()
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.stems.len()
    }

    fn spelling(&mut self, piece: Piece<'_>) -> (u32, u32) {
        let (Piece::Word(written) | Piece::Compound(written)) = piece;
        if let Some(&range) = self.spellings.get(written) {
            return range;
        }
        let start = self.targets.len() as u32;
        let form = match piece {
            Piece::Word(word) => lower(clip(word)),
            Piece::Compound(whole) => lower(clip(&join(whole))),
        };
        let form = self.form(&form);
        self.targets.push(form);
        if matches!(piece, Piece::Word(_)) {
            let folded = self.forms[form as usize].folded.clone();
            for part in code_parts(&folded) {
                let part = self.form(part);
                self.targets.push(part);
            }
        }
        let range = (start, self.targets.len() as u32);
        self.spellings.insert(written.into(), range);
        range
    }

    fn form(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.by_text.get(text) {
            return known;
        }
        let folded = fold(text);
        let group = (!folded.is_empty() && !is_stop_word(&folded)).then(|| {
            let stem = stem::group(&self.stemmer, text, &folded);
            self.intern(stem)
        });
        let number = self.forms.len() as u32;
        self.forms.push(Form { text: text.into(), folded: folded.into(), group, count: 0 });
        self.by_text.insert(text.into(), number);
        number
    }

    fn intern(&mut self, stem: String) -> Group {
        if let Some(&known) = self.by_stem.get(stem.as_str()) {
            return known;
        }
        let number = self.stems.len() as Group;
        let stem: Box<str> = stem.into();
        self.stems.push(stem.clone());
        self.by_stem.insert(stem, number);
        number
    }
}

/// The analysis as tantivy calls it; its clones share one [`Lexicon`].
#[derive(Debug, Clone, Default)]
pub struct FrenchTokenizer {
    lexicon: Arc<Mutex<Lexicon>>,
    groups: Vec<Group>,
}

impl FrenchTokenizer {
    /// The lexicon gathered so far; leaves an empty one.
    pub fn take_lexicon(&self) -> Lexicon {
        std::mem::take(&mut *lock(&self.lexicon))
    }
}

fn lock(lexicon: &Mutex<Lexicon>) -> MutexGuard<'_, Lexicon> {
    lexicon.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tokenizer for FrenchTokenizer {
    type TokenStream<'a> = GroupStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GroupStream<'a> {
        let mut lexicon = lock(&self.lexicon);
        self.groups.clear();
        lexicon.analyse(text, &mut self.groups);
        GroupStream { lexicon, groups: &self.groups, token: Token::default() }
    }
}

/// The stems of a text's groups, one token each.
#[derive(Debug)]
pub struct GroupStream<'a> {
    lexicon: MutexGuard<'a, Lexicon>,
    groups: &'a [Group],
    token: Token,
}

impl TokenStream for GroupStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((&group, rest)) = self.groups.split_first() else { return false };
        self.groups = rest;
        self.token.text.clear();
        self.token.text.push_str(self.lexicon.stem(group));
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stems(text: &str) -> Vec<String> {
        let mut lexicon = Lexicon::default();
        let mut groups = Vec::new();
        lexicon.analyse(text, &mut groups);
        groups.iter().map(|&group| lexicon.stem(group).to_owned()).collect()
    }

    #[test]
    fn stop_words_are_left_out_and_codes_are_whole_and_in_parts() {
        assert_eq!(stems("Les évaluations de l’apprentissage"), ["evalu", "apprentissag"]);
        assert_eq!(stems("RNCP12345BC01"), ["rncp12345bc01", "rncp12345", "rncp", "12345", "bc01", "bc", "01"]);
        assert_eq!(stems("e-learning eLearning")[2..], stems("elearning elearning"));
    }

    proptest! {
        #[test]
        fn never_panics_and_is_deterministic(text in "\\PC{0,200}") {
            let once = stems(&text);
            prop_assert_eq!(&stems(&text), &once);
            for stem in once {
                prop_assert_eq!(fold(&stem), stem);
            }
        }
    }
}
