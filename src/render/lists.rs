//! Lists of deliverables: all, by term, by keyword; and the index page of each family.

use std::ops::RangeInclusive;

use rayon::prelude::*;
use serde::Serialize;

use super::family::{Family, TermInfo};
use super::page::Page;
use super::shelves::Keyword;
use super::site::{PER_PAGE, Site, page_path};
use super::{RenderError, card};
use crate::model::{Axis, Kind};
use crate::output::Sink;
use crate::theme::ThemeError;
use crate::value::slug::fold;

/// Keywords shown as the most shared.
const MOST_SHARED: usize = 30;

/// Where one is in a list of several pages.
#[derive(Debug, Serialize)]
pub(super) struct Pager {
    page: usize,
    pages: usize,
    precedente: Option<String>,
    suivante: Option<String>,
    premiere: String,
    derniere: String,
}

impl Pager {
    /// The page `number` (from 1) of the list at `base`.
    pub(super) fn new(base: &str, number: usize, pages: usize) -> Self {
        Self {
            page: number,
            pages,
            precedente: (number > 1).then(|| page_path(base, number - 1)),
            suivante: (number < pages).then(|| page_path(base, number + 1)),
            premiere: page_path(base, 1),
            derniere: page_path(base, pages),
        }
    }
}

/// A term in an index, or a part of a list.
#[derive(Serialize)]
pub(super) struct TermView<'a> {
    pub(super) id: &'a str,
    pub(super) nom: &'a str,
    pub(super) resume: Option<&'a str>,
    pub(super) marque: Option<&'a str>,
    pub(super) lots: &'a [u32],
    pub(super) prioritaire: bool,
    pub(super) url: String,
    pub(super) n: usize,
}

impl<'a> TermView<'a> {
    pub(super) fn new(site: &Site<'a>, family: Family, term: &'a TermInfo<'a>) -> Self {
        Self {
            id: term.id,
            nom: &term.name,
            resume: term.summary.as_deref(),
            marque: term.mark.as_deref(),
            lots: &term.lots,
            prioritaire: term.is_priority,
            url: family.url(term.id),
            n: site.shelves.of_term(family, term.id).len(),
        }
    }
}

/// A part of a list: its name, its number, and the search that shows it.
#[derive(Serialize)]
struct Share<'a> {
    nom: &'a str,
    lettre: Option<&'a str>,
    n: usize,
    url: String,
}

/// Which pages of a list are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    All,
    /// This one, if there are so many.
    Only(usize),
}

impl Numbers {
    /// The numbers, of a list of so many pages.
    pub(super) fn of(self, pages: usize) -> RangeInclusive<usize> {
        match self {
            Self::All => 1..=pages,
            // Empty where there is no such page.
            Self::Only(number) => number.max(1)..=if number <= pages { number } else { 0 },
        }
    }
}

pub(super) fn render(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    all(site, Numbers::All, sink)?;
    for family in Family::ALL {
        let terms = family.terms(site.config(), site.theme)?;
        index(site, family, &terms, sink)?;
        terms.par_iter().try_for_each(|term| term_pages(site, family, term, Numbers::All, sink))?;
    }
    keywords(site, sink)?;
    let lists: Vec<_> = site.shelves.keywords.iter().collect();
    lists.into_par_iter().try_for_each(|(slug, one)| keyword(site, slug, one, Numbers::All, sink))
}

/// The index page of a family.
pub(super) fn family(site: &Site<'_>, family: Family, sink: &dyn Sink) -> Result<(), RenderError> {
    index(site, family, &family.terms(site.config(), site.theme)?, sink)
}

/// The list of one term; nothing when there is no such term.
pub(super) fn term(
    site: &Site<'_>,
    family: Family,
    id: &str,
    numbers: Numbers,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let terms = family.terms(site.config(), site.theme)?;
    terms.iter().filter(|term| term.id == id).try_for_each(|term| term_pages(site, family, term, numbers, sink))
}

/// `/livrables/`: everything, newest first, archives last.
pub(super) fn all(site: &Site<'_>, numbers: Numbers, sink: &dyn Sink) -> Result<(), RenderError> {
    let title = site.theme.text("liste.titre")?;
    let description = site.theme.text("liste.resume")?;
    let shares = shares(site, &site.shelves.current, None)?;
    let ranks = [site.shelves.current.as_slice(), &site.shelves.archived].concat();
    let pages = ranks.len().div_ceil(PER_PAGE).max(1);
    numbers.of(pages).into_par_iter().try_for_each(|number| {
        let page = Page::new(page_path("livrables/", number), title, description, "fiches");
        let mut context = page.context(site);
        context.insert_value("fiches", site.cards_of(slice(&ranks, number), &page.path)?);
        context.insert("pagination", &Pager::new("livrables/", number, pages));
        context.insert("repartition", &shares);
        page.write(site, "livrables.html", &context, sink)
    })
}

