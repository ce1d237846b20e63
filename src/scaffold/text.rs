//! A new reuse, a new free page.

use jiff::civil::Date;

use super::words::{Words, choices};
use super::yaml::{Yaml, id};
use crate::config::Config;
use crate::diagnostic::fix::quoted;
use crate::schema::Kind;

/// What is known of a new reuse. It has no draft, so that nothing is left open.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Reuse {
    pub livrable: String,
    pub organisme: String,
    pub commune: String,
    pub departement: String,
    pub date: Date,
    /// `en-cours`, `adopte`, `adapte` or `abandonne`.
    pub etat: String,
    pub contact: Option<String>,
}

/// States of a reuse, and what they say.
pub const STATES: &[(&str, &str)] = &[
    ("en-cours", "la dernière étape n’est pas faite"),
    ("adopte", "refait tel quel, ou presque, et gardé"),
    ("adapte", "gardé, avec un changement que vous sauriez nommer"),
    ("abandonne", "arrêté ; dites pourquoi, c’est la reprise la plus utile"),
];

const REUSE_BODY: &str = "\
## Ce qui a été changé

<!-- Le métier, le rythme, un support : ce qui diffère de la fiche, et pourquoi. Cette ligne n’est pas publiée. -->

## Ce qui a marché

<!-- Avec un nombre ou une scène, plutôt qu’un jugement. -->

## Ce qui n’a pas marché

<!-- Trois lignes franches aident plus que le reste. -->
";

const PAGE_BODY: &str = "\
<!-- Écrivez ici. Les titres commencent à ## : celui de la page est déjà fait. Cette ligne n’est pas publiée. -->
";

/// The file of a new reuse.
pub fn reuse(one: &Reuse, config: &Config) -> String {
    let words = Words::new(Kind::Reuse, config);
    let mut yaml = Yaml::begin();
    yaml.comment(0, words.of("livrable"));
    yaml.line(0, &format!("livrable: {}", id(&one.livrable)));
    yaml.comment(0, words.of("organisme"));
    yaml.text(0, "organisme", &one.organisme);
    yaml.comment(0, words.of("site"));
    yaml.comment(0, &choices(&config.vocabulaires.departements, Some(|one| one.nom.as_str())));
    let place = format!("{{ commune: {}, departement: {} }}", quoted(&one.commune), quoted(&one.departement));
    yaml.line(0, &format!("site: {place}"));
    yaml.comment(0, words.of("date"));
    yaml.line(0, &format!("date: {}", one.date));
    yaml.comment(0, words.of("etat"));
    for (state, meaning) in STATES {
        yaml.comment(0, &format!("{state} : {meaning}"));
    }
    yaml.line(0, &format!("etat: {}", id(&one.etat)));
    yaml.comment(0, words.of("contact"));
    match &one.contact {
        Some(contact) => yaml.text(0, "contact", contact),
        None => yaml.optional(0, "contact: \"une fonction, une adresse partagée\""),
    }
    yaml.end(REUSE_BODY)
}

/// What is known of a new free page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Page {
    pub titre: String,
    pub resume: Option<String>,
    pub ordre: Option<u32>,
}

/// The file of a new free page.
pub fn page(one: &Page, config: &Config) -> String {
    let words = Words::new(Kind::Page, config);
    let mut yaml = Yaml::begin();
    yaml.comment(0, words.of("titre"));
    yaml.text(0, "titre", &one.titre);
    yaml.comment(0, words.of("resume"));
    match &one.resume {
        Some(resume) => yaml.text(0, "resume", resume),
        None => yaml.optional(0, "resume: \"une phrase\""),
    }
    yaml.comment(0, words.of("ordre"));
    match one.ordre {
        Some(rank) => yaml.line(0, &format!("ordre: {rank}")),
        None => yaml.optional(0, "ordre: 1"),
    }
    yaml.end(PAGE_BODY)
}
