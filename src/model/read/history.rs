//! The history of the library's texts, when `site.toml` asks for it.

use std::path::Path;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::model::Library;
use crate::source::git::{self, HistoryError};
use crate::source::history::History;
use crate::span::SourceRef;

/// Gives the library in `root` its history; `site` is its `site.toml`. What is missing is told there: the site is built
/// all the same.
pub fn history(root: &Path, site: SourceRef, library: &mut Library) -> Vec<Diagnostic> {
    let deliverables = library.deliverables.iter().chain(&library.unpublished).map(|one| &one.source);
    let reuses = library.reuses.iter().chain(&library.unpublished_reuses).map(|one| &one.source);
    let texts = deliverables.chain(reuses).chain(library.pages.iter().map(|one| &one.source));
    let (found, problems) = history_of(root, site, &library.config, texts.map(|text| text.path.as_str()));
    if let Some(found) = found {
        library.add_history(found);
    }
    problems
}

/// The history of texts, by their paths; `None` when `site.toml` does not ask for it, or it cannot be read.
pub fn history_of<'a>(
    root: &Path,
    site: SourceRef,
    config: &Config,
    texts: impl Iterator<Item = &'a str>,
) -> (Option<History>, Vec<Diagnostic>) {
    let mut problems = Problems::new(site);
    let Some(asked) = config.depot.as_ref().and_then(|depot| depot.historique) else { return (None, Vec::new()) };
    let mut history = None;
    match git::read(root, texts) {
        Ok(found) => {
            if found.is_shallow {
                problems.warning(
                    codes::HISTORIQUE_PARTIEL,
                    asked,
                    "Ce dépôt est un clone partiel : l’historique des fiches s’arrête à ses commits les plus anciens.",
                    "clonez-le en entier (git fetch --unshallow ; GIT_DEPTH: 0 chez GitLab, fetch-depth: 0 chez GitHub)",
                );
            }
            history = Some(found.history);
        }
        Err(HistoryError::NoRepository) => problems.warning(
            codes::HISTORIQUE_ABSENT,
            asked,
            "La bibliothèque n’est pas dans un dépôt git : il n’y a pas d’historique à lire.",
            "construisez le site depuis un clone du dépôt, ou retirez cette ligne",
        ),
        Err(HistoryError::Unreadable(reason)) => problems.warning(
            codes::HISTORIQUE_ABSENT,
            asked,
            format!("L’historique du dépôt git ne peut pas être lu (détail : {reason})."),
            "vérifiez le dépôt avec « git fsck », ou retirez cette ligne",
        ),
    }
    (history, problems.into_list())
}
