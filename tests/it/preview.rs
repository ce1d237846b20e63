//! What a preview holds after any changes is what a build from nothing makes: the same problems, the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use capitole::diagnostic::human::{Colour, render};
use capitole::model::Library;
use capitole::model::read::Include;
use capitole::output::{Content, MemorySite};
use capitole::pipeline::{self, Preview};
use capitole::render::Shelves;
use capitole::search;
use capitole::source::disk;
use capitole::span::{SourceRef, SourceText};
use capitole::theme::Theme;
use capitole::workspace::{Changes, Event, Judged, Workspace};
use proptest::prelude::*;

use crate::support::base_library;

/// A library on the disk, and the same held by a workspace that is only told what changed.
struct Both {
    folder: tempfile::TempDir,
    workspace: Workspace,
    changes: Changes,
    /// The last library that had no error, with its lists.
    former: Option<(Arc<Library>, Arc<Shelves>)>,
    index: Option<search::Index>,
    /// Texts that an editor holds, by path.
    open: BTreeMap<String, SourceRef>,
    made: usize,
}

impl Both {
    fn new() -> Self {
        let folder = base_library();
        let workspace = Workspace::open(folder.path(), Include::Published).unwrap();
        Self {
            folder,
            workspace,
            changes: Changes::default(),
            former: None,
            index: None,
            open: BTreeMap::new(),
            made: 0,
        }
    }

    fn note(&mut self, path: &Path, event: Event) {
        self.changes.note(path.strip_prefix(self.folder.path()).unwrap(), event);
    }

    /// Saves as editors do, in the ways that they do.
    fn save(&mut self, path: &Path, text: &str, way: usize) {
        let is_new = !path.exists();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if way.is_multiple_of(2) {
            fs::write(path, text).unwrap();
            self.note(path, if is_new { Event::Names } else { Event::Bytes });
        } else {
            let beside = path.with_file_name(".enregistrement.swp");
            fs::write(&beside, text).unwrap();
            fs::rename(&beside, path).unwrap();
            self.note(&beside, Event::Names);
            self.note(path, Event::Names);
        }
        if is_new {
            self.note(path.parent().unwrap(), Event::Names);
        }
    }

    fn section(&self, name: &str) -> PathBuf {
        self.folder.path().join("content").join(name)
    }

    fn edit(&mut self, path: &Path, way: usize, change: impl Fn(&str) -> String) {
        if let Ok(text) = fs::read_to_string(path) {
            self.save(path, &change(&text), way);
        }
    }

