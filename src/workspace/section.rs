//! A section of a library in memory: what was found under each name, and what was read of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::change::Part;
use crate::diagnostic::Diagnostic;
use crate::model::Deliverable;
use crate::model::read::Reading;
use crate::parse::markdown::Body;
use crate::source::{BundleSource, Item};
use crate::span::SourceRef;

/// Names, what was found under each, and what was read of it.
#[derive(Debug)]
pub(super) struct Section<K, S, T> {
    items: BTreeMap<K, Held<S, T>>,
    /// The names of deliverables against which all was read.
    known: Arc<BTreeSet<String>>,
}

#[derive(Debug)]
struct Held<S, T> {
    item: Item<S>,
    /// Absent until it is read, with what shows in the text itself.
    reading: Option<(Reading<T>, Vec<Diagnostic>)>,
}

impl<K, S, T> Default for Section<K, S, T> {
    fn default() -> Self {
        Self { items: BTreeMap::new(), known: Arc::default() }
    }
}

impl<K, S, T> Section<K, S, T>
where
    K: Ord + Clone + Send + Sync,
    S: PartialEq + Send + Sync,
    T: Send + Sync,
{
    /// Reads the files of a part anew; tells whether any differs from what was held.
    pub(super) fn refresh(
        &mut self,
        part: &Part<K>,
        list: impl Fn() -> io::Result<Vec<K>>,
        read: impl Fn(&K) -> io::Result<Item<S>> + Sync,
    ) -> io::Result<bool> {
        let mut names: BTreeSet<K> = part.names().clone();
        let mut gone: Vec<K> = Vec::new();
        if part.is_listed() {
            let listed: BTreeSet<K> = list()?.into_iter().collect();
            // Where case means nothing a former name still opens a file: what the folder says counts.
            names.retain(|name| listed.contains(name));
            names.extend(listed.iter().filter(|name| part.is_whole() || !self.items.contains_key(*name)).cloned());
            gone.extend(self.items.keys().filter(|name| !listed.contains(*name)).cloned());
        }
        let read: Vec<(K, io::Result<Item<S>>)> =
            names.into_par_iter().map(|name| (name.clone(), read(&name))).collect();
        let read: Vec<(K, Item<S>)> =
            read.into_iter().map(|(name, item)| Ok((name, item?))).collect::<io::Result<_>>()?;
        let mut differs = !gone.is_empty();
        for name in gone {
            self.items.remove(&name);
        }
        for (name, item) in read {
            differs |= self.hold(name, item);
        }
        Ok(differs)
    }

    /// What was found under a name.
    pub(super) fn item(&self, name: &K) -> Option<&Item<S>> {
        self.items.get(name).map(|held| &held.item)
    }

    /// Holds what was found under a name; tells whether it differs from what was held.
    pub(super) fn hold(&mut self, name: K, item: Item<S>) -> bool {
        if item.source.is_none() && item.problems.is_empty() {
            return self.items.remove(&name).is_some();
        }
        if let Some(held) = self.items.get(&name)
            && held.item.source == item.source
            && held.item.problems.is_empty()
            && item.problems.is_empty()
        {
            return false;
        }
        self.items.insert(name, Held { item, reading: None });
        true
    }

    /// What is wrong with the files themselves.
    pub(super) fn file_problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.values().flat_map(|held| &held.item.problems)
    }

    /// What can be read.
    pub(super) fn sources(&self) -> impl Iterator<Item = &S> + Clone {
        self.items.values().filter_map(|held| held.item.source.as_ref())
    }

    /// Changes what was read.
    pub(super) fn each(&mut self, change: impl FnMut(&mut Arc<T>)) {
        let readings = self.items.values_mut().filter_map(|held| held.reading.as_mut());
        readings.filter_map(|(reading, _)| reading.item.as_mut().ok()).for_each(change);
    }

    /// Has all items read anew that `is_stale` names, and those that have problems.
    pub(super) fn forget(&mut self, is_stale: impl Fn(&T) -> bool) {
        for held in self.items.values_mut() {
            let keeps = held.reading.as_ref().is_some_and(|(reading, _)| {
                reading.problems.is_empty() && reading.item.as_ref().is_ok_and(|item| !is_stale(item))
            });
            if !keeps {
                held.reading = None;
            }
        }
    }

    /// Reads what was not read yet; `text` gives the body of an item and its file.
    pub(super) fn read(
        &mut self,
        read: impl Fn(&S) -> Reading<T> + Sync,
        text: impl Fn(&T) -> (&Body, &SourceRef) + Sync,
    ) {
        let mut stale: Vec<&mut Held<S, T>> = self.items.values_mut().filter(|held| held.reading.is_none()).collect();
        stale.par_iter_mut().for_each(|held| {
            let Some(source) = &held.item.source else { return };
            let reading = read(source);
            let (body, source) = match &reading.item {
                Ok(item) => {
                    let (body, source) = text(item);
                    (Some(body), source)
                }
                Err(left) => (left.body.as_ref(), &left.source),
            };
            let own = body.map(|body| crate::check::text(body, source)).unwrap_or_default();
            held.reading = Some((reading, own));
        });
    }

    /// What was read, in the order of names, with what shows in each text itself.
    pub(super) fn readings(&self) -> impl Iterator<Item = &(Reading<T>, Vec<Diagnostic>)> {
        self.items.values().filter_map(|held| held.reading.as_ref())
    }
}

impl Section<OsString, BundleSource, Deliverable> {
    /// The names of deliverables now, and those that were known at the last call and are no more; `None` when they
    /// are the same.
    pub(super) fn names(&mut self) -> (Arc<BTreeSet<String>>, Option<BTreeSet<String>>) {
        let now = self.items.values().filter_map(|held| held.item.source.as_ref()).map(|bundle| bundle.slug.as_str());
        if now.clone().eq(self.known.iter().map(String::as_str)) {
            return (self.known.clone(), None);
        }
        let now: Arc<BTreeSet<String>> = Arc::new(now.map(str::to_owned).collect());
        let gone = self.known.difference(&now).cloned().collect();
        self.known = now.clone();
        (now, Some(gone))
    }
}
