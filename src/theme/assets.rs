//! What the site publishes of a theme: one style sheet, the folder of scripts, and files of the root.
//! The names of styles and scripts carry a hash of their content, so that a host may let browsers
//! keep them for ever.

use super::error::ThemeError;
use super::files::Files;
use super::manifest::Manifest;
use super::scripts;

/// Length of a hash in a name: enough for a few versions of one file.
const HASH: usize = 12;

/// The files to publish.
#[derive(Debug)]
pub(super) struct Assets {
    /// Path in the site and bytes, in the order of paths below each folder.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// Path of the style sheet.
    pub(super) style: String,
    /// Folder of the scripts, ends with `/`.
    pub(super) scripts: String,
}

impl Assets {
    pub(super) fn build(files: &Files, manifest: &Manifest) -> Result<Self, ThemeError> {
        let mut css = String::new();
        for name in &manifest.styles {
            css.push_str(&compact_css(files.text(&format!("styles/{name}"))?));
        }
        let style = format!("theme/style-{}.css", short_hash(blake3::hash(css.as_bytes())));
        let mut published = vec![(style.clone(), css.into_bytes())];

        let own = scripts::compact(files.below("scripts/"))?;
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &own {
            hasher.update(path.as_bytes());
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        let scripts = format!("theme/scripts-{}/", short_hash(hasher.finalize()));
        published.extend(own.into_iter().map(|(path, bytes)| (format!("{scripts}{path}"), bytes)));
        published.extend(files.below("static/").map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
        Ok(Self { files: published, style, scripts })
    }
}

fn short_hash(hash: blake3::Hash) -> String {
    hash.to_hex()[..HASH].to_owned()
}

/// The sheet without comments, indentation and empty lines; nothing that could change its meaning.
fn compact_css(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |mut css, line| {
        css.push_str(line);
        css.push('\n');
        css
    })
}

#[cfg(test)]
mod tests {
    use super::compact_css;

    #[test]
    fn css_loses_only_what_means_nothing() {
        assert_eq!(compact_css("/* a */\n:root {\n  --x: 1 ; /* b */\n}\n"), ":root {\n--x: 1 ;\n}\n");
    }
}
