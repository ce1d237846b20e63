//! Groups of a deliverable's front matter: organisation, leave to publish, contact, resources, aliases.

use rustc_hash::FxHashSet;

use super::common::{known, place};
use super::meant;
use crate::config::contact::is_email;
use crate::config::{Config, http_url};
use crate::diagnostic::{Problems, codes, nearest};
use crate::model::deliverable::{Contact, Organisation, OrganisationKind, Permission, Resource, ResourceTarget};
use crate::model::primitives::UrlPath;
use crate::source::Attachment;
use crate::span::Spanned;
use crate::value::fields::Fields;
use crate::value::{Node, scalars};

/// `organisme:`, with one to three sites.
pub(super) fn organisation(node: &Node, config: &Config, problems: &mut Problems) -> Option<Organisation> {
    let mut fields = Fields::of_or(node, "organisme", |text| meant::section("nom", text), problems)?;
    let nom = fields.required("nom", problems, scalars::plain_text);
    let statut = fields.required("statut", problems, |node, problems| {
        let found = scalars::known_id(
            node,
            problems,
            codes::CHOIX_INCONNU,
            "un statut d’organisme connu",
            ["of", "cfa", "reseau"].into_iter().map(scalars::unnamed),
        )?;
        Some(match found.value.as_str() {
            "of" => OrganisationKind::Of,
            "cfa" => OrganisationKind::Cfa,
            _ => OrganisationKind::Reseau,
        })
    });
    let site_reference =
        fields.required("site_reference", problems, |node, problems| place(node, "site_reference", config, problems));
    let sites = fields.required_list("sites_mise_en_oeuvre", problems, |node, problems| {
        Some(Spanned::new(place(node, "sites_mise_en_oeuvre", config, problems)?, node.span))
    });
    if let Some(fourth) = sites.as_ref().and_then(|sites| sites.get(3)) {
        problems.error_help(
            codes::LISTE_TROP_LONGUE,
            fourth.span,
            "La mise en œuvre porte sur trois sites au plus.",
            "gardez-en trois ; les autres sites sont des reprises (content/reprises/)",
        );
    }
    fields.finish(problems);
    Some(Organisation {
        nom: nom?,
        statut: statut?,
        site_reference: site_reference?,
        sites_mise_en_oeuvre: sites?.into_iter().map(|site| site.value).collect(),
    })
}

/// `autorisation_diffusion:`
pub(super) fn permission(node: &Node, problems: &mut Problems) -> Option<Permission> {
    let mut fields = Fields::of_or(node, "autorisation_diffusion", meant::permission, problems)?;
    let date = fields.required("date", problems, scalars::date);
    let par = fields.required("par", problems, scalars::plain_text);
    fields.finish(problems);
    Some(Permission { date: date?.value, par: par? })
}

/// `contact:`
pub(super) fn contact(node: &Node, problems: &mut Problems) -> Option<Contact> {
    let mut fields = Fields::of_or(node, "contact", meant::contact, problems)?;
    let nom = fields.text("nom", problems);
    let courriel = fields.optional("courriel", problems, email);
    let url = fields.optional("url", problems, http_url);
    fields.finish(problems);
    Some(Contact { nom, courriel, url })
}

fn email(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = scalars::text(node, problems)?;
    if !is_email(&text) {
        problems.error_help(
            codes::COURRIEL_INVALIDE,
            text.span,
            format!("« {} » n’est pas une adresse de courriel.", text.value),
            "écrivez nom@domaine.fr",
        );
        return None;
    }
    Some(text.value)
}

/// The files that lie in a bundle.
pub(super) struct Files<'a> {
    list: &'a [Attachment],
    names: FxHashSet<&'a str>,
}

impl<'a> Files<'a> {
    pub(super) fn new(list: &'a [Attachment]) -> Self {
        Self { list, names: list.iter().map(|one| one.name.as_str()).collect() }
    }
}

/// One of `ressources:`; its file must lie in the bundle.
pub(super) fn resource(node: &Node, files: &Files<'_>, config: &Config, problems: &mut Problems) -> Option<Resource> {
    let mut fields = Fields::of_or(node, "ressources", meant::resource, problems)?;
    let titre = fields.required("titre", problems, scalars::plain_text);
    let fichier = fields.optional("fichier", problems, |node, problems| attachment(node, files, problems));
    let url = fields.optional("url", problems, http_url);
    let (has_file, has_url) = (fields.node("fichier").is_some(), fields.node("url").is_some());
    if has_file == has_url {
        let message = if has_file {
            "Cette ressource a un fichier et une adresse."
        } else {
            "Cette ressource n’a ni fichier ni adresse."
        };
        problems.error_help(
            codes::RESSOURCE_INCOMPLETE,
            node.span,
            message,
            "gardez soit « fichier: » (dans le dossier de la fiche), soit « url: »",
        );
    }
    let description = fields.text("description", problems);
    let licence = fields.optional("licence", problems, |node, problems| {
        known(node, problems, codes::LICENCE_INCONNUE, "une licence connue", &config.vocabulaires.licences)
    });
    let titulaire_droits = fields.text("titulaire_droits", problems);
    fields.finish(problems);
    let cible = fichier.map(ResourceTarget::Fichier).or(url.map(ResourceTarget::Url))?;
    Some(Resource {
        titre: titre?,
        cible,
        description,
        licence: licence.map(|licence| licence.value),
        titulaire_droits,
    })
}

fn attachment(node: &Node, files: &Files<'_>, problems: &mut Problems) -> Option<Spanned<String>> {
    let name = scalars::text(node, problems)?;
    if files.names.contains(name.as_str()) {
        return Some(name);
    }
    let names = files.list.iter().map(|one| one.name.as_str());
    // A file of such a name may well be there: it is told where it lies.
    if name.chars().any(|c| c == ' ' || !c.is_ascii()) {
        problems.error_help(
            codes::RESSOURCE_ABSENTE,
            name.span,
            format!("« {} » ne peut pas être le nom d’une pièce : pas d’espace ni d’accent.", name.value),
            "renommez le fichier, puis écrivez ici son nouveau nom",
        );
        return None;
    }
    let is_sought = problems.may_seek(files.list.len());
    let help = match is_sought.then(|| nearest(&name, names.clone())).flatten() {
        Some(near) => format!("écrivez {near} ?"),
        None if files.list.is_empty() || !is_sought => "déposez le fichier à côté d’index.md".to_owned(),
        None => scalars::choices(names),
    };
    problems.error_help(
        codes::RESSOURCE_ABSENTE,
        name.span,
        format!("Le fichier « {} » n’est pas dans le dossier de la fiche.", name.value),
        help,
    );
    None
}

/// A former address of this site.
pub(super) fn alias(node: &Node, problems: &mut Problems) -> Option<Spanned<UrlPath>> {
    let text = scalars::text(node, problems)?;
    if let Some(path) = UrlPath::parse(&text) {
        return Some(Spanned::new(path, text.span));
    }
    problems.error_help(
        codes::ALIAS_INVALIDE,
        text.span,
        format!("« {} » n’est pas un chemin de ce site.", text.value),
        "écrivez l’ancien chemin, sans le nom du site : anciennes-fiches/ma-fiche",
    );
    None
}
