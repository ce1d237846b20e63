//! What must be one of a kind: titles, replaced deliverables, former addresses.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::every;
use crate::diagnostic::{Code, Diagnostic, Problems, Severity, codes};
use crate::model::primitives::SECTIONS;
use crate::model::{Deliverable, Library};
use crate::span::Span;

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
    // The first by name has the title; it is told to the others.
    let mut first: FxHashMap<&str, &Deliverable> = FxHashMap::default();
    for one in every(library) {
        let owner = first.entry(one.titre_compare.as_str()).or_insert(one);
        if one.slug.as_str() < owner.slug.as_str() {
            *owner = one;
        }
    }
    for one in every(library) {
        if let Some(other) = first.get(one.titre_compare.as_str()).filter(|other| other.slug != one.slug) {
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
    if every(library).all(|one| one.alias.is_empty()) {
        return;
    }
    let slugs: FxHashSet<&str> = every(library).map(|one| one.slug.as_str()).collect();
    let mut claimed: FxHashMap<&str, &Deliverable> = FxHashMap::default();
    for one in every(library) {
        for alias in &one.alias {
            let path = alias.value.as_str();
            let folder = path.strip_suffix('/').unwrap_or_default();
            let owner = match folder.strip_prefix("livrables/").filter(|slug| slugs.contains(slug)) {
                Some(slug) => Some(format!("la fiche « {slug} »")),
                None => library.page(folder).map(|page| format!("la page « {} »", page.titre)),
            };
            let owner = owner.or_else(|| generated(path).then(|| "une page du site".to_owned()));
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
            claimed.insert(path, one);
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
