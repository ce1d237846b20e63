//! The theme: templates, styles, scripts, icons and the sentences of the interface. Everything is
//! loaded and checked before the first page is rendered, so that a broken theme says where and why
//! instead of failing in the middle of a build.

mod assets;
pub mod error;
mod files;
mod format;
mod helpers;
mod manifest;
mod map;
mod quantity;
mod scripts;
mod strings;
mod templates;

use std::path::Path;
use std::sync::Arc;

use tera::{Context, Tera};

pub use error::ThemeError;
pub use format::{french_date, french_number, french_size, is_unbreakable, typography};
pub use map::{Map, Shape};
pub use quantity::{french_duration, french_hours, french_quantity};
pub use strings::Strings;

use assets::Assets;
use files::Files;
use manifest::Manifest;

/// A loaded theme.
pub struct Theme {
    manifest: Manifest,
    tera: Tera,
    strings: Arc<Strings>,
    assets: Assets,
    map: Option<Map>,
}

/// Whether a library has a theme of this name, or it is the one that every library has.
pub fn exists(root: &Path, name: &str) -> bool {
    name == files::DEFAULT_NAME || crate::source::disk::exists(&root.join("themes").join(name))
}

impl Theme {
    /// Loads the theme `name` for the library in `root`. The theme `capitole` stands in the binary; a
    /// folder `themes/<name>/` of the library replaces it file by file.
    ///
    /// # Errors
    /// When the folder of another theme is absent, a file cannot be read, a required template or a
    /// sentence is missing, or a template or a script is wrong; the error names the file and the line.
    pub fn load(root: &Path, name: &str) -> Result<Self, ThemeError> {
        let files = Files::load(root, name)?;
        let manifest = Manifest::read(&files)?;
        let strings = Arc::new(Strings::read(&files)?);
        let tera = templates::load(&files, &strings)?;
        let assets = Assets::build(&files, &manifest)?;
        let map = manifest.carte.as_deref().map(|path| Map::read(&files, path)).transpose()?;
        Ok(Self { manifest, tera, strings, assets, map })
    }

    /// Name of the theme, as its `theme.toml` gives it.
    pub fn name(&self) -> &str {
        &self.manifest.nom
    }

    /// An engine whose every template sees `globals`.
    pub fn engine(&self, globals: Context) -> Engine {
        let mut tera = self.tera.clone();
        *tera.global_context() = globals;
        Engine { tera }
    }

    /// A sentence of the interface, by key.
    ///
    /// # Errors
    /// When `i18n/fr.toml` has no such key.
    pub fn text(&self, key: &str) -> Result<&str, ThemeError> {
        self.strings.text(key)
    }

    /// The files to publish as they are: path in the site, bytes.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Path of the style sheet in the site.
    pub fn style(&self) -> &str {
        &self.assets.style
    }

    /// Folder of the scripts in the site, ends with `/`.
    pub fn scripts(&self) -> &str {
        &self.assets.scripts
    }

    /// Paths of the scripts below [`Self::scripts`], sorted; without what stands beside them for other
    /// readers, such as declarations of types.
    pub fn script_files(&self) -> impl Iterator<Item = &str> {
        let paths = self.assets.files.iter().filter_map(|(path, _)| path.strip_prefix(&self.assets.scripts));
        paths.filter(|path| scripts::is_script(path))
    }

    /// The map of the territory, when the theme has one.
    pub fn map(&self) -> Option<&Map> {
        self.map.as_ref()
    }
}

/// Templates with the values that all pages share.
pub struct Engine {
    tera: Tera,
}

impl Engine {
    /// Renders a template.
    ///
    /// # Errors
    /// When the template uses something that the page does not give.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, ThemeError> {
        self.tera.render(template, context).map_err(|error| ThemeError::from_tera(&error, template))
    }
}
