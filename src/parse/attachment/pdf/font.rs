//! A font: what its codes say, and how wide they are.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::glyphs;
use super::page::Budget;

/// Entries of a table of widths that are read: there are no more codes than that.
const MOST_WIDTHS: usize = 65_536;

/// Width of a code that has none, in ems: a middling letter.
const USUAL: f64 = 0.5;

/// A font.
#[derive(Debug)]
pub(super) struct Font {
    to_unicode: Option<CMap>,
    /// Texts of one-byte codes.
    texts: Option<Box<[String; 256]>>,
    widths: Widths,
}

/// A code of a string, decoded.
pub(super) struct Code {
    /// What it says; nothing when that cannot be known.
    pub(super) text: String,
    /// Its width, in ems.
    pub(super) width: f64,
    /// Whether it is the space at which word spacing applies (9.3.3).
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font.
    pub(super) fn new(dict: &Dict<'_>, budget: &mut Budget) -> Self {
        let to_unicode = dict
            .get::<Stream<'_>>("ToUnicode")
            .and_then(|stream| budget.decode(&stream))
            .and_then(|data| CMap::parse(&data, |_| None));
        let is_composite = dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Type0");
        if is_composite {
            let descendant = dict.get::<Array<'_>>("DescendantFonts").and_then(|all| all.iter::<Dict<'_>>().next());
            let widths = descendant.map(|font| Widths::composite(&font)).unwrap_or_default();
            Self { to_unicode, texts: None, widths }
        } else {
            Self { to_unicode, texts: Some(texts(dict)), widths: Widths::simple(dict) }
        }
    }

    /// The codes of a string.
    pub(super) fn codes<'s>(&'s self, bytes: &'s [u8]) -> impl Iterator<Item = Code> + 's {
        // Codes of composite fonts have two bytes in all but old fonts of East Asia.
        let length = if self.texts.is_some() { 1 } else { 2 };
        bytes.chunks(length).map(move |bytes| {
            let code = bytes.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
            let is_space = length == 1 && code == 32;
            Code { text: self.text(code), width: self.widths.of(code), is_space }
        })
    }

    /// Whether widths are known, so that gaps can be told from them.
    pub(super) const fn has_widths(&self) -> bool {
        !self.widths.ranges.is_empty()
    }

    fn text(&self, code: u32) -> String {
        match self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)) {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => self.texts.as_ref().and_then(|all| all.get(code as usize)).cloned().unwrap_or_default(),
        }
    }
}

/// The texts of a simple font's codes, by its encoding. Where none is named, Windows-1252 stands for
/// Adobe's standard one: letters and digits are the same.
fn texts(dict: &Dict<'_>) -> Box<[String; 256]> {
    let encoding = dict.get::<Dict<'_>>("Encoding");
    let name = dict.get::<Name<'_>>("Encoding").or_else(|| encoding.as_ref()?.get::<Name<'_>>("BaseEncoding"));
    let base = if name.is_some_and(|name| name.as_ref() == b"MacRomanEncoding") { MACINTOSH } else { WINDOWS_1252 };
    let one = |byte: u8| base.decode_without_bom_handling(&[byte]).0.into_owned();
    let mut texts = Box::new(std::array::from_fn(|code| one(code as u8)));
    let mut code = 0_usize;
    let differences = encoding.and_then(|encoding| encoding.get::<Array<'_>>("Differences"));
    for item in differences.iter().flat_map(Array::iter::<Object<'_>>).take(MOST_WIDTHS) {
        match item {
            Object::Number(number) => code = usize::try_from(number.as_i64()).unwrap_or(usize::MAX),
            Object::Name(name) => {
                if let Some(text) = texts.get_mut(code) {
                    *text = glyphs::text(name.as_str());
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    texts
}

/// Widths of ranges of codes, in ems.
#[derive(Debug)]
struct Widths {
    /// First code, last code and width, by first code.
    ranges: Vec<(u32, u32, f64)>,
    other: f64,
}

impl Default for Widths {
    fn default() -> Self {
        Self { ranges: Vec::new(), other: USUAL }
    }
}

impl Widths {
    /// Of a simple font (9.6.2), or of a Type 3 font, which has a unit of its own (9.6.4).
    fn simple(dict: &Dict<'_>) -> Self {
        let matrix = dict.get::<Array<'_>>("FontMatrix").and_then(|all| all.iter::<f32>().next());
        let unit = matrix.map_or(0.001, f64::from);
        let first = dict.get::<u32>("FirstChar").unwrap_or(0);
        let widths = dict.get::<Array<'_>>("Widths");
        let all = widths.iter().flat_map(Array::iter::<f32>).take(MOST_WIDTHS);
        let ranges = (first..=u32::MAX).zip(all).map(|(code, width)| (code, code, f64::from(width) * unit)).collect();
        let missing = dict.get::<Dict<'_>>("FontDescriptor").and_then(|one| one.get::<f32>("MissingWidth"));
        Self { ranges, other: missing.map_or(USUAL, |width| f64::from(width) * unit) }
    }

    /// Of the descendant of a composite font (9.7.4.3): `c [w …]` and `first last w`.
    fn composite(dict: &Dict<'_>) -> Self {
        let mut ranges = Vec::new();
        let mut numbers: Vec<f64> = Vec::new();
        let all = dict.get::<Array<'_>>("W");
        for item in all.iter().flat_map(Array::iter::<Object<'_>>) {
            if ranges.len() >= MOST_WIDTHS {
                break;
            }
            match item {
                Object::Number(number) => {
                    numbers.push(number.as_f64());
                    if let [first, last, width] = numbers[..] {
                        ranges.push((first as u32, last as u32, width / 1000.0));
                        numbers.clear();
                    }
                }
                Object::Array(list) => {
                    let first = numbers.first().map_or(0, |&code| code as u32);
                    let each = (first..=u32::MAX).zip(list.iter::<f32>().take(MOST_WIDTHS));
                    ranges.extend(each.map(|(code, width)| (code, code, f64::from(width) / 1000.0)));
                    numbers.clear();
                }
                _ => {}
            }
        }
        ranges.sort_by_key(|&(first, ..)| first);
        Self { ranges, other: dict.get::<f32>("DW").map_or(1.0, |width| f64::from(width) / 1000.0) }
    }

    fn of(&self, code: u32) -> f64 {
        let at = self.ranges.partition_point(|&(first, ..)| first <= code);
        match at.checked_sub(1).map(|at| self.ranges[at]) {
            Some((_, last, width)) if code <= last => width,
            _ => self.other,
        }
    }
}
