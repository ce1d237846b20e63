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
    let mut values = Values::new(&text);
    while !lines.is_full()
        && let Some(record) = values.next()?
    {
        for cell in record {
            lines.push(cell);
            lines.space();
        }
        lines.end_line();
    }
    Ok(())
}

/// Separated values, record by record.
pub(super) struct Values<'a> {
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
}

impl<'a> Values<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (delimiter, text) = declared(text).unwrap_or_else(|| (delimiter(text), text));
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        Self { reader, record: csv::StringRecord::new() }
    }

    /// The next record.
    pub(super) fn next(&mut self) -> Result<Option<&csv::StringRecord>, Unreadable> {
        let is_there = self.reader.read_record(&mut self.record).map_err(|_| Unreadable::Damaged)?;
        Ok(is_there.then_some(&self.record))
    }
}

/// The separators that are known, the likeliest last.
const SEPARATORS: &[u8] = b"\t;,";

/// The separator that a first line `sep=;` names, as some spreadsheets write it, and the text below.
fn declared(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let named = first.trim_end_matches('\r').strip_prefix("sep=")?.as_bytes();
    SEPARATORS.iter().find(|separator| *named == [**separator]).map(|separator| (*separator, rest))
}

/// The separator that cuts most of the first lines into as many cells as each other: spreadsheets in French write `;`,
/// and commas stand in the text of their cells. A title may stand above a table.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [[0_usize; FIRST_LINES]; SEPARATORS.len()];
    for (line, text) in text.lines().take(FIRST_LINES).enumerate() {
        for byte in text.bytes() {
            quoted ^= byte == b'"';
            if let Some(at) = SEPARATORS.iter().position(|separator| !quoted && *separator == byte) {
                counts[at][line] += 1;
            }
        }
    }
    let agreeing = |counts: &[usize; FIRST_LINES]| {
        let found = counts.iter().filter(|count| **count > 0);
        found.clone().map(|count| (found.clone().filter(|other| *other == count).count(), *count)).max()
    };
    // The last of equals: `,` where there is none of any.
    let most = (0..SEPARATORS.len()).max_by_key(|&at| agreeing(&counts[at]));
    most.map_or(b',', |at| SEPARATORS[at])
}

/// Lines by which a separator is known.
const FIRST_LINES: usize = 20;

/// Bytes as text: by their byte order mark, else UTF-8, else Windows-1252, in which older
/// spreadsheets save. A file with NULs is no text, whatever its name says.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = &bytes[mark..];
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0);
    if text.contains('\0') { Err(Unreadable::Damaged) } else { Ok(text) }
}
