//! A word under way: the groups that it may become.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::super::dictionary::Dictionary;
use super::super::format::frequency_code;
use super::super::postings::List;

/// A prefix of so many letters or more stands for all its completions; a shorter one for the
/// commonest only.
pub const FULL_PREFIX: usize = 3;

/// How many completions a short prefix has.
pub const COMPLETIONS: usize = 4;

/// A short prefix that spans more shards is completed from the manifest alone.
pub const SHARDS_READ: usize = 6;

/// How much a completion weighs beside the exact form.
pub const COMPLETION_WEIGHT: f32 = 0.5;

/// Every prefix of one or two letters.
pub fn short_prefixes(dictionary: &Dictionary) -> BTreeSet<String> {
    let mut prefixes = BTreeSet::new();
    for entry in dictionary.entries() {
        let mut chars = entry.form.chars();
        let first: String = chars.by_ref().take(1).collect();
        if let Some(second) = chars.next() {
            let mut two = first.clone();
            two.push(second);
            prefixes.insert(two);
        }
        prefixes.insert(first);
    }
    prefixes
}

/// The commonest groups among the completions of a prefix, each with its first entry: by frequency
/// (on the manifest's scale), then in the order of forms.
pub fn commonest(dictionary: &Dictionary, postings: &[List], prefix: &str) -> Vec<(u32, usize)> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<(Reverse<u8>, usize, u32)> = Vec::new();
    for at in dictionary.prefix_range(prefix) {
        for &group in &dictionary.entries()[at].groups {
            if seen.insert(group) {
                let frequency = postings[group as usize].documents.len();
                found.push((Reverse(frequency_code(frequency)), at, group));
            }
        }
    }
    found.sort_unstable();
    found.truncate(COMPLETIONS);
    found.into_iter().map(|(_, at, group)| (group, at)).collect()
}
