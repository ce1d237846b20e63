//! The index: one tantivy segment in memory, whose document numbers are ranks in the library.

use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{ReloadPolicy, Searcher, SegmentReader, TantivyDocument};

use super::analysis::lexicon::{FrenchTokenizer, Lexicon};
use super::dictionary::Dictionary;
use super::document::{ATTACHMENTS, Document, FIELD_BOOSTS, FIELDS, KEYWORDS, is_archived};
use super::error::SearchError;
use super::postings::{self, Postings};
use crate::model::Library;

/// Name under which the analysis is known to tantivy.
const TOKENIZER: &str = "francais";

/// Memory that tantivy plans its tables for, in bytes. It may use more: nothing is flushed early, so
/// that there is one segment and document numbers are ranks.
const MEMORY: usize = 32 << 20;

/// The index of a library.
pub struct Index {
    searcher: Searcher,
    fields: [Field; FIELDS],
    dictionary: Dictionary,
    postings: Postings,
    archived: Vec<u32>,
    documents: usize,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Index({} documents, {:?})", self.documents, self.dictionary)
    }
}

impl Index {
    /// Indexes a library, on one thread: the same library gives the same index.
    ///
    /// # Errors
    /// When tantivy fails.
    pub fn build(library: &Library) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let tokenizer = FrenchTokenizer::default();
        let manager = TokenizerManager::new();
        manager.register(TOKENIZER, TextAnalyzer::from(tokenizer.clone()));
        let mut writer = tantivy::Index::builder()
            .schema(schema)
            .tokenizers(manager)
            .single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), MEMORY)?;
        for deliverable in &library.deliverables {
            let texts = Document::new(deliverable, &library.config);
            let all = texts.fields().into_iter().chain(texts.attachments.iter().map(|one| &*one.text));
            let mut document = TantivyDocument::with_capacity(all.map(|text| text.len() + 16).sum());
            for (field, text) in fields.iter().zip(texts.fields()) {
                document.add_text(*field, text);
            }
            document.add_text(fields[KEYWORDS], &texts.ids);
            for attachment in texts.attachments {
                document.add_text(fields[ATTACHMENTS], &attachment.text);
            }
            writer.add_document(document)?;
        }
        let index = writer.finalize()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let archived =
            (0_u32..).zip(&library.deliverables).filter(|(_, one)| is_archived(one)).map(|(id, _)| id).collect();
        let lexicon: Lexicon = tokenizer.take_lexicon();
        let mut index = Self {
            searcher: reader.searcher(),
            fields,
            dictionary: Dictionary::new(&lexicon),
            postings: Postings::new(),
            archived,
            documents: library.deliverables.len(),
        };
        index.postings = postings::read(&index)?;
        Ok(index)
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

    pub(super) const fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// The only segment; `None` when the library is empty.
    pub(super) fn segment(&self) -> Option<&SegmentReader> {
        self.searcher.segment_readers().first()
    }
}

fn schema() -> (Schema, [Field; FIELDS]) {
    let mut builder = Schema::builder();
    // Phrases are verified on the text, so positions would only cost time and memory.
    let indexing = TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let fields = FIELD_BOOSTS.map(|(name, _)| builder.add_text_field(name, options.clone()));
    (builder.build(), fields)
}
