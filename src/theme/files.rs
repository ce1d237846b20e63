//! The files of a theme, from the binary, from its parent and from the library's folder, the last
//! one first.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::error::ThemeError;
use crate::source::disk::{list_files, read_theme_file};
use crate::system::in_french;

/// The theme that stands in the binary.
static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/capitole");
/// Its name.
pub(super) const DEFAULT_NAME: &str = "capitole";
/// A theme may extend another one, which may extend another one: no further.
const MAX_PARENTS: usize = 4;

/// Files by path in the theme, `templates/fiche.html`.
#[derive(Debug, Default)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

#[derive(Deserialize)]
struct Parent {
    parent: Option<String>,
}

impl Files {
    pub(super) fn load(root: &Path, name: &str) -> Result<Self, ThemeError> {
        let mut files = Self::default();
        files.embed(&DEFAULT);
        // From the nearest to the furthest ancestor; laid down in the opposite order.
        let mut layers = Vec::new();
        let mut next = name.to_owned();
        while next != DEFAULT_NAME {
            let layer = read_folder(root, &next)?;
            if layer.is_empty() {
                return Err(ThemeError::new(
                    format!("themes/{next}"),
                    format!(
                        "Le thème « {next} » n’existe pas : créez le dossier « themes/{next} », ou écrivez theme = \"{DEFAULT_NAME}\" dans site.toml."
                    ),
                ));
            }
            let parent = parent_of(&layer, &next)?;
            layers.push(layer);
            if layers.len() > MAX_PARENTS {
                return Err(ThemeError::new(
                    format!("themes/{next}/theme.toml"),
                    "Ces thèmes se prolongent l’un l’autre sans fin : corrigez « parent ».",
                ));
            }
            next = parent.unwrap_or_else(|| DEFAULT_NAME.to_owned());
        }
        files.0.extend(read_folder(root, DEFAULT_NAME)?);
        for layer in layers.into_iter().rev() {
            files.0.extend(layer);
        }
        Ok(files)
    }

    fn embed(&mut self, folder: &Dir<'static>) {
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            self.0.insert(path, file.contents().to_vec());
        }
        for inner in folder.dirs() {
            self.embed(inner);
        }
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> Result<&str, ThemeError> {
        let bytes = self.bytes(path)?;
        std::str::from_utf8(bytes).map_err(|_| ThemeError::new(path, "Ce fichier n’est pas en UTF-8."))
    }

    /// The bytes of a file.
    pub(super) fn bytes(&self, path: &str) -> Result<&[u8], ThemeError> {
        self.0.get(path).map(Vec::as_slice).ok_or_else(|| ThemeError::new(path, "Ce fichier manque dans le thème."))
    }

    /// Files below a folder (`styles/`): path below it, and bytes; in the order of paths.
    pub(super) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.0.iter().filter_map(move |(path, bytes)| Some((path.strip_prefix(folder)?, bytes.as_slice())))
    }
}

fn read_folder(root: &Path, name: &str) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    let folder = root.join("themes").join(name);
    let shown = format!("themes/{name}");
    let failed =
        |error: std::io::Error| ThemeError::new(shown.clone(), format!("Lecture impossible : {}", in_french(&error)));
    let mut files = BTreeMap::new();
    for path in list_files(&folder).map_err(failed)? {
        if let Some(bytes) = read_theme_file(&folder.join(&path)).map_err(failed)? {
            files.insert(path, bytes);
        }
    }
    Ok(files)
}

fn parent_of(layer: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<Option<String>, ThemeError> {
    let Some(bytes) = layer.get("theme.toml") else { return Ok(None) };
    let text = String::from_utf8_lossy(bytes);
    let read: Parent = toml::from_str(&text)
        .map_err(|error| ThemeError::new(format!("themes/{name}/theme.toml"), error.message().to_owned()))?;
    Ok(read.parent)
}
