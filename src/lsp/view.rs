//! What a request is about: a text, the place in it, and the library around it.

use super::home::{Home, Role};
use super::outline::{self, Outline, Token};
use super::position::Encoding;
use super::shape::{Meaning, Shape};
use super::snapshot::Snapshot;
use super::text::Text;
use crate::parse::markdown::{self, Destination, Heading};

/// A text under the eyes of its author.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// The text as it stands.
    pub(super) text: &'a Text,
    /// Where it belongs.
    pub(super) home: &'a Home,
    /// The library as it was last understood.
    pub(super) snapshot: Option<&'a Snapshot>,
    /// What columns count.
    pub(super) encoding: Encoding,
}

/// What stands at a place of a text.
#[derive(Debug)]
pub(super) enum Spot {
    /// The name of a key.
    Key(Token),
    /// A value of the front matter.
    Value(Token),
    /// A link or an image.
    Link(Destination),
    /// A heading.
    Heading(Heading),
    /// Nothing that is known of.
    Nothing,
}

impl View<'_> {
    /// The front matter and its place.
    pub(super) fn front(&self) -> Option<(&str, usize)> {
        front(self.text.as_str()).filter(|_| self.home.role != Role::Site)
    }

    /// The outline of the front matter.
    pub(super) fn outline(&self) -> Outline {
        self.front().map_or_else(Outline::default, |(yaml, offset)| Outline::of(yaml, offset))
    }

    /// The body and its place.
    pub(super) fn body(&self) -> (&str, usize) {
        body(self.text.as_str())
    }

    /// Whether a byte is in the front matter.
    pub(super) fn is_front(&self, offset: usize) -> bool {
        self.front().is_some_and(|(yaml, start)| start <= offset && offset <= start + yaml.len())
    }

    /// What stands at a byte.
    pub(super) fn spot(&self, offset: usize) -> Spot {
        if self.home.role == Role::Site {
            return Spot::Nothing;
        }
        let holds = |span: crate::span::Span| span.start as usize <= offset && offset <= span.end as usize;
        if self.is_front(offset) {
            let outline = self.outline();
            let Some(token) = outline.at(offset).filter(|token| holds(token.span)).cloned() else {
                return Spot::Nothing;
            };
            return match token.role {
                outline::Role::Key => Spot::Key(token),
                outline::Role::Value => Spot::Value(token),
            };
        }
        let (body, start) = self.body();
        // An image within a link stands after it.
        if let Some(link) = markdown::destinations(body, start).into_iter().rfind(|one| holds(one.link)) {
            return Spot::Link(link);
        }
        let headings = markdown::parse(body, start).headings;
        headings.into_iter().find(|heading| holds(heading.span)).map_or(Spot::Nothing, Spot::Heading)
    }

    /// What the model says of a token.
    pub(super) fn shape(&self, token: &Token) -> Option<Shape> {
        Shape::at(self.home.kind()?, &token.path)
    }

    /// What a value names.
    pub(super) fn meaning(&self, token: &Token) -> Meaning {
        self.shape(token).map_or(Meaning::Own, |shape| shape.meaning(&token.path))
    }
}

/// The front matter of a text and its place; up to the first heading when nothing closes it yet.
pub(super) fn front(text: &str) -> Option<(&str, usize)> {
    let (start, end, _) = cut(text)?;
    Some((&text[start..end], start))
}

/// The body of a text and its place.
pub(super) fn body(text: &str) -> (&str, usize) {
    let start = cut(text).map_or(0, |(_, _, body)| body);
    (&text[start..], start)
}

/// Where the front matter begins and ends, and where the body begins.
fn cut(text: &str) -> Option<(usize, usize, usize)> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = first.len();
    let mut at = start;
    let mut heading = None;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((start, at, at + line.len()));
        }
        if line.starts_with("## ") {
            heading.get_or_insert(at);
        }
        at += line.len();
    }
    let end = heading.unwrap_or(text.len());
    Some((start, end, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_as_the_library_cuts_it_and_when_it_cannot() {
        assert_eq!(front("---\na: 1\n---\ntexte"), Some(("a: 1\n", 4)));
        assert_eq!(body("---\na: 1\n---\ntexte"), ("texte", 13));
        assert_eq!(front("---\na: 1\n\n## Titre\n"), Some(("a: 1\n\n", 4)));
        assert_eq!((front("texte"), body("texte")), (None, ("texte", 0)));
        assert_eq!(front("---"), Some(("", 3)));
        assert_eq!(body("---\na: 1\n"), ("", 9));
    }
}
