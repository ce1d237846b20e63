//! `site.toml` as written → [`Config`], with a problem for each thing that does not fit.

use super::vocabulary::{Audience, Department, Licence, Provider, SubTheme, Term};
use super::{Accessibility, Config, Conformity, Images, LegalNotice, Metadata, Repository, Site, Terms, Vocabularies};
use crate::diagnostic::{Problems, codes};
use crate::span::Span;
use crate::value::fields::Fields;
use crate::value::{Node, NodeKind, scalars};

/// Reads `site.toml`, the file of `problems`. `None` when nothing can be built from it.
pub fn read(problems: &mut Problems) -> Option<Config> {
    let source = problems.source().clone();
    let root = crate::value::toml::parse(&source.text, problems)?;
    let mut fields = Fields::of(&root, "", problems)?;
    let site = fields.required("site", problems, site);
    let depot = fields.optional("depot", problems, repository);
    let mentions = fields.required("mentions", problems, legal_notice);
    let accessibilite = fields.required("accessibilite", problems, accessibility);
    let images = fields.optional("images", problems, images).unwrap_or_default();
    let vocabulaires = vocabularies(&mut fields, problems);
    fields.finish(problems);
    super::unfinished::check(&root, problems);
    Some(Config {
        site: site?,
        depot,
        mentions: mentions?,
        accessibilite: accessibilite?,
        images,
        vocabulaires: vocabulaires?,
    })
}

fn site(node: &Node, problems: &mut Problems) -> Option<Site> {
    let mut fields = Fields::of(node, "site", problems)?;
    let titre = fields.required("titre", problems, scalars::plain_text);
    let sous_titre = fields.text("sous_titre", problems);
    let description = fields.required("description", problems, scalars::plain_text);
    let url = fields.required("url", problems, scalars::text);
    let theme = fields.optional("theme", problems, scalars::text);
    let exemple = fields.optional("exemple", problems, scalars::boolean).unwrap_or_default();
    fields.finish(problems);
    if let Some(url) = &url
        && let Err(reason) = base_url(&url.value)
    {
        problems.error_help(
            codes::SITE_VALEUR,
            url.span,
            reason,
            "écrivez par exemple \"https://bibliotheque.exemple.fr/\"",
        );
    }
    if let Some(theme) = &theme
        && !scalars::is_id(theme)
    {
        problems.error(
            codes::SITE_VALEUR,
            theme.span,
            "Le thème est le nom d’un dossier de « themes/ » : minuscules, chiffres, tirets.",
        );
    }
    Some(Site {
        titre: titre?,
        sous_titre,
        description: description?,
        url: url.and_then(|url| base_url(&url.value).ok())?,
        theme: theme.map_or_else(|| "capitole".to_owned(), |theme| theme.value),
        exemple,
    })
}

/// A public address made canonical: http(s), no query, ends with `/`.
///
/// # Errors
/// A French sentence that says what is wrong.
pub fn base_url(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = host.filter(|rest| !rest.is_empty() && !rest.starts_with('/')) else {
        return Err("L’adresse du site doit commencer par « https:// » ou « http:// » et nommer un hôte.");
    };
    if rest.contains(['?', '#', '"', '<', '>', ' ', '\\']) {
        return Err("L’adresse du site ne peut contenir ni « ? », ni « # », ni espace, ni guillemet.");
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

fn repository(node: &Node, problems: &mut Problems) -> Option<Repository> {
    let mut fields = Fields::of(node, "depot", problems)?;
    let url = fields.required("url", problems, http_url);
    let branche = fields.text("branche", problems);
    let historique = fields.optional("historique", problems, scalars::boolean).unwrap_or_default();
    let historique = historique.then(|| fields.value_span("historique"));
    fields.finish(problems);
    Some(Repository {
        url: url?.trim_end_matches('/').to_owned(),
        branche: branche.unwrap_or_else(|| "main".to_owned()),
        historique,
    })
}

/// Whether a text is an address of the web: `http://` or `https://`, without spaces or quotes.
pub(super) fn is_http_url(text: &str) -> bool {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'))
    })
}

