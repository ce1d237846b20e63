//! The search page: the form, the filters and the texts that its script needs, and the full list by
//! axis and kind that the page is without script.

use serde::Serialize;

use super::card;
use super::family::Family;
use super::page::{Link, Page};
use super::site::Site;
use super::{RenderError, SearchPage, put};
use crate::config::Terms;
use crate::model::{Axis, Kind};
use crate::output::Sink;
use crate::theme::ThemeError;

/// Titles listed for an axis and a kind; past that the list of the axis is one link away. It keeps
/// the page light whatever the size of the library.
const LISTED: usize = 40;

/// The engine below the theme's scripts, and the address under which other sites import it: the folder of the scripts is
/// named by a hash, which a new version changes.
const ENGINE: &str = "search/engine.js";
const ENGINE_ADDRESS: &str = "recherche/moteur.js";

/// Folder of the scripts that every search needs, asked for at once; others come when they are needed.
const MODULES: &str = "search/";

#[derive(Serialize)]
struct Facet<'a> {
    id: &'a str,
    /// Counted at once, so shown open.
    ouverte: bool,
    valeurs: Vec<Choice<'a>>,
}

#[derive(Serialize)]
struct Choice<'a> {
    id: &'a str,
    nom: String,
    /// As said of one deliverable, where that differs: on a card, on a filter that is on.
    court: Option<String>,
}

impl<'a> Choice<'a> {
    fn new(id: &'a str, nom: String) -> Self {
        Self { id, nom, court: None }
    }
}

#[derive(Serialize)]
struct Group<'a> {
    axe: card::AxisView<'a>,
    types: Vec<KindGroup<'a>>,
}

#[derive(Serialize)]
struct KindGroup<'a> {
    nom: &'a str,
    fiches: Vec<Link<'a>>,
    n: usize,
}

pub(super) fn render(site: &Site<'_>, search: &SearchPage, sink: &dyn Sink) -> Result<(), RenderError> {
    let title = site.theme.text("recherche.titre")?;
    let page = Page::new("recherche/", title, site.theme.text("recherche.resume")?, "recherche");
    let mut context = page.context(site);
    let scripts: Vec<&str> = site.theme.script_files().filter(|path| path.starts_with(MODULES)).collect();
    context.insert("modules", &scripts);
    context.insert("index", &search.folder);
    context.insert("precharge", &search.preload);
    context.insert("facettes", &facets(site)?);
    context.insert("groupes", &groups(site)?);
    context.insert("archives", &!site.shelves.archived.is_empty());
    if site.theme.script_files().any(|path| path == ENGINE) {
        put(sink, ENGINE_ADDRESS, format!("export * from \"../{}{ENGINE}\";\n", site.theme.scripts()))?;
    }
    page.write(site, "recherche.html", &context, sink)
}

/// The facets in the order and under the ids that the search engine's columns have.
fn facets<'a>(site: &Site<'a>) -> Result<Vec<Facet<'a>>, ThemeError> {
    let words = &site.config().vocabulaires;
    let used = Used::of(site);
    let mut facets = Vec::new();
    let mut push = |id: &'a str, ouverte: bool, valeurs: Vec<Choice<'a>>| {
        if !valeurs.is_empty() {
            facets.push(Facet { id, ouverte, valeurs });
        }
    };
    push("type", true, family(site, Family::Kind)?);
    push("axe", true, family(site, Family::Axis)?);
    push("departement", false, family(site, Family::Department)?);
    push("sous_theme", false, family(site, Family::SubTheme)?);
    push("public", false, family(site, Family::Audience)?);
    push("prestataire", false, family(site, Family::Provider)?);
    push("secteur", false, family(site, Family::Sector)?);
    push("modalite", false, terms(&words.modalites, |term| &term.nom, |id| used.modes.contains(id)));
    push("niveau", false, terms(&words.niveaux, |term| &term.nom, |id| used.levels.contains(id)));
    push("preuve", false, levels(site, "preuve", used.evidence)?);
    push("cout", false, levels(site, "cout", used.costs)?);
    let verbs = [("adapter", "licence.filtre_adapter"), ("vendre", "licence.filtre_vendre")];
    let mut choices = Vec::new();
    for (id, key) in verbs {
        choices.push(Choice::new(id, site.theme.text(key)?.to_owned()));
    }
    push("reutilisation", false, choices);
    push("licence", false, terms(&words.licences, |term| &term.nom, |id| used.licences.contains(id)));
    if used.has_transition {
        let nom = site.theme.text("fiche.transition")?.to_owned();
        push("transition", false, vec![Choice::new("oui", nom)]);
    }
    Ok(facets)
}

