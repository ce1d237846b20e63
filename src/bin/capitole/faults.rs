//! A call that is not understood, told in French: what is wrong with it, and what to write.

use std::error::Error as _;
use std::ffi::OsString;

use capitole::diagnostic::nearest;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};

use crate::arguments::Call;

/// clap's errors in French; `words` are those of the call.
pub(crate) fn french(error: &clap::Error, words: &[OsString]) -> String {
    let asked = Asked::of(words);
    let name = asked.name.as_str();
    let arg = text(error, ContextKind::InvalidArg);
    let value = text(error, ContextKind::InvalidValue);
    let (sentence, help) = match error.kind() {
        ErrorKind::InvalidSubcommand => subcommand(error, &asked),
        ErrorKind::UnknownArgument if !arg.starts_with('-') => (format!("« {arg} » est de trop"), None),
        ErrorKind::UnknownArgument => (format!("l’option « {arg} » n’existe pas"), None),
        ErrorKind::TooManyValues => {
            (format!("l’option « {arg} » ne prend pas de valeur"), Some(format!("écrivez {arg} seul")))
        }
        ErrorKind::InvalidValue if value.is_empty() => (format!("il manque une valeur après « {arg} »"), None),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (format!("« {value} » ne convient pas pour « {arg} »"), None)
        }
        ErrorKind::MissingRequiredArgument => missing(&arg, name, words),
        ErrorKind::ArgumentConflict => (format!("« {arg} » est écrit deux fois, ou ne va pas avec le reste"), None),
        _ => ("cet appel n’est pas compris".to_owned(), None),
    };
    let help = help.or_else(|| near(error)).unwrap_or_else(|| format!("« {name} --help » montre ce qui est possible"));
    format!("{sentence}\n  aide : {help}")
}

/// What clap says of one side of an error.
fn text(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}

/// What clap proposes, what our own parsers of values say, or every value there is.
fn near(error: &clap::Error) -> Option<String> {
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue].into_iter();
    if let Some(near) = suggested.map(|kind| text(error, kind)).find(|near| !near.is_empty()) {
        return Some(format!("écrivez {near} ?"));
    }
    if error.kind() == ErrorKind::ValueValidation {
        return error.source().map(ToString::to_string);
    }
    let possible = text(error, ContextKind::ValidValue);
    (!possible.is_empty()).then(|| format!("au choix : {possible}"))
}

/// The command that a call names, as far as it does.
struct Asked {
    /// `capitole`, `capitole new reprise`.
    name: String,
    command: Command,
}

impl Asked {
    fn of(words: &[OsString]) -> Self {
        let mut asked = Self { name: "capitole".to_owned(), command: Call::command() };
        for word in words.iter().skip(1) {
            let Some(next) = word.to_str().and_then(|word| asked.command.find_subcommand(word)).cloned() else { break };
            asked = Self { name: format!("{} {}", asked.name, next.get_name()), command: next };
        }
        asked
    }
}

/// A command, or a kind of text, that does not exist: the nearest one only. A handful are all named.
fn subcommand(error: &clap::Error, asked: &Asked) -> (String, Option<String>) {
    let written = text(error, ContextKind::InvalidSubcommand);
    let names: Vec<&str> = asked.command.get_subcommands().map(Command::get_name).collect();
    // clap's own list begins with the farthest.
    let last = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(texts)) => texts.last(),
        _ => None,
    };
    let few = match names.as_slice() {
        [first, second, third] => Some(format!("écrivez {first}, {second} ou {third}")),
        _ => last.map(|near| format!("écrivez {near} ?")),
    };
    let help = nearest(&written, names.iter().copied()).map(|near| format!("écrivez {near} ?")).or(few);
    let sentence = if asked.name == "capitole" {
        format!("la commande « {written} » n’existe pas")
    } else {
        format!("« {} » ne connaît pas « {written} »", asked.name)
    };
    (sentence, help)
}

/// Something that the call cannot do without.
fn missing(arg: &str, name: &str, words: &[OsString]) -> (String, Option<String>) {
    if arg == "--fix" {
        let given = |flag: &&str| words.iter().any(|word| word.to_str() == Some(*flag));
        let flags: Vec<&str> = ["--dry-run", "--format-keys"].into_iter().filter(given).collect();
        let goes = if flags.len() > 1 { "ne vont qu’avec" } else { "ne va qu’avec" };
        let help = format!("écrivez {name} --fix {}", flags.join(" "));
        return (format!("{} {goes} --fix", flags.join(" et ")), Some(help));
    }
    if name == "capitole search" {
        let help = "écrivez les mots cherchés, par exemple : capitole search tutorat".to_owned();
        return ("il manque les mots cherchés".to_owned(), Some(help));
    }
    (format!("il manque « {arg} »"), None)
}
