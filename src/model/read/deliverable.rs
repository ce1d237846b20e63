//! A deliverable's front matter: the keys that every kind shares.

use super::common::{known, known_list, place, without_repeats};
use super::{detail, evaluation, transfer};
use crate::config::{Config, http_url};
use crate::diagnostic::{Problems, codes};
use crate::model::deliverable::{
    Axis, Contact, Deliverable, Kind, Organisation, OrganisationKind, Permission, Resource, ResourceTarget, Status,
};
use crate::model::primitives::{Slug, UrlPath};
use crate::model::transfer::Transfer;
use crate::parse::Document;
use crate::source::{Attachment, BundleSource};
use crate::span::Spanned;
use crate::value::fields::Fields;
use crate::value::{Node, NodeKind, Style, scalars};

const MAX_KEYWORDS: usize = 12;

/// Reads a deliverable.
pub(super) fn read(
    bundle: BundleSource,
    document: Document,
    config: &Config,
    problems: &mut Problems,
) -> Option<Deliverable> {
    let vocabularies = &config.vocabulaires;
    let slug = Slug::new(&bundle.slug)?;
    let root = document.front_matter?;
    let mut fields = Fields::of(&root, "", problems)?;

    let titre = fields.required("titre", problems, |node, problems| scalars::text_between(node, problems, 8, 140));
    let kind = fields.required("type", problems, kind);
    let resume = fields.required("resume", problems, |node, problems| scalars::text_between(node, problems, 60, 400));
    let axes = axes(&mut fields, problems);
    let sous_themes = sub_themes(&mut fields, axes.as_deref(), config, problems);
    let prestataire = fields.required("prestataire", problems, |node, problems| {
        known(node, problems, codes::PRESTATAIRE_INCONNU, "un prestataire", &vocabularies.prestataires)
    });
    let organisme = fields.required("organisme", problems, |node, problems| organisation(node, config, problems));
    let statut = fields.required("statut", problems, status);
    let date_publication = fields.required("date_publication", problems, scalars::date);
    let date_mise_a_jour = fields.optional("date_mise_a_jour", problems, scalars::date);
    if let (Some(first), Some(second)) = (&date_publication, &date_mise_a_jour)
        && second.value < first.value
    {
        problems.error_help(
            codes::DATE_ORDRE,
            second.span,
            format!("La mise à jour ({}) est avant la publication ({}).", second.value, first.value),
            format!("écrivez une date à partir du {}", first.value),
        );
    }
    let version = fields.optional("version", problems, version).unwrap_or_else(|| "1.0".to_owned());
    let publics = fields.required_list("publics", problems, |node, problems| {
        known(node, problems, codes::PUBLIC_INCONNU, "un public", &vocabularies.publics)
    });
    let publics = publics.map(|publics| without_repeats(publics, problems));
    let secteurs =
        known_list(&mut fields, "secteurs", problems, (codes::SECTEUR_INCONNU, "un secteur"), &vocabularies.secteurs);
    let modalites = known_list(
        &mut fields,
        "modalites",
        problems,
        (codes::MODALITE_INCONNUE, "une modalité"),
        &vocabularies.modalites,
    );
    let niveaux =
        known_list(&mut fields, "niveaux", problems, (codes::NIVEAU_INCONNU, "un niveau"), &vocabularies.niveaux);
    let transition_ecologique =
        fields.optional("transition_ecologique", problems, scalars::boolean).unwrap_or_default();
    let mots_cles = keywords(&mut fields, problems);
    let licence = fields.required("licence", problems, |node, problems| {
        known(node, problems, codes::LICENCE_INCONNUE, "une licence", &vocabularies.licences)
    });
    let titulaire_droits = fields.required("titulaire_droits", problems, scalars::plain_text);
    let autorisation_diffusion = fields.optional("autorisation_diffusion", problems, permission);
    if statut == Some(Status::Valide)
        && autorisation_diffusion.is_none()
        && fields.node("autorisation_diffusion").is_none()
    {
        let span = fields.key_span("statut").unwrap_or(fields.span());
        problems.error_help(
            codes::AUTORISATION_ABSENTE,
            span,
            "Une fiche « valide » doit dire qui a autorisé sa diffusion : rien n’est publié sans l’accord du titulaire des droits.",
            "ajoutez « autorisation_diffusion: { date: AAAA-MM-JJ, par: … } », ou revenez à « statut: soumis »",
        );
    }
    let contact = fields.optional("contact", problems, contact);
    let transfert = fields.required("transfert", problems, transfer::read);
    let evaluation = fields.optional("evaluation", problems, evaluation::read);
    let ressources =
        fields.list("ressources", problems, |node, problems| resource(node, &bundle.attachments, config, problems));
    let voir_aussi = fields.list("voir_aussi", problems, scalars::text);
    let remplace = fields.optional("remplace", problems, scalars::text);
    let alias = fields.list("alias", problems, alias);
    let exemple = fields.optional("exemple", problems, scalars::boolean).unwrap_or_default();
    let detail = section(&mut fields, kind, config, problems);
    if statut == Some(Status::Valide) {
        warn_incomplete(&mut fields, transfert.as_ref(), problems);
    }
    fields.finish(problems);

    Some(Deliverable {
        slug,
        titre: titre?,
        kind: kind?,
        resume: resume?.value,
        axes: axes?,
        sous_themes,
        prestataire: prestataire?,
        organisme: organisme?,
        statut: statut?,
        date_publication: date_publication?.value,
        date_mise_a_jour: date_mise_a_jour.map(|date| date.value),
        version,
        publics: publics?,
        secteurs,
        modalites,
        niveaux,
        transition_ecologique,
        mots_cles,
        licence: licence?,
        titulaire_droits: titulaire_droits?,
        autorisation_diffusion,
        contact,
        transfert: transfert?,
        evaluation,
        ressources,
        voir_aussi,
        remplace,
        alias,
        exemple,
        detail: detail?,
        body: document.body,
        attachments: bundle.attachments,
        source: bundle.text,
    })
}

