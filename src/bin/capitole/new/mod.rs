//! `capitole new`: what an author begins with. Asks in a terminal, else takes options; a text that the library would
//! refuse is not written.

mod deliverable;
mod texts;
mod values;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use capitole::config::Config;
use capitole::diagnostic::{Problems, Severity};
use capitole::output::disk::{NewFile, create};
use capitole::pipeline::PipelineError;
use capitole::scaffold::{self, New};
use capitole::source::{self, LibrarySource};
use capitole::{config, diagnostic};
use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::arguments::{HELP, Library};
use crate::commands::{CONTENT, root};
use crate::questions;
use crate::terminal::{self, Warnings};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Une fiche, en brouillon : référentiel, outil numérique ou modèle pédagogique
    #[command(help_template = HELP, override_usage = "capitole new livrable [OPTIONS]")]
    Livrable(Box<deliverable::Options>),
    /// Une reprise : ce qu’un autre organisme a fait d’une fiche
    #[command(help_template = HELP, override_usage = "capitole new reprise [OPTIONS]")]
    Reprise(texts::Reuse),
    /// Une page libre, à l’adresse donnée
    #[command(help_template = HELP, override_usage = "capitole new page [OPTIONS] [ADRESSE]")]
    Page(texts::Page),
}

/// What every kind takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
struct Common {
    #[command(flatten)]
    library: Library,
    /// Ne pose aucune question, même dans un terminal
    #[arg(long)]
    sans_question: bool,
}

/// The library that something new goes into.
struct Target {
    root: PathBuf,
    source: LibrarySource,
    config: Config,
    asks: bool,
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    match &options.what {
        What::Livrable(options) => deliverable::run(options),
        What::Reprise(options) => texts::reuse(options),
        What::Page(options) => texts::page(options),
    }
}

impl Target {
    /// Reads the library; `Err(Ok)` is an exit status: its settings have errors, which are shown.
    fn read(common: &Common) -> Result<Self, Result<ExitCode, String>> {
        let root = root(&common.library).map_err(Err)?;
        let source = source::disk::read_library(&root)
            .map_err(|error| Err(PipelineError::Read(root.clone(), error).to_string()))?;
        let Some(site) = source.site.clone() else {
            if source.problems.is_empty() {
                return Err(Err(PipelineError::NoSite(root).to_string()));
            }
            terminal::show(&source.problems, Warnings::Few);
            return Err(Ok(ExitCode::from(CONTENT)));
        };
        let mut problems = Problems::new(site);
        let config = config::read(&mut problems);
        let problems = problems.into_list();
        let (errors, _) = diagnostic::count(&problems);
        let Some(config) = config.filter(|_| errors == 0) else {
            terminal::show(&problems, Warnings::Few);
            eprintln!("Corrigez d’abord site.toml ; rien n’est écrit.");
            return Err(Ok(ExitCode::from(CONTENT)));
        };
        let asks = !common.sans_question && questions::can_ask();
        if asks {
            questions::begin();
        }
        Ok(Self { root, source, config, asks })
    }

    /// Whether something stands already where a new text would go.
    fn is_taken(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// Judges a new text with the library and writes it, unless it has errors, which are shown.
    fn write(&self, new: &New) -> Result<bool, String> {
        let problems = scaffold::judge(&self.source, new);
        let is_refused = problems.iter().any(|one| one.severity == Severity::Error);
        if is_refused {
            // The arrows below lead into a file that is not there.
            eprintln!("Ce fichier serait refusé :\n");
        }
        terminal::show(&problems, Warnings::All);
        if is_refused {
            eprintln!("Rien n’est écrit : corrigez ces valeurs et recommencez.");
            return Ok(false);
        }
        let path = self.root.join(new.path());
        create(&[NewFile { path, bytes: new.text.as_bytes(), is_program: false }])
            .map_err(|error| error.to_string())?;
        Ok(true)
    }

    /// A path as the person may type it from where they are.
    fn shown(&self, path: &str) -> String {
        let path = self.root.join(path);
        let here = std::env::current_dir().unwrap_or_default();
        path.strip_prefix(&here).map_or_else(|_| path.clone(), Path::to_path_buf).display().to_string()
    }
}

/// The exit status of a text that was not written: the call is at fault.
const REFUSED: u8 = 2;

fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// Says what is missing when nobody can be asked.
fn needed(kind: &str, option: &str, what: &str) -> String {
    format!("il manque {option} : {what}\n  aide : dans un terminal, « capitole new {kind} » pose la question")
}
