//! The headings of a text, as the editor's outline.

use lsp_types::{DocumentSymbol, SymbolKind};

use super::view::View;
use crate::parse::markdown::{self, Heading};
use crate::span::Span;

/// The headings, each within the one above it that is greater.
pub(super) fn symbols(view: &View<'_>) -> Vec<DocumentSymbol> {
    let (body, start) = view.body();
    let headings = markdown::parse(body, start).headings;
    level(view, &headings, view.text.as_str().len())
}

fn level(view: &View<'_>, headings: &[Heading], end: usize) -> Vec<DocumentSymbol> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < headings.len() {
        let one = &headings[at];
        let next = headings[at + 1..].iter().position(|other| other.level <= one.level);
        let next = next.map_or(headings.len(), |after| at + 1 + after);
        let last = headings.get(next).map_or(end, |other| other.span.start as usize);
        let children = level(view, &headings[at + 1..next], last);
        found.push(symbol(view, one, last, children));
        at = next;
    }
    found
}

#[expect(deprecated, reason = "the protocol's own type asks for its old field")]
fn symbol(view: &View<'_>, one: &Heading, last: usize, children: Vec<DocumentSymbol>) -> DocumentSymbol {
    let start = one.span.start as usize;
    let name = if one.text.is_empty() { format!("#{}", one.id) } else { one.text.clone() };
    DocumentSymbol {
        name,
        detail: None,
        kind: SymbolKind::STRING,
        tags: None,
        deprecated: None,
        range: view.text.range(Span::new(start, last.max(one.span.end as usize)), view.encoding),
        selection_range: view.text.range(one.span, view.encoding),
        children: Some(children).filter(|list| !list.is_empty()),
    }
}
