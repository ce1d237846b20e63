//! Judges whole libraries on a thread of its own, after a short pause: what is typed meanwhile counts, what was asked
//! before no longer does.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use super::state;
use super::text::Text;
use crate::diagnostic::Diagnostic;
use crate::model::read::Include;
use crate::pipeline::{self, Checked};
use crate::source::{LibrarySource, disk};

/// A pause in typing this long is one.
const QUIET: Duration = Duration::from_millis(150);

/// A library to judge.
#[derive(Debug)]
pub(super) struct Job {
    /// Its folder.
    pub(super) root: PathBuf,
    /// The number of this judgement.
    pub(super) generation: u64,
    /// Its open texts, which stand for the files.
    pub(super) open: Vec<Arc<Text>>,
    /// Whether files may have changed.
    pub(super) is_reread: bool,
}

/// What came of a job.
#[derive(Debug)]
pub(super) struct Judged {
    /// The library's folder.
    pub(super) root: PathBuf,
    /// The number of the judgement.
    pub(super) generation: u64,
    /// What was found; a sentence when the library cannot be read.
    pub(super) verdict: Result<Verdict, String>,
}

/// What a judgement found.
#[derive(Debug)]
pub(super) struct Verdict {
    /// The library and its problems.
    pub(super) checked: Checked,
    /// What it was read from.
    pub(super) source: LibrarySource,
    /// Every file that a problem names, as the editor would open it.
    pub(super) files: BTreeMap<String, Arc<Text>>,
}

/// Judges what is asked for until nobody can ask any more.
pub(super) fn run(jobs: &Receiver<Job>, results: &Sender<Judged>) {
    let mut bases: BTreeMap<PathBuf, LibrarySource> = BTreeMap::new();
    while let Ok(first) = jobs.recv() {
        let mut waiting: BTreeMap<PathBuf, Job> = BTreeMap::new();
        put(&mut waiting, first);
        loop {
            match jobs.recv_timeout(QUIET) {
                Ok(job) => put(&mut waiting, job),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        for (root, job) in waiting {
            let generation = job.generation;
            // A fault of ours in one text must not end the session of its author.
            let verdict = catch_unwind(AssertUnwindSafe(|| judge(&job, &mut bases)))
                .unwrap_or_else(|_| Err("la vérification a échoué : c’est une faute de capitole.".to_owned()));
            if results.send(Judged { root, generation, verdict }).is_err() {
                return;
            }
        }
    }
}

/// A later job stands for an earlier one of the same library.
fn put(waiting: &mut BTreeMap<PathBuf, Job>, mut job: Job) {
    let was_reread = waiting.get(&job.root).is_some_and(|earlier| earlier.is_reread);
    job.is_reread |= was_reread;
    waiting.insert(job.root.clone(), job);
}

/// Judges a library; its files are read when they may have changed.
pub(super) fn judge(job: &Job, bases: &mut BTreeMap<PathBuf, LibrarySource>) -> Result<Verdict, String> {
    if job.is_reread || !bases.contains_key(&job.root) {
        let base = disk::read_library(&job.root)
            .map_err(|error| format!("impossible de lire « {} » : {error}", job.root.display()))?;
        bases.insert(job.root.clone(), base);
    }
    let mut source = bases.get(&job.root).cloned().unwrap_or_default();
    overlay(&mut source, &job.open);
    let checked = pipeline::judge(source.clone(), Include::Drafts);
    let files = files(&job.root, &job.open, &checked.problems);
    Ok(Verdict { checked, source, files })
}

/// Puts the open texts in the place of the files.
pub(super) fn overlay(source: &mut LibrarySource, open: &[Arc<Text>]) {
    for text in open {
        source.put(text.source().clone());
    }
}

/// The files that problems name.
fn files(root: &Path, open: &[Arc<Text>], problems: &[Diagnostic]) -> BTreeMap<String, Arc<Text>> {
    let mut found: BTreeMap<String, Arc<Text>> = BTreeMap::new();
    let own = problems.iter().map(|one| &one.source);
    let others = problems.iter().flat_map(|one| &one.labels).map(|label| &label.source);
    for source in own.chain(others) {
        if found.contains_key(&source.path) {
            continue;
        }
        let is_open = |text: &&Arc<Text>| text.source().path == source.path;
        let text = open.iter().find(is_open).cloned().unwrap_or_else(|| {
            let on_disk = state::read(root, &source.path).filter(|text| text.as_str() == source.text);
            Arc::new(on_disk.unwrap_or_else(|| Text::new(&source.path, source.text.clone())))
        });
        found.insert(source.path.clone(), text);
    }
    found
}
