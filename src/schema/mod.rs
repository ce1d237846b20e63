//! JSON Schema (2020-12) of what authors write, for editors: made from types that mirror it, with the vocabularies of
//! `site.toml` as the choices that they are. What a schema refuses, `check` refuses; the reverse need not be.

pub mod details;
pub mod fiche;
pub mod order;
pub mod others;
pub mod values;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::config::vocabulary::{Named, Terms};
use crate::model::detail::{CONFORMITIES, HOSTINGS, NATURES, PLATFORMS, SEQUENCE_MODES, STANDARDS};

/// What a file of the library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `content/livrables/<slug>/index.md`.
    Deliverable,
    /// `content/reprises/<slug>.md`.
    Reuse,
    /// `content/pages/….md`.
    Page,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Deliverable, Self::Reuse, Self::Page];

    /// The name of its schema.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deliverable => "livrable",
            Self::Reuse => "reprise",
            Self::Page => "page",
        }
    }
}

/// The schema of a kind of file. `slugs` are the deliverables that exist.
pub fn schema<'a>(kind: Kind, config: &Config, slugs: impl Iterator<Item = &'a str>) -> Value {
    let mut schema = skeleton(kind);
    let slugs: Vec<(&str, &str)> = slugs.map(|slug| (slug, "")).collect();
    fill(&mut schema, &|name| choices(name, config, &slugs));
    schema
}

/// The schema of a kind of file, with the names of vocabularies (`x-vocabulaire`) in the place of their choices.
pub fn skeleton(kind: Kind) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema: Schema = match kind {
        Kind::Deliverable => generator.into_root_schema_for::<fiche::Livrable>(),
        Kind::Reuse => generator.into_root_schema_for::<others::Reprise>(),
        Kind::Page => generator.into_root_schema_for::<others::Page>(),
    };
    let mut schema = schema.to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), kind.name().into());
        if kind == Kind::Deliverable {
            root.insert("allOf".to_owned(), by_type());
        }
    }
    schema
}

/// What a type opens and closes, and what publishing asks for.
fn by_type() -> Value {
    let sections = [("referentiel", "referentiel"), ("outil-numerique", "outil"), ("modele-pedagogique", "modele")];
    let mut rules: Vec<Value> = sections
        .iter()
        .map(|(id, own)| {
            let others: Map<String, Value> = sections
                .iter()
                .filter(|(_, other)| other != own)
                .map(|(_, other)| ((*other).to_owned(), json!({ "type": "null" })))
                .collect();
            json!({
                "if": { "properties": { "type": { "const": id } }, "required": ["type"] },
                "then": { "required": [own], "properties": others },
            })
        })
        .collect();
    rules.push(json!({
        "if": { "properties": { "statut": { "const": "valide" } }, "required": ["statut"] },
        "then": { "required": ["autorisation_diffusion"] },
    }));
    rules.into()
}

/// Ids of a vocabulary with their names.
pub type Choices = Vec<(String, String)>;

/// The choices of a vocabulary: those of `site.toml`, or the model's own; `slugs` for what is none of them.
pub fn choices(name: &str, config: &Config, slugs: &[(&str, &str)]) -> Choices {
    fn of<T: Named>(terms: &Terms<T>) -> Choices {
        terms.named().map(|(id, name)| (id.to_owned(), name.to_owned())).collect()
    }
    let fixed = |list: &[(&str, &str)]| list.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect();
    let known = &config.vocabulaires;
    match name {
        "axes" => of(&known.axes),
        "sous_themes" => of(&known.sous_themes),
        "prestataires" => of(&known.prestataires),
        "departements" => of(&known.departements),
        "publics" => of(&known.publics),
        "secteurs" => of(&known.secteurs),
        "modalites" => of(&known.modalites),
        "niveaux" => of(&known.niveaux),
        "approches" => of(&known.approches),
        "licences" => of(&known.licences),
        "natures" => fixed(NATURES),
        "standards" => fixed(STANDARDS),
        "plateformes" => fixed(PLATFORMS),
        "conformites" => fixed(CONFORMITIES),
        "hebergements" => fixed(HOSTINGS),
        "modalites_sequence" => fixed(SEQUENCE_MODES),
        _ => fixed(slugs),
    }
}

/// Turns every named vocabulary of a schema into its choices; their names stand in `enumDescriptions`, which editors
/// show.
fn fill(schema: &mut Value, choices: &dyn Fn(&str) -> Choices) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, choices)),
        Value::Object(object) => {
            if let Some(Value::String(name)) = object.remove("x-vocabulaire") {
                let (ids, names): (Vec<String>, Vec<String>) = choices(&name).into_iter().unzip();
                if names.iter().any(|name| !name.is_empty()) {
                    object.insert("enumDescriptions".to_owned(), names.into());
                }
                object.insert("enum".to_owned(), ids.into());
            }
            object.values_mut().for_each(|value| fill(value, choices));
        }
        _ => {}
    }
}
