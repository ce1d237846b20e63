//! Footnotes: written after the text, numbered in the order in which they are called, each with a way back.

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Rest;
use crate::parse::markdown::Piece;

/// The footnotes of a text.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    /// Those that were called, in the order of their numbers, with how often.
    called: Vec<(CowStr<'a>, usize)>,
    /// The number of each called one, from 1.
    numbers: HashMap<CowStr<'a>, usize>,
    /// What each says, until it is written.
    texts: HashMap<CowStr<'a>, Vec<Piece<'a>>>,
    /// Labels in the order in which they are defined.
    defined: std::collections::VecDeque<CowStr<'a>>,
}

impl<'a> Notes<'a> {
    /// A call of a note, as HTML.
    pub(super) fn call(&mut self, label: CowStr<'a>, anchors: &str) -> String {
        let number = self.number(label);
        let times = self.called.get_mut(number - 1).map_or(1, |(_, times)| {
            *times += 1;
            *times
        });
        let id = call_id(anchors, number, times);
        format!(
            "<sup class=\"appel\" id=\"{id}\"><a href=\"#{anchors}note-{number}\" role=\"doc-noteref\"><span class=\"hors-ecran\">Note </span>{number}</a></sup>"
        )
    }

    /// The number of a note, which it keeps.
    fn number(&mut self, label: CowStr<'a>) -> usize {
        let next = self.called.len() + 1;
        let number = *self.numbers.entry(label.clone()).or_insert(next);
        if number == next {
            self.called.push((label, 0));
        }
        number
    }

    /// Keeps for later what a definition says, up to its end in `rest`.
    pub(super) fn keep(&mut self, label: CowStr<'a>, rest: &mut Rest<'a>) {
        let mut text = Vec::new();
        while let Some((event, range)) = rest.next() {
            match event {
                Event::End(TagEnd::FootnoteDefinition) => break,
                // One within another stands beside it.
                Event::Start(Tag::FootnoteDefinition(inner)) => self.keep(inner, rest),
                event => text.push((event, range)),
            }
        }
        self.defined.push_back(label.clone());
        // A label that is defined twice says both.
        self.texts.entry(label).or_default().extend(text);
    }

    /// What the note says that follows the first `written`: the called ones, then those that nothing calls, so that
    /// no text is lost.
    pub(super) fn next(&mut self, written: usize) -> Option<Vec<Piece<'a>>> {
        if written == self.called.len() {
            let label = loop {
                let label = self.defined.pop_front()?;
                if !self.numbers.contains_key(&label) {
                    break label;
                }
            };
            self.number(label);
        }
        let (label, _) = self.called.get(written)?;
        Some(self.texts.remove(label).unwrap_or_default())
    }

    /// The ways back from a note to its calls.
    pub(super) fn back(&self, number: usize, anchors: &str) -> String {
        let times = self.called.get(number - 1).map_or(0, |(_, times)| *times);
        let mut out = String::new();
        for time in 1..=times {
            let which = if times > 1 { format!(", appel {time}") } else { String::new() };
            let _ = write!(
                out,
                " <a class=\"retour\" href=\"#{}\" role=\"doc-backlink\" aria-label=\"Retour au texte, note {number}{which}\">↩\u{fe0e}</a>",
                call_id(anchors, number, time)
            );
        }
        out
    }
}

/// The anchor of a call: of the first of a note, its number alone.
fn call_id(anchors: &str, number: usize, time: usize) -> String {
    if time == 1 { format!("{anchors}appel-{number}") } else { format!("{anchors}appel-{number}-{time}") }
}
