//! Lines and columns of the protocol: units of UTF-16, or of UTF-8 where the client offers it.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as the protocol has it by default.
    Utf16,
}

impl Encoding {
    /// The units of a text.
    pub(super) fn units(self, text: &str) -> u32 {
        let units = match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        };
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// The bytes that so many units of a line make; a unit inside a character is its beginning.
    pub(super) fn bytes(self, line: &str, units: u32) -> usize {
        let mut left = units as usize;
        for (at, c) in line.char_indices() {
            let width = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
            };
            if left < width {
                return at;
            }
            left -= width;
        }
        line.len()
    }
}

/// The lines of a text, without their ends: `\n`, `\r\n` or `\r`.
pub(super) fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'\n' || bytes[at] == b'\r' {
            lines.push(start..at);
            at += usize::from(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n'));
            start = at + 1;
        }
        at += 1;
    }
    lines.push(start..text.len());
    lines
}

/// A column of a line as read → the same place in the line as the editor has it.
pub(super) fn to_raw(raw: &str, read: &str, column: usize) -> usize {
    if raw == read {
        return floor(raw, column);
    }
    let mut found = 0;
    for (from, to) in steps(raw) {
        if to > column {
            break;
        }
        found = from;
    }
    found
}

/// A column of a line as the editor has it → the same place in the line as read.
pub(super) fn to_read(raw: &str, read: &str, column: usize) -> usize {
    if raw == read {
        return floor(raw, column);
    }
    let mut found = 0;
    for (from, to) in steps(raw) {
        if from > column {
            break;
        }
        found = to;
    }
    floor(read, found)
}

/// The places where a line and what is read of it can be told apart: before each letter with its accents, and the end.
fn steps(raw: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::with_capacity(raw.len() + 1);
    let body = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    let (mut from, mut to) = (raw.len() - body.len(), 0);
    let mut letter_start = 0;
    for (at, c) in body.char_indices().skip(1).chain(std::iter::once((body.len(), 'x'))) {
        if canonical_combining_class(c) != 0 || at == 0 {
            continue;
        }
        found.push((from, to));
        let letter = &body[letter_start..at];
        from += letter.len();
        to += letter.nfc().map(char::len_utf8).sum::<usize>();
        letter_start = at;
    }
    found.push((from, to));
    found
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
