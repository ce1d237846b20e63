//! The values that a key takes: ids of vocabularies, slugs, files, choices.

use lsp_types::CompletionItemKind;

use super::{Candidate, Offer};
use crate::lsp::home;
use crate::lsp::outline::{Outline, Role, Step, Token};
use crate::lsp::shape::{Meaning, Shape};
use crate::lsp::snapshot::Snapshot;
use crate::lsp::view::View;
use crate::span::Span;
use crate::value::scalars::{Implicit, implicit_type};

/// The values that may be written at a byte.
pub(super) fn offer(view: &View<'_>, outline: &Outline, offset: usize) -> Option<Offer> {
    let token = outline.at(offset).filter(|token| token.role == Role::Value)?;
    let is_empty = token.span.start == token.span.end;
    let is_inside = token.span.start as usize <= offset && offset <= token.span.end as usize;
    if !is_empty && !is_inside {
        return None;
    }
    let span = if is_empty { Span::new(offset, offset) } else { token.span };
    // « clé:| » : YAML asks for a blank there.
    let blank = if view.text.as_str()[..span.start as usize].ends_with(':') { " " } else { "" };
    let shape = view.shape(token)?;
    let candidates = if shape.is_list() {
        let path = &token.path;
        of_list(view, outline, shape, path, &|id| format!("{blank}[{id}]"))?
    } else {
        let mut path = token.path.clone();
        let others = match path.pop() {
            Some(Step::Item(_)) => taken(outline, &path, Some(token)),
            _ => Vec::new(),
        };
        of(view, shape, &token.path, &others, &|id| format!("{blank}{id}"))
    };
    let kind = match shape.meaning(&token.path) {
        Meaning::Fiche => CompletionItemKind::REFERENCE,
        Meaning::File => CompletionItemKind::FILE,
        _ => CompletionItemKind::ENUM_MEMBER,
    };
    (!candidates.is_empty()).then_some(Offer { span, candidates, kind })
}

/// The values that a list may still take.
pub(super) fn of_list(
    view: &View<'_>,
    outline: &Outline,
    list: Shape,
    path: &[Step],
    write: &dyn Fn(&str) -> String,
) -> Option<Vec<Candidate>> {
    let mut item = path.to_vec();
    item.push(Step::Item(0));
    Some(of(view, list.item()?, &item, &taken(outline, path, None), write)).filter(|found| !found.is_empty())
}

/// What a list holds already, but for one item.
fn taken(outline: &Outline, path: &[Step], but: Option<&Token>) -> Vec<String> {
    outline.items(path).filter(|item| Some(*item) != but).map(|item| item.text.clone()).collect()
}

fn of(
    view: &View<'_>,
    shape: Shape,
    path: &[Step],
    taken: &[String],
    write: &dyn Fn(&str) -> String,
) -> Vec<Candidate> {
    let named = |id: &str, label: &str, detail: &str, about: &str| Candidate {
        label: label.to_owned(),
        detail: detail.to_owned(),
        about: about.to_owned(),
        text: write(&written(id)),
        snippet: None,
    };
    let all: Vec<(String, Candidate)> = match shape.meaning(path) {
        Meaning::Term(vocabulary) => {
            let choices = view.snapshot.map_or_else(Vec::new, |snapshot| snapshot.choices(vocabulary));
            choices
                .into_iter()
                .map(|(id, name)| {
                    let one = named(&id, &name, &id, "");
                    (id, one)
                })
                .collect()
        }
        Meaning::Fiche => {
            let is_replaced = matches!(path, [Step::Key(key)] if key == "remplace");
            let own = match &view.home.role {
                home::Role::Deliverable(slug) => slug.as_str(),
                _ => "",
            };
            let cards = view.snapshot.into_iter().flat_map(Snapshot::cards);
            cards
                .filter(|(slug, card)| *slug != own && (!is_replaced || card.is_archived))
                .map(|(slug, card)| (slug.to_owned(), named(slug, slug, &card.titre, &card.resume)))
                .collect()
        }
        Meaning::File => {
            let slug = if let home::Role::Deliverable(slug) = &view.home.role { slug.as_str() } else { "" };
            let files = view.snapshot.map_or(&[][..], |snapshot| snapshot.attachments(slug));
            files.iter().map(|file| (file.name.clone(), named(&file.name, &file.name, "", ""))).collect()
        }
        Meaning::Own => {
            let fixed = if shape.is_boolean() { vec!["true", "false"] } else { shape.choices() };
            // « true » without quotes: it is no text.
            let plain = |id: &&str| {
                let text = if shape.is_boolean() { write(id) } else { write(&written(id)) };
                ((*id).to_owned(), Candidate { label: (*id).to_owned(), text, ..Candidate::default() })
            };
            let examples = shape.examples();
            fixed.iter().chain(&examples).map(plain).collect()
        }
    };
    all.into_iter().filter(|(id, _)| !taken.contains(id)).map(|(_, one)| one).collect()
}

/// An id as YAML must have it: in quotes when it would be read as a number or as yes or no.
fn written(id: &str) -> String {
    if implicit_type(id) == Implicit::Text { id.to_owned() } else { crate::diagnostic::fix::quoted(id) }
}
