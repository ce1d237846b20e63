//! Search: what of a deliverable is findable, the index (tantivy), its export as static files that a
//! browser reads, and native queries.

pub mod analysis;
pub mod dictionary;
pub mod document;
mod error;
mod export;
pub mod format;
mod index;
pub mod postings;
pub mod query;

pub use error::SearchError;
pub use export::{Published, export};
pub use index::Index;
