//! Links to other sites, for those who ask whether they still lead somewhere.

use super::{every, every_reuse, links, texts};
use crate::diagnostic::Problems;
use crate::model::deliverable::ResourceTarget;
use crate::model::links::{Link, resolve};
use crate::model::{Deliverable, Detail, Library};
use crate::span::{SourceRef, Span};

/// A link to another site.
#[derive(Debug, Clone)]
pub struct External {
    /// The address, as written.
    pub url: String,
    /// The file.
    pub source: SourceRef,
    /// The address itself, in the file.
    pub span: Span,
}

/// Every link to another site: of bodies, of front matters, of `site.toml`.
pub fn external(library: &Library) -> Vec<External> {
    let mut found = Vec::new();
    for text in texts(library) {
        let problems = Problems::new(text.source.clone());
        for link in text.body.links.iter().filter(|link| !link.is_image) {
            if let Link::External(url) = resolve(text.origin, &link.target) {
                let span = links::target_span(link, &problems);
                found.push(External { url: url.to_owned(), source: text.source.clone(), span });
            }
        }
    }
    for one in every(library) {
        let head = one.source.text.get(..one.body.offset).unwrap_or_default();
        found.extend(addresses(one).into_iter().map(|url| written(url, &one.source, head)));
    }
    for reuse in every_reuse(library) {
        let head = reuse.source.text.get(..reuse.body.offset).unwrap_or_default();
        let contact = reuse.contact.iter().filter(|contact| contact.starts_with("http"));
        found.extend(contact.map(|url| written(url, &reuse.source, head)));
    }
    if let Some(site) = &library.site {
        let words = &library.config.vocabulaires;
        let providers = words.prestataires.iter().filter_map(|(_, term)| term.url.as_deref());
        let licences = words.licences.iter().map(|(_, term)| term.url.as_str());
        found.extend(providers.chain(licences).map(|url| written(url, site, &site.text)));
    }
    found
}

/// An address at the first place of `text`, the beginning of `source`, where it is written whole.
fn written(url: &str, source: &SourceRef, text: &str) -> External {
    let is_whole = |at: &usize| {
        let after = text[at + url.len()..].chars().next();
        after.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '}' | ']'))
    };
    let at = text.match_indices(url).map(|(at, _)| at).find(is_whole);
    let span = at.map_or_else(Span::default, |at| Span::new(at, at + url.len()));
    External { url: url.to_owned(), source: source.clone(), span }
}

/// The addresses of a front matter.
fn addresses(one: &Deliverable) -> Vec<&str> {
    let resources = one.ressources.iter().filter_map(|resource| match &resource.cible {
        ResourceTarget::Url(url) => Some(url.as_str()),
        ResourceTarget::Fichier(_) => None,
    });
    let contact = one.contact.as_ref().and_then(|contact| contact.url.as_deref());
    let tool = match &one.detail {
        Detail::Outil(tool) => {
            let accessibility = tool.accessibilite.as_ref().and_then(|known| known.url.as_deref());
            [tool.url.as_deref(), tool.code_source.as_deref(), accessibility]
        }
        _ => [None; 3],
    };
    resources.chain(contact).chain(tool.into_iter().flatten()).collect()
}
