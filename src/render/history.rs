//! « Historique »: the versions of a deliverable, from its journal, and what git knows of its text, where that is asked for.

use jiff::civil::Date;
use serde::Serialize;

use super::site::Site;
use crate::model::Deliverable;
use crate::source::history::{Change, ChangeKind, FileHistory};

/// What became of a deliverable since its first version.
#[derive(Serialize)]
pub(super) struct HistoryView<'a> {
    /// Newest first.
    versions: Vec<VersionView<'a>>,
    modifications: Option<ChangesView<'a>>,
}

#[derive(Serialize)]
struct VersionView<'a> {
    version: &'a str,
    date: Date,
    texte: &'a str,
    /// Whether it is the version that the page shows.
    actuelle: bool,
}

#[derive(Serialize)]
struct ChangesView<'a> {
    nombre: usize,
    /// When the text was written; `None` when the repository does not go back to it.
    depuis: Option<Date>,
    /// Newest first.
    liste: Vec<ChangeView<'a>>,
    /// Those that are not in the list.
    anciennes: usize,
}

#[derive(Serialize)]
struct ChangeView<'a> {
    date: Date,
    auteur: Option<&'a str>,
    message: &'a str,
    nature: &'static str,
}

/// The history of a deliverable; `None` when nothing is known of it.
pub(super) fn view<'a>(site: &Site<'a>, one: &'a Deliverable) -> Option<HistoryView<'a>> {
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
    let modifications = site.library.history.of(&one.source.path).map(changes);
    (!versions.is_empty() || modifications.is_some()).then_some(HistoryView { versions, modifications })
}

fn changes(file: &FileHistory) -> ChangesView<'_> {
    ChangesView {
        nombre: file.total,
        depuis: file.first,
        liste: file.changes.iter().map(change).collect(),
        anciennes: file.total - file.changes.len(),
    }
}

fn change(change: &Change) -> ChangeView<'_> {
    ChangeView {
        date: change.date,
        auteur: change.author.as_deref(),
        message: &change.message,
        nature: match change.kind {
            ChangeKind::Written => "ajout",
            ChangeKind::Changed => "modification",
            ChangeKind::Moved => "deplacement",
        },
    }
}