    /// Does one of the things that people do to a library.
    #[expect(clippy::too_many_lines, reason = "a list of what people do")]
    fn step(&mut self, what: usize, at: usize, other: usize) {
        let deliverables = self.section("livrables");
        let bundle = pick(&deliverables, at);
        let index = bundle.as_ref().map(|bundle| bundle.join("index.md"));
        let slug = pick(&deliverables, other).map_or_else(|| "rien".to_owned(), |path| name(&path));
        self.made += 1;
        let made = self.made;
        let line = |key: &str, value: &str| {
            let (key, value) = (format!("{key}: "), value.to_owned());
            move |text: &str| {
                let lines = text
                    .lines()
                    .map(|line| if line.starts_with(&key) { format!("{key}{value}") } else { line.to_owned() });
                lines.collect::<Vec<_>>().join("\n") + "\n"
            }
        };
        match (what, index) {
            (0, Some(index)) => self.edit(&index, other, |text| format!("{text}\nUne phrase de plus, la {made}e.\n")),
            (1, Some(index)) => self.edit(&index, other, line("titre", &format!("Un titre tout neuf {}", made / 2))),
            (2, Some(index)) => self.edit(&index, other, |text| {
                text.replace("## Démarche", "## Déroulé").replacen("## Déroulé", "## Démarche", other % 2)
            }),
            (3, Some(index)) => self.edit(&index, other, line("axes", ["[a]", "[b, c]", "[c]"][other % 3])),
            (4, Some(index)) => {
                let text = fs::read_to_string(&index).unwrap_or_default();
                let new = deliverables.join(format!("nouvelle-{made}"));
                self.save(&new.join("index.md"), &line("titre", &format!("Nouvelle fiche {made}"))(&text), at);
                self.save(&new.join("grille.csv"), "a;b\n", 0);
            }
            (5, Some(_)) => {
                let bundle = bundle.unwrap();
                fs::remove_dir_all(&bundle).unwrap();
                self.note(&bundle, Event::Names);
            }
            (6, Some(_)) => {
                let (bundle, new) = (bundle.unwrap(), deliverables.join(format!("renommee-{made}")));
                fs::rename(&bundle, &new).unwrap();
                self.note(&bundle, Event::Names);
                self.note(&new, Event::Names);
            }
            (7, Some(index)) => self.edit(&index, other, line("statut", ["valide", "archive", "brouillon"][other % 3])),
            (8, Some(_)) => {
                let file = bundle.unwrap().join(["grille.csv", "plan.md"][other % 2]);
                if file.exists() {
                    fs::remove_file(&file).unwrap();
                } else {
                    fs::write(&file, "colonne\n").unwrap();
                }
                self.note(&file, Event::Names);
            }
            (9, Some(index)) => self.edit(&index, at, |text| {
                format!("{text}\nVoir [l’autre](../{slug}/index.md#demarche) et [sa grille](../{slug}/grille.csv).\n")
            }),
            (10, _) => {
                let path = self.section("reprises").join(format!("reprise-{}.md", other % 3));
                let text = format!(
                    "---\nlivrable: {slug}\norganisme: Organisme exemple\nsite: {{ commune: Albi, departement: \"81\" }}\ndate: 2024-09-0{}\netat: adopte\n---\n\nUn texte {made}.\n",
                    1 + at % 9
                );
                self.save(&path, &text, at);
            }
            (11, _) => {
                let section =
                    if other.is_multiple_of(2) { self.section("reprises") } else { self.section("pages/guide") };
                if let Some(file) = pick(&section, at) {
                    if file.is_dir() {
                        fs::remove_dir_all(&file).unwrap();
                    } else {
                        fs::remove_file(&file).unwrap();
                    }
                    self.note(&file, Event::Names);
                }
            }
            (12, _) => {
                let path = self.section("pages/guide").join(format!("page-{}.md", other % 3));
                self.save(&path, &format!("---\ntitre: Une page {made}\nordre: {at}\n---\n\n## Un titre {made}\n\n[Une fiche](../../livrables/{slug}/index.md)\n"), at);
            }
            (13, Some(index)) => self.edit(&index, at, |text| {
                format!("{text}\n<!-- rien -->\n").replacen("axes: [", "axes: [d, ", other % 2)
            }),
            (14, Some(index)) => self.edit(&index, at, |text| {
                text.replacen(
                    "licence:",
                    &format!("voir_aussi: [{slug}]\nlicence:"),
                    usize::from(!text.contains("voir_aussi")),
                )
            }),
            (15, _) => {
                let site = self.folder.path().join("site.toml");
                self.edit(&site, at, |text| text.replacen("titre = \"", &format!("titre = \"{made} "), 1));
            }
            (16, Some(index)) => self.edit(&index, at, |text| text.replace("axes: [d, ", "axes: [")),
            (17, Some(index)) => self.edit(&index, at, |text| {
                text.replacen(
                    "licence:",
                    &format!("mots_cles: [Mot {}, partage]\nlicence:", other % 4),
                    usize::from(!text.contains("mots_cles")),
                )
            }),
            (18, Some(_)) => {
                // A folder that goes away and comes back, as when another branch is taken.
                let (here, away) = (self.section("livrables"), self.folder.path().join("ailleurs"));
                fs::rename(&here, &away).unwrap();
                self.note(&here, Event::Names);
                self.look(false);
                fs::rename(&away, &here).unwrap();
                self.note(&here, Event::Names);
            }
            (19, _) => {
                let image = self.section("pages/guide/images").join(format!("ecran-{}.svg", other % 2));
                if image.exists() && at.is_multiple_of(2) {
                    fs::remove_file(&image).unwrap();
                    self.note(&image, Event::Names);
                } else {
                    let (width, height) = (1 + at, 1 + other);
                    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"/>");
                    self.save(&image, &svg, at);
                }
            }
            (20, _) => {
                let path = self.section("pages/guide").join(format!("page-{}.md", other % 3));
                self.edit(&path, at, |text| {
                    format!("{text}\n![Un écran](images/ecran-{}.svg), [en grand](images/ecran-0.svg).\n", at % 2)
                });
            }
            (21, _) => {
                // Typed, and not saved: a text of the library, or one that is not there yet.
                let path = match at % 5 {
                    0 => format!("content/pages/guide/page-{}.md", other % 3),
                    1 => format!("content/reprises/reprise-{}.md", other % 3),
                    2 => format!("content/livrables/tapee-{}/index.md", other % 2),
                    3 => "site.toml".to_owned(),
                    _ => format!("content/livrables/{slug}/index.md"),
                };
                let text = fs::read_to_string(self.folder.path().join(&path)).unwrap_or_default();
                let text = text.replacen("titre: ", ["titre: Tapé ", "titr: ", "titre: "][other % 3], 1);
                let text = format!("{text}\nTapé {made}.\n");
                self.open.insert(path.clone(), Arc::new(SourceText::new(path, text)));
            }
            (23, Some(_)) => {
                let path = bundle.unwrap().join(format!("note-{}.md", at % 2));
                let leads = if other.is_multiple_of(4) {
                    format!("[une autre](../{slug}/note-0.md#titre-{})", at % 3)
                } else {
                    format!("[la fiche](index.md), [l’autre](../{slug}/index.md)")
                };
                self.save(&path, &format!("# Note {made}\n\n## Titre {}\n\n{leads}\n", other % 3), at);
            }
            (24, Some(_)) => {
                let path = bundle.unwrap().join("grille.csv");
                self.save(&path, &format!("a;b\n{made};{other}\n"), at);
            }
            (25, Some(index)) => self.edit(&index, at, |text| {
                format!("{text}\nVoir [une note](../{slug}/note-0.md#titre-{}) et [le tableau](grille.csv).\n", at % 3)
            }),
            (22, _) => self.open.retain(|_, text| text.text.len().is_multiple_of(2)),
            _ => {}
        }
    }

    /// Compares what the workspace holds with what reading everything gives.
    fn look(&mut self, pages: bool) {
        let changes = std::mem::take(&mut self.changes);
        self.workspace.apply(&changes).unwrap();
        self.workspace.overlay(self.open.values().cloned()).unwrap();
        let held = self.workspace.judge();
        let mut source = disk::read_library(self.folder.path()).unwrap();
        self.open.values().for_each(|text| source.put(text.clone()));
        let read = pipeline::judge(source, Include::Published);
        assert_eq!(render(&held.problems, Colour::Plain), render(&read.problems, Colour::Plain));
        assert_eq!(held.valid().is_some(), read.valid().is_some());
        let Some(built) = read.valid() else { return };
        let (library, shelves) = self.lists(&held);
        if pages {
            let sink = MemorySite::default();
            pipeline::build_into(built, self.folder.path(), &sink).unwrap();
            let built: Vec<_> = sink.into_files().into_iter().collect();
            compare(self.folder.path(), &library, &shelves, &mut self.index, &built);
        }
    }

    fn lists(&mut self, held: &Judged) -> (Arc<Library>, Arc<Shelves>) {
        let library = held.valid().unwrap().clone();
        let shelves = match &self.former {
            Some((former, shelves)) => Shelves::again(former, shelves, &library),
            None => Arc::new(Shelves::new(&library)),
        };
        self.former = Some((library.clone(), shelves.clone()));
        (library, shelves)
    }
}

