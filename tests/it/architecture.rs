//! Holds the code to the picture of ARCHITECTURE.md: a module uses those before it, none after.

use std::fs;

use crate::support::project;

/// The modules in the order in which data flows. Those of one row never name each other.
const ROWS: &[&[&str]] = &[
    &["address", "span", "system", "unseen", "photo"],
    &["diagnostic"],
    &["value"],
    &["config", "source", "output"],
    &["parse"],
    &["model"],
    &["check", "schema", "theme", "search", "export"],
    &["render", "outside"],
    &["pipeline", "workspace"],
    &["repair", "scaffold", "lsp", "serve"],
];

/// The place of a module in the picture.
fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// Path, module and text of every source file; tests inside the crate are left out.
fn sources() -> Vec<(String, String, String)> {
    let src = project().join("src");
    walkdir::WalkDir::new(&src)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .filter(|entry| !entry.path().ends_with("tests.rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&src).unwrap().to_string_lossy().into_owned();
            let module = path.split(['/', '.']).next().unwrap().to_owned();
            let text = fs::read_to_string(entry.path()).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
            (path, module, code)
        })
        .collect()
}

/// The crate's modules that a text names: `crate::x`, and `crate::{x, y::{z}}` in a `use`.
fn named(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let word =
        |text: &str| text.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned();
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        let Some(group) = part.strip_prefix('{') else {
            found.push(word(part));
            continue;
        };
        found.push(word(group));
        let mut depth = 0;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(word(&group[at + 1..])),
                _ => {}
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn every_module_has_its_row() {
    for (path, module, _) in sources() {
        assert!(
            path == "lib.rs" || module == "bin" || row(&module).is_some(),
            "{path} belongs to no row of the architecture"
        );
    }
}

#[test]
fn dependencies_point_to_what_comes_before() {
    let mut breaches = Vec::new();
    for (path, module, text) in sources() {
        let Some(own) = row(&module) else { continue };
        for other in named(&text) {
            let Some(used) = row(&other) else { continue };
            if other != module && used >= own {
                breaches.push(format!("{path} uses {other}"));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn only_the_two_disk_modules_touch_files() {
    let allowed = [
        "source/disk.rs",
        "source/disk/attachment.rs",
        "source/disk/bundle.rs",
        "source/disk/texts.rs",
        "output/disk.rs",
    ];
    for (path, module, text) in sources() {
        let uses = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("fs::"));
        let only_canonicalises = module == "bin";
        assert!(
            !uses || allowed.contains(&path.as_str()) || only_canonicalises || text.contains("rustix::fs"),
            "{path} touches files"
        );
    }
}

#[test]
fn one_module_reads_the_repository_and_one_connects_outwards() {
    for (path, _, text) in sources() {
        let uses = |name| text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(name));
        assert!(!uses("gix::") || path == "source/git.rs", "{path} reads the repository");
        assert!(!uses("ureq::") || path == "outside/client.rs", "{path} asks other sites");
        assert!(!uses("TcpStream"), "{path} opens connections of its own");
    }
}

#[test]
fn the_library_neither_prints_nor_exits_nor_reads_the_environment() {
    for (path, module, text) in sources() {
        if module == "bin" {
            continue;
        }
        for forbidden in
            ["println!", "eprintln!", "print!(", "process::exit", "env::var", "env::args", "SystemTime::now"]
        {
            assert!(!text.contains(forbidden), "{path} uses {forbidden}");
        }
    }
}

#[test]
fn what_the_system_refuses_is_told_in_french() {
    // Errors of our own, which speak French.
    let ours = ["render/mod.rs", "bin/capitole/commands.rs", "bin/capitole/serve.rs"];
    for (path, _, text) in sources() {
        let is_shown = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("{error}"));
        assert!(!is_shown || ours.contains(&path.as_str()), "{path} shows an error without `system::in_french`");
    }
}

#[test]
fn the_names_are_read_right() {
    let text = "use crate::span::Span;\nuse crate::{a::b, c::{d, e}, f};\nlet x = crate::model::y();";
    assert_eq!(named(text), ["span", "a", "c", "f", "model"]);
}
