//! Where what stands in a text is defined.

use lsp_types::{Location, Range};

use super::home;
use super::shape::Meaning;
use super::state::State;
use super::view::{self, Spot, View};
use crate::diagnostic::Problems;
use crate::model::links::{Link, resolve};
use crate::parse::markdown;
use crate::source::PAGES;
use crate::span::{SourceRef, Span};
use crate::value::{NodeKind, toml};

/// The definition of what stands at a byte.
pub(super) fn definition(state: &State, view: &View<'_>, offset: usize) -> Option<Location> {
    match view.spot(offset) {
        Spot::Value(token) => match view.meaning(&token) {
            Meaning::Term(vocabulary) => term(state, view, vocabulary, &token.text),
            Meaning::Fiche => text(state, view, &deliverable(&token.text), None),
            Meaning::File => {
                let home::Role::Deliverable(slug) = &view.home.role else { return None };
                attachment(state, view, slug, &token.text)
            }
            Meaning::Own => None,
        },
        Spot::Link(link) => match resolve(view.home.origin(), &link.target) {
            Link::Anchor(anchor) => text(state, view, &view.home.path, Some(anchor)),
            Link::Deliverable { slug, anchor } => text(state, view, &deliverable(&slug), anchor),
            Link::Page { slug, anchor } => text(state, view, &format!("content/pages/{slug}.md"), anchor),
            Link::Reuse { slug } => text(state, view, &format!("content/reprises/{slug}.md"), None),
            Link::Attachment { slug, name, .. } => attachment(state, view, &slug, &name),
            Link::Image { name } => image(state, view, &name),
            Link::External(_) | Link::Refused | Link::Rooted | Link::Nowhere => None,
        },
        Spot::Key(_) | Spot::Heading(_) | Spot::Nothing => None,
    }
}

fn deliverable(slug: &str) -> String {
    format!("content/livrables/{slug}/index.md")
}

/// A text of the library: the heading of an anchor, else its beginning.
fn text(state: &State, view: &View<'_>, path: &str, anchor: Option<&str>) -> Option<Location> {
    // What is written may be any path: only texts of the library are opened.
    home::Role::of(path)?;
    let text = state.text(&view.home.root, path)?;
    let heading = anchor.and_then(|anchor| {
        let (body, start) = view::body(text.as_str());
        markdown::parse(body, start).heading(anchor).cloned()
    });
    let range = heading.map_or_else(Range::default, |heading| {
        // A heading's own bytes go to the next line.
        let line = text.as_str().get(heading.span.start as usize..heading.span.end as usize).unwrap_or_default();
        let end = heading.span.start as usize + line.trim_end().len();
        text.range(Span::new(heading.span.start as usize, end), view.encoding)
    });
    Some(Location { uri: state.uri(&view.home.root, path)?, range })
}

/// A file of a bundle that is there.
fn attachment(state: &State, view: &View<'_>, slug: &str, name: &str) -> Option<Location> {
    let files = view.snapshot?.attachments(slug);
    let file = files.iter().find(|file| file.name == name)?;
    let path = format!("content/livrables/{slug}/{}", file.name);
    Some(Location { uri: state.uri(&view.home.root, &path)?, range: Range::default() })
}

/// An image beside the free pages that is there.
fn image(state: &State, view: &View<'_>, name: &str) -> Option<Location> {
    let image = view.snapshot?.library.image(name)?;
    let path = format!("{PAGES}/{}", image.name);
    Some(Location { uri: state.uri(&view.home.root, &path)?, range: Range::default() })
}

/// The line of `site.toml` that names a term.
fn term(state: &State, view: &View<'_>, vocabulary: &str, id: &str) -> Option<Location> {
    let text = state.text(&view.home.root, "site.toml")?;
    let span = key_of(text.source(), vocabulary, id)?;
    Some(Location { uri: state.uri(&view.home.root, "site.toml")?, range: text.range(span, view.encoding) })
}

fn key_of(site: &SourceRef, table: &str, id: &str) -> Option<Span> {
    let root = toml::parse(&site.text, &mut Problems::new(site.clone()))?;
    let NodeKind::Map(tables) = root.kind else { return None };
    let (_, table) = tables.into_iter().find(|(key, _)| key.value == table)?;
    let NodeKind::Map(terms) = table.kind else { return None };
    terms.into_iter().find(|(key, _)| key.value == id).map(|(key, _)| key.span)
}
