//! What git says of a folder: asked from git itself, which alone knows its settings (`core.hooksPath`, worktrees).

use capitole::system::in_french;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A repository as seen from a folder of its work tree.
pub(crate) struct Repository {
    /// Where its hooks are.
    pub(crate) hooks: PathBuf,
    /// The folder below the root of the work tree: empty, or ended by `/`.
    pub(crate) prefix: String,
}

/// The repository whose work tree holds a folder; the folder need not exist yet.
pub(crate) fn repository(folder: &Path) -> Result<Option<Repository>, String> {
    let absolute =
        std::path::absolute(folder).map_err(|error| format!("« {} » : {}", folder.display(), in_french(&error)))?;
    let Some(there) = absolute.ancestors().find(|path| path.is_dir()) else { return Ok(None) };
    let Some(is_inside) = ask(there, &["rev-parse", "--is-inside-work-tree"])? else { return Ok(None) };
    if is_inside != "true" {
        return Ok(None);
    }
    let answer = |question: &[&str]| -> Result<String, String> {
        ask(there, question)?.ok_or_else(|| "git ne répond pas à « rev-parse »".to_owned())
    };
    let hooks = there.join(answer(&["rev-parse", "--git-path", "hooks"])?);
    let mut prefix = answer(&["rev-parse", "--show-prefix"])?;
    // What is below `there` does not exist yet.
    for part in absolute.strip_prefix(there).into_iter().flat_map(Path::components) {
        prefix.push_str(&part.as_os_str().to_string_lossy());
        prefix.push('/');
    }
    Ok(Some(Repository { hooks, prefix }))
}

/// An answer of git on one line; `None` when it says no.
fn ask(folder: &Path, question: &[&str]) -> Result<Option<String>, String> {
    let answer = Command::new("git").arg("-C").arg(folder).args(question).output().map_err(|error| {
        format!("git n’a pas pu être lancé : {}\n  aide : installez git, ou retirez --hook", in_french(&error))
    })?;
    Ok(answer
        .status
        .success()
        .then(|| String::from_utf8_lossy(&answer.stdout).trim_end_matches(['\n', '\r']).to_owned()))
}
