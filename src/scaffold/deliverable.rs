//! A new deliverable: a draft whose header explains itself.

use jiff::civil::Date;

use super::section;
use super::words::{Words, choices};
use super::yaml::{Yaml, id, ids, missing};
use crate::config::Config;
use crate::config::vocabulary::Terms;
use crate::diagnostic::fix::quoted;
use crate::model::Kind;
use crate::model::read::PLACEHOLDER;
use crate::schema;

/// What is known of a new deliverable; what is not becomes a placeholder, or the first choice of its vocabulary,
/// said to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Deliverable {
    pub kind: Kind,
    pub titre: String,
    pub resume: Option<String>,
    pub axes: Vec<String>,
    pub sous_themes: Vec<String>,
    pub prestataire: Option<String>,
    pub organisme: Option<String>,
    /// `of`, `cfa` or `reseau`.
    pub statut_organisme: Option<String>,
    pub commune: Option<String>,
    pub departement: Option<String>,
    pub publics: Vec<String>,
    pub secteurs: Vec<String>,
    pub modalites: Vec<String>,
    pub niveaux: Vec<String>,
    pub mots_cles: Vec<String>,
    pub licence: Option<String>,
    pub titulaire_droits: Option<String>,
    /// Of a tool.
    pub nature: Option<String>,
    /// Of a model.
    pub approches: Vec<String>,
}

impl Deliverable {
    /// A deliverable of which nothing but type and title is known.
    pub fn new(kind: Kind, titre: impl Into<String>) -> Self {
        Self {
            kind,
            titre: titre.into(),
            resume: None,
            axes: Vec::new(),
            sous_themes: Vec::new(),
            prestataire: None,
            organisme: None,
            statut_organisme: None,
            commune: None,
            departement: None,
            publics: Vec::new(),
            secteurs: Vec::new(),
            modalites: Vec::new(),
            niveaux: Vec::new(),
            mots_cles: Vec::new(),
            licence: None,
            titulaire_droits: None,
            nature: None,
            approches: Vec::new(),
        }
    }
}

/// Kinds of organisations, and their names.
pub const ORGANISATIONS: &[(&str, &str)] =
    &[("of", "Organisme de formation"), ("cfa", "Centre de formation d’apprentis"), ("reseau", "Réseau")];

/// What a choice nobody made is marked with.
const CHOSEN: &str = "# À vérifier : mis d’office";

/// The words under the five usual headings; comments are not published.
const BODY: &str = "\
<!-- Ces cinq titres sont ceux que les lecteurs retrouvent d’une fiche à l’autre. Les lignes entre chevrons, comme
celle-ci, ne sont pas publiées : supprimez-les quand vous avez écrit. -->

## Contexte et besoin

<!-- D’où partiez-vous ? Qui était en difficulté, et à quoi le voyait-on ? -->

## Démarche

<!-- Ce que vous avez fait, dans l’ordre, pour quelqu’un qui n’était pas là. -->

## Ce qui a été produit

<!-- Ce que l’on peut prendre : supports, grilles, réglages. Déposez les fichiers à côté de celui-ci et nommez-les dans
« ressources ». -->

## Résultats

<!-- Ce qui a changé, avec des nombres si vous en avez, et ce que l’on n’en sait pas encore. -->

## Pour le reprendre chez vous

<!-- Par où commencer, et ce qu’il ne faut surtout pas changer. -->
";

/// The file of a new deliverable, a draft of the day `today`.
pub fn text(one: &Deliverable, config: &Config, today: Date) -> String {
    let words = Words::new(schema::Kind::Deliverable, config);
    let mut yaml = Yaml::begin();
    yaml.comment(0, "Les lignes qui commencent par « # » vous guident ; elles ne sont pas publiées.");
    yaml.comment(0, "Une rubrique collée à son « # » est facultative : pour l’employer, effacez-le à chaque ligne.");
    identity(one, &mut yaml, &words);
    subjects(one, &mut yaml, config, &words);
    organisation(one, &mut yaml, config, &words);
    status(&mut yaml, today, &words);
    audience(one, &mut yaml, config, &words);
    rights(one, &mut yaml, config, &words);
    section::transfer(&mut yaml, &words);
    section::others(&mut yaml, &words);
    section::detail(one, &mut yaml, config, &words);
    yaml.end(BODY)
}

