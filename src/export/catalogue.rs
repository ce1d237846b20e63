//! The catalogue as a table (UTF-8, lists joined by `|`), once for spreadsheets and once for programs, and
//! `catalogue.json`.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::Options;
use super::record::Record;
use super::schema::FIELDS;
use crate::model::Library;

/// Joins the items of a list in a cell.
pub(super) const SEPARATOR: &str = "|";

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As a spreadsheet set to French opens it by a double click: semicolons, and the mark without which it does not
    /// take the text for UTF-8.
    Spreadsheet,
    /// RFC 4180, without a mark.
    Plain,
}

impl Dialect {
    pub(super) const ALL: [Self; 2] = [Self::Spreadsheet, Self::Plain];

    /// The table at a path of the site.
    pub(super) fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.path() == path)
    }

    /// Its path in the site.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Spreadsheet => "catalogue.csv",
            Self::Plain => "catalogue-rfc4180.csv",
        }
    }

    /// What it is for.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Spreadsheet => "Catalogue pour un tableur",
            Self::Plain => "Catalogue pour un programme",
        }
    }

    /// What stands between cells.
    pub(super) const fn delimiter(self) -> u8 {
        match self {
            Self::Spreadsheet => b';',
            Self::Plain => b',',
        }
    }
}

/// The catalogue as a table, one line a deliverable.
pub(super) fn csv(records: &[&Record<'_>], dialect: Dialect) -> io::Result<Vec<u8>> {
    let mark = match dialect {
        Dialect::Spreadsheet => "\u{feff}",
        Dialect::Plain => "",
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(dialect.delimiter())
        .terminator(csv::Terminator::CRLF)
        .from_writer(mark.as_bytes().to_vec());
    writer.write_record(FIELDS.iter().map(|field| field.name))?;
    for record in records {
        let Value::Object(values) = serde_json::to_value(record)? else { continue };
        writer
            .write_record(FIELDS.iter().map(|field| guarded(cell(values.get(field.name).unwrap_or(&Value::Null)))))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A value as the text of a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(SEPARATOR),
        other => other.to_string(),
    }
}

/// A spreadsheet takes a cell that begins so for a formula and would run it: an apostrophe makes it text again. In both
/// tables, since a double click opens either in a spreadsheet; `catalogue.json` has every text as it was written.
fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text
    }
}

#[derive(Serialize)]
struct Catalogue<'a> {
    titre: &'a str,
    description: &'a str,
    editeur: &'a str,
    url: &'a str,
    schema: String,
    vocabulaires: &'a crate::config::Vocabularies,
    fiches: &'a [&'a Record<'a>],
}

/// The catalogue with its vocabularies, so that ids have names.
pub(super) fn json(library: &Library, options: &Options, records: &[&Record<'_>]) -> Vec<u8> {
    let site = &library.config.site;
    super::sheet::to_bytes(&Catalogue {
        titre: &site.titre,
        description: &site.description,
        editeur: &library.config.mentions.editeur,
        url: &options.base_url,
        schema: format!("{}catalogue.schema.json", options.base_url),
        vocabulaires: &library.config.vocabulaires,
        fiches: records,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        assert_eq!(guarded("=1+1".into()), "'=1+1");
        assert_eq!(guarded("@x".into()), "'@x");
        assert_eq!(guarded("＝1+1".into()), "'＝1+1");
        assert_eq!(guarded("Titre".into()), "Titre");
    }

    #[test]
    fn lists_are_joined() {
        assert_eq!(cell(&serde_json::json!(["a", "b"])), "a|b");
        assert_eq!(cell(&Value::Null), "");
        assert_eq!(cell(&serde_json::json!(true)), "true");
    }
}
