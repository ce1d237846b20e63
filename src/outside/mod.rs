//! Addresses of other sites: are they still there? The only code that ever opens a connection outwards, and only when it is
//! asked to.
//!
//! Each host is asked one thing at a time, with a pause; only public addresses are connected to, redirects included;
//! answers are kept for a while, so that a second check asks little.

pub mod address;
mod cache;
mod client;
mod judge;
mod tell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

pub use cache::Cache;
pub use client::Client;
pub use judge::Verdict;

use crate::check::External;
use crate::diagnostic::Diagnostic;

/// How much is asked at once, and in all.
#[derive(Debug, Clone)]
pub struct Options {
    /// Hosts asked at the same time.
    pub at_once: usize,
    /// Pause between two questions to the same host.
    pub pause: Duration,
    /// Addresses asked in all; those beyond are left for another time.
    pub most: usize,
    /// Time after which nothing more is asked.
    pub patience: Duration,
    /// Seconds since 1970: the library has no clock of its own.
    pub now: i64,
}

impl Options {
    /// Polite to other sites, and bounded.
    pub const fn new(now: i64) -> Self {
        Self { at_once: 8, pause: Duration::from_millis(500), most: 1_000, patience: Duration::from_mins(5), now }
    }
}

/// What became of a check.
#[derive(Debug, Default)]
pub struct Report {
    /// What is wrong, and addresses that changed.
    pub problems: Vec<Diagnostic>,
    /// Addresses that were asked.
    pub asked: usize,
    /// Addresses whose last answer is recent enough.
    pub kept: usize,
    /// Addresses left for another time.
    pub left: usize,
    /// Whether nothing answered at all: this machine has no way out, and nothing is said of the links.
    pub is_offline: bool,
}

/// Hosts that must have stayed silent, and no other have answered, before the fault is this machine's.
const SILENT: usize = 3;

/// Judges addresses; `cache` holds the answers of former times and takes those of this one.
pub fn check(links: &[External], options: &Options, client: &Client, cache: &mut Cache) -> Report {
    let mut report = Report::default();
    let wanted: BTreeSet<String> = links.iter().filter_map(|link| address::asked(&link.url)).collect();
    let (known, mut unknown): (Vec<String>, Vec<String>) =
        wanted.into_iter().partition(|url| cache.get(url, options.now).is_some());
    report.kept = known.len();
    let all = unknown.len();
    unknown.truncate(options.most);
    let verdicts = ask(unknown, options, client);
    report.asked = verdicts.len();
    report.left = all - verdicts.len();
    let hosts: BTreeSet<&str> = verdicts.keys().filter_map(|url| address::host(url)).collect();
    let is_silent = verdicts.values().all(Verdict::is_silence);
    report.is_offline = is_silent && hosts.len() >= SILENT;
    // Where no one answered, the fault may be this machine's: the next check asks again.
    for (url, verdict) in verdicts.iter().filter(|_| !is_silent) {
        cache.put(url, verdict, options.now);
    }
    for link in links {
        let Some(url) = address::asked(&link.url) else { continue };
        let verdict = verdicts.get(&url).filter(|_| !report.is_offline).or_else(|| cache.get(&url, options.now));
        report.problems.extend(verdict.and_then(|verdict| tell::problem(link, verdict)));
    }
    report
}

/// Asks for addresses: hosts in parallel, the addresses of one host one after the other.
fn ask(urls: Vec<String>, options: &Options, client: &Client) -> BTreeMap<String, Verdict> {
    let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for url in urls {
        hosts.entry(address::host(&url).unwrap_or_default().to_owned()).or_default().push(url);
    }
    let queue = Mutex::new(hosts.into_values());
    let found = Mutex::new(BTreeMap::new());
    let lock_queue = || queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..options.at_once.max(1) {
            scope.spawn(|| {
                while let Some(urls) = lock_queue() {
                    let first = AtomicBool::new(true);
                    let pause = || {
                        if !first.swap(false, Ordering::Relaxed) {
                            std::thread::sleep(options.pause);
                        }
                    };
                    for url in urls.into_iter().take_while(|_| start.elapsed() < options.patience) {
                        let verdict = judge::judge(&url, &|method, url| {
                            pause();
                            client.ask(method, url)
                        });
                        found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(url, verdict);
                    }
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
