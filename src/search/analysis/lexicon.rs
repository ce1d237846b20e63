//! The words met so far, each analysed once: stemming is slow, a library has some 50,000 forms.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{PreTokenizedString, Token, TokenStream, Tokenizer};

use super::fold::{fold, lower, normalise};
use super::split::{Piece, clip, code_parts, join, words};
use super::stem::FRENCH;
use super::stop::is_indexed;

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
}

/// What a spelling stands for. Small and in one place: this is looked up once for every word of the
/// library, and memory is what that costs.
#[derive(Clone, Copy)]
struct Target {
    form: u32,
    /// [`NO_GROUP`] for a stop word.
    group: Group,
    /// 1 + rank in `extras` of the other forms of a code; 0 for other words.
    extras: u32,
}

const NO_GROUP: Group = Group::MAX;

/// All forms and groups of a library.
#[derive(Default)]
pub struct Lexicon {
    /// By spelling in the text, case included.
    spellings: FxHashMap<Box<str>, Target>,
    /// The parts of codes.
    extras: Vec<Vec<u32>>,
    by_text: FxHashMap<Box<str>, u32>,
    forms: Vec<Form>,
    /// How often each form was met.
    counts: Vec<u32>,
    /// How often as a word of a text: not as the joined parts of one, a part of a code or in an id.
    shown: Vec<u32>,
    by_stem: FxHashMap<Box<str>, Group>,
    stems: Vec<Box<str>>,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon({} forms, {} groups)", self.forms.len(), self.stems.len())
    }
}

impl Lexicon {
    /// Analyses a text: its groups, in order, are added to `out`, and its forms are counted; as shown, where someone reads
    /// it.
    pub fn analyse(&mut self, text: &str, is_read: bool, out: &mut Vec<Group>) {
        let text = normalise(text);
        words(&text, |piece| {
            let target = self.target(piece);
            self.counts[target.form as usize] += 1;
            self.shown[target.form as usize] += u32::from(is_read && matches!(piece, Piece::Word(_)));
            if target.group != NO_GROUP {
                out.push(target.group);
            }
            if target.extras > 0 {
                for &form in &self.extras[target.extras as usize - 1] {
                    self.counts[form as usize] += 1;
                    out.extend(self.forms[form as usize].group);
                }
            }
        });
    }

    /// Adds what another met, after what this one did.
    pub fn absorb(&mut self, other: &Self) {
        for ((form, &count), &shown) in other.forms.iter().zip(&other.counts).zip(&other.shown) {
            let number = if let Some(&known) = self.by_text.get(&form.text) {
                known
            } else {
                let group = form.group.map(|group| self.intern(other.stem(group)));
                self.add(&form.text, form.folded.clone(), group)
            };
            self.counts[number as usize] += count;
            self.shown[number as usize] += shown;
        }
    }

    /// How often each form was met, by its rank in [`Self::forms`].
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How often each form was met as a word of a text.
    pub fn shown(&self) -> &[u32] {
        &self.shown
    }

    /// Forms, in the order of first appearance.
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The stem of a group.
    pub fn stem(&self, group: Group) -> &str {
        &self.stems[group as usize]
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.stems.len()
    }

    fn target(&mut self, piece: Piece<'_>) -> Target {
        let (Piece::Word(written) | Piece::Compound(written)) = piece;
        if let Some(&target) = self.spellings.get(written) {
            return target;
        }
        let form = match piece {
            Piece::Word(word) => self.form(&lower(clip(word))),
            Piece::Compound(whole) => self.form(&lower(clip(&join(whole)))),
        };
        let mut target = Target { form, group: self.forms[form as usize].group.unwrap_or(NO_GROUP), extras: 0 };
        if matches!(piece, Piece::Word(_)) {
            let folded = self.forms[form as usize].folded.clone();
            let parts: Vec<u32> = code_parts(&folded).into_iter().map(|part| self.form(part)).collect();
            if !parts.is_empty() {
                self.extras.push(parts);
                target.extras = self.extras.len() as u32;
            }
        }
        self.spellings.insert(written.into(), target);
        target
    }

    fn form(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.by_text.get(text) {
            return known;
        }
        let folded = fold(text);
        let group = (!folded.is_empty() && is_indexed(&folded)).then(|| {
            let stem = FRENCH.group(text, &folded);
            self.intern(&stem)
        });
        self.add(text, folded.into(), group)
    }

    fn add(&mut self, text: &str, folded: Box<str>, group: Option<Group>) -> u32 {
        let number = self.forms.len() as u32;
        self.forms.push(Form { text: text.into(), folded, group });
        self.counts.push(0);
        self.shown.push(0);
        self.by_text.insert(text.into(), number);
        number
    }

    fn intern(&mut self, stem: &str) -> Group {
        if let Some(&known) = self.by_stem.get(stem) {
            return known;
        }
        let number = self.stems.len() as Group;
        self.stems.push(stem.into());
        self.by_stem.insert(stem.into(), number);
        number
    }
}

/// The analysis as tantivy calls it; its clones share one [`Lexicon`].
/// The term of a group in the index is its stem.
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

    /// A text of ids, analysed: they are found as words are, but nobody reads them.
    pub fn of_ids(&self, text: &str) -> PreTokenizedString {
        let mut lexicon = lock(&self.lexicon);
        let mut groups = Vec::new();
        lexicon.analyse(text, false, &mut groups);
        let token = |(position, &group): (usize, &Group)| Token {
            position,
            text: lexicon.stem(group).to_owned(),
            ..Token::default()
        };
        PreTokenizedString { text: text.to_owned(), tokens: groups.iter().enumerate().map(token).collect() }
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
        lexicon.analyse(text, true, &mut self.groups);
        GroupStream { lexicon, groups: &self.groups, token: Token::default() }
    }
}

/// The terms of a text's groups, one token each.
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
        lexicon.analyse(text, true, &mut groups);
        groups.iter().map(|&group| lexicon.stem(group).to_owned()).collect()
    }

    #[test]
    fn what_parts_met_adds_up() {
        let texts = ["Évaluer les élèves", "L’évaluation de l’élève, RNCP12345", "les élèves évaluent"];
        let mut whole = Lexicon::default();
        let mut sum = Lexicon::default();
        for text in texts {
            whole.analyse(text, true, &mut Vec::new());
            let mut part = Lexicon::default();
            part.analyse(text, true, &mut Vec::new());
            sum.absorb(&part);
        }
        assert_eq!(
            format!("{:?} {:?} {:?}", sum.forms, sum.counts, sum.shown),
            format!("{:?} {:?} {:?}", whole.forms, whole.counts, whole.shown)
        );
        assert_eq!(sum.stems, whole.stems);
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
