use proptest::prelude::*;

use super::{may_tell, silent};

/// EXIF with an orientation and a GPS directory that names a place.
fn exif(turn: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    // Two entries: the orientation, and where the GPS directory lies.
    tiff.extend_from_slice(b"\x02\0");
    tiff.extend_from_slice(&[0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]);
    tiff.extend_from_slice(&[0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend_from_slice(&[0; 4]);
    // One entry: GPSMapDatum, a text of ten letters after it.
    tiff.extend_from_slice(b"\x01\0\x12\0\x02\0\x0a\0\0\0\x38\0\0\0\0\0\0\0GPS-Albi!\0");
    tiff
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let mut segment = vec![0xff, marker];
    segment.extend_from_slice(&(contents.len() as u16 + 2).to_be_bytes());
    segment.extend_from_slice(contents);
    segment
}

/// The scans of a picture of two, with a byte that looks like a mark in each, and a table between them that holds what
/// looks like an end.
fn scans() -> Vec<u8> {
    let mut scans = segment(0xda, &[1, 1, 0, 0, 63, 0]);
    scans.extend_from_slice(&[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]);
    scans.extend(segment(0xc4, &[0x10, 0xff, 0xd9, 0x01]));
    scans.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    scans.extend_from_slice(&[0x78, 0xff, 0x00, 0xff, 0xd9]);
    scans
}

fn jpeg(turn: u8) -> Vec<u8> {
    let mut photo = vec![0xff, 0xd8];
    photo.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    photo.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(turn)].concat()));
    photo.extend(segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>GPS-xmp</x>"));
    photo.extend(segment(0xe2, b"ICC_PROFILE\0\x01\x01colours"));
    photo.extend(segment(0xe2, b"MPF\0GPS-mpf"));
    photo.extend(segment(0xed, b"Photoshop 3.0\0GPS-iptc"));
    photo.extend(segment(0xee, b"Adobe\0\x64\0\0\0\0\x01"));
    photo.extend(segment(0xfe, b"GPS-comment"));
    photo.extend(segment(0xdb, &[0; 65]));
    photo.extend(segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]));
    photo.extend(scans());
    photo
}

fn chunk(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(contents);
    [&(contents.len() as u32).to_be_bytes(), kind.as_slice(), contents, &crc.sum().to_be_bytes()].concat()
}

fn png(turn: u8) -> Vec<u8> {
    let mut photo = b"\x89PNG\r\n\x1a\n".to_vec();
    photo.extend(chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
    photo.extend(chunk(*b"tEXt", b"Comment\0GPS-text"));
    photo.extend(chunk(*b"gAMA", &[0, 0, 0xb1, 0x8f]));
    photo.extend(chunk(*b"eXIf", &exif(turn)));
    photo.extend(chunk(*b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]));
    photo.extend(chunk(*b"IDAT", b"picture"));
    photo.extend(chunk(*b"tIME", b"GPS-hou"));
    photo.extend(chunk(*b"IEND", b""));
    photo
}

fn riff(kind: [u8; 4], contents: &[u8]) -> Vec<u8> {
    let mut chunk = [kind.as_slice(), &(contents.len() as u32).to_le_bytes(), contents].concat();
    chunk.extend(std::iter::repeat_n(0, contents.len() % 2));
    chunk
}

fn webp(turn: u8) -> Vec<u8> {
    let chunks = [
        riff(*b"VP8X", &[0b0010_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        riff(*b"ICCP", b"colours"),
        riff(*b"VP8L", b"picture"),
        riff(*b"EXIF", &exif(turn)),
        riff(*b"XMP ", b"<x>GPS-xmp</x>"),
        riff(*b"HIDE", b"GPS-own"),
    ]
    .concat();
    riff(*b"RIFF", &[b"WEBP".as_slice(), &chunks].concat())
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// How a reader of EXIF is told to turn a photo.
fn turn(photo: &[u8]) -> Option<u32> {
    let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(photo)).ok()?;
    assert_eq!(read.fields().count(), 1, "nothing but the orientation");
    read.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0)
}

#[test]
fn a_photo_keeps_its_picture_and_tells_nothing() {
    for make in [jpeg, png, webp] {
        let photo = make(6);
        assert!(has(&photo, b"GPS-"));
        let cleaned = silent(&photo).expect("it told something");
        assert!(!has(&cleaned, b"GPS"), "{}", String::from_utf8_lossy(&cleaned));
        assert_eq!(turn(&cleaned), Some(6));
        assert_eq!(silent(&cleaned), None, "once is enough");

        let cleaned = silent(&make(1)).expect("it told something");
        assert_eq!(turn(&cleaned), None);
        assert!(!has(&cleaned, b"Exif") && !has(&cleaned, b"EXIF") && !has(&cleaned, b"eXIf"));
    }
    let cleaned = silent(&jpeg(6)).unwrap();
    for kept in [b"JFIF\0".as_slice(), b"ICC_PROFILE\0\x01\x01colours", b"Adobe\0"] {
        assert!(has(&cleaned, kept));
    }
    assert!(cleaned.ends_with(&scans()));
    let cleaned = silent(&png(6)).unwrap();
    for kept in [b"IDATpicture".as_slice(), b"gAMA", b"acTL", b"IHDR"] {
        assert!(has(&cleaned, kept));
    }
    let cleaned = silent(&webp(6)).unwrap();
    assert!(has(&cleaned, b"VP8L\x07\0\0\0picture\0") && has(&cleaned, b"ICCP"));
    assert_eq!(cleaned[20], 0b0010_1000, "colours and EXIF, no XMP");
    assert_eq!(silent(&webp(1)).unwrap()[20], 0b0010_0000);
}

#[test]
fn what_follows_the_picture_goes() {
    for make in [jpeg, png, webp] {
        let photo = silent(&make(3)).unwrap();
        // A film, a second picture with its own place.
        let followed = [photo.as_slice(), &make(3), b"GPS-film"].concat();
        assert_eq!(silent(&followed).unwrap(), photo);
    }
}

#[test]
fn what_stands_between_scans_goes() {
    let photo = silent(&jpeg(6)).unwrap();
    let between = scans();
    let at = photo.len() - between.len();
    // Behind the first scan, before the table that follows it.
    let behind = at + between.windows(2).position(|two| two == [0xff, 0xc4]).unwrap();
    for told in [segment(0xfe, b"GPS-between"), segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(6)].concat())] {
        let longer = [&photo[..behind], &told, &photo[behind..]].concat();
        assert_eq!(silent(&longer).unwrap(), photo);
    }
}

