//! What the model says of a place of a front matter: its description, its keys, its values. Read in the schema.

use std::sync::LazyLock;

use serde_json::Value;

use super::outline::Step;
use crate::schema::{self, Kind, order};

static SKELETONS: LazyLock<[Value; 3]> = LazyLock::new(|| Kind::ALL.map(schema::skeleton));

/// The schema of one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    kind: Kind,
    /// As the key says it, with its own description.
    own: &'static Value,
    /// What it refers to.
    of: &'static Value,
    /// The name of its type.
    name: &'static str,
}

/// A key of a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Its name.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) shape: Shape,
    /// Whether it must be there.
    pub(super) is_required: bool,
}

/// What a single value names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A term of a vocabulary.
    Term(&'static str),
    /// A deliverable.
    Fiche,
    /// A file of the bundle.
    File,
    /// Nothing but itself.
    Own,
}

impl Shape {
    /// The whole front matter of a kind of file.
    fn root(kind: Kind) -> Self {
        let at = Kind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
        let name = match kind {
            Kind::Deliverable => "Livrable",
            Kind::Reuse => "Reprise",
            Kind::Page => "Page",
        };
        Self { kind, own: &SKELETONS[at], of: &SKELETONS[at], name }
    }

    /// What stands at a path, where the model knows it.
    pub(super) fn at(kind: Kind, path: &[Step]) -> Option<Self> {
        path.iter().try_fold(Self::root(kind), |shape, step| match step {
            Step::Key(key) => shape.resolve(shape.of.get("properties")?.get(key)?),
            Step::Item(_) => shape.item(),
        })
    }

    /// What an item of the list is.
    pub(super) fn item(self) -> Option<Self> {
        self.resolve(self.of.get("items")?)
    }

    fn resolve(self, own: &'static Value) -> Option<Self> {
        let mut shape = Self { kind: self.kind, own, of: own, name: "" };
        // An optional value is « this, or null ».
        if let Some(any) = own.get("anyOf").and_then(Value::as_array) {
            shape.of = any.iter().find(|one| one.get("type").and_then(Value::as_str) != Some("null"))?;
        }
        if let Some(name) = shape.of.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"))
        {
            shape.of = Self::root(self.kind).own.get("$defs")?.get(name)?;
            shape.name = name;
        }
        Some(shape)
    }

    /// What it is, for an author.
    pub(super) fn description(self) -> &'static str {
        let text = |value: &'static Value| value.get("description").and_then(Value::as_str);
        text(self.own).or_else(|| text(self.of)).unwrap_or_default()
    }

    /// Whether it is a group of keys.
    pub(super) fn is_group(self) -> bool {
        self.of.get("properties").is_some()
    }

    /// Whether it is a list.
    pub(super) fn is_list(self) -> bool {
        self.of.get("items").is_some()
    }

    /// Whether it is yes or no.
    pub(super) fn is_boolean(self) -> bool {
        self.has_type("boolean")
    }

    /// Whether it is a date.
    pub(super) fn is_date(self) -> bool {
        self.name == "Date"
    }

    fn has_type(self, name: &str) -> bool {
        match self.of.get("type") {
            Some(Value::String(own)) => own == name,
            Some(Value::Array(own)) => own.iter().any(|one| one == name),
            _ => false,
        }
    }

    /// The keys of the group, in the order of the guide.
    pub(super) fn keys(self) -> Vec<Key> {
        let required = |name: &str| {
            let required = self.of.get("required").and_then(Value::as_array);
            required.is_some_and(|list| list.iter().any(|one| one == name))
        };
        let key = |name: &&'static str| {
            let shape = self.resolve(self.of.get("properties")?.get(name)?)?;
            Some(Key { name, shape, is_required: required(name) })
        };
        order::keys(self.name).iter().filter_map(key).collect()
    }

    /// The values that the model itself fixes.
    pub(super) fn choices(self) -> Vec<&'static str> {
        let of = |value: &'static Value| value.get("enum").and_then(Value::as_array);
        let list = of(self.of).or_else(|| of(self.own));
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Examples of values.
    pub(super) fn examples(self) -> Vec<&'static str> {
        self.of.get("examples").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// What a value here names; `path` is its place.
    pub(super) fn meaning(self, path: &[Step]) -> Meaning {
        let is = |step: &Step, name: &str| matches!(step, Step::Key(key) if key == name);
        match self.of.get("x-vocabulaire").and_then(Value::as_str) {
            Some("fiches") => Meaning::Fiche,
            Some(name) => Meaning::Term(name),
            None => match path {
                [list, Step::Item(_), key] if is(list, "ressources") && is(key, "fichier") => Meaning::File,
                _ => Meaning::Own,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::outline::path;
    use super::*;

    #[test]
    fn the_model_is_read_at_every_depth() {
        let at = |keys: &[&str]| Shape::at(Kind::Deliverable, &path(keys)).unwrap();
        assert_eq!(at(&["axes", "0"]).meaning(&[]), Meaning::Term("axes"));
        assert_eq!(at(&["remplace"]).meaning(&[]), Meaning::Fiche);
        assert_eq!(at(&["organisme", "site_reference", "departement"]).meaning(&[]), Meaning::Term("departements"));
        let file = path(&["ressources", "0", "fichier"]);
        assert_eq!(Shape::at(Kind::Deliverable, &file).unwrap().meaning(&file), Meaning::File);
        assert_eq!(at(&["statut"]).choices(), ["brouillon", "soumis", "valide", "archive"]);
        assert!(at(&["exemple"]).is_boolean() && at(&["evaluation", "periode", "debut"]).is_date());
        let keys: Vec<&str> = at(&["transfert", "etapes", "2"]).keys().iter().map(|key| key.name).collect();
        assert_eq!(keys, ["titre", "duree", "qui", "detail"]);
        assert!(Shape::at(Kind::Page, &path(&["rien"])).is_none());
        assert_eq!(at(&["outil", "accessibilite", "conformite"]).description(), "Sa conformité.");
        assert_eq!(at(&["modele", "sequences", "0", "modalite"]).meaning(&[]), Meaning::Term("modalites_sequence"));
        assert!(!at(&["evaluation", "indicateurs", "0", "sens"]).choices().is_empty());
        assert!(
            Shape::at(Kind::Deliverable, &[]).unwrap().keys().iter().all(|key| !key.shape.description().is_empty())
        );
    }
}
