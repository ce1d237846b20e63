//! Tests of the search as a whole: golden bytes, agreement of the reader and tantivy, behaviour.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{ATTACHMENTS, FIELD_BOOSTS};
use super::query::{Options, Sort};
use super::similar::neighbours;
use super::{Index, export, search};
use crate::model::Library;
use crate::model::deliverable::AttachmentText;
use crate::model::read::{self, Include};
use crate::output::{Content, MemorySite};
use crate::source::{BundleSource, LibrarySource, Text};
use crate::span::SourceText;

mod corrections;
mod phrases;

/// A deliverable of a test.
struct Fixture {
    slug: String,
    title: String,
    summary: String,
    day: u32,
    extra: String,
    body: String,
    attachments: Vec<AttachmentText>,
}

impl Fixture {
    fn new(slug: &str, title: &str, extra: &str, body: &str) -> Self {
        let summary = format!("{title} : une fiche d’essai, écrite pour les tests de la recherche et rien d’autre.");
        let (slug, title, extra, body) = (slug.into(), title.into(), extra.into(), body.into());
        Self { slug, title, summary, day: 1, extra, body, attachments: Vec::new() }
    }

    fn with_attachment(mut self, file: &str, title: &str, text: &str) -> Self {
        self.attachments.push(AttachmentText { file: file.into(), title: title.into(), text: text.into() });
        self
    }

    fn text(&self) -> String {
        let (year, month, day) = (2020 + self.day / 336, self.day / 28 % 12 + 1, self.day % 28 + 1);
        format!(
            "---\ntitre: \"{}\"\ntype: modele-pedagogique\nresume: \"{}\"\naxes: [c]\nprestataire: maskott\norganisme:\n  nom: CFA d’essai\n  statut: cfa\n  site_reference: {{ commune: Albi, departement: \"81\" }}\n  sites_mise_en_oeuvre:\n    - {{ commune: Albi, departement: \"81\" }}\ndate_publication: {year}-{month:02}-{day:02}\npublics: [apprentis]\nlicence: cc-by-4.0\ntitulaire_droits: CFA d’essai\nautorisation_diffusion: {{ date: 2020-01-01, par: Direction }}\n{}transfert:\n  etapes:\n    - {{ titre: Essayer }}\nmodele:\n  sequences:\n    - {{ titre: Découvrir }}\n---\n\n{}\n",
            self.title,
            self.summary,
            if self.extra.contains("statut:") { self.extra.clone() } else { format!("statut: valide\n{}", self.extra) },
            self.body
        )
    }
}

fn library(fixtures: &[Fixture]) -> Library {
    let text = |path: String, text: String| Arc::new(SourceText::new(path, text));
    let bundle = |one: &Fixture| BundleSource {
        slug: one.slug.clone(),
        text: Text::Read(text(format!("content/livrables/{}/index.md", one.slug), one.text())),
        attachments: Vec::new(),
    };
    let source = LibrarySource {
        site: Some(text("site.toml".into(), include_str!("../../site.toml").into())),
        deliverables: fixtures.iter().map(bundle).collect(),
        ..LibrarySource::default()
    };
    let read = read::library(source, Include::Published);
    let mut library = read.library.expect("site.toml is right");
    assert_eq!(library.deliverables.len(), fixtures.len(), "{:?}", read.problems);
    for one in fixtures {
        let rank = library.rank(&one.slug).expect("is there");
        Arc::make_mut(&mut library.deliverables[rank]).attachment_texts.clone_from(&one.attachments);
    }
    library
}

