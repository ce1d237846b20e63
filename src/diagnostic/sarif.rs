//! Problems as SARIF 2.1.0, the exchange format of static analysis, which forges and editors read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Diagnostic, Severity};
use crate::address::encode;
use crate::span::{SourceText, Span};

/// One SARIF document with one run. `folder`: where the library lies in the repository: nothing, or `bibliotheque/`.
pub fn render(problems: &[Diagnostic], folder: &str) -> String {
    let rules: BTreeSet<&str> = problems.iter().map(|one| one.code.name()).collect();
    let rules: Vec<Value> = rules.into_iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = problems.iter().map(|one| result(one, folder)).collect();
    super::to_json(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "capitole", "version": env!("CARGO_PKG_VERSION"), "language": "fr", "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(one: &Diagnostic, folder: &str) -> Value {
    let text = one.help.as_ref().map_or_else(|| one.message.clone(), |help| format!("{}\nAide : {help}", one.message));
    let related: Vec<Value> = one
        .labels
        .iter()
        .map(|label| {
            let mut place = location(&label.source, label.span, folder);
            place["message"] = json!({ "text": label.text });
            place
        })
        .collect();
    let mut result = json!({
        "ruleId": one.code.name(),
        "level": match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "note",
        },
        "message": { "text": text },
        "locations": [location(&one.source, one.span, folder)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = &one.fix {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| {
                json!({
                    "deletedRegion": region(&one.source, edit.span),
                    "insertedContent": { "text": edit.text },
                })
            })
            .collect();
        result["fixes"] = json!([{
            "description": { "text": fix.title },
            "artifactChanges": [{ "artifactLocation": artifact(&one.source, folder), "replacements": replacements }],
        }]);
    }
    result
}

fn location(source: &SourceText, span: Span, folder: &str) -> Value {
    json!({ "physicalLocation": { "artifactLocation": artifact(source, folder), "region": region(source, span) } })
}

fn region(source: &SourceText, span: Span) -> Value {
    let (start, end) = (source.position(span.start as usize), source.position(span.end.max(span.start) as usize));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A path as a relative URI.
fn artifact(source: &SourceText, folder: &str) -> Value {
    let uri = encode(&format!("{folder}{}", source.path));
    json!({ "uri": uri })
}
