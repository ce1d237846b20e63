//! « Historique »: the versions of a deliverable, from its journal.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::Deliverable;

/// What became of a deliverable since its first version.
#[derive(Serialize)]
pub(super) struct HistoryView<'a> {
    /// Newest first.
    versions: Vec<VersionView<'a>>,
}

#[derive(Serialize)]
struct VersionView<'a> {
    version: &'a str,
    date: Date,
    texte: &'a str,
    /// Whether it is the version that the page shows.
    actuelle: bool,
}

/// The history of a deliverable; `None` when nothing is known of it.
pub(super) fn view(one: &Deliverable) -> Option<HistoryView<'_>> {
    let versions: Vec<VersionView<'_>> = one
        .journal
        .iter()
        .map(|entry| VersionView {
            version: &entry.version,
            date: entry.date.value,
            texte: &entry.texte,
            actuelle: entry.version.value == one.version,
        })
        .collect();
    (!versions.is_empty()).then_some(HistoryView { versions })
}
