//! Each format as common programs write it, and files that are broken or hostile.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn read(name: &str, bytes: &[u8]) -> Result<String, Unreadable> {
    text(Format::of(name).expect("is read"), bytes.to_vec(), LONGEST)
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("starts");
        writer.write_all(bytes).expect("writes");
    }
    writer.finish().expect("finishes").into_inner()
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?><w:document><w:body>{body}</w:body></w:document>");
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// A PDF without a cross-reference table, which readers rebuild, of objects 1 and on.
fn pdf(objects: &[&[u8]]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(*object);
        file.extend(b"\nendobj\n");
    }
    file.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    file
}

const CATALOG: &[u8] = b"<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &[u8] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const PAGE: &[u8] = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>";

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} {dictionary} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("deflates");
    encoder.finish().expect("deflates")
}

/// A page that shows its content in a font of 600 thousandths a letter.
fn one_page(font: &str, content: &[u8]) -> Vec<u8> {
    let widths = "600 ".repeat(224);
    let font = format!("<< /Type /Font /FirstChar 32 /LastChar 255 /Widths [{widths}] {font} >>");
    pdf(&[CATALOG, PAGES, PAGE, &stream("", content), font.as_bytes()])
}

const WIN_ANSI: &str = "/Subtype /TrueType /BaseFont /Essai /Encoding /WinAnsiEncoding";

#[test]
fn names_announce_formats() {
    use Format::{Csv, Markdown, OpenDocument, Pdf, Word};
    let names = ["a.PDF", "b/c.odt", "x.csv", "x.tar.md", "pdf", "x.svg", ".docx"];
    let formats = [Some(Pdf), Some(OpenDocument), Some(Csv), Some(Markdown), None, None, Some(Word)];
    assert_eq!(names.map(Format::of), formats);
}

#[test]
fn text_files_in_every_usual_encoding() {
    let utf16: Vec<u8> = "\u{feff}Été\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in ["Été".as_bytes(), "\u{feff}Été\r\n".as_bytes(), b"\xc9t\xe9", &utf16] {
        assert_eq!(read("a.txt", bytes).as_deref(), Ok("Été"));
    }
    assert_eq!(read("a.txt", b"un\t deux\r\n\r\n  trois \x0c"), Ok("un deux\ntrois".into()));
    assert_eq!(read("a.md", "# Titre\n\nUn *mot* [lié](x.md).\n".as_bytes()), Ok("Titre\nUn mot lié.".into()));
}

#[test]
fn values_are_separated_by_any_usual_sign() {
    let rows = "critère;note\n\"gestes ; outils\";2\n";
    assert_eq!(read("a.csv", rows.as_bytes()), Ok("critère note\ngestes ; outils 2".into()));
    assert_eq!(read("a.csv", b"a,b\nc\n\"d\n"), Ok("a b\nc\nd".into()));
    assert_eq!(read("a.csv", b"a\tb"), Ok("a b".into()));
}

#[test]
fn open_documents() {
    let body = "<text:h>Liste</text:h><text:p>Un<text:s text:c=\"3\"/>mot <text:span>co</text:span>upé &amp; &#233;crit<text:line-break/>ici<office:annotation><text:p>secret</text:p></office:annotation>.</text:p><table:table><table:table-cell><text:p>Critère</text:p></table:table-cell><table:table-cell><text:p>Note</text:p></table:table-cell></table:table>";
    assert_eq!(read("a.odt", &odt(body)), Ok("Liste\nUn mot coupé & écrit ici.\nCritère\nNote".into()));
}

#[test]
fn word_documents() {
    let body = "<w:p><w:r><w:t>co</w:t></w:r><w:r><w:t>upé</w:t><w:tab/><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>non</w:delText></w:r></w:del><mc:AlternateContent><mc:Choice><w:t>une</w:t></mc:Choice><mc:Fallback><w:t>deux</w:t></mc:Fallback></mc:AlternateContent><w:instrText>PAGE</w:instrText></w:p>";
    assert_eq!(read("a.docx", &docx(body)), Ok("coupé e-mail\nune".into()));
}

