//! The keys that a group still lacks, each with the shape of its value.

use std::fmt::Write as _;

use lsp_types::CompletionItemKind;

use super::values;
use super::{Candidate, Offer};
use crate::lsp::outline::{Level, Outline, Role, Step};
use crate::lsp::shape::{Key, Meaning, Shape};
use crate::lsp::view::View;
use crate::model::Kind as Type;
use crate::schema::Kind;
use crate::span::Span;

/// How a key is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// On lines of its own.
    Block,
    /// Between braces.
    Flow,
    /// Its colon stands already: the name alone.
    Named,
    /// As the first of a new item, behind a dash.
    Dash,
}

/// The keys that may be written at a byte; none where no key belongs.
pub(super) fn offer(view: &View<'_>, outline: &Outline, offset: usize) -> Option<Offer> {
    let kind = view.home.kind()?;
    let (path, span, style) = in_braces(view, outline, offset).or_else(|| on_a_line(view, kind, offset))?;
    let shape = Shape::at(kind, &path)?;
    if style == Style::Dash && !shape.item()?.is_group() {
        let candidates = values::of_list(view, outline, shape, &path, &|id| format!("- {id}"))?;
        return Some(Offer { span, candidates, kind: CompletionItemKind::VALUE });
    }
    let group = if style == Style::Dash { shape.item()? } else { shape };
    if !group.is_group() {
        return None;
    }
    if style == Style::Dash {
        let (text, snippet) = (format!("- {}", group.keys().first()?.name), item(group));
        let about = shape.description().to_owned();
        let one = Candidate {
            label: "- nouvel élément".to_owned(),
            about,
            text: text + ": ",
            snippet: Some(snippet),
            ..Candidate::default()
        };
        return Some(Offer { span, candidates: vec![one], kind: CompletionItemKind::STRUCT });
    }
    let here = |key: &&crate::lsp::outline::Token| key.span != span;
    let present: Vec<&str> = outline.keys(&path).filter(here).map(|key| key.text.as_str()).collect();
    let foreign = foreign_sections(outline, kind, &path);
    let missing = group.keys().into_iter().filter(|key| !present.contains(&key.name) && !foreign.contains(&key.name));
    let candidates = missing.map(|key| candidate(key, style)).collect();
    Some(Offer { span, candidates, kind: CompletionItemKind::PROPERTY })
}

/// Between braces: `{ commune: Albi, | }`.
fn in_braces(view: &View<'_>, outline: &Outline, offset: usize) -> Option<(Vec<Step>, Span, Style)> {
    let token = outline.at(offset).filter(|token| token.role == Role::Key)?;
    let text = view.text.as_str();
    let is_named = text[token.span.end as usize..].trim_start_matches(' ').starts_with(':');
    let style = match (token.is_flow, is_named) {
        (_, true) => Style::Named,
        (true, false) => Style::Flow,
        (false, false) => return None,
    };
    let (_, parent) = token.path.split_last()?;
    let is_inside = token.span.start as usize <= offset && offset <= token.span.end as usize;
    let span = if is_inside { token.span } else { Span::new(offset, offset) };
    Some((parent.to_vec(), span, style))
}

/// On a line that holds nothing else, but the dashes of an item.
fn on_a_line(view: &View<'_>, kind: Kind, offset: usize) -> Option<(Vec<Step>, Span, Style)> {
    let (yaml, start) = view.front()?;
    let at = offset - start;
    let line_start = yaml[..at].rfind('\n').map_or(0, |found| found + 1);
    let line_end = yaml[at..].find('\n').map_or(yaml.len(), |found| at + found);
    let before = &yaml[line_start..at];
    let word_start = line_start + before.trim_end_matches(is_word).len();
    let word_end = at + (yaml[at..line_end].len() - yaml[at..line_end].trim_start_matches(is_word).len());
    let is_alone = yaml[line_start..word_start].bytes().all(|byte| byte == b' ' || byte == b'-')
        && yaml[word_end..line_end].trim().is_empty();
    let is_dashed = yaml[line_start..word_start].trim_start().is_empty() || yaml[..word_start].ends_with(' ');
    if !is_alone || !is_dashed {
        return None;
    }
    let outline = Outline::of(&yaml[..word_start], start);
    let (path, is_list) = container(&outline.levels, word_start - line_start)?;
    let span = Span::new(word_start, word_end).shifted(start);
    let shape = Shape::at(kind, &path)?;
    let style = if is_list || shape.is_list() { Style::Dash } else { Style::Block };
    Some((path, span, style))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The group or list that a column belongs to; whether a dash is needed there.
fn container(levels: &[Level], column: usize) -> Option<(Vec<Step>, bool)> {
    let mut open = levels.iter().filter(|level| level.indent <= column).rev();
    let Some(top) = open.next() else { return (column == 0).then(|| (Vec::new(), false)) };
    if top.indent < column {
        return top.is_open.then(|| (top.last.clone(), false));
    }
    if top.item.is_none() {
        return Some((top.path.clone(), false));
    }
    // A list whose dashes stand below their key: what begins in the same column is the group's.
    match open.next() {
        Some(group) if group.indent == column => Some((group.path.clone(), false)),
        _ => Some((top.path.clone(), true)),
    }
}

/// The sections of other types than the one that the text says it is of.
fn foreign_sections(outline: &Outline, kind: Kind, path: &[Step]) -> Vec<&'static str> {
    if kind != Kind::Deliverable || !path.is_empty() {
        return Vec::new();
    }
    let written = outline.value(&[Step::Key("type".to_owned())]).map(|token| token.text.as_str());
    match Type::ALL.into_iter().find(|one| Some(one.id()) == written) {
        Some(own) => Type::ALL.into_iter().filter(|one| *one != own).map(Type::section).collect(),
        None => Vec::new(),
    }
}

