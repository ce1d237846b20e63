//! From a YAML parser's complaint to what a person did: a tab, a colon, a bracket or a quote left open, a sign that means
//! something to YAML, a line out of its column.

mod layout;
mod signs;

use crate::diagnostic::fix::{Edit, Fix, quoted};
use crate::diagnostic::{Code, Problems, Severity, codes};
use crate::span::Span;
use crate::value::habits::UNBREAKABLE;

/// An opening bracket is looked for this many lines above the place where the parser gave up.
const LINES_ABOVE: usize = 12;

/// Where the parser gave up, and why.
struct Place<'a> {
    text: &'a str,
    /// Byte of the text.
    at: usize,
    /// The line of that byte.
    line: Line<'a>,
    /// The parser's own sentence.
    detail: &'a str,
}

/// A line, and the byte where it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

/// What a person did; spans and edits are those of the text.
struct Fault {
    code: Code,
    span: Span,
    message: String,
    help: String,
    fix: Option<Fix>,
}

impl Fault {
    fn new(start: usize, end: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { code: codes::YAML_SYNTAXE, span: Span::new(start, end), message, help, fix: None }
    }

    fn of(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// With what is certainly meant in the place of the span.
    fn meant(mut self, text: String) -> Self {
        self.fix = Some(Fix::replace(self.span, text));
        self
    }

    fn fixed(mut self, title: &str, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title: title.to_owned(), edits });
        self
    }
}

/// The first that knows the fault tells it: those that are sure of what they see come before those that guess.
const KNOWN: [fn(&Place<'_>) -> Option<Fault>; 16] = [
    tab,
    layout::unbreakable,
    signs::open_quote,
    signs::after_quote,
    signs::escape,
    signs::after_block,
    open_bracket,
    signs::first,
    colon,
    layout::blank_after_colon,
    layout::shifted,
    layout::list_after_value,
    layout::colon_missing,
    layout::out_of_line,
    signs::closing,
    signs::within,
];

/// Tells the fault of `text` (which stands `offset` bytes into its file) that stopped the parser at
/// byte `at`; `detail` is the parser's own sentence.
pub(super) fn tell(text: &str, offset: usize, at: usize, detail: &str, problems: &mut Problems) {
    let at = floor_boundary(text, at);
    let place = Place { text, at, line: Line::at(text, at), detail };
    let fault = KNOWN.iter().find_map(|known| known(&place)).unwrap_or_else(|| {
        let end = if at < place.line.end() { at + text[at..].chars().next().map_or(0, char::len_utf8) } else { at };
        Fault::new(
            at,
            end,
            "L’en-tête ne peut pas être lu à partir d’ici.",
            "vérifiez les guillemets, les crochets et le décalage de cette ligne et de la précédente",
        )
    });
    let told = problems.add(Severity::Error, fault.code, fault.span.shifted(offset), fault.message, fault.help);
    if let Some(Fix { title, edits }) = fault.fix {
        let edits = edits.into_iter().map(|edit| Edit { span: edit.span.shifted(offset), text: edit.text }).collect();
        told.fix(Fix { title, edits });
    }
}

/// Tells that keys or items are set off by unbreakable blanks, as a text copied from a page may be: the parser would
/// take all of them for keys of one level.
pub(super) fn margins(text: &str, offset: usize, problems: &mut Problems) -> bool {
    let mut edits = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let margin = &line[..line.len() - line.trim_start().len()];
        let words = line[margin.len()..].trim_end();
        // Nearly every margin is: the words of a line are looked at only where it is not.
        if !margin.is_ascii() && (words.starts_with("- ") || words.contains(": ") || words.ends_with(':')) {
            let blanks = margin.char_indices().filter(|(_, c)| UNBREAKABLE.contains(c));
            // One alone sets nothing off: it was copied before a key at the margin.
            let text = if margin.chars().count() == 1 { "" } else { " " };
            edits.extend(blanks.map(|(here, c)| {
                let span = Span::new(at + here, at + here + c.len_utf8()).shifted(offset);
                Edit { span, text: text.to_owned() }
            }));
        }
        at += line.len();
    }
    let Some(first) = edits.first().map(|edit| edit.span) else { return false };
    let message = "Des espaces insécables décalent cette ligne, ou d’autres avec elle : YAML n’y voit pas d’espaces.";
    let help = "remplacez-les, au début des lignes, par des espaces ordinaires";
    problems
        .add(Severity::Error, codes::YAML_SYNTAXE, first, message, help)
        .fix(Fix { title: "remplacer les espaces insécables au début des lignes".to_owned(), edits });
    true
}

