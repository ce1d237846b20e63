//! The section of a deliverable's kind: `referentiel:`, `outil:` or `modele:`.

use std::collections::HashMap;

use super::common::{choice, choices, duration, known_list};
use super::meant;
use crate::config::{Config, http_url};
use crate::diagnostic::{Problems, Severity, codes};
use crate::model::Detail;
use crate::model::deliverable::Kind;
use crate::model::detail::{
    Block, CONFORMITIES, Certification, Competence, Framework, GroupSize, HOSTINGS, Model, NATURES, PLATFORMS, Pathway,
    PersonalData, SEQUENCE_MODES, STANDARDS, Sequence, Tool, ToolAccessibility,
};
use crate::span::{Span, Spanned};
use crate::value::fields::Fields;
use crate::value::{Node, scalars};

/// Reads the section of `kind`.
pub(super) fn read(kind: Kind, node: &Node, config: &Config, problems: &mut Problems) -> Option<Detail> {
    match kind {
        Kind::Referentiel => framework(node, problems).map(Detail::Referentiel),
        Kind::OutilNumerique => tool(node, problems).map(Detail::Outil),
        Kind::ModelePedagogique => model(node, config, problems).map(Detail::Modele),
    }
}

fn framework(node: &Node, problems: &mut Problems) -> Option<Framework> {
    let mut fields = Fields::of(node, "referentiel", problems)?;
    let certification = fields.optional("certification", problems, certification);
    let code = certification.as_ref().and_then(|one| one.code.as_deref());
    let blocs = fields.required_list("blocs", problems, |node, problems| block(node, code, problems));
    unique_codes(blocs.as_deref().unwrap_or_default(), problems);
    let parcours = fields
        .list("parcours", problems, |node, problems| pathway(node, blocs.as_deref().unwrap_or_default(), problems));
    fields.finish(problems);
    Some(Framework { certification, blocs: blocs?, parcours })
}

fn certification(node: &Node, problems: &mut Problems) -> Option<Certification> {
    let mut fields = Fields::of_or(node, "certification", meant::certification, problems)?;
    let code = fields.optional("code", problems, scalars::text);
    if let Some(code) = &code
        && !is_certification_code(code)
    {
        problems.error_help(
            codes::CODE_INVALIDE,
            code.span,
            format!("« {} » n’est pas un code de France compétences.", code.value),
            "écrivez RNCP suivi de un à cinq chiffres, ou RS suivi de un à quatre chiffres : RNCP12345, RS1234",
        );
    }
    let intitule = fields.required("intitule", problems, scalars::plain_text);
    let certificateur = fields.text("certificateur", problems);
    let niveau = fields.optional("niveau", problems, |node, problems| scalars::integer(node, problems, 1, 8));
    fields.finish(problems);
    let code = code.filter(|code| is_certification_code(code)).map(|code| code.value);
    Some(Certification { code, intitule: intitule?, certificateur, niveau })
}

fn is_certification_code(code: &str) -> bool {
    let (digits, most) = match (code.strip_prefix("RNCP"), code.strip_prefix("RS")) {
        (Some(digits), _) => (digits, 5),
        (_, Some(digits)) => (digits, 4),
        _ => return false,
    };
    (1..=most).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn block(node: &Node, certification: Option<&str>, problems: &mut Problems) -> Option<Block> {
    let mut fields = Fields::of_or(node, "blocs", |text| meant::item("intitule", text), problems)?;
    let code = fields.required("code", problems, scalars::text);
    if let (Some(code), Some(certification)) = (&code, certification) {
        let fits = code
            .strip_prefix(certification)
            .and_then(|rest| rest.strip_prefix("BC"))
            .is_some_and(|number| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()));
        if !fits {
            problems.error_help(
                codes::CODE_INVALIDE,
                code.span,
                format!("« {} » n’est pas le code d’un bloc de {certification}.", code.value),
                format!("écrivez le code de la certification, BC et deux chiffres : {certification}BC01"),
            );
        }
    }
    let intitule = fields.required("intitule", problems, scalars::plain_text);
    let duree_heures = fields.optional("duree_heures", problems, |node, problems| {
        let hours = scalars::number(node, problems)?;
        if hours <= 0.0 || hours > 10_000.0 {
            problems.error(
                codes::NOMBRE_HORS_BORNES,
                node.span,
                "La durée d’un bloc est un nombre d’heures plus grand que 0.",
            );
            return None;
        }
        Some(hours)
    });
    let competences = fields.required_list("competences", problems, competence);
    let evaluation = fields.texts("evaluation", problems);
    fields.finish(problems);
    Some(Block { code: code?, intitule: intitule?, duree_heures, competences: competences?, evaluation })
}

fn competence(node: &Node, problems: &mut Problems) -> Option<Competence> {
    let mut fields = Fields::of_or(node, "competences", |text| meant::item("intitule", text), problems)?;
    let code = fields.required("code", problems, scalars::text);
    let intitule = fields.required("intitule", problems, scalars::plain_text);
    let criteres = fields.texts("criteres", problems);
    fields.finish(problems);
    Some(Competence { code: code?, intitule: intitule?, criteres })
}

