//! Columns: one value a document, in the order of document numbers.
//!
//! **Facets** (`f`): varint N; varint number of facets; then for each facet:
//!
//! | what | |
//! | --- | --- |
//! | text | its id |
//! | varint V, V texts | ids of its values, in the order of the vocabulary |
//! | varint S | number of distinct sets of values |
//! | S sets | varint number of values, then a varint each: its rank among the V |
//! | byte k, byte w | the column is words of w bytes (6 at most), little-endian, each of k documents |
//! | ⌈N ÷ k⌉ words | sum of set × S^i for the i-th document of the word |
//!
//! With k > 1 a column of n equally common sets takes nearly log2 n bits a document; with k = 1
//! DEFLATE does better on uneven ones. The writer tries both.
//!
//! **Titles** (`t`): varint N, then the rank of each document's title in the order of a French
//! dictionary, little-endian: 2 bytes when N ≤ 65,536, else 4.
//!
//! **Addresses** (`a`): the slugs of consecutive documents, `\n` between them.

use std::collections::BTreeMap;
use std::io;

use super::{Kind, Payload, seal};

/// A facet: which values each document has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Its id, also its key in addresses of searches.
    pub id: &'static str,
    /// Ids of its values, in the order shown.
    pub values: Vec<String>,
    /// Ranks of the values of each document, ascending.
    pub sets: Vec<Vec<u32>>,
}

/// The payload of a file of facets.
///
/// # Errors
/// When compression fails, which it does not in memory.
pub fn facets(documents: usize, facets: &[&Facet]) -> io::Result<Payload> {
    let mut out = Payload::default();
    out.varint(documents as u32);
    out.varint(facets.len() as u32);
    for facet in facets {
        out.text(facet.id);
        out.varint(facet.values.len() as u32);
        for value in &facet.values {
            out.text(value);
        }
        let mut numbers: BTreeMap<&[u32], u32> = facet.sets.iter().map(|set| (set.as_slice(), 0)).collect();
        out.varint(numbers.len() as u32);
        for (number, (set, assigned)) in (0..).zip(&mut numbers) {
            *assigned = number;
            out.varint(set.len() as u32);
            for &value in *set {
                out.varint(value);
            }
        }
        let sets: Vec<u64> =
            facet.sets.iter().map(|set| u64::from(numbers.get(set.as_slice()).copied().unwrap_or_default())).collect();
        out.append(column(&sets, numbers.len().max(1) as u64)?);
    }
    Ok(out)
}

/// The smaller of the plain column and the one packed as densely as words of 6 bytes allow.
fn column(sets: &[u64], base: u64) -> io::Result<Payload> {
    let plain = pack(sets, base, 1, (1..MAX_WORD).find(|&width| base <= 1 << (8 * width)).unwrap_or(MAX_WORD));
    let fitting = |width: usize| {
        let most = (1_u64 << (8 * width)) - 1;
        (1..64).take_while(|&count| base.checked_pow(count).is_some_and(|reach| reach - 1 <= most)).last()
    };
    let densest = (1..=MAX_WORD)
        .filter_map(|width| fitting(width).map(|count| (width, count as usize)))
        .max_by(|(w1, c1), (w2, c2)| (c1 * w2).cmp(&(c2 * w1)).then(w2.cmp(w1)));
    let Some((width, count)) = densest else { return Ok(plain) };
    let packed = pack(sets, base, count, width);
    let (a, b) = (seal(Kind::Facets, "", &plain)?.len(), seal(Kind::Facets, "", &packed)?.len());
    Ok(if b < a { packed } else { plain })
}

/// Longest word of a packed column, in bytes: a JavaScript number holds 53 bits exactly.
const MAX_WORD: usize = 6;

fn pack(sets: &[u64], base: u64, count: usize, width: usize) -> Payload {
    let mut out = Payload::default();
    out.byte(count as u8);
    out.byte(width as u8);
    for word in sets.chunks(count) {
        let value = word.iter().rev().fold(0, |sum, &set| sum * base + set);
        out.raw(&value.to_le_bytes()[..width]);
    }
    out
}

/// The payload of the ranks of titles.
pub fn titles(ranks: &[u32]) -> Payload {
    let mut out = Payload::default();
    out.varint(ranks.len() as u32);
    let width = if ranks.len() <= 1 << 16 { 2 } else { 4 };
    for rank in ranks {
        out.raw(&rank.to_le_bytes()[..width]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_share_a_number() {
        let facet = Facet { id: "axe", values: vec!["a".into(), "b".into()], sets: vec![vec![1], vec![], vec![1]] };
        let bytes = facets(3, &[&facet]).expect("compresses");
        assert_eq!(bytes.bytes(), [&[3, 1, 3][..], b"axe", &[2, 1, b'a', 1, b'b', 2, 0, 1, 1, 8, 1, 0b101]].concat());
    }
}
