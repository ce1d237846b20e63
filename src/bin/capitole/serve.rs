//! The preview, as it is told in a terminal.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::process::ExitCode;

use capitole::diagnostic::human::tally;
use capitole::serve::{self, Event, ServeError};
use capitole::system::in_french;

use crate::arguments::Serve;
use crate::commands::{include, root};
use crate::terminal::{self, Warnings, seconds, texts};

/// Serves until the process ends.
pub(crate) fn run(options: &Serve) -> Result<ExitCode, String> {
    let serve_options = serve::Options {
        root: root(&options.library)?,
        host: options.host,
        port: options.port,
        include: include(options.drafts),
        editor: options.editor.clone(),
    };
    let tell = |event: Event<'_>| match event {
        Event::Listening(address) => listening(address, options),
        Event::Polling(error) => eprintln!(
            "attention : le système ne signale plus les changements ({}) ; ils sont cherchés chaque seconde.\n  aide : sous Linux, augmentez fs.inotify.max_user_watches\n",
            serve::unwatched(error)
        ),
        Event::Problems(problems) => terminal::show(problems, Warnings::Few),
        Event::Updated { counts, time } => println!("{} : aperçu à jour en {}", texts(counts), seconds(time)),
        Event::Refused(problems) => println!("{} : l’aperçu montre la dernière version correcte.", tally(problems)),
        Event::Failed(error) => eprintln!("erreur : {error}\n"),
    };
    serve::run(&serve_options, &tell).map_err(|error| match error {
        ServeError::Listen(address, error) => refused(address, options.port.is_some(), &error),
        other => other.to_string(),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Ports below this one are the system's.
const FIRST_FREE: u16 = 1024;

/// Why nothing can be listened to, and what to do.
fn refused(address: SocketAddr, is_chosen: bool, error: &io::Error) -> String {
    let (host, port) = (address.ip(), address.port());
    let (sentence, help) = match error.kind() {
        ErrorKind::AddrNotAvailable => (
            format!("l’adresse {host} n’est pas celle de cette machine"),
            "sans --host, l’aperçu reste sur cette machine ; --host 0.0.0.0 le montre à tout votre réseau",
        ),
        ErrorKind::AddrInUse if is_chosen => (
            format!("le port {port} est déjà pris par un autre programme, peut-être un autre aperçu"),
            "choisissez-en un autre, ou laissez choisir : --port 0",
        ),
        ErrorKind::AddrInUse => (
            format!("les ports essayés, jusqu’à {port}, sont tous pris par d’autres programmes"),
            "arrêtez un aperçu, ou laissez choisir un autre port : --port 0",
        ),
        ErrorKind::PermissionDenied if port < FIRST_FREE => (
            format!("le port {port} est réservé au système, comme tous ceux d’avant {FIRST_FREE}"),
            "choisissez-en un plus grand, par exemple --port 8080",
        ),
        ErrorKind::PermissionDenied => (
            format!("cette machine ne permet pas d’écouter sur {address}"),
            "choisissez un autre port avec --port, ou une autre adresse avec --host",
        ),
        _ => (
            format!("impossible d’écouter sur {address} : {}", in_french(error)),
            "choisissez un autre port avec --port, ou une autre adresse avec --host",
        ),
    };
    format!("{sentence}\n  aide : {help}")
}

fn listening(address: SocketAddr, options: &Serve) {
    // An address that stands for all of them is none to open.
    let shown = if address.ip().is_unspecified() {
        format!("http://localhost:{}/", address.port())
    } else {
        format!("http://{address}/")
    };
    println!("Aperçu : {shown}  (Ctrl + C pour arrêter)");
    if !address.ip().is_loopback() {
        eprintln!(
            "attention : toute personne de votre réseau peut lire cet aperçu{} à l’adresse de cette machine, port {}.",
            if options.drafts { ", brouillons compris," } else { "" },
            address.port()
        );
    }
    if options.open && open::that_detached(&shown).is_err() {
        eprintln!("attention : le navigateur n’a pas pu être ouvert ; ouvrez vous-même {shown}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_refusals_are_told_in_french() {
        let told = |port, is_chosen, kind: ErrorKind| {
            refused(SocketAddr::from(([127, 0, 0, 1], port)), is_chosen, &io::Error::from(kind))
        };
        for (told, begins) in [
            (told(4300, true, ErrorKind::AddrInUse), "le port 4300 est déjà pris"),
            (told(4309, false, ErrorKind::AddrInUse), "les ports essayés, jusqu’à 4309,"),
            (told(80, true, ErrorKind::PermissionDenied), "le port 80 est réservé"),
            (told(8080, true, ErrorKind::PermissionDenied), "cette machine ne permet pas"),
            (told(4300, true, ErrorKind::AddrNotAvailable), "l’adresse 127.0.0.1 n’est pas"),
            (told(4300, true, ErrorKind::OutOfMemory), "impossible d’écouter sur 127.0.0.1:4300 : il n’y a plus"),
        ] {
            assert!(told.starts_with(begins), "{told}");
        }
    }
}