impl<'a> Line<'a> {
    /// The line that holds a byte.
    fn at(text: &'a str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
        let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
        Self { start, text: &text[start..end] }
    }

    fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// The nearest line above that is neither blank nor a comment.
    fn above(self, text: &'a str) -> Option<Self> {
        let mut line = self;
        while line.start > 0 {
            line = Self::at(text, line.start - 1);
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    }

    /// The nearest line below that is neither blank nor a comment.
    fn below(self, text: &'a str) -> Option<Self> {
        let mut line = self;
        while line.end() < text.len() {
            line = Self::at(text, line.end() + 1);
            if !line.is_empty() {
                return Some(line);
            }
        }
        None
    }

    fn is_empty(self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }

    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// The name of the key that the line begins with, and the byte of the text behind its colon.
    fn key(self) -> Option<(&'a str, usize)> {
        let start = self.indent() + items(self.text.trim_start());
        let rest = &self.text[start..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
        (end > 0 && rest[end..].starts_with(':')).then(|| (&rest[..end], self.start + start + end + 1))
    }

    /// What the line gives as a value, without a comment, and its byte of the text: behind a key, or as an item.
    fn value(self) -> Option<(usize, &'a str)> {
        let item = self.indent() + items(self.text.trim_start());
        let from = match self.key() {
            Some((_, end)) if self.text[end - self.start..].starts_with([' ', '\t']) => end - self.start,
            Some((_, end)) if end == self.end() => return None,
            _ if item > self.indent() => item,
            _ => return None,
        };
        let rest = &self.text[from..];
        let value = rest.find(" #").map_or(rest, |comment| &rest[..comment]);
        let start = self.start + from + (rest.len() - rest.trim_start().len());
        Some((start, value.trim())).filter(|(_, value)| !value.is_empty())
    }
}

/// The length of the `- ` that items of lists begin with.
fn items(text: &str) -> usize {
    let mut length = 0;
    while let Some(rest) = text[length..].strip_prefix("- ") {
        length = text.len() - rest.trim_start().len();
    }
    length
}

fn tab(place: &Place<'_>) -> Option<Fault> {
    // A text that goes on in the next line is only found wanting at the end of its first.
    let Place { text, line, .. } = *place;
    let next_start = text[line.end()..].find(|c| c != '\n').map_or(text.len(), |found| line.end() + found);
    let starts = [line.start, next_start];
    let (start, tab) = starts.into_iter().find_map(|start| leading_tab(&text[start..]).map(|tab| (start, tab)))?;
    let fault = Fault::new(
        start + tab,
        start + tab + 1,
        "Cette ligne est décalée par une tabulation, que YAML refuse.",
        "remplacez la tabulation par des espaces (deux par niveau)",
    );
    Some(fault.of(codes::YAML_TABULATION).fixed("remplacer les tabulations par des espaces", spaces(text, start)))
}

fn open_bracket(place: &Place<'_>) -> Option<Fault> {
    let (at, open, close) = last_open_bracket(place.text, place.line.start, place.line.end())?;
    Some(Fault::new(
        at,
        at + 1,
        format!("Le signe « {open} » est ouvert ici et n’est pas refermé."),
        format!("ajoutez « {close} » à la fin de la valeur, ou mettez le texte entre guillemets"),
    ))
}

fn colon(place: &Place<'_>) -> Option<Fault> {
    let (start, length) = unquoted_colon(place.line.text)?;
    let value = &place.line.text[start..start + length];
    let meant = quoted(super::habits::between_curly(value).unwrap_or(value));
    let start = place.line.start + start;
    if let Some(keys) = bare_keys(place.line, value) {
        let message = "Plusieurs rubriques se suivent sur cette ligne sans être entre accolades.";
        return Some(
            Fault::new(start, start + length, message, format!("écrivez {{ {keys} }}")).of(codes::YAML_DEUX_POINTS),
        );
    }
    let message = "Ce texte contient « : » sans être entre guillemets ; YAML y lit une nouvelle rubrique.";
    let fault = Fault::new(start, start + length, message, format!("écrivez {meant}"));
    Some(fault.of(codes::YAML_DEUX_POINTS).meant(meant))
}

/// The keys of groups that are usually written on one line.
const SHORT: [&str; 20] = [
    "commune",
    "departement",
    "titre",
    "fichier",
    "url",
    "duree",
    "min",
    "max",
    "date",
    "par",
    "nom",
    "courriel",
    "niveau",
    "detail",
    "qui",
    "code",
    "intitule",
    "avant",
    "apres",
    "version",
];

/// `commune: Albi, departement: 81`, without the braces that it needs: behind a key, or as an item of a list.
fn bare_keys(line: Line<'_>, value: &str) -> Option<String> {
    let inner = value.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(value).trim();
    let is_pair = |part: &str| part.trim().split_once(": ").is_some_and(|(key, _)| SHORT.contains(&key));
    let mut parts = inner.split(',');
    let first = parts.next()?;
    if parts.clone().next().is_none() || !parts.all(is_pair) {
        return None;
    }
    if is_pair(first) {
        return Some(inner.to_owned());
    }
    let (key, _) = line.key().filter(|(key, _)| SHORT.contains(key))?;
    Some(format!("{key}: {inner}"))
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The place of a tab in the indentation of the line that a text begins with.
fn leading_tab(text: &str) -> Option<usize> {
    let line = text.split('\n').next().unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    line[..indent].find('\t')
}

/// Spaces instead of the tabs that indent the line at `start` and those that follow it.
fn spaces(text: &str, start: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n').take_while(|line| leading_tab(line).is_some()) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let text = indent.replace('\t', "  ");
        edits.push(Edit { span: Span::new(at, at + indent.len()), text });
        at += line.len();
    }
    edits
}

/// The value of `clé: valeur` when it holds « : » outside quotes: its byte offset and length.
fn unquoted_colon(line: &str) -> Option<(usize, usize)> {
    let colon = line.find(": ")?;
    let rest = &line[colon + 2..];
    let value = rest.find(" #").map_or(rest, |comment| &rest[..comment]).trim();
    let start = colon + 2 + (rest.len() - rest.trim_start().len());
    let is_quoted = value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
    (!is_quoted && (value.contains(": ") || value.ends_with(':'))).then_some((start, value.len()))
}

/// The last bracket that a value opens and does not close, in the lines that end at `line_end`;
/// its byte offset, itself, and what closes it.
fn last_open_bracket(text: &str, line_start: usize, line_end: usize) -> Option<(usize, char, char)> {
    let mut start = line_start;
    for _ in 0..LINES_ABOVE {
        start = text[..start.saturating_sub(1)].rfind('\n').map_or(0, |found| found + 1);
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (at, c) in text[start..line_end].char_indices() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            // A quote or bracket only counts where a value begins; « l'atelier [bis] » is plain text.
            (None, '"' | '\'') if opens_value(before) => quote = Some(c),
            (None, '[' | '{') if opens_value(before) || !open.is_empty() => open.push((start + at, c)),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    open.last().map(|&(at, c)| (at, c, if c == '[' { ']' } else { '}' }))
}

const fn opens_value(before: char) -> bool {
    matches!(before, ':' | '-' | ',' | '[' | '{')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use crate::diagnostic::Problems;
    use crate::diagnostic::fix::apply;
    use crate::span::SourceText;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]
        /// Whatever is typed, what is told lies within the text, and its fixes can be made.
        #[test]
        fn any_text_is_told_within_itself(
            parts in prop::collection::vec(
                prop::sample::select(&["a", "é", ":", ": ", "\n", "\n  ", "\n- ", "- ", "'", "\"", "[", "]", "{", "}", ",", "|", ">", "*", "&", "!", "@", "%", "`", "\\", "#", " #", "\t", "titre", "?", "…"][..]),
                0..14,
            )
        ) {
            let text = parts.concat();
            let mut problems = Problems::new(Arc::new(SourceText::new("x.md", text.clone())));
            let read = crate::value::yaml::parse(&text, 0, &mut problems);
            let told = problems.into_list();
            prop_assert!(read.is_some() || !told.is_empty());
            for one in told {
                prop_assert!(text.get(one.span.start as usize..one.span.end as usize).is_some(), "{one:?}");
                if let Some(fix) = &one.fix {
                    prop_assert!(apply(&text, &[fix]).0 != text, "{one:?}");
                }
            }
        }
    }
}
