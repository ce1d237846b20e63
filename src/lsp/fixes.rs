//! Changes that are certain, as the editor offers them.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionContext, CodeActionKind, Range, TextEdit, Uri, WorkspaceEdit};

use super::publish;
use super::state::State;
use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::fix::{self, Edit, Fix};
use crate::span::Span;

/// The action that makes every fix of a text.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.capitole");

/// The changes that problems in a range carry, and that of the whole text.
pub(super) fn actions(
    state: &State,
    view: &View<'_>,
    uri: &Uri,
    range: Range,
    context: &CodeActionContext,
) -> Vec<CodeAction> {
    let start = view.text.offset(range.start, view.encoding);
    let end = view.text.offset(range.end, view.encoding).max(start);
    let wanted = |kind: &CodeActionKind| {
        context.only.as_ref().is_none_or(|only| only.iter().any(|asked| is_within(kind, asked)))
    };
    let fixable: Vec<(&Diagnostic, &Fix)> =
        state.problems(view).filter_map(|one| Some((one, one.fix.as_ref()?))).collect();
    let mut found = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        let touches = |span: Span| span.start as usize <= end && start <= span.end as usize;
        for (one, fix) in fixable.iter().filter(|(one, _)| touches(one.span)) {
            found.push(CodeAction {
                title: capitalised(&fix.title),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![publish::bare(one, view.text, state)]),
                edit: Some(edit(view, uri, &fix.edits)),
                is_preferred: Some(true),
                ..CodeAction::default()
            });
        }
    }
    if wanted(&FIX_ALL) && !fixable.is_empty() {
        let fixes: Vec<&Fix> = fixable.iter().map(|(_, fix)| *fix).collect();
        let (_, made) = fix::apply(view.text.as_str(), &fixes);
        let edits = fixes.iter().zip(made).filter(|(_, made)| *made).flat_map(|(fix, _)| fix.edits.clone());
        let edits: Vec<Edit> = edits.collect();
        found.push(CodeAction {
            title: "Corriger tout ce qui est certain dans ce fichier".to_owned(),
            kind: Some(FIX_ALL),
            edit: Some(edit(view, uri, &edits)),
            ..CodeAction::default()
        });
    }
    found
}

/// Whether a kind of action is one of those asked for: « source » asks for « source.fixAll.capitole » too.
fn is_within(kind: &CodeActionKind, asked: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
}

/// Edits of a text as the editor makes them.
pub(super) fn text_edits(
    text: &super::text::Text,
    edits: &[Edit],
    encoding: super::position::Encoding,
) -> Vec<TextEdit> {
    let edit = |one: &Edit| TextEdit {
        range: text.range(one.span, encoding),
        new_text: one.text.replace('\n', text.line_end()),
    };
    edits.iter().map(edit).collect()
}

#[expect(clippy::mutable_key_type, reason = "the protocol's own type; an address is never changed")]
fn edit(view: &View<'_>, uri: &Uri, edits: &[Edit]) -> WorkspaceEdit {
    let changes = HashMap::from([(uri.clone(), text_edits(view.text, edits, view.encoding))]);
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
