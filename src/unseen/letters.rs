//! Letters of other alphabets that look like Latin ones.

/// An alphabet that has letters like those of the Latin one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// French and its neighbours.
    Latin,
    /// Russian and its neighbours.
    Cyrillic,
    /// Greek, whose letters are symbols of the sciences too.
    Greek,
}

/// The alphabet of a letter, of those that are mistaken for one another.
pub const fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        'A'..='Z'
        | 'a'..='z'
        | 'ª'
        | 'º'
        | 'À'..='Ö'
        | 'Ø'..='ö'
        | 'ø'..='\u{2af}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a722}'..='\u{a7ff}'
        | '\u{fb00}'..='\u{fb06}' => Some(Alphabet::Latin),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Some(Alphabet::Cyrillic),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Alphabet::Greek),
        _ => None,
    }
}

/// The letters that are drawn like a Latin one, and that one.
/// From <https://www.unicode.org/Public/security/latest/confusables.txt>, letters of the same case alone.
const TWINS: [(&str, &str); 4] = [
    ("АВЕЅІЈКМНОРСТУХҮԚԜѴԌӀЁЇЀӒӦ", "ABESIJKMHOPCTYXYQWVGIËÏÈÄÖ"),
    ("асеѕіјкорухүԛԝѵһԁӏёїѐӓӧ", "acesijkopyxyqwvhdlëïèäö"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧͿϹοϲϳό", "ABEZHIKMNOPTYXJCocjó"),
    (RESEMBLING, "ayikvpou"),
];

/// Greek letters that resemble Latin ones, and that sciences use as symbols beside them: `hν`, `ρmax`.
const RESEMBLING: &str = "αγικνρσυ";

/// The Latin letter that a letter is drawn like.
pub fn twin(c: char) -> Option<char> {
    let at = |(theirs, ours): (&str, &str)| ours.chars().nth(theirs.chars().position(|one| one == c)?);
    TWINS.into_iter().find_map(at)
}

/// Whether a sign is part of a word: a letter, its accent, a digit (`H2O`).
pub fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

/// A word in which letters of two alphabets meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mixed {
    /// The letters that do not belong, by their bytes in the word.
    pub foreign: Vec<(usize, char)>,
    /// Their alphabet.
    pub alphabet: Alphabet,
    /// Whether each has a Latin twin, so that the word is all Latin with those.
    pub is_certain: bool,
}

/// What is wrong with a word in which Latin letters meet others; nothing where they are symbols beside Latin letters: `kΩ`,
/// `μm`, `ΔT`, `αx`.
pub fn mixed(word: &str) -> Option<Mixed> {
    let letters = || word.char_indices().filter_map(|(at, c)| Some((at, c, alphabet(c)?)));
    let latin = letters().filter(|(_, _, alphabet)| *alphabet == Alphabet::Latin).count();
    let others: Vec<(usize, char)> =
        letters().filter(|(_, _, alphabet)| *alphabet != Alphabet::Latin).map(|(at, c, _)| (at, c)).collect();
    let &(first_at, first) = others.first()?;
    if latin == 0 {
        return None;
    }
    let is_greek = others.iter().all(|(_, c)| alphabet(*c) == Some(Alphabet::Greek));
    let is_certain = others.iter().all(|(_, c)| twin(*c).is_some());
    if is_greek {
        let is_same = |c: char| twin(c).is_some() && !RESEMBLING.contains(c);
        let has_same = others.iter().any(|(_, c)| is_same(*c));
        // A symbol stands before what tells it apart: a letter that resembles is suspect behind others.
        let resembles = latin >= 3 && (first_at > 0 || latin >= 5);
        let is_told = if is_certain { has_same || resembles } else { has_same && latin >= 3 };
        return is_told.then_some(Mixed { foreign: others, alphabet: Alphabet::Greek, is_certain });
    }
    if !is_certain && latin < others.len() {
        let foreign = letters().filter(|(_, _, alphabet)| *alphabet == Alphabet::Latin).map(|(at, c, _)| (at, c));
        return Some(Mixed { foreign: foreign.collect(), alphabet: Alphabet::Latin, is_certain });
    }
    Some(Mixed { foreign: others, alphabet: alphabet(first)?, is_certain })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_its_twin() {
        for (theirs, ours) in TWINS {
            assert_eq!(theirs.chars().count(), ours.chars().count());
            for (their, our) in theirs.chars().zip(ours.chars()) {
                assert!(alphabet(their).is_some_and(|one| one != Alphabet::Latin), "{their}");
                assert_eq!(alphabet(our), Some(Alphabet::Latin), "{our}");
                assert_eq!(their.is_uppercase(), our.is_uppercase(), "{their}");
            }
        }
    }

    #[test]
    fn words_of_one_alphabet_and_symbols_are_left() {
        for word in ["École", "Москва", "Άλφα", "kΩ", "μm", "ΔT", "αx", "hν", "λmax", "σmax", "10μg", "β", "œuvre"]
        {
            assert_eq!(mixed(word), None, "{word}");
        }
    }

    #[test]
    fn letters_of_another_alphabet_are_found() {
        for (word, foreign, is_certain) in [
            ("Аpprentissage", "А", true),
            ("appre\u{43d}ti", "н", false),
            ("mοdèle", "ο", true),
            ("formαtion", "α", true),
            ("ΚWh", "Κ", true),
            ("Прoект", "o", false),
        ] {
            let found = mixed(word).unwrap();
            let told: String = found.foreign.iter().map(|(_, c)| *c).collect();
            assert_eq!((told.as_str(), found.is_certain), (foreign, is_certain), "{word}");
        }
    }
}
