//! The texts of a deliverable's attachments, to search in. One that cannot be read is published all
//! the same, and its author told.

use rustc_hash::FxHashSet;

use crate::diagnostic::{Code, Problems, codes};
use crate::model::Deliverable;
use crate::model::deliverable::{AttachmentText, ResourceTarget};
use crate::parse::attachment::{self, Format, LARGEST, LONGEST, Unreadable};
use crate::source::Attachment;
use crate::source::disk::read_beginning;

/// Characters of text kept for one deliverable.
const MOST_TEXT: usize = 500_000;

/// Reads what the resources of a deliverable name, each file once.
pub(super) fn read(deliverable: &Deliverable, problems: &mut Problems) -> Vec<AttachmentText> {
    let mut texts: Vec<AttachmentText> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut room = MOST_TEXT;
    for resource in &deliverable.ressources {
        let ResourceTarget::Fichier(name) = &resource.cible else { continue };
        let (Some(format), Some(file)) = (Format::of(name), deliverable.attachment(name)) else { continue };
        if !seen.insert(name) {
            continue;
        }
        match text(file, format, room.min(LONGEST)) {
            Ok(text) => {
                room -= text.chars().count().min(room);
                texts.push(AttachmentText { file: name.value.clone(), title: resource.titre.clone(), text });
            }
            // With no room left, nothing was looked for.
            Err(_) if room == 0 => {}
            Err(cause) => {
                let (code, fault, help) = words(cause, format);
                let message = format!("Le fichier « {} » {fault} : la recherche n’y trouvera rien.", name.value);
                problems.warning(code, name.span, message, help);
            }
        }
    }
    texts
}

fn text(file: &Attachment, format: Format, room: usize) -> Result<String, Unreadable> {
    if file.size > LARGEST {
        return Err(Unreadable::TooBig);
    }
    let bytes = read_beginning(&file.path, LARGEST).map_err(|_| Unreadable::Damaged)?;
    attachment::text(format, bytes, room)
}

/// How the author is told.
const fn words(cause: Unreadable, format: Format) -> (Code, &'static str, &'static str) {
    match (cause, format) {
        (Unreadable::TooBig, _) => (
            codes::PIECE_TROP_GROSSE,
            "est trop gros",
            "allégez ses images, ou partagez-le en fichiers de moins de 20 Mo",
        ),
        (Unreadable::Protected, _) => (
            codes::PIECE_PROTEGEE,
            "est protégé par un mot de passe ou des restrictions",
            "joignez une copie enregistrée sans protection",
        ),
        (Unreadable::NoText, Format::Pdf) => (
            codes::PIECE_SANS_TEXTE,
            "ne contient aucun texte qu’un programme puisse lire",
            "joignez le document d’origine, ou passez ce PDF à la reconnaissance de caractères",
        ),
        (Unreadable::NoText, _) => {
            (codes::PIECE_SANS_TEXTE, "est vide", "complétez-le, ou retirez-le de « ressources »")
        }
        (Unreadable::Damaged, _) => (
            codes::PIECE_ILLISIBLE,
            "est abîmé, ou n’est pas ce qu’annonce son extension",
            "ouvrez-le pour le vérifier, puis enregistrez-le à nouveau",
        ),
    }
}
