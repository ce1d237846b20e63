//! What goes where: which groups have a long list, where the dictionary is cut into shards, which
//! forms stand in the manifest.

use rayon::prelude::*;

use super::super::dictionary::{Dictionary, Group};
use super::super::error::SearchError;
use super::super::format::lists::{Quantised, long_list};
use super::super::format::manifest::CommonForm;
use super::super::format::{Kind, Payload, seal};
use super::super::index::Index;
use super::super::postings::List;

/// A list that is longer than this, in bytes as sent, has a file of its own.
const LONG: usize = 2560;

/// Postings below which a list cannot be long: each takes a byte at least before compression.
const SURELY_SHORT: usize = 900;

/// Size of a shard to aim for, in bytes as sent.
const SHARD: f64 = 2560.0;

/// Words with digits (codes, years, articles) are half of all forms and seldom asked for: they count for
/// so much less, so that fewer shards hold them and the manifest, which everyone loads, is shorter.
const NUMBERS: f64 = 0.35;

/// Bytes of postings in two shards that are as dear as one letter more in the manifest.
const SEPARATOR: f64 = 25.0;

/// A group with a list of its own.
#[derive(Debug)]
pub(super) struct LongList {
    /// Its number in the dictionary.
    pub(super) group: u32,
    /// What its file holds.
    pub(super) payload: Payload,
}

/// The layout of an index.
#[derive(Debug)]
pub(super) struct Plan {
    /// Impacts of every group.
    pub(super) quantised: Vec<Quantised>,
    /// Groups with a file of their own, ascending.
    pub(super) long: Vec<LongList>,
    /// Rank in `long` of each group.
    pub(super) long_of: Vec<Option<u32>>,
    /// Dictionary entries that have short groups, ascending.
    pub(super) forms: Vec<u32>,
    /// Ranks in `forms` where shards begin; the first is 0.
    pub(super) starts: Vec<usize>,
}

/// The display form of a group beside the form that a reader takes for it otherwise.
pub(super) fn display_beside<'a>(group: &'a Group, first: &str) -> &'a str {
    match &*group.display {
        "" => " ",
        display if display == first => "",
        display => display,
    }
}

/// The display form of a group: empty when it is no other than its first form, a space when no text has it.
pub(super) fn display<'a>(dictionary: &'a Dictionary, group: &'a Group) -> &'a str {
    let first = group.entries.first().map_or("", |&entry| &*dictionary.entries()[entry as usize].form);
    display_beside(group, first)
}

impl Plan {
    pub(super) fn new(index: &Index) -> Result<Self, SearchError> {
        let (dictionary, postings) = (index.dictionary(), index.postings());
        let quantised: Vec<Quantised> = postings.par_iter().map(Quantised::new).collect();
        let candidates: Vec<Option<LongList>> = (0_u32..postings.len() as u32)
            .into_par_iter()
            .map(|group| {
                let list = &postings[group as usize];
                if list.documents.len() < SURELY_SHORT {
                    return Ok(None);
                }
                let payload = long_list(list, &quantised[group as usize]);
                // It gets its name once all are known.
                Ok((seal(Kind::LongList, "", &payload)?.len() > LONG).then_some(LongList { group, payload }))
            })
            .collect::<Result<_, SearchError>>()?;
        let long: Vec<LongList> = candidates.into_iter().flatten().collect();
        let mut long_of = vec![None; postings.len()];
        for (rank, one) in (0_u32..).zip(&long) {
            long_of[one.group as usize] = Some(rank);
        }
        let is_short = |group: &u32| long_of[*group as usize].is_none();
        let forms: Vec<u32> = (0_u32..)
            .zip(dictionary.entries())
            .filter(|(_, entry)| entry.groups.iter().any(is_short))
            .map(|(at, _)| at)
            .collect();
        let starts = cut(dictionary, postings, index.documents(), &forms, &is_short);
        Ok(Self { quantised, long, long_of, forms, starts })
    }

    /// The ranks in `forms` of each shard.
    pub(super) fn shards(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let ends = self.starts.iter().skip(1).copied().chain([self.forms.len()]);
        self.starts.iter().copied().zip(ends).map(|(start, end)| start..end)
    }

