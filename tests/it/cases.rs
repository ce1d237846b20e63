//! Every folder of `tests/cases/` is a test: its files are laid over the base library, and the
//! problems found must be those of its `attendu.txt`. `BLESS=1` writes what was found, to be read
//! before it is committed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use capitole::diagnostic::codes;
use capitole::model::read::Include;

use crate::support::{base_library, copy, project};

fn found(case: &std::path::Path) -> String {
    let library = base_library();
    copy(case, library.path());
    let mut checked = capitole::pipeline::check(library.path(), Include::Drafts).unwrap();
    if let Some(library) = &checked.library {
        checked.problems.extend(capitole::check::repetitions(library));
        if case.join("conseils").exists() {
            checked.problems.extend(capitole::check::advice(library));
        }
        capitole::diagnostic::sort(&mut checked.problems);
    }
    let mut out = String::new();
    for problem in &checked.problems {
        let at = problem.position();
        let severity = problem.severity.name();
        writeln!(out, "{severity} {} {}:{}:{}", problem.code.name(), problem.source.path, at.line, at.column).unwrap();
        writeln!(out, "    {}", problem.message).unwrap();
        if let Some(help) = &problem.help {
            writeln!(out, "    aide : {help}").unwrap();
        }
        for label in &problem.labels {
            let at = label.source.position(label.span.start as usize);
            writeln!(out, "    {}:{}:{} : {}", label.source.path, at.line, at.column, label.text).unwrap();
        }
    }
    out
}

#[test]
fn every_case_gives_the_expected_problems() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(project().join("tests/cases")).unwrap() {
        let case = entry.unwrap().path();
        if case.ends_with("base") {
            continue;
        }
        count += 1;
        let expectation = case.join("attendu.txt");
        let found = found(&case);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expectation, &found).unwrap();
        } else if fs::read_to_string(&expectation).ok().as_deref() != Some(&found) {
            wrong.push(format!("{}:\n{found}", case.file_name().unwrap().display()));
        }
    }
    assert!(count > 50, "the cases are there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    // These need files that do not belong in a repository: a link, a shallow clone, 8 MiB of text, 1 MiB of front matter, 20 MiB
    // of an attachment.
    let elsewhere = [
        codes::FICHIER_LIEN,
        codes::FICHIER_TROP_GROS,
        codes::HISTORIQUE_PARTIEL,
        // Other sites are asked in `outside.rs` only.
        codes::EXTERNE_MORT,
        codes::EXTERNE_LENT,
        codes::EXTERNE_DEPLACE,
        codes::EXTERNE_PRIVE,
        codes::ENTETE_TROP_GROS,
        codes::PIECE_TROP_GROSSE,
        codes::PIECE_LOURDE,
    ];
    let mut missing: BTreeSet<&str> =
        codes::ALL.iter().filter(|code| !elsewhere.contains(code)).map(|code| code.name()).collect();
    for entry in fs::read_dir(project().join("tests/cases")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path().join("attendu.txt")).unwrap_or_default();
        for line in text.lines() {
            if let Some(code) = line.split(' ').nth(1) {
                missing.remove(code);
            }
        }
    }
    assert!(missing.is_empty(), "codes without a case: {missing:?}");
}

fn codes_of(library: &std::path::Path) -> Vec<&'static str> {
    let checked = capitole::pipeline::check(library, Include::Drafts).unwrap();
    checked.problems.iter().map(|problem| problem.code.name()).collect()
}

#[test]
fn a_front_matter_above_one_mebibyte_is_refused() {
    let library = base_library();
    let text = format!("---\ntitre: {}\n---\n\nTexte.\n", "a".repeat(1 << 20));
    fs::write(library.path().join("content/pages/longue.md"), text).unwrap();
    assert_eq!(codes_of(library.path()), ["front-matter/trop-gros"]);
}

