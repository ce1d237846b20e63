//! The files of corrections.

use rayon::prelude::*;

use super::super::correction::proposed;
use super::super::dictionary::Entry;
use super::super::error::SearchError;
use super::super::format::Kind;
use super::super::format::corrections::{Buckets, corrections};
use super::super::index::Index;
use super::{File, file};

/// Sorts the proposed forms into files; every file is written, empty or not.
pub(super) fn files(index: &Index) -> Result<(Vec<File>, Buckets), SearchError> {
    let proposed: Vec<&Entry> = proposed(index.dictionary(), index.documents()).collect();
    let buckets = Buckets::of(proposed.len());
    let mut files: Vec<(String, Vec<&Entry>)> = (0..buckets.first)
        .map(|number| format!("c{number:02}"))
        .chain((0..buckets.middle).map(|number| format!("b{number:02}")))
        .map(|name| (name, Vec::new()))
        .collect();
    for entry in proposed {
        files[buckets.by_first(&entry.form) as usize].1.push(entry);
        if let Some(number) = buckets.by_middle(&entry.form) {
            files[(buckets.first + number) as usize].1.push(entry);
        }
    }
    let files = files
        .into_par_iter()
        .map(|(name, entries)| Ok(file(Kind::Corrections, name, &corrections(&entries))?))
        .collect::<Result<_, SearchError>>()?;
    Ok((files, buckets))
}
