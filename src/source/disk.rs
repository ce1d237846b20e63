//! The only code that reads the library from the disk.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads the disk")]

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::normalise::normalise;
use super::{Attachment, BundleSource, LibrarySource, TextSource};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::span::{SourceRef, SourceText, Span};

/// Texts above this size are refused: the longest chapter is a hundredth of it.
const MAX_TEXT: u64 = 8 << 20;
/// Folders nested deeper are refused.
const MAX_FOLDERS: usize = 8;

/// The nearest folder, from `start` upwards, that holds `site.toml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join("site.toml").is_file()).map(Path::to_path_buf)
}

/// Reads the library in `root`. Faults of single files are problems; an unreadable folder is an `Err`.
///
/// # Errors
/// When a folder or file that exists cannot be read.
pub fn read_library(root: &Path) -> io::Result<LibrarySource> {
    let mut library = LibrarySource::default();
    let site = root.join("site.toml");
    if site.is_file() {
        library.site = read_text(&site, "site.toml".to_owned(), &mut library.problems)?;
    }
    read_deliverables(root, &mut library)?;
    library.reuses = read_texts(root, "content/reprises", &mut library.problems)?;
    library.pages = read_texts(root, "content/pages", &mut library.problems)?;
    Ok(library)
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

/// Every file below `folder`, as paths relative to it with `/`, sorted; empty when it does not exist.
///
/// # Errors
/// When a folder cannot be listed.
pub fn list_files(folder: &Path) -> io::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).max_depth(MAX_FOLDERS).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file()
            && let Some(relative) = slashed(entry.path().strip_prefix(folder).unwrap_or(entry.path()))
        {
            files.push(relative);
        }
    }
    Ok(files)
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

fn read_deliverables(root: &Path, library: &mut LibrarySource) -> io::Result<()> {
    let base = root.join("content/livrables");
    if !base.is_dir() {
        return Ok(());
    }
    let mut folders = Vec::new();
    for entry in sorted_entries(&base)? {
        let name = entry.file_name();
        let path = entry.path();
        let shown = format!("content/livrables/{}", name.to_string_lossy());
        let kind = entry.file_type()?;
        if is_hidden(&name) {
            continue;
        }
        if kind.is_symlink() {
            library.problems.push(file_problem(
                codes::FICHIER_LIEN,
                shown,
                "Les liens symboliques ne sont pas suivis.",
                "copiez le dossier lui-même",
            ));
        } else if !kind.is_dir() {
            library.problems.push(file_problem(
                codes::FICHIER_INATTENDU,
                shown,
                "Une fiche est un dossier qui contient « index.md » ; ce fichier n’est lu par personne.",
                "créez content/livrables/<nom-de-la-fiche>/index.md",
            ));
        } else {
            folders.push((name, path));
        }
    }
    let read: Vec<io::Result<(Option<BundleSource>, Vec<Diagnostic>)>> =
        folders.par_iter().map(|(name, path)| read_bundle(name, path)).collect();
    for bundle in read {
        let (bundle, problems) = bundle?;
        library.deliverables.extend(bundle);
        library.problems.extend(problems);
    }
    Ok(())
}

fn read_bundle(name: &OsStr, folder: &Path) -> io::Result<(Option<BundleSource>, Vec<Diagnostic>)> {
    let mut problems = Vec::new();
    let slug = name.to_string_lossy().into_owned();
    let shown = format!("content/livrables/{slug}");
    if !crate::value::scalars::is_id(&slug) || slug.contains('.') {
        problems.push(file_problem(
            codes::FICHIER_NOM,
            shown,
            format!("Le nom de dossier « {slug} » ne peut pas être une adresse."),
            slug_help(&slug),
        ));
        return Ok((None, problems));
    }
    let index = folder.join("index.md");
    if !index.is_file() {
        problems.push(file_problem(
            codes::FICHIER_INDEX_ABSENT,
            shown,
            "Ce dossier ne contient pas « index.md ».",
            "ajoutez-y le texte de la fiche, ou supprimez le dossier",
        ));
        return Ok((None, problems));
    }
    let text = read_text(&index, format!("{shown}/index.md"), &mut problems)?;
    let mut attachments = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).max_depth(MAX_FOLDERS).sort_by_file_name() {
        let entry = entry?;
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let display = format!("{shown}/{}", relative.to_string_lossy().replace('\\', "/"));
        if entry.path_is_symlink() {
            problems.push(file_problem(
                codes::FICHIER_LIEN,
                display,
                "Les liens symboliques ne sont pas suivis.",
                "copiez le fichier lui-même",
            ));
            continue;
        }
        if !entry.file_type().is_file() || is_hidden(entry.file_name()) || relative == Path::new("index.md") {
            continue;
        }
        let Some(name) = slashed(relative).filter(|name| is_attachment_name(name)) else {
            problems.push(file_problem(
                codes::FICHIER_NOM,
                display,
                "Ce nom de fichier ne peut pas être publié.",
                "n’employez que des lettres sans accent, des chiffres, des points, des tirets et « _ »",
            ));
            continue;
        };
        let dimensions = is_image(&name).then(|| image_size(entry.path(), &name)).flatten();
        attachments.push(Attachment {
            name,
            path: entry.path().to_path_buf(),
            size: entry.metadata()?.len(),
            dimensions,
        });
    }
    Ok((text.map(|text| BundleSource { slug, text, attachments }), problems))
}

