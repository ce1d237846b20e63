//! What git knows of a library's texts: on real repositories, made here by `git` with fixed dates and fictitious authors.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use capitole::model::Library;
use capitole::model::read::Include;
use capitole::output::Content;
use capitole::pipeline::{self, Checked};
use capitole::source::history::{ChangeKind, FileHistory};
use capitole::workspace::{Changes, Event, Workspace};

use crate::support::{base_library, copy, project};

const TEXT: &str = "content/livrables/temoin/index.md";
const CAMILLE: &str = "Camille Exemple <camille@exemple.invalid>";
const SACHA: &str = "Sacha Exemple <sacha@exemple.invalid>";

/// Runs git in a folder, out of reach of the settings of whoever runs the tests.
pub(crate) fn git(folder: &Path, arguments: &[&str], date: &str) {
    let done = Command::new("git")
        .args(["-c", "user.name=Validation", "-c", "user.email=robot@exemple.invalid", "-c", "commit.gpgsign=false"])
        .args(["-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", date)
        .env("GIT_COMMITTER_DATE", date)
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

pub(crate) fn commit(folder: &Path, author: &str, date: &str, message: &str) {
    git(folder, &["add", "-A"], date);
    git(folder, &["commit", "-q", &format!("--author={author}"), "-m", message], date);
}

/// Appends to a file.
fn add(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::write(&path, fs::read_to_string(&path).unwrap() + text).unwrap();
}

/// The base library, its history asked for, as the first commit of a repository.
pub(crate) fn repository() -> tempfile::TempDir {
    let folder = base_library();
    let site = fs::read_to_string(folder.path().join("site.toml")).unwrap();
    let depot = "\n[depot]\nurl = \"https://forge.essai/x\"\nhistorique = true\n";
    assert!(!site.contains("[depot]"), "the base library has none");
    fs::write(folder.path().join("site.toml"), site + depot).unwrap();
    git(folder.path(), &["init", "-q"], "2024-01-01T08:00:00 +0100");
    commit(folder.path(), CAMILLE, "2024-05-17T23:30:00 -0500", "Première version\n\nLe corps du message.");
    folder
}

fn check(root: &Path) -> Checked {
    pipeline::check(root, Include::Published).unwrap()
}

fn library(root: &Path) -> Library {
    let checked = check(root);
    assert!(checked.problems.is_empty(), "{:?}", checked.problems.iter().map(|one| &one.message).collect::<Vec<_>>());
    checked.library.unwrap()
}

/// The history of a file, one line a change.
fn told(file: &FileHistory) -> Vec<String> {
    let line = |change: &capitole::source::history::Change| {
        format!("{} {} {:?} {}", change.date, change.author.as_deref().unwrap_or("-"), change.kind, change.message)
    };
    file.changes.iter().map(line).collect()
}

fn codes(checked: &Checked) -> Vec<(&'static str, &'static str)> {
    checked.problems.iter().map(|one| (one.severity.name(), one.code.name())).collect()
}

#[test]
fn each_text_has_its_changes_with_date_author_and_message() {
    let folder = repository();
    let root = folder.path();
    add(root, TEXT, "\nUne phrase.\n");
    commit(root, SACHA, "2024-06-02T10:00:00 +0200", "Une phrase de plus");
    add(root, "content/reprises/temoin-albi.md", "\nUne suite.\n");
    commit(root, "sacha@exemple.invalid <sacha@exemple.invalid>", "2024-06-03T10:00:00 +0200", "Vu avec a@b.fr");
    let library = library(root);
    let file = library.history.of(TEXT).unwrap();
    assert_eq!(
        told(file),
        ["2024-06-02 Sacha Exemple Changed Une phrase de plus", "2024-05-17 Camille Exemple Written Première version"]
    );
    assert_eq!((file.total, file.first.unwrap().to_string().as_str()), (2, "2024-05-17"));
    let reuse = library.history.of("content/reprises/temoin-albi.md").unwrap();
    assert_eq!(told(reuse)[0], "2024-06-03 - Changed Vu avec …", "neither the name nor the message tells an address");
    let page = library.history.of("content/pages/guide/publier.md").unwrap();
    assert_eq!((page.total, page.updated), (1, None));
    assert!(library.history.of("content/livrables/temoin/grille.csv").is_none(), "texts only");
}

#[test]
fn a_date_that_the_author_wrote_stays() {
    let folder = repository();
    let root = folder.path();
    let date = |root: &Path| library(root).get("temoin").unwrap().updated().map(|date| date.to_string());
    assert_eq!(date(root), None, "writing a text is no update of it");
    add(root, TEXT, "\nUne phrase.\n");
    commit(root, SACHA, "2030-06-02T10:00:00 +0200", "Une phrase de plus");
    assert_eq!(date(root).as_deref(), Some("2030-06-02"));
    let text = fs::read_to_string(root.join(TEXT)).unwrap();
    let journal = "version: \"1.1\"\njournal: [{ version: \"1.1\", date: 2029-03-02, texte: Plus courte. }]\n";
    fs::write(root.join(TEXT), text.replacen("---\n", &format!("---\n{journal}"), 1)).unwrap();
    assert_eq!(date(root).as_deref(), Some("2029-03-02"), "a journal counts before a commit");
    let text = fs::read_to_string(root.join(TEXT)).unwrap();
    fs::write(root.join(TEXT), text.replacen("---\n", "---\ndate_mise_a_jour: 2029-04-01\n", 1)).unwrap();
    assert_eq!(date(root).as_deref(), Some("2029-04-01"), "what is written counts before all");
}

#[test]
fn what_is_not_committed_has_no_history() {
    let folder = repository();
    let root = folder.path();
    copy(&root.join("content/livrables/temoin"), &root.join("content/livrables/nouvelle"));
    let new = root.join("content/livrables/nouvelle/index.md");
    fs::write(&new, fs::read_to_string(&new).unwrap().replace("titre: Fiche témoin", "titre: Fiche nouvelle")).unwrap();
    let before = library(root);
    assert!(before.history.of("content/livrables/nouvelle/index.md").is_none());
    add(root, TEXT, "\nPas encore envoyé.\n");
    assert_eq!(library(root).history.of(TEXT), before.history.of(TEXT), "nor has a change");
}

#[test]
fn a_merge_counts_only_for_what_it_changed_itself() {
    let folder = repository();
    let root = folder.path();
    git(root, &["switch", "-q", "-c", "relecture"], "2024-06-01T10:00:00 +0200");
    add(root, TEXT, "\nDe la relecture.\n");
    commit(root, SACHA, "2024-06-01T10:00:00 +0200", "Relecture");
    git(root, &["switch", "-q", "main"], "2024-06-02T10:00:00 +0200");
    add(root, "content/pages/guide/publier.md", "\nUne suite.\n");
    commit(root, CAMILLE, "2024-06-02T10:00:00 +0200", "Guide");
    let merge = ["merge", "-q", "--no-ff", "-m", "Fusion de la relecture", "relecture"];
    git(root, &merge, "2024-06-03T10:00:00 +0200");
    let library = library(root);
    assert_eq!(
        told(library.history.of(TEXT).unwrap()),
        ["2024-06-01 Sacha Exemple Changed Relecture", "2024-05-17 Camille Exemple Written Première version"]
    );
    let page = library.history.of("content/pages/guide/publier.md").unwrap();
    assert_eq!(told(page)[0], "2024-06-02 Camille Exemple Changed Guide");

    // A conflict solved by hand is a change of its own.
    for (branch, date) in [("essai", "2024-07-01T10:00:00 +0200"), ("main", "2024-07-02T10:00:00 +0200")] {
        let switch: &[&str] =
            if branch == "main" { &["switch", "-q", "main"] } else { &["switch", "-q", "-c", branch] };
        git(root, switch, date);
        add(root, TEXT, &format!("\nSelon {branch}.\n"));
        commit(root, CAMILLE, date, &format!("Selon {branch}"));
    }
    git(root, &["merge", "-q", "-s", "ours", "--no-commit", "essai"], "2024-07-03T10:00:00 +0200");
    add(root, TEXT, "\nSelon les deux.\n");
    commit(root, SACHA, "2024-07-03T10:00:00 +0200", "Accord");
    let library = check(root).library.unwrap();
    let changes = &library.history.of(TEXT).unwrap().changes;
    let messages: Vec<&str> = changes.iter().map(|change| change.message.as_str()).collect();
    assert_eq!(messages, ["Accord", "Selon main", "Selon essai", "Relecture", "Première version"]);
    assert_eq!(changes[0].kind, ChangeKind::Changed);
}

#[test]
fn a_new_name_is_followed_when_the_text_is_the_same() {
    let folder = repository();
    let root = folder.path();
    add(root, TEXT, "\nUne phrase.\n");
    commit(root, SACHA, "2024-06-02T10:00:00 +0200", "Une phrase de plus");
    git(root, &["mv", "content/livrables/temoin", "content/livrables/vu"], "2024-06-03T10:00:00 +0200");
    commit(root, CAMILLE, "2024-06-03T10:00:00 +0200", "Autre nom");
    let reuse = root.join("content/reprises/temoin-albi.md");
    fs::write(&reuse, fs::read_to_string(&reuse).unwrap().replace("livrable: temoin", "livrable: vu")).unwrap();
    let library = check(root).library.unwrap();
    let file = library.history.of("content/livrables/vu/index.md").unwrap();
    assert_eq!(
        told(file),
        [
            "2024-06-03 Camille Exemple Moved Autre nom",
            "2024-06-02 Sacha Exemple Changed Une phrase de plus",
            "2024-05-17 Camille Exemple Written Première version"
        ]
    );
    assert_eq!(file.updated.unwrap().to_string(), "2024-06-02", "a new name is no update");
}

#[test]
fn a_shallow_clone_tells_so_and_tells_what_it_knows() {
    let folder = repository();
    let root = folder.path();
    for (day, path) in [(1, TEXT), (2, "content/pages/guide/publier.md"), (3, TEXT)] {
        add(root, path, "\nUne phrase.\n");
        commit(root, SACHA, &format!("2024-06-0{day}T10:00:00 +0200"), &format!("Jour {day}"));
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let from = format!("file://{}", root.display());
    git(elsewhere.path(), &["clone", "-q", "--depth", "2", &from, "clone"], "2024-06-04T10:00:00 +0200");
    let checked = check(&elsewhere.path().join("clone"));
    assert_eq!(codes(&checked), [("attention", "site/historique-partiel")]);
    assert_eq!(checked.problems[0].source.slice(checked.problems[0].span), "true");
    let history = &checked.library.as_ref().unwrap().history;
    let file = history.of(TEXT).unwrap();
    assert_eq!(told(file), ["2024-06-03 Sacha Exemple Changed Jour 3"]);
    assert_eq!(file.first, None, "the clone does not go back to it");
    assert!(history.of("content/pages/guide/publier.md").is_none(), "the oldest commit seems to write everything");
}

#[test]
fn a_library_in_no_repository_is_built_all_the_same() {
    let folder = repository();
    let root = folder.path();
    fs::rename(root.join(".git"), root.join("content/.git")).unwrap();
    let (checked, again) = (check(root), check(root));
    assert_eq!(codes(&checked), [("attention", "site/historique-absent")]);
    assert!(checked.valid().is_some());
    assert_eq!(codes(&checked), codes(&again));
    fs::remove_dir_all(root.join("content/.git")).unwrap();
    fs::write(root.join(".git"), "gitdir: nulle/part\n").unwrap();
    let checked = check(root);
    assert_eq!(codes(&checked), [("attention", "site/historique-absent")]);
    assert!(checked.problems[0].message.contains("détail"), "{}", checked.problems[0].message);
}

#[test]
fn a_repository_without_commits_is_no_fault() {
    let folder = repository();
    fs::remove_dir_all(folder.path().join(".git")).unwrap();
    git(folder.path(), &["init", "-q"], "2024-01-01T08:00:00 +0100");
    assert!(library(folder.path()).history.of(TEXT).is_none());
}

#[test]
fn nothing_is_read_unless_asked() {
    let folder = repository();
    let site = folder.path().join("site.toml");
    for written in ["historique = false", ""] {
        let text = fs::read_to_string(&site).unwrap();
        fs::write(&site, text.replace("historique = true", written).replace("historique = false", written)).unwrap();
        assert!(library(folder.path()).history.of(TEXT).is_none());
    }
}

/// The files of the site that hold text.
/// What a library that is held in memory knows of its past is what reading everything gives, whatever was committed,
/// renamed, deleted or put back meanwhile.
#[test]
fn a_library_in_memory_follows_its_repository() {
    const DATE: &str = "2024-09-02T10:00:00 +0200";
    let folder = repository();
    let root = folder.path();
    let mut workspace = Workspace::open(root, Include::Published).unwrap();
    let mut look = |changes: &Changes| {
        let differs = workspace.apply(changes).unwrap();
        let (held, read) = (workspace.judge(), library(root));
        let held = held.valid().unwrap();
        for one in &read.deliverables {
            assert_eq!(held.get(one.slug.as_str()).unwrap().committed, one.committed, "{}", one.slug);
        }
        let texts = read.deliverables.iter().map(|one| &one.source.path);
        for path in texts.chain(read.pages.iter().map(|one| &one.source.path)) {
            assert_eq!(held.history.of(path), read.history.of(path), "{path}");
        }
        (differs, held.history.of(TEXT).map(|file| file.total))
    };
    let noted = |path: &str, event| {
        let mut changes = Changes::default();
        changes.note(Path::new(path), event);
        changes
    };
    let mut committed = Changes::default();
    committed.note_repository();

    assert_eq!(look(&Changes::default()).1, Some(1));
    add(root, TEXT, "\nUne phrase de plus.\n");
    assert_eq!(look(&noted(TEXT, Event::Bytes)), (true, Some(1)));
    assert!(!look(&committed).0, "nothing was committed");
    commit(root, SACHA, DATE, "Une phrase");
    assert_eq!(look(&committed), (true, Some(2)));
    assert!(!look(&committed).0, "all of it is known");

    // A new name, not committed yet; then committed; then undone.
    git(root, &["mv", "content/livrables/temoin", "content/livrables/temoignage"], DATE);
    git(root, &["mv", "content/reprises/temoin-albi.md", "content/reprises/autre.md"], DATE);
    let reuse = root.join("content/reprises/autre.md");
    fs::write(&reuse, fs::read_to_string(&reuse).unwrap().replace("livrable: temoin", "livrable: temoignage")).unwrap();
    let names = Changes::everything();
    assert_eq!(look(&names), (true, None));
    commit(root, SACHA, DATE, "Un autre nom");
    look(&committed);
    git(root, &["reset", "-q", "--hard", "HEAD~1"], DATE);
    assert_eq!(look(&names), (true, Some(2)));

    // A page that goes away and comes back, without a commit.
    let page = "content/pages/guide/publier.md";
    let text = fs::read_to_string(root.join(page)).unwrap();
    let ancient = "content/livrables/ancienne/index.md";
    fs::remove_file(root.join(page)).unwrap();
    look(&noted(page, Event::Names));
    fs::write(root.join(page), text).unwrap();
    look(&noted(page, Event::Names));
    add(root, ancient, "\nEncore.\n");
    commit(root, CAMILLE, DATE, "Encore");
    look(&names);
}

fn site(root: &Path) -> BTreeMap<String, String> {
    let checked = pipeline::check(root, Include::Published).unwrap();
    assert!(checked.problems.is_empty());
    let memory = capitole::output::MemorySite::default();
    pipeline::build_into(checked.valid().unwrap(), root, &memory).unwrap();
    let files = memory.into_files();
    let text = |content: Content| match content {
        Content::Bytes(bytes) => String::from_utf8(bytes).ok(),
        Content::Copy(_) | Content::Photo(_) => None,
    };
    files.into_iter().filter_map(|(path, content)| Some((path, text(content)?))).collect()
}

#[test]
fn the_same_commits_give_the_same_bytes_and_a_library_may_lie_below_the_top() {
    let folder = repository();
    let root = folder.path();
    for day in 10..35 {
        add(root, TEXT, "\nUne phrase.\n");
        let date = format!("2024-06-{:02}T{:02}:00:00 +0200", day / 2, day % 24);
        commit(root, SACHA, &date, &format!("Jour {day} : <b>gras</b>"));
    }
    let one = site(root);
    let page = &one["livrables/temoin/index.html"];
    assert!(page.contains("Modifications du texte\u{a0}: 26, depuis le 17\u{a0}mai\u{a0}2024"), "{page}");
    assert_eq!(page.matches("<p class=\"discret\"><time").count(), 20, "the newest only");
    assert!(page.contains("Et 6 plus anciennes."));
    assert!(page.contains("&lt;b&gt;gras") && !page.contains("<b>gras"), "a message is text");
    assert!(one.values().all(|text| !text.contains("exemple.invalid>") && !text.contains("sacha@")));

    let elsewhere = tempfile::tempdir().unwrap();
    copy(root, &elsewhere.path().join("depot"));
    assert_eq!(site(&elsewhere.path().join("depot")), one);

    let top = tempfile::tempdir().unwrap();
    let below = top.path().join("bibliotheque");
    copy(&project().join("tests/cases/base"), &below);
    fs::copy(root.join("site.toml"), below.join("site.toml")).unwrap();
    git(top.path(), &["init", "-q"], "2024-01-01T08:00:00 +0100");
    commit(top.path(), CAMILLE, "2024-05-18T10:00:00 +0200", "Tout");
    assert_eq!(told(library(&below).history.of(TEXT).unwrap()), ["2024-05-18 Camille Exemple Written Tout"]);
}
