//! What is shown to the person: colours and progress on a terminal, plain lines elsewhere.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::time::Duration;

use capitole::diagnostic::brief::Brief;
use capitole::diagnostic::human::{Colour, french_number, render, render_brief};
use capitole::diagnostic::{Diagnostic, Severity};
use capitole::model::Counts;
use capitole::pipeline::Phase;
use capitole::search::query::Found;
use indicatif::{ProgressBar, ProgressStyle};

/// `build` and `serve` show this many warnings at most; `check` tells all.
const FEW: usize = 10;

/// Colours of problems, which go to the standard error.
pub(crate) fn colour() -> Colour {
    colour_of(&std::io::stderr())
}

/// Colours on a terminal that has not asked for none (<https://no-color.org>).
pub(crate) fn colour_of(stream: &impl std::io::IsTerminal) -> Colour {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if stream.is_terminal() && !plain { Colour::Ansi } else { Colour::Plain }
}

/// How many warnings to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Warnings {
    /// Every one.
    All,
    /// A few, and how many more there are.
    Few,
}

/// Shows problems on the standard error: every error, and warnings as asked.
pub(crate) fn show(problems: &[Diagnostic], warnings: Warnings) {
    let shown: Vec<Diagnostic> = match warnings {
        Warnings::All => problems.to_vec(),
        Warnings::Few => {
            let mut left = FEW;
            let mut keep = |one: &&Diagnostic| {
                one.severity == Severity::Error || {
                    let fits = left > 0;
                    left = left.saturating_sub(1);
                    fits
                }
            };
            problems.iter().filter(|one| keep(one)).cloned().collect()
        }
    };
    eprint!("{}", render(&shown, colour()));
    let hidden = problems.len() - shown.len();
    if hidden > 0 {
        eprintln!(
            "… et {} ; « capitole check » les donne tous.\n",
            plural(hidden, "autre avertissement", "autres avertissements")
        );
    }
}

/// Shows the first problems of each kind in each file, and how many more there are; gives how many are only counted.
pub(crate) fn show_brief(problems: &[Diagnostic]) -> usize {
    let brief = Brief::of(problems);
    eprint!("{}", render_brief(problems, &brief, colour()));
    brief.hidden()
}

/// A unified diff, its lines coloured on a terminal.
pub(crate) fn coloured_diff(diff: &str) -> String {
    if colour() == Colour::Plain {
        return diff.to_owned();
    }
    let tint = |line: &str| match line.chars().next() {
        Some('+') => "\x1b[32m",
        Some('-') => "\x1b[31m",
        Some('@') => "\x1b[36m",
        _ => "",
    };
    diff.lines().flat_map(|line| [tint(line), line, "\x1b[0m\n"]).collect()
}

/// What a search found, for a person.
pub(crate) fn results(found: &Found) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", plural(found.total, "fiche trouvée", "fiches trouvées"));
    if let (Some(corrected), Some(as_typed)) = (&found.corrige, &found.tel_quel) {
        let _ = writeln!(out, "Résultats pour « {corrected} » ; pour chercher tel quel : capitole search '{as_typed}'");
    }
    if found.relache && found.total > 0 {
        out.push_str("Aucune fiche ne contient tous les mots ; voici les plus proches.\n");
    }
    for (number, hit) in found.resultats.iter().enumerate() {
        let _ = writeln!(out, "\n{}. {}\n   content/livrables/{}/index.md", number + 1, hit.titre, hit.slug);
        if !hit.extrait.is_empty() {
            let _ = writeln!(out, "   {}", hit.extrait);
        }
        if let Some(piece) = &hit.piece_jointe {
            let _ = writeln!(out, "   Trouvé dans la pièce jointe : {} ({})", piece.titre, piece.fichier);
        }
    }
    out
}

/// A number in French notation with its noun.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", french_number(count), if count < 2 { one } else { many })
}

/// « 24 fiches, 1 archivée, 8 reprises »: as the site counts them.
pub(crate) fn texts(counts: Counts) -> String {
    let mut said = plural(counts.current, "fiche", "fiches");
    if counts.archived > 0 {
        said = format!("{said}, {}", plural(counts.archived, "archivée", "archivées"));
    }
    format!("{said}, {}", plural(counts.reuses, "reprise", "reprises"))
}

/// « 0,42 s ».
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64()).replace('.', ",")
}

/// The progress of a build: a moving line on a terminal, one line a phase elsewhere.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(crate) fn begin() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(80));
            bar
        });
        Self { bar }
    }

    pub(crate) fn phase(&self, phase: Phase) {
        let text = match phase {
            Phase::Read => "Lecture et vérification du contenu",
            Phase::Index => "Index de recherche",
            Phase::Render => "Pages",
            Phase::Write => "Mise en place du site",
        };
        match &self.bar {
            Some(bar) => bar.set_message(text),
            None => eprintln!("{text}…"),
        }
    }

    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
