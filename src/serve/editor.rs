//! Links that open a file at a line in the editor of whoever previews.

use std::path::Path;
use std::str::FromStr;

use crate::address::encode;
use crate::span::Position;

/// Editors known by name, and the addresses that they answer to.
const KNOWN: [(&str, &str); 6] = [
    // https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls
    ("vscode", "vscode://file/{chemin}:{ligne}:{colonne}"),
    ("vscodium", "vscodium://file/{chemin}:{ligne}:{colonne}"),
    ("cursor", "cursor://file/{chemin}:{ligne}:{colonne}"),
    ("zed", "zed://file/{chemin}:{ligne}:{colonne}"),
    ("idea", "idea://open?file={chemin}&line={ligne}&column={colonne}"),
    ("textmate", "txmt://open?url=file:///{chemin}&line={ligne}&column={colonne}"),
];

/// How a link to a place in a file is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// An address with `{chemin}`, `{ligne}`, `{colonne}`; none for no links.
    template: Option<String>,
}

impl Default for Editor {
    fn default() -> Self {
        Self { template: Some(KNOWN[0].1.to_owned()) }
    }
}

impl FromStr for Editor {
    type Err = String;

    /// A name, `aucun`, or an address with `{chemin}`.
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "aucun" {
            return Ok(Self::NONE);
        }
        if let Some((_, template)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self { template: Some((*template).to_owned()) });
        }
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let is_safe = scheme.is_some_and(|scheme| {
            !scheme.is_empty()
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
                && !["javascript", "data", "vbscript"].contains(&scheme.as_str())
        });
        if is_safe && text.contains("{chemin}") {
            return Ok(Self { template: Some(text.to_owned()) });
        }
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        Err(format!("écrivez {}, aucun, ou une adresse qui contient {{chemin}}", names.join(", ")))
    }
}

impl Editor {
    /// No links.
    pub const NONE: Self = Self { template: None };

    /// The link to a place of a file.
    pub(super) fn link(&self, file: &Path, at: Position) -> Option<String> {
        let path = file.to_string_lossy().replace('\\', "/");
        let template = self.template.as_ref()?;
        Some(
            template
                .replace("{chemin}", &encode(path.trim_start_matches('/')))
                .replace("{ligne}", &at.line.to_string())
                .replace("{colonne}", &at.column.to_string()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_a_place() {
        let at = Position { line: 3, column: 7 };
        let link = |name: &str| Editor::from_str(name).ok().and_then(|editor| editor.link(Path::new("/a b/é.md"), at));
        assert_eq!(link("vscode").as_deref(), Some("vscode://file/a%20b/%C3%A9.md:3:7"));
        assert_eq!(link("mon-editeur://{chemin}@{ligne}").as_deref(), Some("mon-editeur://a%20b/%C3%A9.md@3"));
        assert_eq!(link("aucun"), None);
    }

    #[test]
    fn what_would_run_is_refused() {
        for wrong in ["javascript://{chemin}", "data://{chemin}", "emacs", "x:{chemin}", "://{chemin}"] {
            assert!(Editor::from_str(wrong).is_err(), "{wrong}");
        }
    }
}
