//! The integration tests, in one binary.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails")]

mod architecture;
mod archived;
mod attachments;
mod cases;
mod catalogue;
mod cost;
mod cli;
mod counts;
mod documents;
mod explain;
mod guide;
mod history;
mod hostile;
mod lsp;
mod init;
mod model;
mod names;
mod output;
mod photos;
mod outside;
mod preview;
mod refusals;
mod repair;
mod scaffold;
mod schema;
mod serve;
mod support;
mod theme;
mod yaml;
