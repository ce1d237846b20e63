//! Links and images of bodies lead somewhere.

use super::{Known, Text, signs};
use crate::diagnostic::fix::{Edit, Fix};
use crate::diagnostic::{Code, Problems, Severity, codes, nearest};
use crate::model::links::{Link, Origin, relative, resolve};
use crate::parse::markdown::{self, Body};
use crate::source::{PAGES, is_image};
use crate::span::Span;

/// Checks the links and images of a text.
pub(super) fn text(text: &Text<'_>, known: &Known<'_>, problems: &mut Problems) {
    for link in &text.body.links {
        let span = target_span(link, problems);
        if link.is_image {
            image(text, known, link, span, problems);
        } else {
            one(text, known, &link.target, span, problems);
        }
    }
    signs::by_name(text, known, problems);
}

/// The destination itself inside `[texte](destination)`, where it stands as written.
pub(super) fn target_span(link: &markdown::Link, problems: &Problems) -> Span {
    let text = problems.source().slice(link.span);
    match text.rfind(link.target.as_str()) {
        Some(at) if !link.target.is_empty() => {
            let start = link.span.start as usize + at;
            Span::new(start, start + link.target.len())
        }
        _ => link.span,
    }
}

fn one(text: &Text<'_>, known: &Known<'_>, target: &str, span: Span, problems: &mut Problems) {
    match resolve(text.origin, target) {
        Link::External(_) => {}
        Link::Anchor(anchor) => heading(text.body, anchor, "ce texte", span, problems),
        Link::Deliverable { slug, anchor } => deliverable(known, &slug, anchor, span, problems),
        Link::Attachment { slug, name, anchor }
            if let Some(bundle) = known.bundle(&slug)
                && known.has_file(&slug, &name) =>
        {
            if let (Some(anchor), Some(body)) = (anchor, bundle.document(&name)) {
                heading(body, anchor, &format!("« {name} »"), span, problems);
            }
        }
        Link::Attachment { .. } | Link::Nowhere if target.starts_with("www.") => {
            missing_help(
                format!("« {target} » n’est pas une adresse entière."),
                format!("écrivez https://{target}"),
                span,
                problems,
            );
        }
        Link::Attachment { .. } | Link::Nowhere if known.bundle(target.trim_matches('/')).is_some() => {
            let path = format!("livrables/{}/index.md", target.trim_matches('/'));
            let help = format!("écrivez {}", relative(text.origin, &path));
            missing_help(format!("« {target} » est le nom d’une fiche, pas un chemin."), help, span, problems);
        }
        Link::Attachment { slug, name, .. } => attachment(known, &slug, &name, span, problems),
        Link::Page { slug, anchor } => page(known, &slug, anchor, span, problems),
        Link::Image { name } => picture(text, known, &name, (codes::LIEN_CIBLE_ABSENTE, span), problems),
        Link::Reuse { slug } if known.reuses.contains(&slug.as_str()) => {}
        Link::Reuse { slug } => missing(format!("La reprise « {slug} » n’existe pas."), None, span, problems),
        Link::Refused => problems.error_help(
            codes::LIEN_SCHEMA,
            span,
            format!("L’adresse « {target} » n’est pas acceptée."),
            "écrivez une adresse https://, mailto:, tel:, ou un chemin relatif vers le fichier d’une fiche",
        ),
        Link::Rooted => problems.warning(
            codes::LIEN_RACINE,
            span,
            format!("« {target} » part de la racine d’un site ; ce lien restera un simple texte."),
            address_of(known, target).map_or_else(
                || "écrivez un chemin relatif vers le fichier visé, ou l’adresse entière avec https://".to_owned(),
                |path| format!("écrivez {}", relative(text.origin, &path)),
            ),
        ),
        Link::Nowhere => {
            missing(format!("« {target} » ne mène à aucun fichier de la bibliothèque."), None, span, problems);
        }
    }
}

fn deliverable(known: &Known<'_>, slug: &str, anchor: Option<&str>, span: Span, problems: &mut Problems) {
    let Some(found) = known.bundle(slug) else {
        let near = nearest_of(slug, known.slugs(), known.slug_count(), problems);
        missing(
            format!("Aucune fiche ne s’appelle « {slug} »."),
            near.map(|near| format!("../{near}/index.md")),
            span,
            problems,
        );
        return;
    };
    if !found.is_published {
        problems.warning(
            codes::LIEN_NON_PUBLIE,
            span,
            format!("La fiche « {slug} » n’est pas publiée : ce lien restera un simple texte."),
            "attendez sa publication, ou retirez le lien",
        );
    }
    if let (Some(anchor), Some(body)) = (anchor, found.body) {
        heading(body, anchor, &format!("la fiche « {slug} »"), span, problems);
    }
}

fn page(known: &Known<'_>, slug: &str, anchor: Option<&str>, span: Span, problems: &mut Problems) {
    let Some(&body) = known.pages.get(slug) else {
        let near = nearest_of(slug, known.pages.keys().copied(), known.pages.len(), problems);
        missing(format!("La page « {slug} » n’existe pas."), near.map(|near| format!("{near}.md")), span, problems);
        return;
    };
    if let (Some(anchor), Some(body)) = (anchor, body) {
        heading(body, anchor, &format!("la page « {slug} »"), span, problems);
    }
}

