//! The resources of a deliverable with their format, size and licence.

use serde::Serialize;

use super::brief::{LicenceView, licence};

use super::site::Site;
use crate::address::encode;
use crate::model::Deliverable;
use crate::model::deliverable::ResourceTarget;

/// A resource.
#[derive(Serialize)]
pub(super) struct ResourceView<'a> {
    titre: &'a str,
    description: Option<&'a str>,
    /// Path of the site for a file, whole address for a link.
    url: String,
    externe: bool,
    /// Host of an external link.
    hote: Option<&'a str>,
    format: Option<String>,
    icone: &'static str,
    taille: Option<u64>,
    /// When it differs from the deliverable's.
    licence: Option<LicenceView<'a>>,
    titulaire: Option<&'a str>,
}

pub(super) fn view<'a>(site: &Site<'a>, one: &'a Deliverable) -> Vec<ResourceView<'a>> {
    let words = &site.config().vocabulaires;
    one.ressources
        .iter()
        .map(|resource| {
            let own_licence = resource.licence.as_deref().filter(|id| *id != one.licence.as_str());
            let mut view = ResourceView {
                titre: &resource.titre,
                description: resource.description.as_deref(),
                url: String::new(),
                externe: false,
                hote: None,
                format: None,
                icone: "file",
                taille: None,
                licence: own_licence.map(|id| licence(id, words.licences.get(id))),
                titulaire: resource.titulaire_droits.as_deref().filter(|owner| *owner != one.titulaire_droits),
            };
            match &resource.cible {
                ResourceTarget::Fichier(name) => {
                    view.url = format!("{}{}", one.url(), encode(name));
                    view.taille = one.attachment(name).map(|attachment| attachment.size);
                    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
                    view.icone = icon(extension.as_deref().unwrap_or_default());
                    view.format = extension.map(|extension| extension.to_ascii_uppercase());
                }
                ResourceTarget::Url(url) => {
                    view.url.clone_from(url);
                    view.externe = true;
                    view.icone = "external-link";
                    view.hote = url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
                }
            }
            view
        })
        .collect()
}

/// The icon of a format.
fn icon(extension: &str) -> &'static str {
    match extension {
        "csv" | "ods" | "xls" | "xlsx" => "file-spreadsheet",
        "svg" | "png" | "jpg" | "jpeg" | "webp" | "gif" | "avif" => "image",
        "md" | "txt" | "pdf" | "odt" | "doc" | "docx" => "file-text",
        _ => "file",
    }
}
