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
use crate::system::in_french;
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
    /// Every file that a problem names.
    pub(super) files: Arc<Files>,
}

/// Files by path, as the editor would open them.
pub(super) type Files = BTreeMap<String, Arc<Text>>;

/// A library that is held in memory, and the files that its last problems named.
#[derive(Debug)]
pub(super) struct Held {
    workspace: Workspace,
    files: Arc<Files>,
}

/// Judges what is asked for until nobody can ask any more.
pub(super) fn run(jobs: &Receiver<Job>, results: &Sender<Outcome>) {
    let mut libraries: BTreeMap<PathBuf, Held> = BTreeMap::new();
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
            let held = libraries.remove(&root);
            let verdict = catch_unwind(AssertUnwindSafe(|| judge(&job, held)))
                .unwrap_or_else(|_| Err("la vérification a échoué : c’est une faute de capitole.".to_owned()));
            // One that failed is opened anew at the next pause.
            let verdict = verdict.map(|(verdict, held)| {
                libraries.insert(root.clone(), held);
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
pub(super) fn judge(job: &Job, held: Option<Held>) -> Result<(Verdict, Held), String> {
    let failed = |error: io::Error| format!("impossible de lire « {} » : {}", job.root.display(), in_french(&error));
    let (mut workspace, former) = match held {
        Some(Held { mut workspace, files }) => {
            workspace.apply(&job.changes).map_err(failed)?;
            (workspace, files)
        }
        None => (Workspace::open(&job.root, Include::Drafts).map_err(failed)?, Arc::default()),
    };
    workspace.overlay(job.open.iter().map(|text| text.source().clone())).map_err(failed)?;
    let Judged { library, problems } = workspace.judge();
    let files = Arc::new(files(&job.root, &job.open, &problems, &former));
    Ok((Verdict { library, problems, files: files.clone() }, Held { workspace, files }))
}

/// The files that problems name; those that were known before and are the same are not read again.
fn files(root: &Path, open: &[Arc<Text>], problems: &[Diagnostic], former: &Files) -> Files {
    let mut found = Files::new();
    let own = problems.iter().map(|one| &one.source);
    let others = problems.iter().flat_map(|one| &one.labels).map(|label| &label.source);
    for source in own.chain(others) {
        if found.contains_key(&source.path) {
            continue;
        }
        let is_open = |text: &&Arc<Text>| text.source().path == source.path;
        let known = || former.get(&source.path).filter(|text| text.as_str() == source.text).cloned();
        let text = open.iter().find(is_open).cloned().or_else(known).unwrap_or_else(|| {
            let on_disk = state::read(root, &source.path).filter(|text| text.as_str() == source.text);
            Arc::new(on_disk.unwrap_or_else(|| Text::new(&source.path, source.text.clone())))
        });
        found.insert(source.path.clone(), text);
    }
    found
}
