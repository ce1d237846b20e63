//! Phrases: what stands between quotes is found exactly, by both engines.

use std::path::Path;

use super::super::document::Document;
use super::super::phrases::tokens;
use super::super::query::Options;
use super::super::{Index, search};
use super::{Fixture, Numbers, agree, library, slugs, small};
use crate::model::Library;
use crate::model::read::{self, Include};
use crate::source::disk::read_library;

/// Some words that follow one another in a text of a library, as they stand there: with capitals, accents, apostrophes
/// and whatever is between them.
fn drawn(library: &Library, numbers: &mut Numbers) -> Option<String> {
    let deliverable = &library.deliverables[numbers.below(library.deliverables.len())];
    let document = Document::new(deliverable, &library.config);
    let stretches: Vec<&str> = document.stretches().collect();
    let words: Vec<&str> = stretches[numbers.below(stretches.len())].split_whitespace().collect();
    let count = 2 + numbers.below(4);
    let from = numbers.below(words.len().saturating_sub(count) + 1);
    let phrase = words.get(from..from + count)?.join(" ");
    (tokens(&phrase).len() > 1 && !phrase.contains(['"', '«', '»', '“', '”'])).then_some(phrase)
}

/// Phrases of a library's texts and, as often, ones that hardly any has: two halves of others.
fn queries(library: &Library, count: usize) -> Vec<String> {
    let mut numbers = Numbers(11);
    let mut queries = Vec::new();
    while queries.len() < count {
        let (Some(one), Some(other)) = (drawn(library, &mut numbers), drawn(library, &mut numbers)) else { continue };
        let half = |text: &str, from_end: bool| {
            let words: Vec<&str> = text.split(' ').collect();
            let (first, last) = words.split_at(words.len() / 2);
            if from_end { last.join(" ") } else { first.join(" ") }
        };
        queries.push(match queries.len() % 4 {
            0 => format!("« {one} »"),
            1 => format!("\"{} {}\"", half(&one, true), half(&other, false)),
            2 => format!("\"{one}\" -\"{other}\""),
            _ => format!("\"{one}\""),
        });
    }
    queries
}

/// Asks both engines, and that most phrases stand somewhere: they were drawn from there.
fn check(library: &Library, count: usize) {
    let index = Index::build(library).expect("indexes");
    let queries = queries(library, count);
    let options = Options { limit: usize::MAX, archives: true, ..Options::default() };
    for query in queries.iter().filter(|query| query.starts_with('«')) {
        let found = search(&index, library, query, &options).expect("searches");
        assert!(found.total > 0, "{query} stands in the library");
    }
    agree(library, &index, &queries, true);
}

#[test]
fn phrases_of_the_sample_library() {
    let source = read_library(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("reads");
    check(&read::library(source, Include::Published).library.expect("site.toml is right"), 240);
}

#[test]
fn phrases_of_many_documents() {
    const LITTLE: [&str; 12] = ["de", "la", "les", "l’", "et", "pour", "une", "à", "que", "dans", "d’un", "sans"];
    let mut numbers = Numbers(5);
    let mut text = |length: usize| -> String {
        let one = |_| match numbers.below(9) {
            0..4 => LITTLE[numbers.below(LITTLE.len())].to_owned(),
            4 => format!("{},", numbers.word()),
            5 => format!("{}-{}", numbers.word(), numbers.word()),
            6 => format!("{}.\n\n", numbers.word()),
            _ => numbers.word(),
        };
        (0..length).map(one).collect::<Vec<_>>().join(" ")
    };
    // Enough words for several files.
    let fixtures: Vec<Fixture> = (0..300)
        .map(|at| {
            let mut one = Fixture::new(&format!("fiche-{at:03}"), &format!("Fiche d’essai {at}"), "", &text(220));
            one.day = at;
            if at % 5 == 0 { one.with_attachment("piece.csv", "Pièce", &text(60)) } else { one }
        })
        .collect();
    check(&library(&fixtures), 100);
}

#[test]
fn what_a_phrase_is() {
    let mut all = vec![
        Fixture::new("place", "La mise en place", "", "Une fois sur deux, la loi de l’école.\n\nDe la fin au début."),
        Fixture::new("autre", "Place et mise", "", "Une mise, en deux fois. Sur une place de l’école loi.\n\nde la"),
    ];
    all[1].attachments.push(super::AttachmentText {
        file: "note.pdf".into(),
        title: "Note".into(),
        text: "Le plan de\nformation".into(),
    });
    all[1].attachments.push(super::AttachmentText {
        file: "grille.csv".into(),
        title: "Grille".into(),
        text: "Oui non\npeut être".into(),
    });
    let library = library(&all);
    let index = Index::build(&library).expect("indexes");
    let cases: [(&str, &[&str]); 16] = [
        ("\"mise en place\"", &["place"]),
        ("\"Mise, en (PLACE)\"", &["place"]),
        ("\"mise place\"", &[]),
        ("\"une fois sur deux\"", &["place"]),
        // Stop words only, in front, at the end.
        ("\"de la\"", &["place", "autre"]),
        ("\"sur une\"", &["autre"]),
        ("\"en deux\"", &["autre"]),
        ("\"la loi de\"", &["place"]),
        ("\"loi de l’ecole\"", &["place"]),
        // Never from one line or field into the next.
        ("\"école de la\"", &[]),
        ("\"place une fois\"", &[]),
        // A page of a PDF breaks lines anywhere, a table does not.
        ("\"plan de formation\"", &["autre"]),
        ("\"non peut\"", &[]),
        ("\"peut être\"", &["autre"]),
        ("\"une\" -\"en deux\"", &[]),
        ("école -\"en deux\"", &["place"]),
    ];
    for (query, wanted) in cases {
        let mut found = slugs(&library, &index, query, &Options::default());
        found.sort_unstable_by_key(|slug| slug != "place");
        assert_eq!(found, wanted, "{query}");
    }
    agree(&library, &index, &cases.map(|(query, _)| query.to_owned()), true);
    assert_eq!(
        slugs(&small(), &Index::build(&small()).expect("indexes"), "\"écran partagé\"", &Options::default()),
        ["classe-inversee"]
    );
}
