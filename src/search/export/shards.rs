//! The files of shards and long lists.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::error::SearchError;
use super::super::format::lists::{ShardGroup, shard};
use super::super::format::{Kind, Payload};
use super::super::index::Index;
use super::plan::{Plan, display_beside};
use super::{File, file};

/// The files of every shard and every long list.
pub(super) fn files(index: &Index, plan: &Plan) -> Result<Vec<File>, SearchError> {
    let ranges: Vec<_> = plan.shards().collect();
    // In which shard each group was seen first; a second one makes it shared.
    let mut seen: Vec<Option<usize>> = vec![None; index.dictionary().groups().len()];
    let mut is_shared = vec![false; seen.len()];
    for (number, range) in ranges.iter().enumerate() {
        for &at in &plan.forms[range.clone()] {
            for group in plan.short_groups(&index.dictionary().entries()[at as usize].groups) {
                let first = *seen[group as usize].get_or_insert(number);
                is_shared[group as usize] |= first != number;
            }
        }
    }
    let mut files: Vec<File> = ranges
        .into_par_iter()
        .enumerate()
        .map(|(number, range)| {
            let payload = payload(index, plan, &plan.forms[range], &is_shared);
            Ok(file(Kind::Shard, format!("s{number:04}"), &payload)?)
        })
        .collect::<Result<_, SearchError>>()?;
    for (rank, long) in plan.long.iter().enumerate() {
        files.push(file(Kind::LongList, format!("l{rank:04}"), &long.payload)?);
    }
    Ok(files)
}

fn payload(index: &Index, plan: &Plan, entries: &[u32], is_shared: &[bool]) -> Payload {
    let dictionary = index.dictionary();
    let mut local: FxHashMap<u32, u32> = FxHashMap::default();
    let mut groups = Vec::new();
    let mut forms = Vec::with_capacity(entries.len());
    for &at in entries {
        let entry = &dictionary.entries()[at as usize];
        let of_form = plan
            .short_groups(&entry.groups)
            .map(|group| {
                *local.entry(group).or_insert_with(|| {
                    let shown = display_beside(&dictionary.groups()[group as usize], &entry.form);
                    let list = &index.postings()[group as usize];
                    groups.push(ShardGroup {
                        shared: is_shared[group as usize].then_some(group),
                        display: (!shown.is_empty()).then_some(shown),
                        list,
                        quantised: &plan.quantised[group as usize],
                    });
                    groups.len() as u32 - 1
                })
            })
            .collect();
        forms.push((&*entry.form, of_form));
    }
    shard(&forms, &groups)
}
