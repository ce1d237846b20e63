//! Problems as text for a person, by file: sentence, place, the line with the value underlined, other places
//! that explain it, help.

use std::fmt::Write as _;

use super::brief::{Brief, Shown};
use super::{Diagnostic, Label, Severity, count};
use crate::span::{SourceText, Span};
use crate::unseen::shown;

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

/// All problems, in the order given, a blank line after each; those of a file that has several under its name and
/// their number.
pub fn render(problems: &[Diagnostic], colour: Colour) -> String {
    render_brief(problems, &Brief::whole(problems), colour)
}

/// The same, as far as `brief` shows them; the others are counted.
pub fn render_brief(problems: &[Diagnostic], brief: &Brief, colour: Colour) -> String {
    let mut out = String::new();
    let mut left = brief.shown.as_slice();
    for file in problems.chunk_by(|a, b| a.source.path == b.source.path) {
        let (shown, others) = left.split_at(file.len().min(left.len()));
        left = others;
        if file.len() > 1 && file.len() < problems.len() && shown.iter().any(|shown| *shown != Shown::Counted) {
            let [bold, reset] = if colour == Colour::Ansi { ["\x1b[1m", "\x1b[0m"] } else { [""; 2] };
            let _ = writeln!(out, "{bold}{} : {}{reset}\n", file[0].source.path, tally(file));
        }
        for (problem, shown) in file.iter().zip(shown) {
            if *shown != Shown::Counted {
                one(&mut out, problem, colour);
            }
            if let Shown::Last(more) = *shown {
                let others = if more == 1 { "autre" } else { "autres" };
                let (more, code) = (french_number(more), problem.code.name());
                let _ = writeln!(out, "… et {more} {others} de même nature dans ce fichier [{code}]\n");
            }
        }
    }
    for one in &brief.elsewhere {
        let others = if one.problems == 1 { "autre" } else { "autres" };
        let files = if one.files == 1 { "autre fichier" } else { "autres fichiers" };
        let (problems, number, code) = (french_number(one.problems), french_number(one.files), one.code.name());
        let _ = writeln!(out, "… et {problems} {others} de même nature dans {number} {files} [{code}]\n");
    }
    out
}

/// « 3 erreurs et 1 avertissement ».
pub fn tally(problems: &[Diagnostic]) -> String {
    let (errors, warnings) = count(problems);
    let advice = problems.len() - errors - warnings;
    let parts: Vec<String> = [(errors, "erreur"), (warnings, "avertissement"), (advice, "conseil")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{} {word}{}", french_number(number), if number > 1 { "s" } else { "" }))
        .collect();
    match parts.as_slice() {
        [] => "aucun problème".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} et {last}", first.join(", ")),
    }
}

/// A number in French notation: thousands apart by a narrow no-break space.
pub fn french_number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

fn one(out: &mut String, problem: &Diagnostic, colour: Colour) {
    let (bold, blue, reset) = match colour {
        Colour::Ansi => ("\x1b[1m", "\x1b[34m", "\x1b[0m"),
        Colour::Plain => ("", "", ""),
    };
    let word = problem.severity.name();
    let tint = match (problem.severity, colour) {
        (_, Colour::Plain) => "",
        (Severity::Error, Colour::Ansi) => "\x1b[1;31m",
        (Severity::Warning, Colour::Ansi) => "\x1b[1;33m",
        (Severity::Advice, Colour::Ansi) => "\x1b[1;36m",
    };
    let at = problem.position();
    let (message, path) = (shown(&problem.message), shown(&problem.source.path));
    let _ = writeln!(out, "{tint}{word}[{}]{reset}{bold} : {message}{reset}", problem.code.name());
    let _ = writeln!(out, "  {blue}-->{reset} {path}:{}:{}", at.line, at.column);
    frame(out, &problem.source, problem.span, "", [tint, blue, reset]);
    for label in &problem.labels {
        elsewhere(out, problem, label, [blue, blue, reset]);
    }
    if let Some(help) = &problem.help {
        let _ = writeln!(out, "  {blue}={reset} aide : {}", shown(help));
    }
    out.push('\n');
}

/// Another place, under its file's name when that is another.
fn elsewhere(out: &mut String, problem: &Diagnostic, label: &Label, colours: [&str; 3]) {
    let [_, blue, reset] = colours;
    if label.source.path != problem.source.path {
        let at = label.source.position(label.span.start as usize);
        let _ = writeln!(out, "  {blue}:::{reset} {}:{}:{}", label.source.path, at.line, at.column);
    }
    frame(out, &label.source, label.span, &label.text, colours);
}

/// The line of a value under its number, the value underlined; without colours.
pub fn underlined(source: &SourceText, span: Span) -> String {
    let mut out = String::new();
    frame(&mut out, source, span, "", [""; 3]);
    out
}

fn frame(out: &mut String, source: &SourceText, span: Span, label: &str, [tint, blue, reset]: [&str; 3]) {
    let (excerpt, before, length) = excerpt(source, span);
    if !excerpt.is_empty() {
        let number = source.position(span.start as usize).line.to_string();
        let margin = " ".repeat(number.len());
        let _ = writeln!(out, " {margin} {blue}|{reset}");
        let _ = writeln!(out, " {blue}{number} |{reset} {excerpt}");
        let (mark, space) = if label.is_empty() { ("^", "") } else { ("-", " ") };
        let underline = format!("{}{space}{}", mark.repeat(length), shown(label));
        let _ = writeln!(out, " {margin} {blue}|{reset} {}{tint}{underline}{reset}", " ".repeat(before));
    }
}

/// The line of the value cut to a readable width; where the value begins in it and its length,
/// in characters.
pub fn excerpt(source: &SourceText, span: Span) -> (String, usize, usize) {
    let start = source.floor(span.start as usize);
    let (before, after) = source.text.split_at(start);
    // No more of a line is looked at than may be shown of it.
    let mut left: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').take(EXCERPT + 1).collect();
    left.reverse();
    let right: Vec<char> = after.chars().take_while(|c| *c != '\n').take(EXCERPT + 1).collect();
    if left.is_empty() && right.is_empty() {
        return (String::new(), 0, 0);
    }
    let value = source.slice(span).chars().take_while(|c| *c != '\n').take(EXCERPT + 1).count();
    let length = value.clamp(1, right.len().max(1));
    let is_whole = left.len() + right.len() <= EXCERPT;
    let from = if is_whole { 0 } else { left.len().saturating_sub(EXCERPT / 3) };
    let is_cut = !is_whole && (from > 0 || left.len() > EXCERPT);
    let line: Vec<char> = left[from..].iter().chain(&right).copied().collect();
    let to = if is_whole { line.len() } else { line.len().min(EXCERPT) };
    let mut text: String = if is_cut { "…".to_owned() } else { String::new() };
    text.extend(&line[..to]);
    if to < line.len() {
        text.push('…');
    }
    let begin = left.len() - from;
    let text = shown(&text).replace('\t', " ");
    (text, begin + usize::from(is_cut), length.min(to.saturating_sub(begin)).max(1))
}
