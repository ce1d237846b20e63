//! What changed on the disk, as far as a file system tells: names to look at, folders to list again.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use crate::source::{DELIVERABLES, PAGES, REUSES};

/// What changed of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part<K> {
    names: BTreeSet<K>,
    /// Whether names came or went, so that the folder is listed.
    listed: bool,
    /// Whether everything of it is read again.
    whole: bool,
}

impl<K> Default for Part<K> {
    fn default() -> Self {
        Self { names: BTreeSet::new(), listed: false, whole: false }
    }
}

impl<K: Ord> Part<K> {
    pub(super) const fn names(&self) -> &BTreeSet<K> {
        &self.names
    }

    pub(super) const fn is_listed(&self) -> bool {
        self.listed || self.whole
    }

    pub(super) const fn is_whole(&self) -> bool {
        self.whole
    }

    fn name(&mut self, name: K, event: Event) {
        self.names.insert(name);
        self.listed |= event == Event::Names;
    }

    fn is_empty(&self) -> bool {
        self.names.is_empty() && !self.is_listed()
    }

    fn add(&mut self, other: Self) {
        self.names.extend(other.names);
        self.listed |= other.listed;
        self.whole |= other.whole;
    }
}

/// What happened to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The bytes of a file changed.
    Bytes,
    /// A name came, went or became another one.
    Names,
}

/// What is looked at as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Matter {
    Site,
    Theme,
    /// Where the repository stands.
    Repository,
    /// What lies in `content/` itself.
    Strays,
}

/// What changed of a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    matters: BTreeSet<Matter>,
    deliverables: Part<OsString>,
    reuses: Part<PathBuf>,
    pages: Part<PathBuf>,
}

impl Changes {
    /// Everything may have changed.
    pub fn everything() -> Self {
        let mut changes = Self::default();
        changes.matters.extend([Matter::Site, Matter::Theme, Matter::Repository]);
        changes.content();
        changes
    }

    /// Notes what happened to a path, relative to the library's folder; nothing when a build does not read it.
    pub fn note(&mut self, relative: &Path, event: Event) {
        let below = |section: &str| relative.strip_prefix(section).ok();
        if relative == Path::new("site.toml") {
            self.matters.insert(Matter::Site);
        } else if relative.starts_with("themes") {
            self.matters.insert(Matter::Theme);
        } else if relative == Path::new("content") {
            self.content();
        } else if let Some(path) = below(DELIVERABLES) {
            let mut parts = path.components();
            match (parts.next(), parts.next()) {
                (Some(Component::Normal(name)), None) => self.deliverables.name(name.to_os_string(), event),
                // What comes and goes inside a bundle is seen when it is read.
                (Some(Component::Normal(name)), Some(_)) => {
                    self.deliverables.name(name.to_os_string(), Event::Bytes);
                }
                _ => self.deliverables.whole = true,
            }
        } else if let Some(path) = below(REUSES) {
            text(&mut self.reuses, path, event);
        } else if let Some(path) = below(PAGES) {
            text(&mut self.pages, path, event);
        } else if relative.starts_with("content") {
            self.matters.insert(Matter::Strays);
        }
    }

    /// Notes that something was committed, fetched or checked out in the repository around the library.
    pub fn note_repository(&mut self) {
        self.matters.insert(Matter::Repository);
    }

    /// Adds what another noted.
    pub fn add(&mut self, other: Self) {
        self.matters.extend(other.matters);
        self.deliverables.add(other.deliverables);
        self.reuses.add(other.reuses);
        self.pages.add(other.pages);
    }

    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.matters.is_empty() && self.deliverables.is_empty() && self.reuses.is_empty() && self.pages.is_empty()
    }

    /// Whether a file of a theme may have changed.
    pub fn theme(&self) -> bool {
        self.matters.contains(&Matter::Theme)
    }

    /// Whether `site.toml` may have changed.
    pub fn site(&self) -> bool {
        self.matters.contains(&Matter::Site)
    }

    pub(super) fn repository(&self) -> bool {
        self.matters.contains(&Matter::Repository)
    }

    pub(super) const fn deliverables(&self) -> &Part<OsString> {
        &self.deliverables
    }

    pub(super) const fn reuses(&self) -> &Part<PathBuf> {
        &self.reuses
    }

    pub(super) const fn pages(&self) -> &Part<PathBuf> {
        &self.pages
    }

    pub(super) fn strays(&self) -> bool {
        self.matters.contains(&Matter::Strays)
    }

    fn content(&mut self) {
        self.matters.insert(Matter::Strays);
        self.deliverables.whole = true;
        self.reuses.whole = true;
        self.pages.whole = true;
    }
}

/// A text, or a folder of texts.
fn text(part: &mut Part<PathBuf>, path: &Path, event: Event) {
    if path.as_os_str().is_empty() {
        part.whole = true;
    } else {
        part.name(path.to_path_buf(), event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(path: &str, event: Event) -> Changes {
        let mut changes = Changes::default();
        changes.note(Path::new(path), event);
        changes
    }

    #[test]
    fn paths_are_told_apart() {
        assert!(noted("site.toml", Event::Bytes).site());
        assert!(noted("themes/a/templates/fiche.html", Event::Bytes).theme());
        let one = noted("content/livrables/a/index.md", Event::Names);
        assert!(one.deliverables.names.contains(&OsString::from("a")) && !one.deliverables.is_listed());
        assert!(noted("content/livrables/a", Event::Names).deliverables.is_listed());
        assert!(noted("content/livrables", Event::Names).deliverables.is_whole());
        assert!(noted("content", Event::Names).pages.is_whole());
        assert!(noted("content/pages/guide/a.md", Event::Names).pages.is_listed());
        assert!(noted("public/index.html", Event::Names).is_empty());
        assert!(noted("content/brouillons/x.md", Event::Names).strays());
    }
}
