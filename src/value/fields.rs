//! Reading the keys of a map: each asked for by name, unknown ones told at the end.

use super::{Node, NodeKind};
use crate::diagnostic::{Fix, Problems, Severity, codes, nearest, only_near};
use crate::span::{Span, Spanned};

/// The keys of one map while they are read.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: &'a [(Spanned<String>, Node)],
    asked: Vec<&'static str>,
    span: Span,
    name: &'a str,
}

impl<'a> Fields<'a> {
    /// The keys of `node`, which messages call `name`; a problem when it is no map.
    pub fn of(node: &'a Node, name: &'a str, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::Map(entries) = &node.kind {
            return Some(Self { entries, asked: Vec::new(), span: node.span, name });
        }
        let owner = if name.is_empty() { "L’en-tête".to_owned() } else { format!("« {name} »") };
        problems.error_help(
            codes::GROUPE_ATTENDU,
            node.span,
            format!("{owner} attend un groupe de rubriques, pas {}.", node.kind_name()),
            "écrivez une ligne « rubrique: valeur », décalée de deux espaces, pour chacune",
        );
        None
    }

    /// Where the map stands.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The value of a key, if it is there and not empty.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.asked.push(key);
        self.entries
            .iter()
            .find(|(name, _)| name.value == key)
            .map(|(_, node)| node)
            .filter(|node| node.kind != NodeKind::Null)
    }

    /// The place of a key's name, for problems of the key itself.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span)
    }

    /// The place of a key's value; of the whole map when the key is absent.
    pub fn value_span(&self, key: &str) -> Span {
        self.entries.iter().find(|(name, _)| name.value == key).map_or(self.span, |(_, node)| node.span)
    }

    /// A key that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
        read: impl FnOnce(&'a Node, &mut Problems) -> Option<T>,
    ) -> Option<T> {
        if let Some(node) = self.node(key) {
            return read(node, problems);
        }
        // An empty value is shown at its key; a missing one at the first line of its group.
        let span = self.key_span(key).unwrap_or(Span { start: self.span.start, end: self.span.start });
        let message = if self.key_span(key).is_some() {
            format!("La rubrique « {key} » est vide, alors qu’elle est obligatoire.")
        } else if self.name.is_empty() {
            format!("La rubrique obligatoire « {key} » manque.")
        } else {
            format!("La rubrique obligatoire « {key} » manque dans « {} ».", self.name)
        };
        let help = if self.key_span(key).is_some() {
            format!("écrivez une valeur après « {key}: »")
        } else {
            format!("ajoutez une ligne « {key}: … »")
        };
        problems.error_help(codes::CLE_MANQUANTE, span, message, help);
        None
    }

    /// A key that may be absent.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
        read: impl FnOnce(&'a Node, &mut Problems) -> Option<T>,
    ) -> Option<T> {
        self.node(key).and_then(|node| read(node, problems))
    }

    /// A list that may be absent, each item read by `read`; items that do not fit are left out.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
        mut read: impl FnMut(&'a Node, &mut Problems) -> Option<T>,
    ) -> Vec<T> {
        let Some(items) = self.node(key).and_then(|node| super::scalars::list(node, problems)) else {
            return Vec::new();
        };
        items.iter().filter_map(|item| read(item, problems)).collect()
    }

    /// A list that must hold at least one item.
    pub fn required_list<T>(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
        mut read: impl FnMut(&'a Node, &mut Problems) -> Option<T>,
    ) -> Option<Vec<T>> {
        let node = self.required(key, problems, |node, _| Some(node))?;
        let items = super::scalars::list(node, problems)?;
        if items.is_empty() {
            problems.error(
                codes::LISTE_VIDE,
                node.span,
                format!("La liste « {key} » est vide ; il y faut au moins un élément."),
            );
            return None;
        }
        let read: Vec<T> = items.iter().filter_map(|item| read(item, problems)).collect();
        (!read.is_empty()).then_some(read)
    }

    /// Texts of a list that may be absent.
    pub fn texts(&mut self, key: &'static str, problems: &mut Problems) -> Vec<String> {
        self.optional(key, problems, super::scalars::texts).unwrap_or_default()
    }

    /// A text that may be absent.
    pub fn text(&mut self, key: &'static str, problems: &mut Problems) -> Option<String> {
        self.optional(key, problems, super::scalars::plain_text)
    }

    /// Every key with its value, for maps whose keys are the user's own (vocabularies).
    pub const fn entries(&self) -> &'a [(Spanned<String>, Node)] {
        self.entries
    }

    /// Tells the keys nobody asked for, with the nearest known name.
    pub fn finish(self, problems: &mut Problems) {
        for (key, _) in self.entries {
            if self.asked.contains(&key.value.as_str()) {
                continue;
            }
            let place = if self.name.is_empty() { String::new() } else { format!(" dans « {} »", self.name) };
            let unused =
                || self.asked.iter().copied().filter(|asked| self.entries.iter().all(|(key, _)| key.value != *asked));
            let meant = only_near(&key.value, unused()).map(|known| Fix::replace(key.span, known));
            let help = match nearest(&key.value, self.asked.iter().copied()) {
                Some(known) => format!("écrivez {known} ?"),
                None => super::scalars::choices(self.asked.iter().copied()),
            };
            let message = format!("La rubrique « {} » est inconnue{place}.", key.value);
            problems.add(Severity::Error, codes::CLE_INCONNUE, key.span, message, help).fix(meant);
        }
    }
}
