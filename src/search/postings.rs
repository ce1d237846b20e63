//! Postings of every group with their impacts, from tantivy's own lists and statistics.

use rayon::prelude::*;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::document::{FIELD_BOOSTS, FIELDS};
use super::error::SearchError;
use super::index::Index;

/// How much a completion of what is typed weighs beside the word itself.
pub const COMPLETION_WEIGHT: f32 = 0.5;

/// The documents of one group, ascending, and the impact of each: the score that the group alone
/// gives it, the sum over fields of boost × BM25 as tantivy computes it (k1 = 1.2, b = 0.75).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct List {
    /// Document numbers, ascending.
    pub documents: Vec<u32>,
    /// Impacts, one a document, all above 0.
    pub impacts: Vec<f32>,
}

/// The list of every group, by group number.
pub type Postings = Vec<List>;

/// One field of the index, opened.
struct FieldReader {
    inverted: std::sync::Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    boost: f32,
    /// Mean number of terms.
    average: f32,
}

/// Reads the postings of every group.
///
/// # Errors
/// When the index cannot be read.
pub fn read(index: &Index) -> Result<Postings, SearchError> {
    let groups = index.dictionary().groups().len();
    let Some(segment) = index.segment() else { return Ok(vec![List::default(); groups]) };
    let total = index.documents() as u64;
    let mut readers = Vec::with_capacity(FIELDS);
    let mut terms: Vec<[Option<TermInfo>; FIELDS]> = vec![[const { None }; FIELDS]; groups];
    for (rank, (&field, (_, boost))) in index.fields().iter().zip(FIELD_BOOSTS).enumerate() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while let Some((term, info)) = stream.next() {
            if let Some(group) = index.dictionary().group_of_term(term) {
                terms[group as usize][rank] = Some(info.clone());
            }
        }
        drop(stream);
        let average = inverted.total_num_tokens() as f32 / total as f32;
        readers.push(FieldReader { norms: segment.get_fieldnorms_reader(field)?, inverted, boost, average });
    }
    terms
        .par_iter()
        .map_init(|| vec![0.0_f32; index.documents()], |scores, infos| list(&readers, infos, total, scores))
        .collect()
}

/// Adds up the fields of one group. `scores` is scratch, all zero before and after.
fn list(
    readers: &[FieldReader],
    infos: &[Option<TermInfo>; FIELDS],
    total: u64,
    scores: &mut [f32],
) -> Result<List, SearchError> {
    let mut documents = Vec::new();
    for (reader, info) in readers.iter().zip(infos) {
        let Some(info) = info else { continue };
        let weight = Bm25Weight::for_one_term_without_explain(u64::from(info.doc_freq), total, reader.average)
            .boost_by(reader.boost);
        let mut postings = reader.inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let mut document = postings.doc();
        while document != TERMINATED {
            let score = &mut scores[document as usize];
            if *score == 0.0 {
                documents.push(document);
            }
            *score += weight.score(reader.norms.fieldnorm_id(document), postings.term_freq());
            document = postings.advance();
        }
    }
    documents.sort_unstable();
    let impacts = documents.iter().map(|&document| std::mem::take(&mut scores[document as usize])).collect();
    Ok(List { documents, impacts })
}
