//! Queries: what is typed → what is found, as the browser's reader does, by tantivy itself.

mod attachment;
mod correct;
mod matching;
pub mod parse;
mod snippet;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::dictionary::Dictionary;
use super::document::Document;
use super::error::SearchError;
use super::facets;
use super::format::columns::Facet;
use super::index::Index;
use super::phrases;
use crate::model::Library;
use crate::value::slug::fold as fold_title;
pub use attachment::Holder;
use correct::Corrections;
use matching::{Ranked, combine, score};
use snippet::Wanted;

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By score, then newest first.
    #[default]
    Relevance,
    /// Newest first.
    Date,
    /// By title, in the order of a dictionary.
    Title,
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
    /// The sentence of its text that has the most of the words.
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
    /// The query as it was corrected, when a word that no deliverable has was taken for another.
    pub corrige: Option<String>,
    /// The query that searches for the corrected words as they were typed.
    pub tel_quel: Option<String>,
    /// Words that no deliverable has and that are like no other.
    pub inconnus: Vec<String>,
    /// Numbers of each facet's values, when asked for; a facet's ignore its own filter.
    pub facettes: BTreeMap<&'static str, BTreeMap<String, usize>>,
}

/// Searches a library.
///
/// # Errors
/// When the index cannot be read.
pub fn search(index: &Index, library: &Library, typed: &str, options: &Options) -> Result<Found, SearchError> {
    let mut query = parse::parse(typed);
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
    let asked = query.words.len();
    let Matched { known, corrections, unknown } = match_words(index, &mut query)?;
    let mut ranked = combine(size, &known, &allowed, asked > 0);
    let mut documents = std::mem::take(&mut ranked.documents);
    sort(&mut documents, options.sort, &ranked, library);
    if !query.phrases.is_empty() || !query.excluded_phrases.is_empty() {
        documents.retain(|&document| holds_phrases(library, document, &query));
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
    let (corrige, tel_quel) = corrections.rewrite(typed).unzip();
    Ok(Found {
        total: kept.len(),
        resultats,
        relache: relaxed && !kept.is_empty(),
        corrige,
        tel_quel,
        inconnus: unknown,
        facettes,
    })
}

/// The words of a query, matched.
struct Matched {
    /// The scores of those that some document has.
    known: Vec<Vec<f32>>,
    corrections: Corrections,
    /// Those that none has, nor anything near.
    unknown: Vec<String>,
}

/// Matches the words of a query; those that no document has are corrected first, and replaced.
fn match_words(index: &Index, query: &mut parse::Query) -> Result<Matched, SearchError> {
    let mut matched = Matched { known: Vec::new(), corrections: Corrections::default(), unknown: Vec::new() };
    let is_found = |scores: &[f32]| scores.iter().any(|&score| score > 0.0);
    for word in &mut query.words {
        let mut scores = score(index, word)?;
        if !is_found(&scores)
            && let Some(corrected) = matched.corrections.word(index.dictionary(), index.documents(), word)
        {
            *word = corrected;
            scores = score(index, word)?;
        }
        if is_found(&scores) {
            matched.known.push(scores);
        } else {
            matched.unknown.push(word.typed.clone());
        }
    }
    Ok(matched)
}

fn sort(documents: &mut [u32], sort: Sort, ranked: &Ranked, library: &Library) {
    match sort {
        Sort::Title => documents.sort_by_cached_key(|&document| {
            let title = &library.deliverables[document as usize].titre.value;
            (fold_title(title), title.as_str())
        }),
        Sort::Relevance | Sort::Date => documents.sort_by(|&a, &b| order(sort, ranked, a, b)),
    }
}

fn order(sort: Sort, ranked: &Ranked, a: u32, b: u32) -> Ordering {
    let (x, y) = (a as usize, b as usize);
    let by_relevance = || {
        let coverage = ranked.coverage.as_ref().map_or(Ordering::Equal, |all| all[y].total_cmp(&all[x]));
        coverage.then_with(|| ranked.scores[y].total_cmp(&ranked.scores[x]))
    };
    match sort {
        Sort::Relevance => by_relevance().then(b.cmp(&a)),
        Sort::Date | Sort::Title => b.cmp(&a),
    }
}

/// Whether a document has every phrase, and none of those that are excluded.
fn holds_phrases(library: &Library, document: u32, query: &parse::Query) -> bool {
    let Some(deliverable) = library.deliverables.get(document as usize) else { return false };
    let stretches = phrases::stretches(&Document::new(deliverable, &library.config));
    query.phrases.iter().all(|phrase| phrases::holds(&stretches, phrase))
        && !query.excluded_phrases.iter().any(|phrase| phrases::holds(&stretches, phrase))
}

fn hit(library: &Library, document: u32, score: f32, query: &parse::Query, index: &Index) -> Option<Hit> {
    let deliverable = library.deliverables.get(document as usize)?;
    let texts = Document::new(deliverable, &library.config);
    let word = matcher(query, index.dictionary());
    let wanted = Wanted { word: &word, phrases: &query.phrases };
    let text = [texts.body, &texts.transfer, &texts.competences, &texts.keywords].concat();
    // Of equals the text: the summary is known from the card.
    let found = [texts.summary, &text].into_iter().filter_map(|text| snippet::snippet(text, &wanted));
    let extrait = found.max_by_key(|one| one.value).map_or_else(|| deliverable.resume.clone(), |one| one.text);
    Some(Hit {
        id: document,
        slug: deliverable.slug.to_string(),
        titre: deliverable.titre.value.clone(),
        score,
        extrait,
        piece_jointe: attachment::holder(&texts, query, index.dictionary()),
    })
}

/// Tells which word of a query a folded form is.
fn matcher(query: &parse::Query, dictionary: &Dictionary) -> impl Fn(&str) -> Option<usize> {
    let mut groups: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, word) in query.words.iter().enumerate() {
        for form in word.parts.iter().chain([&word.form]) {
            groups.extend(dictionary.lookup(form).iter().map(|&group| (group, at)));
        }
    }
    let prefix = query.words.iter().enumerate().find(|(_, word)| word.is_prefix);
    let prefix = prefix.map(|(at, word)| (at, word.form.as_str()));
    move |form| {
        let exact = dictionary.lookup(form).iter().find_map(|group| groups.get(group).copied());
        exact.or_else(|| prefix.filter(|(_, prefix)| form.starts_with(prefix)).map(|(at, _)| at))
    }
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

#[cfg(test)]
mod tests;
