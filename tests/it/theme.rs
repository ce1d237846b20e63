//! A theme that is wrong says which file, which line, and what is missing.
#![expect(clippy::expect_used, reason = "tests write the themes that they load")]

use std::path::Path;

use tera::Context;

use capitole::theme::{Theme, ThemeError};

/// A library's folder whose theme `name` has these files.
fn root(name: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let file = root.path().join("themes").join(name).join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
    root
}

fn fault(name: &str, files: &[(&str, &str)]) -> ThemeError {
    match Theme::load(root(name, files).path(), name) {
        Ok(_) => panic!("the theme should be refused"),
        Err(error) => error,
    }
}

#[test]
fn the_theme_of_the_binary_is_whole() {
    let theme = Theme::load(Path::new("/nulle/part"), "capitole").expect("the default theme");
    assert_eq!(theme.name(), "Capitole");
    assert!(theme.style().starts_with("theme/style-"));
    assert!(theme.map().is_some_and(|map| map.formes.len() == 13));
    assert!(theme.script_files().any(|path| path == "site.js"));
}

#[test]
fn an_absent_theme_is_named() {
    let error = Theme::load(Path::new("/nulle/part"), "autre").err().expect("no such theme");
    assert!(error.to_string().contains("« autre » n’existe pas"), "{error}");
}

#[test]
fn a_broken_template_says_its_line() {
    let error = fault(
        "capitole",
        &[("templates/404.html", "{% extends \"base.html\" %}\n{% block contenu %}\n{{ page. }}\n{% endblock %}")],
    );
    assert_eq!((error.file.as_str(), error.line), ("templates/404.html", Some(3)), "{error}");
}

#[test]
fn a_broken_script_says_its_place() {
    let error = fault("clair", &[("scripts/plus/page.js", "// Résumé.\nexport const été = [1, 2;\n")]);
    assert_eq!((error.file.as_str(), error.line, error.column), ("scripts/plus/page.js", Some(2), Some(25)), "{error}");
    let shown = "scripts/plus/page.js:2:25 : Erreur de syntaxe : « , » ou « ] » est attendu ici.\n   |\n 2 | export const été = [1, 2;\n   |                         ^";
    assert_eq!(error.to_string(), shown);
}

#[test]
fn a_script_is_published_small_and_its_types_as_they_are() {
    let types = "/** Opens. */\nexport function open(address: string): void;\n";
    let script = "/** Opens. */\nexport function open(address) {\n  location.assign(address);\n}\n";
    let root = root("clair", &[("scripts/search/more.js", script), ("scripts/search/more.d.ts", types)]);
    let theme = Theme::load(root.path(), "clair").expect("a theme");
    let published = |name: &str| {
        let path = format!("{}search/{name}", theme.scripts());
        let found = theme.assets().find(|(one, _)| *one == path);
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    assert_eq!(published("more.d.ts"), types);
    assert_eq!(published("more.js"), "export function open(e){location.assign(e)}");
    // What is no script is not preloaded.
    let preloaded: Vec<_> = theme.script_files().filter(|path| path.starts_with("search/more")).collect();
    assert_eq!(preloaded, ["search/more.js"]);
}

#[test]
fn a_missing_sentence_is_named() {
    let error = fault("clair", &[("templates/404.html", "<h1>\n{{ \"pas.de.phrase\" | t }}</h1>")]);
    assert_eq!((error.file.as_str(), error.line), ("templates/404.html", Some(2)));
    assert!(error.message.contains("pas.de.phrase"));
}

#[test]
fn an_unknown_filter_or_parent_is_named() {
    let error = fault("clair", &[("templates/404.html", "<h1>\n{{ page.titre | rouge }}</h1>")]);
    assert_eq!((error.file.as_str(), error.line), ("templates/404.html", Some(2)), "{error}");
    assert!(error.message.contains("rouge"));
    let error = fault("clair", &[("templates/404.html", "{% extends \"absent.html\" %}")]);
    assert!(error.message.contains("absent.html"), "{error}");
}

#[test]
fn a_value_that_the_page_lacks_says_where() {
    let root = root("clair", &[("templates/404.html", "<h1>\n\n{{ inconnue }}</h1>")]);
    let theme = Theme::load(root.path(), "clair").expect("well formed");
    let error = theme.engine(Context::new()).render("404.html", &Context::new()).expect_err("nothing is given");
    assert_eq!((error.file.as_str(), error.line), ("templates/404.html", Some(3)), "{error}");
}

#[test]
fn a_folder_replaces_file_by_file() {
    let root = root("capitole", &[("styles/tokens.css", ":root { --accent: #123456; }")]);
    let own = Theme::load(root.path(), "capitole").expect("a theme");
    let default = Theme::load(Path::new("/nulle/part"), "capitole").expect("a theme");
    assert_ne!(own.style(), default.style());
    let css = own
        .assets()
        .find(|(path, _)| *path == own.style())
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    assert!(css.is_some_and(|css| css.contains("#123456") && css.contains(".carte-fiche")));
}

#[test]
fn sentences_take_values_and_plurals() {
    let files = [(
        "templates/404.html",
        "{{ \"liste.fiches\" | t(n=0) }}|{{ \"liste.fiches\" | t(n=1) }}|{{ \"liste.fiches\" | t(n=1200) }}|{{ \"pied.editeur\" | t(editeur=\"<A>\") }}",
    )];
    let root = root("clair", &files);
    let theme = Theme::load(root.path(), "clair").expect("a theme");
    let out = theme.engine(Context::new()).render("404.html", &Context::new()).expect("rendered");
    assert!(out.starts_with("Aucune fiche|1 fiche|1\u{202f}200 fiches|Éditeur\u{a0}: &lt;A&gt;."), "{out}");
}
