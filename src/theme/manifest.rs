//! `theme.toml`.

use serde::Deserialize;

use super::error::ThemeError;
use super::files::Files;

/// What a theme says of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Name as shown.
    pub(super) nom: String,
    /// Version of the theme.
    #[expect(dead_code, reason = "for people and for forges")]
    pub(super) version: String,
    /// One sentence.
    #[expect(dead_code, reason = "for people and for forges")]
    pub(super) description: Option<String>,
    /// The theme that this one completes; `capitole` when it names none.
    #[expect(dead_code, reason = "read by `Files`, before the manifest that results is known")]
    pub(super) parent: Option<String>,
    /// Style sheets below `styles/`, in the order in which they are joined.
    pub(super) styles: Vec<String>,
    /// The map of the territory, an SVG file of the theme.
    pub(super) carte: Option<String>,
}

impl Manifest {
    pub(super) fn read(files: &Files) -> Result<Self, ThemeError> {
        let text = files.text("theme.toml")?;
        toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let fault = ThemeError::new("theme.toml", error.message().to_owned());
            match line {
                Some(line) => fault.at(line),
                None => fault,
            }
        })
    }
}
