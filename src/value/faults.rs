//! From a YAML parser's complaint to what a person did: a tab, a colon, a bracket left open.

use crate::diagnostic::fix::{Edit, Fix, quoted};
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::Span;

/// An opening bracket is looked for this many lines above the place where the parser gave up.
const LINES_ABOVE: usize = 12;

/// Tells the fault of `text` (which stands `offset` bytes into its file) that stopped the parser at
/// byte `at`; `detail` is the parser's own sentence.
pub(super) fn tell(text: &str, offset: usize, at: usize, detail: &str, problems: &mut Problems) {
    let at = floor_boundary(text, at);
    let line_start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    let line = &text[line_start..line_end];
    // A text that goes on in the next line is only found wanting at the end of its first.
    let next_start = text[line_end..].find(|c| c != '\n').map_or(text.len(), |found| line_end + found);
    let tabbed =
        [line_start, next_start].into_iter().find_map(|start| leading_tab(&text[start..]).map(|tab| (start, tab)));
    if let Some((line_start, tab)) = tabbed {
        problems
            .add(
                Severity::Error,
                codes::YAML_TABULATION,
                Span::new(line_start + tab, line_start + tab + 1).shifted(offset),
                "Cette ligne est décalée par une tabulation, que YAML refuse.",
                "remplacez la tabulation par des espaces (deux par niveau)",
            )
            .fix(Fix {
                title: "remplacer les tabulations par des espaces".to_owned(),
                edits: spaces(text, line_start, offset),
            });
    } else if let Some((bracket, open, close)) = open_bracket(text, line_start, line_end) {
        problems.error_help(
            codes::YAML_SYNTAXE,
            Span::new(bracket, bracket + 1).shifted(offset),
            format!("Le signe « {open} » est ouvert ici et n’est pas refermé."),
            format!("ajoutez « {close} » à la fin de la valeur, ou mettez le texte entre guillemets"),
        );
    } else if let Some((value, length)) = unquoted_colon(line) {
        let meant = quoted(&line[value..value + length]);
        let span = Span::new(line_start + value, line_start + value + length).shifted(offset);
        problems
            .add(
                Severity::Error,
                codes::YAML_DEUX_POINTS,
                span,
                "Ce texte contient « : » sans être entre guillemets ; YAML y lit une nouvelle rubrique.",
                format!("écrivez {meant}"),
            )
            .fix(Fix::replace(span, meant));
    } else {
        let end = if at < line_end { at + text[at..].chars().next().map_or(0, char::len_utf8) } else { at };
        problems.error_help(
            codes::YAML_SYNTAXE,
            Span::new(at, end).shifted(offset),
            format!("L’en-tête n’est pas du YAML valide ici (détail : {detail})."),
            "vérifiez les guillemets, les crochets et le décalage de cette ligne et de la précédente",
        );
    }
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
fn spaces(text: &str, start: usize, offset: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n').take_while(|line| leading_tab(line).is_some()) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let text = indent.replace('\t', "  ");
        edits.push(Edit { span: Span::new(at, at + indent.len()).shifted(offset), text });
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
fn open_bracket(text: &str, line_start: usize, line_end: usize) -> Option<(usize, char, char)> {
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
