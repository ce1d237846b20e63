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

/// Headings by their anchors.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    /// The rank of each.
    exact: HashMap<String, usize>,
    /// By the letters and digits of anchors alone: the rank of the only heading that has them.
    alike: HashMap<String, Option<usize>>,
}

impl Anchors {
    pub(super) fn new(headings: &[Heading]) -> Self {
        let mut exact = HashMap::with_capacity(headings.len());
        let mut alike = HashMap::with_capacity(headings.len());
        for (rank, heading) in headings.iter().enumerate() {
            exact.entry(heading.id.clone()).or_insert(rank);
            let (id, slug) = (letters(&heading.id), letters(&heading.slug));
            let mut note = |key| {
                alike.entry(key).and_modify(|only| *only = None).or_insert(Some(rank));
            };
            if id != slug {
                note(slug);
            }
            note(id);
        }
        alike.remove("");
        Self { exact, alike }
    }

    /// The rank of the heading that an anchor means, as it is or as forges and browsers write it.
    pub(super) fn find(&self, anchor: &str) -> Option<usize> {
        if let Some(rank) = self.exact.get(anchor) {
            return Some(*rank);
        }
        let decoded = percent_encoding::percent_decode_str(anchor).decode_utf8().ok()?;
        self.alike.get(&letters(&slugify(&decoded))).copied().flatten()
    }
}

/// The letters and digits of a slug.
fn letters(slug: &str) -> String {
    slug.replace('-', "")
}
