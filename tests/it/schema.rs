//! The schemas that editors use: the sample library fits them, and what they refuse `check` refuses too. The validator
//! knows nothing of how they are made.

use std::fs;
use std::path::Path;

use capitole::diagnostic::Severity;
use capitole::model::read::{Include, KEYS};
use capitole::schema::{Kind, schema};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{base_library, copy, project};

/// The schemas of a library, by kind; slugs are those of all its folders, as they are for `check`.
fn validators(root: &Path) -> [(Kind, Validator); 3] {
    let checked = capitole::pipeline::check(root, Include::Drafts).unwrap();
    let library = checked.library.unwrap();
    let folders = root.join("content/livrables");
    let slugs: Vec<String> =
        fs::read_dir(folders).unwrap().map(|one| one.unwrap().file_name().to_string_lossy().into_owned()).collect();
    Kind::ALL.map(|kind| {
        let schema = schema(kind, &library.config, slugs.iter().map(String::as_str));
        (kind, jsonschema::draft202012::new(&schema).unwrap())
    })
}

/// The kind of a file, and what its front matter says; `None` when it is none that YAML can read.
fn front_matter(root: &Path, path: &Path) -> Option<(Kind, Value)> {
    let shown = path.strip_prefix(root.join("content")).ok()?.to_string_lossy().into_owned();
    let kind = match shown.split('/').next()? {
        "livrables" if shown.ends_with("/index.md") => Kind::Deliverable,
        "reprises" => Kind::Reuse,
        "pages" => Kind::Page,
        _ => return None,
    };
    let text = String::from_utf8(fs::read(path).ok()?).ok()?;
    let (yaml, _) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
    Some((kind, serde_json::to_value(yaml_serde::from_str::<yaml_serde::Value>(yaml).ok()?).ok()?))
}

/// The texts of a library that a schema refuses, each with its first reason.
fn refused(root: &Path) -> Vec<(String, String)> {
    let validators = validators(root);
    let texts = walkdir::WalkDir::new(root.join("content")).sort_by_file_name().into_iter().map(Result::unwrap);
    let mut found = Vec::new();
    for text in texts.filter(|text| text.file_type().is_file()) {
        let Some((kind, value)) = front_matter(root, text.path()) else { continue };
        let (_, validator) = validators.iter().find(|(own, _)| *own == kind).unwrap();
        if let Err(error) = validator.validate(&value) {
            let path = text.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.push((path, format!("{} : {error}", error.instance_path())));
        }
    }
    found
}

/// The texts of a library that `check` refuses.
fn with_errors(root: &Path) -> Vec<String> {
    let checked = capitole::pipeline::check(root, Include::Drafts).unwrap();
    let errors = checked.problems.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| one.source.path.clone()).collect()
}

#[test]
fn the_sample_library_fits() {
    assert_eq!(refused(project()), []);
}

#[test]
fn what_a_schema_refuses_check_refuses() {
    let mut count = 0;
    for entry in fs::read_dir(project().join("tests/cases")).unwrap() {
        let case = entry.unwrap().path();
        let library = base_library();
        copy(&case, library.path());
        if capitole::pipeline::check(library.path(), Include::Drafts).unwrap().library.is_none() {
            continue;
        }
        let errors = with_errors(library.path());
        for (path, reason) in refused(library.path()) {
            count += 1;
            assert!(errors.contains(&path), "{}: {path}: {reason}", case.display());
        }
    }
    assert!(count > 30, "the schemas refuse {count} of the cases");
}

#[test]
fn schemas_name_every_key_and_say_what_it_is() {
    let checked = capitole::pipeline::check(project(), Include::Drafts).unwrap();
    let found = schema(Kind::Deliverable, &checked.library.unwrap().config, std::iter::empty());
    let keys = found["properties"].as_object().unwrap();
    let mut names: Vec<&str> = keys.keys().map(String::as_str).collect();
    let mut known = KEYS.to_vec();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known);
    assert!(keys.values().all(|key| key["description"].is_string()), "each is described");
    assert_eq!(found["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let departements = &found["$defs"]["Departement"];
    assert!(departements["enum"].as_array().unwrap().contains(&Value::from("09")));
    assert!(departements["enumDescriptions"].as_array().unwrap().contains(&Value::from("Ariège")));
}

/// Takes a key away, or puts another value in its place, at some depth.
fn spoil(value: &mut Value, steps: &[usize], with: Option<&Value>) {
    let Some((first, rest)) = steps.split_first() else { return };
    match value {
        Value::Object(object) if !object.is_empty() => {
            let key = object.keys().nth(first % object.len()).unwrap().clone();
            let goes_on = object[&key].is_object() || object[&key].is_array();
            match (goes_on && !rest.is_empty(), with) {
                (true, _) => spoil(object.get_mut(&key).unwrap(), rest, with),
                (false, Some(with)) => {
                    object.insert(key, with.clone());
                }
                (false, None) => {
                    object.remove(&key);
                }
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = first % items.len();
            match (rest.is_empty(), with) {
                (false, _) if items[at].is_object() || items[at].is_array() => spoil(&mut items[at], rest, with),
                (_, Some(with)) => items[at] = with.clone(),
                (_, None) => {
                    items.remove(at);
                }
            }
        }
        _ => {}
    }
}

fn values() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        Just(None),
        Just(Some(Value::Null)),
        any::<bool>().prop_map(|one| Some(one.into())),
        (-3_i64..2_000_000).prop_map(|one| Some(one.into())),
        Just(Some(serde_json::json!(1.5))),
        "[a-z09-]{0,12}".prop_map(|one| Some(one.into())),
        Just(Some(serde_json::json!([]))),
        Just(Some(serde_json::json!(["a", "a"]))),
        Just(Some(serde_json::json!({ "nom": "x" }))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is spoilt in a right front matter: when its schema refuses it, so does `check`.
    #[test]
    fn spoilt_front_matters_are_refused_by_both(which in 0_usize..27, steps in proptest::collection::vec(0_usize..40, 1..5), with in values()) {
        let samples = project().join("content/livrables");
        let mut folders: Vec<_> = fs::read_dir(samples).unwrap().map(|one| one.unwrap().path()).collect();
        folders.sort();
        let sample = &folders[which % folders.len()];
        let library = tempfile::tempdir().unwrap();
        fs::copy(project().join("site.toml"), library.path().join("site.toml")).unwrap();
        for folder in &folders {
            copy(folder, &library.path().join("content/livrables").join(folder.file_name().unwrap()));
        }
        let path = library.path().join("content/livrables").join(sample.file_name().unwrap()).join("index.md");
        let (_, mut value) = front_matter(library.path(), &path).unwrap();
        spoil(&mut value, &steps, with.as_ref());
        fs::write(&path, format!("---\n{}\n---\n\nUn texte.\n", serde_json::to_string_pretty(&value).unwrap())).unwrap();
        let errors = with_errors(library.path());
        for (path, reason) in refused(library.path()) {
            prop_assert!(errors.contains(&path), "{path}: {reason}");
        }
    }
}
