//! The files that phrases are found by.

use rayon::prelude::*;

use super::super::analysis::stop::is_stop_word;
use super::super::document::Document;
use super::super::error::SearchError;
use super::super::format::Kind;
use super::super::format::phrases::{Occurrence, file_of, occurrence, payload};
use super::super::phrases::each_pair;
use super::{File, file};
use crate::model::Library;

/// Occurrences of a file, more or less: some 15 KB as sent. A phrase of two or three words reads one or two; smaller files
/// would be thousands in a large library.
const PER_FILE: usize = 6_000;

/// How many files there are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Of pairs that hold a word.
    pub(super) words: u32,
    /// Of pairs of stop words.
    pub(super) stops: u32,
}

/// Writes the pairs of a library.
pub(super) fn files(library: &Library) -> Result<(Vec<File>, Counts), SearchError> {
    let read: Vec<[Vec<Occurrence>; 2]> = library
        .deliverables
        .par_iter()
        .enumerate()
        .map(|(number, one)| {
            let mut found = [Vec::new(), Vec::new()];
            each_pair(&Document::new(one, &library.config), |first, second, place| {
                let is_stop = is_stop_word(first) && is_stop_word(second);
                found[usize::from(is_stop)].push(occurrence(first, second, number as u32, place));
            });
            found
        })
        .collect();
    let mut sorts = [Vec::new(), Vec::new()];
    for some in read {
        for (all, some) in sorts.iter_mut().zip(some) {
            all.extend(some);
        }
    }
    let [words, stops] = sorts;
    let (mut files, of_words) = sorted(words, 'w')?;
    let (more, of_stops) = sorted(stops, 'v')?;
    files.extend(more);
    Ok((files, Counts { words: of_words, stops: of_stops }))
}

/// The files of one sort of pairs, one at least.
fn sorted(mut all: Vec<Occurrence>, letter: char) -> Result<(Vec<File>, u32), SearchError> {
    all.par_sort_unstable();
    let count = all.len().div_ceil(PER_FILE).max(1);
    let files = (0..count)
        .into_par_iter()
        .map(|number| {
            let from = all.partition_point(|one| file_of(one, count) < number);
            let to = all.partition_point(|one| file_of(one, count) <= number);
            Ok(file(Kind::Pairs, format!("{letter}{number:04}"), &payload(&all[from..to]))?)
        })
        .collect::<Result<_, SearchError>>()?;
    Ok((files, count as u32))
}