fn candidate(key: Key, style: Style) -> Candidate {
    let snippet = match style {
        Style::Named | Style::Dash => None,
        Style::Block => Some(block(key, 0, &mut 0)),
        Style::Flow => Some(flow(key, &mut 0)),
    };
    let text = if style == Style::Named { key.name.to_owned() } else { format!("{}: ", key.name) };
    let detail = if key.is_required { "obligatoire" } else { "" };
    Candidate {
        label: key.name.to_owned(),
        detail: detail.to_owned(),
        about: key.shape.description().to_owned(),
        text,
        snippet,
    }
}

/// A key and its value on lines of their own, with places to fill; `next` is the last place so far.
fn block(key: Key, indent: usize, next: &mut usize) -> String {
    let (name, shape) = (key.name, key.shape);
    if let Some(item) = shape.item() {
        return if item.is_group() {
            format!("{name}:\n{:indent$}  - {}", "", members(item, indent + 4, next))
        } else if item.meaning(&[]) == Meaning::Own && item.choices().is_empty() {
            format!("{name}:\n{:indent$}  - {}", "", place(next, ""))
        } else {
            format!("{name}: [{}]", place(next, ""))
        };
    }
    if shape.is_group() {
        return format!("{name}:\n{:indent$}  {}", "", members(shape, indent + 2, next));
    }
    format!("{name}: {}", scalar(key, next))
}

/// The keys that a group cannot do without, or a place for one.
fn members(group: Shape, indent: usize, next: &mut usize) -> String {
    let mut text = String::new();
    for key in group.keys().into_iter().filter(|key| key.is_required) {
        if !text.is_empty() {
            let _ = write!(text, "\n{:indent$}", "");
        }
        text += &block(key, indent, next);
    }
    if text.is_empty() { place(next, "") } else { text }
}

/// A key and its value between braces.
fn flow(key: Key, next: &mut usize) -> String {
    if key.shape.is_list() {
        format!("{}: [{}]", key.name, place(next, ""))
    } else if key.shape.is_group() {
        let needed = key.shape.keys().into_iter().filter(|one| one.is_required);
        let needed: Vec<String> = needed.map(|one| flow(one, next)).collect();
        let inner = if needed.is_empty() { place(next, "") } else { needed.join(", ") };
        format!("{}: {{ {inner} \\}}", key.name)
    } else {
        format!("{}: {}", key.name, scalar(key, next))
    }
}

fn scalar(key: Key, next: &mut usize) -> String {
    let choices = key.shape.choices();
    if key.name == "version" || key.shape.meaning(&[]) == Meaning::Term("departements") {
        format!("\"{}\"", place(next, ""))
    } else if key.shape.is_boolean() {
        choice(next, &["true", "false"])
    } else if key.shape.is_date() {
        place(next, "AAAA-MM-JJ")
    } else if choices.is_empty() {
        place(next, "")
    } else {
        choice(next, &choices)
    }
}

/// A new item of a list of groups.
fn item(group: Shape) -> String {
    format!("- {}", members(group, 2, &mut 0))
}

fn place(next: &mut usize, text: &str) -> String {
    *next += 1;
    if text.is_empty() { format!("${next}") } else { format!("${{{next}:{text}}}") }
}

fn choice(next: &mut usize, choices: &[&str]) -> String {
    *next += 1;
    format!("${{{next}|{}|}}", choices.join(","))
}
