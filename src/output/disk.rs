//! The only code that writes. A site is written beside its folder, then swapped in at one stroke:
//! at every instant the folder is the old site or the new one, whole.
#![expect(clippy::disallowed_methods, reason = "this is the one place that writes to the disk")]

use crate::photo;
use crate::system::in_french;
use std::collections::HashSet;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Content, Sink};

/// A file that says that a folder was written by capitole, and may be replaced by it.
pub const MARKER: &str = ".capitole";
const MARKER_TEXT: &str = "Ce dossier est produit par capitole ; chaque construction le remplace en entier.\n";

/// Why a site could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// The folder holds something else than a site.
    NotASite(PathBuf),
    /// Another build is writing the same folder.
    Busy(PathBuf),
    /// A text was changed by another program since it was read.
    Changed(PathBuf),
    /// A file that was to be made is there already.
    Exists(PathBuf),
    /// The system refused.
    Io(PathBuf, io::Error),
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotASite(path) => write!(
                f,
                "le dossier « {} » contient autre chose qu’un site produit par capitole ; il n’est pas remplacé.\n  aide : choisissez un dossier vide ou nouveau avec --output",
                path.display()
            ),
            Self::Busy(path) => write!(f, "une autre construction écrit déjà dans « {} »", path.display()),
            Self::Changed(path) => {
                write!(f, "« {} » a changé pendant la correction ; il est laissé tel quel", path.display())
            }
            Self::Exists(path) => write!(f, "« {} » existe déjà ; rien n’est écrit", path.display()),
            Self::Io(path, error) => write!(f, "impossible d’écrire « {} » : {}", path.display(), in_french(error)),
        }
    }
}

impl std::error::Error for OutputError {}

/// A site that is being written beside its final folder.
#[derive(Debug)]
pub struct Staging {
    /// Where the site will be.
    target: PathBuf,
    /// Where it is written meanwhile: same parent, so that a rename suffices.
    folder: PathBuf,
    /// Held for as long as this build writes; the system lets go of it even when the build is killed.
    lock: fs::File,
    /// Whether a site stands there already, whose files may serve again.
    has_former: bool,
    made: Mutex<HashSet<PathBuf>>,
    files: AtomicUsize,
    /// Photos that were published without what they told.
    photos: AtomicUsize,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Those of them that are photos, published without what they told besides their picture.
    pub photos: usize,
}

impl Staging {
    /// Begins to write the site of `target`, after cleaning up what a killed build may have left.
    ///
    /// # Errors
    /// When `target` is not a site, another build is at it, or the system refuses.
    pub fn begin(target: &Path) -> Result<Self, OutputError> {
        let target = resolved(target)?;
        refuse_foreign(&target)?;
        let parent = target.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        fs::create_dir_all(&parent).map_err(|error| OutputError::Io(parent.clone(), error))?;
        let lock_path = beside(&target, "verrou");
        let lock = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|error| OutputError::Io(lock_path.clone(), error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => return Err(OutputError::Busy(target)),
            Err(fs::TryLockError::Error(error)) => return Err(OutputError::Io(lock_path, error)),
        }
        let folder = beside(&target, "nouveau");
        let old = beside(&target, "ancien");
        // Without an exchange in one stroke, a build killed between two renames leaves the site aside.
        if !target.exists() && old.join(MARKER).is_file() {
            fs::rename(&old, &target).map_err(|error| OutputError::Io(target.clone(), error))?;
        }
        for left in [&folder, &old] {
            remove(left)?;
        }
        fs::create_dir(&folder).map_err(|error| OutputError::Io(folder.clone(), error))?;
        let has_former = target.join(MARKER).is_file();
        let (files, photos) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let staging = Self { target, folder, lock, has_former, made: Mutex::default(), files, photos };
        staging.put(MARKER, Content::from(MARKER_TEXT.to_owned())).map_err(|error| staging.error(error))?;
        Ok(staging)
    }

