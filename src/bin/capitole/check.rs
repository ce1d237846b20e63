//! `capitole check`: shows the problems of a library in the form asked for, or repairs what is certain.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use capitole::check;
use capitole::diagnostic::human::tally;
use capitole::diagnostic::{self, Diagnostic, count};
use capitole::model::Library;
use capitole::model::read::Include;
use capitole::output;
use capitole::pipeline::{self, Checked};
use capitole::repair::{self, Change};
use similar::TextDiff;

use crate::arguments::{Check, Format};
use crate::commands::{CONTENT, root};
use crate::external;
use crate::terminal::{self, Warnings, plural};

/// Lines shown around what changes.
const CONTEXT: usize = 1;

pub(crate) fn run(options: &Check) -> Result<ExitCode, String> {
    let root = match options.paths.first() {
        Some(path) if options.library.root.is_none() => root_above(path)?,
        _ => root(&options.library)?,
    };
    let only = inside(&root, &options.paths)?;
    let mut checked = if options.repair.fix {
        repair(&root, options, &only)?
    } else {
        pipeline::check(&root, Include::Drafts).map_err(|error| error.to_string())?
    };
    if let Some(library) = &checked.library {
        checked.problems.extend(check::repetitions(library));
        if options.advice {
            checked.problems.extend(check::advice(library));
        }
        if options.external {
            checked.problems.extend(external::run(&root, library, &only)?);
        }
        diagnostic::sort(&mut checked.problems);
    }
    checked.problems.retain(|one| repair::is_among(&one.source.path, &only));
    show(&checked, options.format, &folder_of(&root));
    let (errors, warnings) = count(&checked.problems);
    Ok(if errors > 0 || (options.strict && warnings > 0) { ExitCode::from(CONTENT) } else { ExitCode::SUCCESS })
}

/// Problems on the standard error for a person, on the standard output for a program.
fn show(checked: &Checked, format: Format, folder: &str) {
    let problems = &checked.problems;
    let deliverables = checked.library.as_ref().map_or(0, Library::written);
    match format {
        Format::Human => {
            terminal::show(problems, Warnings::All);
            println!("{} : {}", plural(deliverables, "fiche vérifiée", "fiches vérifiées"), tally(problems));
            if let Some(first) = problems.first() {
                eprintln!("« capitole explain {} » explique ce message, et de même les autres.", first.code.name());
            }
        }
        Format::Json => print!("{}", diagnostic::json::render(problems, deliverables)),
        Format::Github => print!("{}", diagnostic::github::render(problems, folder)),
        Format::Gitlab => print!("{}", diagnostic::gitlab::render(problems, folder)),
        Format::Sarif => print!("{}", diagnostic::sarif::render(problems, folder)),
    }
}

/// Where a library lies below the current folder, which is that of the repository when a forge checks it.
fn folder_of(root: &Path) -> String {
    let below = std::env::current_dir().ok().and_then(|here| {
        let (here, root) = (std::fs::canonicalize(here).ok()?, std::fs::canonicalize(root).ok()?);
        root.strip_prefix(here).ok().map(Path::to_path_buf)
    });
    let parts = below.iter().flat_map(|path| path.components()).map(|part| part.as_os_str().to_string_lossy());
    parts.fold(String::new(), |path, part| path + &part + "/")
}

/// Repairs, shows each change, and writes it unless told otherwise.
fn repair(root: &Path, options: &Check, only: &[PathBuf]) -> Result<Checked, String> {
    let asked = repair::Options { root, only, order_keys: options.repair.format_keys };
    let repaired = repair::repair(&asked).map_err(|error| error.to_string())?;
    for change in &repaired.changes {
        eprint!("{}", described(change));
    }
    let files = plural(repaired.changes.len(), "fichier", "fichiers");
    let left = refused(&repaired.refused);
    if options.repair.dry_run {
        eprintln!("À corriger : {files}. Rien n’est écrit (--dry-run).{left}\n");
        return pipeline::check(root, Include::Drafts).map_err(|error| error.to_string());
    }
    for change in &repaired.changes {
        output::disk::replace(&root.join(&change.path), &change.before, change.after.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    eprintln!("Corrigé : {files}.{left}\n");
    Ok(repaired.checked)
}

/// What a new check did not confirm.
fn refused(problems: &[Diagnostic]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let number = plural(problems.len(), "correction laissée", "corrections laissées");
    format!(" {number} : une nouvelle vérification ne les confirme pas.")
}

/// What is done to a file, and the lines that change.
fn described(change: &Change) -> String {
    let mut out = format!("{}\n", change.path);
    for one in &change.done {
        let _ = writeln!(out, "  · {one}");
    }
    let before = String::from_utf8_lossy(&change.before);
    // What no one can see in a diff is in the list above.
    let before = before.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let diff = TextDiff::from_lines(before.as_str(), change.after.as_str());
    out.push_str(&terminal::coloured_diff(&diff.unified_diff().context_radius(CONTEXT).to_string()));
    out.push('\n');
    out
}

/// The library that a path lies in.
fn root_above(path: &Path) -> Result<PathBuf, String> {
    let path = real(path)?;
    capitole::source::disk::find_root(&path)
        .ok_or_else(|| format!("« {} » n’est pas dans une bibliothèque : aucun site.toml au-dessus", path.display()))
}

/// The paths relative to the library.
fn inside(root: &Path, paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let root = real(root)?;
    paths
        .iter()
        .map(|path| {
            real(path)?
                .strip_prefix(&root)
                .map(Path::to_path_buf)
                .map_err(|_| format!("« {} » n’est pas dans la bibliothèque « {} »", path.display(), root.display()))
        })
        .collect()
}

fn real(path: &Path) -> Result<PathBuf, String> {
    std::fs::canonicalize(path).map_err(|_| format!("« {} » n’existe pas", path.display()))
}
