//! Raw HTML that authors write, kept to what a text needs.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::parse::markdown::depth::Open;

/// Raw HTML whose links and images have names that [`sanitise`] takes away: what an author writes by hand is not checked,
/// and might lead anywhere. Ours come from Markdown. Tags within too many others go too: `open` counts them.
pub(super) fn without_links(html: &str, open: &mut Open) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let name = tag[1..].trim_start_matches('/');
        let is_closing = tag[1..].starts_with('/');
        let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(name.len());
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_tag && !open.admits(&name[..length].to_ascii_lowercase(), is_closing) {
            rest = &tag[tag.find('>').map_or(tag.len(), |end| end + 1)..];
            continue;
        }
        out.push('<');
        let tag = &tag[1..];
        let tag = tag.strip_prefix('/').inspect(|_| out.push('/')).unwrap_or(tag);
        let length = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        if LINKING.iter().any(|name| tag[..length].eq_ignore_ascii_case(name)) {
            out.push_str("x-");
        }
        rest = tag;
    }
    out.push_str(rest);
    out
}

/// Tags that lead to, or fetch, something else.
const LINKING: [&str; 4] = ["a", "img", "map", "area"];

/// Whether a tag that an author writes by hand is published.
pub fn keeps(tag: &str) -> bool {
    static KEPT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| ammonia::Builder::default().clone_tags());
    KEPT.contains(tag) && !LINKING.contains(&tag)
}

/// Raw HTML kept to what a text needs. Our own marks (call-outs, tables, images) must pass; ids and
/// classes do, styles, scripts, forms, frames and event handlers do not.
pub(super) fn sanitise(html: &str) -> String {
    static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
        let mut cleaner = ammonia::Builder::default();
        cleaner
            .add_generic_attributes(["id", "class", "role", "tabindex", "aria-label", "aria-hidden", "lang"])
            .add_tag_attributes("img", ["loading", "decoding"])
            .add_tag_attributes("a", ["rel"])
            .link_rel(None)
            .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]));
        cleaner
    });
    CLEANER.clean(html).to_string()
}
