//! What is a slip and what is not, told alike by both engines.

use super::super::query::{Found, Options};
use super::super::{Index, search};
use super::{Fixture, agree, library};
use crate::model::Library;

fn shops() -> Library {
    let mut all = vec![
        Fixture::new(
            "boulangerie",
            "Boulangerie et savoir-faire artisanal",
            "sous_themes: [accueil-et-suivi]\n",
            "La boulangerie artisanale accueille ; le savoir-faire artisanal, la boulangerie et l’accueil. Un tuteur, le tuteur.",
        ),
        Fixture::new(
            "plomberie",
            "Un atelier de plomberie",
            "",
            "La plomberie, la plomberie encore. Un élève interne, un autre interne, un internat : c’est interdit, interdit, intéressant.",
        ),
        Fixture::new(
            "formes",
            "Une forme, des formes",
            "",
            "La forme des livres libres : libre, libre, forme. La façon, la façon de faire, l’e-learning et l’e-learning.",
        ),
    ];
    for (day, one) in (1..).zip(&mut all) {
        one.day = day;
    }
    library(&all)
}

#[test]
fn slips_are_corrected_and_other_words_are_not() {
    let library = shops();
    let index = Index::build(&library).expect("indexes");
    let find = |query: &str| search(&index, &library, query, &Options::default()).expect("searches");
    let mut asked = Vec::new();
    let mut ask = |query: &str| -> Vec<(String, Found)> {
        // Under way, and followed by another word.
        let all = [query.to_owned(), format!("{query} "), format!("{query} fiche ")];
        asked.extend(all.clone());
        all.into_iter().map(|query| (query.clone(), find(&query))).collect()
    };
    // Another form of a word that is there: found, and nothing to say.
    for word in ["boulangeries", "artisanales", "artisanaux", "tuteurs", "tutrices", "internes", "interdites"] {
        for (query, found) in ask(word) {
            assert_eq!((found.total, &found.corrige, found.inconnus.len()), (1, &None, 0), "{query}: {found:?}");
        }
    }
    // Another word: not there, and nothing in its place.
    for word in ["plombier", "plombiers", "internet", "ferme", "livré", "maçon", "intérieur", "boulanger", "tutorat"]
    {
        for (query, found) in ask(word) {
            assert_eq!(found.corrige, None, "{query}: {found:?}");
        }
    }
    for word in ["internet", "maçon", "plombier"] {
        assert_eq!(find(&format!("{word} ")).inconnus, [word]);
    }
    // A slip: the word that a text has, whole.
    for (word, meant) in [
        ("bolangerie", "boulangerie"),
        ("boulnagerie", "boulangerie"),
        ("plombreie", "plomberie"),
        ("artisannal", "artisanal"),
        ("boulengerie", "boulangerie"),
    ] {
        for (query, found) in ask(word) {
            assert_eq!(found.corrige, Some(query.replace(word, meant)), "{query}");
        }
    }
    assert_eq!(find("plobmer").corrige.as_deref(), Some("plomberie"), "the beginning of a word is said whole");
    asked.push("plobmer".into());
    // Compounds in one piece and ids are words of no text.
    for entry in index.dictionary().entries() {
        let is_glued = ["accueiletsuivi", "savoirfaire", "elearning"].contains(&&*entry.form);
        if is_glued {
            assert_eq!(entry.count, 0, "{}", entry.form);
        }
    }
    assert_eq!(find("accueiletsuivi ").total, 1, "they are found all the same");
    agree(&library, &index, &asked, true);
}
