//! What keys mean, in the words of the schemas: said once, shown by editors and in new files.

use serde_json::Value;

use crate::config::Config;
use crate::config::vocabulary::Terms;
use crate::schema::{Kind, schema};

use super::yaml::id;

/// Choices that a comment lists at most.
const MOST: usize = 30;

/// The descriptions of a kind of file.
#[derive(Debug)]
pub(super) struct Words(Value);

impl Words {
    pub(super) fn new(kind: Kind, config: &Config) -> Self {
        Self(schema(kind, config, std::iter::empty()))
    }

    /// What a key of the first level means.
    pub(super) fn of(&self, key: &str) -> &str {
        self.text(&format!("/properties/{key}/description"))
    }

    /// What a key of a group means.
    pub(super) fn within(&self, group: &str, key: &str) -> &str {
        self.text(&format!("/$defs/{group}/properties/{key}/description"))
    }

    fn text(&self, pointer: &str) -> &str {
        self.0.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}

/// « Au choix : a (Agriculture), b. », for a comment; names where ids do not speak for themselves.
pub(super) fn choices<T>(terms: &Terms<T>, name: Option<fn(&T) -> &str>) -> String {
    let shown: Vec<String> = terms
        .iter()
        .take(MOST)
        .map(|(term, value)| name.map_or_else(|| id(term), |name| format!("{}\u{a0}({})", id(term), name(value))))
        .collect();
    listed(&shown, terms.len())
}

/// « Au choix : … », of ids that are fixed.
pub(super) fn fixed(list: &[(&str, &str)]) -> String {
    listed(&list.iter().map(|(id, name)| format!("{id}\u{a0}({name})")).collect::<Vec<_>>(), list.len())
}

fn listed(shown: &[String], count: usize) -> String {
    let more = if count > shown.len() { format!("… ({count} en tout, dans site.toml)") } else { ".".to_owned() };
    format!("Au choix : {}{more}", shown.join(", "))
}
