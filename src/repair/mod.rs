//! Repairs texts: makes the fixes that their problems carry, checks the whole library anew, and keeps only what
//! that check confirms. Nothing is written here.

mod order;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::fix::{self, Fix};
use crate::diagnostic::{Diagnostic, Severity, sort};
use crate::model::read::Include;
use crate::pipeline::{self, Checked, PipelineError};
use crate::source::{self, LibrarySource};
use crate::span::SourceText;

/// What to repair.
#[derive(Debug)]
pub struct Options<'a> {
    /// The library's folder.
    pub root: &'a Path,
    /// The files and folders that may be changed, relative to the library; none means all.
    pub only: &'a [PathBuf],
    /// Whether the keys of front matters are put in the order of the guide.
    pub order_keys: bool,
}

/// Whether a file is among some files and folders; none means all.
pub fn is_among(path: &str, only: &[PathBuf]) -> bool {
    only.is_empty() || only.iter().any(|part| Path::new(path).starts_with(part))
}

/// A file that repairs change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path relative to the library.
    pub path: String,
    /// Its bytes as they are.
    pub before: Vec<u8>,
    /// Its text as it should be.
    pub after: String,
    /// What was done, a few words each.
    pub done: Vec<String>,
}

/// What can be repaired, and what is left.
#[derive(Debug)]
pub struct Repaired {
    /// The files that change, by path.
    pub changes: Vec<Change>,
    /// The library as it will be checked once they are written.
    pub checked: Checked,
    /// Fixes that a new check did not confirm: nothing of theirs is in the changes.
    pub refused: Vec<Diagnostic>,
}

/// Fixes show further faults (a front matter that can be read at last): this many rounds at most.
const ROUNDS: usize = 20;

/// Works out the repairs of a library.
///
/// # Errors
/// When it cannot be read.
pub fn repair(options: &Options<'_>) -> Result<Repaired, PipelineError> {
    let source = source::disk::read_library(options.root)
        .map_err(|error| PipelineError::Read(options.root.to_path_buf(), error))?;
    let mut texts: BTreeMap<String, Repair> = BTreeMap::new();
    let mut refused: Vec<Diagnostic> = Vec::new();
    let mut stubborn: BTreeSet<String> = BTreeSet::new();
    let mut checked = pipeline::judge(source.clone(), Include::Drafts);
    for _ in 0..ROUNDS {
        let round = fixes(&checked.problems, options.only, &stubborn);
        if round.is_empty() {
            break;
        }
        let mut tried = texts.clone();
        for (path, problems) in &round {
            make(&mut tried, path, problems);
        }
        let after = pipeline::judge(overlaid(source.clone(), &tried), Include::Drafts);
        let mut confirmed = true;
        for (path, problems) in &round {
            if !is_confirmed(problems, &checked.problems, &after.problems) {
                confirmed = false;
                stubborn.insert(path.clone());
                refused.extend(problems.iter().map(|one| (*one).clone()));
            }
        }
        // What one file's fix does to another's is judged without it in the next round.
        if confirmed {
            texts = tried;
            checked = after;
        }
    }
    let mut changes = Vec::new();
    for text in source.texts().filter(|text| is_among(&text.path, options.only)) {
        let before = source::disk::read_attachment(&options.root.join(&text.path))
            .map_err(|error| PipelineError::Read(options.root.join(&text.path), error))?;
        let repair = texts.remove(&text.path);
        let (mut after, mut done) = repair.map_or_else(|| (text.text.clone(), Vec::new()), |one| (one.text, one.done));
        if before != text.text.as_bytes() {
            done.insert(0, "enregistrer en UTF-8 sans BOM, avec des fins de ligne et des accents uniformes".to_owned());
        }
        if options.order_keys
            && let Some(ordered) = order::ordered(&text.path, &after)
        {
            after = ordered;
            done.push("remettre les rubriques dans l’ordre du guide".to_owned());
        }
        if before != after.as_bytes() {
            changes.push(Change { path: text.path.clone(), before, after, done });
        }
    }
    pipeline::check_theme(options.root, &mut checked);
    sort(&mut refused);
    Ok(Repaired { changes, checked, refused })
}

/// A text under repair.
#[derive(Debug, Clone)]
struct Repair {
    text: String,
    done: Vec<String>,
}

/// The problems that carry a fix, by file.
fn fixes<'a>(
    problems: &'a [Diagnostic],
    only: &[PathBuf],
    stubborn: &BTreeSet<String>,
) -> BTreeMap<String, Vec<&'a Diagnostic>> {
    let mut found: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for one in problems.iter().filter(|one| one.fix.is_some()) {
        let path = &one.source.path;
        if is_among(path, only) && !stubborn.contains(path) {
            found.entry(path.clone()).or_default().push(one);
        }
    }
    found
}

/// Makes the fixes of one file.
fn make(texts: &mut BTreeMap<String, Repair>, path: &str, problems: &[&Diagnostic]) {
    let Some(first) = problems.first() else { return };
    let fixes: Vec<&Fix> = problems.iter().filter_map(|one| one.fix.as_ref()).collect();
    let (text, made) = fix::apply(&first.source.text, &fixes);
    let entry = texts.entry(path.to_owned()).or_insert_with(|| Repair { text: String::new(), done: Vec::new() });
    entry.text = text;
    entry.done.extend(fixes.iter().zip(made).filter(|(_, made)| *made).map(|(fix, _)| fix.title.clone()));
}

/// Whether a new check confirms the fixes of one file: each problem is gone from its place, and the file did not
/// become worse. A file that could not be read before may show more faults than it did: those are none of ours.
fn is_confirmed(fixed: &[&Diagnostic], before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let Some(path) = fixed.first().map(|one| &one.source.path) else { return true };
    // Errors count before warnings.
    let of = |problems: &[Diagnostic]| {
        let own = |severity| problems.iter().filter(|one| one.source.path == *path && one.severity == severity).count();
        (own(Severity::Error), own(Severity::Warning))
    };
    let was_unread = fixed.iter().any(|one| hides_others(one));
    let key = |one: &Diagnostic| (one.code.name(), one.message.clone(), one.position());
    let left: BTreeSet<_> = after.iter().filter(|other| other.source.path == *path).map(key).collect();
    let is_left = |one: &Diagnostic| left.contains(&key(one));
    !fixed.iter().any(|one| is_left(one)) && (was_unread || of(after) < of(before))
}

/// Whether a problem keeps its file from being read any further.
fn hides_others(one: &Diagnostic) -> bool {
    use crate::diagnostic::codes;
    [
        codes::SIGNE_DE_COMMANDE,
        codes::ENTETE_NON_FERME,
        codes::YAML_TABULATION,
        codes::YAML_DEUX_POINTS,
        codes::YAML_SYNTAXE,
    ]
    .contains(&one.code)
}

/// The library with the texts under repair in the place of its own.
fn overlaid(mut source: LibrarySource, texts: &BTreeMap<String, Repair>) -> LibrarySource {
    for (path, repair) in texts {
        source.put(Arc::new(SourceText::new(path.clone(), repair.text.clone())));
    }
    source
}
