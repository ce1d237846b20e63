//! A library that is being written: held in memory, read anew where it changed, judged as a whole. What it gives is
//! what reading and checking everything would give; it costs what changed, and a look at the rest.

mod change;
mod overlay;
mod past;
mod section;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{self, Memory};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::model::read::{self, Include, Reader};
use crate::model::{Deliverable, Library, Page, Reuse, note_commit};
use crate::source::{Attachment, BundleSource, Item, PAGES, REUSES, Text, TextSource, disk};
use crate::span::SourceRef;

pub use change::{Changes, Event};
use past::Past;
use section::Section;

/// A library that was judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The library, as far as it could be read.
    pub library: Option<Arc<Library>>,
    /// Every problem of every file, in file order.
    pub problems: Arc<Vec<Diagnostic>>,
}

impl Judged {
    /// The library, when it has no error.
    pub fn valid(&self) -> Option<&Arc<Library>> {
        let (errors, _) = diagnostic::count(&self.problems);
        self.library.as_ref().filter(|_| errors == 0)
    }
}

/// A library in memory.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    include: Include,
    site: Item<SourceRef>,
    /// What `site.toml` says, and what is wrong with it; read anew when it changed.
    config: Option<(Option<Config>, Vec<Diagnostic>)>,
    deliverables: Section<OsString, BundleSource, Deliverable>,
    reuses: Section<PathBuf, TextSource, Reuse>,
    pages: Section<PathBuf, TextSource, Page>,
    /// The images beside pages: found under the same names, and nothing to read in them.
    images: Section<PathBuf, Attachment, ()>,
    /// What lies in `content/` and is read by nobody.
    strays: Vec<Diagnostic>,
    /// What the repository knows of the texts.
    past: Past,
    /// Whether it has to be asked again.
    is_past_stale: bool,
    /// What was found when the library was last checked.
    found: Memory,
    /// Texts that an editor holds, by path.
    open: BTreeMap<String, SourceRef>,
}

impl Workspace {
    /// Reads the library in `root`.
    ///
    /// # Errors
    /// When a folder or file that exists cannot be read.
    pub fn open(root: &Path, include: Include) -> io::Result<Self> {
        let mut workspace = Self {
            root: root.to_path_buf(),
            include,
            site: Item::default(),
            config: None,
            deliverables: Section::default(),
            reuses: Section::default(),
            pages: Section::default(),
            images: Section::default(),
            strays: Vec::new(),
            past: Past::default(),
            is_past_stale: true,
            found: Memory::default(),
            open: BTreeMap::new(),
        };
        workspace.apply(&Changes::everything())?;
        Ok(workspace)
    }

    /// Whether there is a library at all.
    pub const fn has_site(&self) -> bool {
        self.site.source.is_some() || !self.site.problems.is_empty()
    }

    /// Reads what changed anew; tells whether anything differs from what was held.
    ///
    /// # Errors
    /// When a folder or file that exists cannot be read; what was not read is read at the next call that names it.
    pub fn apply(&mut self, changes: &Changes) -> io::Result<bool> {
        let mut differs = false;
        if changes.site() {
            let site = disk::read_site(&self.root)?;
            if site.source != self.site.source || !site.problems.is_empty() || !self.site.problems.is_empty() {
                self.config = None;
                differs = true;
            }
            self.site = site;
        }
        let root = &self.root;
        if changes.strays() {
            let strays = disk::strays(root)?;
            let paths = |found: &[Diagnostic]| found.iter().map(|one| one.source.path.clone()).collect::<Vec<_>>();
            differs |= paths(&strays) != paths(&self.strays);
            self.strays = strays;
        }
        let names = disk::deliverable_names;
        let one = |name: &OsString| disk::read_deliverable(root, name);
        differs |= self.deliverables.refresh(changes.deliverables(), || names(root), one)?;
        let list = || disk::text_names(root, REUSES);
        differs |= self.reuses.refresh(changes.reuses(), list, |name| disk::read_text_of(root, REUSES, name))?;
        let list = || disk::text_names(root, PAGES);
        differs |= self.pages.refresh(changes.pages(), list, |name| disk::read_text_of(root, PAGES, name))?;
        differs |= self.images.refresh(changes.pages(), list, |name| disk::read_image(root, name))?;
        differs |= self.lay();
        if changes.repository() && self.past.is_behind(&self.root) {
            self.is_past_stale = true;
            differs = true;
        }
        Ok(differs)
    }

