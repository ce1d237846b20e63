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
//! | N × w bytes, little-endian | the set of each document; w is 1 when S ≤ 256, 2 when S ≤ 65,536, else 3 |
//!
//! **Titles** (`t`): varint N, then the rank of each document's title in the order of a French
//! dictionary, little-endian: 2 bytes when N ≤ 65,536, else 4.
//!
//! **Addresses** (`a`): the slugs of consecutive documents, `\n` between them.

use std::collections::BTreeMap;

use super::Payload;

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
pub fn facets(documents: usize, facets: &[&Facet]) -> Vec<u8> {
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
        let width = match numbers.len() {
            0..=256 => 1,
            257..=65_536 => 2,
            _ => 3,
        };
        for set in &facet.sets {
            let number = numbers.get(set.as_slice()).copied().unwrap_or_default();
            out.0.extend_from_slice(&number.to_le_bytes()[..width]);
        }
    }
    out.0
}

/// The payload of the ranks of titles.
pub fn titles(ranks: &[u32]) -> Vec<u8> {
    let mut out = Payload::default();
    out.varint(ranks.len() as u32);
    let width = if ranks.len() <= 1 << 16 { 2 } else { 4 };
    for rank in ranks {
        out.0.extend_from_slice(&rank.to_le_bytes()[..width]);
    }
    out.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_share_a_number() {
        let facet = Facet { id: "axe", values: vec!["a".into(), "b".into()], sets: vec![vec![1], vec![], vec![1]] };
        let bytes = facets(3, &[&facet]);
        assert_eq!(bytes, [&[3, 1, 3][..], b"axe", &[2, 1, b'a', 1, b'b', 2, 0, 1, 1, 1, 0, 1]].concat());
    }
}
