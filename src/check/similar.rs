//! Deliverables whose texts are nearly the same: a copy that was forgotten, or two pages that should be one.
//!
//! Each text is a set of shingles (five words that follow one another). Sets that share most of their shingles
//! nearly always share a band of their `MinHash` signatures: only those are compared (Broder 1997; Leskovec,
//! Rajaraman, Ullman, *Mining of Massive Datasets*, chapter 3).

use std::collections::HashMap;
use std::hash::Hasher as _;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use super::every;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::model::{Deliverable, Library};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Texts with fewer shingles say too little to be compared.
const FEWEST: usize = 40;
/// Share of all shingles that two texts have in common, from which on they are told.
const LIKE: f64 = 0.8;
/// Bands of a signature and their rows: two texts that are 80 % alike share a band in 9,998 of 10,000 cases.
const BANDS: usize = 16;
const ROWS: usize = 4;
/// Texts of one band that a text is compared with, so that cost stays linear whatever is copied.
const MOST: usize = 8;

/// The deliverables that nearly repeat another.
pub(super) fn check(library: &Library) -> Vec<Diagnostic> {
    let mut all: Vec<&Deliverable> = every(library).collect();
    all.sort_by(|a, b| a.slug.cmp(&b.slug));
    let sets: Vec<Vec<u64>> = all.par_iter().map(|one| shingles(&one.body.text)).collect();
    let signatures: Vec<Option<[u64; BANDS]>> =
        sets.par_iter().map(|set| (set.len() >= FEWEST).then(|| signature(set))).collect();
    let mut bands: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
    let mut problems = Vec::new();
    for (at, signature) in signatures.iter().enumerate() {
        let Some(signature) = signature else { continue };
        let mut near: Vec<usize> = Vec::new();
        for (band, hash) in signature.iter().enumerate() {
            let same = bands.entry((band, *hash)).or_default();
            near.extend(same.iter());
            if same.len() < MOST {
                same.push(at);
            }
        }
        near.sort_unstable();
        near.dedup();
        let likeness = |other: usize| (resemblance(&sets[at], &sets[other]), other);
        let closest = near
            .into_iter()
            .filter(|&other| !is_known(all[at], all[other]))
            .map(likeness)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((share, other)) = closest.filter(|(share, _)| *share >= LIKE) {
            problems.extend(tell(all[at], all[other], share));
        }
    }
    problems
}

/// Whether the one says of itself that it takes the place of the other.
fn is_known(one: &Deliverable, other: &Deliverable) -> bool {
    let replaces =
        |a: &Deliverable, b: &Deliverable| a.remplace.as_ref().is_some_and(|old| old.value == b.slug.as_str());
    replaces(one, other) || replaces(other, one)
}

fn tell(one: &Deliverable, other: &Deliverable, share: f64) -> Vec<Diagnostic> {
    let mut found = Problems::new(one.source.clone());
    found
        .add(
            Severity::Warning,
            codes::TEXTE_VOISIN,
            one.titre.span,
            format!(
                "Le texte de cette fiche est à {} % celui de la fiche « {} ».",
                (share * 100.0).floor(),
                other.slug
            ),
            "gardez-en une seule, ou dites dans chacune ce qui la distingue ; « remplace: » si l’une prend la suite de l’autre",
        )
        .label_in(other.source.clone(), other.titre.span, "presque le même texte");
    found.into_list()
}

/// The shingles of a text, sorted, each once.
fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut hasher = FxHasher::default();
            for c in word.chars().flat_map(char::to_lowercase) {
                hasher.write_u32(c as u32);
            }
            hasher.finish()
        })
        .collect();
    let mut set: Vec<u64> =
        words.windows(SHINGLE).map(|some| some.iter().fold(0, |hash, word| mix(hash ^ *word))).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// A hash for each band: of the least values that its rows' permutations give.
fn signature(set: &[u64]) -> [u64; BANDS] {
    let mut least = [u64::MAX; BANDS * ROWS];
    for &shingle in set {
        for (row, least) in (1_u64..).zip(&mut least) {
            *least = (*least).min(mix(shingle ^ row.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        }
    }
    let mut bands = [0; BANDS];
    for (band, rows) in bands.iter_mut().zip(least.chunks_exact(ROWS)) {
        *band = rows.iter().fold(0, |hash, row| mix(hash ^ row));
    }
    bands
}

/// The share of all shingles of two sorted sets that both have.
fn resemblance(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

/// A permutation of 64 bits (the finaliser of `SplitMix64`, Steele, Lea, Flood 2014).
const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(count: usize, from: usize) -> String {
        (from..from + count).map(|n| format!("mot{}", mix(n as u64) % 5000)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn resemblance_is_the_share_of_shingles() {
        let (a, b) = (shingles(&text(300, 0)), shingles(&format!("{} {}", text(280, 0), text(20, 9000))));
        assert!(resemblance(&a, &b) > 0.8 && resemblance(&a, &a) > 0.999);
        assert!(resemblance(&a, &shingles(&text(300, 20_000))) < 0.05);
        let share = signature(&a).iter().zip(signature(&b)).filter(|(x, y)| **x == *y).count();
        assert!(share > 0, "near texts share a band");
        let far = signature(&shingles(&text(300, 20_000)));
        assert!(signature(&a).iter().zip(far).all(|(x, y)| *x != y));
    }
}
