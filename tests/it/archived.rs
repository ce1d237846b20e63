//! What an archived deliverable no longer asks of anyone: its plan is not printed, nobody is asked to take it over or to
//! evaluate it. The same deliverable, published, asks for all of it.

use std::fs;

use crate::support::{base_library, capitole, project};

/// The page of the base library's deliverable in a state, without evaluation and without reuses.
fn page(status: &str) -> String {
    let library = base_library();
    let root = library.path();
    let index = root.join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&index).unwrap();
    let text = text.replacen("statut: valide", &format!("statut: {status}"), 1);
    fs::write(&index, text.replacen("evaluation:\n  niveau_de_preuve: 1\n", "", 1)).unwrap();
    for reuse in fs::read_dir(root.join("content/reprises")).unwrap() {
        fs::remove_file(reuse.unwrap().path()).unwrap();
    }
    let done = capitole(&["build", "--root", root.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::read_to_string(root.join("public/livrables/temoin/index.html")).unwrap()
}

/// The beginning of a sentence of the theme, as pages have it up to its first sign that is written otherwise.
fn sentence(table: &str, key: &str) -> String {
    let text = fs::read_to_string(project().join("themes/capitole/i18n/fr/fiche.toml")).unwrap();
    let table = text.split(&format!("\n[{table}]\n")).nth(1).unwrap().split("\n[").next().unwrap();
    let line = table.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))).unwrap();
    line.split([':', ';', '?', '!', '«', '"']).next().unwrap().trim().to_owned()
}

#[test]
fn an_archived_deliverable_asks_for_nothing() {
    let (archived, published) = (page("archive"), page("valide"));
    let asked = [
        ("the plan to print", "data-action=\"imprimer-plan\"".to_owned()),
        ("how to use the plan", sentence("transfert", "intro")),
        ("reuses", "aria-labelledby=\"s-reprises\"".to_owned()),
        ("figures", sentence("evaluation", "aucune")),
        ("reuses in the contents", "href=\"#s-reprises\"".to_owned()),
    ];
    for (what, mark) in &asked {
        assert!(published.contains(mark), "published, it offers {what}: {mark}");
        assert!(!archived.contains(mark), "archived, it still offers {what}: {mark}");
    }
    assert!(archived.contains("bandeau-archive") && !published.contains("bandeau-archive"));
    assert!(archived.contains(&sentence("evaluation", "aucune_archive")));
}