/// A file that a bundle does not have.
fn attachment(known: &Known<'_>, slug: &str, name: &str, span: Span, problems: &mut Problems) {
    let Some(bundle) = known.bundle(slug) else {
        missing(format!("Aucune fiche ne s’appelle « {slug} »."), None, span, problems);
        return;
    };
    let names = bundle.attachments.iter().map(|one| one.name.as_str());
    let near = nearest_of(name, names, bundle.attachments.len(), problems).map(str::to_owned);
    let message = format!("Le fichier « {name} » n’est pas dans le dossier de la fiche « {slug} ».");
    missing(message, near, span, problems);
}

fn image(text: &Text<'_>, known: &Known<'_>, link: &markdown::Link, span: Span, problems: &mut Problems) {
    let target = link.target.as_str();
    match resolve(text.origin, target) {
        Link::Attachment { slug, name, .. } => {
            let found = known.bundle(&slug);
            if !known.has_file(&slug, &name) {
                let near = found.and_then(|bundle| {
                    nearest_of(
                        &name,
                        bundle.attachments.iter().map(|one| one.name.as_str()),
                        bundle.attachments.len(),
                        problems,
                    )
                });
                problems.error_help(
                    codes::IMAGE_ABSENTE,
                    span,
                    format!("L’image « {target} » n’existe pas."),
                    near.map_or_else(
                        || match text.origin {
                            Origin::Attachment(..) => format!("déposez-la {}", beside(text.origin)),
                            _ => "déposez-la à côté d’index.md".to_owned(),
                        },
                        |near| format!("écrivez {near} ?"),
                    ),
                );
            } else if !is_image(&name) {
                let start = link.span.start as usize;
                let is_link = link.is_described && problems.source().slice(link.span).starts_with("![");
                let unsign = || Fix {
                    title: "en faire un lien".to_owned(),
                    edits: vec![Edit { span: Span::new(start, start + 1), text: String::new() }],
                };
                problems
                    .add(
                        Severity::Error,
                        codes::IMAGE_ABSENTE,
                        span,
                        format!("« {target} » n’est pas une image : les navigateurs ne l’afficheraient pas."),
                        "retirez le point d’exclamation, pour en faire un lien",
                    )
                    .fix(is_link.then(unsign));
            }
        }
        Link::Image { name } => picture(text, known, &name, (codes::IMAGE_ABSENTE, span), problems),
        Link::External(_) => problems.error_help(
            codes::IMAGE_EXTERNE,
            span,
            "Une image d’un autre site n’est pas acceptée : elle livrerait l’adresse de vos lecteurs.",
            format!("copiez l’image {}, si sa licence le permet", beside(text.origin)),
        ),
        _ => problems.error_help(
            codes::IMAGE_ABSENTE,
            span,
            format!("« {target} » n’est pas une image de la bibliothèque."),
            format!("déposez-la {}", beside(text.origin)),
        ),
    }
}

/// Where the images of a text are laid.
const fn beside(origin: Origin<'_>) -> &'static str {
    match origin {
        Origin::Deliverable(_) => "à côté d’index.md",
        Origin::Attachment(..) => "à côté de ce fichier",
        Origin::Page(_) => "à côté de cette page",
        Origin::Reuse => "à côté d’index.md, dans le dossier de la fiche",
    }
}

/// An image beside the free pages.
fn picture(text: &Text<'_>, known: &Known<'_>, name: &str, (code, span): (Code, Span), problems: &mut Problems) {
    if known.library.image(name).is_some() {
        return;
    }
    let (folder, file) =
        name.rsplit_once('/').map_or((PAGES.to_owned(), name), |(folder, file)| (format!("{PAGES}/{folder}"), file));
    let near = nearest_of(
        name,
        known.library.images.iter().map(|one| one.name.as_str()),
        known.library.images.len(),
        problems,
    );
    problems.error_help(
        code,
        span,
        format!("L’image « {file} » n’existe pas dans {folder}/."),
        near.map_or_else(
            || format!("déposez-la dans {folder}/"),
            |near| format!("écrivez {} ?", relative(text.origin, &format!("pages/{near}"))),
        ),
    );
}

/// The nearest name, whatever the order of the names; none once many were looked at.
fn nearest_of<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    count: usize,
    problems: &mut Problems,
) -> Option<&'a str> {
    if !problems.may_seek(count) {
        return None;
    }
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    nearest(name, known)
}

fn heading(body: &Body, anchor: &str, place: &str, span: Span, problems: &mut Problems) {
    if anchor.is_empty() || body.heading(anchor).is_some() {
        return;
    }
    let ids = body.headings.iter().map(|heading| heading.id.as_str());
    let help = if problems.may_seek(body.headings.len()) {
        nearest(anchor, ids.clone())
            .map_or_else(|| crate::value::scalars::choices(ids), |near| format!("écrivez #{near} ?"))
    } else {
        "reprenez les mots d’un titre, en minuscules et joints par des tirets".to_owned()
    };
    problems.error_help(
        codes::LIEN_ANCRE_ABSENTE,
        span,
        format!("Il n’y a pas de titre « #{anchor} » dans {place}."),
        help,
    );
}

/// The file of an address of the site, as a visitor copies it: `/livrables/x/`.
fn address_of(known: &Known<'_>, target: &str) -> Option<String> {
    let path = target.split('#').next()?.trim_matches('/');
    match path.strip_prefix("livrables/") {
        Some(slug) => known.bundle(slug).map(|_| format!("livrables/{slug}/index.md")),
        None => known.pages.contains_key(path).then(|| format!("pages/{path}.md")),
    }
}

fn missing_help(message: String, help: String, span: Span, problems: &mut Problems) {
    problems.error_help(codes::LIEN_CIBLE_ABSENTE, span, message, help);
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