const LIBREOFFICE_DOCX: &[u8] = include_bytes!("../../../tests/fixtures/attachments/libreoffice.docx");
const LIBREOFFICE_ODT: &[u8] = include_bytes!("../../../tests/fixtures/attachments/libreoffice.odt");
const LIBREOFFICE_PDF: &[u8] = include_bytes!("../../../tests/fixtures/attachments/libreoffice.pdf");
const CHROMIUM_PDF: &[u8] = include_bytes!("../../../tests/fixtures/attachments/chromium.pdf");

#[test]
fn files_of_common_programs() {
    let files = [
        ("a.docx", LIBREOFFICE_DOCX),
        ("a.odt", LIBREOFFICE_ODT),
        ("LibreOffice.pdf", LIBREOFFICE_PDF),
        ("Chromium.pdf", CHROMIUM_PDF),
    ];
    for (name, bytes) in files {
        let text = read(name, bytes).expect("is read").replace('\n', " ");
        let expected = "L’évaluation des œuvres : façonnage, Noël, naïveté, effort final, 1er palier, AVANT. Un demimot. Critère Note Propreté douze";
        assert_eq!(text, expected, "{name}");
    }
}

#[test]
fn words_of_a_page_are_told_by_their_places() {
    // Runs as Word writes them: one word in two, one line in three.
    let content = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm [(\xc9v)-3(alu)] TJ ET BT 1 0 0 1 80 700 Tm (ation) Tj ET
        BT 1 0 0 1 116 700 Tm (de l\x92\x9cil) Tj ET BT 1 0 0 1 300 700 Tm (Note) Tj ET
        BT 1 0 0 1 50 688 Tm (une forma-) Tj 0 -12 Td (tion) Tj 4 Ts (er) Tj 0 Ts [(A)-400(B)-40(C)] TJ ET";
    let expected = "Évaluation de l’œil Note\nune forma-tionerA BC";
    assert_eq!(read("a.pdf", &one_page(WIN_ANSI, content)), Ok(expected.into()));
    // The other operators that show text, in a space that is turned and scaled.
    let content = b"q 0 2 -2 0 300 50 cm BT /F1 5 Tf 12 TL 10 10 Td (un) ' 0 0 (deux) \" T* (trois) Tj ET Q Q Q";
    assert_eq!(read("a.pdf", &one_page(WIN_ANSI, content)), Ok("un\ndeux\ntrois".into()));
}

#[test]
fn codes_are_read_by_their_font() {
    let differences = "/Subtype /Type1 /Encoding << /Differences [1 /eacute 2 /f_i 65 /ccedilla /oe /.notdef] >>";
    assert_eq!(read("a.pdf", &one_page(differences, b"BT /F1 9 Tf (a\x01ABz) Tj ET")), Ok("aéçœz".into()));
    let mac = "/Subtype /TrueType /Encoding /MacRomanEncoding";
    assert_eq!(read("a.pdf", &one_page(mac, b"BT /F1 9 Tf (\x8et\x8e) Tj ET")), Ok("été".into()));
    let map = b"1 beginbfchar <0003> <00E90074> endbfchar 1 beginbfrange <0010> <ffff> <0061> endbfrange";
    let font = b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /DW 500 /W [3 [900] 16 18 600] >>] >>";
    let content = stream("", b"BT /F1 9 Tf [<0003> <00100011>] TJ ET");
    assert_eq!(read("a.pdf", &pdf(&[CATALOG, PAGES, PAGE, &content, font, &stream("", map)])), Ok("étab".into()));
    // Without a map, the codes of such a font say nothing.
    let font = b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>";
    assert_eq!(read("a.pdf", &pdf(&[CATALOG, PAGES, PAGE, &content, font])), Err(Unreadable::NoText));
}

#[test]
fn forms_are_read_and_do_not_go_round_for_ever() {
    let form = stream(
        "/Type /XObject /Subtype /Form /Matrix [1 0 0 1 0 100] /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> /Filter /FlateDecode",
        &deflated(b"BT /F1 9 Tf (forme) Tj ET /X Do"),
    );
    let font = format!("<< /Type /Font {WIN_ANSI} >>");
    let file = pdf(&[CATALOG, PAGES, PAGE, &stream("", b"/X Do /Y Do"), font.as_bytes(), &form]);
    let text = read("a.pdf", &file).expect("is read");
    assert!(text.lines().all(|line| line == "forme"), "{text}");
}

