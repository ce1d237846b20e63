//! Links and images of bodies lead somewhere.

use super::Known;
use crate::diagnostic::{Problems, codes, nearest};
use crate::model::links::{Link, Origin, has_anchor, resolve};
use crate::model::{Deliverable, Library, Page, Reuse};
use crate::parse::markdown::{self, Body};
use crate::span::Span;

struct Context<'a> {
    origin: Origin<'a>,
    body: &'a Body,
    known: &'a Known<'a>,
    library: &'a Library,
}

/// Links of a deliverable's body.
pub(super) fn deliverable(one: &Deliverable, known: &Known<'_>, library: &Library, problems: &mut Problems) {
    body(&Context { origin: Origin::Deliverable(one.slug.as_str()), body: &one.body, known, library }, problems);
}

/// Links of a reuse's body.
pub(super) fn reuse(reuse: &Reuse, known: &Known<'_>, library: &Library, problems: &mut Problems) {
    body(&Context { origin: Origin::Reuse, body: &reuse.body, known, library }, problems);
}

/// Links of a free page.
pub(super) fn page(page: &Page, known: &Known<'_>, library: &Library, problems: &mut Problems) {
    body(&Context { origin: Origin::Page(&page.slug), body: &page.body, known, library }, problems);
}

fn body(context: &Context<'_>, problems: &mut Problems) {
    for link in &context.body.links {
        let span = target_span(link, problems);
        if link.is_image {
            image(context, &link.target, span, problems);
        } else {
            one(context, &link.target, span, problems);
        }
    }
}

/// The destination itself inside `[texte](destination)`, where it stands as written.
fn target_span(link: &markdown::Link, problems: &Problems) -> Span {
    let text = problems.source().slice(link.span);
    match text.rfind(link.target.as_str()) {
        Some(at) if !link.target.is_empty() => {
            let start = link.span.start as usize + at;
            Span::new(start, start + link.target.len())
        }
        _ => link.span,
    }
}

fn one(context: &Context<'_>, target: &str, span: Span, problems: &mut Problems) {
    match resolve(context.origin, target) {
        Link::External(_) => {}
        Link::Anchor(anchor) => heading(context.body, anchor, "ce texte", span, problems),
        Link::Deliverable { slug, anchor } => match context.known.get(&slug) {
            None => missing(
                format!("Aucune fiche ne s’appelle « {slug} »."),
                context.known.nearest(&slug).map(|near| format!("../{near}/index.md")),
                span,
                problems,
            ),
            Some(found) => {
                if !found.statut.is_published() {
                    problems.warning(
                        codes::LIEN_NON_PUBLIE,
                        span,
                        format!("La fiche « {slug} » n’est pas publiée : ce lien restera un simple texte."),
                        "attendez sa publication, ou retirez le lien",
                    );
                }
                if let Some(anchor) = anchor {
                    heading(&found.body, anchor, &format!("la fiche « {slug} »"), span, problems);
                }
            }
        },
        Link::Attachment { slug, name } => attachment(context, &slug, &name, span, problems),
        Link::Page { slug, anchor } => match context.library.page(&slug) {
            None => missing(
                format!("La page « {slug} » n’existe pas."),
                nearest(&slug, context.library.pages.iter().map(|page| page.slug.as_str()))
                    .map(|near| format!("{near}.md")),
                span,
                problems,
            ),
            Some(page) => {
                if let Some(anchor) = anchor {
                    heading(&page.body, anchor, &format!("la page « {slug} »"), span, problems);
                }
            }
        },
        Link::Reuse { slug } if context.library.has_reuse(&slug) => {}
        Link::Reuse { slug } => missing(format!("La reprise « {slug} » n’existe pas."), None, span, problems),
        Link::Refused => problems.error_help(
            codes::LIEN_SCHEMA,
            span,
            format!("L’adresse « {target} » n’est pas acceptée."),
            "écrivez une adresse https://, mailto:, tel:, ou un chemin relatif vers le fichier d’une fiche",
        ),
        Link::Nowhere => {
            missing(format!("« {target} » ne mène à aucun fichier de la bibliothèque."), None, span, problems)
        }
    }
}

fn attachment(context: &Context<'_>, slug: &str, name: &str, span: Span, problems: &mut Problems) {
    let Some(bundle) = context.known.get(slug) else {
        missing(format!("Aucune fiche ne s’appelle « {slug} »."), None, span, problems);
        return;
    };
    if bundle.attachment(name).is_none() {
        let near = nearest(name, bundle.attachments.iter().map(|one| one.name.as_str())).map(str::to_owned);
        missing(
            format!("Le fichier « {name} » n’est pas dans le dossier de la fiche « {slug} »."),
            near,
            span,
            problems,
        );
    }
}

fn image(context: &Context<'_>, target: &str, span: Span, problems: &mut Problems) {
    match resolve(context.origin, target) {
        Link::Attachment { slug, name } => {
            let found = context.known.get(&slug);
            if found.is_none_or(|bundle| bundle.attachment(&name).is_none()) {
                let near =
                    found.and_then(|bundle| nearest(&name, bundle.attachments.iter().map(|one| one.name.as_str())));
                problems.error_help(
                    codes::IMAGE_ABSENTE,
                    span,
                    format!("L’image « {target} » n’existe pas."),
                    near.map_or_else(|| "déposez-la à côté de index.md".to_owned(), |near| format!("écrivez {near} ?")),
                );
            }
        }
        Link::External(_) => problems.error_help(
            codes::IMAGE_EXTERNE,
            span,
            "Une image d’un autre site n’est pas acceptée : elle livrerait l’adresse de vos lecteurs.",
            "copiez l’image à côté de index.md, si sa licence le permet",
        ),
        _ => problems.error_help(
            codes::IMAGE_ABSENTE,
            span,
            format!("« {target} » n’est pas une image de la bibliothèque."),
            "déposez-la à côté de index.md",
        ),
    }
}

fn heading(body: &Body, anchor: &str, place: &str, span: Span, problems: &mut Problems) {
    if has_anchor(body, anchor) || anchor.is_empty() {
        return;
    }
    let ids = body.headings.iter().map(|heading| heading.id.as_str());
    let help = match nearest(anchor, ids.clone()) {
        Some(near) => format!("écrivez #{near} ?"),
        None => crate::value::scalars::choices(ids),
    };
    problems.error_help(
        codes::LIEN_ANCRE_ABSENTE,
        span,
        format!("Il n’y a pas de titre « #{anchor} » dans {place}."),
        help,
    );
}

fn missing(message: String, near: Option<String>, span: Span, problems: &mut Problems) {
    match near {
        Some(near) => problems.error_help(codes::LIEN_CIBLE_ABSENTE, span, message, format!("écrivez {near} ?")),
        None => problems.error_help(
            codes::LIEN_CIBLE_ABSENTE,
            span,
            message,
            "vérifiez le chemin, relatif au dossier de ce fichier",
        ),
    }
}