/// The ranks of a page of a list.
fn slice(ranks: &[usize], number: usize) -> &[usize] {
    let start = ((number - 1) * PER_PAGE).min(ranks.len());
    &ranks[start..(start + PER_PAGE).min(ranks.len())]
}

fn index<'a>(site: &Site<'a>, family: Family, terms: &'a [TermInfo<'a>], sink: &dyn Sink) -> Result<(), RenderError> {
    let key = format!("famille.{}", family.folder());
    let title = site.theme.text(&format!("{key}.titre"))?;
    let description = site.theme.text(&format!("{key}.resume"))?;
    let page = Page::new(format!("{}/", family.folder()), title, description, family.folder());
    let mut context = page.context(site);
    let views: Vec<TermView<'_>> = terms.iter().map(|term| TermView::new(site, family, term)).collect();
    context.insert("famille", family.folder());
    context.insert("termes", &views);
    context.insert("partage", &family.counts_twice(site));
    let inner;
    if family == Family::Axis {
        inner = Family::SubTheme.terms(site.config(), site.theme)?;
        let inner: Vec<TermView<'_>> = inner.iter().map(|term| TermView::new(site, Family::SubTheme, term)).collect();
        context.insert("sous_themes", &inner);
    }
    page.write(site, "famille.html", &context, sink)
}

fn term_pages(
    site: &Site<'_>,
    family: Family,
    term: &TermInfo<'_>,
    numbers: Numbers,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let ranks = site.shelves.of_term(family, term.id);
    let base = family.url(term.id);
    let key = format!("famille.{}", family.folder());
    let family_title = site.theme.text(&format!("{key}.titre"))?;
    let title = match (family, &term.mark) {
        (Family::Axis, Some(letter)) => format!("{} {letter} : {}", site.theme.text("axe.nom")?, term.name),
        (Family::Department, Some(code)) => format!("{} ({code})", term.name),
        _ => term.name.clone(),
    };
    let title = crate::theme::typography(&title);
    let description = term.summary.as_deref().unwrap_or(site.theme.text(&format!("{key}.resume"))?);
    let shares = shares(site, ranks, family.facet().map(|facet| (facet, term.id)))?;
    let subthemes = subthemes(site, family, term.id)?;
    let subthemes: Vec<TermView<'_>> =
        subthemes.iter().map(|term| TermView::new(site, Family::SubTheme, term)).collect();
    let pages = ranks.len().div_ceil(PER_PAGE).max(1);
    for number in numbers.of(pages) {
        let mut page = Page::new(page_path(&base, number), &title, description, family.folder())
            .under(family_title, format!("{}/", family.folder()));
        page.noindex = ranks.is_empty();
        let mut context = page.context(site);
        context.insert("famille", family.folder());
        context.insert("terme", &TermView { n: ranks.len(), ..TermView::new(site, family, term) });
        context.insert("lien_externe", &term.website);
        context.insert_value("fiches", site.cards_of(slice(ranks, number), &page.path)?);
        context.insert("pagination", &Pager::new(&base, number, pages));
        context.insert("repartition", &shares);
        context.insert("sous_themes", &subthemes);
        if let Some(facet) = family.facet() {
            context.insert("recherche", &format!("recherche/?{facet}={}", term.id));
        }
        page.write(site, "terme.html", &context, sink)?;
    }
    Ok(())
}

/// The sub-themes of an axis; none for other families.
fn subthemes<'a>(site: &Site<'a>, family: Family, id: &str) -> Result<Vec<TermInfo<'a>>, ThemeError> {
    if family != Family::Axis {
        return Ok(Vec::new());
    }
    let vocabulary = &site.config().vocabulaires.sous_themes;
    let mut terms = Family::SubTheme.terms(site.config(), site.theme)?;
    terms.retain(|term| vocabulary.get(term.id).is_some_and(|known| known.axe == id));
    Ok(terms)
}

#[derive(Serialize)]
struct Shares<'a> {
    types: Vec<Share<'a>>,
    axes: Vec<Share<'a>>,
    /// Whether the axes add up to more than the list.
    partage: bool,
}

