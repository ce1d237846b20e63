//! The preview: serves, rebuilds at a save, keeps the last good site while there is an error.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::history;
use crate::support::{base_library, capitole, copy, files, project};

/// A running preview; ends with the test.
struct Preview {
    child: Child,
    address: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn begin(library: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_capitole"))
            .args(["serve", "--root", library.to_str().unwrap(), "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned()))
            .unwrap();
        // The rest is read, so that the preview never waits for a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn get(&self, path: &str, host: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        // The stream of news never ends: what came before the time-out is the answer.
        let _ = stream.read_to_end(&mut bytes);
        let answer = String::from_utf8_lossy(&bytes).into_owned();
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap();
        (status, answer)
    }

    fn page(&self, path: &str) -> (u16, String) {
        self.get(path, &self.address)
    }

    fn wait_for(&self, path: &str, text: &str) {
        wait_until(|| self.page(path).1.contains(text), &format!("{path} shows {text}"));
    }
}

/// Waits until something is so; `what` says it.
fn wait_until(is_so: impl Fn() -> bool, what: &str) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {what}");
}

const FICHE: &str = "/livrables/temoin/";

#[test]
fn a_save_shows_and_an_error_keeps_the_last_good_site() {
    let library = base_library();
    let preview = Preview::begin(library.path());
    let (status, page) = preview.page(FICHE);
    assert_eq!(status, 200);
    assert!(page.contains("content-security-policy: default-src 'self'") && page.contains("apercu.js"));
    assert_eq!(preview.page("/livrables/temoin").0, 302);
    assert_eq!(preview.page("/livrables/rien/").0, 404);
    assert_eq!(preview.page("/../../etc/passwd").0, 404);
    assert_eq!(preview.page("/livrables/en-cours/").0, 404, "no draft unless asked for");

    let file = library.path().join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&file).unwrap();
    // As many editors save: a new file, renamed over the old one.
    let beside = library.path().join("content/livrables/temoin/.index.md.swp");
    fs::write(&beside, text.replace("Un texte.", "Une phrase nouvelle.")).unwrap();
    fs::rename(&beside, &file).unwrap();
    preview.wait_for(FICHE, "Une phrase nouvelle.");

    fs::write(&file, text.replace("exemple: true", "exemple: oui")).unwrap();
    preview.wait_for("/__capitole/problemes", "front-matter/booleen-attendu");
    assert!(preview.page(FICHE).1.contains("Une phrase nouvelle."), "the last good site stays");

    fs::write(&file, text.replace("Un texte.", "Une phrase corrigée.")).unwrap();
    preview.wait_for(FICHE, "Une phrase corrigée.");
}

#[test]
fn a_commit_shows() {
    let library = history::repository();
    let preview = Preview::begin(library.path());
    preview.wait_for(FICHE, "Première version");
    let file = library.path().join("content/livrables/temoin/index.md");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("Un texte.", "Une phrase nouvelle.")).unwrap();
    preview.wait_for(FICHE, "Une phrase nouvelle.");
    let author = "Sacha Exemple <sacha@exemple.invalid>";
    history::commit(library.path(), author, "2024-09-02T10:00:00 +0200", "Une phrase, relue");
    preview.wait_for(FICHE, "Une phrase, relue");
    history::git(library.path(), &["reset", "-q", "--hard", "HEAD~1"], "2024-09-02T10:00:00 +0200");
    preview.wait_for(FICHE, "Un texte.");
    // git writes the files first, then says which commit they are: the preview may show the one before the other.
    wait_until(|| !preview.page(FICHE).1.contains("Une phrase, relue"), "the commit is gone");
}

