//! JPEG: its segments up to the picture, then the picture up to its end.

use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};

use super::upright;

/// The photo without what it tells besides its picture; `None` when it cannot be read.
pub(super) fn silent(photo: Bytes) -> Option<Bytes> {
    let mut jpeg = Jpeg::from_bytes(photo).ok()?;
    let described = jpeg.segments().iter().filter(|one| one.marker() == markers::APP1);
    let exif = described.filter_map(|one| one.contents().strip_prefix(b"Exif\0\0")).find_map(upright);
    let segments = jpeg.segments_mut();
    // Without a scan there is no picture.
    let scan = segments.pop().filter(|last| last.marker() == markers::SOS)?;
    segments.retain(|one| is_of_picture(one.marker(), one.contents()));
    for one in segments.iter_mut().filter(|one| one.marker() == markers::APP0) {
        if let Some(plain) = without_thumbnail(one.contents()) {
            *one = JpegSegment::new_with_contents(markers::APP0, plain.into());
        }
    }
    if let Some(exif) = exif {
        let contents = [b"Exif\0\0".as_slice(), &exif].concat();
        let after_jfif = usize::from(segments.first().is_some_and(|first| first.marker() == markers::APP0));
        segments.insert(after_jfif, JpegSegment::new_with_contents(markers::APP1, contents.into()));
    }
    segments.push(JpegSegment::new_with_entropy(markers::SOS, scan.contents().clone(), picture(&scan)));
    Some(jpeg.encoder().bytes())
}

/// Whether a segment is needed to show the picture as its author sees it.
fn is_of_picture(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP0 => contents.starts_with(b"JFIF\0"),
        markers::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => contents.starts_with(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}

/// What JFIF says without its thumbnail, which may show what was cut off the picture; `None` where it has none.
fn without_thumbnail(jfif: &[u8]) -> Option<Vec<u8>> {
    // Its name, version and density, then the width and the height of a thumbnail.
    let said = jfif.get(..12).filter(|_| jfif.len() > 14)?;
    Some([said, &[0, 0]].concat())
}

/// The scans of a picture up to its end, that mark included, and the tables between them. Devices put previews, films and
/// second pictures behind it, with places of their own. A picture without end, cut in a transfer, is kept up to its last byte.
fn picture(scan: &JpegSegment) -> Bytes {
    let encoded = scan.clone().encoder().bytes();
    // The segment alone, then what a file has behind it.
    let data = encoded.slice(scan.len().min(encoded.len())..);
    let mut kept = Vec::with_capacity(data.len());
    let (mut from, mut at, mut end) = (0, 0, data.len());
    while let Some(found) = data.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0xff)) {
        at += found;
        match data.get(at + 1).copied() {
            None => break,
            Some(markers::EOI) => {
                end = at + 2;
                break;
            }
            // A byte of the picture, a mark that says how far one is, or one that stands alone.
            Some(0 | 0x01 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            // A table or the head of the next scan: its bytes are no marks.
            Some(marker) => {
                let Some(size) = data.get(at + 2..at + 4) else { break };
                let next = at + 2 + usize::from(u16::from_be_bytes([size[0], size[1]]));
                // In a damaged picture what looks like a segment may be none: nothing stands behind it then.
                let is_segment = data.get(next) == Some(&0xff);
                if is_segment && data.get(at + 4..next).is_some_and(|contents| !is_of_picture(marker, contents)) {
                    kept.extend_from_slice(&data[from..at]);
                    from = next;
                }
                at = next;
            }
        }
    }
    kept.extend_from_slice(data.get(from..end).unwrap_or_default());
    kept.into()
}
