//! Watches what a build reads: `site.toml`, `content/` and `themes/`, and the repository around them.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::source::git;
use crate::workspace::{Changes, Event};

/// Editors save in several steps (a new file, a rename, a time stamp). After a file was closed or renamed the save is
/// nearly always over; else more is to come.
const AFTER_CLOSE: Duration = Duration::from_millis(4);
const AFTER_WRITE: Duration = Duration::from_millis(25);
/// A stream of changes that never ends (a copy of many files) is taken in after this long all the same.
const PATIENCE: Duration = Duration::from_secs(1);
/// Where the system cannot tell of changes, how often they are looked for.
const POLL: Duration = Duration::from_secs(1);
/// The folders below the library's that are watched with all they hold.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// A watch on a library's folder.
pub(super) struct Watch {
    root: PathBuf,
    /// The folders of the repository, where the library lies in one.
    repository: Vec<PathBuf>,
    events: Receiver<notify::Result<notify::Event>>,
    watcher: Box<dyn Watcher + Send>,
    /// Whether the library's folder itself went away: what comes in its place is another one to the system.
    is_lost: bool,
    /// Why the system does not tell of changes, so that they are looked for.
    pub(super) polls_because: Option<notify::Error>,
}

impl Watch {
    /// Begins to watch the library in `root`.
    pub(super) fn begin(root: &Path) -> notify::Result<Self> {
        let root = std::path::absolute(root)?;
        let absolute = |folder: PathBuf| std::path::absolute(folder).ok();
        let repository: Vec<PathBuf> = git::folders(&root).into_iter().filter_map(absolute).collect();
        let (send, events) = channel();
        let told = || {
            let send: Sender<_> = send.clone();
            // The other end lives as long as the watch.
            move |event| drop(send.send(event))
        };
        let system = RecommendedWatcher::new(told(), settings());
        let system = system.map(|one| -> Box<dyn Watcher + Send> { Box::new(one) });
        let (mut watcher, polls_because) = match system.and_then(|one| watch_all(one, &root)) {
            Ok(watcher) => (watcher, None),
            Err(error) if is_limit(&error) => {
                let polls = PollWatcher::new(told(), settings().with_poll_interval(POLL))?;
                (watch_all(Box::new(polls), &root)?, Some(error))
            }
            Err(error) => return Err(error),
        };
        for folder in &repository {
            // Without it, what is committed shows at the next start: no reason to refuse a preview. Branches have
            // folders of their own.
            let depth =
                if folder.ends_with("refs/heads") { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            let _ = watcher.watch(folder, depth);
        }
        Ok(Self { root, repository, events, watcher, is_lost: false, polls_because })
    }

    /// Waits until there is a library's folder again, and watches that.
    fn find_again(&mut self) {
        loop {
            std::thread::sleep(POLL);
            if !self.root.join("site.toml").is_file() {
                continue;
            }
            let Ok(again) = Self::begin(&self.root) else { continue };
            *self = again;
            return;
        }
    }

    /// Tells of changes until nobody listens any more.
    pub(super) fn run(mut self, give: impl Fn(Changes) -> bool) {
        while let Some(changes) = self.wait() {
            if !changes.is_empty() && !give(changes) {
                return;
            }
            if self.is_lost {
                self.find_again();
                if !give(Changes::everything()) {
                    return;
                }
            }
        }
    }

    /// Waits for a change, then for quiet; `None` when the watch has ended.
    fn wait(&mut self) -> Option<Changes> {
        let mut changes = Changes::default();
        let first = self.events.recv().ok()?;
        let mut quiet = self.note(first, &mut changes);
        let start = Instant::now();
        // What no build reads does not hold up what it does.
        while start.elapsed() < PATIENCE && !changes.is_empty() {
            match self.events.recv_timeout(quiet) {
                Ok(event) => quiet = self.note(event, &mut changes),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        Some(changes)
    }

    /// Notes an event; gives how long the quiet after it must last.
    fn note(&mut self, event: notify::Result<notify::Event>, changes: &mut Changes) -> Duration {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // Events were lost.
            _ => {
                changes.add(Changes::everything());
                return AFTER_WRITE;
            }
        };
        let (kind, quiet) = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => (Event::Bytes, AFTER_CLOSE),
            EventKind::Access(_) => return AFTER_CLOSE,
            EventKind::Modify(ModifyKind::Name(_)) => (Event::Names, AFTER_CLOSE),
            EventKind::Modify(_) => (Event::Bytes, AFTER_WRITE),
            _ => (Event::Names, AFTER_WRITE),
        };
        for path in &event.paths {
            // Even where another already bears its name.
            let is_gone = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            if is_gone && *path == self.root {
                self.is_lost = true;
                changes.add(Changes::everything());
            }
            if self.repository.iter().any(|folder| path.starts_with(folder)) {
                changes.note_repository();
                continue;
            }
            let Ok(relative) = path.strip_prefix(&self.root) else { continue };
            if kind == Event::Names && FOLDERS.iter().any(|folder| relative == Path::new(folder)) {
                // It went away, or came back: the system watches the folder itself, not its name.
                let _ = self.watcher.unwatch(path);
                if path.is_dir() {
                    let _ = self.watcher.watch(path, RecursiveMode::Recursive);
                }
            }
            changes.note(relative, kind);
        }
        quiet
    }
}

/// Links are not followed: what they lead to is no part of the library, and may be a whole disk.
fn settings() -> notify::Config {
    notify::Config::default().with_follow_symlinks(false)
}

fn watch_all(mut watcher: Box<dyn Watcher + Send>, root: &Path) -> notify::Result<Box<dyn Watcher + Send>> {
    // The root itself, not recursively: site.toml is replaced, not rewritten, by many editors, and content/ may be
    // deleted and come back.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(watcher)
}

/// Whether the system has no more watches to give, rather than the folder being at fault.
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => {
            matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::Unsupported)
                // Too many open files: each watcher is one.
                || error.raw_os_error() == Some(24)
        }
        _ => false,
    }
}
