//! `capitole init`: a library that builds at once, and a hook that holds with a real git.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use capitole::model::read::Include;
use serde_json::Value;

use crate::support::{capitole, files, project};

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn stderr(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

fn init(arguments: &[&str]) -> Output {
    capitole(&[&["init"], arguments].concat())
}

fn works(done: &Output) {
    assert!(done.status.success(), "{}", stderr(done));
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Essai", "-c", "user.email=essai@exemple.invalid", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap()
}

#[test]
fn a_new_library_passes_and_builds_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("une bibliothèque/neuve");
    works(&init(&[path(&library)]));
    let check = capitole(&["check", "--root", path(&library)]);
    works(&check);
    let told = String::from_utf8_lossy(&check.stdout).into_owned();
    assert_eq!(told.trim(), "3 fiches vérifiées : 5 avertissements");
    works(&capitole(&["build", "--root", path(&library)]));
    let home = fs::read_to_string(library.join("public/index.html")).unwrap();
    assert!(home.contains("Lire un plan à deux"));
    let checked = capitole::pipeline::check(&library, Include::Published).unwrap().library.unwrap();
    let kinds: BTreeSet<_> = checked.deliverables.iter().map(|one| one.kind).collect();
    assert_eq!(kinds.len(), 3, "one of each type");
    assert!(checked.deliverables.iter().all(|one| one.exemple), "each says that it is fictitious");
    assert!(!files(&library).iter().any(|file| file.starts_with("themes")), "the theme is in the program");
    // The vocabularies are the sample library's own; only the forge, unknown yet, is left out.
    let sample = capitole::pipeline::check(project(), Include::Published).unwrap().library.unwrap();
    assert_eq!(checked.config.vocabulaires, sample.config.vocabulaires);
    assert!(sample.config.site.exemple, "the sample says that it is an example");
    assert_eq!(checked.config.site, capitole::config::Site { exemple: false, ..sample.config.site });
    assert!(checked.config.depot.is_none() && sample.config.depot.is_some());
}

#[test]
fn what_is_left_to_complete_is_told_until_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("b");
    works(&init(&[path(&library)]));
    let strict = || capitole(&["check", "--strict", "--root", path(&library)]);
    let settings = library.join("site.toml");
    let left = [
        ("url = \"https://bibliotheque.exemple.invalid/\"", "url = \"https://formation.laregion.fr/\""),
        (
            "directeur_publication = \"À compléter avant la mise en ligne\"",
            "directeur_publication = \"Camille Martin\"",
        ),
        ("hebergeur = \"À compléter avant la mise en ligne\"", "hebergeur = \"La Région\""),
        ("contact = \"bibliotheque@exemple.invalid\"", "contact = \"bibliotheque@laregion.fr\""),
        ("contact = \"accessibilite@exemple.invalid\"", "contact = \"05 61 33 50 50\""),
    ];
    for (before, after) in left {
        let done = strict();
        assert_eq!(done.status.code(), Some(1));
        let told = stderr(&done);
        assert!(told.contains(&format!("| {before}")), "the line is shown: {told}");
        let build = capitole(&["build", "--root", path(&library)]);
        works(&build);
        assert!(stderr(&build).contains(&format!("| {before}")), "a build tells it too");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(&settings, text.replacen(before, after, 1)).unwrap();
    }
    let done = strict();
    works(&done);
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), "3 fiches vérifiées : aucun problème");
    // An address given with the call is the caller's own affair.
    let built = capitole(&["build", "--base-url", "https://essai.invalid/x/", "--root", path(&library)]);
    works(&built);
    assert!(!stderr(&built).contains("attention"), "{}", stderr(&built));
    let notice = fs::read_to_string(library.join("public/accessibilite/index.html")).unwrap();
    assert!(notice.contains("<a href=\"tel:0561335050\">05 61 33 50 50</a>"), "a number is a link that calls");
    let example = "Bibliothèque d’exemple";
    assert!(!notice.contains(example));
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replacen("[site]", "[site]\nexemple = true", 1)).unwrap();
    works(&capitole(&["build", "--root", path(&library)]));
    let pages = files(&library.join("public")).into_iter().filter(|file| file.ends_with("index.html"));
    for page in pages {
        let text = fs::read_to_string(library.join("public").join(&page)).unwrap();
        assert!(text.contains(example) || text.contains("http-equiv=\"refresh\""), "{}", page.display());
    }
}

