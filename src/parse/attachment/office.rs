//! Word processors' files: a zip of XML, of which one member holds the text.

use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, escape};
use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use super::lines::Lines;

/// XML read of one file, in bytes, inflated. A text of [`super::LONGEST`] takes a tenth of it.
const MOST_XML: u64 = 32 << 20;

/// Members that a file may have: pictures are members too, but no text has thousands.
const MOST_MEMBERS: usize = 5_000;

/// Elements that may stand in one another.
const DEEPEST: usize = 256;

/// First bytes of the format that encrypted files of Word are wrapped in (\[MS-CFB\], 2.2).
const COMPOUND_FILE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// OpenDocument (ISO/IEC 26300): `content.xml`.
pub(super) fn open_document(bytes: &[u8], lines: &mut Lines) -> Result<(), Unreadable> {
    let mut archive = open(bytes)?;
    if is_encrypted(&mut archive) {
        return Err(Unreadable::Protected);
    }
    member(&mut archive, "content.xml", lines, &OPEN_DOCUMENT)
}

/// Office Open XML (ISO/IEC 29500): `word/document.xml`, and its notes.
pub(super) fn word(bytes: &[u8], lines: &mut Lines) -> Result<(), Unreadable> {
    if bytes.starts_with(COMPOUND_FILE) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if is_encrypted { Unreadable::Protected } else { Unreadable::Damaged });
    }
    let mut archive = open(bytes)?;
    member(&mut archive, "word/document.xml", lines, &WORD)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if archive.index_for_name(notes).is_some() {
            member(&mut archive, notes, lines, &WORD)?;
        }
    }
    Ok(())
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn open(bytes: &[u8]) -> Result<Archive<'_>, Unreadable> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    if archive.len() > MOST_MEMBERS { Err(Unreadable::TooBig) } else { Ok(archive) }
}

/// Whether the manifest of an `OpenDocument` tells of encryption.
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    let mut manifest = String::new();
    let Ok(member) = archive.by_name("META-INF/manifest.xml") else { return false };
    // What is no UTF-8 is no manifest of ours; the text itself will tell.
    let _ = member.take(1 << 20).read_to_string(&mut manifest);
    manifest.contains("encryption-data")
}

/// What an element of a vocabulary is to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A paragraph or a heading: a line, and where text stands.
    Paragraph,
    /// Where text stands, inside a paragraph, when not all of the paragraph's is.
    Text,
    /// A blank.
    Blank,
    /// A hyphen at which no line ends.
    Hyphen,
    /// Nothing in it is part of the text: comments, deletions, a second version of the same.
    Skipped,
    /// None of these.
    Other,
}

/// How a vocabulary names its elements; prefixes are left out, since a file may choose its own.
struct Vocabulary {
    role: fn(&str) -> Role,
    /// Whether text stands in elements of its own, not in paragraphs at once.
    has_text_elements: bool,
}

impl Vocabulary {
    fn role_of(&self, element: &BytesStart<'_>) -> Role {
        (self.role)(element.local_name().into_inner())
    }
}

const OPEN_DOCUMENT: Vocabulary = Vocabulary {
    role: |name| match name {
        "p" | "h" => Role::Paragraph,
        "s" | "tab" | "line-break" => Role::Blank,
        "annotation" | "tracked-changes" => Role::Skipped,
        _ => Role::Other,
    },
    has_text_elements: false,
};

const WORD: Vocabulary = Vocabulary {
    role: |name| match name {
        "p" => Role::Paragraph,
        "t" => Role::Text,
        "tab" | "br" | "cr" => Role::Blank,
        "noBreakHyphen" => Role::Hyphen,
        "Fallback" | "del" | "moveFrom" => Role::Skipped,
        _ => Role::Other,
    },
    has_text_elements: true,
};

fn member(archive: &mut Archive<'_>, name: &str, lines: &mut Lines, vocabulary: &Vocabulary) -> Result<(), Unreadable> {
    let file = archive.by_name(name).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Protected,
        _ => Unreadable::Damaged,
    })?;
    let mut reader = Reader::from_reader(BufReader::new(file.take(MOST_XML)));
    let read = paragraphs(&mut reader, lines, vocabulary);
    // An element cut by the bound is no fault of the XML.
    if reader.get_ref().get_ref().limit() == 0 && !lines.is_full() { Err(Unreadable::TooBig) } else { read }
}

/// Which elements are open around the place that is read.
#[derive(Default)]
struct Place {
    depth: usize,
    paragraphs: usize,
    texts: usize,
    /// Depth of the outermost element that is skipped.
    skipped: Option<usize>,
}

fn paragraphs(
    reader: &mut Reader<BufReader<impl Read>>,
    lines: &mut Lines,
    vocabulary: &Vocabulary,
) -> Result<(), Unreadable> {
    let mut buffer = Vec::new();
    let mut at = Place::default();
    while !lines.is_full() {
        buffer.clear();
        // A document type may declare entities: they are never expanded, so that it cannot grow.
        match reader.read_event_into(&mut buffer).map_err(|_| Unreadable::Damaged)? {
            Event::Start(element) => enter(&element, &mut at, lines, vocabulary)?,
            Event::Empty(element) if at.skipped.is_none() => mark(vocabulary.role_of(&element), lines),
            Event::End(element) => {
                let role = (vocabulary.role)(element.local_name().into_inner());
                leave(role, &mut at, lines);
            }
            Event::Text(text) if at.has_text(vocabulary) => lines.push(&text.xml10_content()),
            Event::CData(text) if at.has_text(vocabulary) => lines.push(&text.xml10_content()),
            Event::GeneralRef(reference) if at.has_text(vocabulary) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    lines.push(c.encode_utf8(&mut [0; 4]));
                } else if let Some(text) = escape::resolve_predefined_entity(&reference.xml10_content()) {
                    lines.push(text);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
    Ok(())
}

impl Place {
    const fn has_text(&self, vocabulary: &Vocabulary) -> bool {
        let inside = if vocabulary.has_text_elements { self.texts } else { self.paragraphs };
        self.skipped.is_none() && inside > 0
    }
}

fn enter(
    element: &BytesStart<'_>,
    at: &mut Place,
    lines: &mut Lines,
    vocabulary: &Vocabulary,
) -> Result<(), Unreadable> {
    at.depth += 1;
    if at.depth > DEEPEST {
        return Err(Unreadable::Damaged);
    }
    let role = vocabulary.role_of(element);
    match role {
        _ if at.skipped.is_some() => {}
        Role::Paragraph => {
            // A note or a frame in the middle of a paragraph has paragraphs of its own.
            lines.end_line();
            at.paragraphs += 1;
        }
        Role::Text => at.texts += 1,
        Role::Skipped => at.skipped = Some(at.depth),
        _ => mark(role, lines),
    }
    Ok(())
}

/// What an element itself stands for, empty as it is.
fn mark(role: Role, lines: &mut Lines) {
    match role {
        Role::Blank => lines.space(),
        Role::Hyphen => lines.push("-"),
        _ => {}
    }
}

fn leave(role: Role, at: &mut Place, lines: &mut Lines) {
    match role {
        _ if at.skipped.is_some() => {}
        Role::Paragraph => {
            lines.end_line();
            at.paragraphs = at.paragraphs.saturating_sub(1);
        }
        Role::Text => at.texts = at.texts.saturating_sub(1),
        _ => {}
    }
    if at.skipped == Some(at.depth) {
        at.skipped = None;
    }
    at.depth = at.depth.saturating_sub(1);
}
