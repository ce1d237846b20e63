//! Repairs: every folder of `tests/repair/` is a deliverable before (`avant.md`) and after (`apres.md`), with what
//! was done and what is left (`attendu.txt`). `BLESS=1` writes what was found, to be read before it is committed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use capitole::diagnostic::{Severity, count};
use capitole::model::read::Include;
use capitole::repair::{Options, repair};
use proptest::prelude::*;

use crate::support::{base_library, capitole, project};

const TEXT: &str = "content/livrables/temoin/index.md";

/// The text after repair, and what is told of it.
fn repaired(before: &[u8], order_keys: bool) -> (String, String) {
    let library = base_library();
    fs::write(library.path().join(TEXT), before).unwrap();
    let found = repair(&Options { root: library.path(), only: &[], order_keys }).unwrap();
    assert!(found.changes.len() < 2, "only what is wrong changes");
    let mut told = String::new();
    for one in found.changes.iter().flat_map(|change| &change.done) {
        writeln!(told, "fait : {one}").unwrap();
    }
    for one in &found.checked.problems {
        let at = one.position();
        writeln!(told, "reste : {} {}:{} {}", one.code.name(), at.line, at.column, one.message).unwrap();
    }
    let after =
        found.changes.into_iter().next().map_or_else(|| String::from_utf8_lossy(before).into_owned(), |one| one.after);
    (after, told)
}

fn expected(path: &Path, found: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, found).unwrap();
    } else if fs::read_to_string(path).ok().as_deref() != Some(found) {
        wrong.push(format!("{}:\n{found}", path.display()));
    }
}

#[test]
fn every_folder_is_repaired_as_expected() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(project().join("tests/repair")).unwrap() {
        let folder = entry.unwrap().path();
        let before = fs::read(folder.join("avant.md")).unwrap();
        let (after, told) = repaired(&before, folder.ends_with("ordre"));
        expected(&folder.join("apres.md"), &after, &mut wrong);
        expected(&folder.join("attendu.txt"), &told, &mut wrong);
        // Once repaired, nothing is left to repair.
        assert_eq!(repaired(after.as_bytes(), folder.ends_with("ordre")).0, after, "{}", folder.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_command_writes_only_when_told_to_and_only_there() {
    let library = base_library();
    let root = library.path().to_str().unwrap();
    let text = library.path().join(TEXT);
    let before = fs::read_to_string(&text).unwrap().replace("exemple: true", "exemple: oui # vrai");
    fs::write(&text, &before).unwrap();
    let dry = capitole(&["check", "--root", root, "--fix", "--dry-run"]);
    assert_eq!((dry.status.code(), fs::read_to_string(&text).unwrap()), (Some(1), before.clone()));
    let told = String::from_utf8(dry.stderr).unwrap();
    assert!(told.contains("-exemple: oui # vrai\n+exemple: true # vrai\n"), "{told}");
    let elsewhere =
        capitole(&["check", "--root", root, "--fix", library.path().join("content/pages").to_str().unwrap()]);
    assert_eq!((elsewhere.status.code(), fs::read_to_string(&text).unwrap()), (Some(0), before.clone()));
    let done = capitole(&["check", "--root", root, "--fix", text.to_str().unwrap()]);
    let after = before.replace("exemple: oui", "exemple: true");
    assert_eq!((done.status.code(), fs::read_to_string(&text).unwrap()), (Some(0), after));
}

#[test]
fn what_no_text_is_at_fault_for_is_told_all_the_same() {
    let library = base_library();
    let site = library.path().join("site.toml");
    let text = fs::read_to_string(&site).unwrap();
    fs::write(&site, text.replacen("[site]\n", "[site]\ntheme = \"absent\"\n", 1)).unwrap();
    let found = repair(&Options { root: library.path(), only: &[], order_keys: false }).unwrap();
    assert!(found.checked.problems.iter().any(|one| one.message.contains("« absent »")));
    let root = library.path().to_str().unwrap();
    assert_eq!(capitole(&["check", "--root", root, "--fix"]).status.code(), Some(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done to a text, a repair never makes it worse, and is done in one go.
    #[test]
    fn a_repair_never_makes_a_text_worse(line in 0_usize..34, at in 0_usize..40, what in "[\t:\"'#a09-]{0,3}|oui|---\n|\n") {
        let library = base_library();
        let path = library.path().join(TEXT);
        let whole = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = whole.split_inclusive('\n').map(str::to_owned).collect();
        let line = line % lines.len();
        let place = lines[line].char_indices().nth(at).map_or(0, |(place, _)| place);
        lines[line].insert_str(place, &what);
        let before = lines.concat();
        fs::write(&path, &before).unwrap();
        let first = capitole::pipeline::check(library.path(), Include::Drafts).unwrap();
        let found = repair(&Options { root: library.path(), only: &[], order_keys: true }).unwrap();
        let syntax = |problems: &[capitole::diagnostic::Diagnostic]| {
            problems.iter().filter(|one| one.severity == Severity::Error && one.code.name().contains("yaml")).count()
        };
        prop_assert!(syntax(&found.checked.problems) <= syntax(&first.problems) + 1);
        if count(&first.problems).0 == 0 {
            prop_assert!(count(&found.checked.problems).0 == 0);
        }
        for change in &found.changes {
            fs::write(library.path().join(&change.path), &change.after).unwrap();
        }
        let again = repair(&Options { root: library.path(), only: &[], order_keys: true }).unwrap();
        prop_assert!(again.changes.is_empty(), "{:?}", again.changes);
    }
}
