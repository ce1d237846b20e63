//! Fragments (`d`): what a result shows of one document, and its text for snippets.
//!
//! | what | |
//! | --- | --- |
//! | byte | flags: 1 example, 2 archived, 4 its licence allows adapting, 8 selling, 16 copying, 32 its attachments have words of their own |
//! | byte | kind: 0 référentiel, 1 outil numérique, 2 modèle pédagogique |
//! | varint, bytes | number of axes, then each, the main one first: 0 a, 1 b, 2 c |
//! | varint, byte, byte | year, month, day of publication |
//! | text | slug |
//! | text | title |
//! | text | ids of départements, `,` between them |
//! | text | name of the prestataire |
//! | text | summary |
//! | text | the beginning of everything else there is to read, one line a block |
//! | byte | whether the text goes on |
//! | text | with flag 32: the words of its attachments that itself has in no form, a space before and after each; `*` when they are many. [`super::attachments`] says in which they stand |
//!
//! The beginning is what snippets are taken from, and what ten results cost. Phrases are found by the files of
//! [`super::phrases`].

use super::Payload;

/// What a fragment holds.
#[derive(Debug)]
#[allow(missing_docs, reason = "described above, in the order of the bytes")]
pub struct Fragment<'a> {
    pub flags: u8,
    pub kind: u8,
    pub axes: Vec<u8>,
    pub date: jiff::civil::Date,
    pub slug: &'a str,
    pub title: &'a str,
    pub departements: String,
    pub prestataire: &'a str,
    pub summary: &'a str,
    pub text: &'a str,
    pub goes_on: bool,
    pub own_words: Option<&'a str>,
}

impl Fragment<'_> {
    /// Its payload.
    pub fn payload(&self) -> Payload {
        let mut out = Payload::with_capacity(self.text.len() + self.summary.len() + 256);
        out.byte(self.flags);
        out.byte(self.kind);
        out.varint(self.axes.len() as u32);
        out.raw(&self.axes);
        out.varint(self.date.year().unsigned_abs().into());
        out.byte(self.date.month().unsigned_abs());
        out.byte(self.date.day().unsigned_abs());
        for text in [self.slug, self.title, &self.departements, self.prestataire, self.summary, self.text] {
            out.text(text);
        }
        out.byte(u8::from(self.goes_on));
        if let Some(words) = self.own_words {
            out.text(words);
        }
        out
    }
}
