//! What an address written in a body points at. One reading of it, for the checks and for rendering.

use crate::source::is_image;

/// The text in which a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The body of the deliverable of this slug.
    Deliverable(&'a str),
    /// An attachment: the slug of its deliverable, and its name in the bundle.
    Attachment(&'a str, &'a str),
    /// A free page, by slug.
    Page(&'a str),
    /// A reuse.
    Reuse,
}

/// What a link points at. Anchors are without `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link<'a> {
    /// A heading of the same text.
    Anchor(&'a str),
    /// A deliverable.
    Deliverable {
        /// Its slug; whether it exists is for the caller to see.
        slug: String,
        /// A heading of it.
        anchor: Option<&'a str>,
    },
    /// A file of a bundle.
    Attachment {
        /// Slug of the deliverable.
        slug: String,
        /// Name in the bundle.
        name: String,
        /// A heading of it.
        anchor: Option<&'a str>,
    },
    /// A free page.
    Page {
        /// Its slug.
        slug: String,
        /// A heading of it.
        anchor: Option<&'a str>,
    },
    /// An image beside the free pages.
    Image {
        /// Path below `content/pages/`.
        name: String,
    },
    /// A reuse.
    Reuse {
        /// Its slug.
        slug: String,
    },
    /// Another site, an e-mail address or a telephone number.
    External(&'a str),
    /// A scheme that a page must not carry: `javascript:`, `data:`…
    Refused,
    /// A path from the root, `/x`: it breaks as soon as the site lies in a sub-folder.
    Rooted,
    /// A path that leads to nothing the library knows.
    Nowhere,
}

/// Reads `target`, written in `origin`.
pub fn resolve<'a>(origin: Origin<'_>, target: &'a str) -> Link<'a> {
    let target = target.trim();
    if let Some(anchor) = target.strip_prefix('#') {
        return Link::Anchor(anchor);
    }
    if has_scheme(target) {
        let lower = target.to_ascii_lowercase();
        let safe = ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
        return if safe { Link::External(target) } else { Link::Refused };
    }
    if target.contains('\\') {
        return Link::Refused;
    }
    if target.starts_with('/') {
        return Link::Rooted;
    }
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor).filter(|anchor| !anchor.is_empty())),
        None => (target, None),
    };
    let base = base(origin);
    let Some(parts) = join(&base, path) else { return Link::Nowhere };
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["livrables", slug] | ["livrables", slug, "index.md"] => Link::Deliverable { slug: (*slug).to_owned(), anchor },
        ["livrables", slug, rest @ ..] => Link::Attachment { slug: (*slug).to_owned(), name: rest.join("/"), anchor },
        ["pages", rest @ ..] => {
            let path = rest.join("/");
            match path.strip_suffix(".md") {
                Some(slug) => Link::Page { slug: slug.to_owned(), anchor },
                None if is_image(&path) => Link::Image { name: path },
                None => Link::Nowhere,
            }
        }
        ["reprises", file] => match file.strip_suffix(".md") {
            Some(slug) => Link::Reuse { slug: slug.to_owned() },
            None => Link::Nowhere,
        },
        _ => Link::Nowhere,
    }
}

/// The folder of `content/` that the links of a text start from.
pub fn base(origin: Origin<'_>) -> String {
    match origin {
        Origin::Deliverable(slug) => format!("livrables/{slug}"),
        Origin::Attachment(slug, name) => match name.rsplit_once('/') {
            Some((folder, _)) => format!("livrables/{slug}/{folder}"),
            None => format!("livrables/{slug}"),
        },
        Origin::Page(slug) => match slug.rsplit_once('/') {
            Some((folder, _)) => format!("pages/{folder}"),
            None => "pages".to_owned(),
        },
        Origin::Reuse => "reprises".to_owned(),
    }
}