/// A published deliverable should hold what makes it reusable; what it lacks is a warning.
fn warn_incomplete(fields: &mut Fields<'_>, transfert: Option<&Transfer>, problems: &mut Problems) {
    let mut warn = |span, what: &str, help: &str| {
        problems.warning(codes::TRANSFERT_INCOMPLET, span, format!("Cette fiche publiée n’a pas de « {what} »."), help);
    };
    let statut = fields.key_span("statut").unwrap_or(fields.span());
    if fields.node("evaluation").is_none() {
        warn(statut, "evaluation", "dites comment l’effet a été observé, même modestement (niveau_de_preuve: 0 ou 1)");
    }
    if fields.node("ressources").is_none() {
        warn(statut, "ressources", "joignez ce qui a servi : grille, trame, consigne, modèle");
    }
    let Some(transfert) = transfert else { return };
    let key = fields.key_span("transfert").unwrap_or(statut);
    if transfert.invariants.is_empty() {
        warn(key, "invariants", "dites ce qui doit rester tel quel pour que la pratique fonctionne");
    }
    if transfert.ce_qui_na_pas_marche.is_empty() {
        warn(
            key,
            "ce_qui_na_pas_marche",
            "dites ce que vous ne referiez pas : c’est ce qui aide le plus ceux qui reprennent",
        );
    }
}

fn kind(node: &Node, problems: &mut Problems) -> Option<Kind> {
    let found = scalars::known_id(
        node,
        problems,
        codes::CHOIX_INCONNU,
        "un type de livrable",
        Kind::ALL.iter().map(|kind| kind.id()),
    )?;
    Kind::ALL.into_iter().find(|kind| kind.id() == found.value)
}

fn status(node: &Node, problems: &mut Problems) -> Option<Status> {
    let all = [Status::Brouillon, Status::Soumis, Status::Valide, Status::Archive];
    let found =
        scalars::known_id(node, problems, codes::CHOIX_INCONNU, "un statut", all.iter().map(|status| status.id()))?;
    all.into_iter().find(|status| status.id() == found.value)
}

