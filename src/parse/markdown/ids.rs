//! Anchors of headings.

use std::collections::HashMap;

use super::Heading;
use crate::value::slug::slugify;

/// Gives each heading an id: its own (`{#id}`), else its slug, made unique by a number.
#[derive(Debug, Default)]
pub(super) struct HeadingIds {
    /// Each id given so far, with the number to try next for a heading of the same name. It only grows, so that
    /// thousands of headings of one name take no longer than as many different ones.
    given: HashMap<String, usize>,
}

impl HeadingIds {
    /// The id of the next heading, of which `slug` is the text as part of an address.
    pub(super) fn next(&mut self, explicit: Option<&str>, slug: &str) -> String {
        let base = match explicit.map(slugify).filter(|id| !id.is_empty()) {
            Some(id) => id,
            None if slug.is_empty() => "section".to_owned(),
            None => slug.to_owned(),
        };
        let Some(mut number) = self.given.get(&base).copied() else {
            self.given.insert(base.clone(), 2);
            return base;
        };
        loop {
            let candidate = format!("{base}-{number}");
            number += 1;
            if !self.given.contains_key(&candidate) {
                self.given.insert(base, number);
                self.given.insert(candidate.clone(), 2);
                return candidate;
            }
        }
    }
}

/// Headings by the letters and digits of their anchors: of each, the rank of the only one that has them.
#[derive(Debug, Clone, Default)]
pub(super) struct Alike(HashMap<String, Option<usize>>);

impl Alike {
    pub(super) fn new(headings: &[Heading]) -> Self {
        let mut ranks = HashMap::with_capacity(headings.len());
        for (rank, heading) in headings.iter().enumerate() {
            let (id, slug) = (letters(&heading.id), letters(&heading.slug));
            let mut note = |key| {
                ranks.entry(key).and_modify(|only| *only = None).or_insert(Some(rank));
            };
            if id != slug {
                note(slug);
            }
            note(id);
        }
        ranks.remove("");
        Self(ranks)
    }

    /// The rank of the heading that an anchor means, as forges and browsers write it.
    pub(super) fn find(&self, anchor: &str) -> Option<usize> {
        let decoded = percent_encoding::percent_decode_str(anchor).decode_utf8().ok()?;
        self.0.get(&letters(&slugify(&decoded))).copied().flatten()
    }
}

/// The letters and digits of a slug.
fn letters(slug: &str) -> String {
    slug.replace('-', "")
}
