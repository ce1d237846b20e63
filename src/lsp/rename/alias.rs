//! The former address of a deliverable among its aliases.

use crate::diagnostic::fix::Edit;
use crate::lsp::outline::{Outline, Role, Step, Token};
use crate::lsp::view;
use crate::model::UrlPath;
use crate::model::read::KEYS;
use crate::span::Span;

/// The changes that add the address of `old` to the aliases of a text that will be `new`. Where it has been `new`
/// before, that address is its own again: it is no alias any more.
///
/// # Errors
/// A sentence when the front matter is not one that a key can be added to.
pub(super) fn edits(text: &str, old: &str, new: &str) -> Result<Vec<Edit>, String> {
    let refused = || {
        format!(
            "L’en-tête de la fiche « {old} » n’est pas écrit une rubrique par ligne : ajoutez-y vous-même « alias: \
             [livrables/{old}] », puis renommez-la."
        )
    };
    let (yaml, offset) =
        view::front(text).filter(|(yaml, at)| text[at + yaml.len()..].starts_with("---")).ok_or_else(refused)?;
    let outline = Outline::of(yaml, offset);
    let former = format!("livrables/{old}");
    let path = [Step::Key("alias".to_owned())];
    let Some(key) = outline.tokens.iter().find(|token| token.role == Role::Key && token.path == path) else {
        let at = place(text, &outline, offset, offset + yaml.len()).ok_or_else(refused)?;
        return Ok(vec![insert(at, format!("alias: [{former}]\n"))]);
    };
    let items: Vec<&Token> = outline.items(&path).collect();
    if let Some(again) = items.iter().find(|item| is_address(item, new)) {
        return Ok(vec![Edit { span: again.span, text: former }]);
    }
    let written: Vec<&&Token> = items.iter().filter(|item| !item.text.is_empty()).collect();
    Ok(vec![match (written.last(), items.last()) {
        (Some(last), _) if last.is_flow => insert(last.span.end as usize, format!(", {former}")),
        (Some(last), _) => {
            let (line, end) = line_of(text, last.span.end as usize);
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            insert(end, format!("\n{indent}- {former}"))
        }
        (None, Some(empty)) => {
            insert(empty.span.start as usize, if empty.is_flow { former } else { format!(" {former}") })
        }
        (None, None) => {
            if let Some(single) = outline.value(&path) {
                Edit { span: single.span, text: format!("[{}, {former}]", single.text) }
            } else {
                let after = text[key.span.end as usize..].find(':').ok_or_else(refused)?;
                insert(key.span.end as usize + after + 1, format!(" [{former}]"))
            }
        }
    }])
}

/// Whether a text has the address of a deliverable of this name among its aliases.
pub(super) fn claims(text: &str, slug: &str) -> bool {
    let Some((yaml, offset)) = view::front(text).filter(|(yaml, _)| yaml.contains(slug)) else { return false };
    let outline = Outline::of(yaml, offset);
    outline.items(&[Step::Key("alias".to_owned())]).any(|item| is_address(item, slug))
}

fn is_address(item: &Token, slug: &str) -> bool {
    UrlPath::parse(&item.text).is_some_and(|path| path.as_str() == format!("livrables/{slug}/"))
}

const fn insert(at: usize, text: String) -> Edit {
    Edit { span: Span::new(at, at), text }
}

/// Where the key belongs in the order of the guide: after the last of those that come before it, else at the end.
fn place(text: &str, outline: &Outline, start: usize, end: usize) -> Option<usize> {
    let rank = |name: &str| KEYS.iter().position(|known| *known == name);
    let own = rank("alias")?;
    let mut keys = outline.keys(&[]).filter(|key| rank(&key.text).is_some());
    if outline.keys(&[]).any(|key| key.is_flow) {
        return None;
    }
    let Some(next) = keys.find(|key| rank(&key.text) > Some(own)) else { return Some(end) };
    // The comments above a key are its own.
    let mut at = line_of(text, next.span.start as usize).1 - line_of(text, next.span.start as usize).0.len();
    while at > start {
        let (above, _) = line_of(text, at - 1);
        if !above.trim().is_empty() && !above.trim_start().starts_with('#') {
            break;
        }
        at -= above.len() + 1;
    }
    Some(at.max(start))
}

/// The line that holds a byte, and its end.
fn line_of(text: &str, at: usize) -> (&str, usize) {
    let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    (&text[start..end], end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::fix::{Fix, apply};

    #[test]
    fn the_former_address_joins_the_aliases() {
        for (before, after) in [
            (
                "titre: x\n# la suite\nmodele:\n  y: z\n",
                "titre: x\nalias: [livrables/a]\n# la suite\nmodele:\n  y: z\n",
            ),
            ("titre: x\n", "titre: x\nalias: [livrables/a]\n"),
            ("modele: x\n", "alias: [livrables/a]\nmodele: x\n"),
            ("alias: [y]\n", "alias: [y, livrables/a]\n"),
            ("alias: []\n", "alias: [livrables/a]\n"),
            ("alias:\n  - y # là\ntitre: x\n", "alias:\n  - y # là\n  - livrables/a\ntitre: x\n"),
            ("alias:\n- y\ntitre: x\n", "alias:\n- y\n- livrables/a\ntitre: x\n"),
            ("alias:\ntitre: x\n", "alias: [livrables/a]\ntitre: x\n"),
            ("alias: y\n", "alias: [y, livrables/a]\n"),
            ("alias: [y, /livrables/b/]\n", "alias: [y, livrables/a]\n"),
        ] {
            let text = format!("---\n{before}---\n");
            let edits = edits(&text, "a", "b").unwrap();
            let done = apply(&text, &[&Fix { title: String::new(), edits }]).0;
            assert_eq!(done, format!("---\n{after}---\n"));
        }
        for refused in ["---\n{ titre: x }\n---\n", "---\ntitre: x\n", "texte"] {
            assert!(edits(refused, "a", "b").is_err());
        }
    }

    #[test]
    fn an_address_may_be_claimed() {
        assert!(claims("---\nalias: [livrables/b]\n---\n", "b"));
        assert!(!claims("---\nalias: [livrables/bc]\n---\n", "b"));
    }
}
