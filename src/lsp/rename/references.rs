//! Where a text names a deliverable.

use crate::diagnostic::fix::Edit;
use crate::lsp::home::Role;
use crate::lsp::outline::{self, Outline};
use crate::lsp::shape::{Meaning, Shape};
use crate::lsp::view;
use crate::model::links::{Link, Origin, resolve};
use crate::parse::markdown;
use crate::schema::Kind;
use crate::span::Span;

/// The changes of a text in which `old` becomes `new`.
pub(super) fn edits(text: &str, role: &Role, old: &str, new: &str) -> Vec<Edit> {
    if !text.contains(old) {
        return Vec::new();
    }
    let mut found = front(text, role, old);
    let (body, start) = view::body(text);
    let origin = role.origin();
    for link in markdown::destinations(body, start) {
        let Some(written) = link.written.filter(|_| names(origin, &link.target, old)) else { continue };
        if let Some(at) = component(origin, &link.target, old) {
            let start = written.start as usize + at;
            found.push(Span::new(start, start + old.len()));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|span| Edit { span, text: new.to_owned() }).collect()
}

/// The values of the front matter that name a deliverable.
fn front(text: &str, role: &Role, slug: &str) -> Vec<Span> {
    let kind = match role {
        Role::Deliverable(_) => Kind::Deliverable,
        Role::Reuse => Kind::Reuse,
        Role::Page(_) | Role::Site => return Vec::new(),
    };
    let Some((yaml, offset)) = view::front(text) else { return Vec::new() };
    let outline = Outline::of(yaml, offset);
    let values = outline.tokens.iter().filter(|token| token.role == outline::Role::Value && token.text == slug);
    values
        .filter(|token| Shape::at(kind, &token.path).is_some_and(|shape| shape.meaning(&token.path) == Meaning::Fiche))
        .filter_map(|token| within(text, token.span, slug))
        .collect()
}

/// The bytes of a name within a value, without its quotes.
pub(super) fn within(text: &str, value: Span, name: &str) -> Option<Span> {
    let at = text.get(value.start as usize..value.end as usize)?.find(name)?;
    let start = value.start as usize + at;
    Some(Span::new(start, start + name.len()))
}

/// Whether a link leads to a deliverable or to a file of it.
fn names(origin: Origin<'_>, target: &str, slug: &str) -> bool {
    match resolve(origin, target) {
        Link::Deliverable { slug: own, .. } | Link::Attachment { slug: own, .. } => own == slug,
        _ => false,
    }
}

/// Where the name of a deliverable stands in the destination that leads to it: the part of the path that, were it
/// another, would lead to another.
pub(super) fn component(origin: Origin<'_>, target: &str, slug: &str) -> Option<usize> {
    const OTHER: &str = "une-autre-fiche-que-celle-ci";
    let path = target.split('#').next().unwrap_or_default();
    let mut places = path.match_indices(slug).map(|(at, _)| at);
    places.find(|&at| {
        let (before, after) = (&path[..at], &path[at + slug.len()..]);
        let is_whole = (before.is_empty() || before.ends_with('/')) && (after.is_empty() || after.starts_with('/'));
        is_whole && names(origin, &format!("{before}{OTHER}{after}"), OTHER)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::fix::{Fix, apply};

    fn renamed(text: &str, role: &Role) -> String {
        let edits = edits(text, role, "a", "b-c");
        apply(text, &[&Fix { title: String::new(), edits }]).0
    }

    #[test]
    fn references_change_and_nothing_else_does() {
        let role = Role::Deliverable("x".to_owned());
        let text = "---\ntitre: a\nvoir_aussi: [a, \"a\", aa]\nremplace: 'a' # a\n---\n\na [a](../a/index.md#a), ![](../a/a.svg) \
                    et [x](a.csv).\n\n[r]: ../a/a/a.csv 'a'\n\n[r] `../a/index.md`\n";
        let expected = "---\ntitre: a\nvoir_aussi: [b-c, \"b-c\", aa]\nremplace: 'b-c' # a\n---\n\na [a](../b-c/index.md#a), \
                        ![](../b-c/a.svg) et [x](a.csv).\n\n[r]: ../b-c/a/a.csv 'a'\n\n[r] `../a/index.md`\n";
        assert_eq!(renamed(text, &role), expected);
        let reuse = "---\nlivrable: a\n---\n[a](../livrables/a/index.md)\n";
        assert_eq!(renamed(reuse, &Role::Reuse), "---\nlivrable: b-c\n---\n[a](../livrables/b-c/index.md)\n");
        let own = "---\ntitre: a\n---\n[ici](../a/index.md#a) [x](x.csv)\n";
        assert_eq!(
            renamed(own, &Role::Deliverable("a".to_owned())),
            "---\ntitre: a\n---\n[ici](../b-c/index.md#a) [x](x.csv)\n"
        );
    }
}
