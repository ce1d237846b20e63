//! The facets of a library: which values each deliverable has.

use super::format::columns::Facet;
use crate::config::vocabulary::Terms;
use crate::model::{Axis, Deliverable, Kind as DeliverableKind, Library};

/// Every facet, in the order shown.
pub(super) fn of(library: &Library) -> Vec<Facet> {
    let known = &library.config.vocabulaires;
    let columns = Columns { library };
    let levels = || (0..=4).map(|level| level.to_string()).collect();
    vec![
        columns.facet("type", DeliverableKind::ALL.map(|kind| kind.id().to_owned()).to_vec(), |one| {
            vec![DeliverableKind::ALL.iter().position(|kind| *kind == one.kind)]
        }),
        columns.facet("axe", Axis::ALL.map(|axis| axis.id().to_owned()).to_vec(), |one| {
            one.axes.iter().map(|axis| Axis::ALL.iter().position(|known| known == axis)).collect()
        }),
        columns.terms("departement", &known.departements, |one| one.departements()),
        columns.terms("sous_theme", &known.sous_themes, |one| strs(&one.sous_themes)),
        columns.terms("public", &known.publics, |one| strs(&one.publics)),
        columns.terms("prestataire", &known.prestataires, |one| vec![&one.prestataire]),
        columns.terms("secteur", &known.secteurs, |one| strs(&one.secteurs)),
        columns.terms("modalite", &known.modalites, |one| strs(&one.modalites)),
        columns.terms("niveau", &known.niveaux, |one| strs(&one.niveaux)),
        columns.facet("preuve", levels(), |one| {
            vec![Some(one.evaluation.as_ref().map_or(0, |evaluation| evaluation.niveau_de_preuve as usize))]
        }),
        columns.facet("cout", levels(), |one| vec![one.transfert.cout.as_ref().map(|cost| cost.niveau as usize)]),
        columns.facet("reutilisation", vec!["adapter".into(), "vendre".into()], |one| {
            let licence = known.licences.get(&one.licence);
            vec![licence.filter(|it| it.adapter).map(|_| 0), licence.filter(|it| it.vendre).map(|_| 1)]
        }),
        columns.terms("licence", &known.licences, |one| vec![&one.licence]),
        columns.facet("transition", vec!["oui".into()], |one| vec![one.transition_ecologique.then_some(0)]),
    ]
}

fn strs(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

struct Columns<'a> {
    library: &'a Library,
}

impl<'a> Columns<'a> {
    /// A facet from the rank of each of a deliverable's values; `None` and ranks of no value are left out.
    fn facet(
        &self,
        id: &'static str,
        values: Vec<String>,
        ranks: impl Fn(&'a Deliverable) -> Vec<Option<usize>>,
    ) -> Facet {
        let set = |one: &'a Deliverable| {
            let mut set: Vec<u32> =
                ranks(one).into_iter().flatten().filter(|&rank| rank < values.len()).map(|rank| rank as u32).collect();
            set.sort_unstable();
            set.dedup();
            set
        };
        let sets = self.library.deliverables.iter().map(|one| set(one)).collect();
        Facet { id, values, sets }
    }

    /// A facet whose values are the terms of a vocabulary.
    fn terms<T>(&self, id: &'static str, terms: &Terms<T>, ids: impl Fn(&'a Deliverable) -> Vec<&'a str>) -> Facet {
        self.facet(id, terms.ids().map(str::to_owned).collect(), |one| {
            ids(one).into_iter().map(|id| terms.position(id)).collect()
        })
    }
}
