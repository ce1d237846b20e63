//! One session, message by message: beginning, texts that open, change and close, end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::Sender;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self as told, Notification as _};
use lsp_types::request::{RegisterCapability, Request as _};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWatchedFilesRegistrationOptions,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern,
    InitializeParams, LogMessageParams, MessageType, Registration, RegistrationParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Ended;
use super::client::Client;
use super::home::{self, Home};
use super::judge::{Job, Outcome};
use super::state::{Document, State};
use super::text::Text;
use super::{publish, requests};
use crate::workspace::{Changes, Event};

/// Where a session is.
#[derive(Debug)]
enum Phase {
    /// Nothing was said yet.
    Waiting,
    /// Under way.
    Open(Box<State>),
    /// The editor will leave.
    ShutDown,
}

/// A session with an editor.
#[derive(Debug)]
pub(super) struct Session {
    editor: Sender<Message>,
    judge: Sender<Job>,
    phase: Phase,
}

impl Session {
    /// A session that has not begun.
    pub(super) const fn new(editor: Sender<Message>, judge: Sender<Job>) -> Self {
        Self { editor, judge, phase: Phase::Waiting }
    }

    /// Takes in a message; tells when it was the last.
    pub(super) fn take(&mut self, message: Message) -> Option<Ended> {
        match message {
            Message::Request(request) => {
                let id = request.id.clone();
                // A fault of ours in one answer must not end the session of its author.
                let answer = catch_unwind(AssertUnwindSafe(|| self.request(request)))
                    .unwrap_or_else(|_| Err((ErrorCode::InternalError, "faute de capitole".to_owned())));
                self.send(Message::Response(response(id, answer)));
                None
            }
            Message::Notification(one) if one.method == told::Exit::METHOD => {
                Some(if matches!(self.phase, Phase::ShutDown) { Ended::Properly } else { Ended::Abruptly })
            }
            Message::Notification(one) => {
                let _ = catch_unwind(AssertUnwindSafe(|| self.notification(one)));
                None
            }
            // Answers to what was asked of the editor: it watches files, or does not.
            Message::Response(_) => None,
        }
    }

    /// Shows what a judgement found.
    pub(super) fn publish(&mut self, outcome: Outcome) {
        let Phase::Open(state) = &mut self.phase else { return };
        match publish::take(state, outcome) {
            Ok(files) => files.into_iter().for_each(|file| self.notify::<told::PublishDiagnostics>(file)),
            Err(message) => {
                self.notify::<told::LogMessage>(LogMessageParams { typ: MessageType::ERROR, message });
            }
        }
    }

    fn request(&mut self, request: Request) -> requests::Answer {
        let Request { method, params, .. } = request;
        if method == lsp_types::request::Initialize::METHOD {
            if !matches!(self.phase, Phase::Waiting) {
                return Err((ErrorCode::InvalidRequest, "la session a déjà commencé".to_owned()));
            }
            let params: InitializeParams = requests::read(params)?;
            let client = Client::of(&params.capabilities);
            self.phase = Phase::Open(Box::new(State::new(client)));
            return requests::write(requests::capabilities(client));
        }
        match &mut self.phase {
            Phase::Waiting => Err((ErrorCode::ServerNotInitialized, "la session n’a pas commencé".to_owned())),
            Phase::ShutDown => Err((ErrorCode::InvalidRequest, "la session est terminée".to_owned())),
            Phase::Open(_) if method == lsp_types::request::Shutdown::METHOD => {
                self.phase = Phase::ShutDown;
                Ok(serde_json::Value::Null)
            }
            Phase::Open(state) => requests::answer(state, &method, params),
        }
    }

