//! Attachments that a browser would run as a page of the site: pages, scripts, and drawings with more than a drawing in
//! them. On a host that sends no policy they could read and do what the site itself can.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::normalise::normalise;

/// Ends of names that browsers open as a page or run, and of the XML that hosts send as such: any of it may hold a script.
const RUN: [&str; 42] = [
    "html", "htm", "xhtml", "xhtm", "xht", "shtml", "shtm", "stm", "mhtml", "mht", "xml", "xsl", "xslt", "xsd", "dtd",
    "wsdl", "rdf", "owl", "rss", "atom", "xul", "mathml", "mml", "smil", "smi", "kml", "gpx", "gml", "xspf", "js",
    "mjs", "cjs", "svgz", "hta", "htc", "wasm", "swf", "jar", "jnlp", "xap", "crx", "xpi",
];

/// Names that a host itself may run, wherever they stand between two points: Apache takes `a.php.txt` for a program.
const RUN_BY_HOSTS: [&str; 22] = [
    "php", "php3", "php4", "php5", "php7", "php8", "pht", "phtml", "phar", "phps", "asp", "aspx", "asa", "asax",
    "ashx", "asmx", "jsp", "jspx", "cfm", "cfml", "cgi", "fcgi",
];

/// Elements of a drawing that run, embed, or change addresses.
const RUNNING_ELEMENTS: [&str; 12] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "handler",
    "listener",
    "audio",
    "video",
    "link",
    "meta",
    "base",
];

/// Whether browsers open a file of this name as a page, or run it, or a host does.
pub fn is_run(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut ends = name.rsplit('/').next().unwrap_or_default().split('.').skip(1).peekable();
    let mut is_run = false;
    while let Some(end) = ends.next() {
        is_run |= RUN_BY_HOSTS.contains(&end);
        is_run |= RUN.contains(&end) && ends.peek().is_none();
        // Where a host has no type for the last end, the one before it counts: `page.html.fr`, `drawing.svg.gz`.
        is_run |= (RUN.contains(&end) || end == "svg") && ends.peek().is_some() && is_guessed(&name);
    }
    is_run
}

/// Ends of names that hosts send with a type of their own, so that no browser guesses it from the content.
const TYPED: [&str; 36] = [
    "md", "markdown", "txt", "csv", "tsv", "json", "ics", "pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "doc",
    "xls", "ppt", "rtf", "epub", "zip", "h5p", "mbz", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "mp3", "m4a",
    "ogg", "wav", "mp4", "webm", "ttf",
];

/// Whether a browser may have to guess from its content what a file of this name is.
pub fn is_guessed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).is_none_or(|(_, end)| !TYPED.contains(&end))
}

/// Bytes that a browser guesses from.
pub const GUESSED_FROM: u64 = 1445;

/// Whether a browser that guesses takes a file that begins so for a page. After « Identifying a resource with an unknown MIME
/// type » of <https://mimesniff.spec.whatwg.org/>, and drawings, which some hosts guess themselves.
pub fn begins_a_page(beginning: &[u8]) -> bool {
    const TAGS: [&[u8]; 18] = [
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<script",
        b"<iframe",
        b"<h1",
        b"<div",
        b"<font",
        b"<table",
        b"<a",
        b"<style",
        b"<title",
        b"<b",
        b"<body",
        b"<br",
        b"<p",
        b"<svg",
        b"<!--",
    ];
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
    if text.starts_with(b"<?xml") {
        return true;
    }
    TAGS.iter().any(|tag| {
        let is_there = text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        is_there && (*tag == b"<!--" || matches!(text.get(tag.len()), Some(b' ' | b'>' | b'\t' | b'\n' | b'\r' | b'/')))
    })
}

