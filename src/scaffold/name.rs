//! Names: of folders and files, from titles; and texts as they can be read again.

use unicode_normalization::UnicodeNormalization as _;

use crate::parse::unseen;
use crate::value::slug::slugify;

/// Characters of a name made from a title.
const LONGEST: usize = 80;
/// The name of what has no letter to make one from.
const NAMELESS: &str = "fiche";
/// Names that the site keeps for itself below `livrables/`.
const RESERVED: &[&str] = &["page"];

/// A text as the library reads it: NFC, on one line, without what cannot be seen.
pub fn clean(text: &str) -> String {
    let seen: String = text.nfc().map(|c| if c.is_control() || is_invisible(c) { ' ' } else { c }).collect();
    unseen::without(&seen).trim().to_owned()
}

/// Marks of byte order and breaks of lines or paragraphs, which YAML does not keep.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// A name from a title, cut between words, that `is_taken` does not know; a number makes it another.
pub fn free(title: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let name = from_title(title);
    if !is_taken(&name) {
        return name;
    }
    let mut number = 2_u32;
    loop {
        let other = format!("{name}-{number}");
        if !is_taken(&other) {
            return other;
        }
        number += 1;
    }
}

fn from_title(title: &str) -> String {
    let mut name = slugify(title);
    if name.len() > LONGEST {
        let cut = name[..=LONGEST].rfind('-').filter(|&at| at > 0).unwrap_or(LONGEST);
        name.truncate(cut);
    }
    if name.is_empty() {
        return NAMELESS.to_owned();
    }
    if RESERVED.contains(&name.as_str()) { format!("{NAMELESS}-{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Slug;

    #[test]
    fn names_are_cut_between_words() {
        let name = from_title(&"Classe inversée en CAP ".repeat(9));
        assert_eq!(name, "classe-inversee-en-cap-classe-inversee-en-cap-classe-inversee-en-cap-classe");
        assert_eq!(from_title(&"a".repeat(300)).len(), LONGEST);
        assert_eq!(from_title("« … ! »"), "fiche");
        assert_eq!(from_title("Page"), "fiche-page");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let taken = ["classe-inversee", "classe-inversee-2"];
        assert_eq!(free("Classe inversée", |name| taken.contains(&name)), "classe-inversee-3");
    }

    proptest! {
        #[test]
        fn any_title_gives_a_name(title in "\\PC{0,200}") {
            prop_assert!(Slug::new(&free(&title, |_| false)).is_some());
        }

        #[test]
        fn what_is_clean_stays(title: String) {
            let once = clean(&title);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