fn read_texts(root: &Path, section: &str, problems: &mut Vec<Diagnostic>) -> io::Result<Vec<TextSource>> {
    let base = root.join(section);
    let mut texts = Vec::new();
    if !base.is_dir() {
        return Ok(texts);
    }
    for entry in WalkDir::new(&base).min_depth(1).max_depth(MAX_FOLDERS).sort_by_file_name() {
        let entry = entry?;
        let relative = entry.path().strip_prefix(&base).unwrap_or(entry.path());
        if is_hidden(entry.file_name()) || entry.file_type().is_dir() {
            continue;
        }
        let shown = format!("{section}/{}", relative.to_string_lossy().replace('\\', "/"));
        if entry.path_is_symlink() {
            problems.push(file_problem(
                codes::FICHIER_LIEN,
                shown,
                "Les liens symboliques ne sont pas suivis.",
                "copiez le fichier lui-même",
            ));
            continue;
        }
        let Some(slug) = slashed(relative).and_then(|name| name.strip_suffix(".md").map(str::to_owned)) else {
            problems.push(file_problem(
                codes::FICHIER_INATTENDU,
                shown,
                "Seuls des fichiers « .md » sont lus dans ce dossier.",
                "placez ce fichier dans le dossier d’une fiche",
            ));
            continue;
        };
        if !slug.split('/').all(|part| crate::value::scalars::is_id(part) && !part.contains('.')) {
            problems.push(file_problem(
                codes::FICHIER_NOM,
                shown,
                format!("« {slug} » ne peut pas être une adresse."),
                slug_help(&slug),
            ));
            continue;
        }
        if let Some(text) = read_text(entry.path(), shown, problems)? {
            texts.push(TextSource { slug, text });
        }
    }
    Ok(texts)
}

fn read_text(path: &Path, shown: String, problems: &mut Vec<Diagnostic>) -> io::Result<Option<SourceRef>> {
    if std::fs::metadata(path)?.len() > MAX_TEXT {
        problems.push(file_problem(
            codes::FICHIER_TROP_GROS,
            shown,
            "Ce texte dépasse 8 Mio.",
            "partagez-le en plusieurs pages, ou joignez-le comme pièce",
        ));
        return Ok(None);
    }
    match normalise(std::fs::read(path)?) {
        Ok(text) => Ok(Some(Arc::new(SourceText { path: shown, text }))),
        Err(offset) => {
            problems.push(file_problem(
                codes::FICHIER_ENCODAGE,
                shown,
                format!("Ce fichier n’est pas encodé en UTF-8 (octet {}).", offset + 1),
                "enregistrez-le « en UTF-8 » depuis votre éditeur",
            ));
            Ok(None)
        }
    }
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<std::fs::DirEntry>> {
    let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    Ok(entries)
}

/// Hidden files belong to editors and systems (`.DS_Store`, `.index.md.swp`), as do backups (`x~`).
fn is_hidden(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.ends_with('~')
}

fn slashed(path: &Path) -> Option<String> {
    path.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

fn is_attachment_name(name: &str) -> bool {
    name.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
        // Names that the generator itself writes beside the page.
        && !matches!(name, "index.html" | "fiche.json" | "kit.zip" | "moodle.csv")
}

fn is_image(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"].iter().any(|extension| name.ends_with(extension))
}

fn image_size(path: &Path, name: &str) -> Option<(u32, u32)> {
    if name.to_ascii_lowercase().ends_with(".svg") {
        return super::normalise::normalise(std::fs::read(path).ok()?).ok().and_then(|svg| svg_size(&svg));
    }
    let size = imagesize::size(path).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Width and height of an SVG, from its attributes or else its `viewBox`.
fn svg_size(svg: &str) -> Option<(u32, u32)> {
    let open = svg.find("<svg")?;
    let tag = &svg[open..open + svg[open..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(&tag[at..at + tag[at..].find('"')?])
    };
    let number = |text: &str| {
        text.trim_end_matches("px")
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|n| (1.0..=20_000.0).contains(n))
            .map(|n| n.round() as u32)
    };
    if let (Some(width), Some(height)) = (attribute("width").and_then(number), attribute("height").and_then(number)) {
        return Some((width, height));
    }
    let parts: Vec<&str> = attribute("viewBox")?.split_whitespace().collect();
    Some((number(parts.get(2)?)?, number(parts.get(3)?)?))
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
    let mut problems = Problems::new(Arc::new(SourceText { path, text: String::new() }));
    problems.error_help(code, Span::default(), message, help);
    problems.into_list().remove(0)
}
