//! Endings of French words, folded: which of two forms that differ at their end are one word, and which are two words of
//! one family. Both are no slips.
//!
//! The reader cannot stem, so it tells by the same lists (`scripts/search-later/corrections.js`) that an unknown form is an
//! inflection of a known one: *boulangeries* of *boulangerie*, *artisanales* of *artisanal*.

/// Endings that one word takes, in the order in which they are tried; `-` is none. Nouns and adjectives, then verbs.
const INFLECTIONS: &[&str] = &[
    "- s e es x",
    "al ale als ales aux",
    "ail ails aux",
    "eau eaux",
    "er ers ere eres",
    "eur eurs euse euses eure eures",
    "eur eurs rice rices",
    "eux euse euses",
    "f fs ve ves",
    "el els elle elles",
    "en ens enne ennes",
    "on ons onne onnes",
    "et ets ette ettes ete etes",
    "c cs que ques",
    "er e es ons ez ent ee ees ant ants ante antes ais ait ions iez aient erai eras era erons erez eront erais erait erions eriez eraient",
    "ir i is it ie ies issons issez issent issant issants issante issantes issais issait issaient irai iras ira irons irez iront irait iraient",
];

/// Endings that make other words of a root: *plombier* is no slip of *plomberie*, nor *internet* of *interne*.
const DERIVATIONS: &[&str] = &[
    "", "e", "er", "ier", "iere", "erie", "eur", "euse", "age", "iste", "isme", "oir", "oire", "ure", "et", "ette",
    "at", "ique", "able", "ible", "al", "ale", "el", "elle", "if", "ive", "ance", "ant", "ante", "ite", "ment",
    "ation",
];

/// Fewest letters that two forms of one word share, and two words of one family.
const ROOT: usize = 3;
const FAMILY_ROOT: usize = 4;

/// The forms that may be the same word, the likeliest first.
pub fn inflections(form: &str) -> impl Iterator<Item = String> {
    let ending = |written: &'static str| if written == "-" { "" } else { written };
    INFLECTIONS.iter().flat_map(move |class| {
        class.split(' ').map(ending).filter_map(move |own| root(form, own, ROOT)).flat_map(move |root| {
            class.split(' ').map(ending).map(move |other| format!("{root}{other}")).filter(move |other| other != form)
        })
    })
}

/// Whether two folded words are of one family: a root, and another ending.
pub fn is_family(a: &str, b: &str) -> bool {
    DERIVATIONS
        .iter()
        .filter_map(|ending| root(a, ending, FAMILY_ROOT))
        .any(|root| b.strip_prefix(root).is_some_and(|ending| DERIVATIONS.contains(&ending)))
}

/// What stands before an ending, where it is long enough.
fn root<'a>(form: &'a str, ending: &str, least: usize) -> Option<&'a str> {
    form.strip_suffix(ending).filter(|root| root.chars().count() >= least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word() {
        for (form, other) in [
            ("boulangeries", "boulangerie"),
            ("artisanales", "artisanal"),
            ("artisanales", "artisanaux"),
            ("tutrices", "tuteur"),
            ("soudeuses", "soudeur"),
            ("accompagnerons", "accompagner"),
            ("evaluees", "evaluer"),
            ("publiques", "public"),
            ("sportives", "sportif"),
        ] {
            let tells = |a: &str, b: &str| inflections(a).any(|one| one == b);
            assert!(tells(form, other), "{form} {other}");
            assert_eq!(tells(form, other), tells(other, form), "{form} {other}");
        }
        for (form, other) in [("plombier", "plomberie"), ("internet", "interne"), ("formation", "formateur")] {
            assert!(inflections(form).all(|one| one != other), "{form} {other}");
        }
    }

    #[test]
    fn words_of_one_family() {
        assert!(is_family("plombier", "plomberie") && is_family("plomberie", "plombier"));
        assert!(is_family("internet", "interne") && is_family("internet", "internat"));
        assert!(!is_family("competance", "competence"), "a slip that many make");
        assert!(!is_family("formatuer", "formateur") && !is_family("evaluaton", "evaluation"));
    }
}
