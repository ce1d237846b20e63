//! Words → stem groups: Snowball French, and what it gets wrong.
//!
//! Snowball is run on the accented form, because folding first loses the endings it knows
//! (`handicapé`: recall 0.74 folded, 1.00 accented), and its stem is folded afterwards.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;

/// Irregular forms, folded, and the form whose family they belong to.
const IRREGULAR: &[(&str, &str)] = &[
    ("aieux", "aïeul"),
    ("baux", "bail"),
    ("bestiaux", "bétail"),
    ("bijoux", "bijou"),
    ("boyaux", "boyau"),
    ("cailloux", "caillou"),
    ("choux", "chou"),
    ("cieux", "ciel"),
    ("coraux", "corail"),
    ("emaux", "émail"),
    ("etaux", "étau"),
    ("fleaux", "fléau"),
    ("genoux", "genou"),
    ("joyaux", "joyau"),
    ("materiaux", "matériau"),
    ("maux", "mal"),
    ("mesdames", "madame"),
    ("messieurs", "monsieur"),
    ("noyaux", "noyau"),
    ("poux", "pou"),
    ("preaux", "préau"),
    ("soupiraux", "soupirail"),
    ("travaux", "travail"),
    ("tuyaux", "tuyau"),
    ("vaux", "val"),
    ("vitraux", "vitrail"),
    ("yeux", "oeil"),
];

/// Families, by folded form, that Snowball joins with another one of this field, and their group.
const SEPARATE: &[(&str, &str)] = &[
    ("communication", "communication"),
    ("communications", "communication"),
    ("competence", "competence"),
    ("competences", "competence"),
    ("direction", "direction"),
    ("directions", "direction"),
    ("formation", "formation"),
    ("formations", "formation"),
    ("organisme", "organisme"),
    ("organismes", "organisme"),
];

/// Feminine forms of trades and roles in `-euse`, by folded stem: elsewhere `-euse` is the feminine
/// of an adjective in `-eux` (*sérieuse*), which Snowball knows.
const ROLES: &[&str] = &[
    "chauff", "cherch", "coiff", "demand", "employ", "entraîn", "fourniss", "livr", "program", "programm", "serv",
    "soud", "travaill", "vend",
];

/// The group of a lower-case, accented, ligature-free form whose folded form is `folded`.
pub fn group(stemmer: &Stemmer, form: &str, folded: &str) -> String {
    if !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return folded.to_owned();
    }
    if let Ok(at) = SEPARATE.binary_search_by(|(known, _)| (*known).cmp(folded)) {
        return SEPARATE[at].1.to_owned();
    }
    if let Ok(at) = IRREGULAR.binary_search_by(|(known, _)| (*known).cmp(folded)) {
        return fold(&stemmer.stem(IRREGULAR[at].1));
    }
    if let Some(masculine) = masculine(form) {
        return fold(&stemmer.stem(&masculine));
    }
    if let Some(singular) = x_plural(form) {
        return fold(&stemmer.stem(singular));
    }
    fold(&stemmer.stem(form))
}

/// `formatrice(s)` → `formateur`, `vendeuse(s)` → `vendeur`.
fn masculine(form: &str) -> Option<String> {
    let singular = form.strip_suffix('s').unwrap_or(form);
    if let Some(root) = singular.strip_suffix("trice") {
        let other_word = matches!(root, "ma" | "cica" | "ca" | "va" | "bienfai");
        return (!other_word && root.chars().count() >= 2).then(|| format!("{root}teur"));
    }
    let root = singular.strip_suffix("euse")?;
    ROLES.contains(&root).then(|| format!("{root}eur"))
}

/// `enjeux` → `enjeu`, `tableaux` → `tableau`: nouns whose plural is an `x`. An adjective in `-eux`
/// (*nombreux*) has no form in `-eu` with which it could be confused.
fn x_plural(form: &str) -> Option<&str> {
    const NOUNS: [&str; 14] = [
        "adieu", "aveu", "bleu", "cheveu", "enjeu", "essieu", "feu", "jeu", "lieu", "milieu", "neveu", "pieu", "voeu",
        "dieu",
    ];
    let singular = form.strip_suffix('x')?;
    NOUNS.contains(&singular).then_some(singular)
}

/// Snowball French.
pub fn stemmer() -> Stemmer {
    Stemmer::create(Algorithm::French)
}

#[cfg(test)]
mod tests {
    use super::super::fold::lower;
    use super::*;

    fn of(word: &str) -> String {
        let form = lower(word);
        group(&stemmer(), &form, &fold(&form))
    }

    #[test]
    fn lists_are_sorted() {
        assert!(SEPARATE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(IRREGULAR.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn families_are_joined() {
        for family in [
            &["travail", "travaux"][..],
            &["bail", "baux"],
            &["œil", "yeux", "Œil"],
            &["journal", "journaux"],
            &["régional", "régionale", "régionales", "régionaux"],
            &["local", "locaux"],
            &["jeu", "jeux"],
            &["lieu", "lieux"],
            &["enjeu", "enjeux"],
            &["tableau", "tableaux"],
            &["matériau", "matériaux"],
            &["formateur", "formatrice", "formatrices", "formateurs"],
            &["tuteur", "tutrice"],
            &["vendeur", "vendeuse", "vendeuses"],
            &["évaluer", "évaluation", "évaluations", "évalue"],
            &["handicap", "handicapé", "handicapés", "handicapée"],
            &["compétence", "compétences", "COMPÉTENCES", "competences"],
            &["apprenti", "apprentis", "apprentie"],
            &["œuvre", "oeuvres", "ŒUVRES"],
        ] {
            for form in family {
                assert_eq!(of(form), of(family[0]), "{form} / {}", family[0]);
            }
        }
    }

    #[test]
    fn families_are_kept_apart() {
        for (a, b) in
            [("compétence", "compétent"), ("formation", "format"), ("matériel", "matériau"), ("matrice", "mateur")]
        {
            assert_ne!(of(a), of(b), "{a} / {b}");
        }
    }
}
