//! Addresses that lead elsewhere: `404.html`, and the former addresses of deliverables.

use tera::Value;

use super::RenderError;
use super::page::{Page, root_of};
use super::site::Site;
use crate::model::{Deliverable, UrlPath};
use crate::output::Sink;

pub(super) fn render(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    not_found(site, sink)?;
    let all = site.library.deliverables.iter().flat_map(|one| one.alias.iter().map(move |alias| (one, alias)));
    all.into_iter().try_for_each(|(one, alias)| redirect(site, one, &alias.value, sink))
}

/// The redirect whose file is `path`; nothing when there is none.
pub(super) fn at(site: &Site<'_>, path: &str, sink: &dyn Sink) -> Result<(), RenderError> {
    for one in &site.library.deliverables {
        for alias in one.alias.iter().filter(|alias| alias.value.file() == path) {
            redirect(site, one, &alias.value, sink)?;
        }
    }
    Ok(())
}

fn redirect(site: &Site<'_>, one: &Deliverable, alias: &UrlPath, sink: &dyn Sink) -> Result<(), RenderError> {
    let description = site.theme.text("redirection.resume")?;
    let mut page = Page::new(alias.as_str(), one.titre.as_str(), description, "page");
    page.noindex = true;
    let mut context = page.context(site);
    context.insert("cible", &format!("{}{}", root_of(alias.as_str()), one.url()));
    context.insert("cible_canonique", &format!("{}{}", site.options.base_url, one.url()));
    page.write(site, "redirection.html", &context, sink)
}

/// `404.html` answers at any depth: its links start from the path of the site on its host.
pub(super) fn not_found(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let title = site.theme.text("erreur.titre")?;
    let mut page = Page::new("404.html", title, site.theme.text("erreur.resume")?, "erreur");
    page.noindex = true;
    let mut context = page.context(site);
    context.insert_value("racine", Value::normal_string(base_path(&site.options.base_url)));
    page.write(site, "404.html", &context, sink)
}

/// The path of the site on its host, with `/` at both ends: `https://x.fr/a/` → `/a/`.
fn base_path(base_url: &str) -> &str {
    let after_scheme = base_url.find("://").map_or(0, |at| at + 3);
    base_url[after_scheme..].find('/').map_or("/", |at| &base_url[after_scheme + at..])
}

#[cfg(test)]
mod tests {
    use super::base_path;

    #[test]
    fn the_base_path_is_that_of_the_host() {
        assert_eq!(base_path("https://exemple.invalid/"), "/");
        assert_eq!(base_path("https://exemple.invalid/a/b/"), "/a/b/");
        assert_eq!(base_path("https://exemple.invalid"), "/");
    }
}
