//! A fix: the change of a text that is certain to be what its author meant.

use std::collections::BTreeMap;

use crate::span::Span;

/// A change of one file, told and made as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, for a menu: « écrire "09" ».
    pub title: String,
    /// Its edits, in the order of the file; none overlaps another.
    pub edits: Vec<Edit>,
}

/// The replacement of a range of bytes of a normalised text; an empty range is an insertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Fix {
    /// Writes `text` instead of what stands at `span`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        let title = if text.trim().is_empty() { "supprimer ce passage".to_owned() } else { format!("écrire {text}") };
        Self { title, edits: vec![Edit { span, text }] }
    }

    /// Puts `text` before the byte `at`.
    pub fn insert(at: usize, text: impl Into<String>, title: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![Edit { span: Span::new(at, at), text: text.into() }] }
    }
}

/// A text with some fixes made, in the order of the file. A fix that touches what another has changed is left
/// out: the next round will see to it. Gives the text, and which fixes were made.
pub fn apply(text: &str, fixes: &[&Fix]) -> (String, Vec<bool>) {
    let mut made = vec![false; fixes.len()];
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|&at| fixes[at].edits.first().map(|edit| edit.span));
    // By where they begin, so that those near an edit are found without a look at all.
    let mut taken: BTreeMap<Span, &Edit> = BTreeMap::new();
    for at in order {
        let fits = fixes[at].edits.iter().all(|edit| {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            text.get(start..end).is_some() && is_free(edit.span, &taken)
        });
        if fits {
            taken.extend(fixes[at].edits.iter().map(|edit| (edit.span, edit)));
            made[at] = true;
        }
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for edit in taken.into_values() {
        out.push_str(&text[done..edit.span.start as usize]);
        out.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    out.push_str(&text[done..]);
    (out, made)
}

/// Whether an edit touches none of those that are taken, of which no two touch: only its neighbours may.
fn is_free(span: Span, taken: &BTreeMap<Span, &Edit>) -> bool {
    let before = taken.range(..=span).next_back();
    let after = taken.range(span..).next();
    before.into_iter().chain(after).all(|(other, _)| !touches(span, *other))
}

/// Whether two edits cannot both be made: they share a byte, or stand at the same place.
const fn touches(one: Span, other: Span) -> bool {
    (one.start < other.end && other.start < one.end) || one.start == other.start
}

/// A YAML scalar in double quotes that says `text`.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fixes_are_made_once_and_never_over_one_another() {
        let one = Fix::replace(Span::new(2, 4), "XYZ");
        let two = Fix::replace(Span::new(3, 5), "no");
        let three = Fix::insert(6, "!", "ajouter");
        assert_eq!(apply("abcdefg", &[&three, &two, &one]), ("abXYZef!g".to_owned(), vec![true, false, true]));
        assert_eq!(apply("é", &[&Fix::replace(Span::new(1, 2), "x")]).1, [false]);
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read_again(text in "\\PC{0,40}") {
            let yaml = quoted(&text);
            let read: String = yaml_serde::from_str(&yaml).unwrap();
            prop_assert_eq!(read, text);
        }

        #[test]
        fn any_edits_give_a_text(text in "[a-zé]{0,20}", ranges in proptest::collection::vec((0_usize..24, 0_usize..24), 0..6)) {
            let fixes: Vec<Fix> =
                ranges.into_iter().map(|(a, b)| Fix::replace(Span::new(a.min(b), a.max(b)), "·")).collect();
            let (out, made) = apply(&text, &fixes.iter().collect::<Vec<_>>());
            prop_assert!(made.iter().any(|&one| one) || out == text);
        }
    }
}
