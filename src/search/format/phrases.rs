//! Pairs of neighbouring words (`w`): what a phrase is found by.
//!
//! | what | |
//! | --- | --- |
//! | varint P | number of pairs |
//! | P varints | high halves of their keys, ascending: the first, then each difference |
//! | P bytes | low parts of their keys |
//! | P varints | how many documents each is in, 1 or more |
//! | postings | of each pair, one after the other |
//! | varints | for each pair, for each of its documents, the places where it stands there: `2 × gap + more`; `gap` is the first place, then each difference, and `more` 1 says that another follows |
//!
//! The **key** of two folded words, one after the other: its high half is the CRC-32 of `first second` (a space between
//! them, UTF-8), its low part the lowest byte of that of `second first`. Keys share 40 bits: in a library of 10,000
//! documents, another pair has the key of one that is asked for once in a million, and would have to stand
//! in a document that has the phrase's words as well.
//!
//! The **place** of a pair is that of its first word. The words of a document are counted from one stretch of text to the
//! next (a field, a line of it, an attachment), stop words too and elided articles not, and one number is left out between
//! two stretches: no pair and no chain of pairs runs from one into the next.
//!
//! Pairs of two stop words, which are few and frequent, stand in files named `v…`, all others in `w…`. The manifest says
//! how many there are of either; a pair is in number `high × count ÷ 2^32` of its sort, rounded down.

use flate2::Crc;

use super::Payload;

/// Where a pair stands: the high half of its key, its low part above the document's number, its place.
pub(in crate::search) type Occurrence = [u32; 3];

/// Bits of a document's number: the reader refuses more documents.
const DOCUMENT_BITS: u32 = 24;

/// An occurrence of a pair of folded words.
pub(in crate::search) fn occurrence(first: &str, second: &str, document: u32, place: u32) -> Occurrence {
    let crc = |a: &str, b: &str| {
        let mut crc = Crc::new();
        for bytes in [a.as_bytes(), b" ", b.as_bytes()] {
            crc.update(bytes);
        }
        crc.sum()
    };
    [crc(first, second), crc(second, first) << DOCUMENT_BITS | document, place]
}

/// The file of a pair, among so many.
pub(in crate::search) fn file_of(occurrence: &Occurrence, count: usize) -> usize {
    ((u64::from(occurrence[0]) * count as u64) >> 32) as usize
}

/// The payload of a file; occurrences are sorted.
pub(in crate::search) fn payload(occurrences: &[Occurrence]) -> Payload {
    let low = |one: &Occurrence| one[1] >> DOCUMENT_BITS;
    let document = |one: &Occurrence| one[1] & ((1 << DOCUMENT_BITS) - 1);
    let pairs = || occurrences.chunk_by(|a, b| a[0] == b[0] && low(a) == low(b));
    let documents = |pair: &[Occurrence]| -> Vec<u32> {
        pair.chunk_by(|a, b| document(a) == document(b)).map(|some| document(&some[0])).collect()
    };
    let mut out = Payload::with_capacity(occurrences.len() * 4);
    out.varint(pairs().count() as u32);
    let mut last = 0;
    for pair in pairs() {
        out.varint(pair[0][0] - last);
        last = pair[0][0];
    }
    for pair in pairs() {
        out.byte(low(&pair[0]) as u8);
    }
    for pair in pairs() {
        out.varint(documents(pair).len() as u32);
    }
    for pair in pairs() {
        out.postings(&documents(pair));
    }
    for pair in pairs() {
        for some in pair.chunk_by(|a, b| document(a) == document(b)) {
            let mut last = 0;
            for (at, one) in some.iter().enumerate() {
                out.varint((one[2] - last) << 1 | u32::from(at + 1 < some.len()));
                last = one[2];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_grouped() {
        let mut all =
            vec![occurrence("une", "fois", 3, 4), occurrence("une", "fois", 3, 9), occurrence("une", "fois", 5, 1)];
        all.sort_unstable();
        let [key, low, _] = all[0];
        let mut wanted = Payload::default();
        wanted.varint(1);
        wanted.varint(key);
        wanted.byte((low >> 24) as u8);
        wanted.raw(&[2, 3, 1, 4 << 1 | 1, 5 << 1, 1 << 1]);
        assert_eq!(payload(&all).bytes(), wanted.bytes());
        assert_ne!(occurrence("une", "fois", 0, 0), occurrence("fois", "une", 0, 0));
        assert_eq!(file_of(&[u32::MAX, 0, 0], 7), 6);
    }
}