    /// Puts the new site in the place of the old one, and removes the old one.
    ///
    /// # Errors
    /// When the system refuses; the old site is then still in its place.
    pub fn commit(self) -> Result<Written, OutputError> {
        // The mark of a site is no file of it.
        let files = self.files.load(Ordering::Relaxed) - 1;
        let photos = self.photos.load(Ordering::Relaxed);
        if self.target.exists() {
            exchange(&self.folder, &self.target).map_err(|error| self.error(error))?;
            remove(&self.folder)?;
            remove(&beside(&self.target, "ancien"))?;
        } else {
            fs::rename(&self.folder, &self.target).map_err(|error| self.error(error))?;
        }
        self.release();
        Ok(Written { files, photos })
    }

    /// Removes what was written; the old site stays.
    pub fn abandon(self) {
        // Best effort: the next build cleans up.
        let _ = remove(&self.folder);
        self.release();
    }

    /// Where the site will be.
    pub fn target(&self) -> &Path {
        &self.target
    }

    fn release(&self) {
        // Removed while still locked: whoever opened it meanwhile waits on a file that is gone, and
        // finds the folder in order.
        let _ = fs::remove_file(beside(&self.target, "verrou"));
        let _ = self.lock.unlock();
    }

    fn error(&self, error: io::Error) -> OutputError {
        OutputError::Io(self.target.clone(), error)
    }

    fn make_parent(&self, path: &Path) -> io::Result<()> {
        let Some(parent) = path.parent() else { return Ok(()) };
        {
            let made = self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if made.contains(parent) {
                return Ok(());
            }
        }
        fs::create_dir_all(parent)?;
        self.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(parent.to_path_buf());
        Ok(())
    }
}

impl Sink for Staging {
    fn put(&self, path: &str, content: Content) -> io::Result<()> {
        let new = self.folder.join(path);
        let old = self.target.join(path);
        self.make_parent(&new)?;
        self.files.fetch_add(1, Ordering::Relaxed);
        let content = match content {
            Content::Photo(from) => match photo::silent(&fs::read(&from)?) {
                Some(bytes) => {
                    self.photos.fetch_add(1, Ordering::Relaxed);
                    Content::Bytes(bytes)
                }
                None => Content::Copy(from),
            },
            content => content,
        };
        let is_same = self.has_former
            && match &content {
                Content::Bytes(bytes) => same_bytes(&old, bytes),
                Content::Copy(from) | Content::Photo(from) => same_file(&old, from),
            };
        // A file that has not changed is the same file: same bytes, same time of modification.
        if is_same && fs::hard_link(&old, &new).is_ok() {
            return Ok(());
        }
        // Fails when the file is there already: no address is written twice.
        let mut writer = fs::OpenOptions::new().write(true).create_new(true).open(&new)?;
        match content {
            Content::Bytes(bytes) => writer.write_all(&bytes)?,
            // Not fs::copy: the permissions of the source are the author's affair.
            Content::Copy(from) | Content::Photo(from) => {
                io::copy(&mut fs::File::open(from)?, &mut writer)?;
            }
        }
        if is_same {
            // A file system without hard links: the time at least is kept.
            writer.set_modified(fs::metadata(&old)?.modified()?)?;
        }
        Ok(())
    }
}

fn same_bytes(old: &Path, bytes: &[u8]) -> bool {
    let Ok(meta) = fs::symlink_metadata(old) else { return false };
    meta.is_file() && meta.len() == bytes.len() as u64 && fs::read(old).is_ok_and(|known| known == bytes)
}

fn same_file(old: &Path, from: &Path) -> bool {
    let (Ok(a), Ok(b)) = (fs::symlink_metadata(old), fs::metadata(from)) else { return false };
    a.is_file() && a.len() == b.len() && equal_contents(old, from).unwrap_or(false)
}

fn equal_contents(a: &Path, b: &Path) -> io::Result<bool> {
    let (mut a, mut b) = (io::BufReader::new(fs::File::open(a)?), io::BufReader::new(fs::File::open(b)?));
    let (mut left, mut right) = ([0_u8; 8192], [0_u8; 8192]);
    loop {
        let read = a.read(&mut left)?;
        b.read_exact(&mut right[..read])?;
        if left[..read] != right[..read] {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// The folder itself, links followed: a link to the site (a habit of deployments) stays a link.
fn resolved(target: &Path) -> Result<PathBuf, OutputError> {
    let error = |error| OutputError::Io(target.to_path_buf(), error);
    if target.exists() {
        return fs::canonicalize(target).map_err(error);
    }
    std::path::absolute(target).map_err(error)
}

/// What is already there may be replaced when it is a site, or nothing.
fn refuse_foreign(target: &Path) -> Result<(), OutputError> {
    if !target.exists() {
        return Ok(());
    }
    let is_empty_or_site = target.is_dir()
        && (target.join(MARKER).is_file()
            || fs::read_dir(target).map_err(|error| OutputError::Io(target.to_path_buf(), error))?.next().is_none());
    if is_empty_or_site { Ok(()) } else { Err(OutputError::NotASite(target.to_path_buf())) }
}

/// A hidden neighbour of the output folder: `.public.nouveau`.
fn beside(target: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".");
    name.push(suffix);
    target.with_file_name(name)
}

fn remove(folder: &Path) -> Result<(), OutputError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(OutputError::Io(folder.to_path_buf(), error)),
        _ => Ok(()),
    }
}

