//! Placeholders that nobody replaced: a deliverable that still has one is not fit to be published.

use crate::config::is_placeholder;
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::Span;
use crate::value::{Node, NodeKind};

/// What a text begins with as long as nobody wrote it.
pub const PLACEHOLDER: &str = "À compléter";

/// The remark beside a value that nobody chose.
const UNCHECKED: &str = "# À vérifier";

/// Tells the placeholders of a deliverable that is published (an error) or submitted (a warning).
pub(super) fn check(root: Option<&Node>, problems: &mut Problems) {
    let Some(Node { kind: NodeKind::Map(entries), .. }) = root else { return };
    let status = entries.iter().find(|(key, _)| key.value == "statut").map(|(_, value)| &value.kind);
    let Some(NodeKind::Scalar { text: status, .. }) = status else { return };
    let severity = match status.as_str() {
        "valide" | "archive" => Severity::Error,
        "soumis" => Severity::Warning,
        _ => return,
    };
    for (_, value) in entries {
        walk(value, status, severity, problems);
    }
    unchecked(root.map_or(0, |root| root.span.end as usize), status, severity, problems);
}

/// Tells the values that were put in by the program, whose remark still stands beside them.
fn unchecked(end: usize, status: &str, severity: Severity, problems: &mut Problems) {
    let text = &problems.source().text;
    // The last value's own remark stands behind it.
    let rest = text.get(end..).unwrap_or_default();
    let front = text.get(..end + rest.find('\n').unwrap_or(rest.len())).unwrap_or_default();
    let found: Vec<usize> = front.match_indices(UNCHECKED).map(|(at, _)| at).collect();
    for at in found {
        problems.add(
            severity,
            codes::A_COMPLETER,
            Span::new(at, at + UNCHECKED.len()),
            format!("Cette valeur mise d’office n’a pas été vérifiée, et la fiche est « {status} »."),
            "vérifiez-la, puis effacez la remarque ; sinon, revenez à « statut: brouillon »",
        );
    }
}

fn walk(node: &Node, status: &str, severity: Severity, problems: &mut Problems) {
    match &node.kind {
        NodeKind::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, status, severity, problems)),
        NodeKind::List(items) => items.iter().for_each(|item| walk(item, status, severity, problems)),
        NodeKind::Scalar { text, .. } if is_placeholder(text) => {
            problems.add(
                severity,
                codes::A_COMPLETER,
                node.span,
                format!("Ce texte reste à écrire, et la fiche est « {status} »."),
                "écrivez-le, retirez la rubrique si elle est facultative, ou revenez à « statut: brouillon »",
            );
        }
        _ => {}
    }
}
