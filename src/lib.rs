//! capitole: a static site generator for a searchable library of reusable training practices.
//!
//! The modules, in the order in which data flows; each may use those above it, none below
//! (`tests/it/architecture.rs` holds them to it).

pub mod address;
pub mod span;
pub mod system;
pub mod unseen;
pub mod photo;
pub mod diagnostic;
pub mod value;
pub mod config;
pub mod source;
pub mod output;
pub mod parse;
pub mod model;
pub mod check;
pub mod schema;
pub mod theme;
pub mod search;
pub mod export;
pub mod render;
pub mod outside;
pub mod pipeline;
pub mod workspace;
pub mod repair;
pub mod lsp;
pub mod scaffold;
pub mod serve;
