//! Problems as the editor shows them.

use std::collections::BTreeMap;
use std::path::Path;

use lsp_types::{
    Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString,
    PublishDiagnosticsParams,
};

use super::judge::{Files, Outcome, Verdict};
use super::snapshot::Snapshot;
use super::state::{State, Told};
use super::text::Text;
use crate::diagnostic::{Diagnostic, Severity};

/// Takes in what a judgement found. Gives what the editor must be told: the files whose problems changed, or are gone.
///
/// # Errors
/// A sentence when the library could not be read.
pub(super) fn take(state: &mut State, outcome: Outcome) -> Result<Vec<PublishDiagnosticsParams>, String> {
    let Verdict { library, problems, files } = outcome.verdict?;
    let Some(known) = state.libraries.get_mut(&outcome.root) else { return Ok(Vec::new()) };
    if let Some(library) = library {
        known.snapshot = Some(Snapshot::new(library, known.snapshot.as_ref()));
    }
    // Something was typed since: a newer judgement is on its way.
    if outcome.generation != known.generation {
        return Ok(Vec::new());
    }
    known.problems = problems;
    let fresh = by_file(state, &outcome.root, &files);
    let Some(known) = state.libraries.get_mut(&outcome.root) else { return Ok(Vec::new()) };
    let before = std::mem::replace(&mut known.published, fresh);
    let gone = before.keys().filter(|path| !known.published.contains_key(*path)).map(|path| (path, (None, Vec::new())));
    let changed = known.published.iter().filter(|(path, told)| before.get(*path) != Some(told));
    let changed: Vec<(String, Told)> =
        gone.chain(changed.map(|(path, told)| (path, told.clone()))).map(|(path, told)| (path.clone(), told)).collect();
    let told = changed.into_iter().filter_map(|(path, (version, diagnostics))| {
        Some(PublishDiagnosticsParams { uri: state.uri(&outcome.root, &path)?, diagnostics, version })
    });
    Ok(told.collect())
}

/// The problems of every file that has some, and of every open text: that it has none is told too.
fn by_file(state: &State, root: &Path, files: &Files) -> BTreeMap<String, Told> {
    let open = state.documents.values().filter_map(|one| Some((one.home.as_ref()?, one.version)));
    let mut found: BTreeMap<String, Told> = open
        .filter(|(home, _)| home.root == root)
        .map(|(home, version)| (home.path.clone(), (Some(version), Vec::new())))
        .collect();
    let problems = state.libraries.get(root).map_or(&[][..], |known| known.problems.as_slice());
    for one in problems {
        if let Some(text) = files.get(&one.source.path) {
            found.entry(one.source.path.clone()).or_default().1.push(shown(state, root, one, text, files));
        }
    }
    found
}

/// A problem in the terms of the protocol.
fn shown(state: &State, root: &Path, one: &Diagnostic, text: &Text, files: &Files) -> Shown {
    let encoding = state.client.encoding;
    let related = one.labels.iter().filter_map(|label| {
        let range = files.get(&label.source.path)?.range(label.span, encoding);
        let location = Location { uri: state.uri(root, &label.source.path)?, range };
        Some(DiagnosticRelatedInformation { location, message: label.text.clone() })
    });
    let related: Vec<_> = related.filter(|_| state.client.shows_related).collect();
    Shown { related_information: Some(related).filter(|list| !list.is_empty()), ..bare(one, text, state) }
}

/// A problem without the other places that explain it.
pub(super) fn bare(one: &Diagnostic, text: &Text, state: &State) -> Shown {
    Shown {
        range: text.range(one.span, state.client.encoding),
        severity: Some(match one.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Advice => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(one.code.name().to_owned())),
        source: Some("capitole".to_owned()),
        message: match &one.help {
            Some(help) => format!("{}\naide : {help}", one.message),
            None => one.message.clone(),
        },
        ..Shown::default()
    }
}
