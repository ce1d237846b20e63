//! The guide says what is so: the commands and options that it names exist, the keys of its examples too, whole
//! examples pass the checks, the folders that it names are there.

use std::collections::BTreeMap;
use std::fs;

use capitole::diagnostic::Severity;
use capitole::model::read::Include;
use capitole::schema::{Kind, skeleton};
use serde_json::Value;

use crate::support::{capitole, files, project};

/// What stands as code in a text: spans, and blocks with their language.
#[derive(Default)]
struct Code {
    spans: Vec<String>,
    blocks: Vec<(String, String)>,
}

fn code(text: &str) -> Code {
    let mut found = Code::default();
    let mut inside = false;
    for line in text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            inside = !inside;
            if inside {
                found.blocks.push((language.trim().to_owned(), String::new()));
            }
        } else if inside {
            let block = &mut found.blocks.last_mut().unwrap().1;
            block.push_str(line);
            block.push('\n');
        } else {
            found.spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// The pages of the guide by name. The one of messages has faults in its examples, and tests of its own for them.
fn pages() -> BTreeMap<String, Code> {
    let folder = fs::read_dir(project().join("content/pages/guide")).unwrap().map(|one| one.unwrap().path());
    let pages = folder.filter(|path| path.extension().is_some_and(|end| end == "md"));
    pages
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, code(&fs::read_to_string(path).unwrap()))
        })
        .collect()
}

/// A call of the program in a line of code: the command, with the second word of `new`, and its options.
fn call(line: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let at = line.match_indices("capitole ").find(|(at, _)| {
        let before = line[..*at].chars().next_back();
        before.is_none_or(|before| before.is_whitespace() || before == '/')
    })?;
    let mut words = line[at.0..].split_whitespace().skip(1).peekable();
    let command = words.next()?;
    let mut path = Vec::new();
    if command.starts_with(|first: char| first.is_ascii_lowercase()) {
        path.push(command);
    } else if !command.starts_with("--") {
        return None;
    }
    if command == "new" {
        path.extend(words.next_if(|word| !word.starts_with('-')));
    }
    let options = line[at.0..].split_whitespace().filter(|word| word.starts_with("--")).collect();
    Some((path, options))
}

