//! Tables that a screen reader can walk through: headers say what they head, a caption what the table tells.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::super::markdown::Piece;

/// Words that a caption begins with, before its colon.
const CAPTIONS: [&str; 2] = ["tableau", "table"];

/// The table under way.
#[derive(Debug, Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
    names_rows: bool,
}

impl Table {
    /// A table whose pieces follow.
    pub(super) fn new(alignments: Vec<Alignment>, pieces: &[Piece<'_>]) -> Self {
        Self { alignments, names_rows: names_rows(pieces), ..Self::default() }
    }

    /// The tag that a piece of the table becomes; `None` for what is no tag of a table.
    pub(super) fn tag(&mut self, event: &Event<'_>) -> Option<String> {
        Some(match event {
            Event::Start(Tag::TableHead) => {
                (self.is_head, self.column) = (true, 0);
                "<thead><tr>".to_owned()
            }
            Event::End(TagEnd::TableHead) => {
                self.is_head = false;
                "</tr></thead><tbody>\n".to_owned()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".to_owned()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".to_owned(),
            Event::Start(Tag::TableCell) => {
                let align = match self.alignments.get(self.column) {
                    Some(Alignment::Center) => " class=\"centre\"",
                    Some(Alignment::Right) => " class=\"droite\"",
                    _ => "",
                };
                match self.scope() {
                    Some(scope) => format!("<th scope=\"{scope}\"{align}>"),
                    None => format!("<td{align}>"),
                }
            }
            Event::End(TagEnd::TableCell) => {
                let name = if self.scope().is_some() { "th" } else { "td" };
                self.column += 1;
                format!("</{name}>")
            }
            _ => return None,
        })
    }

    /// What the cell under way heads. The corner above the names of rows heads nothing.
    fn scope(&self) -> Option<&'static str> {
        match (self.is_head, self.column) {
            (true, 0) if self.names_rows => None,
            (true, _) => Some("col"),
            (false, 0) if self.names_rows => Some("row"),
            _ => None,
        }
    }
}

/// Whether the first column names its rows: nothing stands above it, or every one of its cells is bold.
fn names_rows(pieces: &[Piece<'_>]) -> bool {
    let table = pieces.iter().map(|(event, _)| event).take_while(|event| !matches!(event, Event::End(TagEnd::Table)));
    let (mut is_head, mut column, mut rows) = (false, 0, 0);
    let mut inside: Option<Vec<&Event<'_>>> = None;
    let mut is_bold = true;
    for event in table {
        match event {
            Event::Start(Tag::TableHead) => (is_head, column) = (true, 0),
            Event::Start(Tag::TableRow) => (is_head, column, rows) = (false, 0, rows + 1),
            Event::Start(Tag::TableCell) => inside = (column == 0).then(Vec::new),
            Event::End(TagEnd::TableCell) => {
                column += 1;
                let Some(cell) = inside.take() else { continue };
                if is_head {
                    if cell.is_empty() {
                        return true;
                    }
                } else {
                    is_bold &= is_strong(&cell);
                }
            }
            event => {
                if let Some(cell) = &mut inside {
                    cell.push(event);
                }
            }
        }
    }
    is_bold && rows > 0
}

/// Whether all of a cell is bold.
fn is_strong(cell: &[&Event<'_>]) -> bool {
    let bounds = (cell.first(), cell.last());
    let is_whole = matches!(bounds, (Some(Event::Start(Tag::Strong)), Some(Event::End(TagEnd::Strong))));
    is_whole && cell.iter().filter(|event| matches!(event, Event::Start(Tag::Strong))).count() == 1
}

/// Where the caption begins in the first text of a paragraph whose pieces follow, when the paragraph is the caption of
/// the table right below it: « Tableau : … ».
pub(super) fn caption(pieces: &[Piece<'_>]) -> Option<usize> {
    let Some((Event::Text(first), _)) = pieces.first() else { return None };
    let (word, rest) = first.split_once(':')?;
    let word = word.trim().to_lowercase();
    if !CAPTIONS.contains(&word.as_str()) {
        return None;
    }
    let end = pieces.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)))?;
    let is_above = matches!(pieces.get(end + 1), Some((Event::Start(Tag::Table(_)), _)));
    let says = !rest.trim().is_empty() || end > 1;
    (is_above && says).then(|| first.len() - rest.trim_start().len())
}