fn identity(one: &Deliverable, yaml: &mut Yaml, words: &Words) {
    yaml.comment(0, words.of("titre"));
    yaml.text(0, "titre", &one.titre);
    yaml.comment(0, words.of("type"));
    yaml.line(0, &format!("type: {}", one.kind.id()));
    yaml.comment(0, words.of("resume"));
    let resume = one.resume.clone().unwrap_or_else(|| {
        missing("en une à trois phrases, ce que c’est, pour qui c’est fait, et ce que cela change pour eux.")
    });
    yaml.text(0, "resume", &resume);
}

fn subjects(one: &Deliverable, yaml: &mut Yaml, config: &Config, words: &Words) {
    let known = &config.vocabulaires;
    yaml.comment(0, words.of("axes"));
    yaml.comment(0, &choices(&known.axes, Some(|one| one.nom.as_str())));
    required(yaml, "axes", &one.axes, &known.axes);
    yaml.comment(0, words.of("sous_themes"));
    yaml.comment(0, &choices(&known.sous_themes, None));
    // The example fits the axes.
    let axes: Vec<&str> = if one.axes.is_empty() {
        known.axes.ids().take(1).collect()
    } else {
        one.axes.iter().map(String::as_str).collect()
    };
    let example = known.sous_themes.iter().find(|(_, theme)| axes.contains(&theme.axe.as_str())).map(|(id, _)| id);
    list(yaml, "sous_themes", &one.sous_themes, example);
    yaml.comment(0, words.of("prestataire"));
    yaml.comment(0, &choices(&known.prestataires, None));
    single(yaml, 0, "prestataire", one.prestataire.as_deref(), provider(one, config));
}

/// The first provider that holds the lot of the place, when that is known.
fn provider<'a>(one: &Deliverable, config: &'a Config) -> Option<&'a str> {
    let known = &config.vocabulaires;
    let lot = one.departement.as_deref().and_then(|id| known.departements.get(id)).map(|one| one.lot);
    let holds = |lots: &[u32]| lot.is_none_or(|lot| lots.contains(&lot));
    let held = known.prestataires.iter().find(|(_, one)| holds(&one.lots)).map(|(id, _)| id);
    held.or_else(|| known.prestataires.ids().next())
}

/// The first département of a lot that the provider holds.
fn department<'a>(one: &Deliverable, config: &'a Config) -> Option<&'a str> {
    let known = &config.vocabulaires;
    let chosen = one.prestataire.as_deref().or_else(|| provider(one, config));
    let lots = chosen.and_then(|id| known.prestataires.get(id)).map_or(&[][..], |one| &one.lots);
    let held = known.departements.iter().find(|(_, one)| lots.contains(&one.lot)).map(|(id, _)| id);
    held.or_else(|| known.departements.ids().next())
}

fn organisation(one: &Deliverable, yaml: &mut Yaml, config: &Config, words: &Words) {
    yaml.comment(0, words.of("organisme"));
    yaml.line(0, "organisme:");
    let nom = one.organisme.clone().unwrap_or_else(|| missing("nom de l’organisme"));
    yaml.text(1, "nom", &nom);
    yaml.comment(1, words.within("Organisme", "statut"));
    single(yaml, 1, "statut", one.statut_organisme.as_deref(), ORGANISATIONS.first().map(|(id, _)| *id));
    let commune = one.commune.clone().unwrap_or_else(|| missing("commune"));
    let chosen = one.departement.as_deref().or_else(|| department(one, config)).unwrap_or_default();
    let place = format!("{{ commune: {}, departement: {} }}", quoted(&commune), quoted(chosen));
    let mark = if one.departement.is_some() { String::new() } else { format!(" {CHOSEN}") };
    yaml.comment(1, words.within("Organisme", "site_reference"));
    yaml.comment(1, &choices(&config.vocabulaires.departements, Some(|one| one.nom.as_str())));
    yaml.line(1, &format!("site_reference: {place}{mark}"));
    yaml.comment(1, words.within("Organisme", "sites_mise_en_oeuvre"));
    yaml.line(1, "sites_mise_en_oeuvre:");
    yaml.line(2, &format!("- {place}{mark}"));
}

fn status(yaml: &mut Yaml, today: Date, words: &Words) {
    yaml.comment(0, words.of("statut"));
    yaml.comment(0, "« brouillon » pendant l’écriture, puis « soumis » quand la fiche est prête à être relue.");
    yaml.line(0, "statut: brouillon");
    yaml.comment(0, words.of("date_publication"));
    yaml.line(0, &format!("date_publication: {today}"));
    yaml.comment(0, words.of("date_mise_a_jour"));
    yaml.optional(0, &format!("date_mise_a_jour: {today}"));
    yaml.comment(0, words.of("version"));
    yaml.optional(0, "version: \"1.0\"");
}

