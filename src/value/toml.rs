//! TOML text → [`Node`], so that `site.toml` is read and checked by the same means as front matter.

use ::toml::de::{DeTable, DeValue};

use super::{Node, NodeKind, Style};
use crate::diagnostic::{Problems, codes};
use crate::span::{Span, Spanned};

/// Reads a TOML document. Gives what could be understood; faults of syntax are added to `problems`.
pub fn parse(text: &str, problems: &mut Problems) -> Option<Node> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().map_or(Span::default(), |range| Span::new(range.start, range.end));
        problems.error_help(
            codes::SITE_SYNTAXE,
            span,
            format!("site.toml n’est pas du TOML valide ici ({}).", error.message()),
            "vérifiez les guillemets, les crochets et les tables écrites deux fois",
        );
    }
    if errors.is_empty() { Some(table_node(table.get_ref(), Span::new(0, 0))) } else { None }
}

fn table_node(table: &DeTable<'_>, span: Span) -> Node {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let key = Spanned::new(key.get_ref().to_string(), range(key.span()));
            let node = node(value.get_ref(), range(value.span()), key.span);
            (key, node)
        })
        .collect();
    // Vocabularies are shown in the order in which they are written.
    entries.sort_by_key(|(key, _)| key.span.start);
    Node { kind: NodeKind::Map(entries), span }
}

fn node(value: &DeValue<'_>, span: Span, key: Span) -> Node {
    let kind = match value {
        DeValue::String(text) => NodeKind::Scalar { text: text.to_string(), style: Style::Quoted },
        DeValue::Integer(number) => plain(number.as_str()),
        DeValue::Float(number) => plain(number.as_str()),
        DeValue::Boolean(value) => plain(if *value { "true" } else { "false" }),
        DeValue::Datetime(date) => plain(&date.to_string()),
        DeValue::Array(items) => {
            NodeKind::List(items.iter().map(|item| node(item.get_ref(), range(item.span()), key)).collect())
        }
        // A table's own span may cover its whole text; its header's key is the place to show.
        DeValue::Table(table) => return table_node(table, key),
    };
    Node { kind, span }
}

fn plain(text: &str) -> NodeKind {
    NodeKind::Scalar { text: text.to_owned(), style: Style::Plain }
}

fn range(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