#[test]
fn no_more_than_the_room_is_kept() {
    let long = "mot ".repeat(100_000);
    let files = [
        ("a.txt", long.clone().into_bytes()),
        ("a.csv", long.replace(' ', "\n").into_bytes()),
        ("a.odt", odt(&format!("<text:p>{long}</text:p>"))),
        ("a.docx", docx(&format!("<w:p><w:t>{long}</w:t></w:p>"))),
        ("a.pdf", one_page(WIN_ANSI, format!("BT /F1 1 Tf ({long}) Tj ET").as_bytes())),
    ];
    for (name, bytes) in files {
        let text = text(Format::of(name).expect("is read"), bytes, 300).expect("is read");
        assert_eq!(text.chars().filter(|c| !c.is_whitespace()).count(), 300, "{name}");
    }
}

#[test]
fn files_without_text() {
    for name in ["a.txt", "a.md", "a.csv"] {
        assert_eq!(read(name, b""), Err(Unreadable::NoText), "{name}");
        assert_eq!(read(name, b" \n;;\n--\n"), Err(Unreadable::NoText), "{name}");
    }
    assert_eq!(read("a.odt", &odt("<text:p/>")), Err(Unreadable::NoText));
    assert_eq!(read("a.docx", &docx("<w:p/>")), Err(Unreadable::NoText));
    // A scan: an image on a page.
    let image = stream("/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"x");
    let file = pdf(&[CATALOG, PAGES, PAGE, &stream("", b"q 600 0 0 800 0 0 cm /X Do Q"), b"null", &image]);
    assert_eq!(read("a.pdf", &file), Err(Unreadable::NoText));
}

#[test]
fn damaged_files() {
    for name in ["a.odt", "a.docx", "a.pdf"] {
        for bytes in [&b""[..], b"PK\x03\x04", b"%PDF-1.7", b"Bonjour", CHROMIUM_PDF.get(..40).expect("is long")] {
            assert_eq!(read(name, bytes), Err(Unreadable::Damaged), "{name} {bytes:?}");
        }
    }
    // A picture under the name of a text, and a text without what its format needs.
    for name in ["a.txt", "a.csv", "a.md"] {
        assert_eq!(read(name, b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), Err(Unreadable::Damaged), "{name}");
    }
    assert_eq!(read("a.docx", &odt("<text:p>Un</text:p>")), Err(Unreadable::Damaged));
    assert_eq!(read("a.odt", &odt("<text:p>Un</text:h>")), Err(Unreadable::Damaged));
    let whole = odt(&format!("<text:p>{}</text:p>", "Un texte. ".repeat(500)));
    for length in [whole.len() / 3, whole.len() - 1] {
        assert_eq!(read("a.odt", &whole[..length]), Err(Unreadable::Damaged));
    }
    let deep = format!("<text:p>{}", "<text:span>".repeat(300));
    assert_eq!(read("a.odt", &odt(&deep)), Err(Unreadable::Damaged));
}

#[test]
fn protected_files() {
    let manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(read("a.odt", &zipped(&[("META-INF/manifest.xml", manifest)])), Err(Unreadable::Protected));
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let compound = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 512], &name].concat();
    assert_eq!(read("a.docx", &compound), Err(Unreadable::Protected));
    assert_eq!(read("a.docx", &compound[..500]), Err(Unreadable::Damaged));
    let mut file = one_page(WIN_ANSI, b"BT /F1 9 Tf (secret) Tj ET");
    let at = file.windows(7).rposition(|window| window == b"trailer").expect("has one");
    file.splice(at..at + 10, b"trailer\n<< /Encrypt 9 0 R ".iter().copied());
    assert_eq!(read("a.pdf", &file), Err(Unreadable::Protected));
}