fn unique_codes(blocs: &[Block], problems: &mut Problems) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let all =
        blocs.iter().flat_map(|bloc| std::iter::once(&bloc.code).chain(bloc.competences.iter().map(|one| &one.code)));
    for code in all {
        if let Some(&first) = seen.get(code.value.as_str()) {
            problems
                .add(
                    Severity::Error,
                    codes::CODE_EN_DOUBLE,
                    code.span,
                    format!("Le code « {} » est déjà employé dans cette fiche.", code.value),
                    "donnez à chaque bloc et à chaque compétence un code qui lui est propre",
                )
                .label(first, "déjà employé ici");
        } else {
            seen.insert(&code.value, code.span);
        }
    }
}

fn pathway(node: &Node, blocs: &[Block], problems: &mut Problems) -> Option<Pathway> {
    let mut fields = Fields::of_or(node, "parcours", |text| meant::item("intitule", text), problems)?;
    let intitule = fields.required("intitule", problems, scalars::plain_text);
    let blocs = fields.required_list("blocs", problems, |node, problems| {
        let known = blocs.iter().map(|bloc| scalars::unnamed(&bloc.code.value));
        scalars::known_id(node, problems, codes::CODE_INCONNU, "le code d’un bloc de cette fiche", known)
    });
    fields.finish(problems);
    Some(Pathway { intitule: intitule?, blocs: super::common::without_repeats(blocs?, problems) })
}

fn tool(node: &Node, problems: &mut Problems) -> Option<Tool> {
    let mut fields = Fields::of(node, "outil", problems)?;
    let nature = fields
        .required("nature", problems, |node, problems| choice(node, problems, "une nature d’outil connue", NATURES));
    let url = fields.optional("url", problems, http_url);
    let editeur = fields.text("editeur", problems);
    let code_source = fields.optional("code_source", problems, http_url);
    let standards = choices(&mut fields, "standards", problems, "un standard connu", STANDARDS);
    let plateformes = choices(&mut fields, "plateformes", problems, "une plateforme connue", PLATFORMS);
    let prerequis_techniques = fields.texts("prerequis_techniques", problems);
    let accessibilite = fields.optional("accessibilite", problems, |node, problems| {
        let mut fields = Fields::of_or(node, "accessibilite", |text| meant::group("conformite", text), problems)?;
        let conformite = fields.required("conformite", problems, |node, problems| {
            choice(node, problems, "une conformité connue", CONFORMITIES)
        });
        let url = fields.optional("url", problems, http_url);
        fields.finish(problems);
        Some(ToolAccessibility { conformite: conformite?, url })
    });
    let donnees_personnelles = fields.optional("donnees_personnelles", problems, |node, problems| {
        let mut fields = Fields::of_or(node, "donnees_personnelles", |text| meant::group("traitees", text), problems)?;
        let traitees = fields.text("traitees", problems);
        let hebergement = fields.optional("hebergement", problems, |node, problems| {
            choice(node, problems, "un hébergement connu", HOSTINGS)
        });
        fields.finish(problems);
        Some(PersonalData { traitees, hebergement })
    });
    let hors_ligne = fields.optional("hors_ligne", problems, scalars::boolean);
    fields.finish(problems);
    Some(Tool {
        nature: nature?,
        url,
        editeur,
        code_source,
        standards,
        plateformes,
        prerequis_techniques,
        accessibilite,
        donnees_personnelles,
        hors_ligne,
    })
}

fn model(node: &Node, config: &Config, problems: &mut Problems) -> Option<Model> {
    let mut fields = Fields::of(node, "modele", problems)?;
    let approches = known_list(
        &mut fields,
        "approches",
        problems,
        (codes::APPROCHE_INCONNUE, "une approche connue"),
        &config.vocabulaires.approches,
    );
    let duree_totale = fields.optional("duree_totale", problems, duration);
    let effectif = fields.optional("effectif", problems, group_size);
    let sequences = fields.required_list("sequences", problems, sequence);
    fields.finish(problems);
    Some(Model { approches, duree_totale, effectif, sequences: sequences? })
}

fn group_size(node: &Node, problems: &mut Problems) -> Option<GroupSize> {
    let mut fields = Fields::of_or(node, "effectif", meant::group_size, problems)?;
    let mut size = |key| {
        fields.optional(key, problems, |node, problems| {
            Some(Spanned::new(scalars::integer(node, problems, 1, 10_000)?, node.span))
        })
    };
    let (min, max) = (size("min"), size("max"));
    fields.finish(problems);
    if let (Some(min), Some(max)) = (&min, &max)
        && min.value > max.value
    {
        problems.error_help(
            codes::NOMBRE_HORS_BORNES,
            max.span,
            "L’effectif maximal est plus petit que le minimal.",
            format!("écrivez au moins {}", min.value),
        );
    }
    Some(GroupSize { min: min.map(|min| min.value), max: max.map(|max| max.value) })
}

fn sequence(node: &Node, problems: &mut Problems) -> Option<Sequence> {
    let mut fields = Fields::of_or(node, "sequences", |text| meant::item("titre", text), problems)?;
    let titre = fields.required("titre", problems, scalars::plain_text);
    let duree = fields.optional("duree", problems, duration);
    let modalite = fields.optional("modalite", problems, |node, problems| {
        choice(node, problems, "une modalité de séquence connue", SEQUENCE_MODES)
    });
    let mut text = |key| fields.text(key, problems);
    let (objectif, activite, role_formateur) = (text("objectif"), text("activite"), text("role_formateur"));
    let (ressources, evaluation) = (text("ressources"), text("evaluation"));
    fields.finish(problems);
    Some(Sequence { titre: titre?, duree, modalite, objectif, activite, role_formateur, ressources, evaluation })
}
