//! What the system refuses is told in French, and never by a panic.

use std::fs;
use std::process::{Command, Output, Stdio};

use crate::support::{base_library, capitole};

/// The sentence of a call that the machine is at fault for.
fn refused(output: &Output) -> String {
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(!told.contains("os error") && !told.contains("panicked"), "{told}");
    told
}

#[test]
fn a_file_in_the_way_is_told_in_french() {
    let library = base_library();
    let root = library.path().to_str().unwrap();
    let file = library.path().join("fichier");
    fs::write(&file, "").unwrap();
    let inside = file.join("site");
    let inside = inside.to_str().unwrap();
    let told = refused(&capitole(&["build", "--root", root, "--output", inside]));
    assert!(told.contains("un fichier ou un dossier porte déjà ce nom"), "{told}");
    for arguments in [["init", inside], ["init", file.to_str().unwrap()]] {
        let told = refused(&capitole(&arguments));
        assert!(told.contains("une partie de ce chemin est un fichier, non un dossier"), "{told}");
    }
    let told = refused(&capitole(&["schema", "--root", root, "--output", inside]));
    assert!(told.contains("est un fichier, non un dossier") || told.contains("porte déjà ce nom"), "{told}");
}

#[test]
fn a_name_that_no_disk_takes_is_told_in_french() {
    let library = base_library();
    let root = library.path().to_str().unwrap();
    let long = "n".repeat(300);
    let told = refused(&capitole(&["build", "--root", root, "--output", library.path().join(long).to_str().unwrap()]));
    assert!(told.contains("ce nom est trop long"), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_closed_output_is_no_panic() {
    let library = base_library();
    let root = library.path().to_str().unwrap();
    let run = |arguments: &[&str], stdout: Stdio, stderr: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_capitole"));
        command.args(arguments).stdout(stdout).stderr(stderr).output().unwrap()
    };
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let calls: [&[&str]; 6] = [
        &["check", "--root", root],
        &["check", "--root", root, "--format", "json"],
        &["schema", "--root", root],
        &["search", "--root", root, "fiche"],
        &["explain"],
        &["--help"],
    ];
    for arguments in calls {
        let told = refused(&run(arguments, full(), Stdio::piped()));
        let sentence = "le résultat n’a pas pu être écrit : il n’y a plus de place sur le disque";
        assert_eq!(told.matches(sentence).count(), 1, "{arguments:?}: {told}");
        // A reader who has seen enough goes away.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let gone = run(arguments, Stdio::from(writer), Stdio::piped());
        let told = String::from_utf8(gone.stderr).unwrap();
        assert!(gone.status.success() && !told.contains("panicked"), "{arguments:?}: {told}");
    }
    let told = run(&["check", "--root", "/inexistant"], Stdio::piped(), full());
    assert_eq!(told.status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_file_is_told_in_french() {
    let library = base_library();
    let root = library.path().to_str().unwrap();
    // The system's own view of its processes takes no file, from anyone.
    let told = refused(&capitole(&["build", "--root", root, "--output", "/proc/site"]));
    assert!(told.contains("impossible d’écrire « /proc/.site.verrou » : "), "{told}");
}
