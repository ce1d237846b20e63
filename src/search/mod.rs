//! Search: what of a deliverable is findable, the index (tantivy), its export as static files that a
//! browser reads, and native queries.

pub mod analysis;
mod attachments;
pub mod correction;
pub mod dictionary;
pub mod document;
mod error;
mod export;
mod facets;
pub mod format;
mod index;
pub mod phrases;
pub mod postings;
pub mod query;
pub mod similar;

pub use error::SearchError;
pub use export::{Published, export};
pub use index::Index;
pub use query::search;

#[cfg(test)]
mod tests;
