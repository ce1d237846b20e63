//! The only code that reads the library from the disk: whole, or the one file or folder that changed.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads the disk")]

mod attachment;
mod bundle;
mod texts;

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::normalise::normalise;
use super::{BundleSource, Item, LibrarySource, PAGES, REUSES, Text};
use crate::diagnostic::{Diagnostic, Problems, Severity, codes, nearest};
use crate::span::{SourceRef, SourceText, Span};
use crate::system;

pub use bundle::{deliverable_names, read_deliverable};
pub use texts::{read_image, read_text_of, text_names};

/// Texts above this size are refused: the longest chapter is a hundredth of it.
const MAX_TEXT: u64 = 8 << 20;
/// Folders nested deeper are refused.
const MAX_FOLDERS: usize = 8;

/// The nearest folder, from `start` upwards, that holds `site.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join("site.toml").is_file()).map(Path::to_path_buf)
}

/// Whether anything bears this name.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Reads the library in `root`. Faults of single files are problems; an unreadable folder is an `Err`.
///
/// # Errors
/// When a folder or file that exists cannot be read.
pub fn read_library(root: &Path) -> io::Result<LibrarySource> {
    let mut library = LibrarySource::default();
    library.site = take(read_site(root)?, &mut library.problems);
    library.problems.extend(strays(root)?);
    let names = deliverable_names(root)?;
    let bundles: Vec<io::Result<Item<BundleSource>>> =
        names.par_iter().map(|name| read_deliverable(root, name)).collect();
    for bundle in bundles {
        library.deliverables.extend(take(bundle?, &mut library.problems));
    }
    for name in text_names(root, REUSES)? {
        library.reuses.extend(take(read_text_of(root, REUSES, &name)?, &mut library.problems));
    }
    for name in text_names(root, PAGES)? {
        library.pages.extend(take(read_text_of(root, PAGES, &name)?, &mut library.problems));
        library.images.extend(take(read_image(root, &name)?, &mut library.problems));
    }
    Ok(library)
}

fn take<T>(item: Item<T>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    problems.extend(item.problems);
    item.source
}

/// What lies in `content/` itself and is read by nobody: a section under another name, a text out of its folder.
///
/// # Errors
/// When the folder exists and cannot be listed.
pub fn strays(root: &Path) -> io::Result<Vec<Diagnostic>> {
    const SECTIONS: [&str; 3] = ["livrables", "reprises", "pages"];
    let content = root.join("content");
    if !is_folder(&content)? {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&content).map_err(|error| named(&content, &error))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let shown = name.to_string_lossy().into_owned();
        let is_section = SECTIONS.contains(&shown.as_str());
        // A folder's own notice is nobody's fault.
        if is_hidden(&name) || is_section || shown.to_lowercase().starts_with("readme") {
            continue;
        }
        let near = if SECTIONS.iter().any(|one| one.eq_ignore_ascii_case(&shown)) {
            Some(shown.to_lowercase())
        } else {
            nearest(&shown, SECTIONS).map(str::to_owned)
        };
        let path = entry.path();
        let near = near.filter(|_| path.is_dir());
        // What somebody wrote for the site is lost; the rest may be there for reasons of its own.
        let is_lost = near.is_some() || shown.to_lowercase().ends_with(".md") || path.join("index.md").is_file();
        let help = match near {
            Some(near) => format!("renommez ce dossier « {near} »"),
            None => "placez une fiche dans content/livrables/<nom-de-la-fiche>/index.md, une reprise dans content/reprises/, une page dans content/pages/".to_owned(),
        };
        let message = "Rien n’est lu ici : seuls les dossiers « livrables », « reprises » et « pages » le sont.";
        let mut problem = file_problem(codes::FICHIER_INATTENDU, format!("content/{shown}"), message, help);
        if !is_lost {
            problem.severity = Severity::Warning;
        }
        found.push(problem);
    }
    found.sort_by(|one, other| one.source.path.cmp(&other.source.path));
    Ok(found)
}

/// Reads `site.toml`; neither a text nor a problem when it does not exist.
///
/// # Errors
/// When it exists and cannot be read.
pub fn read_site(root: &Path) -> io::Result<Item<SourceRef>> {
    let mut problems = Vec::new();
    let path = root.join("site.toml");
    if !path.is_file() {
        return Ok(Item::default());
    }
    let source = match read_text(&path, "site.toml".to_owned(), &mut problems)? {
        Text::Read(text) => Some(text),
        Text::Unread(_) => None,
    };
    Ok(Item { source, problems })
}

/// Reads one file of a theme; `None` when it does not exist.
///
/// # Errors
/// When the file exists and cannot be read.
pub fn read_theme_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    read_optional(path)
}

