//! TOML text → [`Node`], so that `site.toml` is read and checked by the same means as front matter.

use ::toml::de::{DeTable, DeValue};

use super::{Node, NodeKind, Style, unseen};
use crate::diagnostic::{Problems, codes};
use crate::span::{Span, Spanned};

/// Reads a TOML document. Gives what could be understood; faults of syntax are added to `problems`.
pub fn parse(text: &str, problems: &mut Problems) -> Option<Node> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().map_or(Span::default(), |range| Span::new(range.start, range.end));
        if unseen::is_told(text.get(span.start as usize..).unwrap_or_default(), problems) {
            continue;
        }
        problems.error_help(
            codes::SITE_SYNTAXE,
            span,
            format!("site.toml ne peut pas être lu ici : {}", in_french(error.message())),
            "vérifiez les guillemets et les crochets de cette ligne et de la précédente",
        );
    }
    if !errors.is_empty() {
        return None;
    }
    let root = table_node(table.get_ref(), Span::new(0, 0));
    escapes(&root, problems);
    Some(root)
}

/// Tells the unseen signs that texts write as escapes.
fn escapes(node: &Node, problems: &mut Problems) {
    match &node.kind {
        NodeKind::Scalar { style: Style::Quoted, .. } => unseen::escaped(node.span, problems),
        NodeKind::List(items) => items.iter().for_each(|item| escapes(item, problems)),
        NodeKind::Map(entries) => entries.iter().for_each(|(_, value)| escapes(value, problems)),
        _ => {}
    }
}

/// Where the value of a key stands in a document, by the names of its tables and its own.
pub fn span_of(text: &str, path: &[&str]) -> Option<Span> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut node = table_node(table.get_ref(), Span::new(0, 0));
    for name in path {
        let NodeKind::Map(entries) = node.kind else { return None };
        node = entries.into_iter().find(|(key, _)| key.value == *name)?.1;
    }
    Some(node.span)
}

/// The parser's commonest sentences, by what they begin with.
const SENTENCES: [(&str, &str); 14] = [
    ("duplicate key", "cette clé est déjà écrite plus haut."),
    ("string values must be quoted", "une valeur est attendue ici ; un texte se met entre guillemets droits."),
    ("missing opening quote", "il manque le guillemet ouvrant."),
    ("missing value", "il manque une valeur après « = »."),
    ("key with no value", "il manque « = » et une valeur après ce nom."),
    ("missing assignment", "il manque « = » entre le nom et la valeur."),
    ("missing comma", "il manque une virgule."),
    ("unclosed array table", "il manque « ]] » à la fin de ce titre."),
    ("unclosed array", "le crochet « [ » n’est pas refermé."),
    ("unclosed table", "il manque « ] » à la fin de ce titre."),
    ("unclosed inline table", "l’accolade « { » n’est pas refermée."),
    ("cannot extend", "cette table est déjà écrite plus haut."),
    ("invalid unquoted key", "un nom de clé ne contient que des lettres sans accent, des chiffres, « - » et « _ »."),
    ("unexpected leading zero", "un nombre ne commence pas par un zéro."),
];

fn in_french(message: &str) -> &'static str {
    let known = SENTENCES.iter().find(|(begins, _)| message.starts_with(begins));
    match known {
        Some((_, sentence)) => sentence,
        None if ["basic string", "literal string"].iter().any(|kind| message.contains(kind)) => {
            "ce texte entre guillemets n’est pas fermé, ou contient un signe qu’il ne peut pas contenir."
        }
        None => "ce passage n’est pas du TOML.",
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::span::SourceText;

    #[test]
    fn what_is_met_most_is_told_in_french() {
        for (text, sentence) in [
            ("a = 1\na = 2", "cette clé est déjà écrite plus haut."),
            ("a = texte libre", "une valeur est attendue ici ; un texte se met entre guillemets droits."),
            ("a = ", "une valeur est attendue ici ; un texte se met entre guillemets droits."),
            ("a", "il manque « = » et une valeur après ce nom."),
            ("a \"b\"", "il manque « = » et une valeur après ce nom."),
            ("a = [1", "le crochet « [ » n’est pas refermé."),
            ("[a", "il manque « ] » à la fin de ce titre."),
            ("a = {b = 1", "l’accolade « { » n’est pas refermée."),
            ("é = 1", "un nom de clé ne contient que des lettres sans accent, des chiffres, « - » et « _ »."),
            ("a = 09", "un nombre ne commence pas par un zéro."),
            ("a = \"b", "ce texte entre guillemets n’est pas fermé, ou contient un signe qu’il ne peut pas contenir."),
            ("[a]\nb = 1\n[a.b]\n[a]", "cette clé est déjà écrite plus haut."),
        ] {
            let mut problems = Problems::new(Arc::new(SourceText::new("site.toml", text)));
            parse(text, &mut problems);
            let told = problems.into_list();
            assert!(told.first().is_some_and(|one| one.message.ends_with(sentence)), "{text}: {told:?}");
        }
    }
}
