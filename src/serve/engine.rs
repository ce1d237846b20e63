//! The thread that holds the library: takes in what changed, and renders a page when somebody looks at it. A page
//! depends on nothing but the library, the theme and the index, so that there is nothing to throw away but the pages
//! already looked at.

use std::hash::BuildHasher as _;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rustc_hash::{FxBuildHasher, FxHashSet};
use tokio::sync::oneshot;

use super::indexer::{Index, Indexer};
use super::site::{Found, Site};
use super::state::{State, Trouble};
use super::{Event, Options};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Library};
use crate::pipeline::{PipelineError, Preview};
use crate::render::Shelves;
use crate::theme::Theme;
use crate::workspace::{Changes, Judged, Workspace};

/// Times that a change is read again when a file went away meanwhile, and the time between.
const TRIES: u32 = 5;
const BETWEEN: Duration = Duration::from_millis(20);

/// What the engine is asked or told.
#[derive(Debug)]
pub(super) enum Message {
    /// Files changed.
    Changed(Changes),
    /// Somebody looks at an address of the site.
    Get(Question),
    /// An index was made, or could not be.
    Indexed(Result<Index, PipelineError>),
}

/// An address, and who waits for what is there.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) path: String,
    pub(super) answer: oneshot::Sender<Found>,
}

/// What is shown: the last library and theme that went together.
struct Good {
    library: Arc<Library>,
    shelves: Arc<Shelves>,
    theme: Arc<Theme>,
}

/// What the engine keeps from one change to the next.
struct Engine<'a> {
    options: &'a Options,
    state: &'a State,
    indexer: &'a Indexer,
    tell: &'a (dyn Fn(Event<'_>) + Sync),
    workspace: Option<Workspace>,
    theme: Option<Arc<Theme>>,
    /// Whether the theme on the disk may be another: it is not looked at while the content has errors.
    is_theme_stale: bool,
    good: Option<Good>,
    index: Index,
    /// Whether the index is not that of the library, nor being made.
    to_index: bool,
    /// What tells each problem that was told from another.
    told: FxHashSet<u64>,
}

