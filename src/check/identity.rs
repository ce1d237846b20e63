//! What must be one of a kind: titles, replaced deliverables, former addresses.

use std::collections::{BTreeMap, HashMap};

use super::every;
use crate::diagnostic::{Code, Diagnostic, Problems, Severity, codes};
use crate::model::primitives::SECTIONS;
use crate::model::{Deliverable, Library};
use crate::span::Span;
use crate::value::slug::fold;

/// Checks titles, successors and aliases.
pub(super) fn check(library: &Library) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    titles(library, &mut problems);
    successors(library, &mut problems);
    aliases(library, &mut problems);
    problems
}

fn add(problems: &mut Vec<Diagnostic>, one: &Deliverable, code: Code, span: Span, message: String, help: &str) {
    let mut found = Problems::new(one.source.clone());
    found.error_help(code, span, message, help);
    problems.extend(found.into_list());
}

fn titles(library: &Library, problems: &mut Vec<Diagnostic>) {
    let mut by_path: Vec<&Deliverable> = every(library).collect();
    by_path.sort_by(|a, b| a.slug.cmp(&b.slug));
    let mut first: HashMap<String, &Deliverable> = HashMap::new();
    for one in by_path {
        let key = fold(&one.titre).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(other) = first.get(&key) {
            let mut found = Problems::new(one.source.clone());
            found
                .add(
                    Severity::Error,
                    codes::TITRE_EN_DOUBLE,
                    one.titre.span,
                    format!("Ce titre est déjà celui de la fiche « {} ».", other.slug),
                    "précisez le public, le lieu ou le métier pour les distinguer",
                )
                .label_in(other.source.clone(), other.titre.span, "le même titre");
            problems.extend(found.into_list());
        } else {
            first.insert(key, one);
        }
    }
}

fn successors(library: &Library, problems: &mut Vec<Diagnostic>) {
    let mut replaced: BTreeMap<&str, &Deliverable> = BTreeMap::new();
    for one in every(library) {
        let Some(old) = &one.remplace else { continue };
        if let Some(other) = replaced.get(old.value.as_str()) {
            let message = format!("La fiche « {} » est déjà remplacée par « {} ».", old.value, other.slug);
            add(
                problems,
                one,
                codes::REMPLACE_CERCLE,
                old.span,
                message,
                "une fiche n’a qu’une remplaçante ; citez l’autre dans « voir_aussi »",
            );
        } else {
            replaced.insert(&old.value, one);
        }
    }
}

fn aliases(library: &Library, problems: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, String> = HashMap::new();
    for one in every(library) {
        taken.insert(one.url(), format!("la fiche « {} »", one.slug));
    }
    for page in &library.pages {
        taken.insert(format!("{}/", page.slug), format!("la page « {} »", page.titre));
    }
    let mut claimed: HashMap<String, &Deliverable> = HashMap::new();
    for one in every(library) {
        for alias in &one.alias {
            let path = alias.value.as_str();
            let owner = taken.get(path).cloned().or_else(|| generated(path).then(|| "une page du site".to_owned()));
            let owner = owner.or_else(|| claimed.get(path).map(|other| format!("un alias de « {} »", other.slug)));
            if let Some(owner) = owner {
                let message = format!("L’adresse « {path} » est déjà prise par {owner}.");
                add(
                    problems,
                    one,
                    codes::ALIAS_OCCUPE,
                    alias.span,
                    message,
                    "retirez cet alias, ou écrivez l’ancienne adresse exacte de cette fiche",
                );
            }
            claimed.insert(path.to_owned(), one);
        }
    }
}

/// Addresses made by the generator whatever the content.
fn generated(path: &str) -> bool {
    const PAGES: &[&str] = &["accessibilite", "donnees", "guide", "livrables", "mentions-legales", "plan-du-site"];
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    match parts.as_slice() {
        [one] => SECTIONS.contains(one) || PAGES.contains(one) || matches!(*one, "index.html" | "404.html"),
        ["livrables", "page", ..] | [] => true,
        // A former deliverable's own address may be claimed: livrables/ancien-nom/.
        ["livrables", ..] => parts.len() > 2,
        [first, ..] => SECTIONS.contains(first),
    }
}
