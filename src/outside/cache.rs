//! Answers of former times.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::judge::Verdict;

const DAY: i64 = 24 * 3600;
/// How long what is well is believed, in seconds; what is not may be mended the day after.
const WELL: i64 = 7 * DAY;

/// Answers by address.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    reponses: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// Seconds since 1970.
    instant: i64,
    #[serde(flatten)]
    verdict: Verdict,
}

impl Cache {
    /// Where it lies, from the library's root; beside it, a `.gitignore` keeps it out of the repository.
    pub const PATH: &str = ".capitole/liens.json";

    /// The answers that a file holds; none when it cannot be read.
    pub fn parse(bytes: &[u8]) -> Self {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// The file.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Drops what is too old.
    pub fn clean(&mut self, now: i64) {
        self.reponses.retain(|_, entry| entry.is_recent(now));
    }

    pub(super) fn get(&self, url: &str, now: i64) -> Option<&Verdict> {
        self.reponses.get(url).filter(|entry| entry.is_recent(now)).map(|entry| &entry.verdict)
    }

    pub(super) fn put(&mut self, url: &str, verdict: &Verdict, now: i64) {
        // What could not be judged is asked again; what is private may be so on this network only.
        if !matches!(verdict, Verdict::Unknown | Verdict::Private) {
            self.reponses.insert(url.to_owned(), Entry { instant: now, verdict: verdict.clone() });
        }
    }
}

impl Entry {
    const fn is_recent(&self, now: i64) -> bool {
        let age = now.saturating_sub(self.instant);
        let most = if matches!(self.verdict, Verdict::Alive | Verdict::Moved(_)) { WELL } else { DAY };
        age >= 0 && age < most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_believed_for_a_while() {
        let mut cache = Cache::default();
        cache.put("https://a.fr/", &Verdict::Alive, 100);
        cache.put("https://b.fr/", &Verdict::Dead(404), 100);
        cache.put("https://c.fr/", &Verdict::Private, 100);
        let cache = Cache::parse(cache.to_json().as_bytes());
        let known = |url, now| cache.get(url, now).is_some();
        assert!(known("https://a.fr/", 100 + WELL - 1) && !known("https://a.fr/", 100 + WELL));
        assert!(known("https://b.fr/", 100 + DAY - 1) && !known("https://b.fr/", 100 + DAY));
        assert!(!known("https://c.fr/", 100) && !known("https://a.fr/", 99), "nor from the future");
        assert_eq!(Cache::parse(b"{ pas du json"), Cache::default());
    }
}
