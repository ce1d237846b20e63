//! A whole new library: the vocabularies of the sample library, one fictitious example of each type, a reuse, what the
//! law asks for, and a readme for those who write. The theme is in the program: a library has none of its own until
//! it replaces a file of it.

use std::sync::Arc;

use include_dir::{Dir, File as Embedded, include_dir};

use super::{File, editor};
use crate::config;
use crate::diagnostic::Problems;
use crate::span::SourceText;

/// The texts of a new library, and the attachments beside them.
static CONTENT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/scaffold/library/content");

/// The sample library's own settings, so that a new library's never differ from them.
const SITE: &str = include_str!("../../site.toml");

/// Pages that say what a public site owes; those of the sample library.
const LEGAL: &[(&str, &str)] = &[
    ("content/pages/donnees.md", include_str!("../../content/pages/donnees.md")),
    ("content/pages/mentions-legales.md", include_str!("../../content/pages/mentions-legales.md")),
];

/// A forge whose machines check and publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub Actions and Pages.
    Github,
    /// GitLab CI/CD and Pages.
    Gitlab,
    /// Forgejo Actions, and a branch `pages`.
    Forgejo,
}

impl Forge {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Github, Self::Gitlab, Self::Forgejo];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
            Self::Forgejo => "Forgejo",
        }
    }

    /// The file that tells its machines what to do.
    pub fn file(self) -> File {
        match self {
            Self::Github => File::new(".github/workflows/bibliotheque.yml", include_str!("forges/github.yml")),
            Self::Gitlab => File::new(".gitlab-ci.yml", include_str!("forges/gitlab.yml")),
            Self::Forgejo => File::new(".forgejo/workflows/bibliotheque.yml", include_str!("forges/forgejo.yml")),
        }
    }
}

/// Every file of a new library.
pub fn files(forge: Option<Forge>) -> Vec<File> {
    let mut files = vec![
        File::new("README.md", include_str!("library/README.md")),
        File::new(".gitignore", include_str!("library/gitignore")),
        File::new(".gitattributes", include_str!("library/gitattributes")),
    ];
    files.extend(LEGAL.iter().map(|(path, text)| File::new(*path, *text)));
    let slugs: Vec<&str> = add(&CONTENT, &mut files);
    let site = site();
    files.extend(editor::settings());
    let source = Arc::new(SourceText::new("site.toml".to_owned(), site.clone()));
    if let Some(config) = config::read(&mut Problems::new(source)) {
        files.extend(editor::derived(&config, &slugs));
    }
    files.push(File::new("site.toml", site));
    files.extend(forge.map(Forge::file));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The settings of a new library: those of the sample, without a forge, whose address nobody knows yet: links to it
/// would lead nowhere. It is no example: what is left to complete is told until it is.
fn site() -> String {
    let mut is_depot = false;
    let mut out = String::with_capacity(SITE.len() + 128);
    let own = SITE.lines().filter(|line| !line.starts_with("exemple = ") && !line.starts_with("# Toute cette"));
    for line in own {
        if line.starts_with('[') {
            is_depot = line == "[depot]";
            if is_depot {
                out.push_str("# À décommenter quand la forge est connue, pour les liens « Modifier cette fiche » :\n");
            }
        }
        if is_depot && !line.is_empty() {
            out.push_str("# ");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Adds the files of a folder; gives the names of deliverables.
fn add<'a>(folder: &'a Dir<'a>, files: &mut Vec<File>) -> Vec<&'a str> {
    let mut slugs = Vec::new();
    for file in folder.files() {
        let Some(path) = path(file) else { continue };
        slugs.extend(path.strip_prefix("livrables/").and_then(|rest| rest.strip_suffix("/index.md")));
        files.push(File { path: format!("content/{path}"), bytes: file.contents().to_vec() });
    }
    for inner in folder.dirs() {
        slugs.extend(add(inner, files));
    }
    slugs
}

fn path<'a>(file: &'a Embedded<'a>) -> Option<&'a str> {
    file.path().to_str()
}
