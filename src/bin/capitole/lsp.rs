//! `capitole lsp`: messages of an editor from the standard input, answers to the standard output.

use std::io::{self, BufRead, ErrorKind, Read as _, Write as _};
use std::process::ExitCode;
use std::thread;

use capitole::lsp::{self, Ended};
use capitole::system::in_french;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use lsp_server::{Connection, Message};

/// What is answered to what is no message: it has no number that an answer could bear.
const NOT_A_MESSAGE: &str =
    r#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"ce message n’est pas compris"}}"#;

/// Bytes of a message, and of the lines before it.
const LONGEST: u64 = 256 << 20;
const LONGEST_HEAD: usize = 8 << 10;

pub(crate) fn run() -> Result<ExitCode, String> {
    let (sender, outgoing) = unbounded();
    let (incoming, receiver) = bounded(64);
    // It ends with the editor's messages, or with the program.
    thread::spawn(move || read(&incoming));
    let writer = thread::spawn(move || write(&outgoing));
    let connection = Connection { sender, receiver };
    let ended = lsp::run(&connection);
    drop(connection);
    // What was answered last must have left.
    let written = writer.join().map_err(|_| "l’écriture vers l’éditeur a échoué".to_owned())?;
    written.map_err(|error| format!("écriture vers l’éditeur : {}", in_french(&error)))?;
    // The protocol's own: 1 when the editor leaves without saying so.
    Ok(ExitCode::from(u8::from(ended != Ended::Properly)))
}

/// Reads messages until the editor leaves. lsp-server's own reader ends at the first one that is not understood.
fn read(messages: &Sender<Message>) {
    let mut input = io::stdin().lock();
    loop {
        match next(&mut input) {
            Ok(Some(message)) => {
                if messages.send(message).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                if refuse().is_err() {
                    return;
                }
            }
            Ok(None) | Err(_) => return,
        }
    }
}

/// The next message. One that says to be longer than any text ends the session, as an editor that went mad would: the
/// reader of lsp-server would set aside whatever length it is told.
fn next(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < LONGEST_HEAD {
        if input.by_ref().take(LONGEST_HEAD as u64).read_until(b'\n', &mut head)? == 0 {
            break;
        }
    }
    let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<u64>().ok());
    if length.is_some_and(|length| length > LONGEST) {
        return Err(io::Error::from(ErrorKind::OutOfMemory));
    }
    Message::read(&mut head.chain(input))
}

/// Between two messages of the other thread: the standard output is locked for each.
fn refuse() -> io::Result<()> {
    let mut output = io::stdout().lock();
    write!(output, "Content-Length: {}\r\n\r\n{NOT_A_MESSAGE}", NOT_A_MESSAGE.len())?;
    output.flush()
}

fn write(messages: &Receiver<Message>) -> io::Result<()> {
    messages.iter().try_for_each(|message| message.write(&mut io::stdout().lock()))
}
