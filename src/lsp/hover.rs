//! What is told of the place under the pointer.

use std::fmt::Write as _;

use lsp_types::{Hover, HoverContents, MarkupContent, MarkupKind};

use super::outline::Token;
use super::shape::Meaning;
use super::snapshot::Card;
use super::state::State;
use super::view::{Spot, View};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::explain::{self, Example};
use crate::model::links::{Link, resolve};
use crate::source::Attachment;
use crate::span::Span;

/// What is told of a byte of a text: what stands there, then the problems that it has.
pub(super) fn hover(state: &State, view: &View<'_>, offset: usize) -> Option<Hover> {
    let mut parts = Vec::new();
    let mut place: Option<Span> = None;
    if let Some((text, span)) = told(view, offset) {
        parts.push(text);
        place = Some(span);
    }
    let holds = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
    for one in state.problems(view).filter(|one| holds(one.span)) {
        parts.push(explained(one));
        place.get_or_insert(one.span);
    }
    let range = view.text.range(place?, view.encoding);
    let value = parts.join("\n\n---\n\n");
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(range) })
}

fn told(view: &View<'_>, offset: usize) -> Option<(String, Span)> {
    match view.spot(offset) {
        Spot::Key(token) => Some((key(view, &token)?, token.span)),
        Spot::Value(token) => Some((value(view, &token)?, token.span)),
        Spot::Link(link) => {
            let text = match resolve(view.home.origin(), &link.target) {
                Link::Deliverable { slug, .. } => card(view.snapshot?.card(&slug)?),
                Link::Page { slug, .. } => format!("**{}**", view.snapshot?.page(&slug)?),
                Link::Attachment { slug, name, .. } => {
                    file(view.snapshot?.attachments(&slug).iter().find(|one| one.name == name)?)
                }
                Link::Image { name } => file(view.snapshot?.library.image(&name)?),
                _ => return None,
            };
            Some((text, link.link))
        }
        Spot::Heading(heading) => Some((format!("Un lien y mène par `#{}`.", heading.id), heading.span)),
        Spot::Nothing => None,
    }
}

/// A key: whether it must be there, what it is, what it takes.
fn key(view: &View<'_>, token: &Token) -> Option<String> {
    let shape = view.shape(token)?;
    let mut text = format!("**{}**", token.text);
    let parent = super::shape::Shape::at(view.home.kind()?, token.path.split_last()?.1)?;
    if parent.keys().iter().any(|key| key.name == token.text && key.is_required) {
        text += " (obligatoire)";
    }
    let _ = write!(text, "\n\n{}", shape.description());
    let of = shape.item().unwrap_or(shape);
    let choices: Vec<String> = match of.meaning(&token.path) {
        Meaning::Term(vocabulary) => {
            let choices = view.snapshot.map_or_else(Vec::new, |snapshot| snapshot.choices(vocabulary));
            choices.into_iter().map(|(id, name)| format!("- `{id}` : {name}")).collect()
        }
        Meaning::Own => of.choices().iter().map(|id| format!("- `{id}`")).collect(),
        Meaning::Fiche | Meaning::File => Vec::new(),
    };
    if !choices.is_empty() {
        let _ = write!(text, "\n\nValeurs :\n\n{}", choices.join("\n"));
    }
    let examples: Vec<String> = of.examples().iter().map(|one| format!("`{one}`")).collect();
    if !examples.is_empty() && choices.is_empty() {
        let _ = write!(text, "\n\nPar exemple : {}", examples.join(", "));
    }
    Some(text)
}

fn value(view: &View<'_>, token: &Token) -> Option<String> {
    match view.meaning(token) {
        Meaning::Term(vocabulary) => {
            let choices = view.snapshot?.choices(vocabulary);
            let (id, name) = choices.into_iter().find(|(id, _)| *id == token.text)?;
            Some(format!("**{name}** (`{id}`)"))
        }
        Meaning::Fiche => view.snapshot?.card(&token.text).map(card),
        Meaning::File | Meaning::Own => None,
    }
}

fn card(card: &Card) -> String {
    format!("**{}**\n\n{}", card.titre, card.resume)
}

/// The long explanation of a problem.
fn explained(one: &Diagnostic) -> String {
    let told = explain::of(one.code);
    let mut text = format!("**{}** (`{}`)\n\n{}", told.title, told.code.name(), told.text);
    for (title, example) in [("À corriger", told.wrong), ("Corrigé", told.right)] {
        let _ = write!(text, "\n\n{title}{} :\n\n{}", example.place.words(), fenced(example));
    }
    text
}

fn fenced(example: Example) -> String {
    // An example may itself hold a block of code.
    format!("````{}\n{}\n````", example.place.language(), example.text)
}

fn file(file: &Attachment) -> String {
    format!("`{}`, {}", file.name, size(file.size))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} octets"),
        1_000..1_000_000 => format!("{} ko", bytes / 1_000),
        _ => format!("{} Mo", bytes / 1_000_000),
    }
}
