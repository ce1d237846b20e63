//! capitole: a static site generator for a searchable library of reusable training practices.
//!
//! The modules, in the order in which data flows; each may use those above it, none below
//! (`tests/it/architecture.rs` holds them to it).

pub mod config;
pub mod diagnostic;
pub mod model;
pub mod output;
pub mod parse;
pub mod render;
pub mod source;
pub mod span;
pub mod theme;
pub mod value;
