//! Problems as JSON, for other programs: `docs/format-des-problemes.md` describes it to them.

use serde::Serialize;

use super::{Diagnostic, Label, Severity, count};
use crate::span::{SourceText, Span};

/// Version of the format. A field that changes its meaning or goes away changes it; a new field does not.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    fiches: usize,
    erreurs: usize,
    avertissements: usize,
    problemes: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    gravite: &'a str,
    fichier: &'a str,
    debut: Place,
    fin: Place,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aide: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    voir: Vec<Elsewhere<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<Correction<'a>>,
}

/// A place: line and column from 1, in characters; offset from 0, in bytes of the file in UTF-8.
#[derive(Serialize)]
struct Place {
    ligne: usize,
    colonne: usize,
    octet: u32,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    fichier: &'a str,
    debut: Place,
    fin: Place,
    texte: &'a str,
}

#[derive(Serialize)]
struct Correction<'a> {
    titre: &'a str,
    modifications: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    debut: Place,
    fin: Place,
    texte: &'a str,
}

/// All problems of a library of so many deliverables, in the order given, as one JSON document.
pub fn render(problems: &[Diagnostic], deliverables: usize) -> String {
    let (errors, warnings) = count(problems);
    let report = Report {
        version: VERSION,
        fiches: deliverables,
        erreurs: errors,
        avertissements: warnings,
        problemes: problems.iter().map(problem).collect(),
    };
    super::to_json(&report)
}

fn problem(one: &Diagnostic) -> Problem<'_> {
    let (debut, fin) = places(&one.source, one.span);
    Problem {
        code: one.code.name(),
        gravite: match one.severity {
            Severity::Error => "erreur",
            Severity::Warning => "avertissement",
            Severity::Advice => "conseil",
        },
        fichier: &one.source.path,
        debut,
        fin,
        message: &one.message,
        aide: one.help.as_deref(),
        voir: one.labels.iter().map(elsewhere).collect(),
        correction: one.fix.as_ref().map(|fix| Correction {
            titre: &fix.title,
            modifications: fix
                .edits
                .iter()
                .map(|edit| {
                    let (debut, fin) = places(&one.source, edit.span);
                    Edit { debut, fin, texte: &edit.text }
                })
                .collect(),
        }),
    }
}

fn elsewhere(label: &Label) -> Elsewhere<'_> {
    let (debut, fin) = places(&label.source, label.span);
    Elsewhere { fichier: &label.source.path, debut, fin, texte: &label.text }
}

fn places(source: &SourceText, span: Span) -> (Place, Place) {
    let place = |octet: u32| {
        let at = source.position(octet as usize);
        Place { ligne: at.line, colonne: at.column, octet }
    };
    (place(span.start), place(span.end))
}
