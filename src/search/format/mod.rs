//! The files that the browser's reader reads, byte by byte.
//!
//! Every file is a raw DEFLATE stream (RFC 1951) of:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | signature: `C7`, `70` (`p`), [`VERSION`], kind (an ASCII letter) |
//! | 4 | CRC-32 (IEEE) of the file's name without `.bin` and of the payload, little-endian: a file in another's place is damaged |
//! | … | payload |
//!
//! `C7` cannot begin a DEFLATE stream (its block type is reserved), so the signature also tells a
//! file that the host already decoded. In payloads:
//!
//! * *varint*: an unsigned number, 7 bits a byte, lowest first, the high bit on all bytes but the last;
//! * *text*: varint length in bytes, then UTF-8;
//! * *forms*: sorted folded words, front-coded in three columns: a byte each, the length shared with
//!   the word before; a byte each, the length of the rest; the rests, one after the other;
//! * *refs*: which groups each form belongs to, as varints `2 × back + more`: `back` 0 is the lowest
//!   group not named yet, `back` k ≥ 1 the k-th group counted backwards from the newest (1 is the
//!   newest itself); `more` 1 says that another ref of the same form follows;
//! * *postings*: document numbers, ascending: varint of the first, then of each difference less 1;
//! * *impacts*: a byte a posting, 1 to 255; score = byte ÷ 255 × 2^((scale − 128) ÷ 16), where
//!   `scale` is the group's byte.
//!
//! Kinds, and where each is described: `m` [`manifest`], `s` and `l` [`lists`], `p` [`completions`],
//! `c` [`corrections`], `f` `t` `a` [`columns`], `d` [`fragment`], `j` [`attachments`], `w` [`phrases`].

pub mod attachments;
pub mod columns;
pub mod completions;
pub mod corrections;
pub mod fragment;
pub mod lists;
pub mod manifest;
pub mod phrases;

use std::cell::RefCell;
use std::io;

use flate2::Crc;
use libdeflater::{CompressionLvl, Compressor};

/// Version of the format. A change of the bytes changes it; `tests/golden/search/` fails otherwise.
pub const VERSION: u8 = 5;

/// Effort of compression, of 12. Above it time grows faster than size falls.
const LEVEL: i32 = 4;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The manifest.
    Manifest,
    /// A shard of the dictionary, with postings.
    Shard,
    /// A long list of postings.
    LongList,
    /// What the beginning of a word stands for.
    Completions,
    /// Forms proposed for an unknown word.
    Corrections,
    /// Facet columns.
    Facets,
    /// Ranks of titles.
    Titles,
    /// Addresses of documents.
    Addresses,
    /// The fragment of one document.
    Fragment,
    /// The words of its attachments.
    Attachments,
    /// Pairs of neighbouring words.
    Pairs,
}

impl Kind {
    const fn letter(self) -> u8 {
        match self {
            Self::Manifest => b'm',
            Self::Shard => b's',
            Self::LongList => b'l',
            Self::Completions => b'p',
            Self::Corrections => b'c',
            Self::Facets => b'f',
            Self::Titles => b't',
            Self::Addresses => b'a',
            Self::Fragment => b'd',
            Self::Attachments => b'j',
            Self::Pairs => b'w',
        }
    }
}

/// A payload into the bytes of the file that is named so, without `.bin`.
///
/// # Errors
/// When compression fails, which it does not in memory.
pub fn seal(kind: Kind, name: &str, payload: &Payload) -> io::Result<Vec<u8>> {
    let bytes = &payload.bytes;
    let mut crc = Crc::new();
    crc.update(name.as_bytes());
    crc.update(bytes);
    let mut plain = Vec::with_capacity(bytes.len() + 8);
    plain.extend([0xc7, b'p', VERSION, kind.letter()]);
    plain.extend(crc.sum().to_le_bytes());
    plain.extend(bytes);
    // Splits blocks by itself where statistics change, and gives the same bytes on every processor.
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut sealed = vec![0; compressor.deflate_compress_bound(plain.len())];
        let length = compressor.deflate_compress(&plain, &mut sealed).map_err(io::Error::other)?;
        sealed.truncate(length);
        Ok(sealed)
    })
}

thread_local! {
    /// One a thread: a compressor is large beside most files, and keeps nothing of the last one.
    static COMPRESSOR: RefCell<Compressor> =
        RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// Bytes under way.
#[derive(Debug, Default, Clone)]
pub struct Payload {
    bytes: Vec<u8>,
}

impl Payload {
    /// An empty payload with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes) }
    }

    /// The bytes so far.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds another payload.
    pub fn append(&mut self, other: Self) {
        self.bytes.extend(other.bytes);
    }

    /// Adds one byte.
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Adds bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds a varint.
    pub fn varint(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.varint(text.len() as u32);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Adds sorted forms, front-coded. Forms are shorter than 256 bytes: the analysis cuts words.
    pub fn forms<'a>(&mut self, forms: impl Iterator<Item = &'a str> + Clone) {
        let mut last = "";
        let mut lengths = Vec::new();
        let mut rests = Vec::new();
        for form in forms {
            let shared = shared_prefix(last, form);
            self.byte(shared as u8);
            lengths.push((form.len() - shared) as u8);
            rests.extend_from_slice(&form.as_bytes()[shared..]);
            last = form;
        }
        self.bytes.append(&mut lengths);
        self.bytes.append(&mut rests);
    }

    /// Adds the refs of one form; `newest` is the number of groups named so far.
    pub fn refs(&mut self, groups: &[u32], newest: &mut u32) {
        for (at, &group) in groups.iter().enumerate() {
            let back = if group == *newest {
                *newest += 1;
                0
            } else {
                *newest - group
            };
            self.varint(back * 2 + u32::from(at + 1 < groups.len()));
        }
    }

    /// Adds ascending document numbers.
    pub fn postings(&mut self, documents: &[u32]) {
        let mut next = 0;
        for &document in documents {
            self.varint(document - next);
            next = document + 1;
        }
    }
}

/// Length of the longest common prefix that ends between characters.
fn shared_prefix(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

/// Document frequency on a scale that fits a byte: 8 × log2.
pub fn frequency_code(frequency: usize) -> u8 {
    (8.0 * (frequency.max(1) as f64).log2()).round() as u8
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn sealed_bytes_open_again() {
        let sealed = seal(Kind::Shard, "s0000", &Payload { bytes: b"bonjour".to_vec() }).expect("compresses");
        let mut plain = Vec::new();
        flate2::read::DeflateDecoder::new(&sealed[..]).read_to_end(&mut plain).expect("inflates");
        assert_eq!(&plain[..4], &[0xc7, b'p', VERSION, b's']);
        assert_eq!(&plain[8..], b"bonjour");
    }

    #[test]
    fn forms_are_front_coded() {
        let mut payload = Payload::default();
        payload.forms(["abc", "abd", "été"].into_iter());
        assert_eq!(payload.bytes, [&[0, 2, 0, 3, 1, 5][..], b"abcd", "été".as_bytes()].concat());
        let mut payload = Payload::default();
        let mut newest = 0;
        payload.refs(&[0], &mut newest);
        payload.refs(&[0, 1], &mut newest);
        payload.refs(&[1], &mut newest);
        assert_eq!(payload.bytes, [0, 3, 0, 2]);
    }

    #[test]
    fn varints_and_postings() {
        let mut payload = Payload::default();
        payload.varint(300);
        payload.postings(&[3, 4, 10]);
        assert_eq!(payload.bytes, [0xac, 2, 3, 0, 5]);
    }
}
