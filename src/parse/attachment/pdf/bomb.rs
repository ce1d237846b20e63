//! How much a file inflates to, before anything of it is kept.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// Bytes that all streams of a file may inflate to, images aside, which are never inflated. The fonts
/// and pages of a long document are a tenth of it.
const MOST: u64 = 64 << 20;

/// Bytes before a stream among which its dictionary is looked for.
const DICTIONARY: usize = 4096;

/// Whether the streams of a PDF inflate to more than [`MOST`].
pub(super) fn is_bomb(bytes: &[u8]) -> bool {
    let mut left = MOST;
    let mut at = 0;
    while let Some(found) = next_stream(&bytes[at..]) {
        let keyword = at + found;
        at = keyword + KEYWORD.len();
        if !is_image(dictionary(&bytes[..keyword])) {
            let inflated = inflated_size(after_line_end(&bytes[at..]), left);
            if inflated >= left {
                return true;
            }
            left -= inflated;
        }
    }
    false
}

const KEYWORD: &[u8] = b"stream";

/// Where a stream begins; `endstream` begins none.
fn next_stream(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let found = from + bytes[from..].windows(KEYWORD.len()).position(|window| window == KEYWORD)?;
        if !bytes[..found].ends_with(b"end") {
            return Some(found);
        }
        from = found + KEYWORD.len();
    }
}

/// What stands before a stream, back to the beginning of its object.
fn dictionary(before: &[u8]) -> &[u8] {
    let near = &before[before.len().saturating_sub(DICTIONARY)..];
    near.windows(4).rposition(|window| window == b" obj").map_or(near, |at| &near[at..])
}

/// Whether a dictionary is that of an image and of nothing else: the keys of an object stream or of a
/// cross-reference stream in it (or an escape, which could hide one) make it suspect.
fn is_image(dictionary: &[u8]) -> bool {
    let has = |wanted: &[u8]| dictionary.windows(wanted.len()).any(|window| window == wanted);
    let suspect = has(b"#") || has(b"/First") || has(b"/W[") || has(b"/W ") || has(b"/W\r") || has(b"/W\n");
    has(b" obj") && (has(b"/Subtype/Image") || has(b"/Subtype /Image")) && !suspect
}

fn after_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
    bytes.strip_prefix(b"\n").unwrap_or(bytes)
}

/// The size that a stream inflates to, up to `most`; 0 when it is not deflated.
fn inflated_size(bytes: &[u8], most: u64) -> u64 {
    let is_zlib = matches!(bytes, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31));
    if is_zlib { drain(ZlibDecoder::new(bytes), most) } else { drain(DeflateDecoder::new(bytes), most) }
}

fn drain(mut decoder: impl Read, most: u64) -> u64 {
    let mut buffer = [0; 1 << 14];
    let mut size = 0;
    while size < most {
        // What comes before a fault counts: another decoder may go on past it, but not by much.
        match decoder.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => size += count as u64,
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn stream(dictionary: &str, size: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        let block = vec![b' '; 1 << 20];
        for _ in 0..size >> 20 {
            encoder.write_all(&block).expect("deflates");
        }
        let deflated = encoder.finish().expect("deflates");
        [format!("1 0 obj\n<< {dictionary} >>\nstream\n").as_bytes(), &deflated, b"\nendstream\nendobj\n"].concat()
    }

    #[test]
    fn streams_add_up_and_images_do_not_count() {
        assert!(!is_bomb(&stream("/Filter /FlateDecode", 48 << 20)));
        assert!(is_bomb(&stream("/Filter /FlateDecode", 80 << 20)));
        assert!(is_bomb(&stream("/Filter /FlateDecode", 40 << 20).repeat(2)));
        assert!(!is_bomb(&stream("/Subtype /Image /Width 9 /Filter /FlateDecode", 80 << 20)));
        assert!(is_bomb(&stream("/Subtype /Image /First 9 /N 1 /Filter /FlateDecode", 80 << 20)));
        assert!(is_bomb(&stream("/Subtype /Image /Fir#73t 9 /N 1 /Filter /FlateDecode", 80 << 20)));
        assert!(!is_bomb(b"stream") && !is_bomb(b"endstream") && !is_bomb(b""));
    }
}
