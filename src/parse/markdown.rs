//! Markdown → what the rest of the library asks of it: headings with ids, links, plain text.

pub mod depth;
mod events;
mod ids;
mod raw;
mod tables;

use std::collections::HashSet;
use std::sync::OnceLock;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::span::Span;
use crate::value::slug::slugify;
use depth::Open;
pub use events::{Events, Piece, events};
use ids::{Anchors, HeadingIds};
pub use raw::Meant;

/// A body of Markdown and what was found in it.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The Markdown.
    pub markdown: String,
    /// Its byte offset in the file.
    pub offset: usize,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Links and images, in order.
    pub links: Vec<Link>,
    /// The text without marks, one line a block.
    pub text: String,
    /// Whether it holds raw HTML, which must be sanitised.
    pub has_html: bool,
    /// The tags of raw HTML that open or stand alone, in order.
    pub tags: Vec<HtmlTag>,
    /// Paragraphs, the words of items and definitions that have none, and cells of tables.
    pub paragraphs: Vec<Span>,
    /// What will not be read as it was meant, in order.
    pub missed: Vec<Missed>,
    /// Headings by their anchors, once one was asked for.
    anchors: OnceLock<Anchors>,
}

/// Something that a body will not show as its author meant it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// What it is.
    pub kind: MissedKind,
    /// Where it stands in the file.
    pub span: Span,
}

/// Ways to miss one's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissedKind {
    /// Signs that stay as they are typed.
    Sign(Meant),
    /// The end of a row of a table: cells beyond the last column.
    Cells {
        /// The number of columns.
        columns: usize,
    },
    /// A footnote that no text calls.
    Note,
    /// Quotes and lists within too many others.
    Deep,
}

/// A tag of raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HtmlTag {
    /// Its name, in lower case.
    pub name: String,
    /// Where it stands, from `<` to the end of its name.
    pub span: Span,
    /// Whether too many are open around it.
    pub is_too_deep: bool,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// Its anchor, unique in the body.
    pub id: String,
    /// Its text as part of an address: its anchor, unless it has one of its own or is not the first of its name.
    pub slug: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Destination as written.
    pub target: String,
    /// Whether it is an image.
    pub is_image: bool,
    /// Whether it has a text: of an image, its description.
    pub is_described: bool,
    /// Where it stands in the file.
    pub span: Span,
}

impl Body {
    /// The heading that an anchor means: the one of this id, else the only one whose id differs from it by accents, capitals
    /// or hyphens alone. Forges write `#réponse-aux-usagers` and `#page-daccueil` for what is `reponse-aux-usagers` and
    /// `page-d-accueil` here.
    pub fn heading(&self, anchor: &str) -> Option<&Heading> {
        self.headings.get(self.anchors.get_or_init(|| Anchors::new(&self.headings)).find(anchor)?)
    }

    /// What stands below its first heading, which ends at a byte of the Markdown. The headings that are left keep the ids
    /// that links were checked against.
    #[must_use]
    pub fn below_first_heading(&self, end: usize) -> Self {
        Self {
            markdown: self.markdown.get(end..).unwrap_or_default().to_owned(),
            offset: self.offset + end,
            headings: self.headings.iter().skip(1).cloned().collect(),
            has_html: self.has_html,
            ..Self::default()
        }
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.markdown.trim().is_empty()
    }
}

/// The Markdown that the library speaks: `CommonMark`, tables, footnotes, task lists, heading ids,
/// call-outs, definition lists, `H~2~O` and `x^2^`.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// Level of a heading as a number.
pub const fn level(level: HeadingLevel) -> u8 {
    level as u8
}

