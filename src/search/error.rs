//! What can go wrong while indexing, exporting or searching.

use std::{fmt, io};

/// Why a search, or the making of its index, failed.
#[derive(Debug)]
pub enum SearchError {
    /// The index could not be made or read.
    Index(tantivy::TantivyError),
    /// A file could not be stored or compressed.
    Io(io::Error),
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(error) => write!(f, "l’index de recherche est inutilisable : {}", reason(error)),
            Self::Io(error) => {
                write!(f, "l’index de recherche n’a pas pu être écrit : {}", crate::system::in_french(error))
            }
        }
    }
}

/// What the index says went wrong, in French where the system is behind it.
fn reason(error: &tantivy::TantivyError) -> String {
    match error {
        // It holds the system's refusal without naming it as its cause.
        tantivy::TantivyError::IoError(error) => crate::system::in_french(error),
        other => crate::system::of(other),
    }
}

impl std::error::Error for SearchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Index(error) => Some(error),
            Self::Io(error) => Some(error),
        }
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl From<io::Error> for SearchError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
