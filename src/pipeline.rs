//! The whole build, as one sentence: read, understand, check, then index, render and export into a
//! site; nothing is written when the content has an error.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostic::{self, Diagnostic, Problems, codes};
use crate::export::{self, ExportError};
use crate::model::read::{self, Include};
use crate::model::{Counts, Library};
use crate::output::disk::{OutputError, Staging, Written};
use crate::output::{Content, Sink};
use crate::render::{self, Pages, RenderError, SearchPage, Shelves};
use crate::search::query::Found;
use crate::search::{self, SearchError};
use crate::source;
use crate::span::SourceRef;
use crate::system::in_french;
use crate::theme::{self, Theme, ThemeError};
use crate::value::toml;

/// Why a build could not even judge the content: the call or the machine is at fault.
#[derive(Debug)]
pub enum PipelineError {
    /// The library's folder has no `site.toml`.
    NoSite(PathBuf),
    /// A file could not be read.
    Read(PathBuf, std::io::Error),
    /// The site could not be written.
    Output(OutputError),
    /// The theme is wrong.
    Theme(ThemeError),
    /// A page could not be rendered or stored.
    Render(RenderError),
    /// The catalogue or a feed could not be stored.
    Export(ExportError),
    /// The search index could not be made or stored.
    Search(SearchError),
}

impl From<ExportError> for PipelineError {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

impl From<SearchError> for PipelineError {
    fn from(error: SearchError) -> Self {
        Self::Search(error)
    }
}

impl From<ThemeError> for PipelineError {
    fn from(error: ThemeError) -> Self {
        Self::Theme(error)
    }
}

impl From<RenderError> for PipelineError {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

impl fmt::Display for PipelineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSite(root) => write!(
                f,
                "« {} » ne contient pas site.toml.\n  aide : placez-vous dans le dossier de la bibliothèque, ou nommez-le avec --root",
                root.display()
            ),
            Self::Read(path, error) => write!(f, "impossible de lire « {} » : {}", path.display(), in_french(error)),
            Self::Output(error) => error.fmt(f),
            Self::Theme(error) => error.fmt(f),
            Self::Render(error) => error.fmt(f),
            Self::Export(error) => error.fmt(f),
            Self::Search(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PipelineError {}

/// A library that was read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The library, as far as it could be read.
    pub library: Option<Library>,
    /// Every problem of every file, in file order.
    pub problems: Vec<Diagnostic>,
}

impl Checked {
    /// The library, when it has no error.
    pub fn valid(&self) -> Option<&Library> {
        let (errors, _) = diagnostic::count(&self.problems);
        self.library.as_ref().filter(|_| errors == 0)
    }
}

/// The steps of a build, for whoever shows its progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Reading and checking the content.
    Read,
    /// Indexing for search.
    Index,
    /// Rendering pages.
    Render,
    /// Putting the site in its place.
    Write,
}

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Texts of the site.
    pub counts: Counts,
    /// Files of the site, and photos among them that tell no more than they show.
    pub written: Written,
    /// From the first file read to the site in its place.
    pub time: Duration,
}

/// What became of a build.
#[derive(Debug)]
pub enum Outcome {
    /// The site is in its place.
    Built(Report),
    /// The content has errors; nothing was written.
    Refused,
}

/// What to build.
#[derive(Debug)]
pub struct Options<'a> {
    /// The library's folder.
    pub root: &'a Path,
    /// The site's folder.
    pub output: &'a Path,
    /// Whether drafts are part of it.
    pub include: Include,
    /// A public address instead of the one of `site.toml`, made canonical by [`crate::config::base_url`].
    pub base_url: Option<String>,
}

/// Reads and checks the library in `root`.
///
/// # Errors
/// When there is no library there, or it cannot be read.
pub fn check(root: &Path, include: Include) -> Result<Checked, PipelineError> {
    let source = source::disk::read_library(root).map_err(|error| PipelineError::Read(root.to_path_buf(), error))?;
    if source.site.is_none() && source.problems.is_empty() {
        return Err(PipelineError::NoSite(root.to_path_buf()));
    }
    let site = source.site.clone();
    let mut checked = judge(source, include);
    if let (Some(library), Some(site)) = (&mut checked.library, site) {
        checked.problems.extend(read::history(root, site, library));
    }
    check_theme(root, &mut checked);
    Ok(checked)
}

/// Tells that the theme of a library has no folder.
pub(crate) fn check_theme(root: &Path, checked: &mut Checked) {
    if let Some((library, site)) = checked.library.as_ref().and_then(|library| Some((library, library.site.as_ref()?)))
    {
        let found = absent_theme(root, site, &library.config.site.theme);
        checked.problems.extend(found);
        diagnostic::sort(&mut checked.problems);
    }
}

/// What is wrong with a theme that has no folder.
fn absent_theme(root: &Path, site: &SourceRef, name: &str) -> Vec<Diagnostic> {
    let mut problems = Problems::new(site.clone());
    if !theme::exists(root, name) {
        let span = toml::span_of(&site.text, &["site", "theme"]).unwrap_or_default();
        problems.error_help(
            codes::SITE_VALEUR,
            span,
            format!("Le thème « {name} » n’existe pas."),
            format!("créez le dossier themes/{name}, ou retirez cette ligne : le thème d’origine sert alors"),
        );
    }
    problems.into_list()
}

/// Checks a library whose files were read.
pub fn judge(source: source::LibrarySource, include: Include) -> Checked {
    let read = crate::model::read::library(source, include);
    let mut problems = read.problems;
    if let Some(library) = &read.library {
        let found = crate::check::check(library, &problems);
        problems.extend(found);
    }
    diagnostic::sort(&mut problems);
    Checked { library: read.library, problems }
}

