//! The index for search, made anew in the background after each change, on threads of its own: pages never wait for it.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::model::Library;
use crate::output::{Content, MemorySite};
use crate::pipeline::{self, Indexed, PipelineError};
use crate::render::SearchPage;
use crate::search;

/// The index of a library.
#[derive(Debug, Default)]
pub(super) struct Index {
    library: Option<Arc<Library>>,
    indexed: Indexed,
    files: HashMap<String, Arc<Content>>,
    /// Files of the index before: a page that was opened with it goes on with it.
    former: HashMap<String, Arc<Content>>,
}

impl Index {
    /// Takes the place of this one.
    pub(super) fn replace(&mut self, next: Self) {
        let files = std::mem::take(&mut self.files);
        *self = next;
        self.former = files;
    }

    pub(super) const fn page(&self) -> &SearchPage {
        &self.indexed.page
    }

    pub(super) fn file(&self, name: &str) -> Option<Arc<Content>> {
        self.files.get(name).or_else(|| self.former.get(name)).cloned()
    }

    /// The ranks in `now` of the deliverables close to one: while a new index is being made, as the last one knew them.
    pub(super) fn close(&self, slug: &str, now: &Library) -> Vec<u32> {
        let Some(library) = &self.library else { return Vec::new() };
        let close = library.rank(slug).and_then(|rank| self.indexed.neighbours.get(rank)).map(Vec::as_slice);
        let slugs = close.unwrap_or_default().iter().filter_map(|&near| library.deliverables.get(near as usize));
        slugs.filter_map(|one| now.rank(one.slug.as_str())).map(|rank| rank as u32).collect()
    }
}

/// What is to be indexed next: the newest library, those before it are passed over.
#[derive(Debug, Default)]
pub(super) struct Indexer {
    next: Mutex<Next>,
    asked: Condvar,
}

#[derive(Debug, Default)]
struct Next {
    library: Option<Arc<Library>>,
    ended: bool,
}

impl Indexer {
    /// Has this library indexed as soon as the one under way is.
    pub(super) fn ask(&self, library: Arc<Library>) {
        self.next.lock().unwrap_or_else(PoisonError::into_inner).library = Some(library);
        self.asked.notify_one();
    }

    /// Ends after the index under way.
    pub(super) fn end(&self) {
        self.next.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.asked.notify_one();
    }

    fn wait(&self) -> Option<Arc<Library>> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if next.ended {
                return None;
            }
            if let Some(library) = next.library.take() {
                return Some(library);
            }
            next = self.asked.wait(next).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Indexes what is asked for, until the end or until nobody takes it.
    pub(super) fn run(&self, give: impl Fn(Result<Index, PipelineError>) -> bool) {
        let pool = rayon::ThreadPoolBuilder::new().start_handler(|_| give_way()).build();
        let mut former = None;
        while let Some(library) = self.wait() {
            let made = match &pool {
                Ok(pool) => pool.install(|| index(&library, &mut former)),
                Err(_) => index(&library, &mut former),
            };
            if !give(made) {
                return;
            }
        }
    }
}

fn index(library: &Arc<Library>, former: &mut Option<search::Index>) -> Result<Index, PipelineError> {
    let sink = MemorySite::default();
    let (indexed, index) = pipeline::index_again(library, former.as_ref(), &sink)?;
    *former = Some(index);
    let files = sink.into_files().into_iter().map(|(path, content)| (path, Arc::new(content))).collect();
    Ok(Index { library: Some(library.clone()), indexed, files, former: HashMap::new() })
}

/// Lets other threads go first: on Linux each thread has a priority of its own.
#[cfg(target_os = "linux")]
fn give_way() {
    // Refused where the system says so: the index is then made at the same priority.
    let _ = rustix::process::nice(5);
}

#[cfg(not(target_os = "linux"))]
const fn give_way() {}
