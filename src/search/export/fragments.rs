//! Fragments: one small file a document.
//!
//! Ten results need ten of them, wherever they stand in the library: packs of several documents
//! would move more bytes than they save in requests.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::super::attachments::{self, OwnWords};
use super::super::dictionary::Dictionary;
use super::super::document::{Document, is_archived};
use super::super::error::SearchError;
use super::super::format::Kind;
use super::super::format::attachments::payload as attachments_payload;
use super::super::format::fragment::Fragment;
use super::{File, file};
use crate::config::Config;
use crate::model::{Axis, Deliverable, Kind as DeliverableKind, Library};
use crate::output::{Content, Sink};

/// Documents that share a folder, at least.
const CHUNK: usize = 64;

/// Most folders: their hashes stand in the manifest, which every search loads.
const MOST_CHUNKS: usize = 256;

/// Bytes of text that a fragment holds: some 260 words.
const HEAD: usize = 1600;

/// Most bytes of words that only attachments have.
const OWN_WORDS: usize = 1024;

/// What was written.
pub(super) struct Fragments {
    pub(super) chunk: u32,
    pub(super) hashes: Vec<[u8; 4]>,
    pub(super) files: usize,
    pub(super) bytes: usize,
}

/// Writes the fragments of a library.
pub(super) fn write(dictionary: &Dictionary, library: &Library, sink: &dyn Sink) -> Result<Fragments, SearchError> {
    let mut chunk = CHUNK;
    while library.deliverables.len().div_ceil(chunk) > MOST_CHUNKS {
        chunk *= 2;
    }
    let chunks: Vec<([u8; 4], usize, usize)> = library
        .deliverables
        .par_chunks(chunk)
        .enumerate()
        .map(|(number, deliverables)| {
            let mut files = Vec::new();
            for (at, one) in deliverables.iter().enumerate() {
                let document = number * chunk + at;
                let texts = Document::new(one, &library.config);
                let words = attachments::own_words(&texts, dictionary);
                files.push(fragment_file(document, one, &texts, own_words(&words).as_deref(), &library.config)?);
                if !words.is_empty() {
                    files.push(file(Kind::Attachments, format!("{document}-pieces"), &attachments_payload(&words))?);
                }
            }
            let mut hasher = blake3::Hasher::new();
            for (_, bytes) in &files {
                hasher.update(&(bytes.len() as u64).to_le_bytes());
                hasher.update(bytes);
            }
            let hash = hasher.finalize();
            let folder = &hash.to_hex()[..8];
            let (count, size) = (files.len(), files.iter().map(|(_, bytes)| bytes.len()).sum());
            for (name, bytes) in files {
                sink.put(&format!("recherche/fragments/{folder}/{name}"), Content::Bytes(bytes))?;
            }
            let [a, b, c, d, ..] = *hash.as_bytes();
            Ok(([a, b, c, d], count, size))
        })
        .collect::<Result<_, SearchError>>()?;
    Ok(Fragments {
        chunk: chunk as u32,
        files: chunks.iter().map(|(_, count, _)| count).sum(),
        bytes: chunks.iter().map(|(_, _, size)| size).sum(),
        hashes: chunks.into_iter().map(|(hash, ..)| hash).collect(),
    })
}

/// The words that only attachments have, as a fragment holds them: those that are few tell at once that a
/// query has none of them.
fn own_words(attachments: &[OwnWords<'_>]) -> Option<String> {
    let all: BTreeSet<&str> = attachments.iter().flat_map(|one| &one.forms).map(String::as_str).collect();
    if all.is_empty() {
        return None;
    }
    let mut text = " ".to_owned();
    for word in all {
        text.extend([word, " "]);
    }
    Some(if text.len() <= OWN_WORDS { text } else { "*".to_owned() })
}

/// The fragment of a deliverable.
fn fragment_file(
    document: usize,
    one: &Deliverable,
    texts: &Document<'_>,
    own_words: Option<&str>,
    config: &Config,
) -> Result<File, SearchError> {
    let known = &config.vocabulaires;
    let licence = known.licences.get(&one.licence);
    let flag = |on: bool, bit: u8| u8::from(on) << bit;
    let text = [texts.body, &texts.transfer, &texts.competences, &texts.keywords].concat();
    let (head, rest) = text.split_at(head_length(&text));
    let fragment = Fragment {
        flags: flag(one.exemple, 0)
            | flag(is_archived(one), 1)
            | flag(licence.is_some_and(|it| it.adapter), 2)
            | flag(licence.is_some_and(|it| it.vendre), 3)
            | flag(licence.is_some_and(|it| it.copier), 4)
            | flag(own_words.is_some(), 5),
        kind: DeliverableKind::ALL.iter().position(|kind| *kind == one.kind).unwrap_or_default() as u8,
        axes: one
            .axes
            .iter()
            .filter_map(|axis| Axis::ALL.iter().position(|known| known == axis))
            .map(|rank| rank as u8)
            .collect(),
        date: one.date_publication,
        slug: one.slug.as_str(),
        title: &one.titre.value,
        departements: one.departements().join(","),
        prestataire: known.prestataires.get(&one.prestataire).map_or("", |term| &term.nom),
        summary: &one.resume,
        text: head,
        goes_on: !rest.is_empty(),
        own_words,
    };
    Ok(file(Kind::Fragment, document.to_string(), &fragment.payload())?)
}

/// Where the head of a text ends: after a word, near [`HEAD`] bytes, unless little would be left.
fn head_length(text: &str) -> usize {
    if text.len() < HEAD + HEAD / 4 {
        return text.len();
    }
    text.as_bytes()[..HEAD].iter().rposition(|byte| matches!(byte, b' ' | b'\n')).map_or(text.len(), |space| space + 1)
}
