//! The explanations of codes hold what they promise: every example is laid over the base library and
//! checked, and the guide's page of messages is what they make. `BLESS=1` writes that page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use capitole::diagnostic::explain::{self, Example, Explanation, FAMILIES, Place};
use capitole::diagnostic::{Code, Diagnostic, Severity, codes};
use capitole::model::read::Include;

use crate::support::{base_library, files, project};

/// An encoding, a link, a size or what is inside an attachment: no lines of text can show these.
const OUTSIDE: &[Code] = &[
    codes::FICHIER_ENCODAGE,
    codes::FICHIER_LIEN,
    codes::FICHIER_TROP_GROS,
    codes::ENTETE_TROP_GROS,
    codes::PIECE_TROP_GROSSE,
    codes::PIECE_ILLISIBLE,
    codes::PIECE_PROTEGEE,
    // A clone is no file.
    codes::HISTORIQUE_PARTIEL,
    // Other sites are asked in `outside.rs` only.
    codes::EXTERNE_MORT,
    codes::EXTERNE_LENT,
    codes::EXTERNE_DEPLACE,
    codes::EXTERNE_PRIVE,
    codes::PIECE_SANS_TEXTE,
    codes::PIECE_INUTILISEE,
    codes::PIECE_LOURDE,
    codes::IMAGE_LOURDE,
    codes::IMAGE_DEMESUREE,
    // A whole text is their fault.
    codes::TEXTE_VOISIN,
    codes::PHRASE_LONGUE,
    codes::LECTURE_DIFFICILE,
];

/// The deliverable of the base library over which examples are laid.
const DELIVERABLE: &str = "content/livrables/temoin/index.md";

/// The problems of the base library with an example laid over it.
fn problems(example: Example) -> Vec<Diagnostic> {
    let library = base_library();
    let root = library.path();
    // The picture that examples show.
    write(root, "content/livrables/temoin/poste.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let deliverable = fs::read_to_string(root.join(DELIVERABLE)).unwrap();
    let (front_matter, body) = deliverable.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
    match example.place {
        Place::FrontMatter => {
            write(root, DELIVERABLE, &format!("---\n{}---\n{body}", with_keys(front_matter, example.text)));
        }
        Place::Body => write(root, DELIVERABLE, &format!("---\n{front_matter}---\n\n{}\n", example.text)),
        Place::Site => {
            let site = fs::read_to_string(root.join("site.toml")).unwrap();
            write(root, "site.toml", &with_table(&site, example.text));
        }
        Place::File(path) => write(root, path, &format!("{}\n", example.text)),
        Place::Names => {
            for path in example.text.lines() {
                let text = if path.starts_with("content/livrables/") {
                    let other = deliverable.replace("titre: Fiche témoin", "titre: Fiche exemple");
                    other.replace("fichier: grille.csv", "url: https://exemple.invalid/")
                } else {
                    "---\ntitre: Exemple\n---\n".to_owned()
                };
                write(root, path, &text);
            }
        }
        Place::Outside => unreachable!("is not laid"),
    }
    capitole::pipeline::check(root, Include::Drafts).unwrap().problems
}

fn write(root: &Path, path: &str, text: &str) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), text).unwrap();
}

/// A front matter whose keys of the first level are replaced by those of the same name in `example`, or
/// added to. A type brings its own section: the one of the base's type goes.
fn with_keys(front_matter: &str, example: &str) -> String {
    let key =
        |line: &str| line.split_once(':').map(|(key, _)| key.to_owned()).filter(|key| !key.starts_with([' ', '-']));
    let mut replaced: BTreeSet<String> = example.lines().filter_map(key).collect();
    if replaced.contains("type") {
        replaced.insert("modele".to_owned());
    }
    let mut out = String::new();
    let mut keep = true;
    for line in front_matter.lines() {
        if let Some(key) = key(line) {
            keep = !replaced.contains(&key);
        }
        if keep {
            out.push_str(line);
            out.push('\n');
        }
    }
    format!("{out}{example}\n")
}

/// A `site.toml` whose table of the example's name has the example's keys; the others stay, a new
/// table is added.
fn with_table(site: &str, example: &str) -> String {
    let (header, lines) = example.split_once('\n').unwrap();
    let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned());
    let replaced: BTreeSet<String> = lines.lines().filter_map(key).collect();
    let mut out = String::new();
    let mut inside = false;
    for line in site.lines() {
        if line.starts_with('[') {
            inside = line == header;
        }
        if !(inside && key(line).is_some_and(|key| replaced.contains(&key))) {
            out.push_str(line);
            out.push('\n');
        }
        if line == header {
            out.push_str(lines);
            out.push('\n');
        }
    }
    if site.contains(header) { out } else { format!("{out}\n{example}\n") }
}

fn told(problems: &[Diagnostic]) -> Vec<String> {
    problems.iter().map(|one| format!("{} {}", one.code.name(), one.message)).collect()
}

