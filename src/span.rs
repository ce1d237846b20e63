//! A place in a file: a byte range, and the line and column a person reads.

use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

/// A half-open byte range `start..end` in a [`SourceText`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`. Files are bounded far below 4 GiB, so offsets fit 32 bits.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The same range, `by` bytes further on (a front matter inside its file).
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by as u32, end: self.end + by as u32 }
    }
}

/// A value together with the place it was written at. Serializes as the value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in its file.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: convert(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// A text file as read and normalised (no BOM, `\n` line ends, NFC), with its path.
#[derive(Debug)]
pub struct SourceText {
    /// Path relative to the library's root, with `/` on every system.
    pub path: String,
    /// The normalised text.
    pub text: String,
    /// Places of the text, once one was asked for: thousands of problems of one text are each placed from near by.
    marks: OnceLock<Vec<Mark>>,
}

/// Bytes from one mark to the next.
const EVERY: usize = 1 << 10;

/// What stands before a byte: line ends, and characters of its line.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    lines: u32,
    columns: u32,
}

impl Mark {
    /// The mark behind some more text.
    fn after(self, text: &str) -> Self {
        let lines = self.lines + text.bytes().filter(|&byte| byte == b'\n').count() as u32;
        match text.rfind('\n') {
            Some(last) => Self { lines, columns: text[last + 1..].chars().count() as u32 },
            None => Self { lines, columns: self.columns + text.chars().count() as u32 },
        }
    }
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for SourceText {}

/// A shared [`SourceText`]: diagnostics keep it to show the excerpt.
pub type SourceRef = Arc<SourceText>;

/// A line and a column, both from 1; columns count characters, as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl SourceText {
    /// A text under its path.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), marks: OnceLock::new() }
    }

    /// Whether the file is the one that is written in TOML, and not in Markdown with YAML.
    pub fn is_toml(&self) -> bool {
        self.path == "site.toml"
    }

    /// The position of a byte offset; past the end, the position of the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let marks = self.marks.get_or_init(|| self.marked());
        let before = offset / EVERY;
        let mark = marks.get(before).copied().unwrap_or_default();
        let mark = mark.after(&self.text[self.floor(before * EVERY)..offset]);
        Position { line: mark.lines as usize + 1, column: mark.columns as usize + 1 }
    }

    /// A mark at each of so many bytes.
    fn marked(&self) -> Vec<Mark> {
        let mut marks = vec![Mark::default()];
        let mut mark = Mark::default();
        for at in 1..=self.text.len() / EVERY {
            mark = mark.after(&self.text[self.floor((at - 1) * EVERY)..self.floor(at * EVERY)]);
            marks.push(mark);
        }
        marks
    }

    /// The beginning of the character that a byte is part of; past the end, the end.
    pub fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The text a span covers; empty when the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = SourceText::new("x", "é1\nab");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        assert_eq!(source.position(5), Position { line: 2, column: 2 });
        assert_eq!(source.position(99), Position { line: 2, column: 3 });
        // Far from the beginning, on long lines and short ones.
        let text = format!("{}\n{}", "é".repeat(5000), "aé\n".repeat(5000));
        let source = SourceText::new("x", text.clone());
        for at in (0..=text.len()).step_by(977).filter(|at| text.is_char_boundary(*at)) {
            let before = &text[..at];
            let (line, column) =
                (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or(before).chars().count() + 1);
            assert_eq!(source.position(at), Position { line, column });
        }
    }
}