fn audience(one: &Deliverable, yaml: &mut Yaml, config: &Config, words: &Words) {
    let known = &config.vocabulaires;
    yaml.comment(0, words.of("publics"));
    yaml.comment(0, &choices(&known.publics, None));
    required(yaml, "publics", &one.publics, &known.publics);
    let mut described = |key, given: &[String], choices: String, example: Option<&str>| {
        yaml.comment(0, words.of(key));
        yaml.comment(0, &choices);
        list(yaml, key, given, example);
    };
    let name: fn(&crate::config::vocabulary::Term) -> &str = |one| &one.nom;
    described("secteurs", &one.secteurs, choices(&known.secteurs, None), known.secteurs.ids().next());
    described("modalites", &one.modalites, choices(&known.modalites, None), known.modalites.ids().next());
    described("niveaux", &one.niveaux, choices(&known.niveaux, Some(name)), known.niveaux.ids().next());
    yaml.comment(0, words.of("transition_ecologique"));
    yaml.optional(0, "transition_ecologique: true");
    yaml.comment(0, words.of("mots_cles"));
    if one.mots_cles.is_empty() {
        yaml.optional(0, "mots_cles: [\"premier mot\", \"second mot\"]");
    } else {
        let words: Vec<String> = one.mots_cles.iter().map(|word| quoted(word)).collect();
        yaml.line(0, &format!("mots_cles: [{}]", words.join(", ")));
    }
}

fn rights(one: &Deliverable, yaml: &mut Yaml, config: &Config, words: &Words) {
    let known = &config.vocabulaires;
    yaml.comment(0, words.of("licence"));
    yaml.comment(0, &choices(&known.licences, None));
    let open = known.licences.iter().find(|(_, one)| one.adapter).map(|(id, _)| id);
    single(yaml, 0, "licence", one.licence.as_deref(), open.or_else(|| known.licences.ids().next()));
    yaml.comment(0, words.of("titulaire_droits"));
    let owner = one.titulaire_droits.clone().or_else(|| one.organisme.clone());
    yaml.text(0, "titulaire_droits", &owner.unwrap_or_else(|| missing("l’organisme qui détient les droits")));
    yaml.comment(0, words.of("autorisation_diffusion"));
    yaml.optional(0, "autorisation_diffusion: { date: AAAA-MM-JJ, par: \"fonction de qui l’a donnée\" }");
    yaml.comment(0, words.of("contact"));
    yaml.optional(0, "contact: { nom: \"une fonction ou un service\", courriel: adresse-partagee@exemple.fr }");
}

/// A list that is asked for: as given, else the first of its vocabulary.
fn required<T>(yaml: &mut Yaml, key: &str, given: &[String], terms: &Terms<T>) {
    if given.is_empty() {
        yaml.line(0, &format!("{key}: {} {CHOSEN}", ids(terms.ids().take(1))));
    } else {
        yaml.line(0, &format!("{key}: {}", ids(given.iter().map(String::as_str))));
    }
}

/// A list that may be left out.
pub(super) fn list(yaml: &mut Yaml, key: &str, given: &[String], example: Option<&str>) {
    if given.is_empty() {
        yaml.optional(0, &format!("{key}: {}", ids(example)));
    } else {
        yaml.line(0, &format!("{key}: {}", ids(given.iter().map(String::as_str))));
    }
}

/// An id that is asked for: as given, else `chosen`.
pub(super) fn single(yaml: &mut Yaml, level: usize, key: &str, given: Option<&str>, chosen: Option<&str>) {
    match given {
        Some(given) => yaml.line(level, &format!("{key}: {}", id(given))),
        None => yaml.line(level, &format!("{key}: {} {CHOSEN}", id(chosen.unwrap_or_default()))),
    }
}

/// The keys of the first level that hold a placeholder, or a choice nobody made, in the order of the file.
pub fn left_open(text: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut key = "";
    for line in text.lines().skip(1).take_while(|line| *line != "---") {
        if line.trim_start().starts_with('#') {
            continue;
        }
        if let Some((name, _)) = line.split_once(':').filter(|_| !line.starts_with([' ', '-'])) {
            key = name;
        }
        let is_open = line.contains(&format!("\"{PLACEHOLDER}")) || line.contains(CHOSEN);
        if is_open && open.last().is_none_or(|last| last != key) {
            open.push(key.to_owned());
        }
    }
    open
}
