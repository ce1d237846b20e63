//! Signs of Markdown that miss their mark, and would be published as they are written.

use crate::diagnostic::fix::{Edit, Fix};
use crate::diagnostic::{Problems, Severity, codes};
use crate::parse::markdown::Body;
use crate::span::Span;

/// Looks for missed headings and links in the paragraphs of a body.
pub(super) fn check(body: &Body, problems: &mut Problems) {
    let source = problems.source().clone();
    for paragraph in &body.paragraphs {
        let mut at = paragraph.start as usize;
        for line in source.slice(*paragraph).split_inclusive('\n') {
            heading(line, at, problems);
            for (start, end, help) in links(line) {
                let span = Span::new(at + start, at + end);
                let is_link = body.links.iter().any(|link| link.span.start < span.end && span.start < link.span.end);
                if !is_link {
                    let message = "Ce lien sera publié tel qu’il est écrit, sans mener nulle part.";
                    problems.warning(codes::MARKDOWN_MANQUE, span, message, help);
                }
            }
            at += line.len();
        }
    }
}

/// `##Titre`, without its blank.
fn heading(line: &str, at: usize, problems: &mut Problems) {
    let marks = line.len() - line.trim_start_matches('#').len();
    if !(2..=6).contains(&marks) || !line[marks..].starts_with(char::is_alphanumeric) {
        return;
    }
    let span = Span::new(at, at + line.trim_end().len());
    let meant = format!("{} {}", &line[..marks], line[marks..].trim_end());
    let edits = vec![Edit { span: Span::new(at + marks, at + marks), text: " ".to_owned() }];
    let message = "Ce titre sera publié comme une phrase qui commence par « # ».";
    problems
        .add(Severity::Warning, codes::MARKDOWN_MANQUE, span, message, format!("écrivez {meant}"))
        .fix(Fix { title: "ajouter l’espace".to_owned(), edits });
}

/// What looks like a link in a line, outside code: where, and what to write.
fn links(line: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let is_code = |at: usize| line[..at].matches('`').count() % 2 == 1;
    for (at, _) in line.match_indices(']').filter(|(at, _)| !is_code(*at)) {
        let Some(open) = line[..at].rfind('[') else { continue };
        let rest = &line[at + 1..];
        let blank = rest.len() - rest.trim_start_matches(' ').len();
        let Some(inside) = rest[blank..].strip_prefix('(') else { continue };
        let Some(length) = inside.find(')') else { continue };
        let target = &inside[..length];
        let end = at + 1 + blank + 1 + length + 1;
        let leads = |target: &str| target.starts_with("http") || target.contains('/') || is_file(target);
        if blank == 1 && leads(target) {
            found.push((open, end, format!("collez la parenthèse au crochet : [{}]({target})", &line[open + 1..at])));
        } else if blank == 0 && target.contains(' ') && is_file(target) {
            found.push((open, end, "une espace coupe cette adresse : renommez le fichier sans espace".to_owned()));
        }
    }
    found
}

/// Whether a destination ends like the name of a file.
fn is_file(target: &str) -> bool {
    let extension = target.rsplit('.').next().filter(|extension| extension.len() < target.len());
    extension.is_some_and(|end| (2..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
