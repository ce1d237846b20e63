//! What the system refuses, said in French: its own sentences are those of its language, or English ones.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

/// A refusal that is already told in French, with the file that it is about.
#[derive(Debug)]
struct Told(String);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Told {}

/// A refusal of this kind, told by a French sentence without its point.
pub fn told(kind: ErrorKind, sentence: impl Into<String>) -> io::Error {
    io::Error::new(kind, Told(sentence.into()))
}

/// What the system refuses, as the end of a sentence: « il n’y a plus de place sur le disque ». What is not known by name
/// keeps its number.
pub fn in_french(error: &io::Error) -> String {
    if let Some(inner) = error.get_ref() {
        return match inner.downcast_ref::<Told>() {
            Some(told) => told.to_string(),
            None => within(inner).map_or_else(|| of_kind(error.kind()).unwrap_or(UNKNOWN).to_owned(), in_french),
        };
    }
    let known = error.raw_os_error().and_then(of_number).or_else(|| of_kind(error.kind()));
    match (known, error.raw_os_error()) {
        (Some(sentence), _) => sentence.to_owned(),
        (None, Some(number)) => format!("le système répond par l’erreur {number}"),
        (None, None) => UNKNOWN.to_owned(),
    }
}

/// What went wrong, in French where the system is behind it; else in the words of `error`.
pub fn of(error: &(dyn Error + 'static)) -> String {
    match error.downcast_ref().or_else(|| within(error)) {
        Some(refusal) => in_french(refusal),
        None => error.to_string(),
    }
}

const UNKNOWN: &str = "le système a refusé, sans dire pourquoi";

/// The refusal of the system behind an error of something else.
fn within<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    let mut cause = error.source();
    while let Some(one) = cause {
        if let Some(refusal) = one.downcast_ref() {
            return Some(refusal);
        }
        cause = one.source();
    }
    None
}

/// By the name that Rust has for it.
const fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "ce fichier ou ce dossier n’existe pas",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::AlreadyExists => "un fichier ou un dossier porte déjà ce nom",
        ErrorKind::NotADirectory => "une partie de ce chemin est un fichier, non un dossier",
        ErrorKind::IsADirectory => "c’est un dossier, non un fichier",
        ErrorKind::DirectoryNotEmpty => "ce dossier n’est pas vide",
        ErrorKind::ReadOnlyFilesystem => "ce disque est en lecture seule",
        ErrorKind::StorageFull => "il n’y a plus de place sur le disque",
        ErrorKind::QuotaExceeded => "la place qui vous est accordée sur ce disque est épuisée",
        ErrorKind::FileTooLarge => "ce fichier est trop gros pour ce disque",
        ErrorKind::InvalidFilename => "ce nom est trop long, ou n’est pas permis sur ce disque",
        ErrorKind::ArgumentListTooLong => "cette commande est trop longue",
        ErrorKind::CrossesDevices => "les deux dossiers ne sont pas sur le même disque",
        ErrorKind::TooManyLinks => "ce fichier a trop de noms",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "un autre programme s’en sert",
        ErrorKind::Deadlock | ErrorKind::WouldBlock => "un autre programme l’occupe",
        ErrorKind::StaleNetworkFileHandle => "ce dossier du réseau n’est plus là",
        ErrorKind::NotSeekable => "ce n’est pas un fichier ordinaire",
        ErrorKind::Interrupted => "l’opération a été interrompue",
        ErrorKind::Unsupported => "ce système ne le permet pas",
        ErrorKind::OutOfMemory => "il n’y a plus de mémoire libre",
        ErrorKind::InvalidInput => "le système n’admet pas cette demande",
        ErrorKind::InvalidData => "le contenu n’est pas celui qui était attendu, ou n’est pas en UTF-8",
        ErrorKind::UnexpectedEof => "le fichier s’arrête avant la fin attendue",
        ErrorKind::WriteZero => "l’écriture s’est arrêtée avant la fin",
        ErrorKind::BrokenPipe => "le programme qui lisait s’est arrêté",
        ErrorKind::TimedOut => "pas de réponse à temps",
        ErrorKind::ConnectionRefused => "connexion refusée",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "connexion interrompue",
        ErrorKind::NotConnected => "pas de connexion",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "ce réseau ne peut pas être atteint",
        ErrorKind::NetworkDown => "le réseau est coupé",
        ErrorKind::AddrInUse => "un autre programme occupe cette adresse",
        ErrorKind::AddrNotAvailable => "cette adresse n’est pas celle de cette machine",
        _ => return None,
    })
}

/// By its number, where Rust has no lasting name for it.
#[cfg(unix)]
fn of_number(number: i32) -> Option<&'static str> {
    use rustix::io::Errno;
    Some(match Errno::from_raw_os_error(number) {
        Errno::LOOP => "des liens symboliques y tournent en rond",
        Errno::MFILE | Errno::NFILE => "trop de fichiers sont ouverts à la fois",
        Errno::IO => "le disque ne répond pas comme il le devrait",
        Errno::NXIO | Errno::NODEV => "ce disque ou cet appareil n’est plus là",
        Errno::PERM => "cette opération n’est pas permise",
        _ => return None,
    })
}

#[cfg(not(unix))]
const fn of_number(_: i32) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_in_french() {
        assert_eq!(in_french(&ErrorKind::StorageFull.into()), "il n’y a plus de place sur le disque");
        assert_eq!(in_french(&told(ErrorKind::NotFound, "accès refusé à « x »")), "accès refusé à « x »");
        let inner = io::Error::from(ErrorKind::IsADirectory);
        let outer = io::Error::other(fmt_error(inner));
        assert_eq!(in_french(&outer), "c’est un dossier, non un fichier");
        assert_eq!(of(&outer), "c’est un dossier, non un fichier");
        assert_eq!(in_french(&io::Error::other("an English sentence")), UNKNOWN);
        assert_eq!(of(&std::fmt::Error), std::fmt::Error.to_string());
    }

    /// An error of something else that the system is behind.
    fn fmt_error(source: io::Error) -> impl Error {
        #[derive(Debug)]
        struct Outer(io::Error);
        impl fmt::Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("outer")
            }
        }
        impl Error for Outer {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(&self.0)
            }
        }
        Outer(source)
    }

    #[cfg(unix)]
    #[test]
    fn numbers_of_the_system_are_told_or_kept() {
        let number = |number| in_french(&io::Error::from_raw_os_error(number));
        assert_eq!(number(28), "il n’y a plus de place sur le disque");
        assert_eq!(number(17), "un fichier ou un dossier porte déjà ce nom");
        assert_eq!(number(24), "trop de fichiers sont ouverts à la fois");
        assert_eq!(number(4095), "le système répond par l’erreur 4095");
        // Nothing that is met on a Linux machine speaks English.
        for known in 1..134 {
            let told = number(known);
            assert!(!told.contains("os error"), "{known}: {told}");
        }
    }
}
