//! Photos on their way to the site: what they tell besides their picture stays with the author.

use std::fs;
use std::path::{Path, PathBuf};

use capitole::output::Content;

use crate::support::{base_library, capitole};

/// A PNG of one pixel with a text that names a place; it is whole, so that browsers show it.
fn photo() -> Vec<u8> {
    let mut photo = b"\x89PNG\r\n\x1a\n".to_vec();
    let pixel = [0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1];
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    for (kind, contents) in
        [(b"IHDR", header.as_slice()), (b"tEXt", b"Location\0Atelier d'Albi"), (b"IDAT", &pixel), (b"IEND", b"")]
    {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(contents);
        photo.extend_from_slice(&(contents.len() as u32).to_be_bytes());
        photo.extend_from_slice(kind);
        photo.extend_from_slice(contents);
        photo.extend_from_slice(&crc.sum().to_be_bytes());
    }
    photo
}

/// The base library with a photo in a text, one to download and one in a page.
fn library() -> tempfile::TempDir {
    let library = base_library();
    let index = library.path().join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&index).unwrap();
    let text = text.replace("ressources:\n", "ressources:\n  - { titre: Affiche à imprimer, fichier: affiche.png }\n");
    fs::write(&index, text + "\n![Un établi](etabli.png)\n").unwrap();
    for name in ["livrables/temoin/affiche.png", "livrables/temoin/etabli.png", "pages/salle.png"] {
        fs::create_dir_all(library.path().join("content").join(name).parent().unwrap()).unwrap();
        fs::write(library.path().join("content").join(name), photo()).unwrap();
    }
    let page = "---\ntitre: La salle\n---\n\n![La salle](salle.png)\n";
    fs::write(library.path().join("content/pages/salle.md"), page).unwrap();
    library
}

fn build(root: &Path) -> String {
    let done = capitole(&["build", "--root", root.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn published(root: &Path) -> Vec<Vec<u8>> {
    let names = ["livrables/temoin/affiche.png", "livrables/temoin/etabli.png", "salle.png"];
    names.map(|name| fs::read(root.join("public").join(name)).unwrap()).into()
}

fn tells(photo: &[u8]) -> bool {
    photo.windows(4).any(|window| window == b"Albi")
}

#[test]
fn photos_are_published_without_their_place() {
    let library = library();
    let said = build(library.path());
    assert!(said.contains("3 photos publiées sans leurs métadonnées"), "{said}");
    let site = published(library.path());
    for one in &site {
        assert!(!tells(one) && one.windows(4).any(|window| window == b"IDAT"));
    }
    // The author's files are as they were, and a second build gives the same bytes.
    assert_eq!(fs::read(library.path().join("content/livrables/temoin/etabli.png")).unwrap(), photo());
    build(library.path());
    assert_eq!(published(library.path()), site);
}

#[test]
fn a_preview_shows_what_a_build_publishes() {
    let library = library();
    let checked = capitole::pipeline::check(library.path(), capitole::model::read::Include::Published).unwrap();
    let read = checked.valid().unwrap();
    let site = capitole::output::MemorySite::default();
    capitole::pipeline::build_into(read, library.path(), &site).unwrap();
    let files = site.into_files();
    for path in ["livrables/temoin/affiche.png", "livrables/temoin/etabli.png", "salle.png"] {
        assert!(matches!(files.get(path), Some(Content::Photo(_))), "{path}");
    }
}

#[test]
fn a_library_may_keep_what_its_photos_tell() {
    let library = library();
    let site: PathBuf = library.path().join("site.toml");
    let text = fs::read_to_string(&site).unwrap();
    fs::write(&site, text.clone() + "\n[images]\nmetadonnees = \"garder\"\n").unwrap();
    let said = build(library.path());
    assert!(!said.contains("métadonnées"), "{said}");
    assert!(published(library.path()).iter().all(|one| tells(one)));

    fs::write(&site, text + "\n[images]\nmetadonnees = \"oui\"\n").unwrap();
    let done = capitole(&["check", "--root", library.path().to_str().unwrap()]);
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && said.contains("garder"), "{said}");
}
