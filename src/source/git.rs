//! The history of a library's files, read from the git repository that they lie in: the only code that reads it.
//!
//! One walk from `HEAD` serves all files: each commit's `content/` is compared with that of its parents, and a folder
//! that did not change is not opened. A commit counts for a file when the file differs from that of every parent, so
//! that a merge counts only for what it changed itself. Of renames, those that leave the text as it was are followed.

use crate::system::in_french;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gix::bstr::{BStr, BString, ByteSlice};
use gix::diff::tree::recorder::Change as TreeChange;
use gix::objs::TreeRefIter;
use gix::revision::walk::Sorting;
use gix::traverse::commit::simple::CommitTimeOrder;
use gix::{ObjectId, Repository};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::history::{Change, ChangeKind, FileHistory, History};

/// Bytes of objects kept at hand: the tree of a commit is asked for again as that of a parent.
const CACHE: usize = 32 << 20;

/// Characters of a message that are kept.
const LONGEST_MESSAGE: usize = 200;

/// What was read.
#[derive(Debug)]
pub struct Found {
    /// The history, as far as it goes back.
    pub history: History,
    /// Whether the repository is a shallow clone: what is older than its oldest commits is not known.
    pub is_shallow: bool,
}

/// Why there is no history.
#[derive(Debug)]
pub enum HistoryError {
    /// The library lies in no repository.
    NoRepository,
    /// The repository cannot be read, for this reason.
    Unreadable(String),
}

impl From<gix::Error> for HistoryError {
    fn from(error: gix::Error) -> Self {
        Self::Unreadable(crate::system::of(&error))
    }
}

/// Reads the history of `files`, paths relative to the library's `root` that begin with `content/`.
///
/// # Errors
/// When there is no repository, or it cannot be read.
pub fn read<'a>(root: &Path, files: impl Iterator<Item = &'a str>) -> Result<Found, HistoryError> {
    let repository = open(root)?;
    let content = content_in(&repository, root)?;
    let shallow = repository.shallow_commits()?;
    let is_boundary = |id: &ObjectId| shallow.as_ref().is_some_and(|commits| commits.binary_search(id).is_ok());
    let mut walk = Walk::new(&repository, content, files);
    if !repository.head()?.is_unborn() {
        let newest_first = Sorting::ByCommitTime(CommitTimeOrder::NewestFirst);
        for commit in repository.rev_walk([repository.head_id()?]).sorting(newest_first).all()? {
            let commit = commit?;
            // The oldest commits of a shallow clone seem to write every file; their parents are not there to tell.
            if !is_boundary(&commit.id) {
                walk.commit(commit.id, &commit.parent_ids)?;
            }
        }
    }
    Ok(Found { history: walk.into_history(), is_shallow: shallow.is_some() })
}

/// Where a repository stands: at a commit, or nowhere, for want of a commit or of a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head(Option<ObjectId>);

/// Where the repository around a folder stands.
pub fn head(root: &Path) -> Head {
    let repository = open(root).ok();
    Head(repository.and_then(|repository| repository.head_id().ok().map(gix::Id::detach)))
}

/// The folders in which the repository around a folder writes when it comes to stand at another commit.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let Ok(repository) = open(root) else { return Vec::new() };
    let (own, common) = (repository.git_dir(), repository.common_dir());
    let mut folders = vec![own.to_path_buf(), common.to_path_buf(), common.join("refs/heads")];
    folders.dedup();
    folders
}

/// The repository around a folder. Nothing but its own settings is read: no user's, no system's, no environment.
fn open(root: &Path) -> Result<Repository, HistoryError> {
    let options =
        gix::sec::trust::Mapping { full: gix::open::Options::isolated(), reduced: gix::open::Options::isolated() };
    // A file or folder `.git` in one of the folders above makes the difference between none and one that is damaged.
    let is_there = real(root)?.ancestors().any(|folder| folder.join(".git").exists());
    if !is_there {
        return Err(HistoryError::NoRepository);
    }
    let mut repository =
        gix::ThreadSafeRepository::discover_opts(root, gix::discover::upwards::Options::default(), options)?
            .to_thread_local();
    repository.object_cache_size_if_unset(CACHE);
    Ok(repository)
}