/// Eight deliverables that never change: the input of the golden files and of the reader's tests.
fn small() -> Library {
    let mut all = vec![
        Fixture::new(
            "apprentissage-par-le-jeu",
            "L’apprentissage par le jeu",
            "mots_cles: [\"ludopédagogie\"]\n",
            "Les apprentis jouent : des compétences, une évaluation, des œuvres.\n\nLe contrat de professionnalisation est signé.",
        ),
        Fixture::new(
            "travaux-en-hauteur",
            "Travaux en hauteur",
            "",
            "Le travail en hauteur demande une formation. La mise-en-œuvre du e-learning suit le code RNCP12345BC01.",
        ),
        Fixture::new(
            "accueil-handicap",
            "Accueillir un apprenti handicapé",
            "transition_ecologique: true\n",
            "Handicap, handicapée, handicapés : un contrat d’accueil et la professionnalisation de l’équipe.",
        ),
        Fixture::new("classe-inversee", "Classe inversée", "", "Des capsules à distance ; l’évaluation en présence.")
            .with_attachment("rien-de-neuf.txt", "Rien de neuf", "Capsule, présences et évaluations.")
            .with_attachment("suivi/relances.csv", "Suivi des relances", "Téléphone relances\nÉcran partagé oui")
            .with_attachment("memo.pdf", "Mémo", "Relancer par téléphone ou par e-mail, en cas d’absence."),
        Fixture::new("ancienne-fiche", "Évaluation ancienne", "statut: archive\n", "Une évaluation d’autrefois."),
        Fixture::new("journaux", "Journaux de bord", "", "Un journal par apprenti, l’œil du tuteur, quatre yeux."),
        Fixture::new("baux", "Baux ruraux", "", "Un bail rural. Les journaux locaux. Compétent, mais sans format."),
        Fixture::new(
            "numerique",
            "Outils numériques",
            "",
            "Numérique, numériques : l’évaluation numérique des compétences.",
        ),
    ];
    for (day, one) in (10..).zip(&mut all) {
        one.day = day;
    }
    library(&all)
}

fn inflate(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::DeflateDecoder::new(bytes).read_to_end(&mut plain).expect("is deflated");
    plain
}

/// The files of an export, under names that do not depend on how well they were compressed.
fn exported(library: &Library) -> BTreeMap<String, Vec<u8>> {
    let index = Index::build(library).expect("indexes");
    let site = MemorySite::default();
    export(&index, library, &site).expect("exports");
    let bytes = |content| match content {
        Content::Bytes(bytes) => bytes,
        Content::Copy(path) | Content::Photo(path) => panic!("copies {}", path.display()),
    };
    site.into_files().into_iter().map(|(path, content)| (path, bytes(content))).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test of bytes on the disk")]
fn write(root: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (path, bytes) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("makes the folder");
        std::fs::write(path, bytes).expect("writes");
    }
}

/// `BLESS=1 cargo test golden` writes the files anew, after [`super::format::VERSION`] changed.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test of bytes on the disk")]
fn golden_bytes() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/search");
    let files = exported(&small());
    if std::env::var_os("BLESS").is_some() {
        let _ = std::fs::remove_dir_all(&root);
        write(&root, &files);
    }
    let mut golden = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("reads")) {
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&root).expect("is below").to_string_lossy().replace('\\', "/");
            golden.insert(path, std::fs::read(entry.path()).expect("reads"));
        }
    }
    // Folders are named by a hash of compressed bytes, which another DEFLATE may change; the manifest
    // holds the names of those of fragments. Payloads may not change.
    let payloads = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let kept = |name: &str| !matches!(name, "manifeste.bin" | "index.json");
        files
            .iter()
            .map(|(path, bytes)| (name(path), bytes))
            .filter(|(name, _)| kept(name))
            .map(|(name, bytes)| (name, inflate(bytes)))
            .collect()
    };
    assert_eq!(payloads(&files), payloads(&golden), "the format changed: raise VERSION, then bless");
}

#[test]
fn the_same_library_gives_the_same_bytes() {
    assert_eq!(exported(&small()), exported(&small()));
}

fn slugs(library: &Library, index: &Index, query: &str, options: &Options) -> Vec<String> {
    let found = search(index, library, query, options).expect("searches");
    found.resultats.into_iter().map(|hit| hit.slug).collect()
}

#[test]
fn words_of_one_family_find_each_other() {
    let library = small();
    let index = Index::build(&library).expect("indexes");
    let find = |query: &str| slugs(&library, &index, query, &Options::default());
    assert_eq!(find("travail"), ["travaux-en-hauteur"]);
    assert_eq!(find("bail "), ["baux"]);
    assert_eq!(find("oeil ")[0], "journaux");
    assert_eq!(find("compétent "), ["baux"]);
    assert_eq!(find("elearning"), ["travaux-en-hauteur"]);
    assert_eq!(find("rncp12345 "), ["travaux-en-hauteur"]);
    assert_eq!(find("ludopedagogie"), ["apprentissage-par-le-jeu"]);
    assert_eq!(find("\"contrat de professionnalisation\""), ["apprentissage-par-le-jeu"]);
    assert!(!find("evaluation -numérique").contains(&"numerique".to_owned()));
    assert!(!find("evaluation").contains(&"ancienne-fiche".to_owned()));
    let archives = Options { archives: true, sort: Sort::Date, ..Options::default() };
    assert!(slugs(&library, &index, "evaluation", &archives).contains(&"ancienne-fiche".to_owned()));
    let relaxed = search(&index, &library, "journal hauteur", &Options::default()).expect("searches");
    assert!(relaxed.relache && relaxed.total > 0);
    let by_title = Options { sort: Sort::Title, ..Options::default() };
    assert_eq!(slugs(&library, &index, "", &by_title)[..2], ["accueil-handicap", "baux"]);
}

