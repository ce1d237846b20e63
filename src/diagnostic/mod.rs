//! A problem is data: a stable code, a severity, a place, a French sentence, and what to write
//! instead. How it is shown is a renderer's affair, one a format; what it means at length, `explain` says.

pub mod brief;
pub mod codes;
pub mod explain;
pub mod fix;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod sarif;

use crate::span::{Position, SourceRef, Span};

pub use codes::Code;
pub use fix::Fix;

/// How grave a problem is: an error stops the build, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build writes nothing.
    Error,
    /// Told, and built all the same.
    Warning,
    /// Told to those who ask for it.
    Advice,
}

impl Severity {
    /// The word that a person reads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "erreur",
            Self::Warning => "attention",
            Self::Advice => "conseil",
        }
    }
}

/// Another place that explains a problem: where the same title, key or code stands already.
#[derive(Debug, Clone)]
pub struct Label {
    /// The file; often that of the problem.
    pub source: SourceRef,
    /// The place in it.
    pub span: Span,
    /// What stands there, in a few words.
    pub text: String,
}

/// One problem of the content.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable identity, `family/kind`.
    pub code: Code,
    /// Error or warning.
    pub severity: Severity,
    /// The file, with its text for the excerpt.
    pub source: SourceRef,
    /// The offending value itself.
    pub span: Span,
    /// One French sentence: what is wrong.
    pub message: String,
    /// What to write instead, where it is known.
    pub help: Option<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to change in the file, where that is certain.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// Line and column of the offending value.
    pub fn position(&self) -> Position {
        self.source.position(self.span.start as usize)
    }

    /// Line and column right after it.
    pub fn end(&self) -> Position {
        self.source.position(self.span.end.max(self.span.start) as usize)
    }

    /// Adds what to change, where that is certain.
    pub fn fix(&mut self, fix: impl Into<Option<Fix>>) -> &mut Self {
        self.fix = fix.into();
        self
    }

    /// Adds another place of the same file.
    pub fn label(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        let source = self.source.clone();
        self.label_in(source, span, text)
    }

    /// Adds a place of another file.
    pub fn label_in(&mut self, source: SourceRef, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { source, span, text: text.into() });
        self
    }
}

/// Names of all searches of one file that are looked at.
const SOUGHT: usize = 100_000;

/// The problems of one file as it is read; every reading function adds to it and goes on.
#[derive(Debug)]
pub struct Problems {
    source: SourceRef,
    list: Vec<Diagnostic>,
    /// Names that were looked at so far, for those that may be meant.
    sought: usize,
}

impl Problems {
    /// No problem yet in `source`.
    pub const fn new(source: SourceRef) -> Self {
        Self { source, list: Vec::new(), sought: 0 }
    }

    /// The file that is being read.
    pub const fn source(&self) -> &SourceRef {
        &self.source
    }

    /// Whether the name that may be meant is still sought among so many more: each search takes a look at all names, and whoever
    /// has more problems in one file than that has something else to repair first.
    pub const fn may_seek(&mut self, among: usize) -> bool {
        self.sought = self.sought.saturating_add(among);
        self.sought <= SOUGHT
    }

    /// Whether a problem of this code was told.
    pub fn has(&self, code: Code) -> bool {
        self.list.iter().any(|one| one.code == code)
    }

    /// Adds an error.
    pub fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.push(code, Severity::Error, span, message.into(), None);
    }

    /// Adds an error and what to write instead.
    pub fn error_help(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(code, Severity::Error, span, message.into(), Some(help.into()));
    }

    /// Adds a warning and what to write instead.
    pub fn warning(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(code, Severity::Warning, span, message.into(), Some(help.into()));
    }

    /// Adds a problem, to be completed.
    pub fn add(
        &mut self,
        severity: Severity,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(code, severity, span, message.into(), Some(help.into()))
    }

    /// What was found, in the order of the file.
    pub fn into_list(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|problem| problem.span.start);
        self.list
    }

    fn push(
        &mut self,
        code: Code,
        severity: Severity,
        span: Span,
        message: String,
        help: Option<String>,
    ) -> &mut Diagnostic {
        let source = self.source.clone();
        let problem = Diagnostic { code, severity, source, span, message, help, labels: Vec::new(), fix: None };
        let at = self.list.len();
        self.list.push(problem);
        &mut self.list[at]
    }
}

/// JSON for another program, ended by a line end.
fn to_json(value: &impl serde::Serialize) -> String {
    // Text and numbers only: nothing there can fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Puts the problems of all files in file order, then in the order of each file; those of one place stay in the
/// order in which they were found.
pub fn sort(problems: &mut [Diagnostic]) {
    problems.sort_by(|a, b| (&a.source.path, a.span, a.code.name()).cmp(&(&b.source.path, b.span, b.code.name())));
}

/// Number of errors and of warnings; advice is neither.
pub fn count(problems: &[Diagnostic]) -> (usize, usize) {
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    (of(Severity::Error), of(Severity::Warning))
}

/// The nearest of `known` to what was written, for « écrivez … ? »: Damerau-Levenshtein distance of at
/// most 1 up to five letters, 2 up to eight, 3 beyond; else the only one that begins so.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let length = written.chars().count();
    let most = match length {
        0..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let known: Vec<&str> = known.into_iter().collect();
    let letters = letters(&written);
    let near = known
        .iter()
        // What is quick to tell is told first: each change is of two letters at most, and of one in length.
        .filter(|candidate| candidate.len().abs_diff(written.len()) <= most * 4)
        .filter(|candidate| (self::letters(candidate) ^ letters).count_ones() as usize <= most * 2)
        .map(|candidate| (strsim::damerau_levenshtein(&written, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= most && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate);
    let mut longer = known.iter().filter(|candidate| length >= 4 && candidate.starts_with(&written));
    near.or_else(|| longer.next().filter(|_| longer.next().is_none()).copied())
}

/// The letters of a name, each as a bit that others may share.
fn letters(name: &str) -> u64 {
    name.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) % u64::BITS))
}

/// The nearest of `known`, when no other is near: what may be written instead without asking.
pub fn only_near<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let found = nearest(written, known.iter().copied())?;
    let others = known.iter().copied().filter(|other| *other != found);
    nearest(written, others).is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{nearest, only_near};

    #[test]
    fn nearest_names_are_near() {
        assert_eq!(nearest("tire", ["titre", "type"]), Some("titre"));
        assert_eq!(nearest("Publics", ["publics"]), Some("publics"));
        assert_eq!(nearest("autre", ["titre", "type"]), None);
        assert_eq!(nearest("modele", ["referentiel", "modele-pedagogique"]), Some("modele-pedagogique"));
        assert_eq!(nearest("zzzzzz", ["titre", "type"]), None);
        assert_eq!(only_near("publcs", ["publics", "titre"]), Some("publics"));
        assert_eq!(only_near("axe-b", ["axe-a", "axe-c"]), None);
    }
}
