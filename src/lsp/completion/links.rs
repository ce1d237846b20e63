//! Where a link of the body may lead: deliverables, pages, files of the bundle, headings.

use lsp_types::CompletionItemKind;

use super::{Candidate, Offer};
use crate::lsp::home::Role;
use crate::lsp::view::View;
use crate::model::links::{relative, resolve};
use crate::parse::markdown::{self, Heading};
use crate::span::Span;

/// The destinations that may be written at a byte: behind `](`, or behind `[…]:` at the beginning of a line.
pub(super) fn offer(view: &View<'_>, offset: usize) -> Option<Offer> {
    let text = view.text.as_str();
    let line_start = text[..offset].rfind('\n').map_or(0, |found| found + 1);
    let (start, is_image) = beginning(&text[line_start..offset])?;
    let start = line_start + start;
    let typed = &text[start..offset];
    if typed.contains([')', ' ', '<']) {
        return None;
    }
    let rest = &text[offset..];
    let end = offset + rest.find([')', ' ', '\n']).unwrap_or(rest.len());
    if let Some((target, _)) = typed.split_once('#') {
        let candidates = headings(view, target)?;
        // What is typed before the sign stays.
        let span = Span::new(start + target.len() + 1, end);
        return Some(Offer { span, candidates, kind: CompletionItemKind::REFERENCE });
    }
    let mut candidates = files(view, is_image);
    if !is_image {
        candidates.extend(texts(view));
    }
    Some(Offer { span: Span::new(start, end), candidates, kind: CompletionItemKind::FILE })
}

/// Where the destination that a line ends in begins, and whether it is an image's.
fn beginning(line: &str) -> Option<(usize, bool)> {
    if let Some(at) = line.rfind("](") {
        let label = line[..at].rfind('[')?;
        return Some((at + 2, line[..label].ends_with('!')));
    }
    let definition = line.strip_prefix('[').filter(|rest| !rest.starts_with('^'))?;
    let colon = line.len() - definition.len() + definition.find("]:")? + 2;
    Some((colon + (line[colon..].len() - line[colon..].trim_start().len()), false))
}

/// The files of the bundle, or the images beside free pages; of an image, images.
fn files(view: &View<'_>, is_image: bool) -> Vec<Candidate> {
    let Some(snapshot) = view.snapshot else { return Vec::new() };
    let names: Vec<String> = match &view.home.role {
        Role::Deliverable(slug) => {
            let files = snapshot.attachments(slug).iter();
            files.filter(|file| !is_image || file.dimensions.is_some()).map(|file| file.name.clone()).collect()
        }
        Role::Page(_) => {
            let path = |name: &str| relative(view.home.origin(), &format!("pages/{name}"));
            snapshot.images().iter().map(|image| path(&image.name)).collect()
        }
        _ => Vec::new(),
    };
    names.into_iter().map(|name| Candidate { label: name.clone(), text: name, ..Candidate::default() }).collect()
}

/// The other texts, deliverables first.
fn texts(view: &View<'_>) -> Vec<Candidate> {
    let Some(snapshot) = view.snapshot else { return Vec::new() };
    let origin = view.home.origin();
    let to = |path: &str, detail: &str, about: &str| {
        let text = relative(origin, path);
        Candidate { label: text.clone(), detail: detail.to_owned(), about: about.to_owned(), text, snippet: None }
    };
    let is_own = |slug: &str, is_page: bool| match &view.home.role {
        Role::Deliverable(own) => !is_page && own == slug,
        Role::Page(own) => is_page && own == slug,
        _ => false,
    };
    let deliverables = snapshot
        .cards()
        .filter(|(slug, _)| !is_own(slug, false))
        .map(|(slug, card)| to(&format!("livrables/{slug}/index.md"), &card.titre, &card.resume));
    let pages = snapshot
        .pages()
        .filter(|(slug, _)| !is_own(slug, true))
        .map(|(slug, title)| to(&format!("pages/{slug}.md"), title, ""));
    deliverables.chain(pages).collect()
}

/// The headings of the text that a link leads to; of its own where it names none.
fn headings(view: &View<'_>, target: &str) -> Option<Vec<Candidate>> {
    let one = |heading: &Heading| Candidate {
        label: heading.text.clone(),
        detail: format!("#{}", heading.id),
        text: heading.id.clone(),
        ..Candidate::default()
    };
    if target.is_empty() {
        let (body, start) = view.body();
        return Some(markdown::parse(body, start).headings.iter().map(one).collect());
    }
    let headings = view.snapshot?.headings(&resolve(view.home.origin(), target))?;
    Some(headings.iter().map(one).collect())
}
