//! Index and library → the static files of [`super::format`], under `recherche/`.
//!
//! ```text
//! recherche/index.json                         names the current folder; the only file whose address stays
//! recherche/index-<hash>/manifeste.bin         the folder's name is a hash of all it holds, so that two
//! recherche/index-<hash>/s0000.bin …           versions never mix and everything may be cached for ever
//! recherche/index-<hash>/l0000.bin …
//! recherche/index-<hash>/p0000.bin …, c00.bin …, b00.bin …
//! recherche/index-<hash>/w0000.bin …, v0000.bin …
//! recherche/index-<hash>/f-….bin, titres.bin, a0000.bin …
//! recherche/fragments/<hash>/<document>.bin    a chunk of documents shares a hash, so that a new
//!                                              deliverable, which comes last, renames one chunk
//! recherche/fragments/<hash>/<document>-pieces.bin
//! ```

mod completions;
mod corrections;
mod facets;
mod fragments;
mod phrases;
mod plan;
mod shards;

use std::io;

use rayon::prelude::*;

use super::analysis::stop::STOP_WORDS;
use super::error::SearchError;
use super::format::manifest::Manifest;
use super::format::{Kind, Payload, VERSION, columns, seal};
use super::index::Index;
use crate::model::Library;
use crate::output::{Content, Sink};
use crate::value::slug::fold;

/// Slugs in a file of addresses.
const ADDRESSES_PER_FILE: usize = 1024;

/// What the search page must know of the exported index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Name of the index's folder inside `recherche/`.
    pub folder: String,
    /// Files that every search needs, relative to the site's root: worth preloading.
    pub preload: Vec<String>,
    /// Number of files written.
    pub files: usize,
    /// Their size in bytes.
    pub bytes: usize,
}

/// A file under way: its name in the folder, and its bytes.
type File = (String, Vec<u8>);

/// A file, by its name without `.bin`.
fn file(kind: Kind, name: String, payload: &Payload) -> io::Result<File> {
    let sealed = seal(kind, &name, payload)?;
    Ok((name + ".bin", sealed))
}

/// Writes the index of a library, and the fragments of its deliverables.
///
/// # Errors
/// When a file cannot be stored.
pub fn export(index: &Index, library: &Library, sink: &dyn Sink) -> Result<Published, SearchError> {
    let fragments = fragments::write(index.dictionary(), library, sink)?;
    let plan = plan::Plan::new(index)?;
    let separators = plan.separators(index);
    let mut files = shards::files(index, &plan)?;
    let lengths = |files: &[File]| files.iter().map(|(_, bytes)| bytes.len()).collect::<Vec<_>>();
    let (shards, lists) = files.split_at(separators.len());
    let (shards, lists) = (lengths(shards), lengths(lists));
    let sizes = completions::Sizes { separators: &separators, shards: &shards, lists: &lists };
    let beginnings = completions::beginnings(index, &plan, &sizes);
    files.extend(completions::files(index, &beginnings)?);
    let (corrections, buckets) = corrections::files(index)?;
    files.extend(corrections);
    let (pairs, counts) = phrases::files(library)?;
    files.extend(pairs);
    files.extend(column_files(library)?);
    let facets = facets::write(library)?;
    files.extend(facets.files);
    let dictionary = index.dictionary();
    let manifest = Manifest {
        documents: index.documents() as u32,
        archived: index.archived(),
        chunk: fragments.chunk,
        chunk_hashes: fragments.hashes,
        addresses_per_file: ADDRESSES_PER_FILE as u32,
        prefixes: beginnings.iter().map(|one| one.prefix).collect(),
        corrections: buckets,
        pairs: (counts.words, counts.stops),
        stop_words: STOP_WORDS,
        shards: separators,
        common: plan.common_forms(index),
        displays: plan
            .long
            .iter()
            .map(|long| plan::display(dictionary, &dictionary.groups()[long.group as usize]))
            .collect(),
        facets: facets.names,
        first_facets: facets.first,
    };
    files.push(file(Kind::Manifest, "manifeste".to_owned(), &manifest.payload())?);
    let folder = folder_name(&mut files);
    let bytes = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() + fragments.bytes;
    let count = files.len() + fragments.files + 1;
    files
        .into_par_iter()
        .try_for_each(|(name, bytes)| sink.put(&format!("recherche/{folder}/{name}"), Content::Bytes(bytes)))?;
    let pointer = format!("{{\"version\":{VERSION},\"folder\":\"{folder}\"}}\n");
    sink.put("recherche/index.json", Content::from(pointer))?;
    let preload = vec![format!("recherche/{folder}/manifeste.bin")];
    Ok(Published { folder, preload, files: count, bytes })
}

/// Ranks of titles, and addresses.
fn column_files(library: &Library) -> io::Result<Vec<File>> {
    let mut by_title: Vec<usize> = (0..library.deliverables.len()).collect();
    // The order of `french_order`, with each title folded once.
    by_title.sort_by_cached_key(|&at| {
        let title = &library.deliverables[at].titre.value;
        (fold(title), title.as_str())
    });
    let mut ranks = vec![0; by_title.len()];
    for (rank, &document) in (0_u32..).zip(&by_title) {
        ranks[document] = rank;
    }
    let mut files = vec![file(Kind::Titles, "titres".to_owned(), &columns::titles(&ranks))?];
    for (number, chunk) in library.deliverables.chunks(ADDRESSES_PER_FILE).enumerate() {
        let slugs: Vec<&str> = chunk.iter().map(|one| one.slug.as_str()).collect();
        let mut addresses = Payload::default();
        addresses.raw(slugs.join("\n").as_bytes());
        files.push(file(Kind::Addresses, format!("a{number:04}"), &addresses)?);
    }
    Ok(files)
}

/// A name that changes with any byte of the files.
fn folder_name(files: &mut [File]) -> String {
    files.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in files.iter() {
        hasher.update(name.as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    format!("index-{}", &hasher.finalize().to_hex()[..12])
}
