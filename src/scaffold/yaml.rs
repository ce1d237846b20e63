//! A front matter as it is written for someone to go on with: comments above keys, free text always quoted.

use std::fmt::Write as _;

use crate::diagnostic::fix::quoted;
use crate::model::read::PLACEHOLDER;
use crate::value::scalars::{Implicit, implicit_type};

/// Columns of a comment, its mark included.
const WIDTH: usize = 100;
/// Columns of a level.
const INDENT: usize = 2;
/// Words that some readers of YAML take for something else than text.
const TAKEN: &[&str] = &["null", "~", "y", "n", "yes", "no", "on", "off", "oui", "non"];

/// A front matter in the making.
#[derive(Debug)]
pub(super) struct Yaml {
    out: String,
}

impl Yaml {
    pub(super) fn begin() -> Self {
        Self { out: "---\n".to_owned() }
    }

    /// The file: front matter, then `body`.
    pub(super) fn end(self, body: &str) -> String {
        format!("{}---\n\n{body}", self.out)
    }

    /// A comment, cut into lines.
    pub(super) fn comment(&mut self, level: usize, text: &str) {
        let indent = " ".repeat(level * INDENT);
        let width = WIDTH - indent.len() - 2;
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                let _ = writeln!(self.out, "{indent}# {line}");
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let _ = writeln!(self.out, "{indent}# {line}");
    }

    /// A line as it is.
    pub(super) fn line(&mut self, level: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", " ".repeat(level * INDENT));
    }

    /// Lines that stand there to be taken into use: each right behind a mark of comment, so that it fits once that is
    /// taken away.
    pub(super) fn optional(&mut self, level: usize, text: &str) {
        for line in text.lines() {
            self.line(level, &format!("#{line}"));
        }
    }

    /// A key with free text.
    pub(super) fn text(&mut self, level: usize, key: &str, text: &str) {
        self.line(level, &format!("{key}: {}", quoted(text)));
    }
}

/// An id, in quotes where it would be read as something else.
pub(super) fn id(id: &str) -> String {
    let is_text = implicit_type(id) == Implicit::Text && !TAKEN.contains(&id.to_lowercase().as_str());
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        && id.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_text && is_plain { id.to_owned() } else { quoted(id) }
}

/// A list of ids on one line.
pub(super) fn ids<'a>(list: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", list.into_iter().map(id).collect::<Vec<_>>().join(", "))
}

/// A placeholder that says what is to be written.
pub(super) fn missing(what: &str) -> String {
    format!("{PLACEHOLDER} : {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_read_as_something_else_are_quoted() {
        for (written, expected) in
            [("09", "\"09\""), ("oui", "\"oui\""), ("cc-by-4.0", "cc-by-4.0"), ("3d", "\"3d\""), ("a", "a")]
        {
            assert_eq!(id(written), expected);
        }
        assert_eq!(ids(["3", "sans"]), "[\"3\", sans]");
    }

    #[test]
    fn comments_are_cut_at_spaces() {
        let mut yaml = Yaml::begin();
        yaml.comment(1, &"mot ".repeat(40));
        let text = yaml.end("");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(text.lines().filter(|line| line.starts_with("  # mot")).count() > 1);
    }
}
