//! The bytes of an attachment → its text, to search in. Never fails badly: files come from anywhere,
//! so reading, inflating and interpreting are all bounded.

mod lines;
mod office;
mod pdf;
mod plain;
mod table;

use std::borrow::Cow;

use lines::Lines;
pub use table::{ROWS, Table};

/// Largest file that is read, in bytes.
pub const LARGEST: u64 = 20 << 20;

/// Characters of text kept of one file: some eighty pages.
pub const LONGEST: usize = 200_000;

/// A format whose text can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// Comma-, semicolon- or tab-separated values.
    Csv,
    /// OpenDocument text.
    OpenDocument,
    /// Office Open XML text.
    Word,
    /// PDF.
    Pdf,
}

impl Format {
    /// The format that a file's name announces; `None` for those that hold no text to search in.
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "md" => Some(Self::Markdown),
            "txt" => Some(Self::Text),
            "csv" => Some(Self::Csv),
            "odt" => Some(Self::OpenDocument),
            "docx" => Some(Self::Word),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

/// Why a file has no text to search in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is broken, or not what its name announces.
    Damaged,
    /// It is encrypted.
    Protected,
    /// Inflated, it is bigger than any such file should be.
    TooBig,
    /// There is no text in it: a blank page, a scan.
    NoText,
}

/// The text of a file: one line a block (a paragraph, a row, a line of a page), in NFC or not. It has
/// at most `room` characters; what is beyond is not read.
///
/// # Errors
/// When there is none to read.
pub fn text(format: Format, bytes: Vec<u8>, room: usize) -> Result<String, Unreadable> {
    let mut lines = Lines::with_room(room);
    match format {
        Format::Markdown => plain::markdown(&bytes, &mut lines)?,
        Format::Text => plain::text(&bytes, &mut lines)?,
        Format::Csv => plain::csv(&bytes, &mut lines)?,
        Format::OpenDocument => office::open_document(&bytes, &mut lines)?,
        Format::Word => office::word(&bytes, &mut lines)?,
        Format::Pdf => pdf::read(bytes, &mut lines)?,
    }
    lines.finish().ok_or(Unreadable::NoText)
}

/// The bytes of a text file as they are to be shown: decoded, nothing left out.
///
/// # Errors
/// When they are no text.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    plain::decode(bytes)
}

#[cfg(test)]
mod tests;