/// Whether a new library may be made in a folder: it does not exist, or holds nothing but a repository's `.git`.
///
/// # Errors
/// When it cannot be listed, or is a file.
pub fn is_free(folder: &Path) -> io::Result<bool> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        entries => entries?,
    };
    for entry in entries {
        if entry?.file_name() != ".git" {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Reads a file that may not exist.
///
/// # Errors
/// When it exists and cannot be read.
pub fn read_optional(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Names the file or folder that an error of the system is about.
fn named(path: &Path, error: &io::Error) -> io::Error {
    let path = path.display();
    let sentence = match error.kind() {
        io::ErrorKind::PermissionDenied => format!("accès refusé à « {path} »"),
        _ => format!("« {path} » : {}", system::in_french(error)),
    };
    system::told(error.kind(), sentence)
}

/// The same for an entry of a folder that is walked.
fn walked(folder: &Path, error: walkdir::Error) -> io::Error {
    let path = error.path().unwrap_or(folder).to_path_buf();
    let error = error
        .into_io_error()
        .unwrap_or_else(|| system::told(io::ErrorKind::Other, "des liens symboliques y tournent en rond"));
    named(&path, &error)
}

/// Whether a folder is there. One that may be there and cannot be looked into is an error: a library must never seem
/// empty for it.
fn is_folder(path: &Path) -> io::Result<bool> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(named(path, &error)),
    }
}

/// Every file below `folder`, as paths relative to it with `/`, sorted; empty when it does not exist.
///
/// # Errors
/// When a folder cannot be listed.
pub fn list_files(folder: &Path) -> io::Result<Vec<String>> {
    if !is_folder(folder)? {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).max_depth(MAX_FOLDERS).sort_by_file_name() {
        let entry = entry.map_err(|error| walked(folder, error))?;
        if entry.file_type().is_file()
            && let Some(relative) = slashed(entry.path().strip_prefix(folder).unwrap_or(entry.path()))
        {
            files.push(relative);
        }
    }
    Ok(files)
}

/// A file that the program itself wrote some other time; `None` when it is not there or cannot be read.
pub fn read_own(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
}

/// The bytes of an attachment, for output.
///
/// # Errors
/// When it cannot be read.
pub fn read_attachment(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// The first bytes of an attachment, for search: at most `most`.
///
/// # Errors
/// When it cannot be read.
pub fn read_beginning(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_text(path: &Path, shown: String, problems: &mut Vec<Diagnostic>) -> io::Result<Text> {
    let of_file = |error: io::Error| named(path, &error);
    if std::fs::metadata(path).map_err(of_file)?.len() > MAX_TEXT {
        problems.push(file_problem(
            codes::FICHIER_TROP_GROS,
            shown.clone(),
            "Ce texte dépasse 8 Mio.",
            "partagez-le en plusieurs pages, ou joignez-le comme pièce",
        ));
        return Ok(Text::Unread(shown));
    }
    match normalise(std::fs::read(path).map_err(of_file)?) {
        Ok(text) => Ok(Text::Read(Arc::new(SourceText::new(shown, text)))),
        Err(offset) => {
            problems.push(file_problem(
                codes::FICHIER_ENCODAGE,
                shown.clone(),
                format!("Ce fichier n’est pas encodé en UTF-8 (octet {}).", offset + 1),
                "enregistrez-le « en UTF-8 » depuis votre éditeur",
            ));
            Ok(Text::Unread(shown))
        }
    }
}

/// Hidden files belong to editors and systems (`.DS_Store`, `.index.md.swp`), as do backups (`x~`), what Windows leaves
/// (`Thumbs.db`) and the locks of Word (`~$x.docx`).
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || ["thumbs.db", "desktop.ini"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn slashed(path: &Path) -> Option<String> {
    path.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

/// A pipe, a socket or a device: reading it might never end.
fn no_file(shown: String) -> Diagnostic {
    let message =
        "Ce n’est ni un fichier ni un dossier, mais un tube, une prise ou un appareil du système : rien ne l’ouvre.";
    file_problem(codes::FICHIER_INATTENDU, shown, message, "remplacez-le par un fichier, ou supprimez-le")
}

fn slug_help(name: &str) -> String {
    let slug = crate::value::slug::slugify(name.rsplit('/').next().unwrap_or(name));
    if slug.is_empty() {
        "n’employez que des minuscules sans accent, des chiffres et des tirets".to_owned()
    } else {
        format!("renommez-le « {slug} »")
    }
}

fn file_problem(
    code: crate::diagnostic::Code,
    path: String,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let mut problems = Problems::new(Arc::new(SourceText::new(path, String::new())));
    problems.error_help(code, Span::default(), message, help);
    problems.into_list().remove(0)
}
