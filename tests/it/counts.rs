//! One count, said the same way everywhere: deliverables to redo, and archived ones apart.

use std::fs;
use std::path::Path;

use crate::support::{capitole, project};

/// The text of a built page, without its tags, its spaces made one.
fn text(site: &Path, page: &str) -> String {
    let html = fs::read_to_string(site.join(page)).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
    let mut text = String::new();
    for part in html.split('<').skip(1) {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The numbers that stand before `word` in a text.
fn numbers(text: &str, word: &str) -> Vec<usize> {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(2).filter(|two| two[1].starts_with(word)).filter_map(|two| two[0].parse().ok()).collect()
}

#[test]
fn pages_and_commands_count_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let (root, output) = (project(), site.to_str().unwrap().to_owned());
    let done = capitole(&["build", "--root", root.to_str().unwrap(), "--output", &output]);
    let said = String::from_utf8(done.stdout).unwrap();
    let catalogue: serde_json::Value = serde_json::from_slice(&fs::read(site.join("catalogue.json")).unwrap()).unwrap();
    let all = catalogue["fiches"].as_array().unwrap();
    let (archived, current): (Vec<_>, Vec<_>) = all.iter().partition(|one| one["statut"] == "archive");
    let count = current.len();
    assert!(!archived.is_empty(), "the sample library has an archived deliverable");

    assert!(said.contains(&format!("{count} fiches, {} archivée", archived.len())), "{said}");
    let home = text(&site, "index.html");
    assert_eq!(numbers(&home, "fiches")[0], count);
    assert_eq!(*numbers(&home, "fiches").last().unwrap(), count);
    let list = text(&site, "livrables/index.html");
    assert_eq!(numbers(&list, "fiches,"), [count]);
    assert_eq!(numbers(&list, "fiche")[..2], [count, archived.len()]);
    // Of one type each.
    assert_eq!(numbers(&text(&site, "types/index.html"), "fiches").iter().sum::<usize>(), count);
    assert!(!text(&site, "types/index.html").contains("comptée"));

    // Of several axes: said wherever their numbers stand side by side.
    let axes: usize = current.iter().map(|one| one["axes"].as_array().unwrap().len()).sum();
    assert!(axes > count, "the sample library has deliverables of several axes");
    let index = text(&site, "axes/index.html");
    let html = fs::read_to_string(site.join("axes/index.html")).unwrap();
    let of_axes = html
        .split("class=\"tuile-nombre\">")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap());
    assert_eq!(of_axes.map(|number| number.parse::<usize>().unwrap()).sum::<usize>(), axes);
    // The plain list of the search page has each once.
    let search = fs::read_to_string(site.join("recherche/index.html")).unwrap();
    let plain = search.split("id=\"liste-complete\"").nth(1).unwrap().split("<template").next().unwrap();
    assert_eq!(plain.matches("<li><a href=").count(), count);

    // Archived ones come last.
    let pages = fs::read_dir(site.join("livrables/page")).map_or(0, Iterator::count) + 1;
    let end = if pages == 1 { String::new() } else { format!("page/{pages}/") };
    let html = fs::read_to_string(site.join(format!("livrables/{end}index.html"))).unwrap();
    assert!(html.rsplit("<article").next().unwrap().contains("etiquette-archive"));
    assert_eq!(html.matches("etiquette-archive").count(), archived.len());

    for page in [home, list, index] {
        assert!(page.contains("est comptée"), "{page}");
    }
}
