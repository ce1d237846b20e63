//! Postings of every group with their impacts, from tantivy's own lists and statistics.

use rayon::prelude::*;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::query::{Bm25StatisticsProvider as _, Bm25Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

use super::document::{FIELD_BOOSTS, FIELDS};
use super::error::SearchError;
use super::index::{Index, Part};

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

/// One field of one part of the index, opened.
struct FieldReader {
    inverted: std::sync::Arc<InvertedIndexReader>,
    norms: FieldNormReader,
}

/// One field of the library.
struct FieldStatistics {
    boost: f32,
    /// Mean number of terms.
    average: f32,
}

/// What the list of any group is made of.
struct Readers {
    /// Number of documents.
    total: u64,
    fields: Vec<FieldStatistics>,
    /// By part, then by field.
    parts: Vec<Vec<FieldReader>>,
    /// Rank of the first document of each part.
    firsts: Vec<u32>,
}

/// Where a group stands in one part, by field.
type Terms = [Option<TermInfo>; FIELDS];

/// Reads the postings of every group.
///
/// # Errors
/// When the index cannot be read.
pub fn read(index: &Index) -> Result<Postings, SearchError> {
    let groups = index.dictionary().groups().len();
    let opened: Vec<(Vec<FieldReader>, Vec<Terms>)> =
        index.parts().par_iter().map(|part| open(index, part)).collect::<Result<_, _>>()?;
    let (parts, terms): (Vec<_>, Vec<_>) = opened.into_iter().unzip();
    let total = index.documents() as u64;
    let statistics = index.fields().iter().zip(FIELD_BOOSTS).map(|(&field, (_, boost))| {
        Ok(FieldStatistics { boost, average: index.total_num_tokens(field)? as f32 / total as f32 })
    });
    let readers = Readers {
        total,
        fields: statistics.collect::<Result<_, SearchError>>()?,
        parts,
        firsts: index.parts().iter().map(|part| part.first).collect(),
    };
    (0..groups)
        .into_par_iter()
        .map_init(|| vec![0.0_f32; index.documents()], |scores, group| list(&readers, &terms, group, scores))
        .collect()
}

/// Opens the fields of a part, and finds every group in them.
fn open(index: &Index, part: &Part) -> Result<(Vec<FieldReader>, Vec<Terms>), SearchError> {
    let mut terms: Vec<Terms> = vec![[const { None }; FIELDS]; index.dictionary().groups().len()];
    let mut readers = Vec::with_capacity(FIELDS);
    for (rank, &field) in index.fields().iter().enumerate() {
        let inverted = part.segment().inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while let Some((term, info)) = stream.next() {
            if let Some(group) = index.dictionary().group_of_term(term) {
                terms[group as usize][rank] = Some(info.clone());
            }
        }
        drop(stream);
        readers.push(FieldReader { norms: part.segment().get_fieldnorms_reader(field)?, inverted });
    }
    Ok((readers, terms))
}

/// Adds up the fields of one group. `scores` is scratch, all zero before and after.
fn list(readers: &Readers, terms: &[Vec<Terms>], group: usize, scores: &mut [f32]) -> Result<List, SearchError> {
    let mut documents = Vec::new();
    for (rank, field) in readers.fields.iter().enumerate() {
        let infos = || terms.iter().map(|part| part[group][rank].as_ref());
        let frequency = infos().flatten().map(|info| u64::from(info.doc_freq)).sum();
        if frequency == 0 {
            continue;
        }
        let weight =
            Bm25Weight::for_one_term_without_explain(frequency, readers.total, field.average).boost_by(field.boost);
        for ((info, part), &first) in infos().zip(&readers.parts).zip(&readers.firsts) {
            let (Some(info), reader) = (info, &part[rank]) else { continue };
            let mut postings = reader.inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            let mut document = postings.doc();
            while document != TERMINATED {
                let score = &mut scores[(first + document) as usize];
                if *score == 0.0 {
                    documents.push(first + document);
                }
                *score += weight.score(reader.norms.fieldnorm_id(document), postings.term_freq());
                document = postings.advance();
            }
        }
    }
    documents.sort_unstable();
    let impacts = documents.iter().map(|&document| std::mem::take(&mut scores[document as usize])).collect();
    Ok(List { documents, impacts })
}