/// Exchanges two folders: in one stroke where the system can (Linux, macOS), else by two renames.
fn exchange(new: &Path, target: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let old = beside(target, "ancien");
    fs::rename(target, &old)?;
    fs::rename(new, target).inspect_err(|_| {
        let _ = fs::rename(&old, target);
    })
}

/// Writes a file that is made of others, at one stroke, whatever was there; makes its folders.
///
/// # Errors
/// When the system refuses; what was there is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let new = beside(path, "nouveau");
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&new, bytes));
    written.and_then(|()| fs::rename(&new, path)).map_err(|error| {
        let _ = fs::remove_file(&new);
        OutputError::Io(path.to_path_buf(), error)
    })
}

/// Replaces a text of the library, at one stroke; it keeps its permissions.
///
/// # Errors
/// When it is no longer what it was (`before`), or the system refuses; it is then untouched.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), OutputError> {
    let failed = |error| OutputError::Io(path.to_path_buf(), error);
    if fs::read(path).map_err(failed)? != before {
        return Err(OutputError::Changed(path.to_path_buf()));
    }
    let permissions = fs::metadata(path).map_err(failed)?.permissions();
    let new = beside(path, "nouveau");
    let written = fs::File::create_new(&new).and_then(|mut file| {
        file.write_all(after)?;
        file.set_permissions(permissions)?;
        file.sync_all()?;
        fs::rename(&new, path)
    });
    written
        .inspect_err(|_| {
            let _ = fs::remove_file(&new);
        })
        .map_err(failed)
}

/// A file to be made.
#[derive(Debug)]
pub struct NewFile<'a> {
    /// Where.
    pub path: PathBuf,
    /// Its content.
    pub bytes: &'a [u8],
    /// Whether it is a program that the system may run.
    pub is_program: bool,
}

/// Makes new files, and the folders they lie in; all of them, or none.
///
/// # Errors
/// When one is there already, or the system refuses; what was made is then taken away again.
pub fn create(files: &[NewFile<'_>]) -> Result<(), OutputError> {
    let mut made = Vec::new();
    let done = files.iter().try_for_each(|file| make(file, &mut made));
    if done.is_err() {
        for path in made.iter().rev() {
            // Best effort: a folder that something else was put into stays.
            let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
        }
    }
    done
}

/// Makes one file; what is made on the way goes into `made`.
fn make(file: &NewFile<'_>, made: &mut Vec<PathBuf>) -> Result<(), OutputError> {
    let folders: Vec<&Path> = file.path.ancestors().skip(1).take_while(|path| !is_there(path)).collect();
    for folder in folders.into_iter().rev().filter(|path| !path.as_os_str().is_empty()) {
        fs::create_dir(folder).map_err(|error| OutputError::Io(folder.to_path_buf(), error))?;
        made.push(folder.to_path_buf());
    }
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => OutputError::Exists(file.path.clone()),
        _ => OutputError::Io(file.path.clone(), error),
    };
    let mut writer = fs::OpenOptions::new().write(true).create_new(true).open(&file.path).map_err(failed)?;
    made.push(file.path.clone());
    writer.write_all(file.bytes).map_err(failed)?;
    if file.is_program {
        make_program(&writer).map_err(failed)?;
    }
    Ok(())
}

fn is_there(path: &Path) -> bool {
    path.as_os_str().is_empty() || path.exists()
}

#[cfg(unix)]
fn make_program(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_program(_: &fs::File) -> io::Result<()> {
    Ok(())
}
