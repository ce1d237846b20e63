//! Puts the keys of a front matter in the order of the guide; comments go with the key that they stand above.

use crate::diagnostic::Problems;
use crate::model::read::KEYS;
use crate::parse::front_matter;
use crate::span::{SourceText, Span};
use crate::value::{Node, NodeKind, yaml};

/// The text with its front matter in order; `None` when it already is, or cannot be put in order: it is no
/// deliverable, or says something else afterwards.
pub(super) fn ordered(path: &str, text: &str) -> Option<String> {
    path.starts_with("content/livrables/").then_some(())?;
    let mut problems = Problems::new(std::sync::Arc::new(SourceText::new(path.to_owned(), text.to_owned())));
    let (yaml, offset) = front_matter::split(text, &mut problems).yaml?;
    let before = tree(yaml, &mut problems)?;
    let (mut parts, tail) = parts(yaml)?;
    let rank = |key: &str| KEYS.iter().position(|known| *known == key).unwrap_or(KEYS.len());
    if parts.is_sorted_by_key(|part| rank(part.key)) {
        return None;
    }
    parts.sort_by_key(|part| rank(part.key));
    let mut sorted: String = parts.iter().map(|part| part.text).collect();
    sorted.push_str(tail);
    let after = tree(&sorted, &mut problems)?;
    (plain(&before) == plain(&after) && problems.into_list().is_empty())
        .then(|| format!("{}{sorted}{}", &text[..offset], &text[offset + yaml.len()..]))
}

/// A key, the comments above it, and all that belongs to it.
struct Part<'a> {
    key: &'a str,
    text: &'a str,
}

/// Cuts a block map into its keys, and what follows the last one's value: comments that belong to none. `None` when
/// a line is neither.
fn parts(yaml: &str) -> Option<(Vec<Part<'_>>, &str)> {
    let mut found: Vec<Part<'_>> = Vec::new();
    let mut start = 0;
    let mut key: Option<&str> = None;
    // Where the comments and empty lines begin that may belong to the next key.
    let mut loose: Option<usize> = None;
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let is_item = trimmed == "-" || trimmed.starts_with("- ");
        if trimmed.is_empty() || trimmed.starts_with('#') {
            loose.get_or_insert(at);
        } else if trimmed.starts_with([' ', '\t']) || is_item || trimmed.starts_with(['}', ']']) {
            loose = None;
        } else {
            let name = trimmed.split(':').next().filter(|_| trimmed.contains(':'))?;
            if let Some(key) = key {
                let end = loose.unwrap_or(at);
                found.push(Part { key, text: &yaml[start..end] });
                start = end;
            }
            key = Some(name.trim().trim_matches(['"', '\'']));
            loose = None;
        }
        at += line.len();
    }
    let end = loose.unwrap_or(at);
    found.push(Part { key: key?, text: &yaml[start..end] });
    Some((found, &yaml[end..]))
}

fn tree(yaml: &str, problems: &mut Problems) -> Option<Node> {
    yaml::parse(yaml, 0, problems)
}

/// What a tree says, whatever the order of its keys and where they stand.
fn plain(node: &Node) -> Node {
    let kind = match &node.kind {
        NodeKind::List(items) => NodeKind::List(items.iter().map(plain).collect()),
        NodeKind::Map(entries) => {
            let mut entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| (crate::span::Spanned::new(key.value.clone(), Span::default()), plain(value)))
                .collect();
            entries.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
            NodeKind::Map(entries)
        }
        other => other.clone(),
    };
    Node { kind, span: Span::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "content/livrables/x/index.md";

    #[test]
    fn comments_and_bytes_go_with_their_key() {
        let text =
            "---\n# du type\ntype:   x # fin\n\n# du titre\ntitre: 'a: b'\naxes:\n- a\n\n# à la fin\n---\n\ncorps\n";
        let expected =
            "---\n\n# du titre\ntitre: 'a: b'\n# du type\ntype:   x # fin\naxes:\n- a\n\n# à la fin\n---\n\ncorps\n";
        assert_eq!(ordered(PATH, text).as_deref(), Some(expected));
        assert_eq!(ordered(PATH, expected), None, "already in order");
        assert_eq!(ordered("content/pages/x.md", text), None);
    }

    #[test]
    fn what_cannot_be_cut_stays() {
        for text in ["---\n{ type: x, titre: y }\n---\n", "---\ntype: |\n# texte\n  x\ntitre: y\n---\n", "texte"] {
            let done = ordered(PATH, text);
            assert!(done.is_none() || !text.contains('{'), "{done:?}");
        }
    }
}
