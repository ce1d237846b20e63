//! Problems as a Code Quality report of GitLab, which shows them in a merge request.
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::HashMap;

use serde::Serialize;

use super::{Diagnostic, Severity};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// One JSON document. `folder`: where the library lies in the repository: nothing, or `bibliotheque/`.
pub fn render(problems: &[Diagnostic], folder: &str) -> String {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let issues: Vec<Issue<'_>> = problems
        .iter()
        .map(|one| {
            // Stays the same when lines move, so that the forge tells new problems from old ones.
            let what = format!("{}\n{}\n{}", one.code.name(), one.source.path, one.message);
            let rank = seen.entry(what.clone()).or_default();
            *rank += 1;
            Issue {
                description: one
                    .help
                    .as_ref()
                    .map_or_else(|| one.message.clone(), |help| format!("{} Aide : {help}", one.message)),
                check_name: one.code.name(),
                fingerprint: blake3::hash(format!("{what}\n{rank}").as_bytes()).to_hex()[..32].to_owned(),
                severity: match one.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Advice => "info",
                },
                location: Location {
                    path: format!("{folder}{}", one.source.path),
                    lines: Lines { begin: one.position().line },
                },
            }
        })
        .collect();
    super::to_json(&issues)
}
