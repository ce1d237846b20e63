//! What a photo tells besides its picture – where and when it was taken, with which device, by whom – taken away before it
//! is published. The picture's own bytes stay as they are: nothing is decoded or compressed anew.
//!
//! | format | kept | taken away |
//! | --- | --- | --- |
//! | JPEG | picture, colours (JFIF, ICC, Adobe), orientation | other application segments, comments, what follows the picture |
//! | PNG | picture, colours, transparency, animation, orientation | texts, dates, other private chunks, what follows the picture |
//! | WebP | picture, colours, animation, orientation | EXIF, XMP, unknown chunks |
//!
//! Formats: ITU-T T.81 (JPEG) and the Exif standard (CIPA DC-008), Portable Network Graphics (W3C), WebP container (RFC 9649).

mod jpeg;
mod png;

use img_parts::Bytes;
use img_parts::riff::{RiffChunk, RiffContent};

/// Longest photo that is read, in bytes: a larger file is published as it is.
const LONGEST: u64 = 256 << 20;

/// Whether a file of this name and size, in bytes, may be a photo that tells more than it shows.
pub fn may_tell(name: &str, size: u64) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    // Devices and messengers also give a photo the name of another format: its first bytes tell.
    let known =
        ["jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "avif", "heic", "heif", "bmp", "tif", "tiff"];
    size <= LONGEST && extension.is_some_and(|extension| known.contains(&extension.as_str()))
}

/// The photo without what it tells besides its picture; `None` when it tells nothing, or cannot be read as what its first
/// bytes say.
pub fn silent(photo: &[u8]) -> Option<Vec<u8>> {
    let cleaned = match photo.get(..4)? {
        [0xff, 0xd8, 0xff, _] => jpeg::silent(Bytes::copy_from_slice(photo))?,
        b"\x89PNG" => png::silent(photo)?.into(),
        b"RIFF" => webp(&Bytes::copy_from_slice(photo))?,
        _ => return None,
    };
    (cleaned != photo).then(|| cleaned.to_vec())
}

/// Flags of a WebP’s header: it has EXIF, it has XMP.
const HAS_EXIF: u8 = 0b1000;
const HAS_XMP: u8 = 0b0100;

fn webp(photo: &Bytes) -> Option<Bytes> {
    // What follows the container is no part of it.
    let length = u32::from_le_bytes(photo.get(4..8)?.try_into().ok()?) as usize + 8;
    let mut riff = RiffChunk::from_bytes(photo.slice(..length.min(photo.len()))).ok()?;
    let RiffContent::List { kind: Some([b'W', b'E', b'B', b'P']), subchunks } = riff.content_mut() else { return None };
    let exif = subchunks.iter().find(|chunk| &chunk.id() == b"EXIF").and_then(|chunk| chunk.content().data().cloned());
    let exif = exif.and_then(|exif| upright(exif.strip_prefix(b"Exif\0\0").unwrap_or(&exif)));
    let known: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    subchunks.retain(|chunk| known.contains(&&chunk.id()));
    for chunk in subchunks.iter_mut().filter(|chunk| &chunk.id() == b"VP8X") {
        let mut header = chunk.content().data()?.to_vec();
        let flags = header.first_mut()?;
        *flags &= !(HAS_EXIF | HAS_XMP);
        if exif.is_some() {
            *flags |= HAS_EXIF;
        }
        *chunk.content_mut() = RiffContent::Data(header.into());
    }
    // Without its header a picture has no EXIF: one that stands there all the same is not read by browsers.
    if let Some(exif) = exif.filter(|_| subchunks.iter().any(|chunk| &chunk.id() == b"VP8X")) {
        subchunks.push(RiffChunk::new(*b"EXIF", RiffContent::Data(exif)));
    }
    Some(riff.encoder().bytes())
}

/// EXIF that says nothing but how the picture of `exif` is to be turned; `None` when it stands upright.
fn upright(exif: &[u8]) -> Option<Bytes> {
    // One entry that is wrong, and how the picture is turned is known all the same.
    let read = exif::Reader::new().continue_on_error(true).read_raw(exif.to_vec());
    let read = read.or_else(|error| error.distill_partial_result(|_| ())).ok()?;
    let field = read.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
    let turn =
        field.value.get_uint(0).and_then(|turn| u8::try_from(turn).ok()).filter(|turn| (2..=8).contains(turn))?;
    let mut written = Vec::with_capacity(26);
    // A TIFF header whose first directory has one entry: tag 0x0112, one 16-bit number.
    written.extend_from_slice(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0");
    written.extend_from_slice(&[turn, 0, 0, 0]);
    written.extend_from_slice(&[0; 4]);
    Some(written.into())
}

#[cfg(test)]
mod tests;
