//! What the editor can do, as it says when the session begins.

use lsp_types::{
    ClientCapabilities, InsertTextMode, PositionEncodingKind, ResourceOperationKind, TextDocumentClientCapabilities,
};

use super::position::Encoding;

/// What the editor can do.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "the protocol's own flags, independent of one another")]
pub(super) struct Client {
    /// What columns count.
    pub(super) encoding: Encoding,
    /// Whether completions may have places to fill.
    pub(super) takes_snippets: bool,
    /// Whether it can be told how lines of a completion are indented.
    pub(super) adjusts_indentation: bool,
    /// Whether problems may name other places.
    pub(super) shows_related: bool,
    /// Whether edits may rename files.
    pub(super) renames_files: bool,
    /// Whether it watches files when asked to.
    pub(super) watches_files: bool,
    /// Whether symbols may be a tree.
    pub(super) nests_symbols: bool,
}

impl Client {
    /// Reads what the editor says.
    pub(super) fn of(capabilities: &ClientCapabilities) -> Self {
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let is_utf8 = offered.is_some_and(|list| list.contains(&PositionEncodingKind::UTF8));
        let item = document.and_then(|one| one.completion.as_ref()?.completion_item.as_ref());
        let edits = workspace.and_then(|one| one.workspace_edit.as_ref());
        let renames = edits.and_then(|one| one.resource_operations.as_ref());
        let modes = item.and_then(|one| one.insert_text_mode_support.as_ref());
        Self {
            encoding: if is_utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            takes_snippets: item.and_then(|one| one.snippet_support).unwrap_or_default(),
            adjusts_indentation: modes.is_some_and(|one| one.value_set.contains(&InsertTextMode::ADJUST_INDENTATION)),
            shows_related: document
                .and_then(|one| one.publish_diagnostics.as_ref()?.related_information)
                .unwrap_or_default(),
            renames_files: edits.and_then(|one| one.document_changes).unwrap_or_default()
                && renames.is_some_and(|list| list.contains(&ResourceOperationKind::Rename)),
            watches_files: workspace
                .and_then(|one| one.did_change_watched_files.as_ref()?.dynamic_registration)
                .unwrap_or_default(),
            nests_symbols: document.is_some_and(nests_symbols),
        }
    }
}

fn nests_symbols(document: &TextDocumentClientCapabilities) -> bool {
    document.document_symbol.as_ref().and_then(|one| one.hierarchical_document_symbol_support).unwrap_or_default()
}
