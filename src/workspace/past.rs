//! What the repository knows of the texts that are held, and when it has to be asked again.

use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::read;
use crate::source::git::{self, Head};
use crate::source::history::History;
use crate::span::SourceRef;

/// The history of the texts, as it was last read.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// What is known of each text.
    pub(super) history: Arc<History>,
    /// What was missing.
    pub(super) problems: Vec<Diagnostic>,
    /// Where the repository stood; none where `site.toml` asks for no history.
    head: Option<Head>,
    /// The texts, in their order: which of them exist counts, as a name may have been another's.
    paths: Vec<String>,
}

impl Past {
    /// Whether the repository stands elsewhere than when it was read.
    pub(super) fn is_behind(&self, root: &Path) -> bool {
        self.head.is_some_and(|head| head != git::head(root))
    }

    /// Reads the history of texts, where `site.toml` asks for it and it is not what is held.
    pub(super) fn read<'a>(
        &mut self,
        root: &Path,
        site: &SourceRef,
        config: &Config,
        paths: impl Iterator<Item = &'a str> + Clone,
        is_stale: bool,
    ) {
        if !is_stale && (self.head.is_none() || paths.clone().eq(self.paths.iter().map(String::as_str))) {
            return;
        }
        let is_asked = config.depot.as_ref().is_some_and(|depot| depot.historique.is_some());
        // Before the commits: one that is made meanwhile is seen the next time.
        let head = is_asked.then(|| git::head(root));
        let (history, problems) = read::history_of(root, site.clone(), config, paths.clone());
        let paths = if is_asked { paths.map(str::to_owned).collect() } else { Vec::new() };
        *self = Self { history: Arc::new(history.unwrap_or_default()), problems, head, paths };
    }
}
