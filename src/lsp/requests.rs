//! What an editor asks, and what it is answered.

use std::path::Path;

use lsp_server::ErrorCode;
use lsp_types::request::{self as asked, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, CompletionOptions,
    CompletionOptionsCompletionItem, CompletionParams, DocumentSymbolParams, DocumentSymbolResponse,
    GotoDefinitionParams, HoverParams, HoverProviderCapability, InitializeResult, OneOf, Position,
    PositionEncodingKind, RenameOptions, RenameParams, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentPositionParams, TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, Uri,
    WorkDoneProgressOptions, WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::Client;
use super::judge::{self, Verdict};
use super::position::Encoding;
use super::snapshot::Snapshot;
use super::state::State;
use super::{completion, definition, fixes, hover, rename, symbols};
use crate::workspace::Changes;

/// An answer, or what is wrong with the question.
pub(super) type Answer = Result<Value, (ErrorCode, String)>;

/// What the server can do.
pub(super) fn capabilities(client: Client) -> InitializeResult {
    let no_progress = WorkDoneProgressOptions::default();
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(SaveOptions { include_text: Some(false) }.into()),
        ..TextDocumentSyncOptions::default()
    };
    let completion = CompletionOptions {
        trigger_characters: Some(completion::TRIGGERS.iter().map(|one| (*one).to_owned()).collect()),
        completion_item: Some(CompletionOptionsCompletionItem { label_details_support: Some(true) }),
        ..CompletionOptions::default()
    };
    let actions = CodeActionOptions {
        code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, fixes::FIX_ALL]),
        ..CodeActionOptions::default()
    };
    let folders = WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: None };
    let capabilities = ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(completion),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: no_progress,
        })),
        workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
        ..ServerCapabilities::default()
    };
    let version = Some(env!("CARGO_PKG_VERSION").to_owned());
    InitializeResult { capabilities, server_info: Some(ServerInfo { name: "capitole".to_owned(), version }) }
}

/// Answers a question. Nothing is the answer outside a library.
pub(super) fn answer(state: &mut State, method: &str, params: Value) -> Answer {
    match method {
        asked::Completion::METHOD => {
            let params: CompletionParams = read(params)?;
            let (uri, position) = at(params.text_document_position);
            ready(state, &uri);
            let client = state.client;
            let found = state.view(&uri, position).and_then(|(view, at)| completion::complete(&view, client, at));
            write(found)
        }
        asked::HoverRequest::METHOD => {
            let params: HoverParams = read(params)?;
            let (uri, position) = at(params.text_document_position_params);
            ready(state, &uri);
            write(state.view(&uri, position).and_then(|(view, at)| hover::hover(state, &view, at)))
        }
        asked::GotoDefinition::METHOD => {
            let params: GotoDefinitionParams = read(params)?;
            let (uri, position) = at(params.text_document_position_params);
            ready(state, &uri);
            write(state.view(&uri, position).and_then(|(view, at)| definition::definition(state, &view, at)))
        }
        asked::CodeActionRequest::METHOD => {
            let CodeActionParams { text_document, range, context, .. } = read(params)?;
            let view = state.view(&text_document.uri, range.start);
            write(view.map(|(view, _)| fixes::actions(state, &view, &text_document.uri, range, &context)))
        }
        asked::DocumentSymbolRequest::METHOD => {
            let params: DocumentSymbolParams = read(params)?;
            let view = state.view(&params.text_document.uri, Position::default());
            let view = view.filter(|_| state.client.nests_symbols);
            write(view.map(|(view, _)| DocumentSymbolResponse::Nested(symbols::symbols(&view))))
        }
        asked::PrepareRenameRequest::METHOD => {
            let (uri, position) = at(read(params)?);
            match state.view(&uri, position) {
                Some((view, at)) => rename::prepare(&view, at).map_err(refused).and_then(write),
                None => Ok(Value::Null),
            }
        }
        asked::Rename::METHOD => {
            let params: RenameParams = read(params)?;
            let (uri, position) = at(params.text_document_position);
            match state.view(&uri, position) {
                Some((view, at)) => rename::rename(state, &view, at, &params.new_name).map_err(refused).and_then(write),
                None => Ok(Value::Null),
            }
        }
        _ => Err((ErrorCode::MethodNotFound, format!("« {method} » n’est pas pris en charge"))),
    }
}

fn at(params: TextDocumentPositionParams) -> (Uri, Position) {
    (params.text_document.uri, params.position)
}

fn refused(message: String) -> (ErrorCode, String) {
    (ErrorCode::RequestFailed, message)
}

/// What a question says.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

/// An answer as JSON.
pub(super) fn write(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

/// A question that comes before the first judgement waits for the library, once.
fn ready(state: &mut State, uri: &Uri) {
    let Some(home) = state.documents.get(uri.as_str()).and_then(|one| one.home.as_ref()) else { return };
    let root = home.root.clone();
    if state.libraries.get(&root).is_some_and(|known| known.snapshot.is_some() || known.is_tried) {
        return;
    }
    let snapshot = first(state, &root);
    let known = state.libraries.entry(root).or_default();
    known.is_tried = true;
    known.snapshot = snapshot;
}

fn first(state: &mut State, root: &Path) -> Option<Snapshot> {
    let changes = Changes::default();
    let job = judge::Job { root: root.to_path_buf(), generation: 0, open: state.open_texts(root), changes };
    let (Verdict { library, .. }, _) = judge::judge(&job, None).ok()?;
    library.map(|library| Snapshot::new(library, None))
}
