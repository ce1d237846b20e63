//! Corrections (`c`): the forms that are proposed for an unknown word.
//!
//! | what | |
//! | --- | --- |
//! | varint F | number of forms |
//! | F forms | as they are written (lower-case, accented), in the order of their folded forms |
//! | F bytes | 8 × log2 of how often each was met, rounded |
//!
//! Each form stands in two files. The one of its **first letter** is number `first mod A` of those
//! named `c…`, where `first` is the letter's code point: a slip seldom is in the first letter. The
//! one of its **second and third letters** is number `(second × 31 + third) mod B` of those named
//! `b…`: whatever one slip does to the first letter, the two after it stand side by side in what was
//! typed. The manifest says A and B; B is 0 in a small library, whose only file `c00` holds all.

use super::{Payload, frequency_code};
use crate::search::dictionary::{Dictionary, Entry};

/// How many files there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Buckets {
    /// By first letter; 1 at least.
    pub first: u32,
    /// By second and third letter.
    pub middle: u32,
}

impl Buckets {
    /// For so many forms.
    pub const fn of(forms: usize) -> Self {
        if forms < 3000 { Self { first: 1, middle: 0 } } else { Self { first: 32, middle: 16 } }
    }

    /// The file of a form's first letter.
    pub fn by_first(self, form: &str) -> u32 {
        form.chars().next().map_or(0, |c| c as u32 % self.first)
    }

    /// The file of its second and third letters, where there are such files.
    pub fn by_middle(self, form: &str) -> Option<u32> {
        let mut letters = form.chars().skip(1);
        let (second, third) = (letters.next()? as u32, letters.next()? as u32);
        (second * 31 + third).checked_rem(self.middle)
    }
}

/// The payload of a file.
pub fn corrections(entries: &[&Entry]) -> Payload {
    let mut out = Payload::default();
    out.varint(entries.len() as u32);
    out.forms(entries.iter().map(|entry| Dictionary::spelling(entry)));
    for entry in entries {
        out.byte(frequency_code(entry.count as usize));
    }
    out
}
