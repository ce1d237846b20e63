//! A deliverable's front matter: the keys that every kind shares.

use jiff::civil::Date;

use super::common::{known, known_list, slug, without_repeats};
use super::parts::{Files, alias, contact, organisation, permission, resource};
use super::{Context, detail, evaluation, journal, transfer};
use crate::config::Config;
use crate::diagnostic::{Problems, Severity, codes};
use crate::model::deliverable::{Axis, Contact, Deliverable, Kind, Organisation, Permission, Status};
use crate::model::primitives::{Slug, UrlPath};
use crate::model::transfer::Transfer;
use crate::parse::Document;
use crate::source::BundleSource;
use crate::span::Spanned;
use crate::value::fields::Fields;
use crate::value::slug::fold;
use crate::value::{Node, NodeKind, scalars};

const MAX_KEYWORDS: usize = 12;

/// The keys of a deliverable, in the order of the guide.
pub const KEYS: &[&str] = &[
    "titre",
    "type",
    "resume",
    "axes",
    "sous_themes",
    "prestataire",
    "organisme",
    "statut",
    "date_publication",
    "date_mise_a_jour",
    "version",
    "publics",
    "secteurs",
    "modalites",
    "niveaux",
    "transition_ecologique",
    "mots_cles",
    "licence",
    "titulaire_droits",
    "autorisation_diffusion",
    "contact",
    "exemple",
    "transfert",
    "evaluation",
    "ressources",
    "voir_aussi",
    "remplace",
    "alias",
    "journal",
    "referentiel",
    "outil",
    "modele",
];

