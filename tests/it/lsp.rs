//! The language server in memory: sessions message by message, and texts cut anywhere.

use std::fs;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use capitole::lsp::{self, Ended};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{base_library, project};

const WAIT: Duration = Duration::from_secs(20);
const TEXT: &str = "content/livrables/temoin/index.md";

/// An editor, and the server that it talks to.
struct Editor {
    connection: Connection,
    server: Option<JoinHandle<Ended>>,
    next: i32,
    /// Problems that came while something else was waited for.
    published: Vec<Value>,
}

impl Editor {
    fn new() -> Self {
        let (connection, other) = Connection::memory();
        let server = std::thread::spawn(move || lsp::run(&other));
        Self { connection, server: Some(server), next: 0, published: Vec::new() }
    }

    fn open() -> Self {
        let mut editor = Self::new();
        let capabilities = json!({
            "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
            "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["rename"] } },
        });
        editor.ask("initialize", json!({ "capabilities": capabilities, "processId": null, "rootUri": null })).unwrap();
        editor.tell("initialized", json!({}));
        editor
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, lsp_server::ResponseError> {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.connection.sender.send(Request { id: id.clone(), method: method.to_owned(), params }.into()).unwrap();
        loop {
            match self.connection.receiver.recv_timeout(WAIT).unwrap() {
                Message::Response(Response { id: own, response_result }) if own == id => return response_result,
                Message::Notification(one) => self.published.push(one.params),
                _ => {}
            }
        }
    }

    /// The problems of the next judgement of a file.
    fn problems(&mut self, uri: &str) -> Value {
        loop {
            if let Some(at) = self.published.iter().position(|one| one["uri"] == uri) {
                return self.published.remove(at)["diagnostics"].take();
            }
            if let Message::Notification(one) = self.connection.receiver.recv_timeout(WAIT).unwrap() {
                self.published.push(one.params);
            }
        }
    }

    fn show(&self, uri: &str, text: &str) {
        let item = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    fn rewrite(&self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "version": 2 });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    }

    fn leave(mut self) -> Ended {
        self.ask("shutdown", Value::Null).unwrap();
        self.tell("exit", Value::Null);
        self.server.take().unwrap().join().unwrap()
    }
}

fn uri(library: &Path, path: &str) -> String {
    url::Url::from_file_path(library.join(path)).unwrap().into()
}

fn place(uri: &str, line: usize, character: usize) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

#[test]
fn a_session_begins_and_ends_as_the_protocol_says() {
    let mut editor = Editor::new();
    assert_eq!(editor.ask("textDocument/hover", json!({})).unwrap_err().code, -32002);
    let told = editor.ask("initialize", json!({ "capabilities": {}, "processId": null, "rootUri": null })).unwrap();
    assert_eq!(told["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(editor.ask("initialize", json!({ "capabilities": {} })).unwrap_err().code, -32600);
    assert_eq!(editor.ask("textDocument/hover", json!({ "absurde": 1 })).unwrap_err().code, -32602);
    assert_eq!(editor.ask("capitole/inconnu", json!({})).unwrap_err().code, -32601);
    editor.tell("textDocument/didChange", json!({ "absurde": 1 }));
    editor.ask("shutdown", Value::Null).unwrap();
    assert_eq!(editor.ask("textDocument/hover", json!({})).unwrap_err().code, -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.server.take().unwrap().join().unwrap(), Ended::Properly);

    let mut gone = Editor::open();
    drop(std::mem::replace(&mut gone.connection, Connection::memory().0));
    assert_eq!(gone.server.take().unwrap().join().unwrap(), Ended::Abruptly);
}

#[test]
fn utf_8_is_spoken_to_those_who_offer_it() {
    let mut editor = Editor::new();
    let capabilities = json!({ "general": { "positionEncodings": ["utf-8", "utf-16"] } });
    let told = editor.ask("initialize", json!({ "capabilities": capabilities, "processId": null, "rootUri": null }));
    assert_eq!(told.unwrap()["capabilities"]["positionEncoding"], "utf-8");
    assert_eq!(editor.leave(), Ended::Properly);
}

#[test]
fn a_file_outside_any_library_is_met_with_silence() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = Editor::open();
    for uri in [uri(folder.path(), "x.md"), "untitled:Untitled-1".to_owned(), uri(project(), "README.md")] {
        editor.show(&uri, "---\ntitre: x\n---\n");
        for method in ["completion", "hover", "definition", "prepareRename", "documentSymbol"] {
            assert_eq!(editor.ask(&format!("textDocument/{method}"), place(&uri, 1, 2)).unwrap(), Value::Null);
        }
    }
    std::thread::sleep(Duration::from_millis(300));
    assert!(editor.published.is_empty() && editor.connection.receiver.is_empty());
    assert_eq!(editor.leave(), Ended::Properly);
}

#[test]
fn two_libraries_are_judged_apart_and_what_is_mended_is_cleared() {
    let libraries = [base_library(), base_library()];
    let mut editor = Editor::open();
    for library in &libraries {
        let uri = uri(library.path(), TEXT);
        let text = fs::read_to_string(library.path().join(TEXT)).unwrap();
        editor.show(&uri, &text.replace("prestataire: maskott", "prestataire: maskot"));
        let problems = editor.problems(&uri);
        assert_eq!(problems[0]["code"], "front-matter/prestataire-inconnu");
        assert!(problems[0]["message"].as_str().unwrap().contains("\naide : écrivez maskott"));
        assert_eq!(problems.as_array().unwrap().len(), 1);
        editor.rewrite(&uri, &text);
        assert_eq!(editor.problems(&uri), json!([]));
    }
    assert_eq!(editor.leave(), Ended::Properly);
}

#[test]
fn a_change_on_the_disk_is_seen() {
    let library = base_library();
    let mut editor = Editor::open();
    let open = uri(library.path(), TEXT);
    let text = fs::read_to_string(library.path().join(TEXT)).unwrap();
    editor.show(&open, &text.replace("titre: Fiche témoin", "titre: Fiche"));
    assert_eq!(editor.problems(&open)[0]["code"], "front-matter/texte-trop-court");
    let other = "content/livrables/ancienne/index.md";
    let path = library.path().join(other);
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("axes: [c]", "axes: [z]")).unwrap();
    let changed = uri(library.path(), other);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": changed, "type": 2 }] }));
    assert_eq!(editor.problems(&changed)[0]["code"], "front-matter/axe-inconnu");
    assert_eq!(editor.leave(), Ended::Properly);
}

