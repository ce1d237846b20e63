//! Where the addresses of a Markdown body lead. Authors write paths between files of the repository
//! (`../autre-fiche/index.md#ancre`), which also work in a forge's view; pages need addresses.

use super::page::root_of;
use super::site::Site;
use crate::model::Deliverable;
use crate::parse::html::{Image, Resolve, Target};

/// Resolves the links of one file for one page.
pub(super) struct Links<'a> {
    site: &'a Site<'a>,
    /// Folder of the file, below `content/`: `livrables/x`, `pages/guide`.
    folder: String,
    /// Way from the page to the site's root.
    root: String,
    /// Put before the anchors of this body, where several bodies share a page.
    anchors: String,
}

impl<'a> Links<'a> {
    /// Links of the file `source` (a path of the repository) shown at `page` (a path of the site).
    pub(super) fn new(site: &'a Site<'a>, source: &str, page: &str) -> Self {
        let inner = source.strip_prefix("content/").unwrap_or(source);
        let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        Self { site, folder, root: root_of(page), anchors: String::new() }
    }

    pub(super) fn with_anchors(mut self, prefix: String) -> Self {
        self.anchors = prefix;
        self
    }

    /// The path of the site that a path of the repository becomes.
    fn path(&self, target: &str) -> Option<String> {
        let joined = join(&self.folder, &decode(target)?)?;
        let (section, rest) = joined.split_once('/').unwrap_or((&joined, ""));
        match section {
            "livrables" => {
                let (slug, name) = rest.split_once('/').unwrap_or((rest, ""));
                let one = self.site.library.get(slug)?;
                match name {
                    "" | "index.md" => Some(one.url()),
                    name => one.attachment(name).map(|attachment| format!("{}{}", one.url(), encode(&attachment.name))),
                }
            }
            "pages" => {
                let slug = rest.strip_suffix(".md").unwrap_or(rest);
                let known = self.site.library.pages.binary_search_by(|page| page.slug.as_str().cmp(slug)).is_ok();
                known.then(|| format!("{slug}/"))
            }
            "reprises" => {
                let slug = rest.strip_suffix(".md")?;
                let at = self.site.library.reuses.iter().position(|reuse| reuse.slug == slug)?;
                Some(self.site.reuse_url(at))
            }
            _ => None,
        }
    }

    fn bundle(&self) -> Option<&'a Deliverable> {
        self.site.library.get(self.folder.strip_prefix("livrables/")?)
    }
}

impl Resolve for Links<'_> {
    fn link(&self, target: &str) -> Target {
        let target = target.trim();
        if let Some(anchor) = target.strip_prefix('#') {
            return Target::Internal(format!("#{}{anchor}", self.anchors));
        }
        let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("https" | "http") => return Target::External(target.to_owned()),
            Some("mailto" | "tel") => return Target::Internal(target.to_owned()),
            _ => {}
        }
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        match self.path(path) {
            Some(found) if anchor.is_empty() => Target::Internal(format!("{}{found}", self.root)),
            Some(found) => Target::Internal(format!("{}{found}#{anchor}", self.root)),
            None => Target::Refused,
        }
    }

    fn image(&self, target: &str) -> Option<Image> {
        let name = decode(target.trim())?;
        let name = name.strip_prefix("./").unwrap_or(&name);
        let one = self.bundle()?;
        let attachment = one.attachment(name)?;
        Some(Image {
            url: format!("{}{}{}", self.root, one.url(), encode(&attachment.name)),
            dimensions: attachment.dimensions,
        })
    }
}

/// `folder` and a relative path, without `.` and `..`; `None` when it leads out of the content.
fn join(folder: &str, target: &str) -> Option<String> {
    if target.starts_with('/') || target.contains(['\\', '?', ':']) {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Undoes percent-encoding; `None` when what results is not text.
fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

/// A file's name as part of an address.
pub(super) fn encode(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_./~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, join};

    #[test]
    fn paths_join_and_never_leave_the_content() {
        assert_eq!(join("livrables/x", "../y/index.md").as_deref(), Some("livrables/y/index.md"));
        assert_eq!(join("pages/guide", "../../livrables/x/").as_deref(), Some("livrables/x"));
        assert_eq!(join("livrables/x", "../../../site.toml"), None);
        assert_eq!(join("livrables/x", "/etc"), None);
    }

    #[test]
    fn names_are_encoded_for_addresses() {
        assert_eq!(encode("a é.csv"), "a%20%C3%A9.csv");
        assert_eq!(decode("a%20%C3%A9.csv").as_deref(), Some("a é.csv"));
        assert_eq!(decode("100%").as_deref(), Some("100%"));
    }
}