/// An address of the web, as [`is_http_url`] has it.
pub(crate) fn http_url(node: &Node, problems: &mut Problems) -> Option<String> {
    let text = scalars::text(node, problems)?;
    if is_http_url(&text.value) {
        return Some(text.value);
    }
    problems.error_help(
        codes::URL_INVALIDE,
        text.span,
        format!("« {} » n’est pas une adresse du web.", text.value),
        "écrivez l’adresse entière, qui commence par https://",
    );
    None
}

fn legal_notice(node: &Node, problems: &mut Problems) -> Option<LegalNotice> {
    let mut fields = Fields::of(node, "mentions", problems)?;
    let editeur = fields.required("editeur", problems, scalars::plain_text);
    let adresse = fields.text("adresse", problems);
    let directeur_publication = fields.text("directeur_publication", problems);
    let hebergeur = fields.text("hebergeur", problems);
    let contact = fields.text("contact", problems);
    fields.finish(problems);
    Some(LegalNotice { editeur: editeur?, adresse, directeur_publication, hebergeur, contact })
}

fn accessibility(node: &Node, problems: &mut Problems) -> Option<Accessibility> {
    let mut fields = Fields::of(node, "accessibilite", problems)?;
    let etat = fields.required("etat", problems, |node, problems| {
        let known = ["non-auditee", "non", "partielle", "totale"];
        let found = scalars::known_id(
            node,
            problems,
            codes::SITE_VALEUR,
            "un état connu",
            known.into_iter().map(scalars::unnamed),
        )?;
        Some(match found.value.as_str() {
            "totale" => Conformity::Totale,
            "partielle" => Conformity::Partielle,
            "non" => Conformity::Non,
            _ => Conformity::NonAuditee,
        })
    });
    let taux = fields.optional("taux", problems, scalars::number);
    let date = fields.optional("date", problems, scalars::date).map(|date| date.value);
    let auditeur = fields.text("auditeur", problems);
    let contact = fields.text("contact", problems);
    if let Some(etat) = etat
        && etat != Conformity::NonAuditee
        && (taux.is_none() || date.is_none() || auditeur.is_none())
    {
        problems.error_help(
            codes::SITE_INCOMPLET,
            fields.key_span("etat").unwrap_or(fields.span()),
            "Un état de conformité déclaré vient d’un audit : il faut son taux, sa date et son auditeur.",
            "ajoutez taux, date et auditeur, ou écrivez etat = \"non-auditee\"",
        );
    }
    if let Some(taux) = taux
        && !(0.0..=100.0).contains(&taux)
    {
        problems.error(
            codes::SITE_VALEUR,
            fields.key_span("taux").unwrap_or(fields.span()),
            "Le taux est un pourcentage, de 0 à 100.",
        );
    }
    fields.finish(problems);
    Some(Accessibility { etat: etat?, taux, date, auditeur, contact })
}

fn images(node: &Node, problems: &mut Problems) -> Option<Images> {
    let mut fields = Fields::of(node, "images", problems)?;
    let metadonnees = fields.optional("metadonnees", problems, |node, problems| {
        let known = ["retirer", "garder"].into_iter().map(scalars::unnamed);
        let found = scalars::known_id(node, problems, codes::SITE_VALEUR, "un réglage connu", known)?;
        Some(if found.value == "garder" { Metadata::Garder } else { Metadata::Retirer })
    });
    fields.finish(problems);
    Some(Images { metadonnees: metadonnees.unwrap_or_default() })
}

