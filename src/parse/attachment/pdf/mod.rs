//! PDF (ISO 32000-2) → its text, page by page.
//!
//! `hayro-syntax` reads the file lazily and keeps its own bounds of depth and length; what it inflates
//! it inflates whole, so [`bomb`] measures every stream beforehand.

mod bomb;
mod font;
mod glyphs;
mod layout;
mod matrix;
mod page;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{LoadPdfError, Pdf};

use super::Unreadable;
use super::lines::Lines;
use page::Interpreter;

/// Pages looked at: scans of whole books have no text.
const MOST_PAGES: usize = 2_000;

/// The text of a PDF.
pub(super) fn read(bytes: Vec<u8>, lines: &mut Lines) -> Result<(), Unreadable> {
    // The header may stand behind some other bytes (annex I.3.4.1 of PDF 1.7).
    if !bytes.iter().take(1024).copied().collect::<Vec<u8>>().windows(5).any(|window| window == b"%PDF-") {
        return Err(Unreadable::Damaged);
    }
    if memchr(&bytes, b"/Encrypt").is_some() {
        return Err(Unreadable::Protected);
    }
    if bomb::is_bomb(&bytes) {
        return Err(Unreadable::TooBig);
    }
    // A parser of such a format may have a fault left; a damaged attachment must not end the build.
    // What was half-read is dropped with the panic, except for whole characters in `lines`.
    catch_unwind(AssertUnwindSafe(|| pages(bytes, lines))).unwrap_or(Err(Unreadable::Damaged))
}

fn pages(bytes: Vec<u8>, lines: &mut Lines) -> Result<(), Unreadable> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Unreadable::Protected,
        LoadPdfError::Invalid => Unreadable::Damaged,
    })?;
    let mut interpreter = Interpreter::default();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        if lines.is_full() {
            break;
        }
        interpreter.page(page, lines)?;
        lines.end_line();
    }
    Ok(())
}

/// Where a sequence of bytes first stands.
fn memchr(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