/// The parts of the path to `content` from the top of the repository.
fn content_in(repository: &Repository, root: &Path) -> Result<Vec<BString>, HistoryError> {
    let top = repository.workdir().ok_or(HistoryError::NoRepository)?;
    let inside = real(root)?.join("content");
    let inside = inside.strip_prefix(real(top)?).map_err(|_| HistoryError::NoRepository)?;
    Ok(inside.iter().map(|part| BString::from(part.as_encoded_bytes())).collect())
}

fn real(path: &Path) -> Result<PathBuf, HistoryError> {
    path.canonicalize().map_err(|error| HistoryError::Unreadable(in_french(&error)))
}

/// The walk over the commits, newest first.
struct Walk<'r> {
    repository: &'r Repository,
    content: Vec<BString>,
    paths: Vec<String>,
    /// Names below `content/` that a file had at this point of the walk, with its place in `paths`.
    names: HashMap<BString, usize>,
    changes: Vec<Vec<(i64, Change)>>,
    state: gix::diff::tree::State,
}

/// What a commit did below `content/`, by name.
type Touched = HashMap<BString, (ChangeKind, ObjectId)>;

impl<'r> Walk<'r> {
    fn new<'a>(repository: &'r Repository, content: Vec<BString>, files: impl Iterator<Item = &'a str>) -> Self {
        let paths: Vec<String> = files.map(str::to_owned).collect();
        let below = |path: &String| path.strip_prefix("content/").map(BString::from);
        let names = paths.iter().enumerate().filter_map(|(at, path)| Some((below(path)?, at))).collect();
        let changes = vec![Vec::new(); paths.len()];
        Self { repository, content, paths, names, changes, state: gix::diff::tree::State::default() }
    }

    /// Notes what a commit changed.
    fn commit(&mut self, id: ObjectId, parents: &[ObjectId]) -> Result<(), HistoryError> {
        let own = self.content_of(id)?;
        let mut before = Vec::with_capacity(parents.len());
        for &parent in parents {
            before.push(self.content_of(parent)?);
        }
        // The same content as a parent's: nothing was changed here.
        if before.contains(&own) || (before.is_empty() && own.is_none()) {
            return Ok(());
        }
        let first = before.first().copied().flatten();
        let (mut touched, gone) = self.compare(first, own)?;
        for &other in before.iter().skip(1) {
            let (also, _) = self.compare(other, own)?;
            touched.retain(|name, (kind, _)| {
                let other = also.get(name);
                // New to one parent, changed from another: it was there before.
                if other.is_some_and(|(other, _)| *other == ChangeKind::Changed) {
                    *kind = ChangeKind::Changed;
                }
                other.is_some()
            });
        }
        let mut touched: Vec<(usize, BString, ChangeKind, ObjectId)> = touched
            .into_iter()
            .filter_map(|(name, (kind, blob))| self.names.get(&name).map(|&at| (at, name, kind, blob)))
            .collect();
        if touched.is_empty() {
            return Ok(());
        }
        touched.sort_unstable_by_key(|one| one.0);
        let told = Told::read(self.repository, id)?;
        for (at, name, kind, blob) in touched {
            let former = gone.get(&blob).filter(|_| kind == ChangeKind::Written);
            let kind = if former.is_some() { ChangeKind::Moved } else { kind };
            if let Some(former) = former
                && !self.names.contains_key(former)
            {
                // From here on, that is towards older commits, the file has its former name.
                self.names.insert(former.clone(), at);
                self.names.remove(&name);
            }
            self.changes[at].push((told.instant, told.change(kind)));
        }
        Ok(())
    }

    /// The tree of `content/` in a commit.
    fn content_of(&self, commit: ObjectId) -> Result<Option<ObjectId>, HistoryError> {
        let tree = self.repository.find_commit(commit)?.tree()?;
        let entry = tree.lookup_entry(self.content.iter().cloned())?;
        Ok(entry.filter(|entry| entry.mode().is_tree()).map(|entry| entry.object_id()))
    }

    /// The texts that differ between two trees: those written or changed by name, and the names of those gone by content.
    fn compare(
        &mut self,
        before: Option<ObjectId>,
        after: Option<ObjectId>,
    ) -> Result<(Touched, HashMap<ObjectId, BString>), HistoryError> {
        let data = |tree: Option<ObjectId>| match tree {
            Some(tree) => Ok::<_, gix::Error>(self.repository.find_tree(tree)?.data.clone()),
            None => Ok(Vec::new()),
        };
        let (before, after) = (data(before)?, data(after)?);
        let hash = self.repository.object_hash();
        let mut recorder = gix::diff::tree::Recorder::default();
        gix::diff::tree(
            TreeRefIter::from_bytes(&before, hash),
            TreeRefIter::from_bytes(&after, hash),
            &mut self.state,
            &self.repository.objects,
            &mut recorder,
        )
        .map_err(|error| HistoryError::Unreadable(crate::system::of(&error)))?;
        let mut touched = Touched::new();
        let mut gone = HashMap::new();
        for change in recorder.records {
            match change {
                TreeChange::Addition { entry_mode, oid, path, .. } if entry_mode.is_blob() => {
                    touched.insert(path, (ChangeKind::Written, oid));
                }
                TreeChange::Modification { entry_mode, previous_oid, oid, path, .. }
                    if entry_mode.is_blob() && previous_oid != oid =>
                {
                    touched.insert(path, (ChangeKind::Changed, oid));
                }
                TreeChange::Deletion { entry_mode, oid, path, .. } if entry_mode.is_blob() => {
                    gone.entry(oid).or_insert(path);
                }
                _ => {}
            }
        }
        Ok((touched, gone))
    }

    fn into_history(self) -> History {
        let all = self.paths.into_iter().zip(self.changes).filter(|(_, changes)| !changes.is_empty());
        History::new(all.map(|(path, changes)| (path, FileHistory::new(changes))))
    }
}

