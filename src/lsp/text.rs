//! A text as the editor holds it, and as the library reads it (no BOM, `\n`, NFC): places of one told in the other.

use std::ops::Range;
use std::sync::Arc;

use lsp_types::{Position, Range as LspRange};

use super::position::{Encoding, line_ranges, to_raw, to_read};
use crate::source::normalise::normalise;
use crate::span::{SourceRef, SourceText, Span};

/// A text of the library that an editor may have open.
#[derive(Debug, Clone)]
pub(super) struct Text {
    raw: String,
    read: SourceRef,
    raw_lines: Vec<Range<usize>>,
    read_lines: Vec<Range<usize>>,
}

impl Text {
    /// The text of the file at `path`, relative to the library.
    pub(super) fn new(path: &str, raw: String) -> Self {
        // What comes from a `String` is UTF-8.
        let text = normalise(raw.clone().into_bytes()).unwrap_or_default();
        let read_lines = line_ranges(&text);
        let raw_lines = if raw == text { read_lines.clone() } else { line_ranges(&raw) };
        let read = Arc::new(SourceText::new(path.to_owned(), text));
        Self { raw, read, raw_lines, read_lines }
    }

    /// The text as the library reads it.
    pub(super) const fn source(&self) -> &SourceRef {
        &self.read
    }

    /// The text as the library reads it.
    pub(super) fn as_str(&self) -> &str {
        &self.read.text
    }

    /// The text as the editor holds it.
    #[cfg(test)]
    pub(super) fn raw(&self) -> &str {
        &self.raw
    }

    /// What ends its lines.
    pub(super) fn line_end(&self) -> &'static str {
        if self.raw.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The place in the editor of a byte of the text that the library reads; beyond its end, the end.
    pub(super) fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let line = self.read_lines.partition_point(|line| line.start <= offset).saturating_sub(1);
        let (Some(read), Some(raw)) = (self.read_lines.get(line), self.raw_lines.get(line)) else {
            return Position::default();
        };
        let (read_line, raw_line) = (&self.read.text[read.clone()], &self.raw[raw.clone()]);
        let column = to_raw(raw_line, read_line, offset.saturating_sub(read.start));
        Position { line: line as u32, character: encoding.units(&raw_line[..column]) }
    }

    /// The range in the editor of a span.
    pub(super) fn range(&self, span: Span, encoding: Encoding) -> LspRange {
        let start = self.position(span.start as usize, encoding);
        LspRange { start, end: self.position((span.end as usize).max(span.start as usize), encoding) }
    }

    /// The byte, in the text that the library reads, of a place in the editor; the nearest one before where there is
    /// no such place.
    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        let (Some(read), Some(raw)) = (self.read_lines.get(line), self.raw_lines.get(line)) else {
            return self.read.text.len();
        };
        let (read_line, raw_line) = (&self.read.text[read.clone()], &self.raw[raw.clone()]);
        read.start + to_read(raw_line, read_line, encoding.bytes(raw_line, position.character))
    }

    /// The text after the editor changed a range of it, or the whole.
    #[must_use]
    pub(super) fn changed(&self, range: Option<LspRange>, text: &str, encoding: Encoding) -> Self {
        let Some(range) = range else { return Self::new(&self.read.path, text.to_owned()) };
        let start = self.raw_offset(range.start, encoding);
        let end = self.raw_offset(range.end, encoding).max(start);
        let mut raw = self.raw.clone();
        raw.replace_range(start..end, text);
        Self::new(&self.read.path, raw)
    }

    fn raw_offset(&self, position: Position, encoding: Encoding) -> usize {
        self.raw_lines
            .get(position.line as usize)
            .map_or(self.raw.len(), |line| line.start + encoding.bytes(&self.raw[line.clone()], position.character))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(raw: &str) -> Text {
        Text::new("x.md", raw.to_owned())
    }

    #[test]
    fn places_of_windows_and_mac_texts() {
        let text = text("\u{feff}a\r\ne\u{301}te\u{301} 🎓 x\r\nb");
        assert_eq!(text.as_str(), "a\nété 🎓 x\nb");
        let x = text.as_str().find('x').unwrap_or_default();
        let place = text.position(x, Encoding::Utf16);
        assert_eq!(place, Position { line: 1, character: 9 });
        assert_eq!(text.offset(place, Encoding::Utf16), x);
        assert_eq!(text.position(x, Encoding::Utf8), Position { line: 1, character: 13 });
        assert_eq!(text.line_end(), "\r\n");
        assert_eq!(text.offset(Position { line: 9, character: 0 }, Encoding::Utf16), text.as_str().len());
    }

    #[test]
    fn a_change_falls_where_the_editor_sees_it() {
        let range = LspRange { start: Position { line: 0, character: 3 }, end: Position { line: 1, character: 1 } };
        let changed = text("🎓ab\r\ncd").changed(Some(range), "-", Encoding::Utf16);
        assert_eq!(changed.raw(), "🎓a-d");
    }

    proptest! {
        #[test]
        fn every_place_comes_back(raw in "[a-zé🎓\u{301}\u{feff}\r\n ]{0,40}") {
            let text = text(&raw);
            for (at, _) in text.as_str().char_indices() {
                for encoding in [Encoding::Utf8, Encoding::Utf16] {
                    let back = text.offset(text.position(at, encoding), encoding);
                    prop_assert!(back <= at, "{back} {at}");
                    prop_assert!(text.as_str().is_char_boundary(back));
                    // A line that holds a letter in two parts may come back at the letter's first.
                    if raw == text.as_str() { prop_assert_eq!(back, at); }
                }
            }
        }

        #[test]
        fn no_place_makes_it_panic(raw in "[a-zé🎓\u{301}\r\n]{0,20}", line in 0_u32..9, character in 0_u32..30) {
            let place = Position { line, character };
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let text = text(&raw);
                prop_assert!(text.as_str().is_char_boundary(text.offset(place, encoding)));
                let range = LspRange { start: place, end: Position { line: line + 1, character: 1 } };
                let _ = text.changed(Some(range), "ç", encoding);
            }
        }
    }
}