/// Asks everything at a place; every range of the answers must lie in the text.
fn ask_everything(editor: &mut Editor, uri: &str, text: &str, line: usize, character: usize) {
    let lines: Vec<usize> = text.split('\n').map(|line| line.trim_end_matches('\r').encode_utf16().count()).collect();
    let inside = |place: &Value| {
        let (line, character) =
            (place["line"].as_u64().unwrap() as usize, place["character"].as_u64().unwrap() as usize);
        lines.get(line).is_some_and(|length| character <= *length)
    };
    let mut ranges = Vec::new();
    if let Some(items) = editor.ask("textDocument/completion", place(uri, line, character)).unwrap()["items"].as_array()
    {
        for item in items {
            let range = item["textEdit"]["range"].clone();
            assert_eq!(range["start"]["line"], range["end"]["line"], "within a line");
            ranges.push(range);
        }
    }
    for method in ["hover", "definition", "prepareRename"] {
        let answer = editor.ask(&format!("textDocument/{method}"), place(uri, line, character));
        // That a name cannot be changed is an answer too.
        let answer = answer.unwrap_or_else(|error| {
            assert_eq!(error.code, -32803, "{error:?}");
            Value::Null
        });
        if method != "definition" && !answer["range"].is_null() {
            ranges.push(answer["range"].clone());
        }
    }
    let document = json!({ "uri": uri });
    let at = json!({ "line": line, "character": character });
    let asked =
        json!({ "textDocument": document, "range": { "start": at, "end": at }, "context": { "diagnostics": [] } });
    editor.ask("textDocument/codeAction", asked).unwrap();
    editor.ask("textDocument/documentSymbol", json!({ "textDocument": document })).unwrap();
    for range in ranges {
        assert!(inside(&range["start"]) && inside(&range["end"]), "{range} lies outside the text");
    }
}

#[test]
fn a_text_cut_anywhere_is_answered() {
    let library = base_library();
    let text = fs::read_to_string(library.path().join(TEXT)).unwrap().replace(
        "Un texte.",
        "Été 🎓 [a](../ancienne/index.md#contexte), ![une 🎓 image](x.svg)\n\n[r]: ../ancienne/grille.csv\n\n## L’été\n",
    );
    let uri = uri(library.path(), TEXT);
    let mut editor = Editor::open();
    editor.show(&uri, &text);
    for end in (0..=text.len()).filter(|at| text.is_char_boundary(*at)).step_by(3) {
        let cut = if end % 2 == 0 { text[..end].to_owned() } else { text[..end].replace('\n', "\r\n") };
        editor.rewrite(&uri, &cut);
        let line = cut.split('\n').count() - 1;
        let character = cut.rsplit('\n').next().unwrap().encode_utf16().count();
        ask_everything(&mut editor, &uri, &cut, line, character);
        ask_everything(&mut editor, &uri, &cut, line / 2, 6);
    }
    assert_eq!(editor.leave(), Ended::Properly);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_text_of_faults_is_answered(
        pieces in proptest::collection::vec("(titre|axes|- |  |organisme|: |\\[|\\{|\"|'|,|\n|\r\n|é|🎓|e\u{301}|#|]\\(\\.\\./|---\n|\t|\\||>|&|\\*){1,3}", 0..14),
        line in 0_usize..6,
        character in 0_usize..12,
    ) {
        let library = base_library();
        let uri = uri(library.path(), TEXT);
        let text = format!("---\n{}", pieces.concat());
        let mut editor = Editor::open();
        editor.show(&uri, &text);
        ask_everything(&mut editor, &uri, &text, line, character);
        let normal = text.replace("\r\n", "\n");
        let last = normal.split('\n').count() - 1;
        ask_everything(&mut editor, &uri, &text, last, normal.rsplit('\n').next().unwrap().encode_utf16().count());
        prop_assert_eq!(editor.leave(), Ended::Properly);
    }
}
