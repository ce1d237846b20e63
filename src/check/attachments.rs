//! Attachments and images of pages are used, and light enough for those who load them.

use std::collections::HashSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Text, every};
use crate::diagnostic::human::french_number;
use crate::diagnostic::{Code, Diagnostic, Problems, codes};
use crate::model::Library;
use crate::model::deliverable::ResourceTarget;
use crate::model::links::{Link, Origin, resolve};
use crate::model::read::is_reserved;
use crate::source::{Attachment, DELIVERABLES, PAGES};
use crate::span::{SourceText, Span};

/// Bytes above which an attachment is a burden on a phone.
const HEAVY: u64 = 10 << 20;

/// Bytes above which an image is.
const HEAVY_IMAGE: u64 = 400 << 10;

/// Pixels on a side above which browsers do not show an image: their textures go no further.
const WIDEST: u32 = 16_384;

/// Pixels of a whole image above which phones give up: each takes four bytes once decoded, whatever the file weighs.
const MOST_PIXELS: u64 = 100_000_000;

/// Checks the attachments of every deliverable; `texts` are those that may link to them. Where `told` has a resource
/// that is wrong, it may have meant any of them.
pub(super) fn check(library: &Library, texts: &[Text<'_>], told: &[Diagnostic]) -> Vec<Diagnostic> {
    let links = texts
        .iter()
        .flat_map(|text| text.body.links.iter().map(move |link| (text.origin, &link.target)))
        .filter(|(_, target)| !is_plainly_elsewhere(target))
        .map(|(origin, target)| (origin, resolve(origin, target)));
    let linked: HashSet<String> = links
        .filter_map(|(origin, link)| match link {
            // A file that leads to itself is found by nobody.
            Link::Attachment { slug, name, .. } if origin == Origin::Attachment(&slug, &name) => None,
            Link::Attachment { slug, name, .. } => Some(path_of(&slug, &name)),
            Link::Image { name } => Some(format!("{PAGES}/{name}")),
            _ => None,
        })
        .collect();
    let doubtful: HashSet<&str> = told
        .iter()
        .filter(|one| [codes::RESSOURCE_ABSENTE, codes::RESSOURCE_INCOMPLETE].contains(&one.code))
        .map(|one| one.source.path.as_str())
        .collect();
    let mut problems = Vec::new();
    for one in every(library) {
        let is_doubtful = doubtful.contains(one.source.path.as_str());
        let files = one.ressources.iter().filter_map(|resource| match &resource.cible {
            ResourceTarget::Fichier(name) => Some(name.value.as_str()),
            ResourceTarget::Url(_) => None,
        });
        let resources: HashSet<&str> = files.collect();
        for attachment in &one.attachments {
            let path = path_of(one.slug.as_str(), &attachment.name);
            weigh(&path, attachment, &mut problems);
            if !is_doubtful && !resources.contains(attachment.name.as_str()) && !linked.contains(&path) {
                warn(
                    &mut problems,
                    codes::PIECE_INUTILISEE,
                    path,
                    "Ce fichier est publié, mais ni « ressources » ni aucun texte n’y mène.",
                    format!(
                        "ajoutez « - {{ titre: …, fichier: {} }} » à « ressources », ou retirez le fichier",
                        attachment.name
                    ),
                );
            }
        }
    }
    let mut names: FxHashMap<String, &str> = FxHashMap::default();
    for image in &library.images {
        if let Some(other) = names.insert(image.name.to_lowercase(), &image.name) {
            let message = format!(
                "Ce nom ne diffère de « {other} » que par ses majuscules : Windows et macOS n’en gardent qu’un."
            );
            let help = "donnez un autre nom à l’une des deux images".to_owned();
            let path = format!("{PAGES}/{}", image.name);
            problems.extend(tell(path, |found, at| found.error_help(codes::FICHIER_NOM, at, message, help)));
        }
        let path = format!("{PAGES}/{}", image.name);
        weigh(&path, image, &mut problems);
        if is_reserved(&image.name) {
            let message = format!("L’adresse « {} » est faite par le générateur.", image.name);
            let help = "renommez le dossier de l’image".to_owned();
            problems.extend(tell(path, |found, at| found.error_help(codes::PAGE_RESERVEE, at, message, help)));
        } else if !linked.contains(&path) {
            let message = "Cette image est publiée, mais aucun texte ne la montre ni n’y mène.";
            warn(&mut problems, codes::PIECE_INUTILISEE, path, message, "montrez-la, ou retirez-la".to_owned());
        }
    }
    problems
}

fn path_of(slug: &str, name: &str) -> String {
    format!("{DELIVERABLES}/{slug}/{name}")
}

/// Most links lead to other sites, to headings, and from one deliverable to another: that is seen without taking them
/// apart.
fn is_plainly_elsewhere(target: &str) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    let other = path.strip_prefix("../").and_then(|rest| rest.strip_suffix("/index.md"));
    path.is_empty() || target.contains("://") || other.is_some_and(|slug| !slug.contains('/'))
}

fn weigh(path: &str, attachment: &Attachment, problems: &mut Vec<Diagnostic>) {
    if let Some((width, height)) = attachment.dimensions
        && (width.max(height) > WIDEST || u64::from(width) * u64::from(height) > MOST_PIXELS)
    {
        let (sides, most) = (size(width, height), french_number(WIDEST as usize));
        let message = format!("Cette image mesure {sides} pixels : des navigateurs ne pourront pas l’afficher.");
        let help = format!(
            "réduisez-la à 1 600 pixels de large ; au plus {most} de côté, et {} millions en tout",
            MOST_PIXELS / 1_000_000
        );
        problems.extend(tell(path.to_owned(), |found, at| found.error_help(codes::IMAGE_DEMESUREE, at, message, help)));
    } else if attachment.size > HEAVY {
        warn(
            problems,
            codes::PIECE_LOURDE,
            path.to_owned(),
            &format!(
                "Ce fichier pèse {} ; au-delà de 10 Mo, beaucoup renoncent à le charger.",
                weight(attachment.size)
            ),
            "allégez-le, découpez-le, ou donnez l’adresse où il se trouve (« url: » au lieu de « fichier: »)"
                .to_owned(),
        );
    } else if attachment.size > HEAVY_IMAGE && attachment.dimensions.is_some() {
        warn(
            problems,
            codes::IMAGE_LOURDE,
            path.to_owned(),
            &format!("Cette image pèse {} ; 400 ko suffisent à l’écran.", weight(attachment.size)),
            "réduisez-la à 1 600 pixels de large, en JPEG ou en WebP".to_owned(),
        );
    }
}

/// « 60 000 × 40 000 ».
fn size(width: u32, height: u32) -> String {
    format!("{} × {}", french_number(width as usize), french_number(height as usize))
}

/// « 1,2 Mo », « 512 ko ».
fn weight(bytes: u64) -> String {
    if bytes >= 1_000_000 {
        format!("{:.1} Mo", bytes as f64 / 1e6).replace('.', ",")
    } else {
        format!("{} ko", bytes / 1000)
    }
}

fn warn(problems: &mut Vec<Diagnostic>, code: Code, path: String, message: &str, help: String) {
    problems.extend(tell(path, |found, at| found.warning(code, at, message, help)));
}

/// The problem of a file that has no text to show.
fn tell(path: String, problem: impl FnOnce(&mut Problems, Span)) -> Vec<Diagnostic> {
    let mut found = Problems::new(Arc::new(SourceText::new(path, String::new())));
    problem(&mut found, Span::default());
    found.into_list()
}