/// Terms that at least one current deliverable has.
#[derive(Default)]
struct Used<'a> {
    modes: std::collections::HashSet<&'a str>,
    levels: std::collections::HashSet<&'a str>,
    licences: std::collections::HashSet<&'a str>,
    evidence: [bool; 5],
    costs: [bool; 5],
    has_transition: bool,
}

impl<'a> Used<'a> {
    fn of(site: &Site<'a>) -> Self {
        let mut used = Self::default();
        for one in &site.library.deliverables {
            used.modes.extend(one.modalites.iter().map(String::as_str));
            used.levels.extend(one.niveaux.iter().map(String::as_str));
            used.licences.insert(one.licence.as_str());
            let evidence = one.evaluation.as_ref().map_or(0, |known| known.niveau_de_preuve);
            used.evidence[(evidence as usize).min(4)] = true;
            if let Some(cost) = &one.transfert.cout {
                used.costs[(cost.niveau as usize).min(4)] = true;
            }
            used.has_transition |= one.transition_ecologique;
        }
        used
    }
}

fn family<'a>(site: &Site<'a>, family: Family) -> Result<Vec<Choice<'a>>, ThemeError> {
    let mut choices = Vec::new();
    for term in family.terms(site.config(), site.theme)? {
        if site.shelves.of_term(family, term.id).is_empty() {
            continue;
        }
        choices.push(match (family, &term.mark) {
            (Family::Axis, Some(letter)) => Choice::new(term.id, format!("{letter}. {}", term.name)),
            (Family::Department, Some(code)) => {
                let nom = format!("{} ({code})", term.name);
                Choice { court: Some(term.name), ..Choice::new(term.id, nom) }
            }
            (Family::Kind, _) => {
                let court = site.theme.text(&format!("type.{}.nom", term.id))?.to_owned();
                Choice { court: Some(court), ..Choice::new(term.id, term.name) }
            }
            _ => Choice::new(term.id, term.name),
        });
    }
    Ok(choices)
}

fn terms<T>(terms: &Terms<T>, name: impl Fn(&T) -> &str, is_used: impl Fn(&str) -> bool) -> Vec<Choice<'_>> {
    terms.iter().filter(|(id, _)| is_used(id)).map(|(id, term)| Choice::new(id, name(term).to_owned())).collect()
}

fn levels<'a>(site: &Site<'a>, scale: &str, used: [bool; 5]) -> Result<Vec<Choice<'a>>, ThemeError> {
    let mut choices = Vec::new();
    for (id, _) in ["0", "1", "2", "3", "4"].into_iter().zip(used).filter(|(_, used)| *used) {
        let nom = format!("{id} · {}", site.theme.text(&format!("{scale}.{id}.nom"))?);
        choices.push(Choice::new(id, nom));
    }
    Ok(choices)
}

fn groups<'a>(site: &Site<'a>) -> Result<Vec<Group<'a>>, ThemeError> {
    let mut groups = Vec::new();
    for axis in Axis::ALL {
        let ranks = site.shelves.of_term(Family::Axis, axis.id());
        let mut types = Vec::new();
        for kind in Kind::ALL {
            let of_kind: Vec<usize> = ranks
                .iter()
                .copied()
                // Under its main axis only, so that each stands once.
                .filter(|&rank| {
                    let one = &site.library.deliverables[rank];
                    one.kind == kind && one.main_axis() == axis
                })
                .collect();
            types.push(KindGroup {
                nom: site.theme.text(&format!("{}.pluriel", super::site::kind_key(kind)))?,
                n: of_kind.len(),
                fiches: of_kind.into_iter().take(LISTED).filter_map(|rank| card::link_to(site, rank)).collect(),
            });
        }
        groups.push(Group { axe: card::axis_view(site, axis), types });
    }
    Ok(groups)
}
