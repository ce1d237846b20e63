//! The preview: holds the library in memory, takes in what changes on the disk, and renders a page when it is looked at.
//! The last good site stays while the content has an error. Nothing is written.
//!
//! Four threads: one watches the disk, one holds the library and renders ([`engine`]), one indexes in the background
//! ([`indexer`]), one answers browsers ([`http`]).

mod editor;
mod engine;
mod http;
mod indexer;
mod problems;
mod site;
mod state;
mod watch;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::model::Counts;
use crate::model::read::Include;
use crate::pipeline::PipelineError;
use crate::system::in_french;

pub use editor::Editor;
use engine::Message;

/// The first port tried when none is asked for; the nine after it follow.
const FIRST_PORT: u16 = 4300;

/// What to preview.
#[derive(Debug, Clone)]
pub struct Options {
    /// The library's folder.
    pub root: PathBuf,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port asked for.
    pub port: Option<u16>,
    /// Whether drafts are shown.
    pub include: Include,
    /// How links to the files with problems are made.
    pub editor: Editor,
}

impl Options {
    /// The preview of a library for this machine alone.
    pub fn new(root: PathBuf, include: Include) -> Self {
        Self { root, host: Ipv4Addr::LOCALHOST.into(), port: None, include, editor: Editor::default() }
    }
}

/// What happens, for the terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site is served at this address.
    Listening(SocketAddr),
    /// The system does not tell of changes, for this reason: they are looked for every second.
    Polling(&'a notify::Error),
    /// What is wrong with the content and was not before.
    Problems(&'a [Diagnostic]),
    /// The site is that of the content.
    Updated {
        /// Texts of the site.
        counts: Counts,
        /// From the change to the site.
        time: Duration,
    },
    /// The content has errors; the last good site stays.
    Refused(&'a [Diagnostic]),
    /// The site could not be made: a broken theme, an unreadable folder.
    Failed(&'a PipelineError),
}

/// Why the preview could not begin.
#[derive(Debug)]
pub enum ServeError {
    /// The port is taken, or the system refuses.
    Listen(SocketAddr, std::io::Error),
    /// The files cannot be watched.
    Watch(notify::Error),
    /// The server stopped.
    Http(std::io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) => {
                write!(
                    f,
                    "impossible d’écouter sur {address} : {}\n  aide : choisissez un autre port avec --port, ou une autre adresse avec --host",
                    in_french(error)
                )
            }
            Self::Watch(error) => write!(f, "impossible de surveiller les fichiers : {}", unwatched(error)),
            Self::Http(error) => write!(f, "le serveur s’est arrêté : {}", in_french(error)),
        }
    }
}

impl std::error::Error for ServeError {}

/// Why files are not watched, as the end of a sentence.
pub fn unwatched(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => in_french(error),
        notify::ErrorKind::MaxFilesWatch => "il a trop de fichiers à surveiller".to_owned(),
        notify::ErrorKind::PathNotFound => "un dossier n’existe plus".to_owned(),
        _ => error.to_string(),
    }
}

/// Serves until the process ends. `tell` is called from one thread.
///
/// # Errors
/// When the preview cannot begin. Faults of the content or the theme after that are events.
pub fn run(options: &Options, tell: &(dyn Fn(Event<'_>) + Sync)) -> Result<(), ServeError> {
    let listener = listen(options)?;
    let address = listener.local_addr().map_err(ServeError::Http)?;
    let watch = watch::Watch::begin(&options.root).map_err(ServeError::Watch)?;
    tell(Event::Listening(address));
    if let Some(error) = &watch.polls_because {
        tell(Event::Polling(error));
    }
    let state = Arc::new(state::State::new());
    let (send, inbox) = channel();
    let indexer = indexer::Indexer::default();
    std::thread::scope(|scope| {
        let (from_watch, from_indexer) = (send.clone(), send.clone());
        scope.spawn(move || watch.run(|changes| from_watch.send(Message::Changed(changes)).is_ok()));
        let indexing = &indexer;
        scope.spawn(move || indexing.run(|made| from_indexer.send(Message::Indexed(made)).is_ok()));
        let shown = state.clone();
        scope.spawn(move || {
            engine::run(options, &shown, indexing, &inbox, tell);
            indexing.end();
        });
        http::serve(listener, http::Server::new(state.clone(), send, options)).map_err(ServeError::Http)
    })
}

fn listen(options: &Options) -> Result<TcpListener, ServeError> {
    let ports = match options.port {
        Some(port) => vec![port],
        None => (FIRST_PORT..FIRST_PORT + 10).collect(),
    };
    let mut last = None;
    for port in ports {
        let address = SocketAddr::new(options.host, port);
        match TcpListener::bind(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(ServeError::Listen(address, error)),
        }
    }
    let none = || ServeError::Listen(SocketAddr::new(options.host, FIRST_PORT), std::io::ErrorKind::AddrInUse.into());
    Err(last.unwrap_or_else(none))
}