#[test]
fn every_command_and_option_exists() {
    let mut helps: BTreeMap<Vec<String>, Option<String>> = BTreeMap::new();
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (page, code) in pages() {
        let lines = code.blocks.iter().flat_map(|(_, text)| text.lines());
        for line in code.spans.iter().map(String::as_str).chain(lines) {
            let Some((path, options)) = call(line) else { continue };
            count += 1;
            let path: Vec<String> = path.into_iter().map(str::to_owned).collect();
            let help = helps.entry(path.clone()).or_insert_with(|| {
                let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
                arguments.push("--help");
                let output = capitole(&arguments);
                output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
            });
            let Some(help) = help else {
                wrong.push(format!("{page}: no such command: {line}"));
                continue;
            };
            let known = |option: &&&str| help.split([' ', '\n', ',']).any(|word| word == **option);
            wrong.extend(
                options.iter().filter(|option| !known(option)).map(|option| format!("{page}: {option}: {line}")),
            );
        }
    }
    assert!(count > 15, "only {count} calls are found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An option that a page names alone is one of some command.
#[test]
fn options_named_alone_exist() {
    let commands: [&[&str]; 8] = [
        &["build"],
        &["check"],
        &["serve"],
        &["search"],
        &["schema"],
        &["init"],
        &["new", "livrable"],
        &["new", "page"],
    ];
    let helps: String = commands
        .iter()
        .map(|name| String::from_utf8(capitole(&[*name, &["--help"]].concat()).stdout).unwrap())
        .collect();
    for (page, code) in pages() {
        for span in code.spans.iter().filter(|span| span.starts_with("--") && !span.contains(' ') && span.len() > 3) {
            assert!(helps.split([' ', '\n', ',']).any(|word| word == span), "{page}: {span}");
        }
    }
}

/// The keys of a value that a schema does not know.
fn unknown(value: &Value, schema: &Value, defs: &Value, found: &mut Vec<String>) {
    if let Some(list) = schema["anyOf"].as_array() {
        return unknown(value, &list[0], defs, found);
    }
    if let Some(name) = schema["$ref"].as_str() {
        return unknown(value, &defs[name.rsplit('/').next().unwrap()], defs, found);
    }
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match schema["properties"].get(key) {
                    Some(schema) => unknown(inner, schema, defs, found),
                    None => found.push(key.clone()),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| unknown(item, &schema["items"], defs, found)),
        _ => {}
    }
}

/// The examples in YAML of a page. Those of messages have faults on purpose.
fn examples(pages: &BTreeMap<String, Code>) -> impl Iterator<Item = (&str, &str)> {
    let pages = pages.iter().filter(|(name, _)| *name != "messages");
    pages.flat_map(|(name, code)| {
        let blocks = code.blocks.iter().filter(|(language, _)| language == "yaml");
        blocks.map(move |(_, text)| (name.as_str(), text.as_str()))
    })
}

#[test]
fn every_key_of_an_example_exists() {
    let pages = pages();
    let mut count = 0;
    for (page, text) in examples(&pages) {
        let yaml = text.trim_start_matches("---\n").split("\n---").next().unwrap();
        let value = serde_json::to_value(yaml_serde::from_str::<yaml_serde::Value>(yaml).unwrap()).unwrap();
        assert!(value.is_object(), "{page}: {text}");
        let least = Kind::ALL
            .into_iter()
            .map(|kind| {
                let (schema, mut found) = (skeleton(kind), Vec::new());
                unknown(&value, &schema, &schema["$defs"], &mut found);
                found
            })
            .min_by_key(Vec::len)
            .unwrap();
        assert_eq!(least, Vec::<String>::new(), "{page}: {text}");
        count += 1;
    }
    assert!(count >= 3, "only {count} examples are found");
}

#[test]
fn whole_examples_pass() {
    let pages = pages();
    let mut count = 0;
    for (page, text) in examples(&pages).filter(|(_, text)| text.starts_with("---\n") && text.contains("\ntype: ")) {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(project().join("site.toml"), folder.path().join("site.toml")).unwrap();
        let bundle = folder.path().join("content/livrables/exemple");
        fs::create_dir_all(&bundle).unwrap();
        fs::write(bundle.join("index.md"), format!("{}\n\n## Contexte et besoin\n\nUn texte.\n", text.trim_end()))
            .unwrap();
        for line in text.lines().filter_map(|line| line.trim().strip_prefix("fichier: ")) {
            fs::write(bundle.join(line), "geste;vu\nTracer;oui\n").unwrap();
        }
        let checked = capitole::pipeline::check(folder.path(), Include::Drafts).unwrap();
        let told: Vec<&str> = checked
            .problems
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .map(|one| one.message.as_str())
            .collect();
        assert_eq!(told, Vec::<&str>::new(), "{page}");
        assert!(checked.library.is_some_and(|library| library.deliverables.len() == 1), "{page}: it is read");
        count += 1;
    }
    assert!(count >= 1, "no whole example is found");
}

/// The examples' own folders are fictitious; the folder that they belong in is not.
#[test]
fn every_place_named_exists() {
    let mut count = 0;
    for (page, code) in pages().into_iter().filter(|(name, _)| name != "messages") {
        for span in code.spans.iter().filter(|span| span.starts_with("content/") && !span.contains(' ')) {
            let place: Vec<&str> = span.split('/').take(2).filter(|part| !part.starts_with('<')).collect();
            let place = project().join(place.join("/"));
            assert!(place.exists(), "{page}: {span}");
            count += 1;
        }
    }
    assert!(count >= 4, "only {count} places are found");
}

/// A text's words in lower case, one space around each. A file's name is one word.
fn words(text: &str) -> String {
    let parts = text.split(|one: char| !one.is_alphanumeric() && one != '.' && one != '-');
    let parts = parts.map(|part| part.trim_matches(['.', '-'])).filter(|part| !part.is_empty());
    parts.fold(" ".to_owned(), |text, part| text + &part.to_lowercase() + " ")
}

/// Pages and sentences of the theme offer only what the site has: no selection, no comparison and no archive to
/// download unless something makes them. What a deliverable is called is another matter.
#[test]
fn every_feature_named_exists() {
    let has = |template: &str| project().join("themes/capitole/templates").join(template).exists();
    let export = project().join("src/export");
    let kit = files(&export).iter().any(|path| fs::read_to_string(export.join(path)).unwrap().contains("kit.zip"));
    let features: [(bool, &[&str]); 3] = [
        (has("selection.html"), &["sélection", "sélections"]),
        (has("comparer.html"), &["comparer", "comparez", "la comparaison", "comparaison de fiches"]),
        (kit, &["kit", "kits"]),
    ];
    let (mut wrong, mut count) = (Vec::new(), 0);
    for folder in ["content/pages", "themes/capitole/i18n", "themes/capitole/templates"] {
        let folder = project().join(folder);
        for path in files(&folder) {
            if !path.extension().is_some_and(|end| end == "md" || end == "toml" || end == "html") {
                continue;
            }
            let text = words(&fs::read_to_string(folder.join(&path)).unwrap());
            for (_, names) in features.iter().filter(|(there, _)| !there) {
                let named = names.iter().filter(|name| text.contains(&format!(" {name} ")));
                wrong.extend(named.map(|name| format!("{}: {name}", path.display())));
            }
            count += 1;
        }
    }
    assert!(count > 30, "only {count} texts are found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
