//! Words of attachments (`j`): beside the fragment of a document with flag 32, to say in which
//! attachment the words of a query stand that the document itself does not have.
//!
//! | what | |
//! | --- | --- |
//! | varint | number of attachments |
//! | each: text | path of the file, below the document's address |
//! | text | title |
//! | varint F, F forms | the words that it has and the document's own texts do not, in any of their forms |
//!
//! An attachment without such words is left out.

use super::Payload;
use crate::search::attachments::OwnWords;

/// The payload of a file.
pub(in crate::search) fn payload(attachments: &[OwnWords<'_>]) -> Payload {
    let mut out = Payload::default();
    out.varint(attachments.len() as u32);
    for one in attachments {
        out.text(&one.attachment.file);
        out.text(&one.attachment.title);
        out.varint(one.forms.len() as u32);
        out.forms(one.forms.iter().map(String::as_str));
    }
    out
}
