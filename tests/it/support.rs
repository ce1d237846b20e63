//! What several tests need: folders of fixtures, copies of them, the program itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The project's folder.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder's files over those of another.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// A fresh copy of the base library of the cases.
pub(crate) fn base_library() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("tests/cases/base"), folder.path());
    folder
}

/// Runs the program.
pub(crate) fn capitole(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_capitole")).args(arguments).output().unwrap()
}

/// The files below a folder, relative, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_path_buf())
        .collect();
    found.sort();
    found
}