/// How the deliverables of a list share out between kinds and axes; `filter` is the list's own.
fn shares<'a>(site: &Site<'a>, ranks: &[usize], filter: Option<(&str, &str)>) -> Result<Shares<'a>, ThemeError> {
    let mut kinds = [0_usize; Kind::ALL.len()];
    let mut axes = [0_usize; Axis::ALL.len()];
    for one in ranks.iter().map(|&rank| &site.library.deliverables[rank]) {
        kinds[one.kind as usize] += 1;
        for &axis in &one.axes {
            axes[axis as usize] += 1;
        }
    }
    let counted: usize = axes.iter().sum();
    let url = |facet: &str, id: &str| match filter {
        Some((own, term)) if own != facet => format!("recherche/?{own}={term}&{facet}={id}"),
        _ => format!("recherche/?{facet}={id}"),
    };
    let mut types = Vec::new();
    for (kind, n) in Kind::ALL.into_iter().zip(kinds) {
        let nom = site.theme.text(&format!("{}.pluriel", super::site::kind_key(kind)))?;
        types.push(Share { nom, lettre: None, n, url: url("type", kind.id()) });
    }
    let axes = Axis::ALL
        .into_iter()
        .zip(axes)
        .map(|(axis, n)| {
            let view = card::axis_view(site, axis);
            Share { nom: view.nom, lettre: Some(view.lettre), n, url: url("axe", axis.id()) }
        })
        .collect();
    let partage = counted > ranks.len();
    Ok(Shares { types, axes, partage })
}

#[derive(Serialize)]
struct KeywordView<'a> {
    nom: &'a str,
    n: usize,
    /// The list of those who share it, or the only deliverable that bears it.
    url: String,
}

#[derive(Serialize)]
struct Letter<'a> {
    lettre: String,
    mots: Vec<KeywordView<'a>>,
}

/// `/mots-cles/`.
pub(super) fn keywords(site: &Site<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let title = site.theme.text("famille.mots-cles.titre")?;
    let description = site.theme.text("famille.mots-cles.resume")?;
    let mut letters: Vec<Letter<'_>> = Vec::new();
    for (slug, keyword) in &site.shelves.keywords {
        let url = match keyword.ranks.as_slice() {
            [only] => site.library.deliverables[*only].url(),
            _ => format!("mots-cles/{slug}/"),
        };
        let first = fold(&keyword.name).chars().find(char::is_ascii_alphanumeric).unwrap_or('#').to_ascii_uppercase();
        let lettre = if first.is_ascii_digit() { "0-9".to_owned() } else { first.to_string() };
        let view = KeywordView { nom: &keyword.name, n: keyword.ranks.len(), url };
        match letters.last_mut().filter(|last| last.lettre == lettre) {
            Some(last) => last.mots.push(view),
            None => letters.push(Letter { lettre, mots: vec![view] }),
        }
    }
    let page = Page::new("mots-cles/", title, description, "mots-cles");
    let mut context = page.context(site);
    // Those that lead to several deliverables, the most shared first.
    let mut shared: Vec<_> = site.shelves.keywords.iter().filter(|(_, keyword)| keyword.ranks.len() > 1).collect();
    shared.sort_by_key(|(slug, keyword)| (std::cmp::Reverse(keyword.ranks.len()), *slug));
    shared.truncate(MOST_SHARED);
    let shared: Vec<KeywordView<'_>> = shared
        .into_iter()
        .map(|(slug, one)| KeywordView { nom: &one.name, n: one.ranks.len(), url: format!("mots-cles/{slug}/") })
        .collect();
    context.insert("partages", &shared);
    context.insert("lettres", &letters);
    context.insert("total", &site.shelves.keywords.len());
    page.write(site, "mots-cles.html", &context, sink)
}

/// The list of a keyword, when several deliverables share it.
pub(super) fn keyword(
    site: &Site<'_>,
    slug: &str,
    keyword: &Keyword,
    numbers: Numbers,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    if keyword.ranks.len() < 2 {
        return Ok(());
    }
    let title = site.theme.text("famille.mots-cles.titre")?;
    let description = site.theme.text("famille.mots-cles.resume")?;
    let base = format!("mots-cles/{slug}/");
    let parts = shares(site, &keyword.ranks, None)?;
    let pages = keyword.ranks.len().div_ceil(PER_PAGE);
    for number in numbers.of(pages) {
        let page =
            Page::new(page_path(&base, number), &keyword.name, description, "mots-cles").under(title, "mots-cles/");
        let mut context = page.context(site);
        context.insert("famille", "mots-cles");
        context.insert(
            "terme",
            &TermView {
                id: slug,
                nom: &keyword.name,
                resume: None,
                marque: None,
                lots: &[],
                prioritaire: false,
                url: base.clone(),
                n: keyword.ranks.len(),
            },
        );
        context.insert_value("fiches", site.cards_of(slice(&keyword.ranks, number), &page.path)?);
        context.insert("pagination", &Pager::new(&base, number, pages));
        context.insert("repartition", &parts);
        page.write(site, "terme.html", &context, sink)?;
    }
    Ok(())
}