#[test]
fn files_for_machines_parse() {
    let folder = tempfile::tempdir().unwrap();
    for (forge, file) in [
        ("github", ".github/workflows/bibliotheque.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("forgejo", ".forgejo/workflows/bibliotheque.yml"),
    ] {
        let library = folder.path().join(forge);
        works(&init(&[path(&library), "--forge", forge]));
        let text = fs::read_to_string(library.join(file)).unwrap();
        let yaml: yaml_serde::Value = yaml_serde::from_str(&text).unwrap();
        let all = format!("{yaml:?}");
        assert!(all.contains("capitole check") || all.contains("bin/capitole check"), "{forge} checks");
        assert!(all.contains("build"), "{forge} builds");
        for json in files(&library).iter().filter(|file| file.extension().is_some_and(|extension| extension == "json"))
        {
            let text = fs::read_to_string(library.join(json)).unwrap();
            serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{}: {error}", json.display()));
        }
    }
}

/// The form of each type of text, by name.
fn forms(library: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(library.join("frontmatter.json")).unwrap()).unwrap()
}

#[test]
fn forms_know_our_keys_and_our_terms_only() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("b");
    works(&init(&[path(&library)]));
    let forms = forms(&library);
    let types = forms["frontMatter.taxonomy.contentTypes"].as_array().unwrap();
    let names: Vec<&str> = types.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["referentiel", "outil-numerique", "modele-pedagogique", "reprise", "page"]);
    let schemas = library.join(".capitole/schemas");
    for form in types {
        let schema = match form["name"].as_str().unwrap() {
            "reprise" => "reprise",
            "page" => "page",
            _ => "livrable",
        };
        let schema: Value =
            serde_json::from_str(&fs::read_to_string(schemas.join(format!("{schema}.schema.json"))).unwrap()).unwrap();
        for field in form["fields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            assert!(schema["properties"][name].is_object(), "{name}");
            assert!(!field["description"].as_str().unwrap().is_empty(), "{name} is described");
        }
    }
    // A folder that has one form gives it to texts that have no type; nothing is named by the extension.
    let folders = forms["frontMatter.content.pageFolders"].as_array().unwrap();
    for folder in folders {
        assert_eq!(folder["disableCreation"], true);
        let inside = folder["path"].as_str().unwrap().strip_prefix("[[workspace]]/").unwrap();
        assert!(library.join(inside).is_dir(), "{inside}");
    }
}

#[test]
fn forms_and_schemas_follow_site_toml() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("b");
    works(&init(&[path(&library)]));
    let site = fs::read_to_string(library.join("site.toml")).unwrap();
    fs::write(library.join("site.toml"), format!("{site}\n[secteurs.peche]\nnom = \"Pêche\"\n")).unwrap();
    works(&init(&[path(&library), "--editor"]));
    assert!(forms(&library).to_string().contains("\"peche\""));
    let schema = fs::read_to_string(library.join(".capitole/schemas/livrable.schema.json")).unwrap();
    assert!(schema.contains("\"peche\""));
    let shown = capitole(&["schema", "--root", path(&library)]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout), schema, "the same as « capitole schema » gives");
}

#[test]
fn what_is_there_is_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let full = folder.path().join("plein");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("these.odt"), "trois ans").unwrap();
    for (arguments, told) in [
        (vec![path(&full)], "n’est pas vide"),
        (vec![path(&full), "--hook", "--forge", "github"], "n’est pas vide"),
        (vec![path(project())], "est déjà une bibliothèque"),
    ] {
        let done = init(&arguments);
        assert_eq!(done.status.code(), Some(2));
        assert!(stderr(&done).contains(told), "{}", stderr(&done));
    }
    assert_eq!(files(&full), [PathBuf::from("these.odt")]);
    // Nor by --forge, in a library.
    let library = folder.path().join("b");
    works(&init(&[path(&library), "--forge", "gitlab"]));
    fs::write(library.join(".gitlab-ci.yml"), "à moi").unwrap();
    let done = init(&[path(&library), "--forge", "gitlab"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("existe déjà"), "{}", stderr(&done));
    assert_eq!(fs::read_to_string(library.join(".gitlab-ci.yml")).unwrap(), "à moi");
}

