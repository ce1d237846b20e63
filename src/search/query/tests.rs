//! Whether the order of results is right: judged queries on the sample library, and the search of
//! boosts that this is measured by.
//!
//! `cargo test ranking` asks that judged queries stay as well answered as they are. The grid of boosts
//! is printed by `cargo test ranking_by_boosts -- --ignored --nocapture`; with
//! `CAPITOLE_LIBRARY=folder`, it also counts queries made by machine from that library.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::Term;
use tantivy::query::{EnableScoring, Query as _, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::super::Index;
use super::super::analysis::fold::{fold, normalise};
use super::super::analysis::split::{Piece, words};
use super::super::document::{Document, FIELD_BOOSTS, FIELDS};
use super::super::postings::COMPLETION_WEIGHT;
use super::matching::combine;
use super::parse::{Word, parse};
use super::{Options, search};
use crate::model::Library;
use crate::model::read::{self, Include};
use crate::source::disk::read_library;

/// Mean nDCG@10 and mean reciprocal rank of the judged queries, a little under what is measured.
const FLOOR: (f64, f64) = (0.88, 0.95);

/// A query and how well deliverables answer it.
struct Judged {
    words: String,
    grades: BTreeMap<String, u8>,
}

fn judged() -> Vec<Judged> {
    let table: toml::Table = include_str!("../../../tests/judged/requetes.toml").parse().expect("is TOML");
    let queries = table["requete"].as_array().expect("is a list");
    let read = |query: &toml::Value| {
        let mut grades = BTreeMap::new();
        for grade in 1..=3_u8 {
            let slugs = query.get(grade.to_string()).and_then(toml::Value::as_array);
            for slug in slugs.into_iter().flatten() {
                let twice = grades.insert(slug.as_str().expect("is a slug").to_owned(), grade);
                assert!(twice.is_none(), "{slug} is judged twice");
            }
        }
        Judged { words: query["mots"].as_str().expect("are words").to_owned(), grades }
    };
    queries.iter().map(read).collect()
}

fn library(root: &Path) -> Library {
    let source = read_library(root).expect("reads");
    read::library(source, Include::Published).library.expect("site.toml is right")
}

fn sample() -> Library {
    library(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// nDCG@10 and reciprocal rank of the first that is useful (2 or 3, or the best there is).
fn measures(query: &Judged, slugs: &[&str]) -> (f64, f64) {
    let gain = |grade: u8| f64::from((1_u32 << grade) - 1);
    let discounted = |grades: &[u8]| -> f64 {
        grades.iter().take(10).zip(2..).map(|(&grade, rank)| gain(grade) / f64::from(rank).log2()).sum()
    };
    let found: Vec<u8> = slugs.iter().map(|&slug| query.grades.get(slug).copied().unwrap_or(0)).collect();
    let mut ideal: Vec<u8> = query.grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let useful = ideal[0].min(2);
    let first = found.iter().position(|&grade| grade >= useful);
    (discounted(&found) / discounted(&ideal), first.map_or(0.0, |at| 1.0 / (at + 1) as f64))
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values.into_iter().fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    sum / f64::from(count.max(1))
}

#[test]
fn ranking_of_judged_queries() {
    let library = sample();
    let index = Index::build(&library).expect("indexes");
    let rows: Vec<(f64, f64, String)> = judged()
        .iter()
        .map(|query| {
            for slug in query.grades.keys() {
                assert!(library.deliverables.iter().any(|one| one.slug.to_string() == *slug), "{slug}");
            }
            let found = search(&index, &library, &query.words, &Options::default()).expect("searches");
            let slugs: Vec<&str> = found.resultats.iter().map(|hit| hit.slug.as_str()).collect();
            let (ndcg, first) = measures(query, &slugs);
            let corrected = found.corrige.map_or_else(String::new, |corrected| format!(" ({corrected})"));
            (ndcg, first, format!("{ndcg:.3} {first:.2} {}{corrected} → {slugs:?}", query.words))
        })
        .collect();
    let (ndcg, first) = (mean(rows.iter().map(|row| row.0)), mean(rows.iter().map(|row| row.1)));
    for (.., line) in &rows {
        println!("{line}");
    }
    println!("nDCG@10 {ndcg:.4}, MRR {first:.4}");
    assert!(ndcg >= FLOOR.0 && first >= FLOOR.1, "nDCG@10 {ndcg:.4}, MRR {first:.4}");
}

/// A number for each field.
type Boosts = [f32; FIELDS];

fn current() -> Boosts {
    FIELD_BOOSTS.map(|(_, boost)| boost)
}

/// A group that a word may be, with its weight: what it gives each document, by field, unboosted.
struct Weighed {
    weight: f32,
    documents: Vec<(u32, Boosts)>,
}

/// A word of a query.
enum Matched {
    Groups(Vec<Weighed>),
    /// A hyphenated one: joined, or every part.
    Compound(Box<Matched>, Vec<Matched>),
}

impl Matched {
    fn new(index: &Index, word: &Word) -> Self {
        let joined = Self::Groups(groups(index, &word.form, word.is_prefix));
        if !word.is_compound || word.parts.is_empty() {
            return joined;
        }
        let last = word.parts.len() - 1;
        let part = |(at, part): (usize, &String)| {
            Self::new(index, &Word { is_prefix: word.is_prefix && at == last, ..Word::exact(part.clone()) })
        };
        Self::Compound(Box::new(joined), word.parts.iter().enumerate().map(part).collect())
    }

    fn scores(&self, size: usize, boosts: &Boosts) -> Vec<f32> {
        let mut scores = vec![0.0_f32; size];
        match self {
            Self::Groups(groups) => {
                for Weighed { weight, documents } in groups {
                    for (document, fields) in documents {
                        let score: f32 = fields.iter().zip(boosts).map(|(field, boost)| field * boost).sum();
                        let best = &mut scores[*document as usize];
                        *best = best.max(score * weight);
                    }
                }
            }
            Self::Compound(joined, parts) => {
                scores = joined.scores(size, boosts);
                let parts: Vec<Vec<f32>> = parts.iter().map(|part| part.scores(size, boosts)).collect();
                for (document, score) in scores.iter_mut().enumerate() {
                    if parts.iter().all(|part| part[document] > 0.0) {
                        *score = score.max(parts.iter().map(|part| part[document]).sum());
                    }
                }
            }
        }
        scores
    }
}

fn groups(index: &Index, form: &str, is_prefix: bool) -> Vec<Weighed> {
    let dictionary = index.dictionary();
    let mut groups: BTreeMap<u32, f32> = BTreeMap::new();
    if is_prefix {
        let completions = dictionary.with_prefix(form).iter().flat_map(|entry| entry.groups.iter().copied());
        groups.extend(completions.map(|group| (group, COMPLETION_WEIGHT)));
    }
    groups.extend(dictionary.lookup(form).iter().map(|&group| (group, 1.0)));
    groups.into_iter().map(|(group, weight)| Weighed { weight, documents: by_field(index, group) }).collect()
}

fn by_field(index: &Index, group: u32) -> Vec<(u32, Boosts)> {
    let stem = &index.dictionary().groups()[group as usize].stem;
    let mut found: BTreeMap<u32, Boosts> = BTreeMap::new();
    for (at, &field) in index.fields().iter().enumerate() {
        let term = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
        for part in index.parts() {
            let scoring = EnableScoring::enabled_from_statistics_provider(index, part.searcher());
            let weight = term.weight(scoring).expect("weighs");
            weight
                .for_each(part.segment(), &mut |document, score| {
                    found.entry(part.first + document).or_default()[at] = score;
                })
                .expect("scores");
        }
    }
    found.into_iter().collect()
}

/// A query ready to be scored with any boosts.
struct Ready {
    words: Vec<Matched>,
    allowed: Vec<bool>,
}

impl Ready {
    fn new(index: &Index, typed: &str) -> Self {
        let words: Vec<Matched> = parse(typed).words.iter().map(|word| Matched::new(index, word)).collect();
        let mut allowed = vec![true; index.documents()];
        for &document in index.archived() {
            allowed[document as usize] = false;
        }
        let has_any = |word: &Matched| word.scores(allowed.len(), &current()).iter().any(|&score| score > 0.0);
        Self { words: words.into_iter().filter(has_any).collect(), allowed }
    }

    /// The documents found, best first.
    fn ranked(&self, boosts: &Boosts) -> Vec<u32> {
        let scores: Vec<Vec<f32>> = self.words.iter().map(|word| word.scores(self.allowed.len(), boosts)).collect();
        let mut ranked = combine(self.allowed.len(), &scores, &self.allowed, true);
        let coverage = |document: u32| ranked.coverage.as_ref().map_or(0.0, |all| all[document as usize]);
        let score = |document: u32| ranked.scores[document as usize];
        let mut documents = std::mem::take(&mut ranked.documents);
        documents
            .sort_by(|&a, &b| coverage(b).total_cmp(&coverage(a)).then(score(b).total_cmp(&score(a))).then(b.cmp(&a)));
        documents
    }
}

/// Queries made from a library: for every few deliverables, two or three words of its title, of its
/// summary or of its body that are neither rare nor everywhere, and the deliverable that they are of.
fn known_items(library: &Library, index: &Index) -> Vec<(u32, String)> {
    let size = index.documents();
    let frequency = |form: &str| -> usize {
        let groups = index.dictionary().lookup(form);
        groups.iter().map(|&group| index.postings()[group as usize].documents.len()).sum()
    };
    let mut items = Vec::new();
    for (at, deliverable) in library.deliverables.iter().enumerate().step_by((size / 200).max(1)) {
        let texts = Document::new(deliverable, &library.config);
        for (text, wanted) in [(texts.title, 2), (texts.summary, 3), (texts.body, 3)] {
            let mut forms: Vec<(usize, String)> = Vec::new();
            words(&normalise(text), |piece| {
                if let Piece::Word(word) = piece {
                    let form = fold(word);
                    let count = frequency(&form);
                    let is_telling =
                        (size / 200..=size / 8).contains(&count) && !form.bytes().any(|b| b.is_ascii_digit());
                    if is_telling && forms.iter().all(|(_, other)| *other != form) {
                        forms.push((count, form));
                    }
                }
            });
            // Spread over the text, not its rarest words.
            let step = (forms.len() / wanted).max(1);
            let chosen: Vec<String> = forms.into_iter().step_by(step).take(wanted).map(|(_, form)| form).collect();
            if chosen.len() == wanted {
                items.push((at as u32, format!("{} ", chosen.join(" "))));
            }
        }
    }
    items
}

/// Every combination of round values for the fields but the body, whose 1 is the measure of others,
/// and those beyond the sixth, which stay.
fn grid() -> Vec<Boosts> {
    const VALUES: [&[f32]; 5] = [
        &[2.0, 3.0, 4.0, 5.0, 6.0, 8.0],
        &[1.0, 1.5, 2.0, 3.0, 4.0],
        &[1.0, 1.5, 2.0, 3.0],
        &[0.3, 0.5, 0.8, 1.0],
        &[0.3, 0.5, 0.8, 1.0, 1.5],
    ];
    let mut all = vec![current()];
    for (field, values) in VALUES.iter().enumerate() {
        all = all
            .into_iter()
            .flat_map(|boosts| {
                values.iter().map(move |&value| {
                    let mut boosts = boosts;
                    boosts[field] = value;
                    boosts
                })
            })
            .collect();
    }
    all
}

#[test]
#[ignore = "prints a table, and takes a minute"]
fn ranking_by_boosts() {
    let sample = sample();
    let index = Index::build(&sample).expect("indexes");
    let queries: Vec<(Judged, Ready)> = judged()
        .into_iter()
        .map(|query| {
            let ready = Ready::new(&index, &query.words);
            (query, ready)
        })
        .collect();
    let slug = |document: &u32| sample.deliverables[*document as usize].slug.to_string();
    // The model ranks as search does, else its table would say nothing.
    for (query, ready) in &queries {
        let found = search(&index, &sample, &query.words, &Options::default()).expect("searches");
        if found.corrige.is_none() {
            let model: Vec<u32> = ready.ranked(&current()).into_iter().take(10).collect();
            assert_eq!(model, found.resultats.iter().map(|hit| hit.id).collect::<Vec<_>>(), "{}", query.words);
        }
    }
    let large = std::env::var_os("CAPITOLE_LIBRARY").map(|root| library(Path::new(&root)));
    let known: Vec<(u32, Ready)> = large.map_or_else(Vec::new, |library| {
        let index = Index::build(&library).expect("indexes");
        let items = known_items(&library, &index);
        println!("{} queries made from {} deliverables", items.len(), index.documents());
        items.into_iter().map(|(document, typed)| (document, Ready::new(&index, &typed))).collect()
    });
    let judged_measures = |boosts: &Boosts| -> Vec<(f64, f64)> {
        let rank = |(query, ready): &(Judged, Ready)| {
            let slugs: Vec<String> = ready.ranked(boosts).iter().take(10).map(slug).collect();
            measures(query, &slugs.iter().map(String::as_str).collect::<Vec<_>>())
        };
        queries.iter().map(rank).collect()
    };
    let known_rank = |boosts: &Boosts| -> f64 {
        mean(known.iter().map(|(document, ready)| {
            let ranked = ready.ranked(boosts);
            ranked.iter().take(10).position(|one| one == document).map_or(0.0, |at| 1.0 / (at + 1) as f64)
        }))
    };
    let measured: Vec<(Boosts, Vec<(f64, f64)>)> =
        grid().into_iter().map(|boosts| (boosts, judged_measures(&boosts))).collect();
    let ndcg = |values: &[(f64, f64)], half: Option<usize>| {
        mean(
            values
                .iter()
                .enumerate()
                .filter(|(at, _)| half.is_none_or(|half| at % 2 == half))
                .map(|(_, value)| value.0),
        )
    };
    let line = |boosts: &Boosts, values: &[(f64, f64)], known: f64| {
        println!(
            "{boosts:?}  nDCG@10 {:.4} ({:.4} / {:.4})  MRR {:.4}  known {known:.4}",
            ndcg(values, None),
            ndcg(values, Some(0)),
            ndcg(values, Some(1)),
            mean(values.iter().map(|value| value.1)),
        );
    };
    println!("{:?}", FIELD_BOOSTS.map(|(name, _)| name));
    println!("current:");
    line(&current(), &judged_measures(&current()), known_rank(&current()));
    println!("\nbest of one half of the queries, measured on the other:");
    for half in [0, 1] {
        let best = measured.iter().max_by(|a, b| ndcg(&a.1, Some(half)).total_cmp(&ndcg(&b.1, Some(half))));
        if let Some((boosts, values)) = best {
            line(boosts, values, known_rank(boosts));
        }
    }
    println!("\nbest of all, and the mean of each value over the grid:");
    let mut sorted: Vec<&(Boosts, Vec<(f64, f64)>)> = measured.iter().collect();
    sorted.sort_by(|a, b| ndcg(&b.1, None).total_cmp(&ndcg(&a.1, None)));
    for (boosts, values) in sorted.iter().take(12) {
        line(boosts, values, known_rank(boosts));
    }
    for (field, (name, _)) in FIELD_BOOSTS.iter().enumerate().take(5) {
        let mut by_value: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        for (boosts, values) in &measured {
            by_value.entry((boosts[field] * 10.0).round() as u32).or_default().push(ndcg(values, None));
        }
        for (value, values) in by_value {
            let mut boosts = current();
            boosts[field] = value as f32 / 10.0;
            print!("{name} {:.1}: mean {:.4}; others as now: ", boosts[field], mean(values));
            line(&boosts, &judged_measures(&boosts), known_rank(&boosts));
        }
    }
}