#[test]
fn unknown_words_are_corrected_and_said() {
    let library = small();
    let index = Index::build(&library).expect("indexes");
    let find = |query: &str| search(&index, &library, query, &Options::default()).expect("searches");
    for (typed, corrected) in [
        ("nuemrique ", "numérique "),
        ("xompétence", "compétences"),
        ("aprentissage ", "apprentissage "),
        ("un contrat de profesionalisation ", "un contrat de professionnalisation "),
        ("evaluaton numérique", "évaluation numérique"),
        ("nuemri", "numériques"),
        ("apprentis-evaluaton ", "apprentis-évaluation "),
    ] {
        let found = find(typed);
        assert_eq!(found.corrige.as_deref(), Some(corrected), "{typed}");
        assert!(found.total > 0 && !found.relache && found.inconnus.is_empty(), "{typed}: {found:?}");
    }
    let found = find("un contrat de profesionalisation ");
    assert_eq!(found.tel_quel.as_deref(), Some("un contrat de \"profesionalisation\" "));
    assert_eq!(find("\"profesionalisation\"").total, 0);
    let found = find("Wxkqé l’a-wxqj ");
    assert_eq!((found.corrige, found.inconnus), (None, vec!["Wxkqé".to_owned(), "a-wxqj".to_owned()]));
    assert_eq!(find("rncp12346 ").total, 0, "a code is never taken for another");
}

#[test]
fn attachments_are_searched_and_named_when_they_alone_have_a_word() {
    let library = small();
    let index = Index::build(&library).expect("indexes");
    let first = |query: &str| {
        let found = search(&index, &library, query, &Options::default()).expect("searches");
        let hit = found.resultats.into_iter().next().expect("finds one");
        (hit.slug, hit.piece_jointe.map(|one| one.fichier))
    };
    let found = |file: Option<&str>| ("classe-inversee".to_owned(), file.map(str::to_owned));
    assert_eq!(first("téléphone "), found(Some("suivi/relances.csv")));
    assert_eq!(first("absence "), found(Some("memo.pdf")));
    assert_eq!(first("capsule télépho"), found(Some("suivi/relances.csv")));
    // The one that has the most of the missing words; a compound is a word as well.
    assert_eq!(first("téléphone absence "), found(Some("memo.pdf")));
    assert_eq!(first("courriel e-mail "), found(Some("memo.pdf")));
    // The page has the word, in another form or not.
    assert_eq!(first("capsule "), found(None));
    assert_eq!(first("inversée évaluations "), found(None));
    // A word counts for little there.
    assert!(FIELD_BOOSTS[ATTACHMENTS].1 < 0.5);
}

#[test]
fn facets_filter_and_count() {
    let library = small();
    let index = Index::build(&library).expect("indexes");
    let filters = BTreeMap::from([("transition".to_owned(), vec!["oui".to_owned()])]);
    let options = Options { filters, facets: true, ..Options::default() };
    let found = search(&index, &library, "", &options).expect("searches");
    assert_eq!(found.total, 1);
    assert_eq!(found.facettes["axe"]["c"], 1);
    assert_eq!(found.facettes["axe"]["a"], 0);
    assert_eq!(found.facettes["transition"]["oui"], 1);
}

#[test]
fn nothing_is_close_to_itself_and_archives_to_nobody() {
    let library = small();
    let index = Index::build(&library).expect("indexes");
    let close = neighbours(&index, 3);
    let archived = library.rank("ancienne-fiche").expect("is there") as u32;
    for (document, close) in (0_u32..).zip(&close) {
        assert!(close.len() <= 3 && !close.contains(&document) && !close.contains(&archived));
    }
}

