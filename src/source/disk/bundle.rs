//! The folders of deliverables.
#![expect(clippy::disallowed_methods, reason = "part of the one place that reads the disk")]

use std::ffi::{OsStr, OsString};
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use walkdir::WalkDir;

use super::super::{Attachment, BundleSource, DELIVERABLES, Item, Text};
use super::{
    MAX_FOLDERS, attachment, file_problem, is_folder, is_hidden, named, no_file, read_text, slug_help, walked,
};
use crate::diagnostic::{Diagnostic, codes};

/// The names of what lies in `content/livrables/`, sorted; hidden ones left out.
///
/// # Errors
/// When the folder exists and cannot be listed.
pub fn deliverable_names(root: &Path) -> io::Result<Vec<OsString>> {
    let base = root.join(DELIVERABLES);
    if !is_folder(&base)? {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&base).map_err(|error| named(&base, &error))? {
        let name = entry?.file_name();
        if !is_hidden(&name) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Reads what lies in `content/livrables/` under a name; nothing when nothing does.
///
/// # Errors
/// When it exists and cannot be read.
pub fn read_deliverable(root: &Path, name: &OsStr) -> io::Result<Item<BundleSource>> {
    let folder = root.join(DELIVERABLES).join(name);
    let kind = match std::fs::symlink_metadata(&folder) {
        Ok(found) if !is_hidden(name) => found.file_type(),
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(named(&folder, &error)),
        _ => return Ok(Item::default()),
    };
    let shown = format!("{DELIVERABLES}/{}", name.to_string_lossy());
    if kind.is_symlink() {
        return Ok(Item::wrong(file_problem(
            codes::FICHIER_LIEN,
            shown,
            "Les liens symboliques ne sont pas suivis.",
            "copiez le dossier lui-même",
        )));
    }
    if !kind.is_dir() {
        return Ok(Item::wrong(file_problem(
            codes::FICHIER_INATTENDU,
            shown,
            "Une fiche est un dossier qui contient « index.md » ; ce fichier n’est lu par personne.",
            "créez content/livrables/<nom-de-la-fiche>/index.md",
        )));
    }
    read_bundle(name, &folder)
}

fn read_bundle(name: &OsStr, folder: &Path) -> io::Result<Item<BundleSource>> {
    let mut problems = Vec::new();
    let slug = name.to_string_lossy().into_owned();
    let shown = format!("{DELIVERABLES}/{slug}");
    if let Some(reason) = attachment::unportable(&slug) {
        problems.push(file_problem(codes::FICHIER_NOM, shown, reason, "donnez un autre nom au dossier"));
        return Ok(Item { source: None, problems });
    }
    if !crate::value::scalars::is_id(&slug) || slug.contains('.') {
        problems.push(file_problem(
            codes::FICHIER_NOM,
            shown,
            format!("Le nom de dossier « {slug} » ne peut pas être une adresse."),
            slug_help(&slug),
        ));
        return Ok(Item { source: None, problems });
    }
    let index = folder.join("index.md");
    let (attachments, faults) = attachments(folder, &shown)?;
    let text = if index.is_file() {
        // Of a folder without a text, it is not known what its files are.
        problems.extend(faults);
        read_text(&index, format!("{shown}/index.md"), &mut problems)?
    } else if let Ok(found) = std::fs::symlink_metadata(&index) {
        let path = format!("{shown}/index.md");
        problems.push(no_text(path.clone(), found.file_type()));
        Text::Unread(path)
    } else {
        let help = match only_text(folder)? {
            Some(name) if is_text(&name) => format!("renommez « {name} » en « index.md »"),
            Some(name) => format!("enregistrez « {name} » en texte seul (UTF-8), sous le nom « index.md »"),
            None if let Some(inner) = only_inner(folder)? => {
                format!("remontez le dossier « {inner} » d’un niveau, dans {DELIVERABLES}/")
            }
            None => "ajoutez-y le texte de la fiche, ou supprimez le dossier".to_owned(),
        };
        let message = "Ce dossier ne contient pas « index.md ».";
        problems.push(file_problem(codes::FICHIER_INDEX_ABSENT, shown.clone(), message, help));
        Text::Unread(format!("{shown}/index.md"))
    };
    Ok(Item { source: Some(BundleSource { slug, text, attachments }), problems })
}

/// What bears the name of a text and is none.
fn no_text(path: String, kind: FileType) -> Diagnostic {
    if kind.is_symlink() {
        return link(path);
    }
    if !kind.is_dir() {
        return no_file(path);
    }
    let message = "Un dossier porte le nom du texte de la fiche.";
    file_problem(codes::FICHIER_INATTENDU, path, message, "renommez ce dossier, puis créez le fichier « index.md »")
}

/// A link, which may lead out of the library.
fn link(path: String) -> Diagnostic {
    file_problem(codes::FICHIER_LIEN, path, "Les liens symboliques ne sont pas suivis.", "copiez le fichier lui-même")
}

/// What lies beside a deliverable's text, and what is wrong with it.
fn attachments(folder: &Path, shown: &str) -> io::Result<(Vec<Attachment>, Vec<Diagnostic>)> {
    let (mut attachments, mut problems) = (Vec::new(), Vec::new());
    // By what a system without capitals sees.
    let mut names: FxHashMap<String, PathBuf> = FxHashMap::default();
    for entry in WalkDir::new(folder).min_depth(1).max_depth(MAX_FOLDERS).sort_by_file_name() {
        let entry = entry.map_err(|error| walked(folder, error))?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let display = format!("{shown}/{}", relative.to_string_lossy().replace('\\', "/"));
        if entry.path_is_symlink() {
            problems.push(link(display));
            continue;
        }
        let kind = entry.file_type();
        if !kind.is_file() && !kind.is_dir() && !is_hidden(entry.file_name()) {
            problems.push(no_file(display));
            continue;
        }
        if !kind.is_file() || is_hidden(entry.file_name()) || relative == Path::new("index.md") {
            continue;
        }
        if relative.file_name() == Some(OsStr::new("index.md")) {
            problems.push(file_problem(
                codes::FICHIER_INATTENDU,
                display,
                "Cette fiche est dans le dossier d’une autre : elle serait publiée telle quelle, comme une pièce jointe.",
                format!("placez-la dans {DELIVERABLES}/<nom-de-la-fiche>/index.md"),
            ));
            continue;
        }
        if let Some(other) = names.insert(relative.to_string_lossy().to_lowercase(), relative.to_path_buf()) {
            let message = format!(
                "Ce nom ne diffère de « {} » que par ses majuscules : Windows et macOS n’en gardent qu’un.",
                other.display()
            );
            problems.push(file_problem(codes::FICHIER_NOM, display, message, "donnez un autre nom à l’un des deux"));
            continue;
        }
        match attachment::name(relative, display).and_then(|name| attachment::harmless(entry.path(), name, shown)) {
            Ok(name) => attachments.push(attachment::describe(entry.path(), name, &entry.metadata()?)),
            Err(problem) => problems.push(*problem),
        }
    }
    Ok((attachments, problems))
}

/// The file of a folder that was meant to be `index.md`: the only one that bears nearly that name, or is a text.
fn only_text(folder: &Path) -> io::Result<Option<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = names.iter().filter(|name| fits(&name.to_lowercase()));
        found.next().filter(|_| found.next().is_none()).cloned()
    };
    Ok(only(&|name| name.starts_with("index.")).or_else(|| only(&is_text)))
}

/// Whether a file is a text, by the end of its name; `.txt` is what Windows hides of a name.
fn is_text(name: &str) -> bool {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".txt").filter(|name| name.contains('.')).unwrap_or(&name);
    [".md", ".markdown"].iter().any(|end| name.ends_with(end))
}

/// The only folder of a folder, when it holds the text of a deliverable.
fn only_inner(folder: &Path) -> io::Result<Option<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("index.md").is_file() {
            found.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    Ok(found.pop().filter(|_| found.is_empty()))
}
