//! Shards of the dictionary with their postings, and long lists.
//!
//! A **shard** (`s`) holds all forms of a range of the sorted dictionary, less the groups that have
//! a long list. A group whose forms lie in several shards stands whole in each of them.
//!
//! | what | |
//! | --- | --- |
//! | varint F | number of forms |
//! | varint G | number of groups |
//! | F forms | front-coded |
//! | F refs | groups of each form, numbered from 0 in this shard |
//! | G bytes | flags of a group: 1 it stands in other shards too, 2 its commonest form is not its first one here, or no text has it as a word |
//! | varints | for each group with flag 1, its number in the whole index |
//! | G varints | document frequencies, 1 or more |
//! | G bytes | scales |
//! | texts | for each group with flag 2, its commonest form as written, a space when no text has it: an id, or a compound in one piece |
//! | postings | of each group, one after the other |
//! | impacts | of each group with more than one document; a single document has impact 255 |
//!
//! A **long list** (`l`): varint document frequency, byte scale, postings, impacts.

use super::Payload;
use crate::search::postings::List;

/// The scale's byte and the impacts' bytes of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantised {
    /// 128 + 16 × log2 of the score that byte 255 stands for, rounded up.
    pub scale: u8,
    /// 1 to 255 a posting.
    pub impacts: Vec<u8>,
}

/// Postings from which a list is rounded, below which impact, and how coarsely.
const MANY: usize = 256;
const FINE: f32 = 144.0;
const COARSE: f32 = 4.0;

/// Documents whose impact as completions is fine, and the step of the others.
const BEST: usize = 200;
const ROUGH: u8 = 32;

impl Quantised {
    /// Quantises the impacts of a list, linearly up to its highest. In a long list the low impacts,
    /// which decide no first page, are rounded to multiples of [`COARSE`]: a quarter less to send.
    pub fn new(list: &List) -> Self {
        let highest = list.impacts.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let scale = (highest.log2() * 16.0).ceil().clamp(-127.0, 127.0) + 128.0;
        let unit = scale_of(scale as u8) / 255.0;
        let is_long = list.impacts.len() >= MANY;
        let quantise = |&impact: &f32| {
            let byte = (impact / unit).round().clamp(1.0, 255.0);
            let byte = if is_long && byte < FINE { (byte / COARSE).round().max(1.0) * COARSE } else { byte };
            byte as u8
        };
        let impacts = list.impacts.iter().map(quantise).collect();
        Self { scale: scale as u8, impacts }
    }

    /// Quantises the impacts of completions: finely those of the best documents, which a first page
    /// shows, and roughly the others, which a word under way brings along.
    pub fn rough(list: &List) -> Self {
        let mut fine = Self::new(list);
        if fine.impacts.len() > BEST {
            let mut sorted = fine.impacts.clone();
            let (_, &mut least, _) = sorted.select_nth_unstable_by(BEST, |a, b| b.cmp(a));
            for byte in fine.impacts.iter_mut().filter(|byte| **byte <= least) {
                *byte = (*byte / ROUGH).max(1) * ROUGH;
            }
        }
        fine
    }
}

/// The score that impact 255 stands for.
pub fn scale_of(scale: u8) -> f32 {
    ((f32::from(scale) - 128.0) / 16.0).exp2()
}

/// A group as a shard holds it.
#[derive(Debug, Clone, Copy)]
pub struct ShardGroup<'a> {
    /// Number in the whole index, when it stands in other shards too.
    pub shared: Option<u32>,
    /// Commonest form, when it is not the first one; a space when no text has it.
    pub display: Option<&'a str>,
    /// Postings.
    pub list: &'a List,
    /// Their impacts.
    pub quantised: &'a Quantised,
}

/// The payload of a shard. `forms` are sorted, each with its groups: ranks in `groups`, where a rank
/// never comes before all lower ones have.
pub fn shard(forms: &[(&str, Vec<u32>)], groups: &[ShardGroup<'_>]) -> Payload {
    let mut out = Payload::default();
    out.varint(forms.len() as u32);
    out.varint(groups.len() as u32);
    out.forms(forms.iter().map(|(form, _)| *form));
    let mut newest = 0;
    for (_, of_form) in forms {
        out.refs(of_form, &mut newest);
    }
    for group in groups {
        out.byte(u8::from(group.shared.is_some()) | u8::from(group.display.is_some()) << 1);
    }
    for shared in groups.iter().filter_map(|group| group.shared) {
        out.varint(shared);
    }
    for group in groups {
        out.varint(group.list.documents.len() as u32);
    }
    for group in groups {
        out.byte(group.quantised.scale);
    }
    for display in groups.iter().filter_map(|group| group.display) {
        out.text(display);
    }
    for group in groups {
        out.postings(&group.list.documents);
    }
    for group in groups.iter().filter(|group| group.list.documents.len() > 1) {
        out.raw(&group.quantised.impacts);
    }
    out
}

/// The payload of a long list.
pub fn long_list(list: &List, quantised: &Quantised) -> Payload {
    let mut out = Payload::default();
    out.varint(list.documents.len() as u32);
    out.byte(quantised.scale);
    out.postings(&list.documents);
    out.raw(&quantised.impacts);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impacts_keep_their_score() {
        let list = List { documents: vec![0, 1, 2], impacts: vec![0.01, 3.0, 11.7] };
        let quantised = Quantised::new(&list);
        let top = scale_of(quantised.scale);
        assert!((11.7..11.7 * 1.05).contains(&top));
        for (byte, impact) in quantised.impacts.iter().zip(&list.impacts) {
            assert!((f32::from(*byte) / 255.0 * top - impact).abs() <= top / 255.0);
        }
    }
}
