//! The language server: problems while typing, completion, explanations, definitions, fixes and renaming, for any
//! editor that speaks the protocol. It writes nothing: what changes, the editor changes.

mod client;
mod completion;
mod definition;
mod fixes;
mod home;
mod hover;
mod judge;
mod outline;
mod position;
mod publish;
mod rename;
mod requests;
mod session;
mod shape;
mod snapshot;
mod state;
mod symbols;
mod text;
mod view;

use crossbeam_channel::{Receiver, select, unbounded};
use lsp_server::Connection;

use session::Session;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The editor shut it down, then left.
    Properly,
    /// The editor left without a word.
    Abruptly,
}

/// Serves an editor until it leaves.
pub fn run(connection: &Connection) -> Ended {
    let (ask, jobs) = unbounded();
    let (tell, judgements) = unbounded();
    std::thread::scope(|scope| {
        scope.spawn(move || judge::run(&jobs, &tell));
        // Dropped with the session, `ask` ends the thread.
        answer(connection, Session::new(connection.sender.clone(), ask), &judgements)
    })
}

fn answer(connection: &Connection, mut session: Session, judgements: &Receiver<judge::Outcome>) -> Ended {
    loop {
        select! {
            recv(connection.receiver) -> message => {
                let Ok(message) = message else { return Ended::Abruptly };
                if let Some(ended) = session.take(message) {
                    return ended;
                }
            }
            recv(judgements) -> judged => {
                if let Ok(judged) = judged {
                    session.publish(judged);
                }
            }
        }
    }
}
