//! French text → terms: the one analysis, used when indexing, when exporting and for native queries.
//!
//! 1. [`fold`]: compatibility forms, soft hyphens and zero-width characters are made regular; a
//!    folded word has neither case, accent nor ligature.
//! 2. [`split`]: words are runs of letters and digits; elided articles are dropped; a hyphenated
//!    word gives its parts and its joined form.
//! 3. [`stem`]: lists of families, rules of inflection, then Snowball French on the accented form,
//!    folded.
//! 4. [`stop`]: words that carry no meaning of their own are not indexed.
//!
//! The browser's reader repeats 1, 2 and 4 (`themes/capitole/scripts/search/words.js`), and looks
//! folded forms up in a dictionary that the build wrote, so that it needs no stemmer.

pub mod endings;
mod families;
pub mod fold;
mod inflection;
pub mod lexicon;
pub mod split;
pub mod stem;
pub mod stop;

/// Gives the folded forms under which the words of a text are indexed: compounds whole and in parts,
/// codes too. Some come more than once.
pub fn forms(text: &str, mut visit: impl FnMut(&str)) {
    split::words(&fold::normalise(text), |piece| match piece {
        split::Piece::Word(word) => {
            let form = fold::fold(split::clip(word));
            visit(&form);
            split::code_parts(&form).into_iter().for_each(&mut visit);
        }
        split::Piece::Compound(whole) => visit(&fold::fold(split::clip(&split::join(whole)))),
    });
}
