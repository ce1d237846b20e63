//! Files that are published as they are.
#![expect(clippy::disallowed_methods, reason = "part of the one place that reads the disk")]

use std::fs::Metadata;
use std::path::Path;

use super::super::{Attachment, active, is_image};
use super::{file_problem, slashed};
use crate::diagnostic::{Diagnostic, codes};
use crate::value::slug::slugify;

/// Units of a `viewBox` that may be taken for pixels.
const MOST_UNITS: f64 = 20_000.0;

/// The name under which a file is published, from its path in its folder; `shown` is its path in the library.
///
/// # Errors
/// The problem of a name that cannot be one.
pub(super) fn name(relative: &Path, shown: String) -> Result<String, Box<Diagnostic>> {
    if let Some(reason) = unportable_path(relative, &shown) {
        let help = "donnez-lui un autre nom, ici et là où il est nommé";
        return Err(Box::new(file_problem(codes::FICHIER_NOM, shown, reason, help)));
    }
    slashed(relative).filter(|name| is_attachment_name(name)).ok_or_else(|| {
        let help = match slug_name(relative) {
            Some(meant) => format!("renommez-le « {meant} », ici et là où il est nommé"),
            None => "n’employez que des lettres sans accent, des chiffres, des points, des tirets et « _ »".to_owned(),
        };
        Box::new(file_problem(codes::FICHIER_NOM, shown, "Ce nom de fichier ne peut pas être publié.", help))
    })
}

/// Letters above which a name, added to those of its folders, goes beyond what Windows and archives take.
const LONGEST_NAME: usize = 100;

/// Why a system cannot keep a name that another can, as a sentence; none of most names. Names of devices:
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>.
pub(super) fn unportable(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    let is_numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || is_numbered("com") || is_numbered("lpt") {
        return Some(format!("Windows ne peut pas ranger « {name} » : « {stem} » y désigne un appareil."));
    }
    if name.chars().count() > LONGEST_NAME {
        return Some(format!(
            "Ce nom a plus de {LONGEST_NAME} lettres : Windows et bien des archives ne le gardent pas."
        ));
    }
    name.ends_with('.').then(|| format!("Windows ne peut pas ranger « {name} » : un nom n’y finit pas par un point."))
}

/// Letters of a path in the library above which Windows, whose limit of 260 counts the library's own folder and that of the
/// site, may not check it out.
const LONGEST_PATH: usize = 200;

/// Why a system cannot keep a path that another can; `shown` is that path in the library.
pub(super) fn unportable_path(relative: &Path, shown: &str) -> Option<String> {
    let is_long = || shown.chars().count() > LONGEST_PATH;
    relative.iter().find_map(|part| unportable(&part.to_string_lossy())).or_else(|| {
        is_long().then(|| {
            format!("Ce chemin a plus de {LONGEST_PATH} lettres : Windows s’arrête à 260, dossiers du poste compris.")
        })
    })
}

/// The name of a file that no browser would run at its address; `folder` is its folder in the library.
///
/// # Errors
/// The problem of one that would be.
pub(super) fn harmless(path: &Path, name: String, folder: &str) -> Result<String, Box<Diagnostic>> {
    let refused = |message: String, help: &str| {
        Err(Box::new(file_problem(codes::PIECE_ACTIVE, format!("{folder}/{name}"), message, help)))
    };
    let is_page =
        || super::read_beginning(path, active::GUESSED_FROM).is_ok_and(|beginning| active::begins_a_page(&beginning));
    if active::is_run(&name) || (active::is_guessed(&name) && is_page()) {
        return refused(
            "Ouvert à son adresse, ce fichier s’exécuterait comme une page du site : il n’est pas publié.".to_owned(),
            "joignez-le dans une archive .zip, ou en PDF",
        );
    }
    if name.to_ascii_lowercase().ends_with(".svg")
        && let Some(found) = std::fs::read(path).ok().and_then(active::beyond_drawing)
    {
        return refused(
            format!("Ce dessin contient autre chose qu’un dessin : {found}. Il n’est pas publié."),
            "réenregistrez-le en « SVG simple », ou exportez-le en PNG",
        );
    }
    Ok(name)
}

/// The name without blanks or accents that a file may bear.
fn slug_name(relative: &Path) -> Option<String> {
    let stem = slugify(relative.file_stem()?.to_str()?);
    let extension = relative.extension()?.to_str()?.to_lowercase();
    let name = format!("{stem}.{extension}");
    (!stem.is_empty() && is_attachment_name(&name)).then_some(name)
}

/// What is to be known of a file.
pub(super) fn describe(path: &Path, name: String, known: &Metadata) -> Attachment {
    let dimensions = is_image(&name).then(|| image_size(path, &name)).flatten();
    Attachment { name, path: path.to_path_buf(), size: known.len(), modified: known.modified().ok(), dimensions }
}

fn is_attachment_name(name: &str) -> bool {
    name.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
        // Names that the generator itself writes beside the page.
        && !matches!(name, "index.html" | "fiche.json" | "kit.zip" | "moodle.csv")
}

fn image_size(path: &Path, name: &str) -> Option<(u32, u32)> {
    if name.to_ascii_lowercase().ends_with(".svg") {
        return crate::source::normalise::normalise(std::fs::read(path).ok()?).ok().and_then(|svg| svg_size(&svg));
    }
    let size = imagesize::size(path).ok()?;
    let pixels = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    Some((pixels(size.width), pixels(size.height)))
}

/// Width and height of an SVG, from its attributes or else its `viewBox`.
fn svg_size(svg: &str) -> Option<(u32, u32)> {
    let open = svg.find("<svg")?;
    let tag = &svg[open..open + svg[open..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(&tag[at..at + tag[at..].find('"')?])
    };
    // What is beyond all measure is told for what it is.
    let number = |text: &str| text.trim_end_matches("px").trim().parse::<f64>().ok().filter(|n| *n >= 1.0);
    let pixels = |number: f64| number.round() as u32;
    if let (Some(width), Some(height)) = (attribute("width").and_then(number), attribute("height").and_then(number)) {
        return Some((pixels(width), pixels(height)));
    }
    let parts: Vec<&str> = attribute("viewBox")?.split_whitespace().collect();
    // A `viewBox` counts units of its own: a wide one is no wide picture.
    let unit = |at: usize| number(parts.get(at)?).filter(|n| *n <= MOST_UNITS).map(pixels);
    Some((unit(2)?, unit(3)?))
}
