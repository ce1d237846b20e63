use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Problems;
use crate::span::SourceText;
use crate::value::{Node, NodeKind, yaml};

/// Keys and values of a tree, as the outline tells them.
fn flat(node: &Node, path: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, Role, usize)>) {
    match &node.kind {
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                path.push(Step::Key(key.value.clone()));
                found.push((path.clone(), Role::Key, key.span.start as usize));
                flat(value, path, found);
                path.pop();
            }
        }
        NodeKind::List(items) => {
            for (number, item) in items.iter().enumerate() {
                path.push(Step::Item(number));
                flat(item, path, found);
                path.pop();
            }
        }
        NodeKind::Scalar { .. } => found.push((path.clone(), Role::Value, node.span.start as usize)),
        NodeKind::Null => {}
    }
}

fn expected(text: &str) -> Vec<(Vec<Step>, Role, usize)> {
    let mut problems = Problems::new(Arc::new(SourceText::new("x", text)));
    let tree = yaml::parse(text, 0, &mut problems).unwrap();
    assert!(problems.into_list().is_empty(), "{text}");
    let mut found = Vec::new();
    flat(&tree, &mut Vec::new(), &mut found);
    found
}

fn found(text: &str) -> Vec<(Vec<Step>, Role, usize)> {
    let outline = Outline::of(text, 0);
    let told = outline.tokens.iter().filter(|token| token.span.start < token.span.end);
    let start = |token: &Token| match text.as_bytes()[token.span.start as usize] {
        // A block of text begins on the line after its sign.
        b'|' | b'>' => text[token.span.start as usize..].find(['\n']).map_or(0, |end| {
            let after = token.span.start as usize + end;
            after + text[after..].len() - text[after..].trim_start().len()
        }),
        _ => token.span.start as usize,
    };
    told.map(|token| (token.path.clone(), token.role, start(token))).collect()
}

#[test]
fn what_is_valid_is_read_as_the_library_reads_it() {
    let texts = [
        "a: 1\nb:\n- x\n- y\nc:\n  d: \"e: f\" # g\n  h: [i, 'j, k', { l: m }]\n",
        "a:\n  - b: 1\n    c:\n      - d\n  - b: 2\ne: |\n  f: g\n  h\ni: >-\n  j\nk: { l: m,\n  n: [o,\n   p] }\n",
        "a: un texte\n  qui continue\nb: 'x'\n\"c\": d\ne:\n  un texte\n",
        "{ a: 1, b: [c, { d: e }] }\n",
        "- - a\n  - b\n- c: d\n",
        "a: \"x\n  y\"\nb: [\n  c,\n  d\n]\n",
    ];
    for text in texts {
        assert_eq!(found(text), expected(text), "{text}");
    }
}

#[test]
fn the_sample_library_is_read_as_the_library_reads_it() {
    let source = crate::source::disk::read_library(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut texts = 0;
    for text in source.texts().filter(|text| text.path != "site.toml") {
        let mut problems = Problems::new(text.clone());
        let Some((front, _)) = crate::parse::front_matter::split(&text.text, &mut problems).yaml else { continue };
        assert_eq!(found(front), expected(front), "{}", text.path);
        texts += 1;
    }
    assert!(texts > 30);
}

#[test]
fn what_is_open_waits_for_its_value() {
    let outline = Outline::of("a:\n  - b: 1\n    c:\n", 0);
    let top = outline.levels.last().unwrap();
    assert_eq!((top.indent, top.is_open), (4, true));
    assert_eq!(top.last, path(&["a", "0", "c"]));
    let outline = Outline::of("a: [b, ", 0);
    assert_eq!(outline.at(7).map(|token| (token.path.clone(), token.is_flow)), Some((path(&["a", "1"]), true)));
    let outline = Outline::of("a: { b: 1, ", 0);
    assert_eq!(outline.at(11).map(|token| (token.path.clone(), token.role)), Some((path(&["a", ""]), Role::Key)));
}

#[test]
fn what_is_not_closed_ends_with_its_lines() {
    let outline = Outline::of("a: [b, c\nd: \"e\nf: g\n", 0);
    let keys: Vec<&str> = outline.keys(&[]).map(|token| token.text.as_str()).collect();
    assert_eq!(keys, ["a", "d", "f"]);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[a-bé \\-:#\\[\\]{},\"'|>\n\t]{0,60}") {
        let outline = Outline::of(&text, 0);
        for token in outline.tokens {
            for span in [token.span, token.slot] {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            }
            prop_assert!(token.slot.start <= token.span.start && token.span.end <= token.slot.end);
        }
    }
}
