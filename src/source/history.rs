//! What the repository of a library knows of its files: when each was written and changed, by whom.

use std::collections::HashMap;

use jiff::civil::Date;

/// Changes kept of a file, the newest: a page that told all of them would tell nothing.
pub const KEPT: usize = 20;

/// The history of the files of a library; empty when none was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    files: HashMap<String, FileHistory>,
}

/// The history of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileHistory {
    /// Newest first, [`KEPT`] at most.
    pub changes: Vec<Change>,
    /// How many there are in all, as far as the repository goes back.
    pub total: usize,
    /// Day on which the file was written; `None` when the repository does not go back to it.
    pub first: Option<Date>,
    /// Day on which its text last changed, after it was written.
    pub updated: Option<Date>,
}

/// A commit that touched a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Day of its author, where the author was.
    pub date: Date,
    /// Name of its author, never an address.
    pub author: Option<String>,
    /// First line of its message.
    pub message: String,
    /// What it did to the file.
    pub kind: ChangeKind,
}

/// What a commit did to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Wrote it.
    Written,
    /// Changed its text.
    Changed,
    /// Gave it another name, its text untouched.
    Moved,
}

impl History {
    /// The history of files by path, relative to the library's root.
    pub fn new(files: impl IntoIterator<Item = (String, FileHistory)>) -> Self {
        Self { files: files.into_iter().collect() }
    }

    /// The history of a file; `None` for one that was never committed.
    pub fn of(&self, path: &str) -> Option<&FileHistory> {
        self.files.get(path)
    }
}

impl FileHistory {
    /// The history that changes make, whatever their order; those of one instant stay in theirs, the newest first.
    pub(super) fn new(mut changes: Vec<(i64, Change)>) -> Self {
        changes.sort_by_key(|(instant, _)| std::cmp::Reverse(*instant));
        let of = |kind: ChangeKind| move |(_, change): &&(i64, Change)| change.kind == kind;
        Self {
            total: changes.len(),
            first: changes.iter().rfind(of(ChangeKind::Written)).map(|(_, change)| change.date),
            updated: changes.iter().find(of(ChangeKind::Changed)).map(|(_, change)| change.date),
            changes: changes.into_iter().take(KEPT).map(|(_, change)| change).collect(),
        }
    }
}
