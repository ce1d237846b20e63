//! A body of Markdown in its page: the text as HTML, and its contents list.

use serde::Serialize;
use tera::{Context, Value};

use super::links::Links;
use super::site::Site;
use crate::model::links::Origin;
use crate::parse::html::{self, Frame};
use crate::parse::markdown::Body;

#[derive(Serialize)]
struct Heading<'a> {
    id: &'a str,
    titre: &'a str,
}

/// Inserts the text (`corps`) and its highest headings (`sommaire`) for the page at a path; gives the
/// number of these headings.
pub(super) fn insert(site: &Site<'_>, origin: Origin<'_>, body: &Body, page: &str, context: &mut Context) -> usize {
    let resolve = Links::new(site, origin, body, page);
    context.insert_value("corps", Value::safe_string(&html::render(body, Frame::default(), &resolve)));
    let highest = body.headings.iter().map(|heading| heading.level).min().unwrap_or(2);
    let headings: Vec<Heading<'_>> = body
        .headings
        .iter()
        .filter(|heading| heading.level == highest)
        .map(|heading| Heading { id: &heading.id, titre: &heading.text })
        .collect();
    context.insert("sommaire", &headings);
    headings.len()
}
