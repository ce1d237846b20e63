//! Corrections: the word that an unknown one was meant to be.
//!
//! Damerau–Levenshtein distance in its restricted form (optimal string alignment: a letter wrong,
//! missing or too many, two neighbours swapped, nothing edited twice), over the folded forms that are
//! frequent enough not to be slips themselves. The reader does the same in
//! `scripts/search-later/corrections.js`.

use std::cmp::Reverse;

use super::analysis::endings::{inflections, is_family};
use super::dictionary::{Dictionary, Entry};
use super::format::frequency_code;

/// Fewest letters of a word that is corrected: shorter ones, acronyms above all, are near to everything.
const SHORTEST: usize = 5;

/// Fewest letters of a word that is proposed.
const SHORTEST_PROPOSED: usize = 3;

/// Most letters that may be wrong in a word of so many: one in five, and two at most.
const fn reach(letters: usize) -> usize {
    if letters < 10 { 1 } else { 2 }
}

/// What a letter in another's place costs in a word of so many. One makes another word of a short one (*ferme*, *forme*;
/// *livre*, *libre*); a letter that is missing, too many or swapped seldom does.
const fn substitution(letters: usize) -> usize {
    if letters < 8 { 2 } else { 1 }
}

/// How often a form must have been met to be proposed: in a large library rarer ones are often slips,
/// and in a small one a word met once is hardly what was meant.
const fn frequent(documents: usize) -> u32 {
    if documents < 1000 { 2 } else { 3 }
}

fn is_lettered(form: &str) -> bool {
    form.chars().all(char::is_alphabetic)
}

/// Whether a word may be corrected at all.
pub fn is_correctable(form: &str) -> bool {
    is_lettered(form) && form.chars().count() >= SHORTEST
}

/// The entries that may be proposed, in the order of forms.
pub fn proposed(dictionary: &Dictionary, documents: usize) -> impl Iterator<Item = &Entry> {
    let least = frequent(documents);
    let is_proposed = move |entry: &&Entry| {
        entry.count >= least && is_lettered(&entry.form) && entry.form.chars().count() >= SHORTEST_PROPOSED
    };
    dictionary.entries().iter().filter(is_proposed)
}

/// The known form that an unknown one is another form of: no slip, and nothing to say.
pub fn inflected(dictionary: &Dictionary, form: &str) -> Option<String> {
    is_correctable(form).then(|| inflections(form).find(|one| !dictionary.lookup(one).is_empty())).flatten()
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The folded form to search for instead.
    pub form: String,
    /// How it is written.
    pub spelling: String,
}

/// The best correction of a form that is unknown: a word that texts have, whole; when it `is_prefix`, one that begins like
/// it. Never a word of its family: that is another word, and no slip.
///
/// By distance; then those that keep the first letter, which is seldom the wrong one (others are one
/// slip away at most); then what may be another form of the same word; then whole words before
/// beginnings of words; then the most frequent.
pub fn correct(dictionary: &Dictionary, documents: usize, form: &str, is_prefix: bool) -> Option<Correction> {
    if !is_correctable(form) {
        return None;
    }
    let typed: Vec<char> = form.chars().collect();
    let most = reach(typed.len());
    let candidate = |entry: &'_ Entry| {
        let letters: Vec<char> = entry.form.chars().collect();
        let first_differs = letters.first() != typed.first();
        let (distance, length) = nearest(&typed, &letters, is_prefix)?;
        let most = if first_differs { 1 } else { most };
        if is_family(form, &entry.form) {
            return None;
        }
        let is_other = !is_inflection(&typed, &letters[..length]);
        (distance <= most).then_some((distance, first_differs, is_other, length < letters.len()))
    };
    let (entry, _) = proposed(dictionary, documents)
        .filter_map(|entry| candidate(entry).map(|key| (entry, key)))
        .min_by_key(|(entry, (distance, first_differs, is_other, is_part))| {
            (*distance, *first_differs, *is_other, *is_part, Reverse(frequency_code(entry.count as usize)))
        })?;
    Some(Correction { form: entry.form.to_string(), spelling: Dictionary::spelling(entry).to_owned() })
}

/// Whether one is the other with the mark of a plural or a feminine.
fn is_inflection(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    long.strip_prefix(short).is_some_and(|end| matches!(end, ['s' | 'x' | 'e'] | ['e', 's']))
}

/// The distance of a typed word to a candidate, and the candidate's length; or, of a prefix, to the
/// nearest beginning of the candidate that ends as it does (the whole one first, then the one of the nearest length), and
/// that beginning's length: a last letter that leads away is no slip yet. `None` when it is surely too far.
fn nearest(typed: &[char], candidate: &[char], is_prefix: bool) -> Option<(usize, usize)> {
    let most = reach(typed.len());
    if candidate.len() + most < typed.len() || (!is_prefix && candidate.len() > typed.len() + most) {
        return None;
    }
    let candidate = &candidate[..candidate.len().min(typed.len() + most + 1)];
    let row = last_row(typed, candidate, substitution(typed.len()));
    if !is_prefix {
        return Some((row[candidate.len()], candidate.len()));
    }
    (SHORTEST_PROPOSED..=candidate.len())
        .filter(|&length| candidate.get(length - 1) == typed.last())
        .map(|length| (row[length], length))
        .min_by_key(|&(distance, length)| (distance, length != candidate.len(), length.abs_diff(typed.len()), length))
}

/// The distances of a word to every beginning of another; a letter in another's place costs `substitution`.
fn last_row(word: &[char], other: &[char], substitution: usize) -> Vec<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in word.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut cost = (last[j] + if a == b { 0 } else { substitution }).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == &other[j - 1] && &word[i - 1] == b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        last_row(&a, &b, 1)[b.len()]
    }

    #[test]
    fn slips_are_near() {
        assert_eq!(distance("nuemrique", "numerique"), 1);
        assert_eq!(distance("aprentissage", "apprentissage"), 1);
        assert_eq!(distance("accompagnemnt", "accompagnement"), 1);
        assert_eq!(distance("xompetence", "competence"), 1);
        assert_eq!(distance("ca", "abc"), 3);
    }

    proptest! {
        #[test]
        fn it_is_the_usual_distance(a in "[a-d]{0,7}", b in "[a-d]{0,7}") {
            prop_assert_eq!(distance(&a, &b), strsim::osa_distance(&a, &b));
        }
    }
}
