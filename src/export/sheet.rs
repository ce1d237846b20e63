//! `livrables/<slug>/fiche.json`: a deliverable whole, under the keys of its front matter, with its
//! address and its reuses.

use serde::Serialize;

use super::Options;
use crate::model::{Deliverable, Library, Place, ReuseState};

#[derive(Serialize)]
struct Sheet<'a> {
    url: String,
    #[serde(flatten)]
    deliverable: &'a Deliverable,
    reprises: Vec<ReuseSheet<'a>>,
}

#[derive(Serialize)]
struct ReuseSheet<'a> {
    id: &'a str,
    organisme: &'a str,
    site: &'a Place,
    date: jiff::civil::Date,
    etat: ReuseState,
}

pub(super) fn json(library: &Library, one: &Deliverable, options: &Options) -> Vec<u8> {
    let reprises = library
        .reuses_of(one.slug.as_str())
        .map(|(_, reuse)| ReuseSheet {
            id: &reuse.slug,
            organisme: &reuse.organisme,
            site: &reuse.site,
            date: reuse.date,
            etat: reuse.etat,
        })
        .collect();
    to_bytes(&Sheet { url: format!("{}{}", options.base_url, one.url()), deliverable: one, reprises })
}

/// A value as JSON. Our own types always serialise: their maps have text keys and they hold no
/// number that JSON lacks.
pub(super) fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
