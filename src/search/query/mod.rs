//! Queries: what is typed → what is found, as the browser's reader does, on tantivy.

pub mod completion;
