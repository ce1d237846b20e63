//! The facets of a library, as columns.
//!
//! Real metadata hardly compress, so each facet has a file of its own and a reader loads those it
//! shows; the first two, which every page of results shows, stand in the manifest.

use std::io;

use super::super::facets;
use super::super::format::columns;
use super::super::format::{Kind, Payload};
use super::{File, file};
use crate::model::Library;

/// How many facets stand in the manifest: every page of results shows them.
const FIRST: usize = 2;

/// The facets of a library, written.
pub(super) struct Written {
    /// The first ones, for the manifest.
    pub(super) first: Payload,
    /// Each other facet's id with the name of its file, without `.bin`.
    pub(super) names: Vec<(&'static str, String)>,
    pub(super) files: Vec<File>,
}

/// Writes the facets.
pub(super) fn write(library: &Library) -> io::Result<Written> {
    let facets = facets::of(library);
    let documents = library.deliverables.len();
    let (first, others) = facets.split_at(FIRST);
    let mut files = Vec::new();
    let mut names = Vec::new();
    for facet in others {
        let name = format!("f-{}", facet.id);
        files.push(file(Kind::Facets, name.clone(), &columns::facets(documents, &[facet])?)?);
        names.push((facet.id, name));
    }
    let first = columns::facets(documents, &first.iter().collect::<Vec<_>>())?;
    Ok(Written { first, names, files })
}
