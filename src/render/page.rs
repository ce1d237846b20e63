//! What every page gives to its template: where it stands, its title, its way back to the root.

use serde::Serialize;
use tera::{Context, Value};

use super::site::Site;
use super::typography::french;
use super::{RenderError, put};
use crate::model::UrlPath;
use crate::output::Sink;

/// A link that a template shows: a name and a path of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Link<'a> {
    pub(super) nom: &'a str,
    pub(super) url: String,
}

/// A page under way.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// Path in the site, without leading slash: `livrables/x/`.
    pub(super) path: String,
    pub(super) title: &'a str,
    /// One sentence for search engines and shared links.
    pub(super) description: &'a str,
    /// The pages above it, home left out.
    pub(super) trail: Vec<Link<'a>>,
    /// Entry of the main navigation that is its own: `fiches`, `recherche`…
    pub(super) section: &'static str,
    pub(super) noindex: bool,
}

#[derive(Serialize)]
struct PageView<'a> {
    titre: &'a str,
    description: &'a str,
    chemin: &'a str,
    canonique: String,
    fil: &'a [Link<'a>],
    rubrique: &'a str,
    noindex: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(path: impl Into<String>, title: &'a str, description: &'a str, section: &'static str) -> Self {
        Self { path: path.into(), title, description, trail: Vec::new(), section, noindex: false }
    }

    pub(super) fn under(mut self, nom: &'a str, url: impl Into<String>) -> Self {
        self.trail.push(Link { nom, url: url.into() });
        self
    }

    /// The context that its template starts from.
    pub(super) fn context(&self, site: &Site<'_>) -> Context {
        let mut context = Context::new();
        let view = PageView {
            titre: self.title,
            description: self.description,
            chemin: &self.path,
            canonique: format!("{}{}", site.options.base_url, self.path),
            fil: &self.trail,
            rubrique: self.section,
            noindex: self.noindex || site.options.drafts,
        };
        context.insert("page", &view);
        context.insert_value("racine", Value::normal_string(&root_of(&self.path)));
        context
    }

    /// Renders the page and stores it.
    pub(super) fn write(
        &self,
        site: &Site<'_>,
        template: &str,
        context: &Context,
        sink: &dyn Sink,
    ) -> Result<(), RenderError> {
        let html = site.engine.render(template, context)?;
        put(sink, &UrlPath::trusted(self.path.as_str()).file(), french(&html))
    }
}

/// The way from a page back to the site's root: `../../` for `livrables/x/`, `./` for the home page.
pub(super) fn root_of(path: &str) -> String {
    match path.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

#[cfg(test)]
mod tests {
    use super::root_of;

    #[test]
    fn the_root_is_as_far_as_the_page_is_deep() {
        assert_eq!(root_of(""), "./");
        assert_eq!(root_of("404.html"), "./");
        assert_eq!(root_of("livrables/x/"), "../../");
        assert_eq!(root_of("vieux/x.html"), "../");
    }
}
