//! Attachments are used, and light enough for those who load them.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Text, every};
use crate::diagnostic::{Code, Diagnostic, Problems, codes};
use crate::model::Library;
use crate::model::deliverable::ResourceTarget;
use crate::model::links::{Link, resolve};
use crate::source::Attachment;
use crate::span::{SourceText, Span};

/// Bytes above which an attachment is a burden on a phone.
const HEAVY: u64 = 10 << 20;

/// Bytes above which an image is.
const HEAVY_IMAGE: u64 = 400 << 10;

/// Checks the attachments of every deliverable; `texts` are those that may link to them. Where `told` has a resource
/// that is wrong, it may have meant any of them.
pub(super) fn check(library: &Library, texts: &[Text<'_>], told: &[Diagnostic]) -> Vec<Diagnostic> {
    let linked: HashSet<(String, String)> = texts
        .iter()
        .flat_map(|text| text.body.links.iter().map(move |link| (text.origin, &link.target)))
        .filter(|(_, target)| !is_plainly_elsewhere(target))
        .map(|(origin, target)| resolve(origin, target))
        .filter_map(|link| if let Link::Attachment { slug, name } = link { Some((slug, name)) } else { None })
        .collect();
    let doubtful: HashSet<&str> = told
        .iter()
        .filter(|one| [codes::RESSOURCE_ABSENTE, codes::RESSOURCE_INCOMPLETE].contains(&one.code))
        .map(|one| one.source.path.as_str())
        .collect();
    let mut problems = Vec::new();
    for one in every(library) {
        let is_doubtful = doubtful.contains(one.source.path.as_str());
        for attachment in &one.attachments {
            weigh(one.slug.as_str(), attachment, &mut problems);
            let is_resource = one.ressources.iter().any(
                |resource| matches!(&resource.cible, ResourceTarget::Fichier(name) if name.value == attachment.name),
            );
            if !is_doubtful && !is_resource && !linked.contains(&(one.slug.to_string(), attachment.name.clone())) {
                tell(
                    &mut problems,
                    codes::PIECE_INUTILISEE,
                    (one.slug.as_str(), attachment),
                    "Ce fichier est publié, mais ni « ressources » ni aucun texte n’y mène.",
                    format!(
                        "ajoutez « - {{ titre: …, fichier: {} }} » à « ressources », ou retirez le fichier",
                        attachment.name
                    ),
                );
            }
        }
    }
    problems
}

/// Most links lead to other sites, to headings, and from one deliverable to another: that is seen without taking them
/// apart.
fn is_plainly_elsewhere(target: &str) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    let other = path.strip_prefix("../").and_then(|rest| rest.strip_suffix("/index.md"));
    path.is_empty() || target.contains("://") || other.is_some_and(|slug| !slug.contains('/'))
}

fn weigh(slug: &str, attachment: &Attachment, problems: &mut Vec<Diagnostic>) {
    if attachment.size > HEAVY {
        tell(
            problems,
            codes::PIECE_LOURDE,
            (slug, attachment),
            &format!(
                "Ce fichier pèse {} ; au-delà de 10 Mo, beaucoup renoncent à le charger.",
                weight(attachment.size)
            ),
            "allégez-le, découpez-le, ou donnez l’adresse où il se trouve (« url: » au lieu de « fichier: »)"
                .to_owned(),
        );
    } else if attachment.size > HEAVY_IMAGE && attachment.dimensions.is_some() {
        tell(
            problems,
            codes::IMAGE_LOURDE,
            (slug, attachment),
            &format!("Cette image pèse {} ; 400 ko suffisent à l’écran.", weight(attachment.size)),
            "réduisez-la à 1 600 pixels de large, en JPEG ou en WebP".to_owned(),
        );
    }
}

/// « 1,2 Mo », « 512 ko ».
fn weight(bytes: u64) -> String {
    if bytes >= 1_000_000 {
        format!("{:.1} Mo", bytes as f64 / 1e6).replace('.', ",")
    } else {
        format!("{} ko", bytes / 1000)
    }
}

/// The problem of a file that has no text to show.
fn tell(
    problems: &mut Vec<Diagnostic>,
    code: Code,
    (slug, attachment): (&str, &Attachment),
    message: &str,
    help: String,
) {
    let path = format!("content/livrables/{slug}/{}", attachment.name);
    let mut found = Problems::new(Arc::new(SourceText { path, text: String::new() }));
    found.warning(code, Span::default(), message, help);
    problems.extend(found.into_list());
}
