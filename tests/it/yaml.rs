//! The YAML tree against an independent reader: what we read is what `serde_yaml` (through its
//! maintained successor) reads.

use std::sync::Arc;

use capitole::diagnostic::Problems;
use capitole::span::SourceText;
use capitole::value::{Node, NodeKind, Style, yaml};
use proptest::prelude::*;
use yaml_serde::Value;

use crate::support::{files, project};

fn parse(text: &str) -> (Option<Node>, usize) {
    let mut problems = Problems::new(Arc::new(SourceText::new("x", text)));
    let node = yaml::parse(text, 0, &mut problems);
    (node, problems.into_list().len())
}

/// Same shape, same keys, same texts; unquoted scalars compare by what they are read as.
fn same(node: &Node, value: &Value) -> bool {
    match (&node.kind, value) {
        (NodeKind::Null, Value::Null) => true,
        (NodeKind::Scalar { text, .. }, Value::String(other)) => text == other,
        (NodeKind::Scalar { text, style: Style::Plain }, Value::Bool(other)) => {
            text.to_lowercase() == other.to_string()
        }
        (NodeKind::Scalar { text, style: Style::Plain }, Value::Number(other)) => {
            text.parse::<f64>().ok().zip(other.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= f64::EPSILON * a.abs())
        }
        (NodeKind::List(items), Value::Sequence(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(a, b)| same(a, b))
        }
        (NodeKind::Map(entries), Value::Mapping(others)) => {
            entries.len() == others.len()
                && entries.iter().all(|(key, node)| {
                    others.get(Value::String(key.value.clone())).is_some_and(|value| same(node, value))
                })
        }
        _ => false,
    }
}

#[test]
fn the_sample_library_reads_the_same() {
    let content = project().join("content");
    let mut count = 0;
    for file in files(&content).into_iter().filter(|file| file.file_name().is_some_and(|name| name == "index.md")) {
        let text = std::fs::read_to_string(content.join(&file)).unwrap();
        let yaml = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap().0;
        let (node, problems) = parse(yaml);
        assert_eq!(problems, 0, "{}", file.display());
        assert!(same(&node.unwrap(), &yaml_serde::from_str(yaml).unwrap()), "{}", file.display());
        count += 1;
    }
    assert!(count >= 24);
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zà-ÿ][a-zà-ÿ ’]{0,12}[a-z]",
        "[0-9]{1,4}",
        Just("true".to_owned()),
        "\"[a-z :#é]{0,10}\"",
        "'[a-z :#é]{0,10}'",
    ]
}

fn tree() -> impl Strategy<Value = String> {
    let leaf = scalar();
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::btree_map("[a-z]{1,6}", inner, 1..4).prop_map(|map| format!(
                "{{ {} }}",
                map.iter().map(|(k, v)| format!("{k}: {v}")).collect::<Vec<_>>().join(", ")
            )),
        ]
    })
}

proptest! {
    #[test]
    fn flow_trees_read_the_same(text in prop::collection::btree_map("[a-z]{2,8}", tree(), 1..5)) {
        let text = text.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("\n");
        let Ok(expected) = yaml_serde::from_str::<Value>(&text) else { return Ok(()) };
        let (node, _) = parse(&text);
        prop_assert!(node.is_some_and(|node| same(&node, &expected)), "{text}");
    }

    #[test]
    fn any_bytes_are_read_or_refused(text in "\\PC{0,200}") {
        let (node, problems) = parse(&text);
        prop_assert!(node.is_some() || problems > 0);
    }

    #[test]
    fn any_yaml_like_text_is_read_or_refused(text in "[-:\\[\\]{}&*!|>'\"%@`#,?\\n\\t a-c0]{0,80}") {
        let (node, problems) = parse(&text);
        prop_assert!(node.is_some() || problems > 0);
    }
}
