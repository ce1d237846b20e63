//! Anchors of headings.

use std::collections::HashMap;

use crate::value::slug::slugify;

/// Gives each heading an id: its own (`{#id}`), else its slug, made unique by a number.
#[derive(Debug, Default)]
pub(super) struct HeadingIds {
    /// Each id given so far, with the number to try next for a heading of the same name. It only grows, so that
    /// thousands of headings of one name take no longer than as many different ones.
    given: HashMap<String, usize>,
}

impl HeadingIds {
    /// The id of the next heading.
    pub(super) fn next(&mut self, explicit: Option<&str>, text: &str) -> String {
        let base = match explicit.map(slugify).filter(|id| !id.is_empty()) {
            Some(id) => id,
            None => Some(slugify(text)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".to_owned()),
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
