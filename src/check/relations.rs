//! Relations between deliverables, and with the call: see also, replaces, lots, licences.

use rayon::prelude::*;

use super::Known;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::model::{Deliverable, Library, Place, Status};
use crate::span::Spanned;

/// Checks the deliverables that are asked for against the others.
pub(super) fn check(library: &Library, known: &Known<'_>, is_asked: &dyn Fn(&Deliverable) -> bool) -> Vec<Diagnostic> {
    let all: Vec<&Deliverable> = super::every(library).filter(|one| is_asked(one)).collect();
    let found = all.par_iter().with_min_len(256).flat_map_iter(|one| {
        let mut found = Problems::new(one.source.clone());
        deliverable(one, known, library, &mut found);
        found.into_list()
    });
    found.collect()
}

/// Checks one deliverable against the others.
fn deliverable(one: &Deliverable, known: &Known<'_>, library: &Library, problems: &mut Problems) {
    for other in &one.voir_aussi {
        if other.value == one.slug.as_str() {
            problems.error_help(
                codes::FICHE_INCONNUE,
                other.span,
                "Cette fiche se cite elle-même.",
                "retirez-la de « voir_aussi »",
            );
        } else if let Some(found) = known.deliverable(&other.value) {
            warn_unpublished(one, found, other, problems);
        }
    }
    replaces(one, known, problems);
    lots(one, library, problems);
    if let Some(licence) = library.config.vocabulaires.licences.get(&one.licence)
        && !licence.adapter
    {
        problems.warning(
            codes::LICENCE_FERMEE,
            one.licence.span,
            format!("La licence « {} » interdit d’adapter, alors que la bibliothèque sert à reprendre.", licence.nom),
            "demandez au titulaire des droits une licence qui permet l’adaptation",
        );
    }
}

fn warn_unpublished(one: &Deliverable, other: &Deliverable, slug: &Spanned<String>, problems: &mut Problems) {
    if one.statut.is_published() && !other.statut.is_published() {
        problems.warning(
            codes::LIEN_NON_PUBLIE,
            slug.span,
            format!("La fiche « {} » n’est pas publiée : ce renvoi n’apparaîtra pas.", slug.value),
            "attendez sa publication, ou retirez le renvoi",
        );
    }
}

fn replaces(one: &Deliverable, known: &Known<'_>, problems: &mut Problems) {
    let Some(old) = &one.remplace else { return };
    let Some(replaced) = known.deliverable(&old.value) else { return };
    if is_circle(one, known) {
        problems.error_help(
            codes::REMPLACE_CERCLE,
            old.span,
            if old.value == one.slug.as_str() {
                "Cette fiche se remplace elle-même."
            } else {
                "Ces fiches se remplacent en cercle."
            },
            "« remplace » va de la nouvelle fiche vers l’ancienne, jamais l’inverse",
        );
    } else if replaced.statut != Status::Archive {
        problems.error_help(
            codes::REMPLACE_NON_ARCHIVE,
            old.span,
            format!("La fiche « {} » est remplacée, mais son statut est « {} ».", old.value, replaced.statut.id()),
            format!("écrivez statut: archive dans content/livrables/{}/index.md", old.value),
        );
    }
}

fn is_circle(one: &Deliverable, known: &Known<'_>) -> bool {
    let mut at = one;
    // A chain without a circle is shorter than the library.
    for _ in 0..=super::every(known.library).count() {
        match at.remplace.as_ref().and_then(|old| known.deliverable(&old.value)) {
            Some(next) if next.slug == one.slug => return true,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

/// A place in a département of a lot that the prestataire does not hold is suspicious.
fn lots(one: &Deliverable, library: &Library, problems: &mut Problems) {
    let vocabularies = &library.config.vocabulaires;
    let Some(provider) = vocabularies.prestataires.get(&one.prestataire) else { return };
    let mut told = Vec::new();
    let places = std::iter::once(&one.organisme.site_reference).chain(&one.organisme.sites_mise_en_oeuvre);
    for Place { departement, .. } in places {
        let Some(department) = vocabularies.departements.get(departement) else { continue };
        if provider.lots.contains(&department.lot) || told.contains(&departement.value.as_str()) {
            continue;
        }
        told.push(&departement.value);
        problems.warning(
            codes::LOT_ETRANGER,
            departement.span,
            format!(
                "{} ({}) est du lot {}, que {} n’a pas.",
                department.nom, departement.value, department.lot, provider.nom
            ),
            "vérifiez le prestataire et le département",
        );
    }
}
