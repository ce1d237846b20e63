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
use capitole::unseen::shown;
use similar::TextDiff;
use unicode_normalization::is_nfc;

use crate::arguments::{Check, Format};
use crate::commands::CONTENT;
use crate::terminal::{self, Warnings, plural};
use crate::{external, paths};

/// Lines shown around what changes.
const CONTEXT: usize = 1;

/// What is left after repairs.
struct Repairs {
    checked: Checked,
    /// Files that change.
    files: usize,
}

/// What the problems that are shown are those of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Of the files, as nobody repaired them.
    Found,
    /// Of the files, once they were repaired.
    Repaired,
    /// Of files that would be repaired.
    Tried,
}

pub(crate) fn run(options: &Check) -> Result<ExitCode, String> {
    let (root, only) = paths::asked(&options.library, &options.paths)?;
    let read = || pipeline::check(&root, Include::Drafts).map_err(|error| error.to_string());
    let is_human = options.shown.format == Format::Human;
    let repairs = if options.repair.fix { Some(repair(&root, options, &only)?) } else { None };
    // A program that reads the places of problems needs those of the files as they are.
    let (mut checked, state) = match repairs {
        Some(repairs) if !options.repair.dry_run || repairs.files == 0 => (repairs.checked, State::Repaired),
        Some(repairs) if is_human => (repairs.checked, State::Tried),
        _ => (read()?, State::Found),
    };
    complete(&mut checked, &root, options, &only)?;
    if is_human && state != State::Found && !checked.problems.is_empty() {
        eprintln!("{} à corriger à la main :\n", if state == State::Tried { "Resterait" } else { "Reste" });
    }
    show(&checked, options, state, &folder_of(&root));
    let mut counts = vec![count(&checked.problems)];
    if state == State::Tried {
        // Nothing is written: what could be repaired is still wrong.
        let problems = read()?.problems.into_iter().filter(|one| repair::is_among(&one.source.path, &only));
        counts.push(count(&problems.collect::<Vec<_>>()));
    }
    let fails = |&(errors, warnings): &(usize, usize)| errors > 0 || (options.strict && warnings > 0);
    Ok(if counts.iter().any(fails) { ExitCode::from(CONTENT) } else { ExitCode::SUCCESS })
}

/// Adds what only a check of the whole library tells, and leaves what concerns the files asked for.
fn complete(checked: &mut Checked, root: &Path, options: &Check, only: &[PathBuf]) -> Result<(), String> {
    if let Some(library) = &checked.library {
        checked.problems.extend(check::repetitions(library));
        if options.advice {
            checked.problems.extend(check::advice(library));
        }
        if options.external {
            checked.problems.extend(external::run(root, library, only)?);
        }
        diagnostic::sort(&mut checked.problems);
    }
    checked.problems.retain(|one| repair::is_among(&one.source.path, only));
    Ok(())
}

/// Problems on the standard error for a person, on the standard output for a program.
fn show(checked: &Checked, options: &Check, state: State, folder: &str) {
    let problems = &checked.problems;
    let deliverables = checked.library.as_ref().map_or(0, Library::written);
    match options.shown.format {
        Format::Human => {
            let hidden = if options.shown.all {
                terminal::show(problems, Warnings::All);
                0
            } else {
                terminal::show_brief(problems)
            };
            let once = if state == State::Tried { " ; une fois ces corrections faites" } else { "" };
            println!("{}{once} : {}", plural(deliverables, "fiche vérifiée", "fiches vérifiées"), tally(problems));
            if let Some(first) = problems.first() {
                eprintln!("« capitole explain {} » explique ce message, et de même les autres.", first.code.name());
            }
            if hidden > 0 {
                let counted =
                    plural(hidden, "problème est compté sans être montré", "problèmes sont comptés sans être montrés");
                eprintln!("{counted} ; « capitole check --all » les montre tous.");
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
fn repair(root: &Path, options: &Check, only: &[PathBuf]) -> Result<Repairs, String> {
    let asked = repair::Options { root, only, order_keys: options.repair.format_keys };
    let repaired = repair::repair(&asked).map_err(|error| error.to_string())?;
    for change in &repaired.changes {
        eprint!("{}", described(change));
    }
    let files = plural(repaired.changes.len(), "fichier", "fichiers");
    let left = refused(&repaired.refused);
    if options.repair.dry_run {
        eprintln!("À corriger : {files}. Rien n’est écrit (--dry-run).{left}\n");
        return Ok(Repairs { files: repaired.changes.len(), checked: repaired.checked });
    }
    for change in &repaired.changes {
        output::disk::replace(&root.join(&change.path), &change.before, change.after.as_bytes())
            .map_err(|error| error.to_string())?;
    }
    eprintln!("Corrigé : {files}.{left}\n");
    Ok(Repairs { files: repaired.changes.len(), checked: repaired.checked })
}

/// What a new check did not confirm.
fn refused(problems: &[Diagnostic]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let number = plural(problems.len(), "correction laissée", "corrections laissées");
    format!(" {number} de côté : d’autres erreurs resteraient au même endroit, à corriger à la main.")
}

/// What is done to a file, and the lines that change.
fn described(change: &Change) -> String {
    let mut out = format!("{}\n", change.path);
    for one in &change.done {
        let _ = writeln!(out, "  · {}", shown(one));
    }
    let before = String::from_utf8_lossy(&change.before);
    let unseen = unseen(&before);
    if !unseen.is_empty() {
        let _ = writeln!(out, "    ce fichier a {}", unseen.join(", "));
    }
    // What no one can see in a diff is said above.
    let before = before.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let diff = TextDiff::from_lines(before.as_str(), change.after.as_str());
    out.push_str(&terminal::coloured_diff(&shown(&diff.unified_diff().context_radius(CONTEXT).to_string())));
    out.push('\n');
    out
}

/// What differs between texts that look the same.
fn unseen(text: &str) -> Vec<&'static str> {
    let faults = [
        (text.starts_with('\u{feff}'), "une marque BOM au début"),
        (text.contains("\r\n"), "des fins de ligne de Windows (CRLF)"),
        (!is_nfc(text), "des accents séparés de leur lettre"),
    ];
    faults.into_iter().filter_map(|(is_there, name)| is_there.then_some(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_no_diff_shows_is_said() {
        let described = |before: &str, after: &str| {
            let path = "content/pages/a.md".to_owned();
            described(&Change { path, before: before.into(), after: after.to_owned(), done: Vec::new() })
        };
        let windows = described("un\r\ndeux\r\n", "un\ndeux\n");
        assert!(windows.contains("ce fichier a des fins de ligne de Windows (CRLF)\n"), "{windows}");
        let all = described("\u{feff}e\u{301}\r\n", "é\n");
        assert!(all.contains("a une marque BOM au début, des fins de ligne de Windows (CRLF), des accents"), "{all}");
        assert!(!described("un\n", "deux\n").contains("ce fichier a"));
    }
}
