//! What is wrong, as a page: each problem with its line, and a link that opens the file there.

use std::fmt::Write as _;
use std::path::Path;

use quick_xml::escape::escape;

use super::editor::Editor;
use super::state::Trouble;
use crate::diagnostic::human::{excerpt, tally};
use crate::diagnostic::{Diagnostic, Severity, count};
use crate::span::{SourceText, Span};

/// Problems shown at most: who has more begins with these.
const MOST: usize = 200;

/// The part of a page that says what is wrong; empty when nothing is.
pub(super) fn fragment(trouble: Option<&Trouble>, root: &Path, editor: &Editor) -> String {
    match trouble {
        None => "<p>Tout va bien : la page montre la bibliothèque telle qu’elle est.</p>".to_owned(),
        Some(Trouble::Other(text)) => format!(
            "<h2>La dernière modification ne peut pas être montrée</h2><pre tabindex=\"0\">{}</pre>",
            escape(text)
        ),
        Some(Trouble::Content(problems)) => of_content(problems, root, editor),
    }
}

fn of_content(problems: &[Diagnostic], root: &Path, editor: &Editor) -> String {
    let errors: Vec<Diagnostic> = problems.iter().filter(|one| one.severity == Severity::Error).cloned().collect();
    let (_, warnings) = count(problems);
    let mut out = format!("<h2>{}</h2>", escape(tally(&errors)));
    out.push_str("<p>Corrigez, enregistrez : la page se mettra à jour. D’ici là, l’aperçu montre la dernière version correcte, s’il y en a eu une.</p>");
    let mut path = "";
    for one in errors.iter().take(MOST) {
        if one.source.path != path {
            path = &one.source.path;
            let _ = write!(out, "<h3>{}</h3>", escape(path));
        }
        problem(&mut out, one, root, editor);
    }
    if errors.len() > MOST {
        let _ = write!(out, "<p>… et {} autres : « capitole check » les montre toutes.</p>", errors.len() - MOST);
    }
    if warnings > 0 {
        out.push_str("<p>Les avertissements n’empêchent rien : « capitole check » les montre.</p>");
    }
    out
}

fn problem(out: &mut String, one: &Diagnostic, root: &Path, editor: &Editor) {
    let _ = write!(
        out,
        "<article><p><strong>{}</strong> <code>{}</code></p>",
        escape(&one.message),
        escape(one.code.name())
    );
    place(out, &one.source, one.span, "", root, editor);
    for label in &one.labels {
        place(out, &label.source, label.span, &label.text, root, editor);
    }
    if let Some(help) = &one.help {
        let _ = write!(out, "<p>Aide : {}</p>", escape(help));
    }
    out.push_str("</article>");
}

/// A place, with its line, and a link to it.
fn place(out: &mut String, source: &SourceText, span: Span, label: &str, root: &Path, editor: &Editor) {
    let at = source.position(span.start as usize);
    let shown = format!("{}, ligne {}, colonne {}", source.path, at.line, at.column);
    let label = if label.is_empty() { String::new() } else { format!(" ({label})") };
    match editor.link(&root.join(&source.path), at) {
        Some(link) => {
            let _ = write!(out, "<p><a href=\"{}\">Ouvrir {}</a>{}</p>", escape(&link), escape(&shown), escape(&label));
        }
        None => {
            let _ = write!(out, "<p>{}{}</p>", escape(&shown), escape(&label));
        }
    }
    let (line, before, length) = excerpt(source, span);
    if line.is_empty() {
        return;
    }
    let part = |from: usize, most: usize| line.chars().skip(from).take(most).collect::<String>();
    let _ = write!(
        out,
        "<pre tabindex=\"0\"><span>{}</span> {}<mark>{}</mark>{}</pre>",
        at.line,
        escape(part(0, before)),
        escape(part(before, length)),
        escape(part(before + length, usize::MAX))
    );
}

/// A whole page, where there is no other to lay it over.
pub(super) fn page(fragment: &str, tags: &str) -> String {
    format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Aperçu : à corriger</title></head><body class=\"capitole-problemes\"><main><h1>Aperçu de la bibliothèque</h1><div id=\"capitole-suite\">{fragment}</div></main>{tags}</body></html>"
    )
}