#[test]
fn every_example_is_true() {
    let mut wrong = Vec::new();
    for one in explain::all().filter(|one| !OUTSIDE.contains(&one.code)) {
        let (before, after) = (problems(one.wrong), problems(one.right));
        if !before.iter().any(|problem| problem.code == one.code) {
            wrong.push(format!("{}: the fault is not found, but {:?}", one.code.name(), told(&before)));
        }
        if after.iter().any(|problem| problem.severity == Severity::Error || problem.code == one.code) {
            wrong.push(format!("{}: not put right: {:?}", one.code.name(), told(&after)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn warnings_say_that_they_do_not_stop_the_build() {
    for one in explain::all().filter(|one| !OUTSIDE.contains(&one.code)) {
        let found = problems(one.wrong);
        let severity = found.iter().find(|problem| problem.code == one.code).map(|problem| problem.severity);
        let says = one.text.contains("C’est un avertissement");
        assert_eq!(says, severity == Some(Severity::Warning), "{}", one.code.name());
    }
}

#[test]
fn every_explanation_has_the_shape() {
    for one in explain::all() {
        let name = one.code.name();
        assert_eq!(fs::read_to_string(file(one.code)).unwrap(), written(&one), "{name}");
        assert!(!one.title.ends_with('.') && one.title.chars().count() <= 70, "{name}: {}", one.title);
        assert!(!one.text.contains('\n') && one.text.ends_with('.'), "{name}: one paragraph");
        assert!(one.wrong.place == one.right.place && one.wrong.text != one.right.text, "{name}: the examples");
        assert_eq!(one.wrong.place == Place::Outside, OUTSIDE.contains(&one.code), "{name}: can it be tested?");
        let prose: String = one.text.split('`').step_by(2).chain([one.title]).collect::<Vec<_>>().join(" ");
        let sentences = prose.matches(". ").count();
        assert!((2..=5).contains(&sentences), "{name}: {sentences} sentences");
        for mark in ["'", "\"", " :", " ;", " ?", " !", "« ", " »", "--", "front matter", "YAML"] {
            assert!(!prose.contains(mark), "{name}: « {mark} » in « {prose} »");
        }
    }
}

#[test]
fn no_explanation_is_left_over() {
    let folder = project().join("src/diagnostic/explanations");
    let found: BTreeSet<_> = files(&folder).into_iter().map(|path| folder.join(path)).collect();
    assert_eq!(found, codes::ALL.iter().map(|code| file(*code)).collect());
}

fn file(code: Code) -> std::path::PathBuf {
    project().join("src/diagnostic/explanations").join(format!("{}.md", code.name()))
}

/// The file of an explanation.
fn written(one: &Explanation) -> String {
    let block = |example: Example| {
        let words = match example.place {
            Place::File(path) => format!("md fichier={path}"),
            Place::Names => "text fichiers".to_owned(),
            place => place.language().to_owned(),
        };
        format!("```{words}\n{}\n```\n", example.text)
    };
    let Explanation { title, text, wrong, right, .. } = *one;
    format!("# {title}\n\n{text}\n\n## À corriger\n\n{}\n## Corrigé\n\n{}", block(wrong), block(right))
}

/// What stands above the explanations in the guide's page of messages.
const INTRODUCTION: &str = "\
---
titre: Les messages de la vérification
resume: \"Chaque message de « capitole check » : ce qu’il veut dire, pourquoi la bibliothèque le demande, et un exemple avant et après correction.\"
ordre: 4
---
Chaque message porte un code entre crochets, que cette page explique. Cherchez-le ici avec Ctrl + F, ou demandez-le dans le terminal : `capitole explain axe-inconnu`.

```text
erreur[front-matter/axe-inconnu] : « d » n’est pas un axe connu.
  --> content/livrables/lecture-de-plans/index.md:5:11
   |
 5 | axes: [c, d]
   |           ^
   = aide : au choix : a, b, c
```

La flèche donne le fichier, la ligne et la colonne ; le trait souligne ce qui est en cause ; l’aide dit quoi écrire. Une **erreur** empêche de construire le site, un **avertissement** (« attention ») le laisse passer. Corrigez dans l’ordre : une faute en tête de fichier en cache parfois d’autres.
";

/// The guide's page of messages, from the explanations.
fn guide() -> String {
    let mut page = INTRODUCTION.to_owned();
    for family in FAMILIES {
        write!(page, "\n## {}\n", family.title).unwrap();
        for Explanation { code, title, text, wrong, right } in family.explanations() {
            let block = |example: Example| format!("```{}\n{}\n```", example.place.language(), example.text);
            let (name, place) = (code.name(), wrong.place.words());
            write!(
                page,
                "\n### {name}\n\n**{title}.** {text}\n\nÀ corriger{place}\u{a0}:\n\n{}\n\nCorrigé\u{a0}:\n\n{}\n",
                block(wrong),
                block(right)
            )
            .unwrap();
        }
    }
    page
}

#[test]
fn the_guide_is_what_the_explanations_make() {
    let path = project().join("content/pages/guide/messages.md");
    let page = guide();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == page, "write it again: BLESS=1 cargo test --test it explain");
}

#[test]
fn every_code_has_its_anchor_in_the_guide() {
    let body = capitole::parse::markdown::parse(&guide(), 0);
    let anchors: BTreeSet<&str> = body.headings.iter().map(|heading| heading.id.as_str()).collect();
    for code in codes::ALL {
        let anchor = code.name().replace('/', "-");
        assert!(anchors.contains(anchor.as_str()), "{anchor}");
    }
}
