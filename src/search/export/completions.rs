//! The files of completions: which beginnings of words have one, and what they hold.

use std::cmp::Reverse;
use std::ops::Range;

use rayon::prelude::*;

use super::super::analysis::fold::fold;
use super::super::dictionary::Dictionary;
use super::super::error::SearchError;
use super::super::format::Kind;
use super::super::format::completions::completions;
use super::super::format::lists::Quantised;
use super::super::index::Index;
use super::super::postings::{COMPLETION_WEIGHT, List};
use super::plan::Plan;
use super::{File, file};

/// Bytes of shards and lists above which a beginning has a file of its own.
const MOST: usize = 11 << 10;

/// Words suggested for a beginning.
const WORDS: usize = 8;

/// What must be known of the files already written to weigh a beginning.
pub(super) struct Sizes<'a> {
    /// Where each shard begins.
    pub(super) separators: &'a [&'a str],
    /// Bytes of each shard.
    pub(super) shards: &'a [usize],
    /// Bytes of each long list.
    pub(super) lists: &'a [usize],
}

/// A beginning with a file of its own.
#[derive(Debug)]
pub(super) struct Beginning<'a> {
    /// The letters.
    pub(super) prefix: &'a str,
    /// The dictionary entries that start with them.
    range: Range<usize>,
}

/// The beginnings that are dear to read word by word, sorted.
pub(super) fn beginnings<'a>(index: &'a Index, plan: &Plan, sizes: &Sizes<'_>) -> Vec<Beginning<'a>> {
    let entries = index.dictionary().entries();
    // Entries with a long list, each with the list.
    let listed: Vec<(usize, u32)> = entries
        .iter()
        .enumerate()
        .flat_map(|(at, entry)| entry.groups.iter().filter_map(move |&group| Some((at, plan.long_of[group as usize]?))))
        .collect();
    let cost = |one: &Beginning<'_>| {
        let after = sizes.separators.partition_point(|start| *start <= one.prefix);
        let more = sizes.separators[after..].iter().take_while(|start| start.starts_with(one.prefix)).count();
        let shards: usize = sizes.shards[after.saturating_sub(1)..after + more].iter().sum();
        let from = listed.partition_point(|(at, _)| *at < one.range.start);
        let to = listed.partition_point(|(at, _)| *at < one.range.end);
        let mut lists: Vec<u32> = listed[from..to].iter().map(|(_, list)| *list).collect();
        lists.sort_unstable();
        lists.dedup();
        shards + lists.iter().map(|&list| sizes.lists[list as usize]).sum::<usize>()
    };
    let mut found: Vec<Beginning<'a>> = Vec::new();
    let mut level = longer(index.dictionary(), 0..entries.len(), 1);
    for length in 2.. {
        level.retain(|one| cost(one) > MOST);
        if level.is_empty() {
            break;
        }
        let next = level.iter().flat_map(|one| longer(index.dictionary(), one.range.clone(), length)).collect();
        found.append(&mut level);
        level = next;
    }
    found.sort_unstable_by_key(|one| one.prefix);
    found
}

/// The beginnings of so many letters among the entries of a range.
fn longer(dictionary: &Dictionary, range: Range<usize>, letters: usize) -> Vec<Beginning<'_>> {
    let mut found: Vec<Beginning<'_>> = Vec::new();
    for at in range {
        let form = &*dictionary.entries()[at].form;
        let Some((last, c)) = form.char_indices().nth(letters - 1) else { continue };
        let prefix = &form[..last + c.len_utf8()];
        match found.last_mut() {
            Some(one) if one.prefix == prefix => one.range.end = at + 1,
            _ => found.push(Beginning { prefix, range: at..at + 1 }),
        }
    }
    found
}

/// Their files, in the same order.
pub(super) fn files(index: &Index, beginnings: &[Beginning<'_>]) -> Result<Vec<File>, SearchError> {
    beginnings
        .par_iter()
        .enumerate()
        .map_init(
            || Scratch { scores: vec![0.0; index.documents()], seen: vec![u32::MAX; index.postings().len()] },
            |scratch, (number, one)| {
                let groups = groups(index, one, number as u32, &mut scratch.seen);
                let list = union(index, one, &groups, &mut scratch.scores);
                let words = words(index, one, groups);
                let words: Vec<(&str, u32)> = words.iter().map(|(word, count)| (word.as_str(), *count)).collect();
                let payload = completions(&words, &list, &Quantised::rough(&list));
                Ok(file(Kind::Completions, format!("p{number:04}"), &payload)?)
            },
        )
        .collect()
}

/// Tables of a thread.
struct Scratch {
    /// Scores by document, all 0 between uses.
    scores: Vec<f32>,
    /// The last beginning that met each group.
    seen: Vec<u32>,
}

/// The groups of a beginning, each with its first entry there.
fn groups(index: &Index, one: &Beginning<'_>, number: u32, seen: &mut [u32]) -> Vec<(u32, usize)> {
    let entries = index.dictionary().entries();
    let mut found = Vec::new();
    for at in one.range.clone() {
        for &group in &entries[at].groups {
            if std::mem::replace(&mut seen[group as usize], number) != number {
                found.push((group, at));
            }
        }
    }
    found
}

/// The documents that have any of the groups.
fn union(index: &Index, one: &Beginning<'_>, groups: &[(u32, usize)], scores: &mut [f32]) -> List {
    let exact = index.dictionary().lookup(one.prefix);
    let mut documents = Vec::new();
    for (group, _) in groups {
        let weight = if exact.contains(group) { 1.0 } else { COMPLETION_WEIGHT };
        let list = &index.postings()[*group as usize];
        for (&document, &impact) in list.documents.iter().zip(&list.impacts) {
            let score = &mut scores[document as usize];
            if *score == 0.0 {
                documents.push(document);
            }
            *score = score.max(impact * weight);
        }
    }
    documents.sort_unstable();
    let impacts = documents.iter().map(|&document| std::mem::take(&mut scores[document as usize])).collect();
    List { documents, impacts }
}

/// The commonest words among the groups, as written, and how many documents have each, archives left out.
fn words(index: &Index, one: &Beginning<'_>, mut groups: Vec<(u32, usize)>) -> Vec<(String, u32)> {
    let dictionary = index.dictionary();
    let documents = |group: u32| &index.postings()[group as usize].documents;
    // A word that some text has: neither an id nor a compound in one piece.
    let spelt = |group: u32| {
        let known = &dictionary.groups()[group as usize];
        let entries = known.entries.iter().filter(|&&at| one.range.contains(&(at as usize)));
        let best = entries.map(|&at| &dictionary.entries()[at as usize]).max_by_key(|entry| entry.count)?;
        if !known.display.is_empty() && fold(&known.display).starts_with(one.prefix) {
            return Some(&*known.display);
        }
        (best.count > 0).then(|| Dictionary::spelling(best))
    };
    groups.retain(|&(group, _)| spelt(group).is_some());
    let key = |&(group, at): &(u32, usize)| (Reverse(documents(group).len()), at);
    let published = |group: u32| {
        let is_archived = |document: &u32| index.archived().binary_search(document).is_ok();
        documents(group).iter().filter(|document| !is_archived(document)).count() as u32
    };
    if groups.len() > WORDS {
        groups.select_nth_unstable_by_key(WORDS, key);
        groups.truncate(WORDS);
    }
    groups.sort_unstable_by_key(key);
    let word = |(group, _)| Some((spelt(group)?.to_owned(), published(group)));
    groups.into_iter().filter_map(word).collect()
}
