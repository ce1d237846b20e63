//! The words that attachments have and the page does not: a result that only they explain says so.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::analysis::forms;
use super::dictionary::Dictionary;
use super::document::Document;
use crate::model::deliverable::AttachmentText;

/// What one attachment alone has.
pub(super) struct OwnWords<'a> {
    pub(super) attachment: &'a AttachmentText,
    /// Folded forms of words of which the page has no form at all; some.
    pub(super) forms: BTreeSet<String>,
}

/// The own words of each attachment that has any, in the order of the resources.
pub(super) fn own_words<'a>(texts: &Document<'a>, dictionary: &Dictionary) -> Vec<OwnWords<'a>> {
    if texts.attachments.is_empty() {
        return Vec::new();
    }
    // The page's forms are looked up among those of an attachment's groups, not the other way round: a page
    // has many words, and most attachments few.
    let mut of_page: FxHashSet<Box<str>> = FxHashSet::default();
    for text in texts.fields().into_iter().chain([&*texts.ids]) {
        forms(text, |form| {
            if !of_page.contains(form) {
                of_page.insert(form.into());
            }
        });
    }
    let has = |group: &u32| dictionary.forms_of(*group).any(|form| of_page.contains(form));
    let own = |attachment: &'a AttachmentText| {
        let mut own = BTreeSet::new();
        forms(&attachment.text, |form| {
            if of_page.contains(form) || own.contains(form) {
                return;
            }
            let groups = dictionary.lookup(form);
            // A stop word has no group.
            if !groups.is_empty() && !groups.iter().any(has) {
                own.insert(form.to_owned());
            }
        });
        OwnWords { attachment, forms: own }
    };
    texts.attachments.iter().map(own).filter(|one| !one.forms.is_empty()).collect()
}
