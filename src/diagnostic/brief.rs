//! What a terminal shows of many problems: a text brought from elsewhere has one fault a thousand times, and a reader
//! wants each kind of fault, where it begins, and how often it comes again. Programs are told every one.

use rustc_hash::FxHashMap;

use super::{Code, Diagnostic, Severity};

/// Warnings of one code that are shown of a file.
const WARNINGS: usize = 3;

/// Errors of one code that are shown of a file: each has to be put right.
const ERRORS: usize = 20;

/// Files of which a code's warnings are shown. Errors are shown of all.
const FILES: usize = 10;

/// What is shown of one problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// All of it, then how many more there are of its code in this file.
    Last(usize),
    /// Nothing: it is counted.
    Counted,
}

/// The warnings of one code in the files beyond those that show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    /// Their code.
    pub code: Code,
    /// Their number.
    pub problems: usize,
    /// The number of those files.
    pub files: usize,
}

/// What to show of some problems.
#[derive(Debug)]
pub struct Brief {
    /// For each problem, in their order.
    pub shown: Vec<Shown>,
    /// By code, in the order in which they were first left out.
    pub elsewhere: Vec<Elsewhere>,
}

impl Brief {
    /// Everything.
    pub fn whole(problems: &[Diagnostic]) -> Self {
        Self { shown: vec![Shown::Whole; problems.len()], elsewhere: Vec::new() }
    }

    /// The first of each code in each file, in the first files that have it; problems in file order.
    pub fn of(problems: &[Diagnostic]) -> Self {
        let mut brief = Self::whole(problems);
        let mut files_of: FxHashMap<Code, usize> = FxHashMap::default();
        let mut at = 0;
        for file in problems.chunk_by(|a, b| a.source.path == b.source.path) {
            for (kind, places) in kinds(file) {
                brief.one(kind, places.into_iter().map(|place| at + place).collect(), &mut files_of);
            }
            at += file.len();
        }
        brief
    }

    /// Number of problems that are only counted.
    pub fn hidden(&self) -> usize {
        self.shown.iter().filter(|one| **one == Shown::Counted).count()
    }

    /// The problems of one kind in one file, at `places`.
    fn one(&mut self, (code, severity): (Code, Severity), places: Vec<usize>, files_of: &mut FxHashMap<Code, usize>) {
        let is_error = severity == Severity::Error;
        let files = files_of.entry(code).or_default();
        if !is_error && *files == FILES {
            self.count(code, places.len());
            for place in places {
                self.shown[place] = Shown::Counted;
            }
            return;
        }
        *files += usize::from(!is_error);
        let most = if is_error { ERRORS } else { WARNINGS };
        if let Some(more) = places.len().checked_sub(most).filter(|more| *more > 0) {
            self.shown[places[most - 1]] = Shown::Last(more);
            places[most..].iter().for_each(|&place| self.shown[place] = Shown::Counted);
        }
    }

    fn count(&mut self, code: Code, problems: usize) {
        match self.elsewhere.iter_mut().find(|one| one.code == code) {
            Some(one) => {
                one.problems += problems;
                one.files += 1;
            }
            None => self.elsewhere.push(Elsewhere { code, problems, files: 1 }),
        }
    }
}

/// The problems of one file by code and severity, each kind at its places.
fn kinds(file: &[Diagnostic]) -> Vec<((Code, Severity), Vec<usize>)> {
    let mut kinds: Vec<((Code, Severity), Vec<usize>)> = Vec::new();
    for (place, one) in file.iter().enumerate() {
        let kind = (one.code, one.severity);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, places)) => places.push(place),
            None => kinds.push((kind, vec![place])),
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Problems, codes};
    use crate::span::{SourceText, Span};

    /// Problems of a file: each is a code, and whether it is an error.
    fn file(name: &str, list: &[(Code, bool)]) -> Vec<Diagnostic> {
        let mut problems = Problems::new(Arc::new(SourceText::new(name.to_owned(), "x\n".repeat(999))));
        for (at, (code, is_error)) in list.iter().enumerate() {
            let severity = if *is_error { Severity::Error } else { Severity::Warning };
            problems.add(severity, *code, Span::new(at * 2, at * 2 + 1), "", "");
        }
        problems.into_list()
    }

    #[test]
    fn like_problems_of_a_file_are_counted() {
        let (tag, image) = (codes::BALISE_RETIREE, codes::IMAGE_SANS_DESCRIPTION);
        let mut list = vec![(tag, false), (image, false)];
        list.extend([(tag, false); 5]);
        list.push((codes::LIEN_CIBLE_ABSENTE, true));
        let brief = Brief::of(&file("a", &list));
        let (whole, counted) = (Shown::Whole, Shown::Counted);
        assert_eq!(brief.shown, [whole, whole, whole, Shown::Last(3), counted, counted, counted, whole]);
        assert_eq!(brief.hidden(), 3);
        assert!(brief.elsewhere.is_empty());
    }

    #[test]
    fn errors_are_shown_of_every_file_and_of_each_up_to_their_bound() {
        let link = codes::LIEN_CIBLE_ABSENTE;
        let mut problems = Vec::new();
        for name in 0..30 {
            // A warning of the same code does not stand in the way.
            problems.extend(file(&format!("{name:02}"), &[(link, false), (link, true), (link, true)]));
        }
        problems.extend(file("z", &[(link, true); 25]));
        let brief = Brief::of(&problems);
        let errors = || problems.iter().zip(&brief.shown).filter(|(one, _)| one.severity == Severity::Error);
        assert_eq!(errors().filter(|(_, shown)| **shown == Shown::Counted).count(), 5);
        assert!(brief.shown.contains(&Shown::Last(5)));
        assert_eq!(brief.elsewhere, [Elsewhere { code: link, problems: 20, files: 20 }]);
    }
}
