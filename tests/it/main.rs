//! The integration tests, in one binary.

mod architecture;
mod cases;
mod cli;
mod output;
mod support;
mod yaml;
