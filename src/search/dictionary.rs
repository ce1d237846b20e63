//! The dictionary: folded forms, sorted, and the stem groups of each.

use rustc_hash::FxHashMap;

use super::analysis::lexicon::Lexicon;

/// An entry: a folded form. Several accented forms may fold to it, of one group or of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The folded form.
    pub form: Box<str>,
    /// Its commonest spelling, lower-case; `None` when that is the folded form itself.
    pub spelling: Option<Box<str>>,
    /// How often it was met as a word of a text, in all spellings: 0 for the joined parts of a hyphenated one, or an id.
    pub count: u32,
    /// Its groups, ascending; seldom more than one.
    pub groups: Vec<u32>,
}

/// A stem group. Its number is its rank by first folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its stem, its term in the index.
    pub stem: Box<str>,
    /// Its commonest form, as written; empty when it is no word of a text.
    pub display: Box<str>,
    /// Its entries in the dictionary, ascending.
    pub entries: Vec<u32>,
}

/// All forms and groups.
#[derive(Clone, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
    groups: Vec<Group>,
    by_stem: FxHashMap<Box<str>, u32>,
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dictionary({} forms, {} groups)", self.entries.len(), self.groups.len())
    }
}

impl Dictionary {
    /// Sorts what was gathered while indexing.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut pairs: Vec<(&str, u32, u32, &str)> = lexicon
            .forms()
            .iter()
            .zip(lexicon.counts().iter().zip(lexicon.shown()))
            .filter(|(_, (count, _))| **count > 0)
            .filter_map(|(form, (_, &shown))| form.group.map(|group| (&*form.folded, group, shown, &*form.text)))
            .collect();
        pairs.sort_unstable();
        let mut numbers: Vec<Option<u32>> = vec![None; lexicon.groups()];
        let mut commonest: Vec<u32> = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut groups: Vec<Group> = Vec::new();
        let mut spelt = 0;
        for (folded, group, count, text) in pairs {
            let number = *numbers[group as usize].get_or_insert_with(|| {
                groups.push(Group { stem: lexicon.stem(group).into(), display: "".into(), entries: Vec::new() });
                commonest.push(0);
                groups.len() as u32 - 1
            });
            if entries.last().is_none_or(|last| &*last.form != folded) {
                entries.push(Entry { form: folded.into(), spelling: None, count: 0, groups: Vec::new() });
                spelt = 0;
            }
            let at = entries.len() as u32 - 1;
            let Some(entry) = entries.last_mut() else { continue };
            entry.count += count;
            if count > spelt {
                spelt = count;
                entry.spelling = (text != folded).then(|| text.into());
            }
            if let Err(place) = entry.groups.binary_search(&number) {
                entry.groups.insert(place, number);
                groups[number as usize].entries.push(at);
            }
            if count > commonest[number as usize] {
                commonest[number as usize] = count;
                groups[number as usize].display = text.into();
            }
        }
        let by_stem = (0..).zip(&groups).map(|(number, group)| (group.stem.clone(), number)).collect();
        Self { entries, groups, by_stem }
    }

    /// The entries, sorted by form.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The groups, by number.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The forms of a group, by its number.
    pub fn forms_of(&self, group: u32) -> impl Iterator<Item = &str> {
        let entries = self.groups.get(group as usize).map_or(&[][..], |group| &group.entries);
        entries.iter().map(|&entry| &*self.entries[entry as usize].form)
    }

    /// The groups of a folded form.
    pub fn lookup(&self, form: &str) -> &[u32] {
        self.entries
            .binary_search_by(|entry| (*entry.form).cmp(form))
            .map_or(&[], |at| self.entries[at].groups.as_slice())
    }

    /// The spelling to show of an entry.
    pub fn spelling(entry: &Entry) -> &str {
        entry.spelling.as_deref().unwrap_or(&entry.form)
    }

    /// The entries that start with a prefix.
    pub fn with_prefix(&self, prefix: &str) -> &[Entry] {
        let range = self.prefix_range(prefix);
        &self.entries[range]
    }

    /// The ranks of the entries that start with a prefix.
    pub fn prefix_range(&self, prefix: &str) -> std::ops::Range<usize> {
        let start = self.entries.partition_point(|entry| &*entry.form < prefix);
        let length = self.entries[start..].partition_point(|entry| entry.form.starts_with(prefix));
        start..start + length
    }

    /// The number of the group of a term of the index.
    pub fn group_of_term(&self, term: &[u8]) -> Option<u32> {
        self.by_stem.get(std::str::from_utf8(term).ok()?).copied()
    }
}
