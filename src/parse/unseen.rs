//! Looks for signs that nobody sees, and for letters of another alphabet, in a whole text: its front matter and its body alike.

use std::sync::Arc;

use encoding_rs::WINDOWS_1252;

use super::markdown;
use crate::diagnostic::{Problems, codes};
use crate::span::{SourceText, Span};
use crate::unseen::letters::is_of_word;
use crate::unseen::{Kind, is_needed, is_right_to_left, kind, may_be_in};
use crate::value::unseen::{Signs, tell, tell_word};

/// Tells what hides in the file of `problems`, whose Markdown begins at byte `body`; at its end where it has none.
pub fn check(body: usize, problems: &mut Problems) {
    let source = problems.source().clone();
    let text = source.text.as_str();
    let body = body.min(text.len());
    if !may_be_in(text) && !text[body..].contains("&#") {
        return;
    }
    // A value of a front matter stands in its line.
    let mut at = 0;
    for line in text[..body].split_inclusive('\n') {
        block(Block { text: line, at, code: &[], has_entities: false }, problems);
        at += line.len();
    }
    let code = markdown::code(&text[body..], body);
    for part in blocks(&text[body..]) {
        block(Block { text: part, at, code: &code, has_entities: true }, problems);
        at += part.len();
    }
}

/// A text on one line without the unseen signs that are at fault in it.
pub fn without(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let mut problems = Problems::new(Arc::new(SourceText::new("", text.as_str())));
        check(text.len(), &mut problems);
        let signs = problems.into_list().into_iter().filter(|one| one.code != codes::AUTRE_ALPHABET);
        let spans: Vec<Span> = signs.map(|one| one.span).collect();
        if spans.is_empty() {
            return text;
        }
        for span in spans.into_iter().rev() {
            text.replace_range(span.start as usize..span.end as usize, "");
        }
    }
}

/// A text cut behind each of its blank lines.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            end += line.len();
            if line.trim().is_empty() {
                break;
            }
        }
        let (block, left) = rest.split_at(end);
        rest = left;
        (!block.is_empty()).then_some(block)
    })
}

/// What is written together: a direction that is turned in it does not go beyond.
#[derive(Clone, Copy)]
struct Block<'a> {
    text: &'a str,
    /// Its byte in the file.
    at: usize,
    /// Where code stands in the file.
    code: &'a [Span],
    /// Whether `&#8238;` means a sign.
    has_entities: bool,
}

impl Block<'_> {
    fn is_code(&self, span: Span) -> bool {
        let after = self.code.partition_point(|code| code.end <= span.start);
        self.code.get(after).is_some_and(|code| code.start < span.end)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shifted(self.at)
    }
}

fn block(block: Block<'_>, problems: &mut Problems) {
    let text = block.text;
    let has_entity = block.has_entities && text.contains("&#");
    if !may_be_in(text) && !has_entity {
        return;
    }
    let mut directions = None;
    let mut before = None;
    let mut at = 0;
    let mut word = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        if !is_of_word(c) {
            self::word(block, word, at, problems);
            word = end;
        }
        let entity = if c == '&' && block.has_entities { entity(&text[at..]) } else { None };
        let Some((kind, first, end)) = kind(c)
            .map(|kind| (kind, c, run(text, at, kind)))
            .or_else(|| entity.and_then(|(c, length)| Some((kind(c)?, c, at + length))))
        else {
            before = Some(c);
            at = end;
            continue;
        };
        let span = block.span(at, end);
        let after = text[end..].chars().next();
        let in_code = block.is_code(span);
        let is_entity = entity.is_some();
        let written = &text[at..end];
        let mut sign = [0; 4];
        let signs = if is_entity { &*first.encode_utf8(&mut sign) } else { written };
        let count = signs.chars().count();
        let told = Signs { kind, first, count, span, in_code };
        let instead = match kind {
            // What is written with an « & » is code where it shows itself.
            _ if is_entity && in_code => None,
            Kind::Control => Some(Some(uncontrolled(signs, before, after))),
            Kind::Invisible if is_needed(signs, before, after) => None,
            Kind::Invisible if matches!(first, '\u{2028}' | '\u{2029}') => Some(Some(blank(before, after).to_owned())),
            Kind::Invisible => Some(Some(String::new())),
            Kind::Direction => {
                let directions = directions.get_or_insert_with(|| Directions::of(text));
                directions.are_at_fault(signs).then(|| (!directions.has_letters).then(String::new))
            }
        };
        if let Some(instead) = instead {
            tell(told, instead.filter(|_| !in_code), problems);
        }
        at = end;
        word = end;
    }
    self::word(block, word, text.len(), problems);
}

/// The end of the signs of one kind that begin at a byte.
fn run(text: &str, at: usize, of: Kind) -> usize {
    at + text[at..].find(|c| kind(c) != Some(of)).unwrap_or(text.len() - at)
}

/// The sign that a numeric entity means (`&#8238;`, `&#x202e;`), and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix("&#")?;
    // Seven digits at most, as Markdown has it.
    let end = digits.bytes().take(9).position(|byte| byte == b';')?;
    let code = match digits[..end].strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits[..end].parse().ok()?,
    };
    Some((char::from_u32(code)?, 2 + end + 1))
}

/// What stands for controls: the signs of Windows that were read in another encoding, a blank where lines or pages were cut,
/// else nothing.
fn uncontrolled(signs: &str, before: Option<char>, after: Option<char>) -> String {
    let mut out = String::new();
    for c in signs.chars() {
        match c {
            '\u{b}' | '\u{c}' => out.push_str(blank(out.chars().next_back().or(before), after)),
            '\u{80}'..='\u{9f}' => {
                let byte = [u32::from(c) as u8];
                let (meant, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
                out.extend(meant.chars().filter(|c| kind(*c).is_none()));
            }
            _ => {}
        }
    }
    out
}

/// A blank, unless there is one or none is needed.
fn blank(before: Option<char>, after: Option<char>) -> &'static str {
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    if is_word(before) && is_word(after) { " " } else { "" }
}

/// The directions of a block.
struct Directions {
    /// Whether it has letters that are written from right to left.
    has_letters: bool,
    /// Whether what is opened in it is closed.
    is_balanced: bool,
}

impl Directions {
    fn of(text: &str) -> Self {
        let (mut passages, mut isolates) = (0_i32, 0_i32);
        let mut is_balanced = true;
        for c in text.chars() {
            match c {
                '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => passages += 1,
                '\u{2066}'..='\u{2068}' => isolates += 1,
                '\u{202c}' => passages -= 1,
                '\u{2069}' => isolates -= 1,
                _ => {}
            }
            is_balanced &= passages >= 0 && isolates >= 0;
        }
        is_balanced &= passages == 0 && isolates == 0;
        Self { has_letters: text.contains(is_right_to_left), is_balanced }
    }

    /// Whether signs are none that a text with letters of both directions needs.
    fn are_at_fault(&self, signs: &str) -> bool {
        let is_mark = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}');
        // No language forces letters into the other direction.
        let is_forced = |c: char| matches!(c, '\u{202d}' | '\u{202e}');
        !self.has_letters || signs.contains(is_forced) || !(self.is_balanced || signs.chars().all(is_mark))
    }
}

/// Tells letters of another alphabet in the word that stands at some bytes of a block.
fn word(block: Block<'_>, start: usize, end: usize, problems: &mut Problems) {
    let word = block.text.get(start..end).unwrap_or_default();
    if !word.is_ascii() {
        let place = |at: usize, c: char| block.span(start + at, start + at + c.len_utf8());
        tell_word(word, &place, block.is_code(block.span(start, end)), problems);
    }
}
