//! The preview: builds into memory, serves on the loopback, watches the library's files, rebuilds,
//! and tells the browser. The last good site stays while the content has an error.

mod http;
mod site;
mod watch;

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::diagnostic::Diagnostic;
use crate::model::read::Include;
use crate::pipeline::{self, Outcome, PipelineError, Report};
use site::{Served, State};

/// The first port tried when none is asked for; the nine after it follow.
const FIRST_PORT: u16 = 4300;

/// What to preview.
#[derive(Debug, Clone)]
pub struct Options {
    /// The library's folder.
    pub root: PathBuf,
    /// The port asked for.
    pub port: Option<u16>,
    /// Whether drafts are shown.
    pub include: Include,
}

/// What happens, for the terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// The site is served at this address.
    Listening(SocketAddr),
    /// A build went well.
    Built(&'a Report, &'a [Diagnostic]),
    /// The content has errors; the last good site stays.
    Refused(&'a [Diagnostic]),
    /// The build could not be done: a broken theme, an unreadable folder.
    Failed(&'a PipelineError),
}

/// Why the preview could not begin.
#[derive(Debug)]
pub enum ServeError {
    /// No library there, or a broken theme.
    Pipeline(PipelineError),
    /// The port is taken, or the system refuses.
    Listen(u16, std::io::Error),
    /// The files cannot be watched.
    Watch(notify::Error),
    /// The server stopped.
    Http(std::io::Error),
}

impl fmt::Display for ServeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pipeline(error) => error.fmt(f),
            Self::Listen(port, error) => {
                write!(
                    f,
                    "impossible d’écouter sur le port {port} : {error}\n  aide : choisissez-en un autre avec --port"
                )
            }
            Self::Watch(error) => write!(f, "impossible de surveiller les fichiers : {error}"),
            Self::Http(error) => write!(f, "le serveur s’est arrêté : {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

/// Serves until the process ends. `tell` is called from several threads, one event at a time.
///
/// # Errors
/// When the preview cannot begin. Faults of the content or the theme after that are events.
pub fn run(options: &Options, tell: &(dyn Fn(Event<'_>) + Sync)) -> Result<(), ServeError> {
    let listener = listen(options.port)?;
    let address = listener.local_addr().map_err(ServeError::Http)?;
    let state = Arc::new(State::new(address.port()));
    let watch = watch::Watch::begin(&options.root).map_err(ServeError::Watch)?;
    rebuild(options, &state, tell);
    tell(Event::Listening(address));
    std::thread::scope(|scope| {
        let builder = state.clone();
        scope.spawn(move || {
            while watch.wait() {
                rebuild(options, &builder, tell);
            }
        });
        http::serve(listener, state.clone()).map_err(ServeError::Http)
    })
}

fn rebuild(options: &Options, state: &State, tell: &(dyn Fn(Event<'_>) + Sync)) {
    let start = Instant::now();
    let built = pipeline::build_in_memory(&options.root, options.include);
    match built {
        Ok((Outcome::Built(mut report), problems, files)) => {
            report.time = start.elapsed();
            state.publish(Served::new(files));
            tell(Event::Built(&report, &problems));
        }
        Ok((Outcome::Refused, problems, _)) => {
            state.refuse(&problems);
            tell(Event::Refused(&problems));
        }
        Err(error) => {
            state.fail(&error.to_string());
            tell(Event::Failed(&error));
        }
    }
}

fn listen(port: Option<u16>) -> Result<TcpListener, ServeError> {
    let ports = match port {
        Some(port) => vec![port],
        None => (FIRST_PORT..FIRST_PORT + 10).collect(),
    };
    let mut last = None;
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(ServeError::Listen(port, error)),
        }
    }
    Err(last.unwrap_or_else(|| ServeError::Listen(FIRST_PORT, std::io::ErrorKind::AddrInUse.into())))
}