/// What of a drawing is more than a drawing, in French; none of a harmless one.
pub fn beyond_drawing(svg: Vec<u8>) -> Option<String> {
    const ENCODED: &str = "un encodage qui n’est pas UTF-8";
    let Ok(text) = normalise(svg) else { return Some(ENCODED.to_owned()) };
    // No XML holds them; some encodings change their letters by one.
    if text.contains(|sign: char| sign < ' ' && !matches!(sign, '\t' | '\n')) {
        return Some("des caractères de commande".to_owned());
    }
    let mut reader = Reader::from_str(&text);
    let mut depth = 0_usize;
    let mut styles = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                if let Some(found) = of_element(&element) {
                    return Some(found);
                }
                styles += usize::from(local(element.name().as_ref()) == "style");
            }
            Ok(Event::Empty(element)) => {
                if let Some(found) = of_element(&element) {
                    return Some(found);
                }
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                styles -= usize::from(styles > 0 && local(element.name().as_ref()) == "style");
            }
            // A browser reads what is declared, and finds other tags there than are found here.
            Ok(Event::Decl(declaration)) if !keeps_ascii(&declaration) => return Some(ENCODED.to_owned()),
            // An entity may stand for anything, and a style may fetch.
            Ok(Event::DocType(kind)) if kind.contains('[') => return Some("des entités XML".to_owned()),
            Ok(Event::PI(_)) => return Some("une instruction de traitement".to_owned()),
            Ok(Event::Text(text)) if styles > 0 && fetches(&text) => {
                return Some("un style qui charge autre chose".to_owned());
            }
            Ok(Event::CData(text)) if styles > 0 && fetches(&text) => {
                return Some("un style qui charge autre chose".to_owned());
            }
            Ok(Event::Eof) if depth == 0 => return None,
            Ok(Event::Eof) | Err(_) => return Some("un XML mal formé".to_owned()),
            Ok(_) => {}
        }
    }
}

/// Whether the encodings that a declaration of XML names, if any, write the signs of tags as UTF-8 does.
fn keeps_ascii(declaration: &str) -> bool {
    const NAMES: [&str; 8] =
        ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252"];
    let said = declaration.to_ascii_lowercase();
    // By the letters: browsers look for them before they read XML.
    said.match_indices("encoding").all(|(at, word)| {
        let named = said[at + word.len()..].trim_start().strip_prefix('=').map(str::trim_start).unwrap_or_default();
        let named = named.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
        named.is_some_and(|name| NAMES.contains(&name))
    })
}

fn of_element(element: &BytesStart<'_>) -> Option<String> {
    let name = local(element.name().as_ref());
    if RUNNING_ELEMENTS.contains(&name.as_str()) {
        return Some(format!("<{name}>"));
    }
    element.attributes().find_map(|attribute| match attribute {
        Ok(attribute) => of_attribute(&attribute),
        Err(_) => Some("un XML mal formé".to_owned()),
    })
}

fn of_attribute(attribute: &Attribute<'_>) -> Option<String> {
    let name = local(attribute.key.as_ref());
    // A reference to a character would hide what follows; one that is not known is shown as it stands.
    let raw = &attribute.value;
    let value = quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_string(), std::borrow::Cow::into_owned);
    if name.starts_with("on") && name.len() > 2 {
        return Some(format!("« {name} »"));
    }
    // Elements of HTML fetch in more ways than are told here.
    if value.trim() == "http://www.w3.org/1999/xhtml" {
        return Some("du HTML".to_owned());
    }
    if matches!(name.as_str(), "href" | "src" | "srcset" | "ping") && !leads_within(&value) {
        return Some(format!("l’adresse « {} »", value.trim().chars().take(60).collect::<String>()));
    }
    // An animation may write any attribute, an address included.
    if name == "attributename" && matches!(local(value.trim()).as_str(), "href" | "src") {
        return Some("une animation d’adresse".to_owned());
    }
    fetches(&value).then(|| "un style qui charge autre chose".to_owned())
}

/// A name without its prefix, in lower case.
fn local(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    name.rsplit_once(':').map_or(name.clone(), |(_, local)| local.to_owned())
}

/// Whether an address stays in the drawing: a part of it, or a picture written in it.
fn leads_within(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    let pictures = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];
    address.is_empty() || address.starts_with('#') || pictures.iter().any(|start| address.starts_with(start))
}