#[test]
fn a_library_is_made_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("b");
    // A hook is asked for where there is no repository.
    let done = init(&[path(&library), "--hook"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("n’est pas dans un dépôt git"), "{}", stderr(&done));
    assert!(!library.exists());
    // A foreign hook.
    assert!(git(folder.path(), &["init", "-q"]).status.success());
    let hook = folder.path().join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\nexit 0\n").unwrap();
    let done = init(&[path(&library), "--hook"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(stderr(&done).contains("vient d’ailleurs"), "{}", stderr(&done));
    assert!(!library.exists());
    assert_eq!(fs::read_to_string(&hook).unwrap(), "#!/bin/sh\nexit 0\n");
}

/// A repository with a new library in `below`, and its hook.
fn repository(below: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    assert!(git(folder.path(), &["init", "-q", "-b", "main"]).status.success());
    let library = folder.path().join(below);
    works(&init(&[path(&library), "--hook"]));
    (folder, library)
}

const FICHE: &str = "content/livrables/lecture-de-plans-en-binomes/index.md";

/// A fault, and the text without it.
fn spoil(library: &Path) -> String {
    let fiche = library.join(FICHE);
    let right = fs::read_to_string(&fiche).unwrap();
    fs::write(&fiche, right.replace("axes: [c, a]", "axes: [c, d]")).unwrap();
    right
}

#[cfg(unix)]
#[test]
fn a_commit_with_a_fault_is_refused() {
    for below in ["", "l'atelier d’Albi/biblio [1]"] {
        let (folder, library) = repository(below);
        let root = folder.path();
        let commit = |message: &str| git(root, &["commit", "-qm", message]);
        git(root, &["add", "-A"]);
        let first = commit("une bibliothèque");
        works(&first);
        let right = spoil(&library);
        git(root, &["add", "-A"]);
        let refused = commit("une faute");
        assert!(!refused.status.success(), "{below}");
        let told = stderr(&refused);
        assert!(
            told.contains("axe-inconnu") && told.contains("Commit refusé") && told.contains("--no-verify"),
            "{told}"
        );
        // Put right, but not added: what is committed is still wrong.
        fs::write(library.join(FICHE), &right).unwrap();
        assert!(!commit("toujours une faute").status.success());
        // The other way round: a fault that is not added does not count.
        fs::write(library.join(FICHE), format!("{right}\nUne phrase de plus.\n")).unwrap();
        git(root, &["add", "-A"]);
        spoil(&library);
        works(&commit("juste, à côté d’un travail en cours"));
        // What does not touch the library is none of its business.
        if !below.is_empty() {
            fs::write(root.join("note.txt"), "x").unwrap();
            git(root, &["add", "note.txt"]);
            works(&commit("une note"));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_hook_goes_where_git_looks_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    git(root, &["init", "-q"]);
    git(root, &["config", "core.hooksPath", "outils/crochets"]);
    works(&init(&[path(&root.join("b")), "--hook"]));
    let hook = root.join("outils/crochets/pre-commit");
    assert!(hook.is_file() && !root.join(".git/hooks/pre-commit").exists());
    // Its own, it may write anew, from anywhere in the library.
    fs::write(&hook, fs::read_to_string(&hook).unwrap().replace("set -u", "set -u # ancien")).unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_capitole"))
        .args(["init", "--hook"])
        .current_dir(root.join("b/content"))
        .output()
        .unwrap();
    works(&done);
    let text = fs::read_to_string(&hook).unwrap();
    assert!(!text.contains("# ancien") && text.contains("bibliotheque='b/'"), "{text}");
}

#[test]
fn an_empty_repository_is_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    works(&init(&[path(folder.path())]));
    assert!(folder.path().join("site.toml").is_file());
}
