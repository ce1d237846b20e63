//! Problems as workflow commands of GitHub Actions, which Forgejo and Gitea understand as well: the forge
//! shows them beside the lines of a change.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use super::{Diagnostic, Severity};

/// A command a problem. `folder`: where the library lies in the repository: nothing, or `bibliotheque/`.
pub fn render(problems: &[Diagnostic], folder: &str) -> String {
    let mut out = String::new();
    for one in problems {
        let command = match one.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let (start, end) = (one.position(), one.end());
        // Columns are shown only when the value stands on one line.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        let help = one.help.as_ref().map(|help| format!("\naide : {help}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "::{command} file={},line={},endLine={}{columns},title={}::{}",
            property(&format!("{folder}{}", one.source.path)),
            start.line,
            end.line,
            property(one.code.name()),
            data(&format!("{}{help}", one.message)),
        );
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
