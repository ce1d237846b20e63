//! The macros of printing, under the names of the standard ones, which end the program in a panic when what they write to
//! is full or no longer read (`capitole check | head`).

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use capitole::system::in_french;

/// Whether something that was asked for could not be written.
static FAILED: AtomicBool = AtomicBool::new(false);

/// Whether something that was asked for could not be written.
pub(crate) fn has_failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Writes to the standard output. One that is no longer read has had what its reader wanted; one that is full is told.
pub(crate) fn out(text: Arguments<'_>) {
    let mut stdout = io::stdout().lock();
    note(stdout.write_fmt(text).and_then(|()| stdout.flush()));
}

/// Notes what became of a writing to the standard output.
pub(crate) fn note(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
        && !FAILED.swap(true, Ordering::Relaxed)
    {
        err(format_args!("erreur : le résultat n’a pas pu être écrit : {}\n", in_french(&error)));
    }
}

/// Writes to the standard error. Where that fails there is nobody to tell.
pub(crate) fn err(text: Arguments<'_>) {
    let _ = io::stderr().lock().write_fmt(text);
}

macro_rules! print {
    ($($text:tt)*) => { $crate::printing::out(format_args!($($text)*)) };
}

macro_rules! println {
    ($($text:tt)*) => { $crate::printing::out(format_args!("{}\n", format_args!($($text)*))) };
}

macro_rules! eprint {
    ($($text:tt)*) => { $crate::printing::err(format_args!($($text)*)) };
}

macro_rules! eprintln {
    ($($text:tt)*) => { $crate::printing::err(format_args!("{}\n", format_args!($($text)*))) };
}