/// Every file of a build, and none else, is what the preview makes when it is asked for.
fn compare(
    root: &Path,
    library: &Library,
    shelves: &Arc<Shelves>,
    former: &mut Option<search::Index>,
    built: &[(String, Content)],
) {
    let theme = Theme::load(root, &library.config.site.theme).unwrap();
    let preview = Preview::new(library, &theme, shelves.clone()).unwrap();
    let sink = MemorySite::default();
    let (indexed, index) = pipeline::index_again(library, former.as_ref(), &sink).unwrap();
    *former = Some(index);
    let index = sink.into_files();
    let close = |slug: &str| indexed.neighbours[library.rank(slug).unwrap()].clone();
    let file = |path: &str| preview.file(path, &indexed.page, &close).unwrap();
    for (path, content) in built {
        let made = index.get(path).cloned().or_else(|| file(path));
        assert!(made.as_ref() == Some(content), "{path} differs: {:?}", made.is_some());
        // What is not a file of a build is none of the preview.
        for wrong in
            [format!("{path}x"), format!("x/{path}"), path.replacen('/', "//", 1), format!("{path}/index.html")]
        {
            assert!(built.iter().any(|(known, _)| *known == wrong) || file(&wrong).is_none(), "{wrong} is no file");
        }
    }
    for wrong in [
        "livrables/page/99/index.html",
        "livrables/page/01/index.html",
        "axes/a/page/0/index.html",
        "axes/z/index.html",
        "mots-cles/rien/index.html",
        "livrables/rien/index.html",
        "",
    ] {
        assert!(file(wrong).is_none(), "{wrong} is no file");
    }
}

/// One of the names in a folder.
fn pick(folder: &Path, at: usize) -> Option<PathBuf> {
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    if names.is_empty() { None } else { Some(names.swap_remove(at % names.len())) }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_changes_give_what_a_build_gives(steps in prop::collection::vec((0_usize..26, 0_usize..64, 0_usize..64), 1..14)) {
        let mut both = Both::new();
        let last = steps.len() - 1;
        for (at, (what, which, other)) in steps.into_iter().enumerate() {
            both.step(what, which, other);
            // Several changes may come at once.
            if !(which + other).is_multiple_of(3) || at == last {
                both.look(at == last || other.is_multiple_of(4));
            }
        }
    }
}