#[test]
fn a_thumbnail_goes() {
    let photo = silent(&jpeg(6)).unwrap();
    let plain = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    assert!(has(&photo, &plain));
    let shown = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01GPS");
    assert_eq!(silent(&[&[0xff, 0xd8], shown.as_slice(), &photo[2 + plain.len()..]].concat()).unwrap(), photo);
}

#[test]
fn a_wrong_entry_turns_no_picture() {
    for make in [jpeg, png, webp] {
        let mut photo = make(6);
        // Where the GPS directory lies: beyond the end.
        let entry = [0x25, 0x88, 4, 0, 1, 0, 0, 0];
        let at = photo.windows(entry.len()).position(|window| window == entry).unwrap() + entry.len();
        photo[at..at + 4].copy_from_slice(&[0xff, 0xff, 0, 0]);
        let cleaned = silent(&photo).unwrap();
        assert!(!has(&cleaned, b"GPS"));
        assert_eq!(turn(&cleaned), Some(6));
    }
    // An empty description before the true one.
    let photo = silent(&jpeg(6)).unwrap();
    let told = [&photo[..2], &segment(0xe1, b"Exif\0\0"), &photo[2..]].concat();
    assert_eq!(silent(&told).unwrap(), photo);
}

#[test]
fn a_png_with_wrong_check_sums_tells_nothing_either() {
    let photo = png(6);
    let cleaned = silent(&photo).unwrap();
    let at = photo.windows(4).position(|window| window == b"tEXt").unwrap() + 4 + b"Comment\0GPS-text".len();
    let mut damaged = photo.clone();
    damaged[at] ^= 1;
    assert_eq!(silent(&damaged).unwrap(), cleaned);
    // Cut within the picture: what is there of it stays.
    let end = photo.windows(4).position(|window| window == b"IDAT").unwrap() + 4 + 3;
    let cut = silent(&photo[..end]).unwrap();
    assert!(!has(&cut, b"GPS") && cut.ends_with(b"IDATpic"));
}

#[test]
fn what_is_no_photo_is_left_alone() {
    for bytes in [
        b"".as_slice(),
        b"\xff\xd8\xff",
        b"RIFF",
        b"RIFF\xff\xff\xff\xffWAVE",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7",
        b"<svg/>",
    ] {
        assert_eq!(silent(bytes).filter(|cleaned| cleaned.len() < bytes.len()), None);
    }
    // Cut in a transfer: what is there of the picture stays.
    let whole = jpeg(1);
    let cut = silent(&whole[..whole.len() - 3]).unwrap();
    assert!(cut.ends_with(&scans()[..scans().len() - 3]));
    assert!(may_tell("Photo.JPG", 10) && may_tell("a/b.webp", 10) && may_tell("photo.heic", 10));
    assert!(!may_tell("jpg", 10) && !may_tell("a.svg", 10) && !may_tell("a.png", u64::MAX));
}

proptest! {
    #[test]
    fn damage_neither_panics_nor_grows(which in 0..3_usize, at in 0..400_usize, byte: u8, cut in 0..500_usize) {
        let mut photo = [jpeg, png, webp][which](6);
        let length = photo.len();
        photo[at % length] = byte;
        photo.truncate(cut.max(8));
        let length = photo.len();
        if let Some(cleaned) = silent(&photo) {
            // Its own orientation is all that is ever added.
            prop_assert!(cleaned.len() <= length + 40);
            prop_assert_eq!(silent(&cleaned), None);
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(kind in 0..3_usize, bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let start = [b"\xff\xd8\xff\xe1".as_slice(), b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBP"][kind];
        silent(&[start, &bytes].concat());
    }
}