#[test]
fn a_text_above_eight_mebibytes_is_refused() {
    let library = base_library();
    fs::write(library.path().join("content/pages/longue.md"), vec![b'a'; (8 << 20) + 1]).unwrap();
    assert_eq!(codes_of(library.path()), ["fichier/trop-gros"]);
}

#[test]
fn an_attachment_above_twenty_mebibytes_is_not_searched() {
    let library = base_library();
    fs::write(library.path().join("content/livrables/temoin/grille.csv"), vec![b'a'; (20 << 20) + 1]).unwrap();
    assert_eq!(codes_of(library.path()), ["piece/lourde", "piece/trop-grosse"]);
}

#[test]
fn attachments_of_what_is_not_built_are_not_read() {
    let library = base_library();
    let index = library.path().join("content/livrables/en-cours/index.md");
    assert!(fs::read_to_string(&index).unwrap().contains("statut: brouillon"));
    fs::write(library.path().join("content/livrables/en-cours/grille.csv"), b"\0").unwrap();
    assert_eq!(codes_of(library.path()), ["piece/illisible"]);
    let published = capitole::pipeline::check(library.path(), Include::Published).unwrap();
    assert!(published.problems.is_empty());
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let library = base_library();
    std::os::unix::fs::symlink("/etc/hostname", library.path().join("content/pages/lien.md")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", library.path().join("content/livrables/temoin/lien.csv")).unwrap();
    std::os::unix::fs::symlink("/etc", library.path().join("content/livrables/dossier")).unwrap();
    assert_eq!(codes_of(library.path()), ["fichier/lien-symbolique"; 3]);
}

/// The lines of a list of problems that say code and place, of one file, as `severity code line:column`.
fn places<'a>(lines: impl Iterator<Item = &'a str>, path: &str) -> BTreeSet<String> {
    let of_file = lines.filter_map(|line| {
        let (problem, place) = line.rsplit_once(' ')?;
        let at = place.strip_prefix(path).filter(|at| at.starts_with(['/', ':']))?;
        (!line.starts_with(' ') && !COMPARISONS.iter().any(|code| line.contains(code)))
            .then(|| format!("{problem} {at}"))
    });
    of_file.collect()
}

/// Problems of a deliverable beside another, which are others when all cases stand side by side.
const COMPARISONS: [&str; 3] = ["fiche/titre-en-double", "fiche/texte-voisin", "conseil "];

/// Each case of one deliverable becomes a deliverable of one library: no fault hides another, nor moves it.
#[test]
fn all_faults_together_are_told_as_they_are_one_by_one() {
    const OWN: &str = "content/livrables/cas";
    let library = base_library();
    let mut expected: Vec<(String, BTreeSet<String>)> = Vec::new();
    for entry in fs::read_dir(project().join("tests/cases")).unwrap() {
        let case = entry.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        // Those that are about the deliverable's own name are none of another's.
        let is_of_its_name = ["voir-aussi-soi-meme", "remplace-en-cercle", "remplace-soi-meme", "piece-inutilisee"]
            .contains(&name.as_str());
        if name == "base" || is_of_its_name || case.join("site.toml").exists() || !case.join(OWN).exists() {
            continue;
        }
        let folder = format!("content/livrables/cas-{name}");
        copy(&case.join(OWN), &library.path().join(&folder));
        let told = fs::read_to_string(case.join("attendu.txt")).unwrap();
        expected.push((folder, places(told.lines(), OWN)));
    }
    assert!(expected.len() > 80, "the cases are there");
    let checked = capitole::pipeline::check(library.path(), Include::Drafts).unwrap();
    let told: Vec<String> = checked
        .problems
        .iter()
        .map(|one| {
            let at = one.position();
            format!("{} {} {}:{}:{}", one.severity.name(), one.code.name(), one.source.path, at.line, at.column)
        })
        .collect();
    let mut wrong = String::new();
    for (folder, expected) in &expected {
        let found = places(told.iter().map(String::as_str), folder);
        if found != *expected {
            writeln!(wrong, "{folder}: {found:?} instead of {expected:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
