//! `catalogue.schema.json`: what the columns of the two tables mean, as a Table Schema
//! (<https://specs.frictionlessdata.io/table-schema/>).

use serde_json::{Value, json};

use super::catalogue::SEPARATOR;
use crate::config::Vocabularies;
use crate::model::{Axis, Kind, Library};

/// A column.
pub(super) struct Field {
    pub(super) name: &'static str,
    kind: Type,
    required: bool,
    description: &'static str,
}

/// What a cell holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Address,
    Date,
    Whole,
    Level,
    YesNo,
    List,
}

const fn field(name: &'static str, kind: Type, required: bool, description: &'static str) -> Field {
    Field { name, kind, required, description }
}

/// The columns, in order.
pub(super) const FIELDS: [Field; 32] = [
    field("slug", Type::Text, true, "Identifiant de la fiche."),
    field("url", Type::Address, true, "Adresse de la fiche."),
    field("titre", Type::Text, true, "Titre."),
    field("type", Type::Text, true, "Type de fiche."),
    field("resume", Type::Text, true, "Résumé."),
    field("axes", Type::List, true, "Axes de l’appel régional ; le premier est le principal."),
    field("sous_themes", Type::List, false, "Sous-thèmes."),
    field("prestataire", Type::Text, true, "Identifiant du prestataire."),
    field("organisme", Type::Text, true, "Organisme où la pratique a été conçue."),
    field("organisme_statut", Type::Text, true, "Organisme de formation (of), CFA (cfa) ou réseau (reseau)."),
    field("commune", Type::Text, true, "Commune du site de référence."),
    field("departements", Type::List, true, "Départements du site de référence et des sites de mise en œuvre."),
    field("statut", Type::Text, true, "Publiée (valide) ou archivée (archive)."),
    field("date_publication", Type::Date, true, "Date de publication."),
    field("date_mise_a_jour", Type::Date, false, "Date de la dernière mise à jour."),
    field("version", Type::Text, true, "Version de la fiche."),
    field("publics", Type::List, true, "Publics."),
    field("secteurs", Type::List, false, "Secteurs."),
    field("modalites", Type::List, false, "Modalités."),
    field("niveaux", Type::List, false, "Niveaux de formation."),
    field("approches", Type::List, false, "Approches d’un modèle pédagogique."),
    field("certification", Type::Text, false, "Code RNCP ou RS de la certification d’un référentiel."),
    field("transition_ecologique", Type::YesNo, true, "Lien avec la transition écologique et énergétique."),
    field("mots_cles", Type::List, false, "Mots-clés."),
    field("licence", Type::Text, true, "Identifiant de la licence."),
    field("licence_url", Type::Address, false, "Texte de la licence."),
    field("titulaire_droits", Type::Text, true, "Titulaire des droits."),
    field("duree_mise_en_oeuvre", Type::Text, false, "Durée de mise en place sur un autre site."),
    field("cout", Type::Level, false, "Coût, de 0 à 4."),
    field("niveau_de_preuve", Type::Level, false, "Niveau de preuve, de 0 à 4 ; vide sans évaluation."),
    field("reprises", Type::Whole, true, "Nombre de reprises racontées."),
    field("exemple", Type::YesNo, true, "Fiche d’exemple, données fictives."),
];

pub(super) fn table_schema(library: &Library) -> Vec<u8> {
    let fields: Vec<Value> = FIELDS.iter().map(|field| describe(field, &library.config.vocabulaires)).collect();
    super::sheet::to_bytes(&json!({
        "fields": fields,
        "description": "Une cellule qui commencerait par =, +, - ou @ est précédée d’une apostrophe, pour qu’un tableur n’y lise pas une formule ; catalogue.json a les textes tels qu’ils sont écrits.",
        "primaryKey": "slug",
        "missingValues": [""],
    }))
}

fn describe(field: &Field, words: &Vocabularies) -> Value {
    let (name, format) = match field.kind {
        Type::Text | Type::List => ("string", "default"),
        Type::Address => ("string", "uri"),
        Type::Date => ("date", "default"),
        Type::Whole | Type::Level => ("integer", "default"),
        Type::YesNo => ("boolean", "default"),
    };
    let mut constraints = json!({ "required": field.required });
    if field.kind == Type::Level {
        constraints["minimum"] = json!(0);
        constraints["maximum"] = json!(4);
    }
    if let Some(ids) = known(field.name, words) {
        if field.kind == Type::List {
            // A list of known ids: the pattern of one, any number of times.
            let one = ids.iter().map(|id| id.replace('.', "\\.")).collect::<Vec<_>>().join("|");
            constraints["pattern"] = json!(format!("({one})(\\{SEPARATOR}({one}))*"));
        } else {
            constraints["enum"] = json!(ids);
        }
    }
    let description = if field.kind == Type::List {
        format!("{} Plusieurs valeurs sont séparées par « {SEPARATOR} ».", field.description)
    } else {
        field.description.to_owned()
    };
    json!({
        "name": field.name,
        "type": name,
        "format": format,
        "description": description,
        "constraints": constraints,
    })
}

/// The ids that a column may hold.
fn known<'a>(name: &str, words: &'a Vocabularies) -> Option<Vec<&'a str>> {
    let ids = match name {
        "type" => Kind::ALL.map(Kind::id).to_vec(),
        "axes" => Axis::ALL.map(Axis::id).to_vec(),
        "organisme_statut" => vec!["of", "cfa", "reseau"],
        "statut" => vec!["valide", "archive"],
        "sous_themes" => words.sous_themes.ids().collect(),
        "prestataire" => words.prestataires.ids().collect(),
        "departements" => words.departements.ids().collect(),
        "publics" => words.publics.ids().collect(),
        "secteurs" => words.secteurs.ids().collect(),
        "modalites" => words.modalites.ids().collect(),
        "niveaux" => words.niveaux.ids().collect(),
        "approches" => words.approches.ids().collect(),
        "licence" => words.licences.ids().collect(),
        _ => return None,
    };
    Some(ids).filter(|ids: &Vec<&str>| !ids.is_empty())
}
