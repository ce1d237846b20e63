//! The library for machines: catalogue (CSV for spreadsheets and for programs, JSON, what describes them), one JSON a deliverable, feed, site
//! map, robots, search description. Nothing here looks at the clock: the same content gives the same
//! bytes.

mod catalogue;
mod feed;
mod package;
mod record;
mod schema;
mod sitemap;
mod sheet;

use std::fmt;
use std::io;

use rayon::prelude::*;

use self::catalogue::Dialect;
use crate::model::Library;
use crate::output::{Content, Sink};
use crate::system::in_french;

/// A file could not be made or stored.
#[derive(Debug)]
pub struct ExportError {
    /// Path in the site.
    pub path: String,
    /// What happened.
    pub error: io::Error,
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Écriture de « {} » impossible : {}", self.path, in_french(&self.error))
    }
}

impl std::error::Error for ExportError {}

/// What the exports need besides the library.
#[derive(Debug, Clone)]
pub struct Options {
    /// Public address of the site, ends with `/`.
    pub base_url: String,
    /// Whether the site shows drafts: search engines are then asked to stay away.
    pub drafts: bool,
}

/// Writes every export to `sink`.
///
/// # Errors
/// When the sink refuses a file.
pub fn export(library: &Library, options: &Options, sink: &dyn Sink) -> Result<(), ExportError> {
    let records: Vec<record::Record<'_>> =
        library.deliverables.par_iter().map(|one| record::record(library, one, options)).collect();
    let published: Vec<&record::Record<'_>> = records
        .iter()
        .zip(&library.deliverables)
        .filter(|(_, one)| one.statut.is_published())
        .map(|(r, _)| r)
        .collect();
    for dialect in Dialect::ALL {
        let table = catalogue::csv(&published, dialect).map_err(|error| failed(dialect.path(), error))?;
        put(sink, dialect.path(), table)?;
    }
    put(sink, package::PATH, package::describe(library, options))?;
    put(sink, "catalogue.json", catalogue::json(library, options, &published))?;
    put(sink, "catalogue.schema.json", schema::table_schema(library))?;
    put(sink, "flux.atom", feed::atom(library, options))?;
    for (path, content) in sitemap::sitemaps(library, options) {
        put(sink, &path, content)?;
    }
    put(sink, "robots.txt", sitemap::robots(options))?;
    put(sink, "opensearch.xml", sitemap::open_search(library, options))?;
    library
        .deliverables
        .par_iter()
        .try_for_each(|one| put(sink, &format!("{}fiche.json", one.url()), sheet::json(library, one, options)))
}

/// The file at a path of the site, the same as [`export`] gives it; `None` when it gives none.
///
/// # Errors
/// When it cannot be made.
pub fn file(library: &Library, options: &Options, path: &str) -> Result<Option<Content>, ExportError> {
    let records = || -> Vec<record::Record<'_>> {
        let published = library.deliverables.par_iter().filter(|one| one.statut.is_published());
        published.map(|one| record::record(library, one, options)).collect()
    };
    if let Some(dialect) = Dialect::at(path) {
        let table = catalogue::csv(&records().iter().collect::<Vec<_>>(), dialect);
        return table.map(|table| Some(table.into())).map_err(|error| failed(path, error));
    }
    Ok(match path {
        package::PATH => Some(package::describe(library, options).into()),
        "catalogue.json" => Some(catalogue::json(library, options, &records().iter().collect::<Vec<_>>()).into()),
        "catalogue.schema.json" => Some(schema::table_schema(library).into()),
        "flux.atom" => Some(feed::atom(library, options).into()),
        "robots.txt" => Some(sitemap::robots(options).into()),
        "opensearch.xml" => Some(sitemap::open_search(library, options).into()),
        _ if path.starts_with("sitemap") => {
            sitemap::sitemaps(library, options).into_iter().find(|(name, _)| name == path).map(|(_, map)| map.into())
        }
        _ => {
            let slug = path.strip_prefix("livrables/").and_then(|rest| rest.strip_suffix("/fiche.json"));
            slug.and_then(|slug| library.get(slug)).map(|one| sheet::json(library, one, options).into())
        }
    })
}

fn put(sink: &dyn Sink, path: &str, content: impl Into<Content>) -> Result<(), ExportError> {
    sink.put(path, content.into()).map_err(|error| failed(path, error))
}

fn failed(path: &str, error: io::Error) -> ExportError {
    ExportError { path: path.to_owned(), error }
}

/// Text as it may stand in an XML document: escaped, without the control characters that XML forbids.
fn xml(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    quick_xml::escape::escape(&clean).into_owned()
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn xml_text_is_escaped() {
        assert_eq!(xml("a < b & \"c\"\u{1}"), "a &lt; b &amp; &quot;c&quot;");
    }
}
