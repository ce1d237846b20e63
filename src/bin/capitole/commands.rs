//! Each command: calls the library, shows what came of it, gives the exit status.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use capitole::diagnostic::human::tally;
use capitole::model::read::Include;
use capitole::pipeline::{self, Outcome, Report};
use capitole::system::in_french;
use capitole::{config, source};

use crate::arguments::{self, Build, Call, Command, Search};
use crate::terminal::{self, Progress, Warnings, plural, seconds, texts};
use crate::{check, explain, init, lsp, new, schema, serve};

pub(crate) const CONTENT: u8 = 1;
const MACHINE: u8 = 2;

/// Runs a command.
pub(crate) fn run(call: Call) -> ExitCode {
    let done = match call.command {
        Command::Build(options) => build(&options),
        Command::Check(options) => check::run(&options),
        Command::Serve(options) => serve::run(&options),
        Command::Search(options) => search(&options),
        Command::Schema(options) => schema::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Lsp => lsp::run(),
        Command::New(options) => new::run(&options),
        Command::Init(options) => init::run(&options),
    };
    done.unwrap_or_else(|message| {
        eprintln!("erreur : {message}");
        ExitCode::from(MACHINE)
    })
}

fn build(options: &Build) -> Result<ExitCode, String> {
    let root = root(&options.library)?;
    let output = options.output.clone().unwrap_or_else(|| root.join("public"));
    let base_url = options
        .base_url
        .as_deref()
        .map(config::base_url)
        .transpose()
        .map_err(|error| format!("--base-url : {error}"))?;
    refuse_own_folders(&root, &output)?;
    let progress = Progress::begin();
    let options = pipeline::Options { root: &root, output: &output, include: include(options.drafts), base_url };
    let built = pipeline::build(&options, &|phase| progress.phase(phase));
    progress.end();
    let (outcome, problems) = built.map_err(|error| error.to_string())?;
    terminal::show(&problems, Warnings::Few);
    Ok(match outcome {
        Outcome::Built(report) => {
            println!("{} → {}", summary(&report), output.display());
            if report.written.photos > 0 {
                println!("{}", photos(report.written.photos));
            }
            ExitCode::SUCCESS
        }
        Outcome::Refused => {
            eprintln!("{} : rien n’est écrit, le site précédent reste en place.", tally(&problems));
            ExitCode::from(CONTENT)
        }
    })
}

fn search(options: &Search) -> Result<ExitCode, String> {
    let root = root(&options.library)?;
    let checked = pipeline::check(&root, Include::Published).map_err(|error| error.to_string())?;
    let Some(library) = checked.valid() else {
        terminal::show(&checked.problems, Warnings::Few);
        return Ok(ExitCode::from(CONTENT));
    };
    let queries = if options.stdin {
        std::io::stdin()
            .lines()
            .collect::<Result<_, _>>()
            .map_err(|error| format!("entrée standard : {}", in_french(&error)))?
    } else {
        vec![options.words.join(" ")]
    };
    for found in pipeline::search(library, &queries, options.limit).map_err(|error| error.to_string())? {
        match (options.stdin, options.json) {
            (true, _) => println!("{}", serde_json::to_string(&found).map_err(|error| error.to_string())?),
            (false, true) => println!("{}", serde_json::to_string_pretty(&found).map_err(|error| error.to_string())?),
            (false, false) => print!("{}", terminal::results(&found)),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What became of photos.
fn photos(count: usize) -> String {
    let photos = plural(count, "photo publiée", "photos publiées");
    let theirs = if count < 2 { "ses" } else { "leurs" };
    format!("{photos} sans {theirs} métadonnées (lieu, date, appareil)")
}

fn summary(report: &Report) -> String {
    format!(
        "{}, {} en {}",
        texts(report.counts),
        plural(report.written.files, "fichier", "fichiers"),
        seconds(report.time)
    )
}

pub(crate) const fn include(drafts: bool) -> Include {
    if drafts { Include::Drafts } else { Include::Published }
}

/// The library's folder: as named, else the nearest upwards that holds `site.toml`.
pub(crate) fn root(library: &arguments::Library) -> Result<PathBuf, String> {
    if let Some(root) = &library.root {
        let shown = root.display();
        if root.exists() && !root.is_dir() {
            return Err(format!("« {shown} » n’est pas un dossier"));
        }
        return if root.exists() { Ok(root.clone()) } else { Err(format!("le dossier « {shown} » n’existe pas")) };
    }
    let here = std::env::current_dir()
        .map_err(|error| format!("le dossier courant ne peut pas être lu : {}", in_french(&error)))?;
    source::disk::find_root(&here).ok_or_else(|| {
        "aucun site.toml ici ni dans les dossiers au-dessus.\n  aide : placez-vous dans le dossier de la bibliothèque, ou nommez-le avec --root".to_owned()
    })
}

/// The site never goes where the content is.
fn refuse_own_folders(root: &Path, output: &Path) -> Result<(), String> {
    let real = |path: &Path| {
        std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
    };
    let (root, output) = (real(root), real(output));
    let own = [root.join("content"), root.join("themes"), root.join("src")];
    if root.starts_with(&output) || own.iter().any(|folder| output.starts_with(folder)) {
        return Err(format!(
            "le site ne peut pas être écrit dans « {} », qui contient la bibliothèque elle-même",
            output.display()
        ));
    }
    Ok(())
}
