//! The values that front matters are made of, each with the rule that an editor can check.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A type of text by its rule; its docs are what an author reads.
macro_rules! values {
    ($($(#[doc = $doc:literal])* $name:ident = $rule:tt;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!($rule);
                let description = [$($doc),*].map(str::trim).join(" ");
                schema.insert("description".to_owned(), description.into());
                schema
            }
        }
    )* };
}

values! {
    /// Un texte.
    Texte = { "type": "string", "minLength": 1 };
    /// Une date, année-mois-jour.
    Date = { "type": "string", "pattern": "^\\s*\\d{4}-\\d{2}-\\d{2}\\s*$", "examples": ["2024-05-17"] };
    /// Une durée : un nombre et une unité.
    Duree = {
        "type": "string", "pattern": "^\\s*\\d[\\d.,]*\\s*[A-Za-zÀ-ÿ]+",
        "examples": ["45 min", "2 h 30", "3 jours", "3 semaines", "2 mois"],
    };
    /// Une adresse web entière.
    Adresse = { "type": "string", "pattern": "^\\s*[hH][tT][tT][pP][sS]?://", "examples": ["https://exemple.fr/"] };
    /// Une adresse de courriel.
    Courriel = { "type": "string", "pattern": "^\\s*[^@\\s]+@[^@\\s]+\\.[^@\\s]+\\s*$", "examples": ["contact@exemple.fr"] };
    /// Le nom du dossier d’une fiche de content/livrables/.
    Fiche = { "type": "string", "minLength": 1, "x-vocabulaire": "fiches" };
    /// Un axe de l’appel à projets.
    Axe = { "type": "string", "x-vocabulaire": "axes" };
    /// Un sous-thème de site.toml, d’un axe de la fiche.
    SousTheme = { "type": "string", "x-vocabulaire": "sous_themes" };
    /// Un prestataire de site.toml.
    Prestataire = { "type": "string", "x-vocabulaire": "prestataires" };
    /// Un département, entre guillemets.
    Departement = { "type": "string", "x-vocabulaire": "departements", "examples": ["09", "31"] };
    /// Un public de site.toml.
    Public = { "type": "string", "x-vocabulaire": "publics" };
    /// Un secteur de site.toml.
    Secteur = { "type": "string", "x-vocabulaire": "secteurs" };
    /// Une modalité de site.toml.
    Modalite = { "type": "string", "x-vocabulaire": "modalites" };
    /// Un niveau de site.toml.
    Niveau = { "type": "string", "x-vocabulaire": "niveaux" };
    /// Une approche pédagogique de site.toml.
    Approche = { "type": "string", "x-vocabulaire": "approches" };
    /// Une licence de site.toml, qui dit s’il est permis de copier, d’adapter et de vendre.
    Licence = { "type": "string", "x-vocabulaire": "licences" };
    /// La nature d’un outil numérique.
    Nature = { "type": "string", "x-vocabulaire": "natures" };
    /// Un standard que l’outil suit.
    Standard = { "type": "string", "x-vocabulaire": "standards" };
    /// Un appareil ou un système où l’outil fonctionne.
    Plateforme = { "type": "string", "x-vocabulaire": "plateformes" };
    /// La conformité d’un outil au référentiel d’accessibilité (RGAA).
    Conformite = { "type": "string", "x-vocabulaire": "conformites" };
    /// Où des données personnelles sont hébergées.
    Hebergement = { "type": "string", "x-vocabulaire": "hebergements" };
    /// La modalité d’une séquence.
    ModaliteSequence = { "type": "string", "x-vocabulaire": "modalites_sequence" };
}