fn vocabularies(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Vocabularies> {
    let axes = terms(fields, "axes", problems, term);
    let has_axes = axes.ids().eq(["a", "b", "c"]);
    if !has_axes {
        let span = fields.key_span("axes").unwrap_or_default();
        problems.error_help(
            codes::SITE_INCOMPLET,
            span,
            "Les axes de l’appel sont a, b et c, dans cet ordre.",
            "écrivez [axes.a], [axes.b] et [axes.c], chacun avec un nom",
        );
    }
    let sous_themes = terms(fields, "sous_themes", problems, |fields, problems| {
        let axe = fields.required("axe", problems, |node, problems| {
            scalars::known_id(
                node,
                problems,
                codes::AXE_INCONNU,
                "un axe connu",
                ["a", "b", "c"].into_iter().map(scalars::unnamed),
            )
        });
        Some(SubTheme { nom: name(fields, problems)?, axe: axe?.value, resume: fields.text("resume", problems) })
    });
    let prestataires = terms(fields, "prestataires", problems, |fields, problems| {
        let lots = fields.required_list("lots", problems, |node, problems| scalars::integer(node, problems, 1, 99));
        let url = fields.optional("url", problems, http_url);
        Some(Provider { nom: name(fields, problems)?, lots: lots?, url, resume: fields.text("resume", problems) })
    });
    let departements = terms(fields, "departements", problems, |fields, problems| {
        let lot = fields.required("lot", problems, |node, problems| scalars::integer(node, problems, 1, 99));
        Some(Department { nom: name(fields, problems)?, lot: lot? })
    });
    let publics = terms(fields, "publics", problems, |fields, problems| {
        let prioritaire = fields.optional("prioritaire", problems, scalars::boolean).unwrap_or_default();
        Some(Audience { nom: name(fields, problems)?, prioritaire, resume: fields.text("resume", problems) })
    });
    let licences = terms(fields, "licences", problems, |fields, problems| {
        let url = fields.required("url", problems, http_url);
        let mut verb = |key| fields.required(key, problems, scalars::boolean);
        let (copier, adapter, vendre) = (verb("copier"), verb("adapter"), verb("vendre"));
        Some(Licence { nom: name(fields, problems)?, url: url?, copier: copier?, adapter: adapter?, vendre: vendre? })
    });
    let found = Vocabularies {
        axes,
        sous_themes,
        prestataires,
        departements,
        publics,
        secteurs: terms(fields, "secteurs", problems, term),
        modalites: terms(fields, "modalites", problems, term),
        niveaux: terms(fields, "niveaux", problems, term),
        approches: terms(fields, "approches", problems, term),
        licences,
    };
    has_axes.then_some(found)
}

fn name(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<String> {
    fields.required("nom", problems, scalars::plain_text)
}

fn term(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Term> {
    Some(Term { nom: name(fields, problems)?, resume: fields.text("resume", problems) })
}

/// A vocabulary table: its keys are ids, its values groups that `read` reads.
fn terms<T>(
    fields: &mut Fields<'_>,
    table: &'static str,
    problems: &mut Problems,
    mut read: impl FnMut(&mut Fields<'_>, &mut Problems) -> Option<T>,
) -> Terms<T> {
    let Some(node) = fields.node(table) else { return Terms::default() };
    let NodeKind::Map(entries) = &node.kind else {
        problems.error(
            codes::SITE_VALEUR,
            node.span,
            format!("« {table} » attend une table par terme : [{table}.identifiant]."),
        );
        return Terms::default();
    };
    let mut found = Vec::with_capacity(entries.len());
    let mut unread = Vec::new();
    for (id, node) in entries {
        if let Some(whole) = cut_id(&id.value, node) {
            problems.error_help(
                codes::SITE_VALEUR,
                id.span,
                format!("Le point de « {whole} » sépare deux tables : l’identifiant se met entre guillemets."),
                format!("écrivez [{table}.\"{whole}\"]"),
            );
            unread.push((whole.clone(), whole));
            continue;
        }
        if !scalars::is_id(&id.value) {
            problems.error_help(
                codes::SITE_VALEUR,
                id.span,
                format!("« {} » ne peut pas être un identifiant.", id.value),
                format!("écrivez {}", crate::value::slug::slugify(&id.value)),
            );
            continue;
        }
        let full = format!("{table}.{}", id.value);
        let node =
            Node { kind: node.kind.clone(), span: if node.span == Span::default() { id.span } else { node.span } };
        let Some(mut inner) = Fields::of(&node, &full, problems) else {
            unread.push((id.value.clone(), id.value.clone()));
            continue;
        };
        let value = read(&mut inner, problems);
        inner.finish(problems);
        match value {
            Some(value) => found.push((id.value.clone(), value)),
            None => unread.push((id.value.clone(), id.value.clone())),
        }
    }
    Terms::new(found).with_unread(unread)
}

/// `[licences.cc-by-4.0]` without quotes is the table `0` of the table `cc-by-4`: the id that was meant.
fn cut_id(id: &str, node: &Node) -> Option<String> {
    let NodeKind::Map(entries) = &node.kind else { return None };
    let [(rest, Node { kind: NodeKind::Map(_), .. })] = entries.as_slice() else { return None };
    rest.value.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{id}.{}", rest.value))
}
