//! `capitole explain`: what a message means, or every message there is.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::process::ExitCode;

use capitole::diagnostic::codes::{self, Code};
use capitole::diagnostic::explain::{self, Example, Explanation, FAMILIES, Family, NotFound};
use capitole::diagnostic::human::Colour;

use crate::arguments::Explain;
use crate::terminal;

/// Longer lines are hard to read.
const WIDEST: usize = 80;
/// Narrower ones make no sense: the terminal breaks them itself.
const NARROWEST: usize = 30;

/// Codes that are proposed at once, at most.
const MOST: usize = 6;
/// Fewer letters begin too much.
const LEAST: usize = 3;

/// What begins bold, red and green text and ends it; nothing without colours.
struct Paint {
    bold: &'static str,
    red: &'static str,
    green: &'static str,
    end: &'static str,
}

/// Runs the command.
pub(crate) fn run(options: &Explain) -> Result<ExitCode, String> {
    let stdout = std::io::stdout();
    let paint = Paint::new(terminal::colour_of(&stdout));
    let text = match &options.code {
        Some(name) => named(name, width(), &paint)?,
        None => all(width(), &paint),
    };
    print!("{text}");
    Ok(ExitCode::SUCCESS)
}

impl Paint {
    const fn new(colour: Colour) -> Self {
        match colour {
            Colour::Ansi => Self { bold: "\x1b[1m", red: "\x1b[1;31m", green: "\x1b[1;32m", end: "\x1b[0m" },
            Colour::Plain => Self { bold: "", red: "", green: "", end: "" },
        }
    }
}

fn width() -> usize {
    let columns = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    columns.map_or(WIDEST, |(width, _)| usize::from(width.0).clamp(NARROWEST, WIDEST))
}

/// The explanation of a code, or the codes of a family.
fn named(name: &str, width: usize, paint: &Paint) -> Result<String, String> {
    explain::find(name).map(|found| one(&found, width, paint)).or_else(|cause| {
        let typed = typed(name);
        let family = FAMILIES.iter().find(|family| family.name == typed.trim_end_matches('/'));
        family.map(|family| listed(*family, width, paint)).ok_or_else(|| sentence(name, &typed, &cause))
    })
}

/// What was typed, without what stands around it in a message.
fn typed(name: &str) -> String {
    let inside = name.split_once('[').map_or(name, |(_, rest)| rest.split_once(']').map_or(rest, |(code, _)| code));
    inside.trim().to_lowercase()
}

fn sentence(name: &str, typed: &str, cause: &NotFound) -> String {
    let near = match cause {
        NotFound::Several(codes) => {
            return format!("plusieurs codes finissent par « {name} »\n  aide : {}", written(codes));
        }
        NotFound::Unknown(near) => near,
    };
    let begun = begun(typed);
    let help = match (begun.len(), near) {
        (1..=MOST, _) => written(&begun),
        (_, Some(near)) => written(&[*near]),
        _ => {
            let family = typed.split_once('/').and_then(|(name, _)| FAMILIES.iter().find(|family| family.name == name));
            let name = family.map_or_else(String::new, |family| format!(" {}", family.name));
            format!("« capitole explain{name} » donne la liste des codes")
        }
    };
    format!("le code « {name} » n’existe pas\n  aide : {help}")
}

/// The codes that begin with what was typed, else those whose second half does.
fn begun(typed: &str) -> Vec<Code> {
    if typed.chars().count() < LEAST {
        return Vec::new();
    }
    let of = |half: fn(Code) -> &'static str| -> Vec<Code> {
        codes::ALL.iter().copied().filter(|code| half(*code).starts_with(typed)).collect()
    };
    let whole = of(Code::name);
    if whole.is_empty() { of(Code::kind) } else { whole }
}

/// « écrivez a ? », « écrivez a, b ou c ».
fn written(codes: &[Code]) -> String {
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    match names.as_slice() {
        [one] => format!("écrivez {one} ?"),
        [first @ .., last] => format!("écrivez {} ou {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// One explanation.
fn one(explanation: &Explanation, width: usize, paint: &Paint) -> String {
    let mut out = String::new();
    let Paint { bold, end, .. } = paint;
    for line in wrap(explanation.title, width) {
        let _ = writeln!(out, "{bold}{line}{end}");
    }
    let _ = writeln!(out, "{}\n", explanation.code.name());
    for line in wrap(&quoted(explanation.text), width) {
        let _ = writeln!(out, "{line}");
    }
    let place = explanation.wrong.place.words().replace('`', "");
    let _ = writeln!(out, "\n{}À corriger{end}{place} :\n", paint.red);
    indented(&mut out, explanation.wrong);
    let _ = writeln!(out, "\n{}Corrigé{end} :\n", paint.green);
    indented(&mut out, explanation.right);
    out
}

fn indented(out: &mut String, example: Example) {
    for line in example.text.lines() {
        let _ = writeln!(out, "{}", if line.is_empty() { String::new() } else { format!("    {line}") });
    }
}

/// Every code with its title, by family.
fn all(width: usize, paint: &Paint) -> String {
    let families: Vec<String> = FAMILIES.iter().map(|family| listed(*family, width, paint)).collect();
    format!("« capitole explain CODE » explique l’un de ces messages.\n\n{}", families.join("\n"))
}

/// The codes of one family with their titles.
fn listed(family: Family, width: usize, paint: &Paint) -> String {
    let mut out = format!("{}{}{}\n", paint.bold, family.title, paint.end);
    let column = family.explanations().map(|one| one.code.name().len()).max().unwrap_or_default();
    for one in family.explanations() {
        let mut code = one.code.name();
        for line in wrap(one.title, width.saturating_sub(column + 4).max(NARROWEST)) {
            let _ = writeln!(out, "  {code:column$}  {line}");
            code = "";
        }
    }
    out
}

/// Names between backticks as a reader of French expects them.
fn quoted(text: &str) -> String {
    text.split('`')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { format!("«\u{202f}{part}\u{202f}»") } else { part.to_owned() })
        .collect()
}

/// A text in lines of at most `width` characters, cut at spaces; a no-break space holds.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{quoted, wrap};

    #[test]
    fn lines_are_cut_at_spaces_only() {
        assert_eq!(wrap("un deux\u{a0}: trois", 8), ["un", "deux\u{a0}:", "trois"]);
        assert_eq!(wrap("anticonstitutionnellement dit", 8), ["anticonstitutionnellement", "dit"]);
    }

    #[test]
    fn names_are_quoted() {
        assert_eq!(quoted("Écrivez `axes`."), "Écrivez «\u{202f}axes\u{202f}».");
    }
}
