//! `capitole schema`: what editors need to complete and check front matters.

use std::path::PathBuf;
use std::process::ExitCode;

use capitole::model::read::Include;
use capitole::schema::{self, Kind};
use capitole::{output, pipeline};
use clap::Args;

use crate::arguments::Library;
use crate::commands::{CONTENT, root};
use crate::terminal::{self, Warnings, plural};

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Options {
    /// Ce que le schéma décrit : livrable, reprise ou page
    #[arg(value_name = "SORTE", value_parser = kind, default_value = "livrable", hide_default_value = true, help_heading = "Arguments")]
    kind: Kind,
    #[command(flatten)]
    library: Library,
    /// Écrit les trois schémas dans ce dossier
    #[arg(long, value_name = "DOSSIER")]
    output: Option<PathBuf>,
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| "écrivez livrable, reprise ou page".to_owned())
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    let root = root(&options.library)?;
    let checked = pipeline::check(&root, Include::Drafts).map_err(|error| error.to_string())?;
    let Some(library) = &checked.library else {
        terminal::show(&checked.problems, Warnings::Few);
        return Ok(ExitCode::from(CONTENT));
    };
    let text = |kind| -> Result<String, String> {
        let slugs = library.deliverables.iter().map(|one| one.slug.as_str());
        let schema = schema::schema(kind, &library.config, slugs);
        Ok(serde_json::to_string_pretty(&schema).map_err(|error| error.to_string())? + "\n")
    };
    let Some(folder) = &options.output else {
        print!("{}", text(options.kind)?);
        return Ok(ExitCode::SUCCESS);
    };
    for kind in Kind::ALL {
        let path = folder.join(format!("{}.schema.json", kind.name()));
        output::disk::write(&path, text(kind)?.as_bytes()).map_err(|error| error.to_string())?;
    }
    println!("{} → {}", plural(Kind::ALL.len(), "schéma", "schémas"), folder.display());
    Ok(ExitCode::SUCCESS)
}
