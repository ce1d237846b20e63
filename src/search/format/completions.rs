//! Completions (`p`): what the beginning of a word stands for, where that is too much to read word by
//! word.
//!
//! | what | |
//! | --- | --- |
//! | varint W | number of words to suggest, the commonest first |
//! | W × (text, varint) | each as written, and how many documents that are not archived have it |
//! | varint, byte, postings, impacts | the documents that have any completion, as in a long list |
//!
//! The impact of a document is the highest that a completion gives it, each at half its weight; the
//! beginning itself, where it is a word, counts in full. The manifest names the beginnings that have
//! a file: all whose completions lie in more bytes of shards and lists than a reader should load.

use super::Payload;
use super::lists::{Quantised, long_list};
use crate::search::postings::List;

/// The payload of a file.
pub fn completions(words: &[(&str, u32)], list: &List, quantised: &Quantised) -> Payload {
    let mut out = Payload::default();
    out.varint(words.len() as u32);
    for (word, frequency) in words {
        out.text(word);
        out.varint(*frequency);
    }
    out.append(long_list(list, quantised));
    out
}
