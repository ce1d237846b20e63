//! The texts of reuses and free pages, and the images beside these.

use std::fs::Metadata;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::super::{Attachment, Item, PAGES, TextSource, is_image};
use super::{
    MAX_FOLDERS, attachment, file_problem, is_folder, is_hidden, named, no_file, read_text, slashed, slug_help, walked,
};
use crate::diagnostic::codes;

/// What lies below a section, as paths relative to it, sorted; folders and hidden files left out.
///
/// # Errors
/// When a folder cannot be listed.
pub fn text_names(root: &Path, section: &str) -> io::Result<Vec<std::path::PathBuf>> {
    let base = root.join(section);
    let mut names = Vec::new();
    if !is_folder(&base)? {
        return Ok(names);
    }
    for entry in WalkDir::new(&base).min_depth(1).max_depth(MAX_FOLDERS).sort_by_file_name() {
        let entry = entry.map_err(|error| walked(&base, error))?;
        if !is_hidden(entry.file_name()) && !entry.file_type().is_dir() {
            names.push(entry.path().strip_prefix(&base).unwrap_or(entry.path()).to_path_buf());
        }
    }
    Ok(names)
}

/// Reads what lies in a section under a path relative to it; nothing when no file does, or an image of a page.
///
/// # Errors
/// When it exists and cannot be read.
pub fn read_text_of(root: &Path, section: &str, relative: &Path) -> io::Result<Item<TextSource>> {
    let path = root.join(section).join(relative);
    if let Ok(found) = std::fs::symlink_metadata(&path)
        && !found.is_dir()
        && !found.is_file()
        && !found.is_symlink()
    {
        return Ok(Item::wrong(no_file(format!("{section}/{}", relative.to_string_lossy().replace('\\', "/")))));
    }
    let Some(kind) = file_at(&path, relative)?.map(|found| found.file_type()) else { return Ok(Item::default()) };
    let shown = format!("{section}/{}", relative.to_string_lossy().replace('\\', "/"));
    if kind.is_symlink() {
        return Ok(Item::wrong(file_problem(
            codes::FICHIER_LIEN,
            shown,
            "Les liens symboliques ne sont pas suivis.",
            "copiez le fichier lui-même",
        )));
    }
    let takes_images = section == PAGES;
    if takes_images && is_image_path(relative) {
        return Ok(Item::default());
    }
    let Some(slug) = slashed(relative).and_then(|name| name.strip_suffix(".md").map(str::to_owned)) else {
        return Ok(Item::wrong(file_problem(
            codes::FICHIER_INATTENDU,
            shown,
            if takes_images {
                "Seuls des textes « .md » et les images qu’ils montrent sont lus dans ce dossier."
            } else {
                "Seuls des fichiers « .md » sont lus dans ce dossier."
            },
            match relative.to_string_lossy().strip_suffix(".markdown") {
                Some(name) => format!("renommez-le « {}.md »", name.rsplit(['/', '\\']).next().unwrap_or_default()),
                None => "placez ce fichier dans le dossier d’une fiche".to_owned(),
            },
        )));
    };
    if let Some(reason) = attachment::unportable_path(Path::new(&slug), &shown) {
        return Ok(Item::wrong(file_problem(codes::FICHIER_NOM, shown, reason, "donnez un autre nom au fichier")));
    }
    if !slug.split('/').all(|part| crate::value::scalars::is_id(part) && !part.contains('.')) {
        return Ok(Item::wrong(file_problem(
            codes::FICHIER_NOM,
            shown,
            format!("« {slug} » ne peut pas être une adresse."),
            slug_help(&slug),
        )));
    }
    let mut problems = Vec::new();
    let text = read_text(&path, shown, &mut problems)?;
    Ok(Item { source: Some(TextSource { slug, text }), problems })
}

/// Reads the image of a page that lies under a path relative to `content/pages/`; nothing when no image does.
///
/// # Errors
/// When it exists and cannot be read.
pub fn read_image(root: &Path, relative: &Path) -> io::Result<Item<Attachment>> {
    let path = root.join(PAGES).join(relative);
    // A link is told by whoever reads the texts.
    let found = file_at(&path, relative)?.filter(|found| !found.is_symlink() && is_image_path(relative));
    let Some(found) = found else { return Ok(Item::default()) };
    let shown = format!("{PAGES}/{}", relative.to_string_lossy().replace('\\', "/"));
    Ok(match attachment::name(relative, shown).and_then(|name| attachment::harmless(&path, name, PAGES)) {
        Ok(name) => Item { source: Some(attachment::describe(&path, name, &found)), problems: Vec::new() },
        Err(problem) => Item::wrong(*problem),
    })
}

/// The file or link at a path, unless it is hidden.
fn file_at(path: &Path, relative: &Path) -> io::Result<Option<Metadata>> {
    match std::fs::symlink_metadata(path) {
        // What is neither file nor link (a pipe, a socket) might never end.
        Ok(found) => Ok(Some(found)
            .filter(|found| (found.is_file() || found.is_symlink()) && !relative.file_name().is_none_or(is_hidden))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(named(path, &error)),
    }
}

fn is_image_path(relative: &Path) -> bool {
    relative.file_name().is_some_and(|name| is_image(&name.to_string_lossy()))
}
