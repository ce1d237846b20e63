//! Attachments that a browser would run as a page of the site: pages, scripts, and drawings with more than a drawing in
//! them. On a host that sends no policy they could read and do what the site itself can.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::normalise::normalise;

/// Ends of names that browsers open as a page or run.
const RUN: [&str; 17] = [
    "html", "htm", "xhtml", "xht", "shtml", "mhtml", "mht", "xml", "xsl", "xslt", "js", "mjs", "cjs", "svgz", "hta",
    "rdf", "wasm",
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

/// Whether browsers open a file of this name as a page, or run it.
pub fn is_run(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.rsplit_once('.').is_some_and(|(_, end)| RUN.contains(&end))
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
    let Ok(text) = normalise(svg) else { return Some("un encodage qui n’est pas UTF-8".to_owned()) };
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
    if matches!(name.as_str(), "href" | "src") && !leads_within(&value) {
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
            "<g>",
        ] {
            assert!(told(inside).is_some(), "{inside}");
        }
        assert!(beyond_drawing(b"<!DOCTYPE svg [<!ENTITY a \"<script/>\">]><svg>&a;</svg>".to_vec()).is_some());
        assert!(beyond_drawing(b"<?xml-stylesheet href=\"a.css\"?><svg/>".to_vec()).is_some());
    }

    #[test]
    fn pages_and_scripts_are_known_by_their_names() {
        assert!(["a.html", "B.HTM", "x/y.xhtml", "a.js", "a.xml"].iter().all(|name| is_run(name)));
        assert!(!["a.svg", "a.md", "html", "a.html.zip"].iter().any(|name| is_run(name)));
    }
}
