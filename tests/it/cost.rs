//! Cost grows with what is written, never with its square: texts that are deep, long or many of one kind are read,
//! checked, told and rendered in a time that is bounded.

mod kinds;

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use capitole::diagnostic::{human, json};
use capitole::model::read::Include;
use capitole::output::MemorySite;
use capitole::pipeline;
use capitole::repair::{Options, repair};
use capitole::source::{Attachment, LibrarySource, disk};
use capitole::span::SourceText;

use crate::support::base_library;
use kinds::{BODIES, HEADS, Kind, each};

const TEXT: &str = "content/livrables/temoin/index.md";

/// What one text may take, on a slow machine that does other things.
const BOUND: Duration = Duration::from_secs(10);
/// Below this, how a time grows is not looked at.
const LITTLE: Duration = Duration::from_secs(1);
/// A text four times as long takes four times as long, and sixteen times where it is the square that counts.
const GROWTH: u32 = 9;

/// The base library, read once.
struct Base {
    folder: tempfile::TempDir,
    source: LibrarySource,
    front_matter: String,
}

impl Base {
    fn new() -> Self {
        let folder = base_library();
        let source = disk::read_library(folder.path()).unwrap();
        let text = fs::read_to_string(folder.path().join(TEXT)).unwrap();
        let front_matter = text.split_inclusive("---\n").take(2).collect();
        Self { folder, source, front_matter }
    }

    /// A text whose front matter has these keys, in the place of those of the base.
    fn head(&self, keys: &str) -> String {
        let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
        let first = key(keys);
        let mut out = String::new();
        let mut keep = true;
        for line in self.front_matter.lines() {
            if !line.starts_with([' ', '-']) {
                keep = key(line) != first;
            }
            if line == "---" && !out.is_empty() {
                out.push_str(keys);
                keep = true;
            }
            if keep {
                out.push_str(line);
                out.push('\n');
            }
        }
        out + "\nTexte.\n"
    }

    /// The time to read, check, tell and render the library with a text in the place of its deliverable, beside which so
    /// many files lie.
    fn time(&self, text: String, files: usize) -> Duration {
        let mut source = self.source.clone();
        source.put(Arc::new(SourceText::new(TEXT, text)));
        let bundle = source.deliverables.iter_mut().find(|one| one.slug == "temoin").unwrap();
        let file = bundle.attachments[0].clone();
        bundle.attachments.extend((0..files).map(|at| Attachment { name: format!("f{at}.txt"), ..file.clone() }));
        let started = Instant::now();
        let mut checked = pipeline::judge(source, Include::Drafts);
        if let Some(library) = &checked.library {
            checked.problems.extend(capitole::check::advice(library));
            let site = MemorySite::default();
            pipeline::build_into(library, self.folder.path(), &site).unwrap();
        }
        let told = human::render(&checked.problems, human::Colour::Plain) + &json::render(&checked.problems, 1);
        assert!(!told.is_empty());
        started.elapsed()
    }
}

/// Tells the kinds that take too long, or longer than their size has grown.
fn assert_linear(kinds: &[Kind], text: &dyn Fn(&Base, String) -> String) {
    let base = Base::new();
    let mut wrong = Vec::new();
    for (name, size, write) in kinds {
        let time = |size: usize| base.time(text(&base, write(size)), if name.contains("pièces") { size } else { 0 });
        let mut whole = time(*size);
        if whole > LITTLE {
            // The machine may have done something else meanwhile: the better of two counts.
            let quarter = time(size / 4);
            if whole > quarter * GROWTH || whole > BOUND {
                whole = whole.min(time(*size));
            }
            if whole > quarter * GROWTH || whole > BOUND {
                wrong.push(format!("{name}: {quarter:?} for {}, {whole:?} for {size}", size / 4));
            }
        }
        if std::env::var_os("SHOW_COST").is_some() {
            println!("{name:32} {size:8} {:6.2}", whole.as_secs_f64());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn bodies_cost_what_they_are_long() {
    assert_linear(BODIES, &|base, body| format!("{}\n{body}\n", base.front_matter));
}

#[test]
fn front_matters_cost_what_they_are_long() {
    assert_linear(HEADS, &|base, keys| base.head(&keys));
}

#[test]
fn attachments_that_are_shown_cost_little() {
    let base = Base::new();
    let bundle = base.folder.path().join("content/livrables/temoin");
    let line = |cells: usize| "cellule;".repeat(cells) + "\n";
    let kinds: [(&str, String); 6] = [
        ("colonnes.csv", line(10_000).repeat(3)),
        ("lignes.csv", line(3).repeat(10_000)),
        ("guillemets.csv", "\"a;".repeat(100_000)),
        ("titres.md", "## Titre\n\n[a](#tytre)\n\n".repeat(5_000)),
        ("citations.md", format!("{}<b>mot</b>\n", "> ".repeat(20_000))),
        ("lien.md", "[a](".repeat(30_000)),
    ];
    for (name, text) in kinds {
        fs::write(bundle.join(name), text).unwrap();
        let resources = format!("ressources:\n  - {{ titre: Pièce, fichier: {name} }}\n");
        fs::write(base.folder.path().join(TEXT), base.head(&resources)).unwrap();
        let started = Instant::now();
        let checked = pipeline::check(base.folder.path(), Include::Drafts).unwrap();
        let site = MemorySite::default();
        pipeline::build_into(&checked.library.unwrap(), base.folder.path(), &site).unwrap();
        assert!(started.elapsed() < BOUND, "{name}: {:?}", started.elapsed());
        fs::remove_file(bundle.join(name)).unwrap();
    }
}

#[test]
fn many_terms_and_many_fixes_cost_little() {
    let base = Base::new();
    let site = base.folder.path().join("site.toml");
    let terms: String = each(1_000, |at| format!("[publics.p{at}]\nnom = \"Public\u{200b} {at}\"\n\n"));
    fs::write(&site, fs::read_to_string(&site).unwrap() + "\n" + &terms).unwrap();
    let unknown: String = each(3_000, |at| format!("  - q{at}\n"));
    let text = base.head(&format!("publics:\n{unknown}")) + &"a\u{200b}b [[grille.csv]] **c **\n\n".repeat(3_000);
    fs::write(base.folder.path().join(TEXT), text).unwrap();
    let started = Instant::now();
    let options = Options { root: base.folder.path(), only: &[], order_keys: true };
    let repaired = repair(&options).unwrap();
    assert_eq!(repaired.changes.len(), 2);
    assert!(repaired.changes.iter().all(|change| !change.after.contains('\u{200b}')));
    assert!(started.elapsed() < BOUND * 2, "{:?}", started.elapsed());
}
