//! The page of an attachment that is Markdown or a table: what it holds, in the look of the site, beside the file itself.

use serde::Serialize;

use super::page::Page;
use super::site::Site;
use super::{RenderError, body, brief, resources};
use crate::model::Deliverable;
use crate::model::deliverable::{Resource, ResourceTarget};
use crate::model::document::{Content, Document};
use crate::model::links::Origin;
use crate::output::Sink;
use crate::parse::attachment::Table;

/// A table.
#[derive(Serialize)]
struct TableView<'a> {
    entete: &'a [String],
    lignes: &'a [Vec<String>],
    /// Rows that the file has.
    total: usize,
    /// Rows that are shown.
    montrees: usize,
}

/// Renders the pages of a deliverable's documents.
pub(super) fn render(site: &Site<'_>, one: &Deliverable, sink: &dyn Sink) -> Result<(), RenderError> {
    one.documents.iter().try_for_each(|document| page(site, one, document, sink))
}

/// Renders the page at a name beside a deliverable's; nothing when there is none.
pub(super) fn at(site: &Site<'_>, one: &Deliverable, name: &str, sink: &dyn Sink) -> Result<(), RenderError> {
    match one.documents.iter().find(|document| Document::page(&document.file) == name) {
        Some(document) => page(site, one, document, sink),
        None => Ok(()),
    }
}

fn page(site: &Site<'_>, one: &Deliverable, document: &Document, sink: &dyn Sink) -> Result<(), RenderError> {
    let resource = resource_of(one, &document.file);
    let description = resource.and_then(|resource| resource.description.as_deref()).unwrap_or(&document.title);
    let path = format!("{}{}", one.url(), Document::page(&document.file));
    let page = Page::new(path, &document.title, description, "fiches")
        .under(site.theme.text("nav.fiches")?, "livrables/")
        .under(&one.titre, one.url());
    let mut context = page.context(site);
    context.insert("fiche", &brief::head(site, one));
    context.insert("fichier", &resources::file(one, &document.file));
    context.insert("description", &resource.and_then(|resource| resource.description.as_deref()));
    let words = &site.config().vocabulaires;
    let licence = resource.and_then(|resource| resource.licence.as_deref()).unwrap_or(&one.licence);
    context.insert("licence", &brief::licence(licence, words.licences.get(licence)));
    let owner = resource.and_then(|resource| resource.titulaire_droits.as_deref()).unwrap_or(&one.titulaire_droits);
    context.insert("titulaire", owner);
    match &document.content {
        Content::Text(text) => {
            let origin = Origin::Attachment(one.slug.as_str(), &document.file);
            body::insert(site, origin, &text.below(), &page.path, &mut context);
            context.insert("ancre", &text.title_anchor());
        }
        Content::Table(table) => context.insert("tableau", &table_view(table)),
    }
    page.write(site, "document.html", &context, sink)
}

/// The resource that names a file first.
fn resource_of<'a>(one: &'a Deliverable, file: &str) -> Option<&'a Resource> {
    one.ressources
        .iter()
        .find(|resource| matches!(&resource.cible, ResourceTarget::Fichier(name) if name.value == file))
}

fn table_view(table: &Table) -> TableView<'_> {
    TableView { entete: &table.header, lignes: &table.rows, total: table.total, montrees: table.rows.len() }
}
