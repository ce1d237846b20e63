//! Search: what of a deliverable is findable, the index (tantivy), its export as static files that a
//! browser reads, and native queries.

pub mod analysis;
