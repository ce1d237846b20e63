//! The home page, and the map that other pages show too.

use std::collections::HashMap;

use serde::Serialize;
use tera::Context;

use super::RenderError;
use super::family::Family;
use super::lists::TermView;
use super::page::Page;
use super::site::Site;
use crate::output::Sink;

/// Deliverables shown in « latest », and in « most reused ».
const LATEST: usize = 6;
const MOST_REUSED: usize = 3;

/// Width of a map without styles, in pixels.
const MAP_WIDTH: f64 = 400.0;

#[derive(Serialize)]
struct MapView<'a> {
    cadre: &'a str,
    /// Its size where there are no styles, in pixels.
    largeur: f64,
    hauteur: f64,
    zones: Vec<Zone<'a>>,
}

#[derive(Serialize)]
struct Zone<'a> {
    code: &'a str,
    trace: &'a str,
    cx: f64,
    cy: f64,
    n: usize,
    /// 0 (none) to 4 (as many as the fullest, once it holds four), for the tint.
    teinte: usize,
    url: String,
}

/// A département with its number, for the list beside the map.
#[derive(Serialize)]
struct DepartmentView<'a> {
    code: &'a str,
    nom: &'a str,
    n: usize,
    url: String,
}

pub(super) fn render(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let config = &site.config().site;
    let page = Page::new("", &config.titre, &config.description, "accueil");
    let mut context = page.context(site);
    for (family, key) in [(Family::Axis, "axes"), (Family::Kind, "types"), (Family::Audience, "publics")] {
        let terms = family.terms(site.config(), site.theme)?;
        let views: Vec<TermView<'_>> = terms.iter().map(|term| TermView::new(site, family, term)).collect();
        context.insert(key, &views);
    }
    context.insert("axes_partages", &Family::Axis.counts_twice(site));
    context.insert("territoire_partage", &Family::Department.counts_twice(site));
    let counts: HashMap<&str, usize> = site
        .config()
        .vocabulaires
        .departements
        .ids()
        .map(|id| (id, site.shelves.of_term(Family::Department, id).len()))
        .collect();
    insert_map(site, &counts, &mut context);
    context.insert_value(
        "dernieres",
        site.cards_of(&site.shelves.current[..site.shelves.current.len().min(LATEST)], &page.path)?,
    );
    context.insert_value("reprises", site.cards_of(&most_reused(site), &page.path)?);
    context.insert("guides", &guides(site));
    page.write(site, "accueil.html", &context, sink)
}

/// The deliverables that were reused most, the newest first among equals.
fn most_reused(site: &Site<'_>) -> Vec<usize> {
    let mut reused: Vec<(usize, usize)> = site
        .shelves
        .current
        .iter()
        .map(|&rank| (site.library.reuses_of(site.library.deliverables[rank].slug.as_str()).len(), rank))
        .filter(|&(reuses, _)| reuses > 0)
        .collect();
    reused.sort_unstable_by(|a, b| b.cmp(a));
    reused.truncate(MOST_REUSED);
    reused.into_iter().map(|(_, rank)| rank).collect()
}

#[derive(Serialize)]
pub(super) struct GuideView<'a> {
    titre: &'a str,
    resume: Option<&'a str>,
    url: String,
    slug: &'a str,
}

/// The pages of the guide, in their order.
pub(super) fn guides<'a>(site: &Site<'a>) -> Vec<GuideView<'a>> {
    let mut pages: Vec<_> = site.library.pages.iter().filter(|page| page.slug.starts_with("guide/")).collect();
    pages.sort_by_key(|page| (page.ordre.unwrap_or(u32::MAX), page.slug.as_str()));
    pages
        .into_iter()
        .map(|page| GuideView {
            titre: &page.titre,
            resume: page.resume.as_deref(),
            url: format!("{}/", page.slug),
            slug: &page.slug,
        })
        .collect()
}

/// How many of the places given lie in each département.
pub(super) fn count_by_department<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for id in ids {
        *counts.entry(id).or_default() += 1;
    }
    counts
}

/// Gives a template the map with its counts, and the same as a list.
pub(super) fn insert_map(site: &Site<'_>, counts: &HashMap<&str, usize>, context: &mut Context) {
    let count = |id: &str| counts.get(id).copied().unwrap_or_default();
    let departments: Vec<DepartmentView<'_>> = site
        .config()
        .vocabulaires
        .departements
        .iter()
        .map(|(code, term)| DepartmentView { code, nom: &term.nom, n: count(code), url: Family::Department.url(code) })
        .collect();
    if let Some(map) = site.theme.map() {
        let most = departments.iter().map(|one| one.n).max().unwrap_or_default();
        let zones = map
            .formes
            .iter()
            .map(|shape| {
                let n = count(&shape.departement);
                Zone {
                    code: &shape.departement,
                    trace: &shape.trace,
                    cx: shape.cx,
                    cy: shape.cy,
                    n,
                    teinte: (n * 4).div_ceil(most.max(4)),
                    url: Family::Department.url(&shape.departement),
                }
            })
            .collect();
        context.insert("carte", &MapView { cadre: &map.cadre, largeur: MAP_WIDTH, hauteur: height(&map.cadre), zones });
    }
    context.insert("departements", &departments);
}

/// Height of a map by the proportions of its `viewBox`; a square where it has none.
fn height(frame: &str) -> f64 {
    let numbers: Vec<f64> = frame.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => (MAP_WIDTH * height / width).round(),
        _ => MAP_WIDTH,
    }
}
