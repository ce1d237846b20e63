//! Close deliverables: tantivy's *more like this* for the whole library at once.
//!
//! A query a document would cost minutes at 10,000. Here each document keeps its most telling
//! groups (highest impact, which holds the idf), and the short lists of these are added up: a
//! document's neighbours are those with the highest sums of products of impacts.

use rayon::prelude::*;

use super::index::Index;

/// Groups that stand for a document.
const TELLING: usize = 12;

/// A group in more documents than this share of the library tells nothing; in fewer than
/// [`ALWAYS_RARE`] it always does.
const COMMON_SHARE: usize = 40;
const ALWAYS_RARE: usize = 15;

/// The `k` closest documents of each, closest first; archived ones are nobody's neighbours.
pub fn neighbours(index: &Index, k: usize) -> Vec<Vec<u32>> {
    let size = index.documents();
    let postings = index.postings();
    let most = (size / COMMON_SHARE).max(ALWAYS_RARE).min(size.saturating_sub(1));
    let mut telling: Vec<Vec<(f32, u32)>> = vec![Vec::new(); size];
    for (group, list) in (0_u32..).zip(postings) {
        if !(2..=most).contains(&list.documents.len()) {
            continue;
        }
        for (&document, &impact) in list.documents.iter().zip(&list.impacts) {
            keep_best(&mut telling[document as usize], (impact, group), TELLING);
        }
    }
    let mut is_archived = vec![false; size];
    for &document in index.archived() {
        is_archived[document as usize] = true;
    }
    (0..size as u32)
        .into_par_iter()
        .map_init(
            || (vec![0.0_f32; size], Vec::new()),
            |(scores, touched), document| {
                for &(weight, group) in &telling[document as usize] {
                    let list = &postings[group as usize];
                    for (&other, &impact) in list.documents.iter().zip(&list.impacts) {
                        if scores[other as usize] == 0.0 {
                            touched.push(other);
                        }
                        scores[other as usize] += weight * impact;
                    }
                }
                let mut best = Vec::with_capacity(k + 1);
                for other in touched.drain(..) {
                    let score = std::mem::take(&mut scores[other as usize]);
                    if other != document && !is_archived[other as usize] {
                        keep_best(&mut best, (score, other), k);
                    }
                }
                best.into_iter().map(|(_, other)| other).collect()
            },
        )
        .collect()
}

/// Inserts an item among the best, highest first; among equals the later document first.
fn keep_best(best: &mut Vec<(f32, u32)>, item: (f32, u32), most: usize) {
    let is_before = |a: &(f32, u32)| a.0 > item.0 || (a.0 >= item.0 && a.1 > item.1);
    if best.len() == most && best.last().is_none_or(is_before) {
        return;
    }
    let at = best.partition_point(is_before);
    best.insert(at, item);
    best.truncate(most);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_in_order() {
        let mut best = Vec::new();
        for item in [(1.0, 1), (3.0, 2), (2.0, 3), (3.0, 4), (0.5, 5)] {
            keep_best(&mut best, item, 3);
        }
        assert_eq!(best, [(3.0, 4), (3.0, 2), (2.0, 3)]);
        keep_best(&mut Vec::new(), (1.0, 1), 0);
    }
}