    /// Reads the texts that changed, and checks the library.
    pub fn judge(&mut self) -> Judged {
        let mut problems = self.site.problems.clone();
        problems.extend_from_slice(&self.strays);
        problems.extend(self.deliverables.file_problems().chain(self.reuses.file_problems()).cloned());
        problems.extend(self.pages.file_problems().chain(self.images.file_problems()).cloned());
        let (Some(config), Some(site)) = (self.read_config(&mut problems), self.site.source.clone()) else {
            return Judged::new(None, problems);
        };
        self.read_past(&site, &config, &mut problems);
        self.read_texts(&config);
        let mut gathered = read::Shelf::new(self.include);
        let mut own = Vec::new();
        for (reading, found) in self.deliverables.readings() {
            problems.extend_from_slice(&reading.problems);
            gathered.deliverable(reading.item.clone());
            own.extend_from_slice(found);
        }
        for (reading, found) in self.reuses.readings() {
            problems.extend_from_slice(&reading.problems);
            gathered.reuse(reading.item.clone());
            own.extend_from_slice(found);
        }
        for (reading, found) in self.pages.readings() {
            problems.extend_from_slice(&reading.problems);
            gathered.page(reading.item.clone());
            own.extend_from_slice(found);
        }
        gathered.images(self.images.sources().cloned());
        let mut library = gathered.library(config, site);
        library.history = self.past.history.clone();
        let library = Arc::new(library);
        let whole = check::again(&library, &problems, &mut self.found);
        problems.extend(whole);
        problems.extend(own);
        Judged::new(Some(library), problems)
    }

    /// The configuration; every text is read anew when it is not what it was.
    fn read_config(&mut self, problems: &mut Vec<Diagnostic>) -> Option<Config> {
        if self.config.is_none() {
            let source = self.site.source.clone()?;
            self.config = Some(read::config(source));
            self.is_past_stale = true;
            self.deliverables.forget(|_| true);
            self.reuses.forget(|_| true);
            self.pages.forget(|_| true);
        }
        let (config, found) = self.config.as_ref()?;
        problems.extend_from_slice(found);
        config.clone()
    }

    fn read_past(&mut self, site: &SourceRef, config: &Config, problems: &mut Vec<Diagnostic>) {
        let texts = self.deliverables.sources().map(|bundle| &bundle.text);
        let texts = texts.chain(self.reuses.sources().chain(self.pages.sources()).map(|one| &one.text));
        let is_stale = std::mem::take(&mut self.is_past_stale);
        self.past.read(&self.root, site, config, texts.map(Text::path), is_stale);
        problems.extend_from_slice(&self.past.problems);
    }

    fn read_texts(&mut self, config: &Config) {
        let (slugs, gone) = self.deliverables.names();
        if let Some(gone) = gone {
            // A reference is judged by the names of deliverables alone; one that was wrong may be right now.
            let is_gone = |slug: &str| gone.contains(slug);
            self.deliverables.forget(|one| one.voir_aussi.iter().chain(&one.remplace).any(|slug| is_gone(slug)));
            self.reuses.forget(|one| is_gone(&one.livrable));
        }
        let reader = Reader::new(config, &slugs, self.include);
        self.deliverables.read(|bundle| reader.deliverable(bundle.clone()), |one| (&one.body, &one.source));
        self.deliverables.each(|one| note_commit(one, &self.past.history));
        self.reuses.read(|text| reader.reuse(text), |one| (&one.body, &one.source));
        self.pages.read(|text| reader.page(text), |one| (&one.body, &one.source));
    }
}

impl Judged {
    fn new(library: Option<Arc<Library>>, mut problems: Vec<Diagnostic>) -> Self {
        diagnostic::sort(&mut problems);
        Self { library, problems: Arc::new(problems) }
    }
}