fn axes(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Vec<Axis>> {
    let found = fields.required_list("axes", problems, |node, problems| {
        scalars::known_id(node, problems, codes::AXE_INCONNU, "un axe", Axis::ALL.iter().map(|axis| axis.id()))
    })?;
    let ids = without_repeats(found, problems);
    Some(ids.iter().filter_map(|id| Axis::ALL.into_iter().find(|axis| axis.id() == id)).collect())
}

fn sub_themes(fields: &mut Fields<'_>, axes: Option<&[Axis]>, config: &Config, problems: &mut Problems) -> Vec<String> {
    let terms = &config.vocabulaires.sous_themes;
    let found = fields.list("sous_themes", problems, |node, problems| {
        known(node, problems, codes::SOUS_THEME_INCONNU, "un sous-thème", terms)
    });
    if let Some(axes) = axes {
        for id in &found {
            let Some(theme) = terms.get(id) else { continue };
            if !axes.iter().any(|axis| axis.id() == theme.axe) {
                problems.error_help(
                    codes::SOUS_THEME_HORS_AXE,
                    id.span,
                    format!(
                        "Le sous-thème « {} » appartient à l’axe {}, que cette fiche n’a pas.",
                        id.value, theme.axe
                    ),
                    format!("ajoutez {} à « axes », ou retirez ce sous-thème", theme.axe),
                );
            }
        }
    }
    without_repeats(found, problems)
}

fn organisation(node: &Node, config: &Config, problems: &mut Problems) -> Option<Organisation> {
    let mut fields = Fields::of(node, "organisme", problems)?;
    let nom = fields.required("nom", problems, scalars::plain_text);
    let statut = fields.required("statut", problems, |node, problems| {
        let found = scalars::known_id(
            node,
            problems,
            codes::CHOIX_INCONNU,
            "un statut d’organisme",
            ["of", "cfa", "reseau"].into_iter(),
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

/// A version is text: YAML reads an unquoted `1.10` as the number 1.1.
fn version(node: &Node, problems: &mut Problems) -> Option<String> {
    if let NodeKind::Scalar { text, style: Style::Plain } = &node.kind
        && scalars::implicit_type(text) == scalars::Implicit::Number
    {
        problems.error_help(
            codes::VERSION_NOMBRE,
            node.span,
            format!("La version {text} sans guillemets est lue comme un nombre : 1.10 deviendrait 1.1."),
            format!("écrivez version: \"{text}\""),
        );
        return None;
    }
    scalars::text_between(node, problems, 1, 40).map(|text| text.value)
}

fn keywords(fields: &mut Fields<'_>, problems: &mut Problems) -> Vec<String> {
    let found = fields.list("mots_cles", problems, scalars::text);
    if let Some(extra) = found.get(MAX_KEYWORDS) {
        problems.error_help(
            codes::LISTE_TROP_LONGUE,
            extra.span,
            format!("Il y a {} mots-clés ; {MAX_KEYWORDS} au plus sont acceptés.", found.len()),
            "gardez ceux qu’un formateur taperait pour trouver cette fiche",
        );
    }
    without_repeats(found, problems)
}

fn permission(node: &Node, problems: &mut Problems) -> Option<Permission> {
    let mut fields = Fields::of(node, "autorisation_diffusion", problems)?;
    let date = fields.required("date", problems, scalars::date);
    let par = fields.required("par", problems, scalars::plain_text);
    fields.finish(problems);
    Some(Permission { date: date?.value, par: par? })
}

fn contact(node: &Node, problems: &mut Problems) -> Option<Contact> {
    let mut fields = Fields::of(node, "contact", problems)?;
    let nom = fields.text("nom", problems);
    let courriel = fields.optional("courriel", problems, email);
    let url = fields.optional("url", problems, http_url);
    fields.finish(problems);
    Some(Contact { nom, courriel, url })
}

fn email(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = scalars::text(node, problems)?;
    let fits = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'))
            && text.matches('@').count() == 1
    });
    if !fits {
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

fn resource(node: &Node, attachments: &[Attachment], config: &Config, problems: &mut Problems) -> Option<Resource> {
    let mut fields = Fields::of(node, "ressources", problems)?;
    let titre = fields.required("titre", problems, scalars::plain_text);
    let fichier = fields.optional("fichier", problems, |node, problems| attachment(node, attachments, problems));
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
        known(node, problems, codes::LICENCE_INCONNUE, "une licence", &config.vocabulaires.licences)
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

fn attachment(node: &Node, attachments: &[Attachment], problems: &mut Problems) -> Option<Spanned<String>> {
    let name = scalars::text(node, problems)?;
    if attachments.iter().any(|one| one.name == name.value) {
        return Some(name);
    }
    let names = attachments.iter().map(|one| one.name.as_str());
    let help = match crate::diagnostic::nearest(&name, names.clone()) {
        Some(near) => format!("écrivez {near} ?"),
        None if attachments.is_empty() => "déposez le fichier à côté de index.md".to_owned(),
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

fn alias(node: &Node, problems: &mut Problems) -> Option<Spanned<UrlPath>> {
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

/// The section of the deliverable's own kind, and no other.
fn section(
    fields: &mut Fields<'_>,
    kind: Option<Kind>,
    config: &Config,
    problems: &mut Problems,
) -> Option<crate::model::Detail> {
    let mut detail = None;
    for other in Kind::ALL {
        let key = other.section();
        let Some(kind) = kind else {
            // The type itself is in doubt: its section cannot be judged.
            let _ = fields.node(key);
            continue;
        };
        if other == kind {
            detail = fields.required(key, problems, |node, problems| detail::read(kind, node, config, problems));
        } else if fields.node(key).is_some() {
            let span = fields.key_span(key).unwrap_or(fields.span());
            problems.error_help(
                codes::SECTION_ETRANGERE,
                span,
                format!("La section « {key} » ne va pas avec le type « {} ».", kind.id()),
                format!("gardez la section « {} », ou écrivez type: {}", kind.section(), other.id()),
            );
        }
    }
    detail
}