/// Whether a style reaches out of the drawing.
fn fetches(style: &str) -> bool {
    let style: String = style.to_ascii_lowercase().split_whitespace().collect();
    // In a style, a backslash can write any letter.
    let urls = style.match_indices("url(").map(|(at, _)| style[at + 4..].trim_start_matches(['"', '\'']));
    style.contains("@import")
        || style.contains("image-set(")
        || urls.into_iter().any(|url| !leads_within(url))
        || (style.contains('\\') && style.contains('('))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inside: &str) -> Option<String> {
        beyond_drawing(format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>").into_bytes())
    }

    #[test]
    fn drawings_pass() {
        for inside in [
            "<rect width=\"3\" height=\"4\" fill=\"url(#fond)\"/><use href=\"#a\"/><text>2 &lt; 3</text>",
            "<style>.a { fill: url('#fond'); }</style><title>Une url(quelconque) en clair</title>",
            "<image href=\"data:image/png;base64,AAAA\"/>",
        ] {
            assert_eq!(told(inside), None, "{inside}");
        }
    }

    #[test]
    fn what_runs_or_reaches_out_is_told() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<g><x:script xmlns:x=\"http://www.w3.org/2000/svg\"/></g>",
            "<rect onclick=\"a()\"/>",
            "<rect ONLOAD=\"a()\"/>",
            "<foreignObject><b>gras</b></foreignObject>",
            "<a href=\"java&#115;cript:a()\"><text>x</text></a>",
            "<a xlink:href=\" JavaScript:a()\"/>",
            "<image href=\"https://exemple.fr/a.png\"/>",
            "<use href=\"data:image/svg+xml,x\"/>",
            "<set attributeName=\"href\" to=\"javascript:a()\"/>",
            "<style>@import 'a.css';</style>",
            "<style><![CDATA[.a { fill: url( \"https://exemple.fr/a\" ) }]]></style>",
            "<rect style=\"fill: u\\72l(https://exemple.fr)\"/>",
            "<x:img xmlns:x=\"http://www.w3.org/1999/xhtml\"/>",
            "<a href=\"#a\" ping=\"https://exemple.fr\"/>",
            "<g>",
        ] {
            assert!(told(inside).is_some(), "{inside}");
        }
        assert!(beyond_drawing(b"<!DOCTYPE svg [<!ENTITY a \"<script/>\">]><svg>&a;</svg>".to_vec()).is_some());
        assert!(beyond_drawing(b"<?xml-stylesheet href=\"a.css\"?><svg/>".to_vec()).is_some());
    }

    #[test]
    fn a_drawing_is_read_as_a_browser_reads_it() {
        let of = |declaration: &str| beyond_drawing(format!("<?xml {declaration}?><svg/>").into_bytes());
        for plain in ["version=\"1.0\"", "version='1.0' encoding='UTF-8'", "version=\"1.0\" encoding = \"iso-8859-1\""]
        {
            assert_eq!(of(plain), None, "{plain}");
        }
        for other in
            ["encoding=\"ISO-2022-JP\"", "encoding='utf-16'", "encoding=big5", "a=\"encoding='hz'\" encoding=\"utf-8\""]
        {
            assert!(of(&format!("version=\"1.0\" {other}")).is_some(), "{other}");
        }
        assert!(told("<text>\u{1b}$B</text>").is_some());
    }

    #[test]
    fn pages_and_scripts_are_known_by_their_names() {
        assert!(RUN.iter().all(|end| is_run(&format!("x.y/a.{}", end.to_uppercase()))));
        assert!(RUN_BY_HOSTS.iter().all(|end| is_run(&format!("a.{end}")) && is_run(&format!("a.{end}.txt"))));
        assert!(["a.html.fr", "a.html.v2", "a.svg.gz", "x/a.js.gz"].iter().all(|name| is_run(name)));
        let harmless =
            ["a.svg", "a.md", "html", "php", "a.html.zip", "a.svg.pdf", "x.php/a.txt", "a.tar.gz", "a.v2.csv"];
        assert!(!harmless.iter().any(|name| is_run(name)));
    }
}
