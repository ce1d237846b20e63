//! Text files: plain text, Markdown, separated values.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::Unreadable;
use super::lines::Lines;
use crate::parse::markdown;

/// Plain text.
pub(super) fn text(bytes: &[u8], lines: &mut Lines) -> Result<(), Unreadable> {
    lines.push_lines(&decode(bytes)?);
    Ok(())
}

/// Markdown, without its marks.
pub(super) fn markdown(bytes: &[u8], lines: &mut Lines) -> Result<(), Unreadable> {
    lines.push_lines(&markdown::parse(&decode(bytes)?, 0).text);
    Ok(())
}

/// Separated values, one line a record.
pub(super) fn csv(bytes: &[u8], lines: &mut Lines) -> Result<(), Unreadable> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while !lines.is_full() && reader.read_record(&mut record).map_err(|_| Unreadable::Damaged)? {
        for cell in &record {
            lines.push(cell);
            lines.space();
        }
        lines.end_line();
    }
    Ok(())
}

/// The separator that stands most often in the first line: spreadsheets in French write `;`.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.matches(char::from(separator)).count();
    // The last of equals: `,` where there is none of any.
    b"\t;,".iter().copied().max_by_key(|&separator| count(separator)).unwrap_or(b',')
}

/// Bytes as text: by their byte order mark, else UTF-8, else Windows-1252, in which older
/// spreadsheets save. A file with NULs is no text, whatever its name says.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = &bytes[mark..];
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0);
    if text.contains('\0') { Err(Unreadable::Damaged) } else { Ok(text) }
}
