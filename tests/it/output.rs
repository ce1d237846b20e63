//! The site's folder: whole at every instant, the same bytes for the same content.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::support::{base_library, capitole, copy, files, project};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn build(library: &Path, output: &Path) {
    let done = capitole(&["build", "--root", text(library), "--output", text(output)]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder).into_iter().map(|file| (file.clone(), fs::read(folder.join(&file)).unwrap())).collect()
}

fn sample_library() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&project().join("content"), &folder.path().join("content"));
    fs::copy(project().join("site.toml"), folder.path().join("site.toml")).unwrap();
    folder
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let (one, two) = (sample_library(), sample_library());
    let out = tempfile::tempdir().unwrap();
    for (library, name, threads) in [(&one, "un", "1"), (&two, "deux", "7")] {
        let done = Command::new(env!("CARGO_BIN_EXE_capitole"))
            .args(["build", "--root", text(library.path()), "--output", text(&out.path().join(name))])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let (a, b) = (contents(&out.path().join("un")), contents(&out.path().join("deux")));
    assert!(a.len() > 100, "a whole site: {} files", a.len());
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (file, bytes) in &a {
        assert_eq!(Some(bytes), b.get(file), "{}", file.display());
    }
}

#[test]
fn an_unchanged_file_keeps_its_bytes_and_its_time() {
    let library = base_library();
    let site = library.path().join("public");
    build(library.path(), &site);
    let before = contents(&site);
    let long_ago = SystemTime::now() - Duration::from_hours(1);
    for file in before.keys() {
        fs::File::options().write(true).open(site.join(file)).unwrap().set_modified(long_ago).unwrap();
    }
    let page = library.path().join("content/livrables/temoin/index.md");
    let changed = fs::read_to_string(&page).unwrap().replace("Un texte.", "Un autre texte.");
    fs::write(&page, changed).unwrap();
    build(library.path(), &site);
    let after = contents(&site);
    assert_ne!(before, after);
    for (file, bytes) in &after {
        let time = fs::metadata(site.join(file)).unwrap().modified().unwrap();
        assert_eq!(before.get(file) == Some(bytes), time == long_ago, "{}", file.display());
    }
}

#[test]
fn an_error_writes_nothing_and_leaves_the_site() {
    let library = base_library();
    let site = library.path().join("public");
    build(library.path(), &site);
    let before = contents(&site);
    fs::write(library.path().join("content/pages/x.md"), "pas d’en-tête").unwrap();
    let done = capitole(&["build", "--root", text(library.path())]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("front-matter/absent"));
    assert_eq!(before, contents(&site));
    assert_eq!(hidden(library.path()), Vec::<String>::new());
}

#[test]
fn a_broken_script_writes_nothing_and_leaves_the_site() {
    let library = base_library();
    let site = library.path().join("public");
    build(library.path(), &site);
    let before = contents(&site);
    let scripts = library.path().join("themes/capitole/scripts/search");
    fs::create_dir_all(&scripts).unwrap();
    fs::write(scripts.join("page.js"), "import \"./engine.js\";\nlet a = ;\n").unwrap();
    let done = capitole(&["build", "--root", text(library.path())]);
    assert_eq!(done.status.code(), Some(2));
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(told.contains("scripts/search/page.js:2:9 : Erreur de syntaxe"), "{told}");
    assert_eq!(before, contents(&site));
    assert_eq!(hidden(library.path()), Vec::<String>::new());
}

/// What a build leaves beside the site.
fn hidden(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".public.")).collect()
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let library = sample_library();
    let site = library.path().join("public");
    build(library.path(), &site);
    let old = contents(&site);
    let page = library.path().join("content/livrables/scenario-hybride-apprentis-cap/index.md");
    let before = fs::read_to_string(&page).unwrap();
    fs::write(&page, format!("{before}\nUne phrase de plus.\n")).unwrap();
    let reference = tempfile::tempdir().unwrap();
    build(library.path(), &reference.path().join("site"));
    let new = contents(&reference.path().join("site"));
    assert_ne!(old, new);
    for round in 0..24 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_capitole"))
            .args(["build", "--root", text(library.path())])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(round * 12));
        let _ = child.kill();
        child.wait().unwrap();
        let now = contents(&site);
        assert!(now == old || now == new, "a mixture after {} ms", round * 12);
    }
    build(library.path(), &site);
    assert_eq!(contents(&site), new);
    assert_eq!(hidden(library.path()), Vec::<String>::new(), "the next build cleans up");
}

#[test]
fn a_foreign_folder_is_never_replaced() {
    let library = base_library();
    let foreign = tempfile::tempdir().unwrap();
    fs::write(foreign.path().join("these.odt"), "trois ans de travail").unwrap();
    for output in [foreign.path(), library.path(), &library.path().join("content"), Path::new("/")] {
        let done = capitole(&["build", "--root", text(library.path()), "--output", text(output)]);
        assert_eq!(done.status.code(), Some(2), "{}", output.display());
    }
    assert_eq!(fs::read_to_string(foreign.path().join("these.odt")).unwrap(), "trois ans de travail");
    assert!(library.path().join("site.toml").is_file());
}

#[cfg(unix)]
#[test]
fn a_link_to_the_site_stays_a_link() {
    let library = base_library();
    let real = library.path().join("versions");
    fs::create_dir(&real).unwrap();
    let link = library.path().join("public");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    build(library.path(), &link);
    build(library.path(), &link);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(real.join("index.html").is_file());
}

#[test]
fn drafts_are_built_only_when_asked_for() {
    let library = base_library();
    let site = library.path().join("public");
    let reuses = library.path().join("content/reprises");
    let reuse =
        fs::read_to_string(reuses.join("temoin-albi.md")).unwrap().replace("livrable: temoin", "livrable: en-cours");
    fs::write(reuses.join("en-cours-albi.md"), reuse).unwrap();
    let tells = || fs::read_to_string(site.join("reprises/index.html")).unwrap().contains("en-cours-albi");
    build(library.path(), &site);
    assert!(!site.join("livrables/en-cours").exists());
    assert!(!tells(), "a reuse does not tell of a draft");
    let done = capitole(&["build", "--root", text(library.path()), "--drafts"]);
    assert!(done.status.success());
    assert!(site.join("livrables/en-cours/index.html").is_file());
    assert!(tells());
}
