//! What may be written at a place: keys, values, links.

mod keys;
mod links;
mod values;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionTextEdit, Documentation,
    InsertTextFormat, InsertTextMode, MarkupContent, MarkupKind, TextEdit,
};

use super::client::Client;
use super::home::Role;
use super::view::View;
use crate::span::Span;
use crate::value::slug::fold;

/// The most that an editor is given: more is asked for by typing on.
const MOST: usize = 200;

/// The characters after which an editor asks by itself.
pub(super) const TRIGGERS: &[&str] = &[":", " ", "[", ",", "\"", "-", "/", "(", "#", "."];

/// One thing that may be written.
#[derive(Debug, Clone, Default)]
struct Candidate {
    /// What a list shows.
    label: String,
    /// What stands beside it.
    detail: String,
    /// What is told of it.
    about: String,
    /// What is written.
    text: String,
    /// What is written where places can be filled, in the protocol's own syntax.
    snippet: Option<String>,
}

/// Things that may be written instead of a span.
#[derive(Debug)]
struct Offer {
    span: Span,
    candidates: Vec<Candidate>,
    kind: CompletionItemKind,
}

/// What may be written at a byte.
pub(super) fn complete(view: &View<'_>, client: Client, offset: usize) -> Option<CompletionList> {
    if view.home.role == Role::Site {
        return None;
    }
    let offer = if view.is_front(offset) {
        let outline = view.outline();
        keys::offer(view, &outline, offset).or_else(|| values::offer(view, &outline, offset))?
    } else {
        links::offer(view, offset)?
    };
    Some(list(view, client, offset, offer))
}

/// The candidates that fit what is typed, without accents and anywhere in their name. The list is never complete, so
/// that the editor asks again rather than filter by its own rules, which know nothing of accents.
fn list(view: &View<'_>, client: Client, offset: usize, offer: Offer) -> CompletionList {
    let text = view.text.as_str();
    let start = (offer.span.start as usize).min(offset);
    let end = line_bounded(text, offset, offer.span.end as usize);
    let typed = text.get(start..offset).unwrap_or_default();
    let wanted = fold(typed.trim_matches([' ', '"', '\'', '[', '-']));
    let mut ranked: Vec<(usize, usize, Candidate)> = offer
        .candidates
        .into_iter()
        .enumerate()
        .filter_map(|(at, one)| Some((rank(&one, &wanted)?, at, one)))
        .collect();
    ranked.sort_by_key(|(rank, at, _)| (*rank, *at));
    ranked.truncate(MOST);
    let range = view.text.range(Span::new(start, end), view.encoding);
    let item = |(at, one): (usize, Candidate)| {
        let (new_text, format) = match one.snippet.filter(|_| client.takes_snippets) {
            Some(snippet) => (snippet, InsertTextFormat::SNIPPET),
            None => (one.text, InsertTextFormat::PLAIN_TEXT),
        };
        let details = CompletionItemLabelDetails { detail: None, description: Some(one.detail.clone()) };
        let about = MarkupContent { kind: MarkupKind::Markdown, value: one.about };
        CompletionItem {
            label: one.label,
            kind: Some(offer.kind),
            label_details: Some(details).filter(|_| !one.detail.is_empty()),
            detail: Some(one.detail).filter(|detail| !detail.is_empty()),
            documentation: Some(Documentation::MarkupContent(about.clone())).filter(|_| !about.value.is_empty()),
            sort_text: Some(format!("{at:04}")),
            filter_text: Some(typed.to_owned()),
            insert_text_format: Some(format),
            insert_text_mode: client.adjusts_indentation.then_some(InsertTextMode::ADJUST_INDENTATION),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    };
    let items = ranked.into_iter().map(|(_, _, one)| one).enumerate().map(item).collect();
    CompletionList { is_incomplete: true, items }
}

/// How well a candidate fits: begins so, has a word that begins so, holds it; none when it does not.
fn rank(one: &Candidate, wanted: &str) -> Option<usize> {
    let names = [fold(&one.label), fold(&one.detail), fold(one.text.trim_matches(['"', '[', ']', '-', ' ']))];
    let begins_word =
        |name: &String| name.match_indices(wanted).any(|(at, _)| !name[..at].ends_with(|c: char| c.is_alphanumeric()));
    let ranks = [
        names.iter().any(|name| name.starts_with(wanted)),
        names.iter().any(begins_word),
        names.iter().any(|name| name.contains(wanted)),
    ];
    ranks.iter().position(|&fits| fits)
}

/// An editor replaces within one line only.
fn line_bounded(text: &str, offset: usize, end: usize) -> usize {
    let line_end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    end.clamp(offset, line_end)
}