    fn notification(&mut self, one: Notification) -> Option<()> {
        let Phase::Open(state) = &mut self.phase else { return None };
        match one.method.as_str() {
            told::Initialized::METHOD if state.client.watches_files => self.watch(),
            told::DidOpenTextDocument::METHOD => {
                let params: DidOpenTextDocumentParams = read(one)?;
                let item = params.text_document;
                let home = Home::of(&item.uri);
                let path = home.as_ref().map_or("", |home| home.path.as_str());
                let text = Arc::new(Text::new(path, item.text));
                let root = home.as_ref().map(|home| home.root.clone());
                let document = Document { text, version: item.version, home, uri: item.uri.clone() };
                state.documents.insert(item.uri.as_str().to_owned(), document);
                self.judge(&root?, Changes::default());
            }
            told::DidChangeTextDocument::METHOD => {
                let params: DidChangeTextDocumentParams = read(one)?;
                let encoding = state.client.encoding;
                let document = state.documents.get_mut(params.text_document.uri.as_str())?;
                for change in params.content_changes {
                    document.text = Arc::new(document.text.changed(change.range, &change.text, encoding));
                }
                document.version = params.text_document.version;
                let root = document.home.as_ref()?.root.clone();
                self.judge(&root, Changes::default());
            }
            told::DidCloseTextDocument::METHOD => {
                let params: DidCloseTextDocumentParams = read(one)?;
                let document = state.documents.remove(params.text_document.uri.as_str())?;
                let changes = unseen(state);
                self.judge(&document.home?.root, changes);
            }
            told::DidSaveTextDocument::METHOD => {
                let params: DidSaveTextDocumentParams = read(one)?;
                let changes = unseen(state);
                self.moved(&params.text_document.uri, &changes);
            }
            told::DidChangeWatchedFiles::METHOD => {
                let params: DidChangeWatchedFilesParams = read(one)?;
                for change in params.changes {
                    self.moved(&change.uri, &Changes::default());
                }
            }
            _ => {}
        }
        Some(())
    }

    /// A file changed on the disk, and maybe others: the libraries that it lies in are judged anew.
    fn moved(&mut self, uri: &Uri, others: &Changes) {
        let Phase::Open(state) = &self.phase else { return };
        let Some(path) = home::path_of(uri) else { return };
        let roots: Vec<PathBuf> = state.libraries.keys().filter(|root| path.starts_with(root)).cloned().collect();
        for root in roots {
            let mut changes = others.clone();
            changes.note(path.strip_prefix(&root).unwrap_or(&path), Event::Names);
            self.judge(&root, changes);
        }
    }

    fn judge(&mut self, root: &Path, changes: Changes) {
        let Phase::Open(state) = &mut self.phase else { return };
        // The other end lives as long as the session.
        let _ = self.judge.send(state.next_job(root, changes));
    }

    /// Asks the editor to tell what changes on the disk.
    fn watch(&self) {
        let watcher =
            |pattern: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.to_owned()), kind: None };
        let watchers = vec![watcher("**/site.toml"), watcher("**/content/**")];
        let options = DidChangeWatchedFilesRegistrationOptions { watchers };
        let registration = Registration {
            id: "fichiers".to_owned(),
            method: told::DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        if let Ok(params) = serde_json::to_value(params) {
            let id = RequestId::from("fichiers".to_owned());
            self.send(Message::Request(Request { id, method: RegisterCapability::METHOD.to_owned(), params }));
        }
    }

    fn notify<N: told::Notification>(&self, params: N::Params)
    where
        N::Params: Serialize,
    {
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Message::Notification(Notification { method: N::METHOD.to_owned(), params }));
        }
    }

    fn send(&self, message: Message) {
        // An editor that is gone is told by the end of what it sends.
        let _ = self.editor.send(message);
    }
}

fn response(id: RequestId, answer: requests::Answer) -> Response {
    match answer {
        Ok(value) => Response { id, response_result: Ok(value) },
        Err((code, message)) => Response::new_err(id, code as i32, message),
    }
}

/// What may have changed without a word: everything, when the editor does not watch the files.
fn unseen(state: &State) -> Changes {
    if state.client.watches_files { Changes::default() } else { Changes::everything() }
}

/// What a notification says; one that is not what it should be is passed over, as nobody waits for an answer.
fn read<T: DeserializeOwned>(one: Notification) -> Option<T> {
    serde_json::from_value(one.params).ok()
}
