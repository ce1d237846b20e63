//! Problems as text for a person: sentence, place, the line with the value underlined, help.

use std::fmt::Write as _;

use super::{Diagnostic, Severity};
use crate::span::{SourceText, Span};

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// ANSI colours, for a terminal.
    Ansi,
    /// None.
    Plain,
}

/// The widest part of a line that is shown around the value, in characters.
const EXCERPT: usize = 100;

/// All problems, in the order given, a blank line after each.
pub fn render(problems: &[Diagnostic], colour: Colour) -> String {
    let mut out = String::new();
    for problem in problems {
        one(&mut out, problem, colour);
    }
    out
}

fn one(out: &mut String, problem: &Diagnostic, colour: Colour) {
    let (bold, blue, reset) = match colour {
        Colour::Ansi => ("\x1b[1m", "\x1b[34m", "\x1b[0m"),
        Colour::Plain => ("", "", ""),
    };
    let (word, tint) = match (problem.severity, colour) {
        (Severity::Error, Colour::Ansi) => ("erreur", "\x1b[1;31m"),
        (Severity::Error, Colour::Plain) => ("erreur", ""),
        (Severity::Warning, Colour::Ansi) => ("attention", "\x1b[1;33m"),
        (Severity::Warning, Colour::Plain) => ("attention", ""),
    };
    let at = problem.position();
    let _ = writeln!(out, "{tint}{word}[{}]{reset}{bold} : {}{reset}", problem.code.name(), problem.message);
    let _ = writeln!(out, "  {blue}-->{reset} {}:{}:{}", problem.source.path, at.line, at.column);
    frame(out, &problem.source, problem.span, [tint, blue, reset]);
    if let Some(help) = &problem.help {
        let _ = writeln!(out, "  {blue}={reset} aide : {help}");
    }
    out.push('\n');
}

/// The line of a value under its number, the value underlined; without colours.
pub fn underlined(source: &SourceText, span: Span) -> String {
    let mut out = String::new();
    frame(&mut out, source, span, [""; 3]);
    out
}

fn frame(out: &mut String, source: &SourceText, span: Span, [tint, blue, reset]: [&str; 3]) {
    let (excerpt, before, length) = excerpt(source, span);
    if !excerpt.is_empty() {
        let number = source.position(span.start as usize).line.to_string();
        let margin = " ".repeat(number.len());
        let _ = writeln!(out, " {margin} {blue}|{reset}");
        let _ = writeln!(out, " {blue}{number} |{reset} {excerpt}");
        let _ = writeln!(out, " {margin} {blue}|{reset} {}{tint}{}{reset}", " ".repeat(before), "^".repeat(length));
    }
}

/// The line of the value cut to a readable width; where the value begins in it and its length,
/// in characters.
fn excerpt(source: &SourceText, span: Span) -> (String, usize, usize) {
    let at = source.position(span.start as usize);
    let line: Vec<char> = source.line(at.line).chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
    if line.is_empty() {
        return (String::new(), 0, 0);
    }
    let begin = (at.column - 1).min(line.len());
    let value = source.slice(span).split('\n').next().unwrap_or_default().chars().count();
    let length = value.clamp(1, (line.len() - begin).max(1));
    if line.len() <= EXCERPT {
        return (line.into_iter().collect(), begin, length);
    }
    let from = begin.saturating_sub(EXCERPT / 3);
    let to = (from + EXCERPT).min(line.len());
    let mut shown = String::new();
    if from > 0 {
        shown.push('…');
    }
    shown.extend(&line[from..to]);
    if to < line.len() {
        shown.push('…');
    }
    (shown, begin - from + usize::from(from > 0), length.min(to.saturating_sub(begin)).max(1))
}
