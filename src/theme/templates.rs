//! Loads the templates and checks, before any page is rendered, what can be checked: that those that
//! the generator renders exist, that all are well formed, and that the sentences they name exist.

use std::sync::Arc;

use tera::Tera;

use super::error::ThemeError;
use super::files::Files;
use super::helpers;
use super::strings::Strings;

/// The templates that the generator renders; a theme has them all.
const REQUIRED: [&str; 14] = [
    "404.html",
    "accueil.html",
    "document.html",
    "fiche.html",
    "famille.html",
    "livrables.html",
    "morceaux/carte.html",
    "mots-cles.html",
    "page.html",
    "plan.html",
    "recherche.html",
    "redirection.html",
    "reprises.html",
    "terme.html",
];

/// What a template's name ends with; in all of them values are escaped.
const SUFFIXES: [&str; 2] = [".html", ".xml"];

pub(super) fn load(files: &Files, strings: &Arc<Strings>) -> Result<Tera, ThemeError> {
    let mut templates = Vec::new();
    for (name, _) in files.below("templates/") {
        if SUFFIXES.iter().any(|suffix| name.ends_with(suffix)) {
            templates.push((name, files.text(&format!("templates/{name}"))?));
        }
    }
    for required in REQUIRED {
        if !templates.iter().any(|(name, _)| *name == required) {
            return Err(ThemeError::new(format!("templates/{required}"), "Ce gabarit manque dans le thème."));
        }
    }
    for (name, text) in &templates {
        check_sentences(name, text, strings)?;
    }
    let mut tera = Tera::new();
    tera.autoescape_on(SUFFIXES);
    helpers::register(&mut tera, files, strings)?;
    tera.add_raw_templates(templates).map_err(|error| ThemeError::from_tera(&error, ""))?;
    Ok(tera)
}

/// Every `"cle" | t` names a sentence that exists.
fn check_sentences(name: &str, text: &str, strings: &Strings) -> Result<(), ThemeError> {
    for (number, line) in text.lines().enumerate() {
        for (at, mark) in line.match_indices("\" | t") {
            let after = line[at + mark.len()..].chars().next();
            if after.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let Some(start) = line[..at].rfind('"') else { continue };
            let key = &line[start + 1..at];
            if !strings.contains(key) {
                let message = format!("La phrase « {key} » manque dans i18n/fr.toml.");
                return Err(ThemeError::new(format!("templates/{name}"), message).at(number + 1));
            }
        }
    }
    Ok(())
}
