//! Where the addresses of a Markdown body lead. Authors write paths between files of the repository
//! (`../autre-fiche/index.md#ancre`), which also work in a forge's view; pages need addresses.

use super::page::root_of;
use super::site::Site;
use crate::address::encode;
use crate::model::Document;
use crate::model::links::{Link, Origin, resolve};
use crate::parse::html::{Image, Resolve, Target};
use crate::parse::markdown::Body;

/// Resolves the links of one text for one page.
pub(super) struct Links<'a> {
    site: &'a Site<'a>,
    origin: Origin<'a>,
    body: &'a Body,
    /// Way from the page to the site's root.
    root: String,
    /// Put before the anchors of this body, where several bodies share a page.
    anchors: String,
}

impl<'a> Links<'a> {
    /// Links of `body`, the text of `origin`, shown at `page` (a path of the site).
    pub(super) fn new(site: &'a Site<'a>, origin: Origin<'a>, body: &'a Body, page: &str) -> Self {
        Self { site, origin, body, root: root_of(page), anchors: String::new() }
    }

    pub(super) fn with_anchors(mut self, prefix: String) -> Self {
        self.anchors = prefix;
        self
    }

    /// A path of the site seen from the page, with the anchor of a heading of `body`.
    fn inside(&self, path: &str, body: Option<&Body>, anchor: Option<&str>) -> Target {
        let anchor = anchor.map(|anchor| format!("#{}", id_of(body, anchor))).unwrap_or_default();
        Target::Internal(format!("{}{path}{anchor}", self.root))
    }

    /// The path of an attachment of a deliverable that is built.
    fn attachment(&self, slug: &str, name: &str) -> Option<(String, Option<(u32, u32)>)> {
        let one = self.site.library.get(slug)?;
        let attachment = one.attachment(name)?;
        Some((format!("{}{}", one.url(), encode(&attachment.name)), attachment.dimensions))
    }

    /// The path of an image beside the free pages.
    fn picture(&self, name: &str) -> Option<(String, Option<(u32, u32)>)> {
        let image = self.site.library.image(name)?;
        Some((encode(&image.name), image.dimensions))
    }
}

/// The id of the heading that an anchor means.
fn id_of<'a>(body: Option<&'a Body>, anchor: &'a str) -> &'a str {
    body.and_then(|body| body.heading(anchor)).map_or(anchor, |heading| &heading.id)
}

impl Resolve for Links<'_> {
    fn link(&self, target: &str) -> Target {
        let library = self.site.library;
        let found = match resolve(self.origin, target) {
            Link::Anchor(anchor) => {
                Some(Target::Internal(format!("#{}{}", self.anchors, id_of(Some(self.body), anchor))))
            }
            Link::External(url) if url.to_ascii_lowercase().starts_with("http") => {
                Some(Target::External(url.to_owned()))
            }
            // An address to write or call to stays in the page.
            Link::External(url) => Some(Target::Internal(url.to_owned())),
            Link::Deliverable { slug, anchor } => {
                library.get(&slug).map(|one| self.inside(&one.url(), Some(&one.body), anchor))
            }
            Link::Attachment { slug, name, anchor } => {
                match library.get(&slug).and_then(|one| Some((one, one.document(&name)?))) {
                    Some((one, document)) => {
                        let path = format!("{}{}", one.url(), encode(&Document::page(&name)));
                        Some(self.inside(&path, document.text().map(|(body, _)| body), anchor))
                    }
                    None => self.attachment(&slug, &name).map(|(path, _)| self.inside(&path, None, None)),
                }
            }
            Link::Image { name } => self.picture(&name).map(|(path, _)| self.inside(&path, None, None)),
            Link::Page { slug, anchor } => {
                library.page(&slug).map(|page| self.inside(&format!("{}/", page.slug), Some(&page.body), anchor))
            }
            Link::Reuse { slug } => {
                let at = library.reuses.iter().position(|reuse| reuse.slug == slug);
                at.map(|at| self.inside(&self.site.reuse_url(at), None, None))
            }
            Link::Refused | Link::Rooted | Link::Nowhere => None,
        };
        found.unwrap_or(Target::Refused)
    }

    fn image(&self, target: &str) -> Option<Image> {
        let (path, dimensions) = match resolve(self.origin, target) {
            Link::Attachment { slug, name, .. } => self.attachment(&slug, &name)?,
            Link::Image { name } => self.picture(&name)?,
            _ => return None,
        };
        Some(Image { url: format!("{}{path}", self.root), dimensions })
    }
}