/// What a commit says of itself.
struct Told {
    instant: i64,
    date: Date,
    author: Option<String>,
    message: String,
}

impl Told {
    fn read(repository: &Repository, id: ObjectId) -> Result<Self, HistoryError> {
        let commit = repository.find_commit(id)?;
        let author = commit.author()?;
        let time = author.time().unwrap_or_default();
        Ok(Self {
            instant: time.seconds,
            date: day(time),
            author: name(author.name),
            message: first_line(commit.message_raw()?),
        })
    }

    fn change(&self, kind: ChangeKind) -> Change {
        Change { date: self.date, author: self.author.clone(), message: self.message.clone(), kind }
    }
}

/// The day where the author was.
fn day(time: gix::date::Time) -> Date {
    let offset = Offset::from_seconds(time.offset).unwrap_or(Offset::UTC);
    offset.to_datetime(Timestamp::from_second(time.seconds).unwrap_or(Timestamp::UNIX_EPOCH)).date()
}

/// The name of an author; none where an address stands in its place.
fn name(text: &BStr) -> Option<String> {
    let name = clean(&text.to_str_lossy());
    (!name.is_empty() && !name.contains('@')).then_some(name)
}

/// The first line of a message, of bounded length and without addresses of mail: they are personal data.
fn first_line(message: &BStr) -> String {
    let line = message.to_str_lossy();
    let line = line.trim_start().lines().next().unwrap_or_default();
    let words = line.split(' ').map(|word| if is_address(word) { "…" } else { word });
    let line = clean(&words.collect::<Vec<_>>().join(" "));
    if line.chars().count() <= LONGEST_MESSAGE {
        return line;
    }
    line.chars().take(LONGEST_MESSAGE - 1).chain(['…']).collect()
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// Without characters that no page shows, and spaces made regular.
fn clean(text: &str) -> String {
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out() {
        assert_eq!(name(b"Camille Exemple".as_bstr()).as_deref(), Some("Camille Exemple"));
        assert_eq!(name(b"camille@exemple.invalid".as_bstr()), None);
        assert_eq!(name(b"  \x07 ".as_bstr()), None);
        assert_eq!(first_line(b"Vu avec <camille@exemple.invalid>\n\nSuite".as_bstr()), "Vu avec …");
        assert_eq!(first_line(b"Une grille @ trois colonnes".as_bstr()), "Une grille @ trois colonnes");
        assert_eq!(first_line("a".repeat(300).as_bytes().as_bstr()).chars().count(), LONGEST_MESSAGE);
    }

    #[test]
    fn the_day_is_that_of_the_author() {
        let time = |offset| gix::date::Time { seconds: 1_709_247_600, offset };
        assert_eq!(day(time(0)), jiff::civil::date(2024, 2, 29));
        assert_eq!(day(time(2 * 3600)), jiff::civil::date(2024, 3, 1));
        assert_eq!(day(gix::date::Time { seconds: i64::MAX, offset: i32::MAX }), jiff::civil::date(1970, 1, 1));
    }
}
