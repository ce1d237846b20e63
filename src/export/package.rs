//! `datapackage.json`: what the two tables of the catalogue are and how they are written, as a Data Package
//! (<https://specs.frictionlessdata.io/tabular-data-package/>), so that a program reads either without guessing.

use serde_json::{Value, json};

use super::Options;
use super::catalogue::Dialect;
use crate::model::Library;

/// Its path in the site.
pub(super) const PATH: &str = "datapackage.json";

pub(super) fn describe(library: &Library, options: &Options) -> Vec<u8> {
    let site = &library.config.site;
    super::sheet::to_bytes(&json!({
        "profile": "tabular-data-package",
        "name": "catalogue",
        "title": site.titre,
        "description": site.description,
        "homepage": options.base_url,
        "contributors": [{ "title": library.config.mentions.editeur, "role": "publisher" }],
        "resources": Dialect::ALL.map(resource),
    }))
}

fn resource(dialect: Dialect) -> Value {
    json!({
        "profile": "tabular-data-resource",
        "name": dialect.path().trim_end_matches(".csv"),
        "path": dialect.path(),
        "title": dialect.title(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": char::from(dialect.delimiter()).to_string(),
            "lineTerminator": "\r\n",
            "quoteChar": "\"",
            "doubleQuote": true,
            "header": true,
            "skipInitialSpace": false,
        },
        "schema": "catalogue.schema.json",
    })
}
