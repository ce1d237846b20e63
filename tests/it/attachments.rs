//! Attachments from the disk to the answer: the program on a library that has some.

use std::fs;
use std::path::Path;

use crate::support::{base_library, capitole, files, project};

/// The base library, whose first deliverable has each of the fixtures as an attachment.
fn library() -> tempfile::TempDir {
    let library = base_library();
    let bundle = library.path().join("content/livrables/temoin");
    let mut resources = String::from("ressources:\n");
    for name in ["libreoffice.odt", "libreoffice.pdf"] {
        fs::copy(project().join("tests/fixtures/attachments").join(name), bundle.join(name)).unwrap();
        resources.push_str("  - { titre: Essai d’atelier, fichier: ");
        resources.push_str(name);
        resources.push_str(" }\n");
    }
    let index = bundle.join("index.md");
    let text = fs::read_to_string(&index).unwrap().replace("ressources:\n", &resources);
    fs::write(index, text).unwrap();
    library
}

fn search(root: &Path, arguments: &[&str]) -> String {
    let done = capitole(&[&["search", "--root", root.to_str().unwrap()], arguments].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_search_names_the_attachment() {
    let library = library();
    let json: serde_json::Value = serde_json::from_str(&search(library.path(), &["--json", "naïveté"])).unwrap();
    assert_eq!(json["total"], 1);
    assert_eq!(json["resultats"][0]["slug"], "temoin");
    assert_eq!(json["resultats"][0]["piece_jointe"]["titre"], "Essai d’atelier");
    assert_eq!(json["resultats"][0]["piece_jointe"]["fichier"], "libreoffice.odt");
    let text = search(library.path(), &["naïveté", "façonnage"]);
    assert!(text.contains("Trouvé dans la pièce jointe : Essai d’atelier (libreoffice.odt)"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&search(library.path(), &["--json", "témoin"])).unwrap();
    assert!(json["resultats"][0].get("piece_jointe").is_none(), "{json}");
}

#[test]
fn a_site_has_the_words_of_attachments_beside_the_fragment_that_needs_them() {
    let library = library();
    let site = library.path().join("public");
    let done = capitole(&["build", "--root", library.path().to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let pieces = files(&site).into_iter().filter(|path| path.to_string_lossy().ends_with("-pieces.bin")).count();
    assert_eq!(pieces, 2, "of « temoin » and of « ancienne »");
}