/// Runs until nobody can ask any more.
pub(super) fn run(
    options: &Options,
    state: &State,
    indexer: &Indexer,
    inbox: &Receiver<Message>,
    tell: &(dyn Fn(Event<'_>) + Sync),
) {
    let mut engine = Engine {
        options,
        state,
        indexer,
        tell,
        workspace: None,
        theme: None,
        is_theme_stale: false,
        good: None,
        index: Index::default(),
        to_index: false,
        told: FxHashSet::default(),
    };
    let mut next = Some((Changes::everything(), Vec::new()));
    while let Some((changes, waiting)) = next {
        engine.take_in(&changes);
        next = engine.answer(waiting, inbox);
    }
}

impl Engine<'_> {
    /// Takes in what changed: afterwards the new site is served, or the old one and what is wrong.
    fn take_in(&mut self, changes: &Changes) {
        let start = Instant::now();
        match self.update(changes) {
            Ok(None) => {}
            Ok(Some(judged)) => {
                self.tell_new(&judged.problems);
                if let (Some(library), Some(good)) = (judged.valid(), &self.good) {
                    self.state.publish(good.theme.style());
                    (self.tell)(Event::Updated { counts: library.counts(), time: start.elapsed() });
                } else {
                    self.state.trouble(Trouble::Content(judged.problems.clone()));
                    (self.tell)(Event::Refused(&judged.problems));
                }
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Tells the problems that were not there after the change before.
    fn tell_new(&mut self, problems: &[Diagnostic]) {
        // Wherever in its file it stands: an edit above it makes it no new one.
        let key = |one: &Diagnostic| FxBuildHasher.hash_one((&one.source.path, one.code, &one.message));
        let new: Vec<Diagnostic> = problems.iter().filter(|one| !self.told.contains(&key(one))).cloned().collect();
        self.told = problems.iter().map(key).collect();
        if !new.is_empty() {
            (self.tell)(Event::Problems(&new));
        }
    }

    fn fail(&self, error: &PipelineError) {
        self.state.trouble(Trouble::Other(error.to_string()));
        (self.tell)(Event::Failed(error));
    }

    /// What is right and wrong after a change; `None` when nothing changed.
    fn update(&mut self, changes: &Changes) -> Result<Option<Judged>, PipelineError> {
        let differs = self.read(changes)?;
        self.is_theme_stale |= changes.theme() || changes.site();
        let renewed = self.is_theme_stale;
        let root = &self.options.root;
        let Some(workspace) = self.workspace.as_mut().filter(|_| differs || renewed) else { return Ok(None) };
        if !workspace.has_site() {
            return Err(PipelineError::NoSite(root.clone()));
        }
        self.to_index |= differs;
        let judged = workspace.judge();
        let Some(library) = judged.valid().cloned() else { return Ok(Some(judged)) };
        let shelves = match &self.good {
            Some(good) => Shelves::again(&good.library, &good.shelves, &library),
            None => Arc::new(Shelves::new(&library)),
        };
        let theme = if let Some(theme) = self.theme.take().filter(|_| !renewed) {
            theme
        } else {
            let theme = Arc::new(Theme::load(root, &library.config.site.theme)?);
            try_out(&library, &theme, &shelves)?;
            theme
        };
        self.theme = Some(theme.clone());
        self.is_theme_stale = false;
        if std::mem::take(&mut self.to_index) {
            self.indexer.ask(library.clone());
        }
        self.good = Some(Good { library, shelves, theme });
        Ok(Some(judged))
    }

    /// Reads what changed; whether anything differs. A file that went away between its listing and its reading is
    /// looked for again.
    fn read(&mut self, changes: &Changes) -> Result<bool, PipelineError> {
        let root = &self.options.root;
        let mut tries = 0;
        loop {
            let read = match &mut self.workspace {
                Some(workspace) => workspace.apply(changes),
                None => Workspace::open(root, self.options.include).map(|opened| {
                    self.workspace = Some(opened);
                    true
                }),
            };
            match read {
                Ok(differs) => return Ok(differs),
                Err(_) if tries < TRIES => {
                    tries += 1;
                    std::thread::sleep(BETWEEN);
                }
                Err(error) => {
                    // What was not read is not known: the next change reads everything.
                    self.workspace = None;
                    return Err(PipelineError::Read(root.clone(), error));
                }
            }
        }
    }

    /// Answers until files change; gives what changed and the questions that came meanwhile, `None` at the end.
    fn answer(&mut self, waiting: Vec<Question>, inbox: &Receiver<Message>) -> Option<(Changes, Vec<Question>)> {
        let good = self.good.take();
        let preview =
            good.as_ref().map(|good| Preview::new(&good.library, &good.theme, good.shelves.clone())).transpose();
        let next = match &preview {
            Ok(preview) => {
                let shown = good.as_ref().zip(preview.as_ref());
                self.answer_with(shown.map(|(good, preview)| Site::new(&good.library, preview)), waiting, inbox)
            }
            Err(error) => {
                self.fail(error);
                self.answer_with(None, waiting, inbox)
            }
        };
        drop(preview);
        self.good = good;
        next
    }

    fn answer_with(
        &mut self,
        mut site: Option<Site<'_>>,
        waiting: Vec<Question>,
        inbox: &Receiver<Message>,
    ) -> Option<(Changes, Vec<Question>)> {
        for question in waiting {
            self.reply(site.as_mut(), question);
        }
        let mut found: Option<(Changes, Vec<Question>)> = None;
        loop {
            // Once something changed, all that came meanwhile is taken with it, and who asks has the new site.
            let message = if found.is_some() { inbox.try_recv().ok() } else { Some(inbox.recv().ok()?) };
            match (message, &mut found) {
                (None, _) => return found,
                (Some(Message::Changed(more)), Some((changes, _))) => changes.add(more),
                (Some(Message::Changed(changes)), None) => found = Some((changes, Vec::new())),
                (Some(Message::Get(question)), Some((_, waiting))) => waiting.push(question),
                (Some(Message::Get(question)), None) => self.reply(site.as_mut(), question),
                (Some(Message::Indexed(Ok(index))), _) => {
                    self.index.replace(index);
                    if let Some(site) = &mut site {
                        site.forget();
                    }
                    self.state.renew();
                }
                (Some(Message::Indexed(Err(error))), _) => self.fail(&error),
            }
        }
    }

    fn reply(&self, site: Option<&mut Site<'_>>, question: Question) {
        let found = match site {
            None => Found::Nothing,
            Some(site) => site.find(&question.path, &self.index).unwrap_or_else(|error| {
                self.fail(&error);
                Found::Nothing
            }),
        };
        // Whoever asked may have gone.
        let _ = question.answer.send(found);
    }
}

/// Renders a page of each kind, so that a broken template is told before anyone looks at such a page.
fn try_out(library: &Library, theme: &Theme, shelves: &Arc<Shelves>) -> Result<(), PipelineError> {
    let preview = Preview::new(library, theme, shelves.clone())?;
    let lists = ["", "axes/", "livrables/", "mots-cles/", "recherche/", "reprises/", "plan-du-site/", "accessibilite/"];
    let mut addresses: Vec<String> = lists.map(str::to_owned).to_vec();
    addresses.push("axes/a/".to_owned());
    for kind in crate::model::Kind::ALL {
        addresses.extend(library.deliverables.iter().rev().find(|one| one.kind == kind).map(|one| one.url()));
    }
    addresses.extend(library.pages.first().map(|page| format!("{}/", page.slug)));
    let documents = library.deliverables.iter().find_map(|one| {
        let document = one.documents.first()?;
        Some(format!("{}{}", one.url(), Document::page(&document.file)))
    });
    let files = addresses.into_iter().map(|address| format!("{address}index.html"));
    for path in files.chain(documents).chain(["404.html".to_owned()]) {
        preview.file(&path, &crate::render::SearchPage::default(), &|_| Vec::new())?;
    }
    Ok(())
}
