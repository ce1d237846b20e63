//! The built site, file by file, and where it goes: a [`Sink`] in memory or on the disk.

pub mod disk;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::system::told;

/// The content of one file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Bytes that the build made.
    Bytes(Vec<u8>),
    /// A file of the library or theme, published as it is.
    Copy(PathBuf),
    /// A photo of the library, published without what it tells besides its picture.
    Photo(PathBuf),
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Bytes(text.into_bytes())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Takes the files of a site, from any thread, in any order. A path is relative to the site's root,
/// with `/`, without `..`; each is given once.
pub trait Sink: Sync {
    /// Takes a file.
    ///
    /// # Errors
    /// When it cannot be stored.
    fn put(&self, path: &str, content: Content) -> io::Result<()>;
}

/// A site held in memory, for the preview server and the tests.
#[derive(Debug, Default)]
pub struct MemorySite {
    files: Mutex<BTreeMap<String, Content>>,
}

impl MemorySite {
    /// The files, by path.
    pub fn into_files(self) -> BTreeMap<String, Content> {
        self.files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Keeps one file of a site and lets the others go.
#[derive(Debug)]
pub struct OneFile<'a> {
    path: &'a str,
    found: Mutex<Option<Content>>,
}

impl<'a> OneFile<'a> {
    /// Waits for the file at `path`.
    pub const fn new(path: &'a str) -> Self {
        Self { path, found: Mutex::new(None) }
    }

    /// The file, when it came.
    pub fn take(&self) -> Option<Content> {
        self.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

impl Sink for OneFile<'_> {
    fn put(&self, path: &str, content: Content) -> io::Result<()> {
        if path == self.path {
            *self.found.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(content);
        }
        Ok(())
    }
}

impl Sink for MemorySite {
    fn put(&self, path: &str, content: Content) -> io::Result<()> {
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if files.insert(path.to_owned(), content).is_some() {
            return Err(told(
                io::ErrorKind::AlreadyExists,
                format!("deux fichiers du site auraient l’adresse « {path} »"),
            ));
        }
        Ok(())
    }
}