#[test]
fn bombs_are_not_inflated() {
    let spaces = vec![b' '; 40 << 20];
    let content = [b"<a>".as_slice(), &spaces].concat();
    assert_eq!(read("a.odt", &zipped(&[("content.xml", &content)])), Err(Unreadable::TooBig));
    assert_eq!(read("a.docx", &zipped(&[("word/document.xml", &content)])), Err(Unreadable::TooBig));
    let names: Vec<String> = (0..6000).map(|number| format!("{number}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read("a.odt", &zipped(&members)), Err(Unreadable::TooBig));
    let font = format!("<< /Type /Font {WIN_ANSI} >>");
    let page = |data: &[u8], filter: &str| pdf(&[CATALOG, PAGES, PAGE, &stream(filter, data), font.as_bytes()]);
    let big = deflated(&vec![b' '; 80 << 20]);
    assert_eq!(read("a.pdf", &page(&big, "/Filter /FlateDecode")), Err(Unreadable::TooBig));
    assert_eq!(read("a.pdf", &page(&big, "/Subtype /Image /Filter /FlateDecode")), Err(Unreadable::TooBig));
    let twice = deflated(&big);
    assert_eq!(read("a.pdf", &page(&twice, "/Filter [/FlateDecode /FlateDecode]")), Err(Unreadable::TooBig));
}

#[test]
fn entities_are_not_expanded() {
    let mut entities = String::new();
    for n in 1..30 {
        let _ = write!(entities, "<!ENTITY e{n} \"&e{last};&e{last};\">", last = n - 1);
    }
    let declared = "<!ENTITY e0 \"boum\"><!ENTITY fichier SYSTEM \"file:///etc/hostname\">";
    let content = format!(
        "<!DOCTYPE x [{declared}{entities}]><x xmlns:text=\"t\"><text:p>Un &e29; mot&fichier; &lt;sûr&gt; &#x41;&#xD800;</text:p></x>"
    );
    assert_eq!(read("a.odt", &zipped(&[("content.xml", content.as_bytes())])), Ok("Un mot <sûr> A".into()));
}

#[test]
fn nesting_in_a_pdf_is_bounded() {
    for (open, close) in [("[", "]"), ("<< /A ", " >>"), ("(", ")")] {
        let nested = format!("{}{}", open.repeat(30_000), close.repeat(30_000));
        let font = nested.as_bytes();
        let content = stream("", format!("BT /F1 9 Tf {nested} TJ (fin) Tj ET").as_bytes());
        let _ = read("a.pdf", &pdf(&[CATALOG, PAGES, PAGE, &content, font]));
        let _ = read("a.pdf", &pdf(&[CATALOG, font, PAGE, &content]));
    }
    let round = b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Parent 2 0 R >>";
    let _ = read("a.pdf", &pdf(&[CATALOG, round, PAGE, &stream("/Length 4 0 R", b"")]));
}

/// A good file with some of its bytes replaced.
fn altered(file: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((0..file.len(), any::<u8>()), 1..12);
    (changes, any::<prop::sample::Index>()).prop_map(move |(changes, cut)| {
        let mut bytes = file.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        // Half of them are cut as well.
        let end = cut.index(file.len() * 2).min(file.len());
        bytes.truncate(end);
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), room in 0_usize..100) {
        for name in ["a.txt", "a.md", "a.csv", "a.odt", "a.docx", "a.pdf"] {
            let read = text(Format::of(name).expect("is read"), bytes.clone(), room);
            prop_assert!(read.map_or(0, |text| text.chars().filter(|c| !c.is_whitespace()).count()) <= room);
        }
    }

    #[test]
    fn altered_files_are_read_or_refused(
        odt in altered(LIBREOFFICE_ODT), docx in altered(LIBREOFFICE_DOCX),
        pdf in altered(LIBREOFFICE_PDF), other in altered(CHROMIUM_PDF),
    ) {
        for (name, bytes) in [("a.odt", odt), ("a.docx", docx), ("a.pdf", pdf), ("a.pdf", other)] {
            let _ = read(name, &bytes);
        }
    }

    #[test]
    fn any_content_of_a_page_is_read(parts in prop::collection::vec(
        prop::sample::select(vec![
            "BT ", "ET ", "/F1 9 Tf ", "/F2 1 Tf ", "(a) Tj ", "[(b)-900(c)] TJ ", "1 0 0 1 5 5 Tm ", "0 0 Td ", "q ", "Q ",
            "9e99 0 0 1 0 0 cm ", "-1 Tz ", "(d) ' ", "1 2 (e) \" ", "T* ", "/X Do ", "] ", "<< ", "<6", "BI ID EI ", "0 0 0 0 0 0 Tm ",
            "/F1 0 Tf ", "1e38 Td ", "(", "\\", ") ", "/", "nan ", "-.- ",
        ]), 0..40,
    )) {
        let _ = read("a.pdf", &one_page(WIN_ANSI, parts.concat().as_bytes()));
    }
}
