//! Which library a file of an editor belongs to, and what it is there.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::Uri;

use crate::model::links::Origin;
use crate::schema::Kind;
use crate::source::{Place, disk};

/// A file's place in a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Home {
    /// The library's folder.
    pub(super) root: PathBuf,
    /// Its path below, with `/`.
    pub(super) path: String,
    /// What it is.
    pub(super) role: Role,
}

/// What a text of a library is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// `site.toml`.
    Site,
    /// A deliverable, by its slug.
    Deliverable(String),
    /// A reuse.
    Reuse,
    /// A free page, by its slug.
    Page(String),
}

impl Home {
    /// The place of a file; none when it is no text of a library.
    pub(super) fn of(uri: &Uri) -> Option<Self> {
        let path = path_of(uri)?;
        let root = disk::find_root(path.parent()?)?;
        let below = below(&root, &path)?;
        let role = Role::of(&below)?;
        Some(Self { root, path: below, role })
    }

    /// The kind of its front matter.
    pub(super) const fn kind(&self) -> Option<Kind> {
        match self.role {
            Role::Site => None,
            Role::Deliverable(_) => Some(Kind::Deliverable),
            Role::Reuse => Some(Kind::Reuse),
            Role::Page(_) => Some(Kind::Page),
        }
    }

    /// Where its links start from.
    pub(super) fn origin(&self) -> Origin<'_> {
        self.role.origin()
    }
}

impl Role {
    /// What the file of this path is.
    pub(super) fn of(path: &str) -> Option<Self> {
        Some(match Place::of(path)? {
            Place::Site => Self::Site,
            Place::Deliverable(slug) => Self::Deliverable(slug.to_owned()),
            Place::Reuse(_) => Self::Reuse,
            Place::Page(slug) => Self::Page(slug.to_owned()),
        })
    }

    /// Where its links start from.
    pub(super) fn origin(&self) -> Origin<'_> {
        match self {
            Self::Deliverable(slug) => Origin::Deliverable(slug),
            Self::Page(slug) => Origin::Page(slug),
            Self::Reuse | Self::Site => Origin::Reuse,
        }
    }
}

/// A path relative to a folder above it, with `/`.
pub(super) fn below(root: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

/// The file that an address names.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let url = url::Url::parse(uri.as_str()).ok()?;
    (url.scheme() == "file").then(|| url.to_file_path().ok()).flatten()
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    Uri::from_str(url::Url::from_file_path(path).ok()?.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_by_their_path() {
        assert_eq!(Role::of("content/livrables/a/index.md"), Some(Role::Deliverable("a".into())));
        assert_eq!(Role::of("content/pages/guide/a.md"), Some(Role::Page("guide/a".into())));
        assert_eq!(Role::of("content/livrables/a/note.md"), None);
        assert_eq!(Role::of("README.md"), None);
    }

    #[cfg(unix)]
    #[test]
    fn addresses_of_files_come_back() {
        let path = Path::new("/tmp/été à l’essai/a#b.md");
        assert_eq!(uri_of(path).and_then(|uri| path_of(&uri)).as_deref(), Some(path));
        assert_eq!(Uri::from_str("untitled:Untitled-1").ok().and_then(|uri| path_of(&uri)), None);
    }
}