    /// The short groups of an entry.
    pub(super) fn short_groups<'a>(&'a self, groups: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
        groups.iter().copied().filter(|&group| self.long_of[group as usize].is_none())
    }

    /// Where each shard begins: the shortest text that is above every form of the shard before and not
    /// above its own first form; empty for the first.
    pub(super) fn separators<'a>(&self, index: &'a Index) -> Vec<&'a str> {
        let entries = index.dictionary().entries();
        let form = |at: usize| &*entries[self.forms[at] as usize].form;
        let separator = |&start: &usize| {
            if start == 0 { "" } else { shortest_separator(form(start - 1), form(start)) }
        };
        self.starts.iter().map(separator).collect()
    }

    /// The forms that the manifest holds.
    pub(super) fn common_forms<'a>(&self, index: &'a Index) -> Vec<CommonForm<'a>> {
        let dictionary = index.dictionary();
        let entries = dictionary.entries();
        let chosen: Vec<bool> = entries
            .iter()
            .map(|entry| entry.groups.iter().any(|&group| self.long_of[group as usize].is_some()))
            .collect();
        let common = |at: usize| {
            let entry = &entries[at];
            let extensions = dictionary.prefix_range(&entry.form);
            CommonForm {
                form: &entry.form,
                has_short: self.short_groups(&entry.groups).next().is_some(),
                is_extended: entries[extensions]
                    .iter()
                    .skip(1)
                    .any(|longer| self.short_groups(&longer.groups).next().is_some()),
                lists: entry.groups.iter().filter_map(|&group| self.long_of[group as usize]).collect(),
            }
        };
        (0..entries.len()).filter(|&at| chosen[at]).map(common).collect()
    }
}

/// Where shards begin: near every [`SHARD`] bytes, at the place where the fewest bytes of postings
/// belong to groups that lie on both sides and so must stand in both.
fn cut(
    dictionary: &Dictionary,
    postings: &[List],
    documents: usize,
    forms: &[u32],
    is_short: &dyn Fn(&u32) -> bool,
) -> Vec<usize> {
    let mut sizes = vec![0.0_f64; forms.len()];
    let mut open = vec![0.0_f64; forms.len() + 1];
    let rank = |entry: u32| forms.partition_point(|&at| at < entry);
    for (number, group) in (0_u32..).zip(dictionary.groups()) {
        let (Some(&first), Some(&last)) = (group.entries.first(), group.entries.last()) else { continue };
        if !is_short(&number) {
            continue;
        }
        let (first, last) = (rank(first), rank(last));
        let size = estimate(postings[number as usize].documents.len(), documents);
        sizes[first] += size;
        open[first + 1] += size;
        open[last + 1] -= size;
    }
    let mut running = 0.0;
    for value in &mut open {
        running += *value;
        *value = running;
    }
    let form = |at: usize| &*dictionary.entries()[forms[at] as usize].form;
    let mut starts = vec![0];
    let mut filled = 0.0;
    let mut best: Option<(usize, f64)> = None;
    let mut at = 0;
    while at < forms.len() {
        let share = if form(at).bytes().any(|byte| byte.is_ascii_digit()) { NUMBERS } else { 1.0 };
        filled += (sizes[at] + 3.0) * share;
        at += 1;
        if filled > SHARD * 0.75 && at < forms.len() {
            let cost = open[at] + SEPARATOR * shortest_separator(form(at - 1), form(at)).len() as f64;
            if best.is_none_or(|(_, least)| cost < least) {
                best = Some((at, cost));
            }
        }
        if filled > SHARD * 1.1 {
            let start = best.take().map_or(at, |(at, _)| at);
            if start < forms.len() {
                starts.push(start);
            }
            (filled, at) = (0.0, start);
        }
    }
    starts
}

/// Size of a group's postings in a shard, in bytes as sent: fitted to measured shards.
fn estimate(frequency: usize, documents: usize) -> f64 {
    let df = frequency as f64;
    let gap = ((documents as f64 / df).log2() + 1.5).max(1.0) / 8.0;
    3.0 + df * (gap + if frequency > 1 { 0.85 } else { 0.0 })
}

/// The shortest beginning of `b` that is above `a`, for `a < b`.
fn shortest_separator<'a>(a: &str, b: &'a str) -> &'a str {
    let ends = b.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| &b[..end]).find(|start| *start > a).unwrap_or(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_short() {
        assert_eq!(shortest_separator("formateur", "formation"), "formati");
        assert_eq!(shortest_separator("form", "forme"), "forme");
        assert_eq!(shortest_separator("a", "été"), "é");
    }
}
