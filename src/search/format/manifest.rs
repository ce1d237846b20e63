//! The manifest (`m`): what the reader must know before its first question.
//!
//! | what | |
//! | --- | --- |
//! | varint N | number of documents |
//! | varint, postings | number of archived documents, and which |
//! | varint | documents a fragment chunk; chunk = document ÷ this |
//! | 4 bytes a chunk | its hash: the folder's name is these bytes in lower-case hexadecimal |
//! | varint | documents an address file |
//! | varint S, S forms | number of shards, and where each begins (the first: the empty form) |
//! | varint L | number of long lists |
//! | varint C, C forms | number of common forms, and these: every form of a group with a long list |
//! | C bytes | flags of a common form: 1 it also has groups in its shard, 2 a longer form that starts with it has groups in a shard |
//! | refs | for each common form, its lists, numbered from 0 |
//! | L texts | for each list: its commonest form as written; empty when that is its first form, a space when no text has it |
//! | varint P, P forms | number of beginnings of words with a file of completions, in the order of files, and these |
//! | varint A, varint B | number of files of corrections by first letter, and by second and third letter |
//! | varint, varint | number of files of pairs, and of pairs of stop words ([`super::phrases`]) |
//! | varint W, W forms | the words that a query drops when it has others, sorted: those of the language |
//! | varint, texts | facets that have a file of their own: number, then for each its id and the name of its file without `.bin` |
//! | columns | the facets that every page of results shows first, as a file of [`super::columns`] holds them |

use super::Payload;
use super::corrections::Buckets;

/// A form in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonForm<'a> {
    /// The folded form.
    pub form: &'a str,
    /// Whether it also has groups in its shard.
    pub has_short: bool,
    /// Whether a longer form that starts with it has groups in a shard.
    pub is_extended: bool,
    /// Its long lists.
    pub lists: Vec<u32>,
}

/// Everything in the manifest.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "described above, in the order of the bytes")]
pub struct Manifest<'a> {
    pub documents: u32,
    pub archived: &'a [u32],
    pub chunk: u32,
    pub chunk_hashes: Vec<[u8; 4]>,
    pub addresses_per_file: u32,
    pub shards: Vec<&'a str>,
    pub common: Vec<CommonForm<'a>>,
    /// Display form of each long list.
    pub displays: Vec<&'a str>,
    /// Beginnings of words, sorted.
    pub prefixes: Vec<&'a str>,
    pub corrections: Buckets,
    /// Files of pairs of words, and of pairs of stop words.
    pub pairs: (u32, u32),
    /// Sorted.
    pub stop_words: &'a [&'a str],
    pub facets: Vec<(&'static str, String)>,
    pub first_facets: Payload,
}

impl Manifest<'_> {
    /// Its payload.
    pub fn payload(self) -> Payload {
        let mut out = Payload::default();
        out.varint(self.documents);
        out.varint(self.archived.len() as u32);
        out.postings(self.archived);
        out.varint(self.chunk);
        for hash in &self.chunk_hashes {
            out.raw(hash);
        }
        out.varint(self.addresses_per_file);
        out.varint(self.shards.len() as u32);
        out.forms(self.shards.iter().copied());
        out.varint(self.displays.len() as u32);
        out.varint(self.common.len() as u32);
        out.forms(self.common.iter().map(|common| common.form));
        for common in &self.common {
            out.byte(u8::from(common.has_short) | u8::from(common.is_extended) << 1);
        }
        let mut newest = 0;
        for common in &self.common {
            out.refs(&common.lists, &mut newest);
        }
        for display in &self.displays {
            out.text(display);
        }
        out.varint(self.prefixes.len() as u32);
        out.forms(self.prefixes.iter().copied());
        out.varint(self.corrections.first);
        out.varint(self.corrections.middle);
        out.varint(self.pairs.0);
        out.varint(self.pairs.1);
        out.varint(self.stop_words.len() as u32);
        out.forms(self.stop_words.iter().copied());
        out.varint(self.facets.len() as u32);
        for (id, file) in &self.facets {
            out.text(id);
            out.text(file);
        }
        out.append(self.first_facets);
        out
    }
}