#[test]
fn an_empty_library_has_an_index() {
    let library = library(&[]);
    let files = exported(&library);
    assert!(files.keys().any(|path| path.ends_with("manifeste.bin")));
    let index = Index::build(&library).expect("indexes");
    assert_eq!(search(&index, &library, "mot", &Options::default()).expect("searches").total, 0);
    assert!(neighbours(&index, 3).is_empty());
}

/// Numbers that look random and never change (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }

    /// A word of a vocabulary in which a few are common and most are rare.
    fn word(&mut self) -> String {
        const ROOTS: [&str; 24] = [
            "form", "évalu", "organis", "métier", "numér", "pédagog", "compét", "apprent", "contrat", "atelier",
            "sécur", "outil", "parcours", "tuteur", "rural", "qualif", "insert", "mobil", "accueil", "ferm", "jardin",
            "soud", "bât", "vent",
        ];
        const ENDINGS: [&str; 8] = ["ation", "er", "é", "ées", "eur", "iques", "aux", ""];
        let spread = 1 + self.below(40);
        let (root, ending, more) = (self.below(24), self.below(8), self.below(spread));
        let tail = if more == 0 {
            String::new()
        } else {
            format!("{}{}", ["o", "a", "i", "u"][more % 4], ["l", "r", "n", "t", "x"][more % 5])
        };
        format!("{}{tail}{}", ROOTS[root], ENDINGS[ending])
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// Two neighbours swapped, or a letter left out, somewhere in the first word.
fn slip(query: &mut String, numbers: &mut Numbers) {
    let mut letters: Vec<char> = query.chars().collect();
    let at = numbers.below(letters.iter().take_while(|c| **c != ' ').count());
    if numbers.below(2) == 0 && letters.get(at + 1).is_some_and(|c| *c != ' ') {
        letters.swap(at, at + 1);
    } else {
        letters.remove(at);
    }
    *query = letters.into_iter().collect();
}

/// At least 200 seeded queries of one to four words through tantivy and through the browser's reader
/// (run by Node): the first ten agree to 0.95 on average, and totals always.
#[test]
fn the_reader_agrees_with_tantivy() {
    let mut numbers = Numbers(7);
    let fixtures: Vec<Fixture> = (0..700)
        .map(|at| {
            let length = 40 + numbers.below(160);
            let mut one = Fixture::new(
                &format!("fiche-{at:03}"),
                &format!("Fiche {at} {}", numbers.words(4)),
                "",
                &numbers.words(length),
            );
            one.day = at;
            if at % 5 == 0 { one.with_attachment("piece.txt", "Pièce", &numbers.words(60)) } else { one }
        })
        .collect();
    let library = library(&fixtures);
    let index = Index::build(&library).expect("indexes");
    let queries: Vec<String> = (0..240)
        .map(|at| {
            let end = if at % 3 == 0 { "" } else { " " };
            let mut query = numbers.words(1 + at % 4);
            if at % 12 == 0 {
                query = query.chars().take(1 + at / 12 % 4).collect();
            }
            if at % 8 == 5 {
                slip(&mut query, &mut numbers);
            }
            format!("{query}{end}")
        })
        .collect();
    agree(&library, &index, &queries, false);
}

/// Asks the browser's reader what tantivy was asked: all of it, or the first ten. Without Node nothing is compared.
fn agree(library: &Library, index: &Index, queries: &[String], all: bool) {
    let options = Options { limit: if all { usize::MAX } else { 10 }, ..Options::default() };
    let queries: Vec<serde_json::Value> = queries
        .iter()
        .map(|query| {
            let found = search(index, library, query, &options).expect("searches");
            let ids: Vec<u32> = found.resultats.iter().map(|hit| hit.id).collect();
            serde_json::json!({ "query": query, "all": all, "total": found.total, "relaxed": found.relache, "corrected": found.corrige, "ids": ids })
        })
        .collect();
    let folder = tempfile::tempdir().expect("makes a folder");
    let mut files = exported(library);
    files.insert("requetes.json".into(), serde_json::to_vec(&queries).expect("is JSON"));
    write(folder.path(), &files);
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts/parity.mjs");
    let output = match std::process::Command::new("node").arg(script).arg(folder.path()).output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => panic!("node: {error}"),
    };
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
}
