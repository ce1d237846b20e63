//! The groups of a new deliverable: what it takes to redo it, and what only its type has.

use super::deliverable::{Deliverable, single};
use super::words::{Words, choices, fixed};
use super::yaml::{Yaml, ids, missing};
use crate::config::Config;
use crate::diagnostic::fix::quoted;
use crate::model::Kind;
use crate::model::detail::{NATURES, PLATFORMS, SEQUENCE_MODES};

/// Lists of `transfert:` that every deliverable should have, with what is asked for.
const ASKED: &[(&str, &str)] = &[
    ("prerequis", "ce qu’il faut avoir avant de commencer"),
    ("invariants", "ce qu’il ne faut surtout pas changer"),
    ("adaptations", "ce que l’on peut changer sans dommage"),
    ("ce_qui_na_pas_marche", "ce que vous avez essayé puis abandonné"),
];

/// The other lists of `transfert:`.
const OTHERS: &[&str] = &["conditions", "equipements", "competences", "points_de_vigilance"];

/// `transfert:`.
pub(super) fn transfer(yaml: &mut Yaml, words: &Words) {
    let of = |key| words.within("Transfert", key);
    yaml.comment(0, words.of("transfert"));
    yaml.line(0, "transfert:");
    for (key, what) in ASKED {
        yaml.comment(1, of(key));
        yaml.line(1, &format!("{key}:"));
        yaml.line(2, &format!("- {}", quoted(&missing(what))));
    }
    for key in OTHERS {
        yaml.comment(1, of(key));
        yaml.optional(1, &format!("{key}:\n  - \"…\""));
    }
    yaml.comment(1, of("etapes"));
    yaml.comment(1, "Une durée est un nombre et une unité : 45 min, 2 h 30, 3 jours, 3 semaines, 2 mois.");
    yaml.line(1, "etapes:");
    yaml.line(2, &format!("- titre: {}", quoted(&missing("la première étape"))));
    yaml.optional(3, "duree: 1 semaine\nqui: \"qui s’en charge\"\ndetail: \"ce qu’il faut savoir de plus\"");
    yaml.comment(1, of("duree_mise_en_oeuvre"));
    yaml.optional(1, "duree_mise_en_oeuvre: 2 mois");
    yaml.comment(1, of("charge"));
    yaml.optional(1, "charge: \"3 jours de formateur\"");
    yaml.comment(1, &format!("{} {}", of("cout"), words.within("Cout", "niveau")));
    yaml.optional(1, "cout: { niveau: 1, detail: \"ce qui coûte\" }");
}

/// `evaluation:`, `ressources:` and `voir_aussi:`.
pub(super) fn others(yaml: &mut Yaml, words: &Words) {
    yaml.comment(0, words.of("evaluation"));
    yaml.comment(0, &format!("Niveau de preuve : {}", words.within("Evaluation", "niveau_de_preuve")));
    yaml.optional(
        0,
        "evaluation:\n  methode: \"comment, en une phrase\"\n  effectif: 12\n  niveau_de_preuve: 1\n  limites: \"ce que cela ne dit pas\"",
    );
    yaml.comment(0, words.of("ressources"));
    yaml.optional(
        0,
        "ressources:\n  - { titre: \"Grille d’observation\", fichier: grille.csv, description: \"à quoi elle sert\" }",
    );
    yaml.comment(0, words.of("voir_aussi"));
    yaml.optional(0, "voir_aussi: [nom-du-dossier-d-une-fiche]");
}

/// The section of the type.
pub(super) fn detail(one: &Deliverable, yaml: &mut Yaml, config: &Config, words: &Words) {
    let section = one.kind.section();
    yaml.comment(0, words.of(section));
    yaml.line(0, &format!("{section}:"));
    match one.kind {
        Kind::Referentiel => framework(yaml, words),
        Kind::OutilNumerique => tool(one, yaml, words),
        Kind::ModelePedagogique => model(one, yaml, config, words),
    }
}

fn framework(yaml: &mut Yaml, words: &Words) {
    yaml.comment(1, words.within("Referentiel", "certification"));
    yaml.comment(1, words.within("Certification", "code"));
    yaml.optional(1, "certification: { intitule: \"son intitulé\", niveau: 3 }");
    yaml.comment(1, words.within("Referentiel", "blocs"));
    yaml.line(1, "blocs:");
    yaml.comment(2, words.within("Bloc", "code"));
    yaml.line(2, "- code: BC01");
    yaml.text(3, "intitule", &missing("intitulé du bloc"));
    yaml.optional(3, "duree_heures: 35");
    yaml.comment(3, words.within("Bloc", "competences"));
    yaml.line(3, "competences:");
    yaml.line(4, "- code: C1");
    yaml.text(5, "intitule", &missing("intitulé de la compétence"));
    yaml.comment(5, words.within("Competence", "criteres"));
    yaml.optional(5, "criteres:\n  - \"…\"");
    yaml.comment(1, words.within("Referentiel", "parcours"));
    yaml.optional(1, "parcours:\n  - { intitule: \"Parcours complet\", blocs: [BC01] }");
}

fn tool(one: &Deliverable, yaml: &mut Yaml, words: &Words) {
    yaml.comment(1, &format!("{} {}", words.within("Outil", "nature"), fixed(NATURES)));
    single(yaml, 1, "nature", one.nature.as_deref(), NATURES.last().map(|(id, _)| *id));
    yaml.comment(1, words.within("Outil", "url"));
    yaml.optional(1, "url: https://exemple.fr/");
    yaml.comment(1, &format!("{} {}", words.within("Outil", "plateformes"), fixed(PLATFORMS)));
    yaml.optional(1, "plateformes: [web]");
    yaml.comment(1, words.within("Outil", "prerequis_techniques"));
    yaml.optional(1, "prerequis_techniques:\n  - \"…\"");
    yaml.comment(1, words.within("Outil", "accessibilite"));
    yaml.optional(1, "accessibilite: { conformite: non-evaluee }");
    yaml.comment(1, words.within("Outil", "donnees_personnelles"));
    yaml.optional(1, "donnees_personnelles: { traitees: \"lesquelles\", hebergement: ue }");
    yaml.comment(1, words.within("Outil", "hors_ligne"));
    yaml.optional(1, "hors_ligne: true");
}

fn model(one: &Deliverable, yaml: &mut Yaml, config: &Config, words: &Words) {
    let approaches = &config.vocabulaires.approches;
    yaml.comment(1, words.within("Modele", "approches"));
    yaml.comment(1, &choices(approaches, None));
    if one.approches.is_empty() {
        yaml.optional(1, &format!("approches: {}", ids(approaches.ids().take(1))));
    } else {
        yaml.line(1, &format!("approches: {}", ids(one.approches.iter().map(String::as_str))));
    }
    yaml.comment(1, words.within("Modele", "duree_totale"));
    yaml.optional(1, "duree_totale: 10 h");
    yaml.comment(1, words.within("Modele", "effectif"));
    yaml.optional(1, "effectif: { min: 8, max: 14 }");
    yaml.comment(1, words.within("Modele", "sequences"));
    yaml.line(1, "sequences:");
    yaml.line(2, &format!("- titre: {}", quoted(&missing("titre de la séquence"))));
    yaml.optional(3, "duree: 2 h");
    yaml.comment(3, &format!("{} {}", words.within("Sequence", "modalite"), fixed(SEQUENCE_MODES)));
    yaml.optional(3, "modalite: presentiel\nobjectif: \"…\"\nactivite: \"…\"\nrole_formateur: \"…\"");
}
