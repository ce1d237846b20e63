//! Placeholders that nobody replaced: a deliverable that still has one is not fit to be published.

use crate::diagnostic::{Problems, Severity, codes};
use crate::value::{Node, NodeKind};

/// What a text begins with as long as nobody wrote it.
pub const PLACEHOLDER: &str = "À compléter";

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
}

fn walk(node: &Node, status: &str, severity: Severity, problems: &mut Problems) {
    match &node.kind {
        NodeKind::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, status, severity, problems)),
        NodeKind::List(items) => items.iter().for_each(|item| walk(item, status, severity, problems)),
        NodeKind::Scalar { text, .. } if text.trim_start().starts_with(PLACEHOLDER) => {
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