#[test]
fn folders_that_go_away_and_come_back_are_followed() {
    let library = base_library();
    let preview = Preview::begin(library.path());
    preview.wait_for(FICHE, "Un texte.");
    let (content, away) = (library.path().join("content"), library.path().join("ailleurs"));
    fs::rename(&content, &away).unwrap();
    preview.wait_for(FICHE, "404 Not Found");
    fs::rename(&away, &content).unwrap();
    preview.wait_for(FICHE, "Un texte.");

    // What changes in a folder that came back is seen as well.
    let file = content.join("livrables/temoin/index.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("Un texte.", "Un texte revenu.")).unwrap();
    preview.wait_for(FICHE, "Un texte revenu.");

    // A renamed deliverable leaves its former address, whatever the case of its letters.
    fs::rename(content.join("livrables/temoin"), content.join("livrables/Temoin")).unwrap();
    preview.wait_for("/__capitole/problemes", "fichier/nom");
    fs::rename(content.join("livrables/Temoin"), content.join("livrables/renommee")).unwrap();
    fs::remove_file(content.join("reprises/temoin-albi.md")).unwrap();
    let (old, guide) = (content.join("livrables/renommee/index.md"), content.join("pages/guide/publier.md"));
    assert!(old.is_file() && guide.is_file());
    preview.wait_for("/livrables/renommee/", "Un texte revenu.");
    preview.wait_for(FICHE, "404 Not Found");
}

#[test]
fn a_library_that_is_gone_is_told_and_may_come_back() {
    let library = base_library();
    let preview = Preview::begin(library.path());
    preview.wait_for(FICHE, "Un texte.");
    let site = library.path().join("site.toml");
    let text = fs::read_to_string(&site).unwrap();
    fs::remove_file(&site).unwrap();
    preview.wait_for("/__capitole/problemes", "ne contient pas site.toml");
    assert!(preview.page(FICHE).1.contains("Un texte."), "the last good site stays");
    fs::write(&site, text).unwrap();
    preview.wait_for("/__capitole/problemes", "Tout va bien");
    fs::remove_dir_all(library.path()).unwrap();
    preview.wait_for("/__capitole/problemes", "ne contient pas site.toml");
    assert_eq!(preview.page(FICHE).0, 200, "it goes on");
    // Another folder of the same name: a clone made anew, a backup that is put back.
    copy(&project().join("tests/cases/base"), library.path());
    preview.wait_for("/__capitole/problemes", "Tout va bien");
    let file = library.path().join("content/livrables/temoin/index.md");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("Un texte.", "Un texte revenu.")).unwrap();
    preview.wait_for(FICHE, "Un texte revenu.");
}

#[test]
fn a_template_changed_while_a_text_is_wrong_shows_once_it_is_right() {
    let library = base_library();
    let template = library.path().join("themes/capitole/templates/plan.html");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    let page = fs::read_to_string(project().join("themes/capitole/templates/plan.html")).unwrap();
    fs::write(&template, &page).unwrap();
    let preview = Preview::begin(library.path());
    preview.wait_for("/plan-du-site/", "<h1");
    let file = library.path().join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("titre:", "titres:")).unwrap();
    preview.wait_for("/__capitole/problemes", "front-matter/cle-inconnue");
    fs::write(&template, page.replace("<h1", "<h1 data-autre")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    fs::write(&file, text).unwrap();
    preview.wait_for("/plan-du-site/", "<h1 data-autre");
}

#[test]
fn a_preview_serves_the_bytes_of_a_build() {
    let library = base_library();
    let preview = Preview::begin(library.path());
    preview.wait_for(FICHE, "Un texte.");
    let file = library.path().join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("Un texte.", "Un texte changé.").replace("Fiche témoin", "Fiche changée")).unwrap();
    preview.wait_for(FICHE, "Un texte changé.");
    preview.wait_for("/recherche/index.json", "folder");
    let output = library.path().join("public");
    let built = capitole(&["build", "--root", library.path().to_str().unwrap(), "--output", output.to_str().unwrap()]);
    assert!(built.status.success());
    // The index may still be that of the text before.
    preview.wait_for("/recherche/index.json", &fs::read_to_string(output.join("recherche/index.json")).unwrap());
    for path in files(&output) {
        let name = path.to_string_lossy().replace('\\', "/");
        // The mark of a folder that a build may replace is no page.
        if name == ".capitole" {
            continue;
        }
        let (status, answer) = preview.page(&format!("/{name}"));
        assert_eq!(status, 200, "{name}");
        let Ok(text) = fs::read_to_string(output.join(&path)) else { continue };
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        let body = match body.find("<link rel=\"stylesheet\" href=\"/__capitole/") {
            Some(start) => {
                format!("{}{}", &body[..start], &body[start + body[start..].find("</script>").unwrap() + 9..])
            }
            None => body.to_owned(),
        };
        assert_eq!(body, text, "{name}");
    }
}

#[test]
fn another_host_name_is_refused() {
    let library = base_library();
    let preview = Preview::begin(library.path());
    assert_eq!(preview.get(FICHE, "ailleurs.invalid").0, 403);
    assert_eq!(preview.get("/__capitole/nouvelles", "ailleurs.invalid").0, 403);
}
