//! JPEG: its segments up to the picture, then the picture up to its end.

use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};

use super::upright;

/// The photo without what it tells besides its picture; `None` when it cannot be read.
pub(super) fn silent(photo: Bytes) -> Option<Bytes> {
    let mut jpeg = Jpeg::from_bytes(photo).ok()?;
    let exif = jpeg.segments().iter().find_map(|one| {
        let exif = one.contents().strip_prefix(b"Exif\0\0")?;
        (one.marker() == markers::APP1).then(|| upright(exif))
    });
    let segments = jpeg.segments_mut();
    // Without a scan there is no picture.
    let scan = segments.pop().filter(|last| last.marker() == markers::SOS)?;
    segments.retain(is_of_picture);
    if let Some(exif) = exif.flatten() {
        let contents = [b"Exif\0\0".as_slice(), &exif].concat();
        let after_jfif = usize::from(segments.first().is_some_and(|first| first.marker() == markers::APP0));
        segments.insert(after_jfif, JpegSegment::new_with_contents(markers::APP1, contents.into()));
    }
    segments.push(JpegSegment::new_with_entropy(markers::SOS, scan.contents().clone(), picture(&scan)));
    Some(jpeg.encoder().bytes())
}

/// Whether a segment is needed to show the picture as its author sees it.
fn is_of_picture(segment: &JpegSegment) -> bool {
    let says = |prefix: &[u8]| segment.contents().starts_with(prefix);
    match segment.marker() {
        markers::APP0 => says(b"JFIF\0"),
        markers::APP2 => says(b"ICC_PROFILE\0"),
        markers::APP14 => says(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}

/// The scans of a picture up to its end, that mark included. Devices put previews, films and second pictures behind it,
/// with places of their own. A picture without end, cut in a transfer, is kept up to its last byte.
fn picture(scan: &JpegSegment) -> Bytes {
    let encoded = scan.clone().encoder().bytes();
    // The segment alone, then what a file has behind it.
    let data = encoded.slice(scan.len().min(encoded.len())..);
    let mut at = 0;
    while let Some(found) = data.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0xff)) {
        at += found;
        match data.get(at + 1).copied() {
            None => break,
            Some(markers::EOI) => return data.slice(..at + 2),
            // A byte of the picture, a mark that says how far one is, or one that stands alone.
            Some(0 | 0x01 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            // A table or the head of the next scan: its bytes are no marks.
            Some(_) => {
                let Some(size) = data.get(at + 2..at + 4) else { break };
                at += 2 + usize::from(u16::from_be_bytes([size[0], size[1]]));
            }
        }
    }
    data
}
