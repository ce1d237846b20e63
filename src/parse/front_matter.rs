//! Cuts a file into its front matter, between two lines `---`, and its body.

use crate::diagnostic::{Fix, Problems, Severity, codes};
use crate::span::Span;

/// The line before and behind a front matter.
const FENCE: &str = "---";

/// Front matter above this size is refused.
const MAX_FRONT_MATTER: usize = 1 << 20;

/// The parts of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The YAML between the two lines, and its byte offset.
    pub yaml: Option<(&'a str, usize)>,
    /// What follows.
    pub body: &'a str,
    /// Byte offset of the body.
    pub body_offset: usize,
}

/// Cuts `text`; faults are added to `problems`.
pub fn split<'a>(text: &'a str, problems: &mut Problems) -> Parts<'a> {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.trim_end() != FENCE {
        absent(text, first, problems);
        return Parts { yaml: None, body: text, body_offset: 0 };
    }
    let start = first.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if is_nearly_fence(line.trim_end()) {
            problems
                .add(
                    Severity::Error,
                    codes::ENTETE_NON_FERME,
                    Span::new(at, at + line.trim_end().len()),
                    "L’en-tête n’est pas fermé : cette ligne devrait être « --- », trois tirets exactement.",
                    "écrivez ---",
                )
                .fix(Fix::replace(Span::new(at, at + line.trim_end().len()), FENCE));
            return Parts { yaml: None, body: "", body_offset: text.len() };
        }
        if line.trim_end() == FENCE {
            let body_offset = at + line.len();
            return Parts { yaml: bounded(&text[start..at], start, problems), body: &text[body_offset..], body_offset };
        }
        at += line.len();
    }
    let (guess, line) = body_guess(text, start);
    // Where no body is seen, only its author knows where it begins.
    let meant = (guess > 0).then(|| Fix::insert(guess, "---\n\n", "fermer l’en-tête par une ligne « --- »"));
    problems
        .add(
            Severity::Error,
            codes::ENTETE_NON_FERME,
            Span::new(guess, guess + line.trim_end().len()),
            "L’en-tête n’est pas fermé : la seconde ligne « --- » manque.",
            "ajoutez une ligne « --- » entre les rubriques et le texte",
        )
        .fix(meant);
    Parts { yaml: None, body: "", body_offset: text.len() }
}

/// Where the front matter of a text that needs none ends; 0 where it has none. A line `---` alone is a rule, unless keys
/// follow it.
pub fn end(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == FENCE) else { return 0 };
    let mut at = first.len();
    for (number, line) in lines.enumerate() {
        if number == 0 && !line.contains(':') {
            return 0;
        }
        at += line.len();
        if line.trim_end() == FENCE {
            return at;
        }
    }
    0
}

/// Tells that a text does not begin with a front matter, or what stands before it.
fn absent(text: &str, first: &str, problems: &mut Problems) {
    let blank = text.len() - text.trim_start().len();
    let (start, line) = (blank, text[blank..].split('\n').next().unwrap_or_default().trim_end());
    if blank > 0 && line == FENCE {
        problems
            .add(
                Severity::Error,
                codes::ENTETE_ABSENT,
                Span::new(start, start + line.len()),
                "L’en-tête ne commence pas tout en haut du fichier, au bord de la ligne.",
                "supprimez l’espace ou la ligne vide qui précède « --- »",
            )
            .fix(Fix::replace(Span::new(0, blank), ""));
        return;
    }
    if is_nearly_fence(line) {
        problems
            .add(
                Severity::Error,
                codes::ENTETE_ABSENT,
                Span::new(start, start + line.len()),
                "La première ligne devrait être « --- », trois tirets exactement.",
                "écrivez ---",
            )
            .fix((blank == 0).then(|| Fix::replace(Span::new(0, line.len()), FENCE)));
        return;
    }
    problems.error_help(
        codes::ENTETE_ABSENT,
        Span::new(0, first.trim_end().len()),
        "Ce fichier ne commence pas par un en-tête entre deux lignes « --- ».",
        "écrivez « --- » seul sur la première ligne, puis les rubriques, puis « --- »",
    );
}

/// Whether a line was meant to be `---`: too many hyphens, or the dashes that word processors make of them.
fn is_nearly_fence(line: &str) -> bool {
    let dashes = line.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}'));
    let width: usize = line.chars().map(|c| if c == '\u{2014}' { 2 } else { 1 }).sum();
    dashes && width >= 2 && line != FENCE
}

fn bounded<'a>(yaml: &'a str, start: usize, problems: &mut Problems) -> Option<(&'a str, usize)> {
    if yaml.len() > MAX_FRONT_MATTER {
        problems.error_help(
            codes::ENTETE_TROP_GROS,
            Span::new(0, 3),
            "L’en-tête dépasse 1 Mio.",
            "déplacez les longs textes dans le corps de la fiche ou dans une pièce jointe",
        );
        return None;
    }
    Some((yaml, start))
}

/// Where the body seems to begin when nothing closes the front matter: the first line that is a
/// heading, or plain prose at the margin after an empty line; else the first line.
fn body_guess(text: &str, start: usize) -> (usize, &str) {
    let mut at = start;
    let mut after_blank = false;
    for line in text[start..].split_inclusive('\n') {
        let trimmed = line.trim_end();
        let is_heading = trimmed.starts_with("# ") || trimmed.starts_with("## ");
        let is_prose =
            after_blank && !trimmed.is_empty() && !trimmed.starts_with([' ', '-', '#']) && !begins_with_key(trimmed);
        if is_heading || is_prose {
            return (at, line);
        }
        after_blank = trimmed.is_empty();
        at += line.len();
    }
    (0, text.split_inclusive('\n').next().unwrap_or_default())
}

/// Whether a line begins with what may be a key: a word and a colon.
fn begins_with_key(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    name.len() < line.len() && !name.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::span::SourceText;

    fn problems(text: &str) -> Problems {
        Problems::new(Arc::new(SourceText::new("x.md", text)))
    }

    #[test]
    fn front_matter_is_cut_at_its_lines() {
        let text = "---\na: 1\n---\n\ntexte\n";
        let parts = split(text, &mut problems(text));
        assert_eq!(parts, Parts { yaml: Some(("a: 1\n", 4)), body: "\ntexte\n", body_offset: 13 });
    }

    #[test]
    fn a_missing_end_is_shown_where_the_body_begins() {
        let text = "---\na: 1\n\n## Contexte\n";
        let mut problems = problems(text);
        split(text, &mut problems);
        let list = problems.into_list();
        assert_eq!(list[0].code, codes::ENTETE_NON_FERME);
        assert_eq!(list[0].position().line, 4);
    }

    #[test]
    fn a_text_that_needs_no_front_matter_may_have_one() {
        assert_eq!(end("---\na: b\n---\nTexte"), 13);
        for none in ["", "Texte", "---\n", "---\n\nTexte : a\n\n---\n", "---\na: b\n", "\n---\na: b\n---\n"] {
            assert_eq!(end(none), 0, "{none}");
        }
    }
}
