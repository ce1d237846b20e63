//! Texts that an editor holds, each in the place of its file.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::{Changes, Event, Workspace};
use crate::diagnostic::Diagnostic;
use crate::source::{BundleSource, Item, Place, Text, TextSource};
use crate::span::SourceRef;

impl Workspace {
    /// Puts the texts that an editor holds in the place of their files, and back the files of those that it holds no
    /// more; tells whether anything differs from what was held.
    ///
    /// # Errors
    /// When the file of a text that is not held any more cannot be read.
    pub fn overlay(&mut self, open: impl IntoIterator<Item = SourceRef>) -> io::Result<bool> {
        let open = open.into_iter().map(|text| (text.path.clone(), text)).collect();
        let former = std::mem::replace(&mut self.open, open);
        let mut changes = Changes::default();
        for path in former.keys().filter(|path| !self.open.contains_key(*path)) {
            changes.note(Path::new(path), Event::Names);
        }
        self.apply(&changes)
    }

    /// Lays the open texts over what was read.
    pub(super) fn lay(&mut self) -> bool {
        let open: Vec<SourceRef> = self.open.values().cloned().collect();
        let mut differs = false;
        for text in open {
            differs |= self.put(text);
        }
        differs
    }

    fn put(&mut self, text: SourceRef) -> bool {
        let path = text.path.clone();
        match Place::of(&path) {
            Some(Place::Site) => {
                if self.site.source.as_ref() == Some(&text) {
                    return false;
                }
                self.site = Item { source: Some(text), problems: Vec::new() };
                self.config = None;
                true
            }
            Some(Place::Deliverable(slug)) => {
                let name = OsString::from(slug);
                let held = self.deliverables.item(&name);
                let attachments = held.and_then(|item| item.source.as_ref()).map(|one| one.attachments.clone());
                let problems = held.map(|item| but_of(&item.problems, &path)).unwrap_or_default();
                let attachments = attachments.unwrap_or_default();
                let source = BundleSource { slug: slug.to_owned(), text: Text::Read(text), attachments };
                self.deliverables.hold(name, Item { source: Some(source), problems })
            }
            Some(Place::Reuse(slug)) => self.reuses.hold(file(slug), one(slug, text)),
            Some(Place::Page(slug)) => self.pages.hold(file(slug), one(slug, text)),
            None => false,
        }
    }
}

/// The problems of a bundle but for those that kept its text from being read.
fn but_of(problems: &[Diagnostic], path: &str) -> Vec<Diagnostic> {
    let folder = path.trim_end_matches("/index.md");
    problems.iter().filter(|one| one.source.path != folder && one.source.path != path).cloned().collect()
}

fn file(slug: &str) -> PathBuf {
    PathBuf::from(format!("{slug}.md"))
}

fn one(slug: &str, text: SourceRef) -> Item<TextSource> {
    Item { source: Some(TextSource { slug: slug.to_owned(), text: Text::Read(text) }), problems: Vec::new() }
}
