//! Signs of Markdown that miss their mark, and would be published as they are written.

use crate::diagnostic::fix::{Edit, Fix};
use crate::diagnostic::{Problems, Severity, codes};
use crate::parse::markdown::Body;
use crate::span::Span;

/// Looks for missed headings, items and links in the paragraphs of a body, for what a copy left in them, and for a
/// block of code that nothing ends.
pub(super) fn check(body: &Body, problems: &mut Problems) {
    let source = problems.source().clone();
    open_fence(body, problems);
    // Few texts have any of it, and all have many lines.
    let may_be_copied =
        ["Ã", "â€", "\u{fffd}", "†source", "oaicite", ":contentRef"].iter().any(|sign| body.markdown.contains(sign));
    let linked = in_links(body);
    for paragraph in &body.paragraphs {
        let mut at = paragraph.start as usize;
        for line in source.slice(*paragraph).split_inclusive('\n') {
            heading(line, at, problems);
            item(line, at, problems);
            if may_be_copied {
                copied(line, at, problems);
            }
            for (start, end, help) in links(line) {
                let span = Span::new(at + start, at + end);
                // An address written bare, in the parentheses of what should be a link, is no answer to its brackets.
                let after = linked.partition_point(|link| link.end <= span.start);
                let is_link = linked.get(after).is_some_and(|link| link.start <= span.start);
                if !is_link {
                    let message = "Ce lien sera publié tel qu’il est écrit, sans mener nulle part.";
                    problems.warning(codes::MARKDOWN_MANQUE, span, message, help);
                }
            }
            at += line.len();
        }
    }
}

/// Where links and images stand, those within others left out.
fn in_links(body: &Body) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for link in &body.links {
        if found.last().is_none_or(|last| last.end <= link.span.start) {
            found.push(link.span);
        }
    }
    found
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

/// `• premier`, and `- premier` whose blank is unbreakable: no items.
fn item(line: &str, at: usize, problems: &mut Problems) {
    let words = line.trim_start_matches(' ');
    let start = at + line.len() - words.len();
    let sign = ["• ", "•\u{a0}", "· ", "-\u{a0}", "-\u{202f}", "▪ ", "◦ ", "➢ "];
    let Some(sign) = sign.into_iter().find(|sign| words.starts_with(sign)) else { return };
    let text = words[sign.len()..].trim_end();
    let span = Span::new(start, start + words.trim_end().len());
    problems.warning(
        codes::MARKDOWN_MANQUE,
        span,
        "Cette ligne sera publiée comme une phrase, non comme l’élément d’une liste.",
        format!("écrivez « - {text} », un trait d’union et une espace ordinaire"),
    );
}

/// What a copy leaves: accents read in another encoding, a lost letter, references of an assistant.
fn copied(line: &str, at: usize, problems: &mut Problems) {
    const BROKEN: [&str; 9] = ["Ã©", "Ã¨", "Ãª", "Ã\u{a0}", "Ã§", "Ã´", "â€™", "â€œ", "\u{fffd}"];
    const REFERENCES: [&str; 3] = ["†source】", ":contentReference[", "oaicite:"];
    let first = |signs: &[&str]| {
        let found = signs.iter().filter_map(|sign| line.find(sign).map(|at| (at, sign.len())));
        found.filter(|(at, _)| !is_code(line, *at)).min()
    };
    let span = |(found, length): (usize, usize)| Span::new(at + found, at + found + length);
    if let Some(found) = first(&BROKEN) {
        problems.warning(
            codes::COPIE_ABIMEE,
            span(found),
            "Des lettres de cette ligne ont été perdues en la copiant.",
            "retapez les mots touchés : le lecteur les verrait ainsi",
        );
    }
    if let Some(found) = first(&REFERENCES) {
        problems.warning(
            codes::COPIE_ABIMEE,
            span(found),
            "Ce renvoi a été laissé par un assistant, et ne mène nulle part.",
            "supprimez-le, ou écrivez un lien : [le texte](https://…)",
        );
    }
}

/// Three accents graves that nothing closes: all that follows is code.
fn open_fence(body: &Body, problems: &mut Problems) {
    let mut open: Option<(usize, &str)> = None;
    let mut at = body.offset;
    for line in body.markdown.split_inclusive('\n') {
        let words = line.trim();
        let sign = words.chars().next().filter(|sign| ['`', '~'].contains(sign));
        let length = sign.map_or(0, |sign| words.len() - words.trim_start_matches(sign).len());
        let fence = &words[..length];
        if length >= 3 && line.len() - line.trim_start().len() <= 3 {
            open = match open {
                None if !words[length..].contains('`') => Some((at, fence)),
                Some((_, first)) if fence.starts_with(first) && words == fence => None,
                other => other,
            };
        }
        at += line.len();
    }
    if let Some((start, fence)) = open {
        problems.warning(
            codes::MARKDOWN_MANQUE,
            Span::new(start, start + fence.len()),
            "Ce bloc de code n’est pas refermé : tout ce qui suit est publié comme du code.",
            format!("écrivez « {fence} » seul sur une ligne, à la fin du code, ou retirez ces signes"),
        );
    }
}

/// What looks like a link in a line, outside code: where, and what to write.
fn links(line: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    // The last bracket that was opened, whether code is, and where the next parenthesis closes.
    let (mut open, mut in_code, mut close) = (None, false, 0);
    for (at, sign) in line.match_indices(['[', ']', '`']) {
        match sign {
            "[" => open = Some(at),
            "`" => in_code = !in_code,
            _ if in_code => {}
            _ => {
                let Some(open) = open else { continue };
                let rest = &line[at + 1..];
                let blank = rest.len() - rest.trim_start_matches(' ').len();
                if blank > 1 || !rest[blank..].starts_with('(') {
                    continue;
                }
                let start = at + 1 + blank + 1;
                if close < start {
                    let Some(length) = line[start..].find(')') else { break };
                    close = start + length;
                }
                let (target, end) = (&line[start..close], close + 1);
                let leads = target.starts_with("http") || target.contains('/') || is_file(target);
                if blank == 1 && leads {
                    let text = &line[open + 1..at];
                    found.push((open, end, format!("collez la parenthèse au crochet : [{text}]({target})")));
                } else if blank == 0 && target.contains(' ') && is_file(target) {
                    found.push((
                        open,
                        end,
                        "une espace coupe cette adresse : renommez le fichier sans espace".to_owned(),
                    ));
                }
            }
        }
    }
    found
}

/// Whether a byte of a line stands between accents graves.
fn is_code(line: &str, at: usize) -> bool {
    line[..at].matches('`').count() % 2 == 1
}

/// Whether a destination ends like the name of a file.
fn is_file(target: &str) -> bool {
    let extension = target.rsplit('.').next().filter(|extension| extension.len() < target.len());
    extension.is_some_and(|end| (2..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
