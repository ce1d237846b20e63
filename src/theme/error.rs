//! What is wrong with a theme: the file, the line and a sentence.

use std::fmt;

use tera::ErrorKind;

use crate::diagnostic::human::underlined;
use crate::span::{SourceText, Span};

/// A fault of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// The file, relative to the theme's folder: `templates/fiche.html`.
    pub file: String,
    /// Line, from 1, where it is known.
    pub line: Option<usize>,
    /// Column in characters, from 1, where it is known.
    pub column: Option<usize>,
    /// The line, the wrong part underlined, where it is known.
    pub excerpt: Option<String>,
    /// What is wrong, in French.
    pub message: String,
}

impl ThemeError {
    pub(super) fn new(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, column: None, excerpt: None, message: message.into() }
    }

    pub(super) fn at(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The place of the fault in the file's text.
    pub(super) fn within(mut self, source: &SourceText, span: Span) -> Self {
        let at = source.position(span.start as usize);
        self.line = Some(at.line);
        self.column = Some(at.column);
        self.excerpt = Some(underlined(source, span));
        self
    }

    /// A fault that the template engine found in or below `template`.
    pub(super) fn from_tera(error: &tera::Error, template: &str) -> Self {
        let path = |name: &str| format!("templates/{name}");
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let name = if report.filename().is_empty() { template } else { report.filename() };
                Self::new(path(name), in_french(report.message())).at(report.span().start_line)
            }
            ErrorKind::MissingParent { current, parent } => {
                Self::new(path(current), format!("Ce gabarit prolonge « {parent} », qui n’existe pas."))
            }
            ErrorKind::TemplateNotFound(name) => Self::new(path(name), "Ce gabarit n’existe pas."),
            ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                Self::new(path(tpl), "Ce gabarit s’inclut lui-même.")
            }
            other => from_report(&other.to_string(), &path(template)),
        }
    }
}

/// Faults found when templates are put together come as one text of reports, each with its place:
/// `error: …`, then ` --> file:line:column`. The first one is told.
fn from_report(report: &str, fallback: &str) -> ThemeError {
    let place = report.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
    let message = report.lines().next().unwrap_or(report).trim_start_matches("error: ");
    let message = in_french(message);
    let Some((file, rest)) = place.and_then(|place| place.trim_matches(['[', ']']).split_once(':')) else {
        return ThemeError::new(fallback, message);
    };
    let error = ThemeError::new(format!("templates/{file}"), message);
    match rest.split(':').next().and_then(|line| line.parse().ok()) {
        Some(line) => error.at(line),
        None => error,
    }
}

/// The engine's commonest sentences, in French; others stay as they are.
fn in_french(message: &str) -> String {
    let quoted = |rest: &str| rest.trim_matches('`').to_owned();
    for (start, french) in [
        ("Unknown filter ", "Filtre inconnu"),
        ("Unknown test ", "Test inconnu"),
        ("Unknown function ", "Fonction inconnue"),
        ("Unknown component ", "Composant inconnu"),
        ("Unknown template ", "Gabarit inconnu"),
        ("Variable ", "Valeur inconnue"),
        ("Field ", "Champ inconnu"),
    ] {
        if let Some(rest) = message.strip_prefix(start) {
            let name = rest.split('`').nth(1).map_or_else(|| quoted(rest), str::to_owned);
            return format!("{french} : « {name} » ({message})");
        }
    }
    message.to_owned()
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{number}")?;
        }
        write!(f, " : {}", self.message)?;
        match self.excerpt.as_deref().map(str::trim_end) {
            Some(excerpt) if !excerpt.is_empty() => write!(f, "\n{excerpt}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for ThemeError {}
