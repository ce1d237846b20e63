//! PNG: its chunks one by one, each kept with its own bytes or left out. A wrong check sum is no reason to publish what the
//! chunk tells: browsers show such a picture.

use super::upright;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that the picture needs, those that every reader must know apart.
const OF_PICTURE: [&[u8]; 16] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// The photo without what it tells besides its picture; `None` when it does not begin as one. Of a picture cut in a transfer,
/// what is there is kept.
pub(super) fn silent(photo: &[u8]) -> Option<Vec<u8>> {
    let mut rest = photo.strip_prefix(SIGNATURE)?;
    let (header, after) = split(rest).filter(|(header, _)| kind(header) == b"IHDR")?;
    rest = after;
    let mut kept = Vec::with_capacity(photo.len());
    let mut turn = None;
    while !rest.is_empty() {
        let (chunk, after) = split(rest).unwrap_or((rest, &[]));
        let kind = kind(chunk);
        if kind == b"eXIf" && turn.is_none() {
            turn = chunk.get(8..chunk.len().saturating_sub(4)).and_then(upright);
        }
        // A capital letter first: a reader that does not know it cannot show the picture.
        if kind.first().is_some_and(u8::is_ascii_uppercase) || OF_PICTURE.contains(&kind) {
            kept.extend_from_slice(chunk);
        }
        // What follows the picture is no part of it.
        rest = if kind == b"IEND" { &[] } else { after };
    }
    // Right after the header, where it may always stand.
    let turn = turn.map(|exif| chunk(*b"eXIf", &exif)).unwrap_or_default();
    Some([SIGNATURE, header, &turn, &kept].concat())
}

/// The first chunk with its length and its check sum, and what follows; `None` when it is cut.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u32::from_be_bytes(*bytes.first_chunk()?) as usize;
    bytes.split_at_checked(length.checked_add(12)?)
}

/// What a chunk is; of one that is cut before that, what is left of it.
fn kind(chunk: &[u8]) -> &[u8] {
    chunk.get(4..8).or_else(|| chunk.get(4..)).unwrap_or_default()
}

fn chunk(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(&kind);
    sum.update(contents);
    [&(contents.len() as u32).to_be_bytes(), kind.as_slice(), contents, &sum.sum().to_be_bytes()].concat()
}
