//! Watches what a build reads: `site.toml`, `content/` and `themes/`.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Editors save in several steps (a new file, a rename, a time stamp): wait until it is quiet this long.
const QUIET: Duration = Duration::from_millis(40);
/// A stream of changes that never ends (a copy of many files) is built after this long all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// A watch on a library's folder.
#[derive(Debug)]
pub(super) struct Watch {
    events: Receiver<()>,
    // Dropping it ends the watch.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch the library in `root`.
    pub(super) fn begin(root: &Path) -> notify::Result<Self> {
        let root = std::path::absolute(root)?;
        let parts = [root.join("site.toml"), root.join("content"), root.join("themes")];
        let (send, events) = channel();
        let mut watcher = notify::recommended_watcher({
            let parts = parts.clone();
            move |event: notify::Result<notify::Event>| {
                let Ok(event) = event else { return };
                let is_change = !matches!(event.kind, EventKind::Access(_));
                if is_change && event.paths.iter().any(|path| parts.iter().any(|part| path.starts_with(part))) {
                    // The other end lives as long as the watch.
                    let _ = send.send(());
                }
            }
        })?;
        // The root itself, not recursively: site.toml is replaced, not rewritten, by many editors, and
        // content/ may be deleted and come back.
        watcher.watch(&root, RecursiveMode::NonRecursive)?;
        for folder in &parts[1..] {
            if folder.is_dir() {
                watcher.watch(folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits for a change, then for quiet. `false` when the watch has ended.
    pub(super) fn wait(&self) -> bool {
        if self.events.recv().is_err() {
            return false;
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            match self.events.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}
