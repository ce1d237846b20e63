//! Reuses: the page of all, and those of one deliverable.

use serde::Serialize;
use tera::Value;

use super::brief::{self, PlaceView};
use super::lists::{Numbers, Pager};
use super::page::{Link, Page};
use super::site::{PER_PAGE, Site, page_path};
use super::{RenderError, card, home, links};
use crate::model::{Reuse, ReuseState};
use crate::output::Sink;
use crate::parse::html::{self, Frame};

/// Length of an excerpt, in characters.
const EXCERPT: usize = 220;
/// Lines shorter than this are headings or labels rather than what happened.
const SENTENCE: usize = 60;

/// A reuse.
#[derive(Serialize)]
pub(super) struct ReuseView<'a> {
    slug: &'a str,
    url: String,
    organisme: &'a str,
    lieu: PlaceView<'a>,
    date: jiff::civil::Date,
    etat: ReuseState,
    contact: Option<&'a str>,
    fiche: Option<Link<'a>>,
    extrait: Option<String>,
    /// The text as HTML.
    texte: Value,
}

/// The reuses of a deliverable, newest first.
pub(super) fn of<'a>(site: &Site<'a>, slug: &str, page: &str) -> Vec<ReuseView<'a>> {
    site.library.reuses_of(slug).map(|(at, reuse)| view(site, at, reuse, page)).collect()
}

fn view<'a>(site: &Site<'a>, at: usize, reuse: &'a Reuse, page: &str) -> ReuseView<'a> {
    ReuseView {
        slug: &reuse.slug,
        url: site.reuse_url(at),
        organisme: &reuse.organisme,
        lieu: brief::place(site, &reuse.site, false),
        date: reuse.date,
        etat: reuse.etat,
        contact: reuse.contact.as_deref(),
        fiche: site.library.rank(&reuse.livrable).and_then(|rank| card::link_to(site, rank)),
        extrait: excerpt(&reuse.body.text, reuse.body.headings.first().map(|heading| heading.text.as_str())),
        texte: text(site, reuse, page),
    }
}

/// The pages of all reuses.
pub(super) fn render(site: &Site<'_>, numbers: Numbers, sink: &dyn Sink) -> Result<(), RenderError> {
    let title = site.theme.text("reprises.titre")?;
    let description = site.theme.text("reprises.resume")?;
    let pages = site.library.reuses.len().div_ceil(PER_PAGE).max(1);
    for number in numbers.of(pages) {
        let path = page_path("reprises/", number);
        let first = (number - 1) * PER_PAGE;
        let shown = site.library.reuses.iter().enumerate().skip(first).take(PER_PAGE);
        let reuses: Vec<ReuseView<'_>> = shown.map(|(at, reuse)| view(site, at, reuse, &path)).collect();
        let mut page = Page::new(path, title, description, "reprises");
        page.noindex = number > 1;
        let mut context = page.context(site);
        context.insert("reprises", &reuses);
        context.insert("total", &site.library.reuses.len());
        context.insert("pagination", &Pager::new("reprises/", number, pages));
        if number == 1 {
            let counts =
                home::count_by_department(site.library.reuses.iter().map(|reuse| reuse.site.departement.as_str()));
            home::insert_map(site, &counts, &mut context);
        }
        page.write(site, "reprises.html", &context, sink)?;
    }
    Ok(())
}

/// The text of a reuse below a third-level heading, its anchors made its own: several reuses share
/// a page, and most have the same headings.
fn text(site: &Site<'_>, reuse: &Reuse, page: &str) -> Value {
    let prefix = format!("{}-", reuse.slug);
    let resolve =
        links::Links::new(site, crate::model::links::Origin::Reuse, &reuse.body, page).with_anchors(prefix.clone());
    let html = html::render(&reuse.body, Frame { level: 3, anchors: &prefix }, &resolve);
    Value::safe_string(&html)
}

/// The first line of a text that says something, after its first heading, cut at a word.
fn excerpt(text: &str, heading: Option<&str>) -> Option<String> {
    let start = heading.and_then(|heading| Some(text.find(heading)? + heading.len())).unwrap_or_default();
    let line = text[start..].lines().find(|line| line.chars().count() >= SENTENCE)?;
    if line.chars().count() <= EXCERPT {
        return Some(line.trim().to_owned());
    }
    let cut: String = line.chars().take(EXCERPT).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    Some(format!("{}…", cut[..end].trim_end_matches([',', ' ', ';', ':'])))
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn excerpts_skip_headings_and_end_on_a_word() {
        let long = "mot ".repeat(100);
        let found = excerpt(&format!("{long}\nTitre\n{long}"), Some("Titre")).expect("an excerpt");
        assert!(found.ends_with("mot…") && found.chars().count() <= 221);
        assert_eq!(excerpt("court", None), None);
    }
}
