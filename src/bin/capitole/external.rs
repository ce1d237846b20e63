//! `capitole check --external`: asks other sites, shows how far it went, keeps their answers.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use capitole::diagnostic::Diagnostic;
use capitole::model::Library;
use capitole::outside::{self, Cache, Client, Options, Report};
use capitole::{check, output, repair, source};

use crate::terminal::plural;

/// The problems of the links of a library to other sites; only those of the files asked for.
pub(crate) fn run(root: &Path, library: &Library, only: &[PathBuf]) -> Result<Vec<Diagnostic>, String> {
    let mut links = check::external(library);
    links.retain(|link| repair::is_among(&link.source.path, only));
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(since.as_secs()).unwrap_or_default();
    let path = root.join(Cache::PATH);
    let mut cache = source::disk::read_own(&path).map(|bytes| Cache::parse(&bytes)).unwrap_or_default();
    let before = cache.clone();
    cache.clean(now);
    eprintln!("Liens vers d’autres sites : {}…", plural(links.len(), "lien", "liens"));
    let report = outside::check(&links, &Options::new(now), &Client::default(), &mut cache);
    if cache != before {
        let write = |path: &Path, bytes: &[u8]| output::disk::write(path, bytes).map_err(|error| error.to_string());
        // What else lies there, schemas, is for everyone.
        write(&path.with_file_name(".gitignore"), b"/.gitignore\n/liens.json\n")?;
        write(&path, cache.to_json().as_bytes())?;
    }
    eprintln!("{}\n", summary(&report));
    Ok(report.problems)
}

fn summary(report: &Report) -> String {
    if report.is_offline {
        return "Aucun site n’a répondu : cette machine est-elle connectée ? Rien n’est dit de ces liens.".to_owned();
    }
    let asked = plural(report.asked, "adresse demandée", "adresses demandées");
    let kept = plural(report.kept, "réponse récente gardée", "réponses récentes gardées");
    let left = match report.left {
        0 => String::new(),
        left => format!(", {} pour une autre fois", plural(left, "adresse laissée", "adresses laissées")),
    };
    format!("{asked}, {kept}{left}.")
}
