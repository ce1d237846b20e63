//! A deliverable under another name: its folder, every reference to it, and its former address among its aliases.

mod alias;
mod references;

use std::path::Path;
use std::sync::Arc;

use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse,
    RenameFile, RenameFileOptions, ResourceOp, TextDocumentEdit, WorkspaceEdit,
};

use super::fixes::text_edits;
use super::home::{self, Role};
use super::outline::Step;
use super::state::State;
use super::text::Text;
use super::view::{Spot, View};
use crate::diagnostic::fix::Edit;
use crate::model::Slug;
use crate::model::links::{Link, resolve};
use crate::source::{LibrarySource, disk};
use crate::span::Span;
use crate::system::in_french;
use crate::value::slug::slugify;

const NOT_A_SLUG: &str = "Ce n’est pas le nom d’une fiche. Placez-vous sur un nom de dossier (voir_aussi, remplace, \
     livrable, un lien), ou sur le titre de la fiche elle-même.";

/// What would be renamed at a byte.
///
/// # Errors
/// A sentence when it is no deliverable's name.
pub(super) fn prepare(view: &View<'_>, offset: usize) -> Result<PrepareRenameResponse, String> {
    let (slug, span) = slug_at(view, offset).ok_or(NOT_A_SLUG)?;
    let range = view.text.range(span, view.encoding);
    Ok(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: slug })
}

/// Everything that a new name changes; nothing when it is the same.
///
/// # Errors
/// A sentence when it cannot be done.
pub(super) fn rename(
    state: &State,
    view: &View<'_>,
    offset: usize,
    name: &str,
) -> Result<Option<WorkspaceEdit>, String> {
    let (old, _) = slug_at(view, offset).ok_or(NOT_A_SLUG)?;
    let new = checked(name.trim())?;
    if new.as_str() == old {
        return Ok(None);
    }
    if !state.client.renames_files {
        return Err(format!(
            "Votre éditeur ne permet pas qu’un serveur renomme un dossier. Renommez vous-même « {old} » en « {new} », \
             corrigez les renvois que la vérification signale, et ajoutez livrables/{old} à « alias »."
        ));
    }
    let root = &view.home.root;
    let source = fresh(state, root)?;
    is_free(root, &source, &old, new.as_str())?;
    let mut operations = Vec::new();
    for text in source.texts() {
        let Some(role) = Role::of(&text.path).filter(|role| *role != Role::Site) else { continue };
        let mut edits = references::edits(&text.text, &role, &old, new.as_str());
        if role == Role::Deliverable(old.clone()) {
            edits.extend(alias::edits(&text.text, &old, new.as_str())?);
        }
        if !edits.is_empty() {
            edits.sort_by_key(|edit| edit.span);
            operations.push(DocumentChangeOperation::Edit(changes(state, root, text, &edits)?));
        }
    }
    operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(folder(root, &old, new.as_str())?)));
    Ok(Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }))
}

/// The deliverable that a place names, and the bytes to show as its name.
fn slug_at(view: &View<'_>, offset: usize) -> Option<(String, Span)> {
    let own = match &view.home.role {
        Role::Deliverable(slug) => Some(slug.clone()),
        _ => None,
    };
    match view.spot(offset) {
        Spot::Value(token) if view.meaning(&token) == super::shape::Meaning::Fiche => {
            references::within(view.text.as_str(), token.span, &token.text).map(|span| (token.text, span))
        }
        // Its own title, or the name of a key that stands at the margin.
        Spot::Value(token) if token.path == [Step::Key("titre".to_owned())] => Some((own?, token.span)),
        Spot::Key(token) if token.path.len() == 1 => Some((own?, token.span)),
        Spot::Link(link) => match resolve(view.home.origin(), &link.target) {
            Link::Deliverable { slug, .. } | Link::Attachment { slug, .. } => {
                let written = link.written.unwrap_or(link.link);
                let span = references::component(view.home.origin(), &link.target, &slug)
                    .filter(|_| link.written.is_some())
                    .map_or(written, |at| {
                        let start = written.start as usize + at;
                        Span::new(start, start + slug.len())
                    });
                // A file of its own bundle is named without the bundle.
                (link.target.contains(&slug)).then_some((slug, span))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A name that may be a folder's and an address.
fn checked(name: &str) -> Result<Slug, String> {
    Slug::new(name).ok_or_else(|| {
        let near = slugify(name);
        let help = if near.is_empty() { String::new() } else { format!(" Écrivez par exemple « {near} ».") };
        format!("« {name} » ne peut pas être le nom d’une fiche : des minuscules sans accent, des chiffres et des traits d’union.{help}")
    })
}

/// The library as it lies on the disk, with the texts that are open: what is renamed must be what is there.
fn fresh(state: &State, root: &Path) -> Result<LibrarySource, String> {
    let mut source = disk::read_library(root).map_err(|error| {
        format!("La bibliothèque « {} » ne peut pas être lue : {}", root.display(), in_french(&error))
    })?;
    for text in state.open_texts(root) {
        source.put(text.source().clone());
    }
    Ok(source)
}

/// Whether the new name is nobody's.
fn is_free(root: &Path, source: &LibrarySource, old: &str, new: &str) -> Result<(), String> {
    if !source.deliverables.iter().any(|one| one.slug == old) {
        return Err(format!("Aucune fiche ne s’appelle « {old} »."));
    }
    if source.deliverables.iter().any(|one| one.slug == new) || disk::exists(&root.join("content/livrables").join(new))
    {
        return Err(format!("Le nom « {new} » est déjà pris."));
    }
    let claims = source.deliverables.iter().filter(|one| one.slug != old);
    match claims.into_iter().find(|one| one.text.read().is_some_and(|text| alias::claims(&text.text, new))) {
        Some(other) => Err(format!(
            "L’adresse « livrables/{new} » est une ancienne adresse de la fiche « {} » (rubrique « alias »).",
            other.slug
        )),
        None => Ok(()),
    }
}

fn changes(
    state: &State,
    root: &Path,
    source: &crate::span::SourceRef,
    edits: &[Edit],
) -> Result<TextDocumentEdit, String> {
    let gone = || format!("« {} » a changé entre-temps ; recommencez.", source.path);
    let text: Arc<Text> =
        state.text(root, &source.path).filter(|text| text.as_str() == source.text).ok_or_else(gone)?;
    let uri = state.uri(root, &source.path).ok_or_else(gone)?;
    let version = state.document(root, &source.path).map(|one| one.version);
    let edits = text_edits(&text, edits, state.client.encoding);
    Ok(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    })
}

fn folder(root: &Path, old: &str, new: &str) -> Result<RenameFile, String> {
    let uri = |slug: &str| {
        home::uri_of(&root.join("content/livrables").join(slug))
            .ok_or_else(|| format!("Le dossier « {slug} » n’a pas d’adresse que votre éditeur comprendrait."))
    };
    let options = RenameFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    Ok(RenameFile { old_uri: uri(old)?, new_uri: uri(new)?, options: Some(options), annotation_id: None })
}
