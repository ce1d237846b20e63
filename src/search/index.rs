//! The index: tantivy segments in memory, whose documents follow one another in the order of the library.

use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::RamDirectory;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{ReloadPolicy, Searcher, SegmentReader, TantivyDocument, Term};

use super::analysis::lexicon::{FrenchTokenizer, Lexicon};
use super::dictionary::Dictionary;
use super::document::{ATTACHMENTS, Document, FIELD_BOOSTS, FIELDS, KEYWORDS, is_archived};
use super::error::SearchError;
use super::postings::{self, Postings};
use crate::config::Config;
use crate::model::{Deliverable, Library};
use crate::span::SourceRef;

/// Name under which the analysis is known to tantivy.
const TOKENIZER: &str = "francais";

/// Memory that tantivy plans its tables for, in bytes, of each part. It may use more: nothing is
/// flushed early, so that a part is one segment.
const MEMORY: usize = 32 << 20;

/// Documents of a part, above which another pays for analysing its words anew; and most parts.
const PER_PART: usize = 2_500;
const MOST_PARTS: usize = 16;

/// The index of a library.
pub struct Index {
    parts: Vec<Part>,
    fields: [Field; FIELDS],
    dictionary: Dictionary,
    postings: Postings,
    archived: Vec<u32>,
    documents: usize,
    /// The `site.toml` that named the terms.
    site: Option<SourceRef>,
}

/// Documents that follow one another, in one segment.
#[derive(Clone)]
pub(super) struct Part {
    searcher: Searcher,
    /// The words met in it.
    lexicon: Arc<Lexicon>,
    /// What it was made of.
    deliverables: Vec<Arc<Deliverable>>,
    /// Rank in the library of its document 0.
    pub(super) first: u32,
}

impl Part {
    pub(super) const fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(super) fn segment(&self) -> &SegmentReader {
        self.searcher.segment_reader(0)
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index({} documents, {:?})", self.documents, self.dictionary)
    }
}

impl Index {
    /// Indexes a library, its parts in parallel. They depend on the library alone, so that the same library
    /// gives the same index on any number of threads.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn build(library: &Library) -> Result<Self, SearchError> {
        Self::again(library, None)
    }

    /// As [`Self::build`]; parts of the index of a former state of the library in which nothing changed are taken over.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn again(library: &Library, former: Option<&Self>) -> Result<Self, SearchError> {
        let documents = library.deliverables.len();
        let parts = documents.div_ceil(PER_PART).clamp(1, MOST_PARTS);
        let (schema, fields) = schema();
        // The same file, so the same names of terms.
        let former = former.filter(|one| {
            one.site.as_ref().zip(library.site.as_ref()).is_some_and(|(then, now)| Arc::ptr_eq(then, now))
        });
        let mut parts: Vec<Part> = library
            .deliverables
            .par_chunks(documents.div_ceil(parts).max(1))
            .map(|some| match former.and_then(|former| former.part_of(some)) {
                Some(part) => Ok(part.clone()),
                None => index(some, &library.config, &schema, &fields),
            })
            .collect::<Result<_, _>>()?;
        let mut lexicon = Lexicon::default();
        let mut first = 0;
        for part in &mut parts {
            lexicon.absorb(&part.lexicon);
            part.first = first;
            first += part.segment().max_doc();
        }
        let archived =
            (0_u32..).zip(&library.deliverables).filter(|(_, one)| is_archived(one)).map(|(id, _)| id).collect();
        let mut index = Self {
            parts,
            fields,
            dictionary: Dictionary::new(&lexicon),
            postings: Postings::new(),
            archived,
            documents,
            site: library.site.clone(),
        };
        index.postings = postings::read(&index)?;
        Ok(index)
    }

    /// The part that was made of these deliverables.
    fn part_of(&self, deliverables: &[Arc<Deliverable>]) -> Option<&Part> {
        self.parts.iter().find(|part| {
            part.deliverables.len() == deliverables.len()
                && part.deliverables.iter().zip(deliverables).all(|(then, now)| Arc::ptr_eq(then, now))
        })
    }

    /// Number of documents.
    pub const fn documents(&self) -> usize {
        self.documents
    }

    /// Documents that are out of search unless asked for, ascending.
    pub fn archived(&self) -> &[u32] {
        &self.archived
    }

    /// Folded forms and their groups.
    pub const fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The postings of every group, by its number in the dictionary.
    pub const fn postings(&self) -> &Postings {
        &self.postings
    }

    /// The fields, in the order of [`FIELD_BOOSTS`].
    pub(super) const fn fields(&self) -> &[Field; FIELDS] {
        &self.fields
    }

    /// In the order of their documents; none when the library is empty.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// Statistics are those of the whole library, whichever part is asked.
impl Bm25StatisticsProvider for Index {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.parts.iter().map(|part| part.searcher.total_num_tokens(field)).sum()
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents as u64)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.parts.iter().map(|part| Bm25StatisticsProvider::doc_freq(&part.searcher, term)).sum()
    }
}

/// Indexes some deliverables, at least one, into one segment whose document numbers follow their order.
fn index(
    deliverables: &[Arc<Deliverable>],
    config: &Config,
    schema: &Schema,
    fields: &[Field; FIELDS],
) -> Result<Part, SearchError> {
    let tokenizer = FrenchTokenizer::default();
    let manager = TokenizerManager::new();
    manager.register(TOKENIZER, TextAnalyzer::from(tokenizer.clone()));
    let mut writer = tantivy::Index::builder()
        .schema(schema.clone())
        .tokenizers(manager)
        .single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), MEMORY)?;
    for deliverable in deliverables {
        let texts = Document::new(deliverable, config);
        let all = texts.fields().into_iter().chain(texts.attachments.iter().map(|one| &*one.text));
        let mut document = TantivyDocument::with_capacity(all.map(|text| text.len() + 16).sum());
        for (field, text) in fields.iter().zip(texts.fields()) {
            document.add_text(*field, text);
        }
        document.add_pre_tokenized_text(fields[KEYWORDS], tokenizer.of_ids(&texts.ids));
        for attachment in texts.attachments {
            document.add_text(fields[ATTACHMENTS], &attachment.text);
        }
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let lexicon = Arc::new(tokenizer.take_lexicon());
    Ok(Part { searcher: reader.searcher(), lexicon, deliverables: deliverables.to_vec(), first: 0 })
}

fn schema() -> (Schema, [Field; FIELDS]) {
    let mut builder = Schema::builder();
    // Phrases are verified on the text, so positions would only cost time and memory.
    let indexing = TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let fields = FIELD_BOOSTS.map(|(name, _)| builder.add_text_field(name, options.clone()));
    (builder.build(), fields)
}
