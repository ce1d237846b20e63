//! Attachments that are Markdown or tables have a page of their own, and stay the files that they are.

use std::fs;
use std::path::Path;

use crate::support::{base_library, capitole};

/// The base library with these attachments beside its deliverable, built.
struct Built {
    _folder: tempfile::TempDir,
    site: std::path::PathBuf,
}

impl Built {
    fn new(files: &[(&str, &[u8])], resources: &str) -> Self {
        let folder = base_library();
        let bundle = folder.path().join("content/livrables/temoin");
        for (name, bytes) in files {
            fs::create_dir_all(bundle.join(name).parent().unwrap()).unwrap();
            fs::write(bundle.join(name), bytes).unwrap();
        }
        let index = bundle.join("index.md");
        let text = fs::read_to_string(&index).unwrap();
        fs::write(&index, text.replacen("ressources:\n", &format!("ressources:\n{resources}"), 1)).unwrap();
        let site = folder.path().join("public");
        let done = capitole(&["build", "--root", folder.path().to_str().unwrap()]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        Self { _folder: folder, site }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.site.join("livrables/temoin").join(name)
    }

    fn page(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

/// What stands between two marks of a page.
fn between<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let rest = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}")).1;
    rest.split_once(end).unwrap().0
}

#[test]
fn markdown_is_a_page_that_leads_back_and_to_what_it_names() {
    let markdown = "---\nauteur: Quelqu’un\n---\n# Consigne de l’épreuve\n\n## Déroulé\n\n[la fiche](index.md#demarche), [la grille](grille.csv), [le carnet](suite/carnet.md#jour), [le mot](mot.txt)\n\n![Le plan](plan.svg)\n\n<script>alert(1)</script><b onclick=\"x\">gras</b>\n";
    let built = Built::new(
        &[
            ("consigne.md", markdown.as_bytes()),
            (
                "suite/carnet.md",
                "# Carnet\n\n## Jour\n\nVoir [la consigne](../consigne.md#consigne-de-l-epreuve).\n".as_bytes(),
            ),
            ("plan.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"),
            ("mot.txt", b"Un mot."),
            ("grille.csv", "Nom;Vu\nMartin;oui\n".as_bytes()),
        ],
        "  - { titre: Consigne de l’épreuve, fichier: consigne.md, description: Une page, licence: cc-by-4.0, titulaire_droits: L’autre organisme }\n",
    );
    let page = built.page("consigne.md.html");
    assert_eq!(page.matches("Consigne de l’épreuve</h").count(), 1, "the heading that is the title is not said twice");
    assert!(
        page.contains("<h1 id=\"consigne-de-l-epreuve\">Consigne de l’épreuve</h1>")
            && page.contains("<h2 id=\"deroule\">Déroulé</h2>")
    );
    assert!(!page.contains("Quelqu’un"), "a front matter is no text");
    for link in [
        "href=\"../../livrables/temoin/#demarche\"",
        "href=\"../../livrables/temoin/grille.csv.html\"",
        "href=\"../../livrables/temoin/suite/carnet.md.html#jour\"",
        "href=\"../../livrables/temoin/mot.txt\"",
        "src=\"../../livrables/temoin/plan.svg\" alt=\"Le plan\" width=\"4\" height=\"3\"",
        "href=\"../../livrables/temoin/consigne.md\" download",
    ] {
        assert!(page.contains(link), "{link} in {page}");
    }
    let body = between(&page, "<div class=\"texte\">", "</article>");
    assert!(body.contains("<b>gras</b>") && !body.contains("script") && !body.contains("onclick"), "{body}");
    let back = between(&page, "<p class=\"document-retour\">", "</p>");
    assert!(back.contains("href=\"../../livrables/temoin/\"") && back.contains("Fiche témoin"), "{back}");
    assert!(
        page.contains("L’autre organisme") && page.contains("rel=\"external license\""),
        "whose, and what is allowed"
    );
    assert!(
        built
            .page("suite/carnet.md.html")
            .contains("href=\"../../../livrables/temoin/consigne.md.html#consigne-de-l-epreuve\"")
    );
    assert_eq!(fs::read(built.file("consigne.md")).unwrap(), markdown.as_bytes(), "the file is what it was");
    let deliverable = built.page("index.html");
    let list = between(&deliverable, "<ul class=\"ressources\">", "</ul>");
    assert!(list.contains("href=\"../../livrables/temoin/consigne.md.html\">Consulter"), "{list}");
    assert!(list.contains("href=\"../../livrables/temoin/consigne.md\" download>Télécharger"), "{list}");
    assert!(list.contains("(Texte, ") && list.contains("(Tableau (CSV), "), "{list}");
}

#[test]
fn separated_values_are_a_table_with_a_header() {
    let hostile = "Nom, prénom;;Note\r\n\"<img src=x onerror=alert(1)>\";a;\"12,5\"\r\nété;\"b\nc\";=1+1\r\n";
    let old: Vec<u8> = hostile.chars().map(|c| c as u8).collect();
    let built = Built::new(&[("grille.csv", &old)], "");
    let page = built.page("grille.csv.html");
    let table = between(&page, "<table>", "</table>");
    assert!(table.contains("<th scope=\"col\">Nom, prénom</th><td></td><th scope=\"col\">Note</th>"), "{table}");
    assert!(table.contains("<td>&lt;img src=x onerror=alert(1)&gt;</td><td>a</td><td>12,5</td>"), "{table}");
    assert!(table.contains("<td>été</td><td>b\nc</td><td>=1+1</td>"), "{table}");
    assert!(between(&page, "<caption", "</caption>").contains("Grille"), "the table is named");
    assert!(!page.contains("premières sont montrées"));
    assert_eq!(fs::read(built.file("grille.csv")).unwrap(), old, "the file is what it was");
}

#[test]
fn a_long_table_is_cut_and_says_so() {
    let long = format!("n\n{}", "x\n".repeat(1_234));
    let page = Built::new(&[("grille.csv", long.as_bytes())], "").page("grille.csv.html");
    assert_eq!(page.matches("<td>x</td>").count(), 500);
    assert!(page.contains("Le fichier a 1\u{202f}234 lignes\u{a0}; les 500 premières sont montrées ici."), "{page}");
}

#[test]
fn what_cannot_be_shown_is_published_without_a_page() {
    let wide = "x;".repeat(500);
    let built = Built::new(
        &[
            ("grille.csv", b"PK\x03\x04\0\0\0"),
            ("large.csv", wide.as_bytes()),
            ("vide.md", b"\n"),
            ("longue.md", "Long. ".repeat(400_000).as_bytes()),
        ],
        "  - { titre: Large, fichier: large.csv }\n  - { titre: Vide, fichier: vide.md }\n  - { titre: Longue, fichier: longue.md }\n",
    );
    for name in ["grille.csv", "large.csv", "vide.md", "longue.md"] {
        assert!(built.file(name).is_file() && !built.file(&format!("{name}.html")).exists(), "{name}");
    }
    let deliverable = built.page("index.html");
    let list = between(&deliverable, "<ul class=\"ressources\">", "</ul>");
    assert!(!list.contains("Consulter") && list.matches("Télécharger").count() == 4, "{list}");
    assert!(Path::new(&built.site).is_dir());
}
