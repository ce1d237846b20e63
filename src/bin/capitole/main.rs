//! capitole on the command line: arguments in, exit status out.

#[macro_use]
mod printing;
mod arguments;
mod check;
mod commands;
mod schema;
mod serve;
mod explain;
mod lsp;
mod external;
mod faults;
mod git;
mod init;
mod new;
mod paths;
mod questions;
mod terminal;

use std::process::ExitCode;

/// Pages are many small strings made on several threads, which the system's allocator serves slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let code = match arguments::parse() {
        Ok(call) => commands::run(call),
        Err(code) => code,
    };
    if printing::has_failed() { ExitCode::from(2) } else { code }
}
