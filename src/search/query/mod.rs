//! Queries: what is typed → what is found, as the browser's reader does, by tantivy itself.

mod attachment;
pub mod completion;
mod matching;
pub mod parse;
mod snippet;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::document::Document;
use super::error::SearchError;
use super::facets;
use super::format::columns::Facet;
use super::index::Index;
use crate::model::Library;
pub use attachment::Holder;
use matching::{Ranked, combine, score};

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By score, then newest first.
    #[default]
    Relevance,
    /// Newest first.
    Date,
}

/// What is asked besides the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Values by facet: one of a facet's must be there, for every facet.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Most results given.
    pub limit: usize,
    /// Results left out before the first.
    pub offset: usize,
    /// Their order.
    pub sort: Sort,
    /// Whether archived deliverables are found too.
    pub archives: bool,
    /// Whether facets are counted.
    pub facets: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { filters: BTreeMap::new(), limit: 10, offset: 0, sort: Sort::Relevance, archives: false, facets: false }
    }
}

/// One deliverable found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Its document number.
    pub id: u32,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub titre: String,
    /// Its score; 0 when no word was asked for.
    pub score: f32,
    /// The part of its text that holds the most of the words.
    pub extrait: String,
    /// Where words stand that the deliverable itself does not have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub piece_jointe: Option<Holder>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// How many in all.
    pub total: usize,
    /// Those asked for.
    pub resultats: Vec<Hit>,
    /// Whether no deliverable holds every word, so that those with most of the rarest were taken.
    pub relache: bool,
    /// Numbers of each facet's values, when asked for; a facet's ignore its own filter.
    pub facettes: BTreeMap<&'static str, BTreeMap<String, usize>>,
}

/// Searches a library.
///
/// # Errors
/// When the index cannot be read.
pub fn search(index: &Index, library: &Library, query: &str, options: &Options) -> Result<Found, SearchError> {
    let query = parse::parse(query);
    let size = index.documents();
    let mut allowed = vec![true; size];
    if !options.archives {
        for &document in index.archived() {
            allowed[document as usize] = false;
        }
    }
    for word in &query.excluded {
        for (allowed, score) in allowed.iter_mut().zip(score(index, word)?) {
            *allowed &= score == 0.0;
        }
    }
    let scores: Vec<Vec<f32>> = query.words.iter().map(|word| score(index, word)).collect::<Result<_, _>>()?;
    let asked = scores.len();
    let known: Vec<Vec<f32>> = scores.into_iter().filter(|scores| scores.iter().any(|&score| score > 0.0)).collect();
    let mut ranked = combine(size, &known, &allowed, asked > 0);
    let mut documents = std::mem::take(&mut ranked.documents);
    documents.sort_by(|&a, &b| order(options.sort, &ranked, a, b));
    if !query.phrases.is_empty() {
        documents.retain(|&document| holds_phrases(library, document, &query.phrases));
    }
    let all = if options.facets || !options.filters.is_empty() { facets::of(library) } else { Vec::new() };
    let (kept, facettes) = filter(&documents, &all, options);
    let resultats = kept
        .iter()
        .skip(options.offset)
        .take(options.limit)
        .filter_map(|&document| hit(library, document, ranked.scores[document as usize], &query, index))
        .collect();
    let relaxed = ranked.relaxed || (known.len() < asked && !known.is_empty());
    Ok(Found { total: kept.len(), resultats, relache: relaxed && !kept.is_empty(), facettes })
}

fn order(sort: Sort, ranked: &Ranked, a: u32, b: u32) -> Ordering {
    let (x, y) = (a as usize, b as usize);
    let by_relevance = || {
        let coverage = ranked.coverage.as_ref().map_or(Ordering::Equal, |all| all[y].total_cmp(&all[x]));
        coverage.then_with(|| ranked.scores[y].total_cmp(&ranked.scores[x]))
    };
    match sort {
        Sort::Relevance => by_relevance().then(b.cmp(&a)),
        Sort::Date => b.cmp(&a),
    }
}

fn holds_phrases(library: &Library, document: u32, phrases: &[Vec<String>]) -> bool {
    let Some(deliverable) = library.deliverables.get(document as usize) else { return false };
    let texts = Document::new(deliverable, &library.config);
    let lines: Vec<Vec<String>> = texts.fields().iter().flat_map(|text| text.lines()).map(parse::tokens).collect();
    phrases
        .iter()
        .all(|phrase| lines.iter().any(|line| line.windows(phrase.len()).any(|window| window == phrase.as_slice())))
}

fn hit(library: &Library, document: u32, score: f32, query: &parse::Query, index: &Index) -> Option<Hit> {
    let deliverable = library.deliverables.get(document as usize)?;
    let texts = Document::new(deliverable, &library.config);
    let is_hit = snippet::matcher(query, index.dictionary());
    let extrait = snippet::snippet(texts.body, &is_hit)
        .or_else(|| snippet::snippet(&texts.transfer, &is_hit))
        .or_else(|| snippet::snippet(&texts.competences, &is_hit))
        .unwrap_or_else(|| deliverable.resume.clone());
    Some(Hit {
        id: document,
        slug: deliverable.slug.to_string(),
        titre: deliverable.titre.value.clone(),
        score,
        extrait,
        piece_jointe: attachment::holder(&texts, query, index.dictionary()),
    })
}

/// The documents that pass every filter, and the numbers of each value.
fn filter(
    documents: &[u32],
    all: &[Facet],
    options: &Options,
) -> (Vec<u32>, BTreeMap<&'static str, BTreeMap<String, usize>>) {
    let passes = |id: &str, wanted: &[String], document: u32| {
        all.iter().find(|facet| facet.id == id).is_some_and(|facet| {
            facet.sets[document as usize].iter().any(|&value| wanted.contains(&facet.values[value as usize]))
        })
    };
    let active: Vec<(&String, &Vec<String>)> =
        options.filters.iter().filter(|(_, wanted)| !wanted.is_empty()).collect();
    let passes_but = |except: &str, document: u32| {
        active.iter().filter(|(id, _)| *id != except).all(|(id, wanted)| passes(id, wanted, document))
    };
    let kept = documents.iter().copied().filter(|&document| passes_but("", document)).collect();
    let mut counts = BTreeMap::new();
    for facet in all.iter().filter(|_| options.facets) {
        let mut per_value: BTreeMap<String, usize> = facet.values.iter().map(|value| (value.clone(), 0)).collect();
        for &document in documents.iter().filter(|&&document| passes_but(facet.id, document)) {
            for &value in &facet.sets[document as usize] {
                if let Some(count) = per_value.get_mut(&facet.values[value as usize]) {
                    *count += 1;
                }
            }
        }
        counts.insert(facet.id, per_value);
    }
    (kept, counts)
}
