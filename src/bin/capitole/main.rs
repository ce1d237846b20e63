//! capitole on the command line: arguments in, exit status out.

mod arguments;
mod commands;
mod terminal;

use std::process::ExitCode;

fn main() -> ExitCode {
    match arguments::parse() {
        Ok(call) => commands::run(call),
        Err(code) => code,
    }
}
