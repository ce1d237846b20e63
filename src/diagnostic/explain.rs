//! What each code means at length: why it is asked, what to do, an example before and after. The
//! texts are `explanations/<family>/<kind>.md`; a test lays every example over a library and checks it.

use super::{Code, codes, nearest};

/// The explanation of one code, in French.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What the fault is, in a few words.
    pub title: &'static str,
    /// A paragraph: what it means, why, what to do. Names of keys and values stand between backticks.
    pub text: &'static str,
    /// An example that has the fault.
    pub wrong: Example,
    /// The same, put right.
    pub right: Example,
}

/// A few lines as an author writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Where they belong.
    pub place: Place,
    /// The lines, without the last line's end.
    pub text: &'static str,
}

/// Where the lines of an example belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The front matter of a deliverable.
    FrontMatter,
    /// The body of a deliverable.
    Body,
    /// `site.toml`.
    Site,
    /// A whole file, at this path.
    File(&'static str),
    /// No content but names of files, one a line.
    Names,
    /// What no text can show: an encoding, a size.
    Outside,
}

/// Codes whose first half is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family {
    /// The first half of its codes.
    pub name: &'static str,
    /// What its codes are about, in French.
    pub title: &'static str,
}

/// Every family, in the order of the codes.
pub const FAMILIES: &[Family] = &[
    Family { name: "fichier", title: "Fichiers et dossiers" },
    Family { name: "site", title: "Réglages du site" },
    Family { name: "front-matter", title: "En-tête" },
    Family { name: "fiche", title: "Fiches entre elles" },
    Family { name: "piece", title: "Pièces jointes" },
    Family { name: "texte", title: "Textes" },
    Family { name: "donnees", title: "Données personnelles" },
    Family { name: "page", title: "Pages" },
    Family { name: "lien", title: "Liens et images" },
];

/// Why a name leads to no explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// Several families have a code of this name.
    Several(Vec<Code>),
    /// None has; the nearest one, if any is near.
    Unknown(Option<Code>),
}

impl Place {
    /// The place as the words of a block of code say it: ```` ```yaml ````, ```` ```md fichier=x.md ````.
    fn read(words: &'static str) -> Self {
        match words.split_once(' ') {
            Some(("md", rest)) => Self::File(rest.strip_prefix("fichier=").unwrap_or(rest)),
            Some(_) => Self::Names,
            None => match words {
                "yaml" => Self::FrontMatter,
                "markdown" => Self::Body,
                "toml" => Self::Site,
                _ => Self::Outside,
            },
        }
    }

    /// The language of the lines, as a block of code names it.
    pub const fn language(self) -> &'static str {
        match self {
            Self::FrontMatter => "yaml",
            Self::Body | Self::File(_) => "markdown",
            Self::Site => "toml",
            Self::Names | Self::Outside => "text",
        }
    }

    /// Where the lines belong, in French, as it follows « À corriger »; nothing where they say it themselves.
    pub fn words(self) -> String {
        match self {
            Self::FrontMatter => ", dans l’en-tête d’une fiche".to_owned(),
            Self::Body => ", dans le texte d’une fiche".to_owned(),
            Self::Site => ", dans `site.toml`".to_owned(),
            Self::File(path) => format!(", dans `{path}`"),
            Self::Names | Self::Outside => String::new(),
        }
    }
}

impl Family {
    /// The explanations of its codes.
    pub fn explanations(self) -> impl Iterator<Item = Explanation> {
        all().filter(move |one| one.code.family() == self.name)
    }
}

/// Every explanation, family by family.
pub fn all() -> impl Iterator<Item = Explanation> {
    codes::EXPLAINED.iter().map(|&(code, file)| read(code, file))
}

/// The explanation of a code.
pub fn of(code: Code) -> Explanation {
    let file = codes::EXPLAINED.iter().find(|(known, _)| *known == code).map_or("", |(_, file)| file);
    read(code, file)
}

/// The explanation that a person asks for: by a whole code, its second half when only one family has
/// it, or a line of a message that holds the code between brackets.
///
/// # Errors
/// When the name is that of no code, or of several.
pub fn find(name: &str) -> Result<Explanation, NotFound> {
    let name = name.trim();
    let name = name.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map_or(name, |(inside, _)| inside);
    let name = name.to_lowercase();
    let same = |code: &&Code| code.name() == name || code.kind() == name;
    let found: Vec<Code> = codes::ALL.iter().filter(same).copied().collect();
    match found.as_slice() {
        [code] => Ok(of(*code)),
        [] => Err(NotFound::Unknown(near(&name))),
        _ => Err(NotFound::Several(found)),
    }
}

/// The nearest code: as a whole, else by its second half.
fn near(name: &str) -> Option<Code> {
    let kind = name.rsplit_once('/').map_or(name, |(_, kind)| kind);
    let whole = nearest(name, codes::ALL.iter().map(|code| code.name()));
    let half = || nearest(kind, codes::ALL.iter().map(|code| code.kind()));
    let found = whole.or_else(half)?;
    codes::ALL.iter().find(|code| code.name() == found || code.kind() == found).copied()
}

/// Cuts a file into its parts. A test holds every file to the shape that this reads.
fn read(code: Code, file: &'static str) -> Explanation {
    let (head, examples) = file.split_once("\n## À corriger\n").unwrap_or((file, ""));
    let (title, text) = head.split_once('\n').unwrap_or((head, ""));
    let (wrong, right) = examples.split_once("\n## Corrigé\n").unwrap_or((examples, ""));
    Explanation {
        code,
        title: title.trim_start_matches("# ").trim(),
        text: text.trim(),
        wrong: example(wrong),
        right: example(right),
    }
}

fn example(part: &'static str) -> Example {
    let fenced = part.split_once("```").map_or("", |(_, rest)| rest);
    let (words, lines) = fenced.split_once('\n').unwrap_or((fenced, ""));
    let text = lines.split_once("\n```").map_or(lines, |(text, _)| text);
    Example { place: Place::read(words.trim()), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_whole_half_or_message() {
        for name in ["front-matter/axe-inconnu", "axe-inconnu", "erreur[front-matter/axe-inconnu]", " Axe-Inconnu "] {
            assert_eq!(find(name).map(|found| found.code), Ok(codes::AXE_INCONNU), "{name}");
        }
    }

    #[test]
    fn what_is_not_found_leads_on() {
        assert_eq!(find("trop-gros"), Err(NotFound::Several(vec![codes::FICHIER_TROP_GROS, codes::ENTETE_TROP_GROS])));
        for name in ["axe-inconu", "entete/axe-inconnu", "front-matter/axe-inconu"] {
            assert_eq!(find(name), Err(NotFound::Unknown(Some(codes::AXE_INCONNU))), "{name}");
        }
        assert_eq!(find("zzzz"), Err(NotFound::Unknown(None)));
    }

    #[test]
    fn a_file_is_cut_into_its_parts() {
        let one = of(codes::ENTETE_NON_FERME);
        assert_eq!(one.title, "En-tête sans ligne de fin");
        assert!(one.text.starts_with("L’en-tête commence") && one.text.ends_with('.'));
        assert_eq!(one.wrong.place, Place::File("content/pages/exemple.md"));
        assert_eq!(one.wrong.text, "---\ntitre: Exemple\n\n## Contexte\n\nUn texte.");
        assert!(one.right.text.contains("titre: Exemple\n---\n"));
    }

    #[test]
    fn families_hold_every_code_in_order() {
        let by_family: Vec<Code> =
            FAMILIES.iter().flat_map(|family| family.explanations()).map(|one| one.code).collect();
        assert_eq!(by_family, codes::ALL);
    }
}
