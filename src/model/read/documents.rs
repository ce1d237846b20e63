//! The attachments that become pages. One that cannot be is published all the same, as a file; what is wrong with it is
//! told with its text.

use std::sync::Arc;

use crate::model::Deliverable;
use crate::model::deliverable::ResourceTarget;
use crate::model::document::{Content, Document, Text};
use crate::parse::attachment::{self, Format, LARGEST, Table};
use crate::parse::front_matter;
use crate::parse::markdown::{self, Body};
use crate::source::Attachment;
use crate::source::disk::read_beginning;
use crate::source::normalise::unified;
use crate::span::SourceText;
use crate::value::slug::slugify;

/// Bytes of Markdown above which a page would be too long to read.
const LONGEST: u64 = 1 << 20;

/// Reads what a bundle holds of Markdown and tables.
pub(super) fn read(deliverable: &Deliverable) -> Vec<Document> {
    deliverable.attachments.iter().filter_map(|file| one(deliverable, file)).collect()
}

fn one(deliverable: &Deliverable, file: &Attachment) -> Option<Document> {
    let (format, most) = match Format::of(&file.name)? {
        Format::Markdown => (Format::Markdown, LONGEST),
        Format::Csv => (Format::Csv, LARGEST),
        _ => return None,
    };
    if file.size > most {
        return None;
    }
    let bytes = read_beginning(&file.path, most).ok()?;
    let named = deliverable.ressources.iter().find_map(|resource| match &resource.cible {
        ResourceTarget::Fichier(name) if name.value == file.name => Some(resource.titre.clone()),
        _ => None,
    });
    let own_name = || file.name.rsplit('/').next().unwrap_or(&file.name).to_owned();
    if format == Format::Csv {
        let table = Table::read(&bytes).ok()?;
        return Some(document(file, named.unwrap_or_else(own_name), Content::Table(table)));
    }
    let text = unified(attachment::decode(&bytes).ok()?.into_owned());
    let start = front_matter::end(&text);
    let body = markdown::parse(&text[start..], start);
    if body.is_empty() {
        return None;
    }
    let main = main_heading(&body);
    let title = named.or_else(|| main.map(|(heading, _)| heading.to_owned())).unwrap_or_else(own_name);
    let is_said_again = |(heading, _): &(&str, usize)| slugify(heading) == slugify(&title);
    let title_end = main.filter(is_said_again).map(|(_, end)| end);
    let folder = deliverable.source.path.trim_end_matches("index.md");
    let source = Arc::new(SourceText::new(format!("{folder}{}", file.name), text));
    Some(document(file, title, Content::Text(Box::new(Text { body, source, title_end }))))
}

fn document(file: &Attachment, title: String, content: Content) -> Document {
    Document { file: file.name.clone(), title, content }
}

/// The heading that stands above everything else, alone of its level, and where it ends in the body.
fn main_heading(body: &Body) -> Option<(&str, usize)> {
    let (first, others) = body.headings.split_first()?;
    let start = (first.span.start as usize).checked_sub(body.offset)?;
    let end = (first.span.end as usize).checked_sub(body.offset)?;
    let is_first = body.markdown.get(..start)?.trim().is_empty();
    (is_first && others.iter().all(|other| other.level > first.level)).then_some((first.text.as_str(), end))
}