/// Builds the site of a library into its folder.
///
/// # Errors
/// When the call, the theme or the machine is at fault; the former site is then untouched.
pub fn build(
    options: &Options<'_>,
    progress: &(dyn Fn(Phase) + Sync),
) -> Result<(Outcome, Vec<Diagnostic>), PipelineError> {
    let start = Instant::now();
    progress(Phase::Read);
    let mut checked = check(options.root, options.include)?;
    if let (Some(library), Some(url)) = (&mut checked.library, &options.base_url) {
        library.config.site.url.clone_from(url);
    }
    let Some(library) = checked.valid() else { return Ok((Outcome::Refused, checked.problems)) };
    let staging = Staging::begin(options.output).map_err(PipelineError::Output)?;
    if let Err(error) = produce(library, options.root, &staging, progress) {
        staging.abandon();
        return Err(error);
    }
    progress(Phase::Write);
    let written = staging.commit().map_err(PipelineError::Output)?;
    let report = Report { counts: library.counts(), written, time: start.elapsed() };
    Ok((Outcome::Built(report), checked.problems))
}

/// Builds the whole site of a library that has no error into `sink`; `root` is where its themes are.
///
/// # Errors
/// When the theme is at fault, or the sink refuses a file.
pub fn build_into(library: &Library, root: &Path, sink: &dyn Sink) -> Result<(), PipelineError> {
    produce(library, root, sink, &|_| ())
}

/// The site of a library, file by file, each made when it is asked for: the same bytes as those of a build. What the
/// index makes is not part of it.
pub struct Preview<'a> {
    library: &'a Library,
    pages: Pages<'a>,
    export: export::Options,
}

impl<'a> Preview<'a> {
    /// Works out what pages share. `shelves` are those of the library.
    ///
    /// # Errors
    /// When the theme lacks a sentence.
    pub fn new(library: &'a Library, theme: &'a Theme, shelves: Arc<Shelves>) -> Result<Self, PipelineError> {
        let (render, export) = options(library);
        Ok(Self { library, pages: Pages::new(library, theme, shelves, render)?, export })
    }

    /// The file at a path of the site. `search` is what the search page must know of the index, `close` gives the
    /// ranks of the deliverables close to one, by slug.
    ///
    /// # Errors
    /// When a template fails.
    pub fn file(
        &self,
        path: &str,
        search: &SearchPage,
        close: &dyn Fn(&str) -> Vec<u32>,
    ) -> Result<Option<Content>, PipelineError> {
        if let Some(found) = export::file(self.library, &self.export, path)? {
            return Ok(Some(found));
        }
        Ok(self.pages.file(path, search, close)?)
    }
}

/// Searches a library by its content as it stands, once for each query: the index is made on the spot, so that nothing is
/// stored anywhere and the answer is never that of another day.
///
/// # Errors
/// When the index cannot be made.
pub fn search(library: &Library, queries: &[String], limit: usize) -> Result<Vec<Found>, SearchError> {
    let index = search::Index::build(library)?;
    let options = search::query::Options { limit, ..Default::default() };
    queries.iter().map(|words| search::search(&index, library, words, &options)).collect()
}

/// Everything the site is made of, into `sink`.
fn produce(
    library: &Library,
    root: &Path,
    sink: &dyn Sink,
    progress: &(dyn Fn(Phase) + Sync),
) -> Result<(), PipelineError> {
    let theme = Theme::load(root, &library.config.site.theme)?;
    let (render, export) = options(library);
    progress(Phase::Index);
    // The pages that need nothing of the index are rendered while it is made.
    let (indexed, listed) = rayon::join(
        || index(library, sink),
        || {
            export::export(library, &export, sink)?;
            let pages = Pages::new(library, &theme, Arc::new(Shelves::new(library)), render)?;
            pages.lists(sink)?;
            Ok::<_, PipelineError>(pages)
        },
    );
    let (pages, indexed) = (listed?, indexed?);
    progress(Phase::Render);
    pages.search(&indexed.page, sink)?;
    pages.deliverables(&indexed.neighbours, sink)?;
    Ok(())
}

/// Close deliverables worked out for each.
const NEIGHBOURS: usize = 8;

/// What pages show of the index.
#[derive(Debug, Clone, Default)]
pub struct Indexed {
    /// For the search page.
    pub page: SearchPage,
    /// For each deliverable by rank, the ranks of those close to it, the closest first.
    pub neighbours: Vec<Vec<u32>>,
}

/// Indexes a library and puts the files of its index into `sink`.
///
/// # Errors
/// When the index cannot be made or stored.
pub fn index(library: &Library, sink: &dyn Sink) -> Result<Indexed, PipelineError> {
    Ok(index_again(library, None, sink)?.0)
}

/// As [`index`], with what can be taken over from the index of a former state of the library; gives the index as well.
///
/// # Errors
/// As [`index`].
pub fn index_again(
    library: &Library,
    former: Option<&search::Index>,
    sink: &dyn Sink,
) -> Result<(Indexed, search::Index), PipelineError> {
    let index = search::Index::again(library, former)?;
    let published = search::export(&index, library, sink)?;
    let neighbours = search::similar::neighbours(&index, NEIGHBOURS);
    let page = SearchPage { folder: published.folder, preload: published.preload };
    Ok((Indexed { page, neighbours }, index))
}

/// What pages and exports need besides the library.
fn options(library: &Library) -> (render::Options, export::Options) {
    let base_url = library.config.site.url.clone();
    let drafts = library.deliverables.iter().any(|one| !one.statut.is_published());
    (render::Options { base_url: base_url.clone(), drafts }, export::Options { base_url, drafts })
}
