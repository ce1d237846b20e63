//! The order of keys, which a JSON object does not keep: that of the types, and of the guide.

use crate::model::read::KEYS;

/// The keys of a group, by the name of its type.
pub fn keys(group: &str) -> &'static [&'static str] {
    match group {
        "Livrable" => KEYS,
        "Organisme" => &["nom", "statut", "site_reference", "sites_mise_en_oeuvre"],
        "Site" => &["commune", "departement"],
        "Autorisation" => &["date", "par"],
        "Contact" => &["nom", "courriel", "url"],
        "Entree" => &["version", "date", "texte"],
        "Transfert" => &[
            "prerequis",
            "conditions",
            "invariants",
            "adaptations",
            "equipements",
            "competences",
            "points_de_vigilance",
            "ce_qui_na_pas_marche",
            "etapes",
            "duree_mise_en_oeuvre",
            "charge",
            "cout",
        ],
        "Etape" => &["titre", "duree", "qui", "detail"],
        "Cout" => &["niveau", "detail"],
        "Evaluation" => &["methode", "effectif", "periode", "indicateurs", "limites", "niveau_de_preuve"],
        "Periode" => &["debut", "fin"],
        "Indicateur" => &["nom", "unite", "avant", "apres", "cible", "sens"],
        "Ressource" => &["titre", "fichier", "url", "description", "licence", "titulaire_droits"],
        "Referentiel" => &["certification", "blocs", "parcours"],
        "Certification" => &["code", "intitule", "certificateur", "niveau"],
        "Bloc" => &["code", "intitule", "duree_heures", "competences", "evaluation"],
        "Competence" => &["code", "intitule", "criteres"],
        "Parcours" => &["intitule", "blocs"],
        "Outil" => &[
            "nature",
            "url",
            "editeur",
            "code_source",
            "standards",
            "plateformes",
            "prerequis_techniques",
            "accessibilite",
            "donnees_personnelles",
            "hors_ligne",
        ],
        "Accessibilite" => &["conformite", "url"],
        "DonneesPersonnelles" => &["traitees", "hebergement"],
        "Modele" => &["approches", "duree_totale", "effectif", "sequences"],
        "Effectif" => &["min", "max"],
        "Sequence" => {
            &["titre", "duree", "modalite", "objectif", "activite", "role_formateur", "ressources", "evaluation"]
        }
        "Reprise" => &["livrable", "organisme", "site", "date", "etat", "contact"],
        "Page" => &["titre", "resume", "ordre"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_types() {
        let mut groups = 0;
        for file in [include_str!("fiche.rs"), include_str!("details.rs"), include_str!("others.rs")] {
            for part in file.split("\npub struct ").skip(1) {
                let (name, rest) = part.split_once(" {").unwrap();
                let body = rest.split("\n}").next().unwrap();
                let declared: Vec<&str> = body
                    .lines()
                    .filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next())
                    .map(|key| key.trim_start_matches("r#"))
                    .collect();
                assert_eq!(keys(name), declared, "{name}");
                groups += 1;
            }
        }
        assert!(groups > 20);
    }
}
