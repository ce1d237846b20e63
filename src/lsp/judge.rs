//! Judges whole libraries on a thread of its own, after a short pause: what is typed meanwhile counts, what was asked
//! before no longer does.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use super::state;
use super::text::Text;
use crate::diagnostic::Diagnostic;
use crate::model::Library;
use crate::model::read::Include;
use crate::workspace::{Changes, Judged, Workspace};

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
    /// What may have changed of its files.
    pub(super) changes: Changes,
}

/// What came of a job.
#[derive(Debug)]
pub(super) struct Outcome {
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
    /// The library, as far as it could be read.
    pub(super) library: Option<Arc<Library>>,
    /// Every problem of every file.
    pub(super) problems: Arc<Vec<Diagnostic>>,
    /// Every file that a problem names, as the editor would open it.
    pub(super) files: BTreeMap<String, Arc<Text>>,
}

/// Judges what is asked for until nobody can ask any more.
pub(super) fn run(jobs: &Receiver<Job>, results: &Sender<Outcome>) {
    let mut held: BTreeMap<PathBuf, Workspace> = BTreeMap::new();
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
            let workspace = held.remove(&root);
            let verdict = catch_unwind(AssertUnwindSafe(|| judge(&job, workspace)))
                .unwrap_or_else(|_| Err("la vérification a échoué : c’est une faute de capitole.".to_owned()));
            // One that failed is opened anew at the next pause.
            let verdict = verdict.map(|(verdict, workspace)| {
                held.insert(root.clone(), workspace);
                verdict
            });
            if results.send(Outcome { root, generation, verdict }).is_err() {
                return;
            }
        }
    }
}

/// A later job stands for an earlier one of the same library.
fn put(waiting: &mut BTreeMap<PathBuf, Job>, mut job: Job) {
    if let Some(earlier) = waiting.remove(&job.root) {
        job.changes.add(earlier.changes);
    }
    waiting.insert(job.root.clone(), job);
}

/// Judges a library that is held in memory, or is read now; gives what holds it from now on.
///
/// # Errors
/// A sentence when it cannot be read.
pub(super) fn judge(job: &Job, held: Option<Workspace>) -> Result<(Verdict, Workspace), String> {
    let failed = |error: io::Error| format!("impossible de lire « {} » : {error}", job.root.display());
    let mut workspace = match held {
        Some(mut workspace) => {
            workspace.apply(&job.changes).map_err(failed)?;
            workspace
        }
        None => Workspace::open(&job.root, Include::Drafts).map_err(failed)?,
    };
    workspace.overlay(job.open.iter().map(|text| text.source().clone())).map_err(failed)?;
    let Judged { library, problems } = workspace.judge();
    let files = files(&job.root, &job.open, &problems);
    Ok((Verdict { library, problems, files }, workspace))
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
