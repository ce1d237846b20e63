//! A référentiel as shown: blocks that fold, and the matrix of pathways and blocks.

use serde::Serialize;

use crate::model::detail::{Block, Certification, Framework, Tool};
use crate::model::detail::{CONFORMITIES, HOSTINGS, NATURES, PLATFORMS, STANDARDS, label};

/// A référentiel.
#[derive(Serialize)]
pub(super) struct FrameworkView<'a> {
    certification: Option<CertificationView<'a>>,
    blocs: &'a [Block],
    /// Total of the blocks' hours, when each says its own.
    heures: Option<f64>,
    parcours: Vec<PathwayView<'a>>,
}

#[derive(Serialize)]
struct CertificationView<'a> {
    code: Option<&'a str>,
    intitule: &'a str,
    certificateur: Option<&'a str>,
    niveau: Option<u32>,
    /// The certification's public page.
    url: Option<String>,
}

#[derive(Serialize)]
struct PathwayView<'a> {
    intitule: &'a str,
    /// One a block, in the order of the blocks.
    cases: Vec<bool>,
    heures: Option<f64>,
}

/// `is_example`: the certification is made up, so nothing official is linked.
pub(super) fn view(framework: &Framework, is_example: bool) -> FrameworkView<'_> {
    FrameworkView {
        certification: framework.certification.as_ref().map(|known| certification(known, is_example)),
        blocs: &framework.blocs,
        heures: hours(framework.blocs.iter()),
        parcours: framework
            .parcours
            .iter()
            .map(|path| PathwayView {
                intitule: &path.intitule,
                cases: framework.blocs.iter().map(|block| path.blocs.contains(&block.code.value)).collect(),
                heures: hours(framework.blocs.iter().filter(|block| path.blocs.contains(&block.code.value))),
            })
            .collect(),
    }
}

fn hours<'a>(blocks: impl Iterator<Item = &'a Block>) -> Option<f64> {
    blocks.map(|block| block.duree_heures).sum::<Option<f64>>().filter(|total| *total > 0.0)
}

fn certification(certification: &Certification, is_example: bool) -> CertificationView<'_> {
    CertificationView {
        code: certification.code.as_deref(),
        intitule: &certification.intitule,
        certificateur: certification.certificateur.as_deref(),
        niveau: certification.niveau,
        url: certification.code.as_deref().filter(|_| !is_example).and_then(public_page),
    }
}

/// The page of a certification at France compétences: `RNCP12345` → `…/recherche/rncp/12345/`.
fn public_page(code: &str) -> Option<String> {
    let (folder, number) = match code.strip_prefix("RNCP") {
        Some(number) => ("rncp", number),
        None => ("rs", code.strip_prefix("RS")?),
    };
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| format!("https://www.francecompetences.fr/recherche/{folder}/{number}/"))
}

/// The technical card of a tool.
#[derive(Serialize)]
pub(super) struct ToolView<'a> {
    nature: &'a str,
    url: Option<&'a str>,
    editeur: Option<&'a str>,
    code_source: Option<&'a str>,
    standards: Vec<&'a str>,
    plateformes: Vec<&'a str>,
    prerequis: &'a [String],
    hors_ligne: Option<bool>,
    donnees: Option<&'a str>,
    hebergement: Option<&'a str>,
    accessibilite: Option<&'a str>,
    accessibilite_url: Option<&'a str>,
}

pub(super) fn tool(tool: &Tool) -> ToolView<'_> {
    let data = tool.donnees_personnelles.as_ref();
    let access = tool.accessibilite.as_ref();
    ToolView {
        nature: label(NATURES, &tool.nature),
        url: tool.url.as_deref(),
        editeur: tool.editeur.as_deref(),
        code_source: tool.code_source.as_deref(),
        standards: labels(STANDARDS, &tool.standards),
        plateformes: labels(PLATFORMS, &tool.plateformes),
        prerequis: &tool.prerequis_techniques,
        hors_ligne: tool.hors_ligne,
        donnees: data.and_then(|data| data.traitees.as_deref()),
        hebergement: data.and_then(|data| data.hebergement.as_deref()).map(|id| label(HOSTINGS, id)),
        accessibilite: access.map(|access| label(CONFORMITIES, &access.conformite)),
        accessibilite_url: access.and_then(|access| access.url.as_deref()),
    }
}

fn labels<'a>(list: &'a [(&'a str, &'a str)], ids: &'a [String]) -> Vec<&'a str> {
    ids.iter().map(|id| label(list, id)).collect()
}

#[cfg(test)]
mod tests {
    use super::public_page;

    #[test]
    fn certifications_have_public_pages() {
        assert_eq!(public_page("RNCP37682").as_deref(), Some("https://www.francecompetences.fr/recherche/rncp/37682/"));
        assert_eq!(public_page("RS5123").as_deref(), Some("https://www.francecompetences.fr/recherche/rs/5123/"));
        assert_eq!(public_page("X1"), None);
    }
}
