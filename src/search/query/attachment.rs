//! In which attachment the words of a query stand that the page does not have.

use serde::Serialize;

use super::super::analysis::forms;
use super::super::attachments::own_words;
use super::super::dictionary::Dictionary;
use super::super::document::Document;
use super::matcher;
use super::parse::Query;

/// An attachment that holds words that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Title of the resource.
    pub titre: String,
    /// Name of its file, in the deliverable's folder.
    pub fichier: String,
}

/// The attachment that has the most of the words that the page lacks, the first of equals.
pub(super) fn holder(texts: &Document<'_>, query: &Query, dictionary: &Dictionary) -> Option<Holder> {
    let own = own_words(texts, dictionary);
    if own.is_empty() {
        return None;
    }
    let each: Vec<Query> =
        query.words.iter().map(|word| Query { words: vec![word.clone()], ..Query::default() }).collect();
    let mut missing: Vec<_> = each.iter().map(|word| matcher(word, dictionary)).collect();
    for text in texts.fields().into_iter().chain([&*texts.ids]) {
        forms(text, |form| missing.retain(|word| word(form).is_none()));
    }
    let count = |forms: &std::collections::BTreeSet<String>| {
        missing.iter().filter(|word| forms.iter().any(|form| word(form).is_some())).count()
    };
    // The last of equals is the highest, so they are gone through backwards.
    let (most, best) = own.iter().rev().map(|one| (count(&one.forms), one)).max_by_key(|&(count, _)| count)?;
    (most > 0).then(|| Holder { titre: best.attachment.title.clone(), fichier: best.attachment.file.clone() })
}
