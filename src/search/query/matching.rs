//! The scores of words, by tantivy, and how they combine.

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, EnableScoring, Query as _, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::super::document::FIELD_BOOSTS;
use super::super::error::SearchError;
use super::super::index::Index;
use super::super::postings::COMPLETION_WEIGHT;
use super::parse::Word;

/// A boxed tantivy query.
type Boxed = Box<dyn tantivy::query::Query>;

/// The score that a word gives each document; 0 where it is not.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn score(index: &Index, word: &Word) -> Result<Vec<f32>, SearchError> {
    let groups = groups(index, &word.form, word.is_prefix);
    let mut scores = run(index, &groups)?;
    if word.is_compound && !word.parts.is_empty() {
        let last = word.parts.len() - 1;
        let parts = word.parts.iter().enumerate().map(|(at, part)| {
            score(index, &Word { is_prefix: word.is_prefix && at == last, ..Word::exact(part.clone()) })
        });
        let parts: Vec<Vec<f32>> = parts.collect::<Result<_, _>>()?;
        for (document, score) in scores.iter_mut().enumerate() {
            if parts.iter().all(|part| part[document] > 0.0) {
                *score = score.max(parts.iter().map(|part| part[document]).sum());
            }
        }
    }
    Ok(scores)
}

/// The groups of a word with their weights.
fn groups(index: &Index, form: &str, is_prefix: bool) -> Vec<(u32, f32)> {
    let dictionary = index.dictionary();
    let exact = dictionary.lookup(form);
    let mut groups: Vec<(u32, f32)> = exact.iter().map(|&group| (group, 1.0)).collect();
    if is_prefix {
        let completions = dictionary.with_prefix(form).iter().flat_map(|entry| entry.groups.iter().copied());
        let mut completions: Vec<u32> = completions.collect();
        completions.sort_unstable();
        completions.dedup();
        groups.extend(
            completions.into_iter().filter(|group| !exact.contains(group)).map(|group| (group, COMPLETION_WEIGHT)),
        );
    }
    groups
}

/// Runs « the best of these groups », each the sum of its fields.
fn run(index: &Index, groups: &[(u32, f32)]) -> Result<Vec<f32>, SearchError> {
    let mut scores = vec![0.0; index.documents()];
    let of_group = |&(group, weight): &(u32, f32)| -> Boxed {
        let stem = &index.dictionary().groups()[group as usize].stem;
        let fields = index.fields().iter().zip(FIELD_BOOSTS).map(|(&field, (_, boost))| -> Boxed {
            let term = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(term), boost * weight))
        });
        Box::new(BooleanQuery::union(fields.collect()))
    };
    let query = DisjunctionMaxQuery::new(groups.iter().map(of_group).collect());
    for part in index.parts() {
        let weight = query.weight(EnableScoring::enabled_from_statistics_provider(index, part.searcher()))?;
        let scores = &mut scores[part.first as usize..];
        weight.for_each(part.segment(), &mut |document, score| scores[document as usize] = score)?;
    }
    Ok(scores)
}

/// Documents that fit, before filters.
#[derive(Debug)]
pub(super) struct Ranked {
    pub(super) documents: Vec<u32>,
    /// Sum over words.
    pub(super) scores: Vec<f32>,
    /// When relaxed: how much of the query each document covers, in sums of inverse frequencies.
    pub(super) coverage: Option<Vec<f64>>,
    pub(super) relaxed: bool,
}

/// The documents that have every word; when none has, those that cover most of the query: at least
/// half of it where there are such, counting each word by its inverse document frequency.
pub(super) fn combine(size: usize, words: &[Vec<f32>], allowed: &[bool], asked: bool) -> Ranked {
    let mut scores = vec![0.0_f32; size];
    let mut documents = Vec::new();
    if !asked || !words.is_empty() {
        for document in (0..size).filter(|&document| allowed[document]) {
            scores[document] = words.iter().map(|word| word[document]).sum();
            if words.iter().all(|word| word[document] > 0.0) {
                documents.push(document as u32);
            }
        }
    }
    if !documents.is_empty() || words.len() < 2 {
        return Ranked { documents, scores, coverage: None, relaxed: false };
    }
    let weight = |word: &Vec<f32>| {
        let count = word.iter().filter(|&&score| score > 0.0).count() as f64;
        (1.0 + (size as f64 - count + 0.5) / (count + 0.5)).ln()
    };
    let weights: Vec<f64> = words.iter().map(weight).collect();
    let mut coverage = vec![0.0_f64; size];
    for document in (0..size).filter(|&document| allowed[document]) {
        coverage[document] =
            words.iter().zip(&weights).filter(|(word, _)| word[document] > 0.0).map(|(_, weight)| weight).sum();
    }
    let best = coverage.iter().copied().fold(0.0, f64::max);
    let least = best.min(weights.iter().sum::<f64>() / 2.0);
    let documents = (0..size).filter(|&at| best > 0.0 && coverage[at] >= least).map(|at| at as u32).collect();
    Ranked { documents, scores, coverage: Some(coverage), relaxed: true }
}