/// Reads a deliverable. Keys are asked for in groups; whatever is wrong in one, the others are read.
pub(super) fn read(
    bundle: &mut BundleSource,
    document: &mut Document,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Deliverable> {
    let own = Slug::new(&bundle.slug)?;
    let root = document.front_matter.take()?;
    let mut fields = Fields::of(&root, "", problems)?;
    let identity = identity(&mut fields, context, problems);
    let subjects = subjects(&mut fields, context.config, problems);
    let rights = rights(&mut fields, identity.statut, context.config, problems);
    let transfert = fields.required("transfert", problems, transfer::read);
    let evaluation = fields.optional("evaluation", problems, evaluation::read);
    let files = Files::new(&bundle.attachments);
    let ressources =
        fields.list("ressources", problems, |node, problems| resource(node, &files, context.config, problems));
    let relations = relations(&mut fields, context, problems);
    let dates = [identity.date_mise_a_jour.as_ref(), identity.date_publication.as_ref()];
    let journal = journal::read(&mut fields, identity.version.as_deref(), dates, problems);
    let exemple = fields.optional("exemple", problems, scalars::boolean).unwrap_or_default();
    let detail = section(&mut fields, identity.kind, context.config, problems);
    if identity.statut == Some(Status::Valide) {
        warn_incomplete(&mut fields, transfert.as_ref(), problems);
    }
    fields.finish(problems);

    Some(Deliverable {
        slug: own,
        titre_compare: fold(&identity.titre.as_ref()?.value).split_whitespace().collect::<Vec<_>>().join(" "),
        titre: identity.titre?,
        kind: identity.kind?,
        resume: identity.resume?,
        axes: subjects.axes?,
        sous_themes: subjects.sous_themes,
        prestataire: identity.prestataire?,
        organisme: identity.organisme?,
        statut: identity.statut?,
        date_publication: identity.date_publication?.value,
        date_mise_a_jour: identity.date_mise_a_jour.map(|date| date.value),
        version: identity.version.unwrap_or_default(),
        publics: subjects.publics?,
        secteurs: subjects.secteurs,
        modalites: subjects.modalites,
        niveaux: subjects.niveaux,
        transition_ecologique: subjects.transition_ecologique,
        mots_cles: subjects.mots_cles,
        licence: rights.licence?,
        titulaire_droits: rights.titulaire_droits?,
        autorisation_diffusion: rights.autorisation_diffusion,
        contact: rights.contact,
        transfert: transfert?,
        evaluation,
        ressources,
        voir_aussi: relations.voir_aussi,
        remplace: relations.remplace,
        alias: relations.alias,
        journal,
        exemple,
        detail: detail?,
        body: std::mem::take(&mut document.body),
        attachments: std::mem::take(&mut bundle.attachments),
        attachment_texts: Vec::new(),
        documents: Vec::new(),
        source: problems.source().clone(),
        committed: None,
    })
}

/// What it is, whose, and when. `None` where a required key is absent or wrong.
struct Identity {
    titre: Option<Spanned<String>>,
    kind: Option<Kind>,
    resume: Option<String>,
    prestataire: Option<Spanned<String>>,
    organisme: Option<Organisation>,
    statut: Option<Status>,
    date_publication: Option<Spanned<Date>>,
    date_mise_a_jour: Option<Spanned<Date>>,
    /// `None` when it is wrong.
    version: Option<String>,
}

fn identity(fields: &mut Fields<'_>, context: &Context<'_>, problems: &mut Problems) -> Identity {
    let config = context.config;
    let titre = fields.required("titre", problems, |node, problems| scalars::text_between(node, problems, 8, 140));
    let kind = fields.required("type", problems, kind);
    let resume = fields.required("resume", problems, |node, problems| scalars::text_between(node, problems, 60, 400));
    let prestataire = fields.required("prestataire", problems, |node, problems| {
        known(node, problems, codes::PRESTATAIRE_INCONNU, "un prestataire connu", &config.vocabulaires.prestataires)
    });
    let organisme = fields.required("organisme", problems, |node, problems| organisation(node, config, problems));
    let statut = fields.required("statut", problems, status);
    let date_publication = fields.required("date_publication", problems, scalars::date);
    let date_mise_a_jour = fields.optional("date_mise_a_jour", problems, scalars::date);
    if let (Some(first), Some(second)) = (&date_publication, &date_mise_a_jour)
        && second.value < first.value
    {
        problems
            .add(
                Severity::Error,
                codes::DATE_ORDRE,
                second.span,
                format!("La mise à jour ({}) est avant la publication ({}).", second.value, first.value),
                format!("écrivez une date à partir du {}", first.value),
            )
            .label(first.span, "publiée ce jour");
    }
    Identity {
        titre,
        kind,
        resume: resume.map(|resume| resume.value),
        prestataire,
        organisme,
        statut,
        date_publication,
        date_mise_a_jour,
        version: match fields.node("version") {
            Some(node) => journal::version(node, problems),
            None => Some("1.0".to_owned()),
        },
    }
}

/// What it is about, and for whom.
struct Subjects {
    axes: Option<Vec<Axis>>,
    sous_themes: Vec<String>,
    publics: Option<Vec<String>>,
    secteurs: Vec<String>,
    modalites: Vec<String>,
    niveaux: Vec<String>,
    transition_ecologique: bool,
    mots_cles: Vec<String>,
}

fn subjects(fields: &mut Fields<'_>, config: &Config, problems: &mut Problems) -> Subjects {
    let terms = &config.vocabulaires;
    let axes = axes(fields, config, problems);
    let sous_themes = sub_themes(fields, axes.as_deref(), config, problems);
    let publics = fields.required_list("publics", problems, |node, problems| {
        known(node, problems, codes::PUBLIC_INCONNU, "un public connu", &terms.publics)
    });
    Subjects {
        axes,
        sous_themes,
        publics: publics.map(|publics| without_repeats(publics, problems)),
        secteurs: known_list(
            fields,
            "secteurs",
            problems,
            (codes::SECTEUR_INCONNU, "un secteur connu"),
            &terms.secteurs,
        ),
        modalites: known_list(
            fields,
            "modalites",
            problems,
            (codes::MODALITE_INCONNUE, "une modalité connue"),
            &terms.modalites,
        ),
        niveaux: known_list(fields, "niveaux", problems, (codes::NIVEAU_INCONNU, "un niveau connu"), &terms.niveaux),
        transition_ecologique: fields.optional("transition_ecologique", problems, scalars::boolean).unwrap_or_default(),
        mots_cles: keywords(fields, problems),
    }
}

/// Who owns it, and what may be done with it.
struct Rights {
    licence: Option<Spanned<String>>,
    titulaire_droits: Option<String>,
    autorisation_diffusion: Option<Permission>,
    contact: Option<Contact>,
}

fn rights(fields: &mut Fields<'_>, statut: Option<Status>, config: &Config, problems: &mut Problems) -> Rights {
    let licence = fields.required("licence", problems, |node, problems| {
        known(node, problems, codes::LICENCE_INCONNUE, "une licence connue", &config.vocabulaires.licences)
    });
    let titulaire_droits = fields.required("titulaire_droits", problems, scalars::plain_text);
    let autorisation_diffusion = fields.optional("autorisation_diffusion", problems, permission);
    if statut == Some(Status::Valide) && fields.node("autorisation_diffusion").is_none() {
        problems.error_help(
            codes::AUTORISATION_ABSENTE,
            fields.value_span("statut"),
            "Une fiche « valide » doit dire qui a autorisé sa diffusion : rien n’est publié sans l’accord du titulaire des droits.",
            "ajoutez « autorisation_diffusion: { date: AAAA-MM-JJ, par: … } », ou revenez à « statut: soumis »",
        );
    }
    Rights { licence, titulaire_droits, autorisation_diffusion, contact: fields.optional("contact", problems, contact) }
}

/// What it refers to.
struct Relations {
    voir_aussi: Vec<Spanned<String>>,
    remplace: Option<Spanned<String>>,
    alias: Vec<Spanned<UrlPath>>,
}

fn relations(fields: &mut Fields<'_>, context: &Context<'_>, problems: &mut Problems) -> Relations {
    Relations {
        voir_aussi: fields.list("voir_aussi", problems, |node, problems| slug(node, context, problems)),
        remplace: fields.optional("remplace", problems, |node, problems| slug(node, context, problems)),
        alias: fields.list("alias", problems, alias),
    }
}

/// A published deliverable should hold what makes it reusable; what it lacks is a warning.
fn warn_incomplete(fields: &mut Fields<'_>, transfert: Option<&Transfer>, problems: &mut Problems) {
    let mut warn = |span, what: &str, help: &str| {
        problems.warning(
            codes::TRANSFERT_INCOMPLET,
            span,
            format!("Cette fiche publiée n’a pas la rubrique « {what} »."),
            help,
        );
    };
    let statut = fields.value_span("statut");
    if fields.node("evaluation").is_none() {
        warn(statut, "evaluation", "dites comment l’effet a été observé, même modestement (niveau_de_preuve: 0 ou 1)");
    }
    if fields.node("ressources").is_none() {
        warn(statut, "ressources", "joignez ce qui a servi : grille, trame, consigne, modèle");
    }
    let Some(transfert) = transfert else { return };
    let key = fields.key_span("transfert").unwrap_or(statut);
    // What is there and cannot be read was told.
    let written = fields.node("transfert");
    let is_absent = |name: &str| match written.map(|node| &node.kind) {
        Some(NodeKind::Map(entries)) => entries.iter().all(|(key, value)| {
            key.value != name
                || matches!(&value.kind, NodeKind::Null)
                || matches!(&value.kind, NodeKind::List(items) if items.is_empty())
        }),
        _ => true,
    };
    if transfert.invariants.is_empty() && is_absent("invariants") {
        warn(key, "invariants", "dites ce qui doit rester tel quel pour que la pratique fonctionne");
    }
    if transfert.ce_qui_na_pas_marche.is_empty() && is_absent("ce_qui_na_pas_marche") {
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
        "un type de livrable connu",
        Kind::ALL.iter().map(|kind| scalars::unnamed(kind.id())),
    )?;
    Kind::ALL.into_iter().find(|kind| kind.id() == found.value)
}

fn status(node: &Node, problems: &mut Problems) -> Option<Status> {
    let all = [Status::Brouillon, Status::Soumis, Status::Valide, Status::Archive];
    let found = scalars::known_id(
        node,
        problems,
        codes::CHOIX_INCONNU,
        "un statut connu",
        all.iter().map(|status| scalars::unnamed(status.id())),
    )?;
    all.into_iter().find(|status| status.id() == found.value)
}

fn axes(fields: &mut Fields<'_>, config: &Config, problems: &mut Problems) -> Option<Vec<Axis>> {
    let name = |id| config.vocabulaires.axes.get(id).map_or(id, |axis| axis.nom.as_str());
    let known = Axis::ALL.iter().map(|axis| (axis.id(), name(axis.id())));
    let found = fields.required_list("axes", problems, |node, problems| {
        scalars::known_id(node, problems, codes::AXE_INCONNU, "un axe connu", known.clone())
    })?;
    let ids = without_repeats(found, problems);
    Some(ids.iter().filter_map(|id| Axis::ALL.into_iter().find(|axis| axis.id() == id)).collect())
}

fn sub_themes(fields: &mut Fields<'_>, axes: Option<&[Axis]>, config: &Config, problems: &mut Problems) -> Vec<String> {
    let terms = &config.vocabulaires.sous_themes;
    let found = fields.list("sous_themes", problems, |node, problems| {
        known(node, problems, codes::SOUS_THEME_INCONNU, "un sous-thème connu", terms)
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