/// The path from a text to a file of `content/`.
pub fn relative(origin: Origin<'_>, target: &str) -> String {
    let base = base(origin);
    let (from, to): (Vec<&str>, Vec<&str>) = (base.split('/').collect(), target.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len().saturating_sub(1));
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// A scheme is letters, digits, `+`, `-`, `.` before the first `:`, ahead of any `/`, `?` or `#`.
/// Browsers skip control characters inside it (`java\tscript:`), so any of those counts as one too.
fn has_scheme(target: &str) -> bool {
    if target.starts_with("//") || target.chars().any(char::is_control) {
        return true;
    }
    target.find(':').is_some_and(|colon| !target[..colon].contains(['/', '?', '#']))
}

/// `base` and a relative path, dots resolved; `None` when it leaves the content.
fn join(base: &str, path: &str) -> Option<Vec<String>> {
    let mut parts: Vec<String> = base.split('/').map(str::to_owned).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part.to_owned()),
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_a_bundle() {
        let from = Origin::Deliverable("a");
        assert_eq!(resolve(from, "../b/index.md#x"), Link::Deliverable { slug: "b".into(), anchor: Some("x") });
        let file = |name: &str, anchor| Link::Attachment { slug: "a".into(), name: name.into(), anchor };
        assert_eq!(resolve(from, "grille.csv"), file("grille.csv", None));
        assert_eq!(resolve(from, "b.md#c"), file("b.md", Some("c")));
        assert_eq!(resolve(Origin::Attachment("a", "x/b.md"), "../c.svg"), file("c.svg", None));
        assert_eq!(resolve(Origin::Attachment("a", "x/b.md"), "c.md"), file("x/c.md", None));
        let own = Link::Deliverable { slug: "a".into(), anchor: None };
        assert_eq!(resolve(Origin::Attachment("a", "b.md"), "index.md"), own);
        assert_eq!(resolve(from, "../../pages/guide/p.md"), Link::Page { slug: "guide/p".into(), anchor: None });
        assert_eq!(resolve(from, "#ici"), Link::Anchor("ici"));
        assert_eq!(resolve(from, "https://x.fr"), Link::External("https://x.fr"));
        assert_eq!(resolve(from, "../../../../etc/passwd"), Link::Nowhere);
    }

    #[test]
    fn links_of_a_page() {
        assert_eq!(
            resolve(Origin::Page("guide/a"), "b.md#c"),
            Link::Page { slug: "guide/b".into(), anchor: Some("c") }
        );
        assert_eq!(
            resolve(Origin::Page("a"), "../livrables/x/index.md"),
            Link::Deliverable { slug: "x".into(), anchor: None }
        );
        assert_eq!(resolve(Origin::Page("guide/a"), "images/b.PNG"), Link::Image { name: "guide/images/b.PNG".into() });
        assert_eq!(resolve(Origin::Deliverable("a"), "../../pages/b.svg"), Link::Image { name: "b.svg".into() });
        assert_eq!(resolve(Origin::Page("a"), "b.pdf"), Link::Nowhere);
    }

    #[test]
    fn paths_lead_from_a_text_to_another() {
        for (origin, target, path) in [
            (Origin::Deliverable("a"), "livrables/b/index.md", "../b/index.md"),
            (Origin::Deliverable("a"), "livrables/a/x.csv", "x.csv"),
            (Origin::Deliverable("a"), "livrables/a/index.md", "index.md"),
            (Origin::Deliverable("a"), "pages/guide/p.md", "../../pages/guide/p.md"),
            (Origin::Page("guide/a"), "pages/guide/b.md", "b.md"),
            (Origin::Page("a"), "livrables/b/index.md", "../livrables/b/index.md"),
            (Origin::Reuse, "livrables/b/index.md", "../livrables/b/index.md"),
        ] {
            assert_eq!(relative(origin, target), path);
            assert_ne!(resolve(origin, path), Link::Nowhere);
        }
    }

    #[test]
    fn paths_from_the_root_are_told_apart() {
        assert_eq!(resolve(Origin::Page("a"), "/absolu#x"), Link::Rooted);
    }

    #[test]
    fn dangerous_addresses_are_refused() {
        for target in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "vbscript:x",
            "java\tscript:x",
            "//evil.example/",
            "\\\\host",
            "file:///x",
        ] {
            assert_eq!(resolve(Origin::Deliverable("a"), target), Link::Refused, "{target}");
        }
    }
}
