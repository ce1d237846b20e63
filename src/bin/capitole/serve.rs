//! The preview, as it is told in a terminal.

use std::net::SocketAddr;
use std::process::ExitCode;

use capitole::diagnostic::human::tally;
use capitole::serve::{self, Event};

use crate::arguments::Serve;
use crate::commands::{include, root};
use crate::terminal::{self, Warnings, plural, seconds};

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
            "attention : le système ne signale plus les changements ({error}) ; ils sont cherchés chaque seconde.\n  aide : sous Linux, augmentez fs.inotify.max_user_watches\n"
        ),
        Event::Problems(problems) => terminal::show(problems, Warnings::Few),
        Event::Updated { deliverables, reuses, time } => println!(
            "{}, {} : aperçu à jour en {}",
            plural(deliverables, "fiche", "fiches"),
            plural(reuses, "reprise", "reprises"),
            seconds(time)
        ),
        Event::Refused(problems) => println!("{} : l’aperçu montre la dernière version correcte.", tally(problems)),
        Event::Failed(error) => eprintln!("erreur : {error}\n"),
    };
    serve::run(&serve_options, &tell).map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
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
