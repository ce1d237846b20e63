//! Stop words: closed classes only (articles, pronouns, prepositions, conjunctions, forms of *être*
//! and *avoir*), and the words of a question. A word that also means something (*été*, *fait*,
//! *personne*, *sens*) is not one.

/// The stop words, folded and sorted; `scripts/search/words.js` holds the same list.
pub const STOP_WORDS: &[&str] = &[
    "a", "afin", "ai", "ainsi", "as", "au", "aucun", "aucune", "auquel", "aussi", "autre", "autres", "aux",
    "auxquelles", "auxquels", "avait", "avec", "avez", "avoir", "avons", "c", "car", "ce", "ceci", "cela", "celle",
    "celles", "celui", "ces", "cet", "cette", "ceux", "chaque", "chez", "comme", "comment", "d", "dans", "de", "des",
    "desquelles", "desquels", "dont", "du", "duquel", "elle", "elles", "en", "entre", "es", "est", "et", "etaient",
    "etait", "etant", "etes", "etre", "eux", "il", "ils", "j", "je", "jusqu", "l", "la", "laquelle", "le", "lequel",
    "les", "lesquelles", "lesquels", "leur", "leurs", "lors", "lorsqu", "lorsque", "lui", "m", "ma", "mais", "me",
    "mes", "mon", "n", "ne", "ni", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "pourquoi",
    "puisqu", "puisque", "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "quoique", "s",
    "sa", "sans", "se", "sera", "seront", "ses", "si", "soit", "son", "sont", "sous", "sur", "t", "ta", "te", "tes",
    "toi", "ton", "tu", "un", "une", "vers", "vos", "votre", "vous", "y",
];

/// Whether a folded word is a stop word.
pub fn is_stop_word(folded: &str) -> bool {
    STOP_WORDS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(STOP_WORDS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(is_stop_word("aux") && !is_stop_word("formation"));
    }
}
