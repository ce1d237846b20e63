//! How deep texts may be nested. Browsers, and whatever makes HTML clean, take a time for each element that grows with the
//! number of those around it: a bound keeps the time in proportion to the text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Quotes and lists within one another.
pub const MOST_BLOCKS: usize = 32;
/// Raw tags that are open at once.
pub const MOST_TAGS: usize = 64;
/// Raw tags within a line that are open at once: browsers open them anew in each paragraph.
pub const MOST_MARKS: usize = 16;

/// The quotes and lists that are open.
#[derive(Debug, Default)]
pub(super) struct Nest {
    /// Of each, whether it is one too many.
    open: Vec<bool>,
    /// Where the first stands that was.
    pub(super) first: Option<usize>,
}

impl Nest {
    /// What an event becomes: itself; nothing, where it opens or closes one too many; a blank where its item began.
    pub(super) fn read<'a>(&mut self, event: Event<'a>, range: &Range<usize>) -> Option<Event<'a>> {
        let is_dropped = match &event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => {
                let is_dropped = self.open.len() >= MOST_BLOCKS;
                self.open.push(is_dropped);
                if is_dropped {
                    self.first.get_or_insert(range.start);
                }
                is_dropped
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => self.open.pop().unwrap_or_default(),
            Event::Start(Tag::Item) if self.open.last() == Some(&true) => return Some(Event::SoftBreak),
            Event::End(TagEnd::Item) | Event::TaskListMarker(_) => self.open.last() == Some(&true),
            _ => false,
        };
        (!is_dropped).then_some(event)
    }
}

/// The raw tags that are open.
#[derive(Debug, Default)]
pub struct Open {
    tags: usize,
    marks: usize,
    /// Those that were one too many, and are still to be closed.
    dropped: usize,
}

impl Open {
    /// Whether a tag has its place; `name` is in lower case.
    pub fn admits(&mut self, name: &str, is_closing: bool) -> bool {
        // These stand alone, or end where the next begins.
        const FREE: [&str; 21] = [
            "area", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
            "source", "td", "th", "tr", "track", "wbr", "tbody",
        ];
        const MARKS: [&str; 14] =
            ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
        if FREE.contains(&name) {
            return true;
        }
        let (open, most) =
            if MARKS.contains(&name) { (&mut self.marks, MOST_MARKS) } else { (&mut self.tags, MOST_TAGS) };
        if is_closing {
            if self.dropped > 0 {
                self.dropped -= 1;
                return false;
            }
            *open = open.saturating_sub(1);
            return true;
        }
        if *open >= most {
            self.dropped += 1;
            return false;
        }
        *open += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::{MissedKind, events, parse};

    /// How many quotes and lists a text has once read, and whether it has too many.
    fn blocks(text: &str) -> (usize, bool) {
        let is_block = |event: &Event<'_>| matches!(event, Event::Start(Tag::BlockQuote(_) | Tag::List(_)));
        let list = events(text).list;
        let ends = |event: &Event<'_>| matches!(event, Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)));
        let count = list.iter().filter(|(event, _)| is_block(event)).count();
        assert_eq!(count, list.iter().filter(|(event, _)| ends(event)).count());
        (count, parse(text, 0).missed.iter().any(|missed| missed.kind == MissedKind::Deep))
    }

    #[test]
    fn quotes_and_lists_are_kept_up_to_a_bound() {
        assert_eq!(blocks(&format!("{}a\n", "> ".repeat(MOST_BLOCKS))), (MOST_BLOCKS, false));
        assert_eq!(blocks(&format!("{}a\n", "> ".repeat(MOST_BLOCKS + 5))), (MOST_BLOCKS, true));
        assert_eq!(blocks(&format!("{}a\n", "- ".repeat(MOST_BLOCKS + 5))), (MOST_BLOCKS, true));
        let text = format!("{}un\n{}- deux\n", "- ".repeat(40), "  ".repeat(39));
        assert_eq!(parse(&text, 0).text.split_whitespace().collect::<Vec<_>>(), ["un", "deux"]);
    }

    #[test]
    fn raw_tags_are_kept_up_to_a_bound() {
        let mut open = Open::default();
        assert!((0..MOST_TAGS).all(|_| open.admits("div", false)) && !open.admits("div", false));
        assert!(open.admits("br", false) && open.admits("b", false));
        // The one that was left out is closed first.
        assert!(!open.admits("div", true) && open.admits("div", true) && open.admits("div", false));
        let mut open = Open::default();
        assert!((0..1000).all(|_| open.admits("em", false) && open.admits("em", true)));
    }
}
