//! What the names of a module mean, whatever they are: shortened ones must mean the same.

use std::collections::HashMap;

use oxc_ast::AstKind;
use oxc_semantic::Semantic;

/// A module's names without their spelling.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// For each place, which declaration it means (by order of appearance), or the global that it names.
    places: Vec<Result<usize, String>>,
    /// The names of properties, in their order.
    properties: Vec<String>,
    /// The names of exports, sorted.
    exports: Vec<String>,
}

impl Meaning {
    /// The meaning of a module that was read; `exports` are the names that it gives.
    pub(super) fn of(semantic: &Semantic<'_>, exports: impl IntoIterator<Item = String>) -> Self {
        let scoping = semantic.scoping();
        let mut seen = HashMap::new();
        let mut places = Vec::new();
        let mut properties = Vec::new();
        for node in semantic.nodes() {
            let (symbol, name) = match node.kind() {
                AstKind::BindingIdentifier(one) => (one.symbol_id.get(), one.name.as_str()),
                AstKind::IdentifierReference(one) => {
                    (scoping.get_reference(one.reference_id()).symbol_id(), one.name.as_str())
                }
                AstKind::IdentifierName(one) => {
                    properties.push(one.name.to_string());
                    continue;
                }
                // `({ name } = value)` is written `({ name: e } = value)` once it is shortened.
                AstKind::AssignmentTargetPropertyIdentifier(one) => {
                    properties.push(one.binding.name.to_string());
                    continue;
                }
                _ => continue,
            };
            let next = seen.len();
            places.push(symbol.map_or_else(|| Err(name.to_owned()), |symbol| Ok(*seen.entry(symbol).or_insert(next))));
        }
        let mut exports: Vec<String> = exports.into_iter().collect();
        exports.sort_unstable();
        Self { places, properties, exports }
    }
}