/// Reads a body that stands `offset` bytes into its file.
pub fn parse(markdown: &str, offset: usize) -> Body {
    let mut body =
        Body { markdown: markdown.to_owned(), offset, text: String::with_capacity(markdown.len()), ..Body::default() };
    let mut ids = HeadingIds::default();
    let mut image: Option<(usize, usize)> = None;
    let mut heading: Option<(u8, Option<String>, usize, Span)> = None;
    let mut items: Vec<Words> = Vec::new();
    let mut notes = Notes::default();
    let mut columns = 0;
    // Open links and blocks of code, where signs are what they are.
    let mut verbatim = 0_usize;
    let mut open = Open::default();
    let read = events(markdown);
    body.missed
        .extend(read.deep.map(|at| Missed { kind: MissedKind::Deep, span: Span::new(at, at + 1).shifted(offset) }));
    for (event, range) in read.list {
        let span = Span::new(range.start, range.end).shifted(offset);
        tight(&event, span, &mut items, &mut body.paragraphs);
        notes.read(&event, span);
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => verbatim += 1,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => verbatim = verbatim.saturating_sub(1),
            Event::Text(_) if verbatim == 0 => {
                let signs = markdown.get(range.clone()).map(raw::find).unwrap_or_default();
                body.missed.extend(signs.into_iter().map(|(meant, sign)| Missed {
                    kind: MissedKind::Sign(meant),
                    span: Span::new(range.start + sign.start, range.start + sign.end).shifted(offset),
                }));
            }
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableRow) => {
                let lost = markdown.get(range.clone()).and_then(|row| tables::beyond(row, columns));
                body.missed.extend(lost.map(|at| Missed {
                    kind: MissedKind::Cells { columns },
                    span: Span::new(range.start + at, range.end).shifted(offset),
                }));
            }
            _ => {}
        }
        match event {
            Event::Start(Tag::Heading { level: depth, id, .. }) => {
                heading = Some((level(depth), id.map(|id| id.to_string()), body.text.len(), span));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, id, start, span)) = heading.take() {
                    let text = body.text[start..].trim().to_owned();
                    let slug = slugify(&text);
                    body.headings.push(Heading { level, id: ids.next(id.as_deref(), &slug), text, slug, span });
                }
                body.text.push('\n');
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let target =
                    if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                body.links.push(Link { target, is_image: false, is_described: true, span });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                image = Some((body.links.len(), body.text.len()));
                body.links.push(Link { target: dest_url.to_string(), is_image: true, is_described: true, span });
            }
            Event::End(TagEnd::Image) => {
                if let Some((at, start)) = image.take() {
                    body.links[at].is_described = !body.text[start..].trim().is_empty();
                }
            }
            Event::Text(text) | Event::Code(text) => body.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => body.text.push(' '),
            Event::Start(Tag::Paragraph | Tag::TableCell | Tag::DefinitionListTitle) => body.paragraphs.push(span),
            Event::Html(html) | Event::InlineHtml(html) => {
                body.has_html = true;
                body.tags.extend(tags(&html, span, &mut open));
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::CodeBlock
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition
                | TagEnd::BlockQuote(_),
            ) => end_line(&mut body.text),
            _ => {}
        }
    }
    body.missed.extend(notes.uncalled().map(|span| Missed { kind: MissedKind::Note, span }));
    body.missed.sort_by_key(|missed| missed.span);
    body
}

/// The footnotes of a body.
#[derive(Debug, Default)]
struct Notes<'a> {
    written: Vec<(CowStr<'a>, Span)>,
    called: HashSet<CowStr<'a>>,
}

impl<'a> Notes<'a> {
    fn read(&mut self, event: &Event<'a>, span: Span) {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => self.written.push((label.clone(), span)),
            Event::FootnoteReference(label) => {
                self.called.insert(label.clone());
            }
            _ => {}
        }
    }

    /// Where those stand that nothing calls.
    fn uncalled(self) -> impl Iterator<Item = Span> {
        self.written.into_iter().filter_map(move |(label, span)| (!self.called.contains(&label)).then_some(span))
    }
}

/// Where code stands in a Markdown that stands `offset` bytes into its file, in order.
pub fn code(markdown: &str, offset: usize) -> Vec<Span> {
    let span = |range: std::ops::Range<usize>| Span::new(range.start, range.end).shifted(offset);
    Parser::new_ext(markdown, options())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| span(range))
        .collect()
}

/// Where a text says what it links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The destination.
    pub target: String,
    /// Whether it is an image's.
    pub is_image: bool,
    /// The whole link, or the line that gives a reference its destination.
    pub link: Span,
    /// The destination itself, where it stands as written; not in a link that names a reference.
    pub written: Option<Span>,
}

/// Every destination of a body that stands `offset` bytes into its file, in order; those of references too.
pub fn destinations(markdown: &str, offset: usize) -> Vec<Destination> {
    let parser = Parser::new_ext(markdown, options());
    let written = |range: &std::ops::Range<usize>, target: &str| {
        let at = markdown.get(range.clone())?.rfind(target).filter(|_| !target.is_empty())?;
        let start = offset + range.start + at;
        Some(Span::new(start, start + target.len()))
    };
    let span = |range: &std::ops::Range<usize>| Span::new(range.start, range.end).shifted(offset);
    let mut found: Vec<Destination> = parser
        .reference_definitions()
        .iter()
        .map(|(_, one)| Destination {
            target: one.dest.to_string(),
            is_image: false,
            link: span(&one.span),
            written: written(&one.span, &one.dest),
        })
        .collect();
    for (event, range) in events(markdown).list {
        let (link_type, dest_url, is_image) = match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => (link_type, dest_url, false),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => (link_type, dest_url, true),
            _ => continue,
        };
        let written = written(&range, &dest_url).filter(|_| link_type == LinkType::Inline);
        found.push(Destination { target: dest_url.to_string(), is_image, link: span(&range), written });
    }
    found.sort_by_key(|one| one.link);
    found
}

/// The words of an item of a list, or of a definition.
#[derive(Debug, Clone, Copy)]
enum Words {
    /// Those that stand in the item itself, so far.
    Own(Option<Span>),
    /// A paragraph or another block has begun.
    Ended,
}

