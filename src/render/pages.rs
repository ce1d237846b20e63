//! Free pages with their images, the guide, and the pages owed by law or habit, which exist whether or not a free page
//! adds its text to them.

use serde::Serialize;

use super::body;
use super::family::Family;
use super::home::guides;
use super::lists::TermView;
use super::page::{Link, Page};
use super::site::Site;
use super::{RenderError, published, put};
use crate::config;
use crate::model::Page as FreePage;
use crate::model::links::Origin;
use crate::output::Sink;

/// Pages that the site always has: slug and prefix of their sentences.
const OWED: [(&str, &str); 3] =
    [("accessibilite", "accessibilite"), ("mentions-legales", "mentions"), ("donnees", "donnees")];
/// The guide's contents.
const GUIDE: &str = "guide";
/// The site map.
const MAP: &str = "plan-du-site";

pub(super) fn render(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    slugs(site).into_iter().try_for_each(|slug| one(site, slug, sink))?;
    let images = &site.library.images;
    images.iter().try_for_each(|image| put(sink, &image.name, published(site, image)))
}

/// The addresses of all pages of text.
fn slugs<'a>(site: &Site<'a>) -> Vec<&'a str> {
    let mut slugs: Vec<&str> = OWED.iter().map(|(slug, _)| *slug).chain([MAP]).collect();
    if has_guide(site) {
        slugs.push(GUIDE);
    }
    let free = site.library.pages.iter().map(|page| page.slug.as_str());
    let free: Vec<&str> = free.filter(|slug| !slugs.contains(slug)).collect();
    slugs.extend(free);
    slugs
}

fn has_guide(site: &Site<'_>) -> bool {
    site.library.pages.iter().any(|page| page.slug.starts_with("guide/"))
}

/// The page at an address; nothing when there is none.
pub(super) fn one(site: &Site<'_>, slug: &str, sink: &dyn Sink) -> Result<(), RenderError> {
    let text = free(site, slug);
    let theme = site.theme;
    if let Some((_, key)) = OWED.iter().find(|(owed, _)| *owed == slug) {
        let title = theme.text(&format!("{key}.titre"))?;
        text_page(site, slug, text, title, theme.text(&format!("{key}.resume"))?, sink)
    } else if slug == MAP {
        map(site, sink)
    } else if slug == GUIDE && has_guide(site) {
        text_page(site, GUIDE, text, theme.text("guide.titre")?, theme.text("guide.resume")?, sink)
    } else if let Some(page) = text {
        text_page(site, slug, text, &page.titre, page.resume.as_deref().unwrap_or(&page.titre), sink)
    } else {
        Ok(())
    }
}

fn free<'a>(site: &Site<'a>, slug: &str) -> Option<&'a FreePage> {
    site.library.page(slug)
}

/// A page of text; its template adds what the site itself says, by slug.
fn text_page(
    site: &Site<'_>,
    slug: &str,
    text: Option<&FreePage>,
    title: &str,
    description: &str,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let is_guide = slug == GUIDE || slug.starts_with("guide/");
    let (title, description) = match text {
        Some(page) => (page.titre.as_str(), page.resume.as_deref().unwrap_or(description)),
        None => (title, description),
    };
    let mut page = Page::new(format!("{slug}/"), title, description, if is_guide { GUIDE } else { "page" });
    if slug.starts_with("guide/") {
        page = page.under(site.theme.text("guide.titre")?, "guide/");
    }
    let mut context = page.context(site);
    context.insert("nature", slug);
    context.insert("mentions", &site.config().mentions);
    context.insert("conformite", &site.config().accessibilite);
    let notice = &site.config().mentions.contact;
    context.insert("contact", &contact(notice.as_deref()));
    context.insert(
        "contact_accessibilite",
        &contact(site.config().accessibilite.contact.as_deref().or(notice.as_deref())),
    );
    if is_guide {
        context.insert("guides", &guides(site));
    }
    if let Some(text) = text {
        body::insert(site, Origin::Page(&text.slug), &text.body, &page.path, &mut context);
        if let Some(depot) = &site.config().depot {
            let address = format!("{}/-/edit/{}/{}", depot.url, depot.branche, text.source.path);
            context.insert("modifier", &address);
        }
        if let Some(file) = site.library.history.of(&text.source.path) {
            context.insert("modifiee", &file.updated.or(file.first));
        }
    }
    page.write(site, "page.html", &context, sink)
}

/// A contact, and the address of its link when it can have one.
#[derive(Serialize)]
struct ContactView<'a> {
    texte: &'a str,
    url: Option<String>,
}

fn contact(text: Option<&str>) -> Option<ContactView<'_>> {
    text.map(|texte| ContactView { texte, url: config::contact::href(texte) })
}

#[derive(Serialize)]
struct FamilyView<'a> {
    id: &'a str,
    titre: &'a str,
    termes: Vec<Link<'a>>,
}

/// `/plan-du-site/`.
fn map(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let title = site.theme.text("plan.titre")?;
    let page = Page::new(format!("{MAP}/"), title, site.theme.text("plan.resume")?, "page");
    let mut context = page.context(site);
    let mut terms = Vec::new();
    for family in Family::ALL {
        terms.push((family, family.terms(site.config(), site.theme)?));
    }
    let mut families = Vec::new();
    for (family, terms) in &terms {
        families.push(FamilyView {
            id: family.folder(),
            titre: site.theme.text(&format!("famille.{}.titre", family.folder()))?,
            termes: terms
                .iter()
                .map(|term| {
                    let view = TermView::new(site, *family, term);
                    Link { nom: view.nom, url: view.url }
                })
                .collect(),
        });
    }
    context.insert("familles", &families);
    context.insert("guides", &guides(site));
    let others: Vec<Link<'_>> = site
        .library
        .pages
        .iter()
        .filter(|page| !page.slug.starts_with(GUIDE) && page.slug != MAP)
        .filter(|page| !OWED.iter().any(|(owed, _)| *owed == page.slug))
        .map(|page| Link { nom: &page.titre, url: format!("{}/", page.slug) })
        .collect();
    context.insert("pages", &others);
    if let Some(text) = free(site, MAP) {
        body::insert(site, Origin::Page(&text.slug), &text.body, &page.path, &mut context);
    }
    page.write(site, "plan.html", &context, sink)
}
