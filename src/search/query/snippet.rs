//! The part of a text that holds the most of a query's words.

use std::collections::BTreeSet;

use super::super::analysis::fold::{fold, normalise};
use super::super::analysis::split::{Piece, words};
use super::super::dictionary::Dictionary;
use super::parse::Query;

/// Words of a snippet, and how many of them stand before the first that was asked for.
const LENGTH: usize = 30;
const BEFORE: usize = 5;

/// Tells whether a folded word is one of the query's.
pub(super) fn matcher<'a>(query: &'a Query, dictionary: &'a Dictionary) -> impl Fn(&str) -> bool + 'a {
    let mut groups = BTreeSet::new();
    for form in query.words.iter().flat_map(|word| word.parts.iter().chain([&word.form])) {
        groups.extend(dictionary.lookup(form).iter().copied());
    }
    let prefix = query.words.iter().find(|word| word.is_prefix).map(|word| word.form.as_str());
    move |form| {
        prefix.is_some_and(|prefix| form.starts_with(prefix))
            || dictionary.lookup(form).iter().any(|group| groups.contains(group))
    }
}

/// The best part of a text; `None` when no word of the query is in it.
pub(super) fn snippet(text: &str, is_hit: &impl Fn(&str) -> bool) -> Option<String> {
    let text = normalise(text);
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut hits: Vec<usize> = Vec::new();
    words(&text, |piece| {
        if let Piece::Word(word) = piece {
            if is_hit(&fold(word)) {
                hits.push(places.len());
            }
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            places.push((start, start + word.len()));
        }
    });
    let richness = |&first: &usize| hits.iter().filter(|&&at| (first..first + LENGTH - BEFORE).contains(&at)).count();
    // The first of the richest windows.
    let best = hits.iter().copied().rev().max_by_key(richness)?;
    let from = best.saturating_sub(BEFORE).min(places.len().saturating_sub(LENGTH));
    let to = (from + LENGTH).min(places.len());
    let start = if from == 0 { 0 } else { places[from].0 };
    let end = if to == places.len() { text.len() } else { places[to - 1].1 };
    let inside = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{}{inside}{}", if start > 0 { "… " } else { "" }, if end < text.len() { " …" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_shows_the_words() {
        let text = format!("{} formation continue des adultes {}", "mot ".repeat(60), "fin ".repeat(60));
        let found = snippet(&text, &|form| form == "formation").expect("has the word");
        assert!(found.starts_with("… mot") && found.contains("formation continue") && found.ends_with(" …"));
        assert_eq!(snippet("rien", &|_| false), None);
    }
}