/// An item of a tight list, or a definition, has words and no paragraph: they are one all the same, up to a block within the item.
fn tight(event: &Event<'_>, span: Span, items: &mut Vec<Words>, paragraphs: &mut Vec<Span>) {
    let is_inline = match event {
        Event::Start(tag) => {
            matches!(
                tag,
                Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Superscript
                    | Tag::Subscript
                    | Tag::Link { .. }
                    | Tag::Image { .. }
            )
        }
        Event::End(_) => false,
        _ => true,
    };
    if let Some(Words::Own(words)) = items.last_mut() {
        if is_inline {
            let start = words.map_or(span.start, |words| words.start);
            let end = words.map_or(span.end, |words| words.end.max(span.end));
            *words = Some(Span { start, end });
        } else if !matches!(event, Event::End(tag) if !matches!(tag, TagEnd::Item | TagEnd::DefinitionListDefinition)) {
            paragraphs.extend(words.take());
            items.pop();
            items.push(Words::Ended);
        }
    }
    match event {
        Event::Start(Tag::Item | Tag::DefinitionListDefinition) => items.push(Words::Own(None)),
        Event::End(TagEnd::Item | TagEnd::DefinitionListDefinition) => {
            items.pop();
        }
        _ => {}
    }
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The tags that open in a piece of raw HTML.
fn tags(html: &str, place: Span, open: &mut Open) -> Vec<HtmlTag> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let is_closing = rest.starts_with('/');
        let rest = rest.trim_start_matches('/');
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let name = rest[..length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let is_too_deep = !open.admits(&name, is_closing);
        if !is_closing {
            let start = place.start as usize + at;
            found.push(HtmlTag { name, span: Span::new(start, start + 1 + length), is_too_deep });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_where_they_are_written() {
        let text = "Un [lien](../x/index.md#y), [un autre][ref] et ![](a.svg).\n\n[ref]: ../z/index.md \"z\"\n";
        let found = destinations(text, 0);
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.target.as_str(), one.written.map(|span| &text[span.start as usize..span.end as usize])))
            .collect();
        assert_eq!(
            told,
            [
                ("../x/index.md#y", Some("../x/index.md#y")),
                ("../z/index.md", None),
                ("a.svg", Some("a.svg")),
                ("../z/index.md", Some("../z/index.md"))
            ]
        );
    }

    #[test]
    fn words_stand_in_paragraphs_items_and_cells() {
        let text = "Un.\n\n- a *b* [c](d)\n- e\n  - f\n\n1. g\n\n   h\n\n| i | j |\n| --- | --- |\n| k | l |\n";
        let found = parse(text, 0).paragraphs;
        let told: Vec<&str> = found
            .iter()
            .map(|span| text[span.start as usize..span.end as usize].trim_matches(['|', ' ', '\n']))
            .collect();
        assert_eq!(told, ["Un.", "a *b* [c](d)", "e", "f", "g", "h", "i", "j", "k", "l"]);
    }

    #[test]
    fn ids_are_unique_and_quickly_found() {
        let ids = |text: &str| parse(text, 0).headings.into_iter().map(|heading| heading.id).collect::<Vec<_>>();
        assert_eq!(ids("# A\n# A {#a-2}\n# A\n# A-3\n# A\n# A-2\n"), ["a", "a-2", "a-3", "a-3-2", "a-4", "a-2-2"]);
        let started = std::time::Instant::now();
        let many = ids(&"# Bilan\n\n".repeat(50_000));
        assert_eq!(many.last().map(String::as_str), Some("bilan-50000"));
        // Looking for each from the first number on takes minutes.
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
    }

    #[test]
    fn anchors_of_forges_are_understood() {
        let body = parse(
            "## Réponse aux usagers\n## Page d’accueil\n## Un titre\n## Un titre\n## 漢字\n## L’essai & l’erreur\n",
            0,
        );
        let id = |anchor: &str| body.heading(anchor).map(|heading| heading.id.as_str());
        for (anchor, meant) in [
            ("reponse-aux-usagers", Some("reponse-aux-usagers")),
            ("réponse-aux-usagers", Some("reponse-aux-usagers")),
            ("r%C3%A9ponse-aux-usagers", Some("reponse-aux-usagers")),
            ("page-daccueil", Some("page-d-accueil")),
            ("lessai--lerreur", Some("l-essai-l-erreur")),
            ("un-titre-2", Some("un-titre-2")),
            // Two headings are alike: which one is meant is not certain.
            ("Un-Titre", None),
            ("ailleurs", None),
            ("", None),
            ("漢字", None),
        ] {
            assert_eq!(id(anchor), meant, "{anchor}");
        }
    }

    #[test]
    fn headings_links_and_text() {
        let body =
            parse("## L’été\n\nUn [lien](../x/index.md#y) et ![une image](a.svg).\n\n## L’été\n\n### Ici {#la}\n", 10);
        let ids: Vec<_> = body.headings.iter().map(|h| h.id.as_str()).collect();
        assert_eq!(ids, ["l-ete", "l-ete-2", "la"]);
        assert_eq!(body.headings[0].span.start, 10);
        assert_eq!(body.links.iter().map(|l| l.target.as_str()).collect::<Vec<_>>(), ["../x/index.md#y", "a.svg"]);
        assert_eq!(body.text, "L’été\nUn lien et une image.\nL’été\nIci\n");
        assert!(!body.has_html);
    }
}
