//! The resources of a deliverable with their kind, size and licence.

use serde::Serialize;

use super::brief::{LicenceView, licence};
use super::site::Site;
use crate::address::encode;
use crate::model::Deliverable;
use crate::model::deliverable::ResourceTarget;
use crate::model::document::Document;

/// A resource.
#[derive(Serialize)]
pub(super) struct ResourceView<'a> {
    titre: &'a str,
    description: Option<&'a str>,
    /// A file beside the deliverable; else it is a link.
    fichier: Option<FileView>,
    /// Whole address of a link.
    url: Option<&'a str>,
    /// Its host.
    hote: Option<&'a str>,
    icone: &'static str,
    /// When it differs from the deliverable's.
    licence: Option<LicenceView<'a>>,
    titulaire: Option<&'a str>,
}

/// A file that readers download, and see in a page where it has one.
#[derive(Serialize)]
pub(super) struct FileView {
    /// Path of the site.
    url: String,
    /// Path of its page.
    page: Option<String>,
    /// What it is, as the theme calls it: `format.<nature>`.
    nature: &'static str,
    /// As its name ends, in capitals.
    extension: String,
    taille: Option<u64>,
    #[serde(skip)]
    icon: &'static str,
}

/// A kind of file: the end of its name, what it is, its icon.
struct Kind(&'static [&'static str], &'static str, &'static str);

/// The kinds that a trainer knows by name; others are called by the end of theirs.
const KINDS: [Kind; 13] = [
    Kind(&["md", "txt"], "texte", "file-text"),
    Kind(&["csv"], "tableau", "file-spreadsheet"),
    Kind(&["pdf"], "pdf", "file-text"),
    Kind(&["doc", "docx"], "word", "file-text"),
    Kind(&["odt", "rtf"], "document", "file-text"),
    Kind(&["xls", "xlsx"], "excel", "file-spreadsheet"),
    Kind(&["ods"], "classeur", "file-spreadsheet"),
    Kind(&["ppt", "pptx"], "powerpoint", "file"),
    Kind(&["odp"], "presentation", "file"),
    Kind(&["svg", "png", "jpg", "jpeg", "webp", "gif", "avif"], "image", "image"),
    Kind(&["mp3", "ogg", "oga", "opus", "m4a", "wav", "flac"], "son", "file"),
    Kind(&["mp4", "webm", "ogv", "mov", "m4v"], "video", "file"),
    Kind(&["zip", "7z", "tar", "gz", "tgz"], "archive", "archive"),
];

/// The names of all kinds, for whoever checks that the theme has words for them.
#[cfg(test)]
pub(super) fn natures() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|Kind(_, nature, _)| *nature).chain([OTHER.1, NAMELESS])
}

/// What is told by the end of its name alone.
const OTHER: Kind = Kind(&[], "autre", "file");

/// What has no end of a name.
const NAMELESS: &str = "fichier";

pub(super) fn view<'a>(site: &Site<'a>, one: &'a Deliverable) -> Vec<ResourceView<'a>> {
    let words = &site.config().vocabulaires;
    one.ressources
        .iter()
        .map(|resource| {
            let own_licence = resource.licence.as_deref().filter(|id| *id != one.licence.as_str());
            let mut view = ResourceView {
                titre: &resource.titre,
                description: resource.description.as_deref(),
                fichier: None,
                url: None,
                hote: None,
                icone: "external-link",
                licence: own_licence.map(|id| licence(id, words.licences.get(id))),
                titulaire: resource.titulaire_droits.as_deref().filter(|owner| *owner != one.titulaire_droits),
            };
            match &resource.cible {
                ResourceTarget::Fichier(name) => {
                    let file = file(one, name);
                    view.icone = file.icon;
                    view.fichier = Some(file);
                }
                ResourceTarget::Url(url) => {
                    view.url = Some(url);
                    view.hote = url.split("//").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
                }
            }
            view
        })
        .collect()
}

/// A file of a bundle.
pub(super) fn file(one: &Deliverable, name: &str) -> FileView {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let Kind(_, nature, icon) =
        KINDS.into_iter().find(|Kind(ends, ..)| ends.contains(&extension.as_str())).unwrap_or(OTHER);
    FileView {
        url: format!("{}{}", one.url(), encode(name)),
        page: one.document(name).map(|_| format!("{}{}", one.url(), encode(&Document::page(name)))),
        nature: if extension.is_empty() { NAMELESS } else { nature },
        extension: extension.to_ascii_uppercase(),
        taille: one.attachment(name).map(|attachment| attachment.size),
        icon,
    }
}
