//! Reading the keys of a map: each asked for by name, unknown ones told at the end.

use super::{Node, NodeKind};
use crate::diagnostic::{Fix, Problems, Severity, codes, nearest, only_near};
use crate::span::{Span, Spanned};
use crate::value::slug::fold;

/// The keys of one map while they are read.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: &'a [(Spanned<String>, Node)],
    asked: Vec<&'static str>,
    /// Keys that must be there and are not.
    missing: Vec<&'static str>,
    span: Span,
    name: &'a str,
}

impl<'a> Fields<'a> {
    /// The keys of `node`, which messages call `name`; a problem when it is no map.
    pub fn of(node: &'a Node, name: &'a str, problems: &mut Problems) -> Option<Self> {
        if let NodeKind::Map(entries) = &node.kind {
            return Some(Self { entries, asked: Vec::new(), missing: Vec::new(), span: node.span, name });
        }
        let help = if problems.source().is_toml() {
            format!("écrivez une table : {name} = {{ … }}, ou un titre [{name}] suivi de ses lignes")
        } else if name.is_empty() {
            "écrivez une ligne « rubrique: valeur » pour chacune".to_owned()
        } else {
            "écrivez une ligne « rubrique: valeur », décalée de deux espaces, pour chacune".to_owned()
        };
        no_map(node, name, help, problems);
        None
    }

    /// The keys of `node`. Where a text stands in its place, `meant` is the help that gives the keys that say it:
    /// « écrivez titre: … ».
    pub fn of_or(
        node: &'a Node,
        name: &'a str,
        meant: impl FnOnce(&str) -> String,
        problems: &mut Problems,
    ) -> Option<Self> {
        if let NodeKind::Scalar { text, .. } = &node.kind
            && !text.trim().is_empty()
        {
            no_map(node, name, meant(text.trim()), problems);
            return None;
        }
        Self::of(node, name, problems)
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
        match self.key_span(key) {
            Some(span) => {
                let sign = if problems.source().is_toml() { " =" } else { ":" };
                problems.error_help(
                    codes::CLE_MANQUANTE,
                    span,
                    format!("La rubrique « {key} » est vide, alors qu’elle est obligatoire."),
                    format!("écrivez une valeur après « {key}{sign} »"),
                );
            }
            None => self.missing.push(key),
        }
        None
    }

    /// Tells a key that must be there and is not, at the first line of its group.
    fn tell_missing(&self, key: &str, problems: &mut Problems) {
        let place = if self.name.is_empty() { String::new() } else { format!(" dans « {} »", self.name) };
        let help = match (problems.source().is_toml(), self.name.is_empty()) {
            (true, true) => format!("ajoutez la table « [{key}] »"),
            (true, false) => format!("ajoutez une ligne « {key} = … »"),
            (false, _) => format!("ajoutez une ligne « {key}: … »"),
        };
        let span = Span { start: self.span.start, end: self.span.start };
        let message = format!("La rubrique obligatoire « {key} » manque{place}.");
        problems.error_help(codes::CLE_MANQUANTE, span, message, help);
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

    /// Tells the keys that are missing, and those that nobody asked for, with the nearest known name. One that is
    /// missing under a name that is near is told once.
    pub fn finish(self, problems: &mut Problems) {
        let is_unknown = |key: &str| !self.asked.contains(&key);
        let unused: Vec<&str> = self
            .asked
            .iter()
            .copied()
            .filter(|asked| self.entries.iter().all(|(key, _)| key.value != *asked))
            .collect();
        let unknown = || self.entries.iter().filter(|(key, _)| is_unknown(&key.value));
        for key in &self.missing {
            if !unknown().any(|(other, _)| nearest(&fold(&other.value), unused.iter().copied()) == Some(*key)) {
                self.tell_missing(key, problems);
            }
        }
        for (at, (key, value)) in self.entries.iter().enumerate() {
            if !is_unknown(&key.value) || self.is_decimal(at, key, value, problems) {
                continue;
            }
            let place = if self.name.is_empty() { String::new() } else { format!(" dans « {} »", self.name) };
            let folded = fold(&key.value);
            let meant = only_near(&folded, unused.iter().copied()).map(|known| Fix::replace(key.span, known));
            let near = nearest(&folded, unused.iter().copied());
            let help = match near.or_else(|| nearest(&folded, self.asked.iter().copied())) {
                Some(known) => format!("écrivez {known} ?"),
                None => super::scalars::choices(self.asked.iter().copied()),
            };
            let message = format!("La rubrique « {} » est inconnue{place}.", key.value);
            problems.add(Severity::Error, codes::CLE_INCONNUE, key.span, message, help).fix(meant);
        }
    }

    /// « { avant: 8,5 } »: the comma made a key of the decimals. Told as what it is.
    fn is_decimal(&self, at: usize, key: &Spanned<String>, value: &Node, problems: &mut Problems) -> bool {
        let Some((_, Node { kind: NodeKind::Scalar { text, .. }, span })) =
            at.checked_sub(1).map(|at| &self.entries[at])
        else {
            return false;
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = Span { start: span.start, end: key.span.end };
        let written = problems.source().slice(whole).to_owned();
        if value.kind != NodeKind::Null
            || !digits(text)
            || !digits(&key.value)
            || written != format!("{text},{}", key.value)
        {
            return false;
        }
        let meant = format!("{text}.{}", key.value);
        problems
            .add(
                Severity::Error,
                codes::NOMBRE_ATTENDU,
                whole,
                format!("« {written} » : entre accolades, la virgule sépare deux rubriques."),
                format!("écrivez {meant}"),
            )
            .fix(Fix::replace(whole, meant));
        true
    }
}

fn no_map(node: &Node, name: &str, help: String, problems: &mut Problems) {
    let owner = if name.is_empty() { "L’en-tête".to_owned() } else { format!("« {name} »") };
    let message = format!("{owner} attend un groupe de rubriques, pas {}.", node.kind_name());
    problems.error_help(codes::GROUPE_ATTENDU, node.span, message, help);
}
