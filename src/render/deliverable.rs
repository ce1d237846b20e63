//! The page of a deliverable.

use tera::{Context, Value};

use super::page::{Link, Page};
use super::site::Site;
use super::{RenderError, body, brief, card, evaluation, framework, history, jsonld, resources, reuses, timeline};
use crate::model::links::Origin;
use crate::model::{Deliverable, Detail};
use crate::output::Sink;

/// Close deliverables shown at most.
const NEIGHBOURS: usize = 4;
/// Headings from which the body has a contents list.
const HEADINGS: usize = 3;

/// Renders the deliverable of a rank; `close` are the ranks of those close to it.
pub(super) fn render(site: &Site<'_>, rank: usize, close: &[u32], sink: &dyn Sink) -> Result<(), RenderError> {
    let one = &site.library.deliverables[rank];
    let axis = card::axis_view(site, one.main_axis());
    let title = one.titre.as_str();
    let page = Page::new(one.url(), title, &one.resume, "fiches")
        .under(site.theme.text("nav.fiches")?, "livrables/")
        .under(axis.nom, axis.url);
    let mut context = page.context(site);
    context.insert("fiche", &brief::head(site, one));
    context.insert("bref", &brief::brief(site, one));
    context.insert("transfert", &one.transfert);
    context.insert("ressources", &resources::view(site, one));
    if let Some(known) = &one.evaluation {
        context.insert("evaluation", &evaluation::view(known));
    }
    detail(&mut context, one);
    let headings = body::insert(site, Origin::Deliverable(one.slug.as_str()), &one.body, &page.path, &mut context);
    context.insert("avec_sommaire", &(headings >= HEADINGS));
    related(site, one, rank, close, &mut context);
    if let Some(depot) = &site.config().depot {
        // The addresses of GitLab; other forges redirect or answer the same ones.
        let file = &one.source.path;
        context.insert("modifier", &format!("{}/-/edit/{}/{file}", depot.url, depot.branche));
        context.insert("historique", &format!("{}/-/commits/{}/{file}", depot.url, depot.branche));
    }
    if let Some(history) = history::view(site, one) {
        context.insert("histoire", &history);
    }
    context.insert_value("jsonld", Value::safe_string(&jsonld::learning_resource(site, one)));
    page.write(site, "fiche.html", &context, sink)
}

fn detail(context: &mut Context, one: &Deliverable) {
    match &one.detail {
        Detail::Referentiel(known) => context.insert("referentiel", &framework::view(known, one.exemple)),
        Detail::Outil(known) => context.insert("outil", &framework::tool(known)),
        Detail::Modele(known) => context.insert("modele", &timeline::view(known)),
    }
}

fn related(site: &Site<'_>, one: &Deliverable, rank: usize, close: &[u32], context: &mut Context) {
    let see: Vec<Link<'_>> =
        one.voir_aussi.iter().filter_map(|slug| card::link_to(site, site.library.rank(slug)?)).collect();
    let close: Vec<usize> = close
        .iter()
        .map(|&near| near as usize)
        .filter(|&near| near != rank && is_current(site, near))
        .filter(|&near| !one.voir_aussi.iter().any(|slug| site.library.rank(slug) == Some(near)))
        .take(NEIGHBOURS)
        .collect();
    let close: Vec<Link<'_>> = close.into_iter().filter_map(|near| card::link_to(site, near)).collect();
    let (before, after) = site.shelves.around(rank);
    context.insert("voir_aussi", &see);
    context.insert("proches", &close);
    context.insert("precedente", &before.and_then(|at| card::link_to(site, at)));
    context.insert("suivante", &after.and_then(|at| card::link_to(site, at)));
    context.insert("reprises", &reuses::of(site, one.slug.as_str(), &one.url()));
}

fn is_current(site: &Site<'_>, rank: usize) -> bool {
    site.library.deliverables.get(rank).is_some_and(|one| one.statut != crate::model::Status::Archive)
}
