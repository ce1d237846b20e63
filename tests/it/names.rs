//! Names that another system cannot keep, and what is no file at all: told, and never opened. The library is made here, for
//! a repository that held such names could not be checked out everywhere.

use std::fs;
use std::process::Command;

use crate::support::{base_library, capitole};

/// What `check` says of the base library with these files beside its first deliverable, or elsewhere in `content/`.
fn said(files: &[(&str, &[u8])]) -> String {
    let library = base_library();
    for (name, bytes) in files {
        let path = library.path().join("content").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    check(library.path())
}

fn check(root: &std::path::Path) -> String {
    let done = capitole(&["check", "--root", root.to_str().unwrap(), "--format", "json"]);
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn names_that_windows_cannot_keep_are_told() {
    let long = format!("livrables/temoin/{}.csv", "a".repeat(200));
    let names: [&str; 8] = [
        "livrables/temoin/CON.txt",
        "livrables/temoin/com1",
        "livrables/temoin/Lpt9.tar.gz",
        "livrables/temoin/nul/grille.csv",
        "livrables/temoin/notes.",
        &long,
        "pages/aux.md",
        "livrables/prn/index.md",
    ];
    for name in names {
        let said = said(&[(name, b"x")]);
        assert!(said.contains("fichier/nom") && said.contains("Windows"), "{name}: {said}");
    }
    for name in [
        "livrables/temoin/console.txt",
        "livrables/temoin/com10.csv",
        "livrables/temoin/nulle.csv",
        "livrables/temoin/lpt.csv",
    ] {
        let said = said(&[(name, b"x")]);
        assert!(!said.contains("fichier/nom"), "{name}: {said}");
    }
}

#[test]
fn names_that_differ_by_their_capitals_are_told() {
    let both = said(&[("livrables/temoin/Notes.csv", b"a;b"), ("livrables/temoin/notes.csv", b"a;b")]);
    assert!(both.contains("fichier/nom") && both.contains("majuscules"), "{both}");
    let apart = said(&[("livrables/temoin/un/notes.csv", b"a;b"), ("livrables/temoin/deux/Notes.csv", b"a;b")]);
    assert!(!apart.contains("fichier/nom"), "{apart}");
}

#[test]
fn images_of_pages_that_differ_by_their_capitals_are_told() {
    let both = said(&[("pages/plans/Salle.png", b"x"), ("pages/plans/salle.png", b"x")]);
    assert!(both.contains("fichier/nom") && both.contains("majuscules"), "{both}");
    let apart = said(&[("pages/plans/salle.png", b"x"), ("pages/salle.png", b"x")]);
    assert!(!apart.contains("fichier/nom"), "{apart}");
}

#[test]
fn paths_that_windows_cannot_keep_are_told() {
    let folders = |count: usize| vec!["dossier-de-trente-lettres-en-tout"; count].join("/");
    for name in [
        format!("livrables/temoin/{}/grille.csv", folders(5)),
        format!("pages/{}/page.md", folders(6)),
        format!("pages/{}/salle.png", folders(6)),
    ] {
        let said = said(&[(&name, b"x")]);
        assert!(said.contains("fichier/nom") && said.contains("260"), "{name}: {said}");
    }
    let said = said(&[(&format!("livrables/temoin/{}/grille.csv", folders(4)), b"x")]);
    assert!(!said.contains("fichier/nom"), "{said}");
}

#[test]
#[cfg(unix)]
fn what_bears_the_name_of_a_text_and_is_none_is_told() {
    type Make = fn(&std::path::Path);
    let made: [(Make, &str); 3] = [
        (|path| fs::create_dir(path).unwrap(), "Un dossier porte le nom"),
        (|path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success()), "tube, une prise"),
        (|path| std::os::unix::fs::symlink("ailleurs.md", path).unwrap(), "liens symboliques"),
    ];
    for (make, sentence) in made {
        let library = base_library();
        let folder = library.path().join("content/livrables/autre");
        fs::create_dir(&folder).unwrap();
        make(&folder.join("index.md"));
        let said = check(library.path());
        assert!(said.contains("autre/index.md") && said.contains(sentence), "{said}");
        assert!(!said.contains("renommez « index.md »"), "{said}");
    }
}

#[test]
fn a_page_under_another_name_is_refused() {
    for (name, text) in [
        ("page", "<!DOCTYPE html><p>"),
        ("page.bin", "\n  <HTML>"),
        ("notes.copie", "\u{feff}<script>alert(1)</script>"),
        ("dessin", "<svg onload=\"alert(1)\">"),
        ("donnees.v2", "<?xml version=\"1.0\"?>"),
        ("envoi.php", "une ligne"),
        ("envoi.php.txt", "une ligne"),
        ("trajet.gpx", "<g:script xmlns:g='http://www.w3.org/1999/xhtml'/>"),
    ] {
        let said = said(&[(&format!("livrables/temoin/{name}"), text.as_bytes())]);
        assert!(said.contains("piece/active"), "{name}: {said}");
    }
    for (name, text) in
        [("LISEZMOI", "Une note."), ("mesures.dat", "<12 points"), ("notes.txt", "<p> au début d’un texte")]
    {
        let said = said(&[(&format!("livrables/temoin/{name}"), text.as_bytes())]);
        assert!(!said.contains("piece/active"), "{name}: {said}");
    }
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_told_and_not_opened() {
    for name in [
        "livrables/temoin/tube",
        "livrables/temoin/tube.png",
        "livrables/temoin/tube.md",
        "pages/tube.md",
        "pages/tube.png",
        "reprises/tube.md",
    ] {
        let library = base_library();
        let path = library.path().join("content").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let said = check(library.path());
        assert!(said.contains("fichier/inattendu") && said.contains("tube, une prise"), "{name}: {said}");
    }
}
