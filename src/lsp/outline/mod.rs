//! What stands where in a front matter, even while it is being typed and is no YAML yet: its keys and values with their
//! paths, and the levels that are open where it ends. What is valid YAML is read as `value::yaml` reads it.

mod block;
mod flow;

use crate::span::Span;

/// A step from a group or a list to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list, from 0.
    Item(usize),
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The name of a key; the path is that of its value.
    Key,
    /// A value, perhaps still empty.
    Value,
}

/// A key or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it is in the tree.
    pub(super) path: Vec<Step>,
    /// Key or value.
    pub(super) role: Role,
    /// Its text, without quotes.
    pub(super) text: String,
    /// Its bytes, with its quotes.
    pub(super) span: Span,
    /// The bytes where it may be written: from what comes before it to what comes after, blanks included.
    pub(super) slot: Span,
    /// Whether it stands between `[ ]` or `{ }`.
    pub(super) is_flow: bool,
}

/// A group or list that is written line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level {
    /// The column of its keys or dashes.
    pub(super) indent: usize,
    /// Where it is in the tree.
    pub(super) path: Vec<Step>,
    /// The number of its last item; nothing for a group.
    pub(super) item: Option<usize>,
    /// Where its last key or item is.
    pub(super) last: Vec<Step>,
    /// Whether that one has no value yet.
    pub(super) is_open: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// Keys and values, in the order of the text.
    pub(super) tokens: Vec<Token>,
    /// The levels that are open at the end of the text, the outermost first.
    pub(super) levels: Vec<Level>,
}

impl Outline {
    /// Reads a front matter that stands `offset` bytes into its file.
    pub(super) fn of(yaml: &str, offset: usize) -> Self {
        let mut outline = block::read(yaml);
        for token in &mut outline.tokens {
            token.span = token.span.shifted(offset);
            token.slot = token.slot.shifted(offset);
        }
        outline
    }

    /// The token at a byte: the one whose own bytes hold it, else the one that may be written there.
    pub(super) fn at(&self, offset: usize) -> Option<&Token> {
        let holds = |span: Span| span.start as usize <= offset && offset <= span.end as usize;
        let own = self.tokens.iter().rev().find(|token| holds(token.span) && token.span.start < token.span.end);
        own.or_else(|| self.tokens.iter().rev().find(|token| holds(token.slot)))
    }

    /// The keys that a group has, in their order.
    pub(super) fn keys<'a>(&'a self, path: &'a [Step]) -> impl Iterator<Item = &'a Token> {
        self.tokens.iter().filter(move |token| {
            token.role == Role::Key && token.path.split_last().is_some_and(|(_, parent)| parent == path)
        })
    }

    /// The value at a path, when it is a single one.
    pub(super) fn value(&self, path: &[Step]) -> Option<&Token> {
        self.tokens.iter().find(|token| token.role == Role::Value && token.path == path && !token.text.is_empty())
    }

    /// The values of the list at a path.
    pub(super) fn items<'a>(&'a self, path: &'a [Step]) -> impl Iterator<Item = &'a Token> {
        self.tokens.iter().filter(move |token| {
            token.role == Role::Value
                && matches!(token.path.split_last(), Some((Step::Item(_), parent)) if parent == path)
        })
    }
}

/// The path of a list of keys.
#[cfg(test)]
pub(super) fn path(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|key| key.parse().map_or_else(|_| Step::Key((*key).to_owned()), Step::Item)).collect()
}

#[cfg(test)]
mod tests;
