//! Trees of values that remember where they were written, from YAML or TOML, and the reading of
//! typed fields out of them. Reading never stops at the first fault.

mod faults;
mod habits;
pub mod fields;
pub mod scalars;
pub mod slug;
pub mod toml;
pub(crate) mod unseen;
pub mod yaml;

use crate::span::{Span, Spanned};

/// How a scalar was written; YAML gives an unquoted `09` or `oui` a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In quotes, or a block of text: always text.
    Quoted,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is. For a list or a map written in a block, its first line.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// Text as written, before any type is read into it.
    Scalar {
        /// The content, unescaped.
        text: String,
        /// Quoted or not.
        style: Style,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written. Keys are unique.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// What the value is, in the words of a message.
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "rien",
            NodeKind::List(_) => "une liste",
            NodeKind::Map(_) => "un groupe de rubriques",
            NodeKind::Scalar { style: Style::Quoted, .. } => "un texte",
            NodeKind::Scalar { text, .. } => match scalars::implicit_type(text) {
                scalars::Implicit::Text => "un texte",
                scalars::Implicit::Boolean => "un oui/non",
                scalars::Implicit::Number => "un nombre",
            },
        }
    }
}
