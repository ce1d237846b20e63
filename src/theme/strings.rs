//! The sentences of the interface, from `i18n/fr.toml` and `i18n/fr/*.toml`: text with `{placeholders}`, and plural forms.

use std::collections::HashMap;

use tera::{Kwargs, Value};

use super::error::ThemeError;
use super::files::Files;
use super::format::{french_number, typography};
use crate::parse::html::attribute;

/// The sentences of every page; those of `FOLDER` complete or replace them, in the order of names.
const FILE: &str = "i18n/fr.toml";
const FOLDER: &str = "i18n/fr/";

/// All sentences, by key (`fiche.en_bref`).
#[derive(Debug, Default)]
pub struct Strings {
    entries: HashMap<String, Entry>,
}

#[derive(Debug)]
enum Entry {
    One(Sentence),
    /// Forms by number: none (where the theme has one), up to one, more.
    Plural {
        zero: Option<Sentence>,
        one: Sentence,
        other: Sentence,
    },
}

#[derive(Debug)]
struct Sentence {
    text: String,
    /// Literal text, made safe for HTML, and the names of placeholders between.
    parts: Vec<Part>,
    /// The whole as a value of the engine, when nothing is to be filled in.
    ready: Option<Value>,
}

#[derive(Debug)]
enum Part {
    Literal(String),
    Placeholder(String),
}

impl Strings {
    pub(super) fn read(files: &Files) -> Result<Self, ThemeError> {
        let mut strings = Self::default();
        strings.read_file(files, FILE)?;
        for (name, _) in files.below(FOLDER) {
            strings.read_file(files, &format!("{FOLDER}{name}"))?;
        }
        Ok(strings)
    }

    fn read_file(&mut self, files: &Files, path: &str) -> Result<(), ThemeError> {
        let text = files.text(path)?;
        let table: toml::Table = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            ThemeError::new(path, error.message().to_owned()).at(line)
        })?;
        self.read_table("", &table)
    }

    fn read_table(&mut self, prefix: &str, table: &toml::Table) -> Result<(), ThemeError> {
        for (key, value) in table {
            let full = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                toml::Value::String(text) => {
                    self.entries.insert(full, Entry::One(Sentence::new(text)));
                }
                toml::Value::Table(forms) if forms.contains_key("autres") => {
                    let form = |name: &str| forms.get(name).and_then(toml::Value::as_str).map(Sentence::new);
                    let (Some(one), Some(other)) = (form("un"), form("autres")) else {
                        return Err(ThemeError::new(
                            FILE,
                            format!("« {full} » : un pluriel a les formes « un » et « autres »."),
                        ));
                    };
                    self.entries.insert(full, Entry::Plural { zero: form("zero"), one, other });
                }
                toml::Value::Table(inner) => self.read_table(&full, inner)?,
                _ => return Err(ThemeError::new(FILE, format!("« {full} » doit être un texte."))),
            }
        }
        Ok(())
    }

    /// Whether a key exists.
    pub(super) fn contains(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The sentence of a key as it is written, without placeholders filled in.
    ///
    /// # Errors
    /// When there is none.
    pub fn text(&self, key: &str) -> Result<&str, ThemeError> {
        match self.entries.get(key) {
            Some(Entry::One(sentence) | Entry::Plural { other: sentence, .. }) => Ok(&sentence.text),
            None => Err(missing(key)),
        }
    }

    /// The sentence of a key as safe HTML, with its placeholders filled in.
    pub(super) fn fill(&self, key: &str, values: &Kwargs) -> Result<Value, ThemeError> {
        let entry = self.entries.get(key).ok_or_else(|| missing(key))?;
        let sentence = match entry {
            Entry::One(sentence) => sentence,
            Entry::Plural { zero, one, other } => {
                let n: f64 = values
                    .get("n")
                    .ok()
                    .flatten()
                    .ok_or_else(|| ThemeError::new(FILE, format!("« {key} » attend un nombre : t(n=…).")))?;
                match zero {
                    Some(zero) if n == 0.0 => zero,
                    _ if n.abs() < 2.0 => one,
                    _ => other,
                }
            }
        };
        if let Some(ready) = &sentence.ready {
            return Ok(ready.clone());
        }
        let mut out = String::with_capacity(sentence.text.len() + 32);
        for part in &sentence.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Placeholder(name) => {
                    let value: Option<&Value> = values.get(name.as_str()).ok().flatten();
                    let value = value.ok_or_else(|| {
                        ThemeError::new(FILE, format!("« {key} » attend une valeur pour « {{{name}}} »."))
                    })?;
                    push_value(&mut out, value);
                }
            }
        }
        Ok(Value::safe_string(&out))
    }
}

fn push_value(out: &mut String, value: &Value) {
    if value.is_number() {
        out.push_str(&french_number(value.as_f64().unwrap_or_default()));
    } else if let (true, Some(text)) = (value.is_safe(), value.as_str()) {
        out.push_str(text);
    } else {
        out.push_str(&attribute(&value.to_string()));
    }
}

fn missing(key: &str) -> ThemeError {
    ThemeError::new(FILE, format!("La phrase « {key} » manque."))
}

impl Sentence {
    fn new(text: &str) -> Self {
        let text = typography(text.trim());
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        while let Some(open) = rest.find('{') {
            let Some(length) = rest[open..].find('}') else { break };
            parts.push(Part::Literal(attribute(&rest[..open])));
            parts.push(Part::Placeholder(rest[open + 1..open + length].to_owned()));
            rest = &rest[open + length + 1..];
        }
        parts.push(Part::Literal(attribute(rest)));
        let ready = match parts.as_slice() {
            [Part::Literal(only)] => Some(Value::safe_string(only)),
            _ => None,
        };
        Self { text, parts, ready }
    }
}
