//! Inflected forms → the form that a dictionary has, as far as an ending tells it.
//!
//! Snowball looks at the end of a word before it has taken the plural off, and so separates
//! *crédits* from *crédit*, *prévus* from *prévu*, *vidéos* from *vidéo*; it knows neither the third
//! person of the plural (*appliquent*) nor feminines in `-ère`. A form comes here first.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// A list of words.
type Words = LazyLock<FxHashSet<&'static str>>;

fn words(list: &'static str) -> FxHashSet<&'static str> {
    list.split_whitespace().collect()
}

/// Words in `-s` that are singular. In `-ss` and `-ès` all are.
static INVARIABLE: Words = Words::new(|| {
    words(
        "abus acquis admis ailleurs albinos alors amas ananas anglais anis assis atlas autobus autrefois avis bas \
         biais biceps blocus bois bonus bourgeois bras bus cactus cadenas campus canevas cas cassis chaos châssis \
         chinois clos colis coloris commis compas compromis concis concours confus conquis consensus corps corpus \
         cosmos cours courtois croquis cursus cyprès danois dans débris dedans dehors depuis désormais dessous dessus \
         devis diffus discours divers divis dos éclos embarras enclos envers exclus fils focus foetus fois fonds \
         forceps frais français gars gaulois gens gras gris gros harnais hélas héros hiatus hormis hors humus inclus \
         indécis indivis intrus iris irlandais jadis jamais japonais jus laps las lilas logis lors lotus mais malus \
         maquis marais mars matelas mauvais mépris mets minus moeurs moins mois mors niais nous oasis obtus obus \
         omnibus os ours palais papyrus parcours parfois paris pas pays permis plus plusieurs poids portugais précis \
         printemps processus propos prospectus puis puits rabais radis ras rébus recours refus relais remords repas \
         repos revers rhinocéros sans secours semis sens sinus souris sous surplus sursis syllabus tamis tapis tas \
         temps tennis terminus tétanos thermos tiers tonus toujours toutefois travers treillis trois typhus univers \
         us utérus velours vernis vers versus villageois virus vis volontiers vous",
    )
});

/// Words whose plural is an `-x`, besides those in `-eau` and in `-al`.
static WITH_X: Words = Words::new(|| {
    words(
        "adieu aveu bijou boyau caillou cheveu chou dieu enjeu essieu étau feu fléau genou hibou jeu joujou joyau \
         lieu matériau milieu moyeu neveu noyau pieu pou préau tuyau voeu",
    )
});

/// Nouns and adjectives in `-ent`, besides those in `-ment`: elsewhere it is a third person.
static NOUNS_IN_ENT: Words = Words::new(|| {
    words(
        "absent abstinent accent accident adhérent adjacent adolescent afférent affluent agent ambivalent antécédent \
         apparent ardent argent auvent avent cent client coefficient cohérent coïncident compétent concurrent \
         confident confluent conscient conséquent content continent contingent convalescent convent convergent \
         couvent décent déficient dent détergent différent diligent dissident divergent effervescent efficient \
         éloquent émergent éminent équivalent évident excédent excellent excipient expédient fluorescent fréquent \
         gradient imminent impatient impertinent imprudent incandescent incident incohérent incompétent inconscient \
         inconvénient indifférent indulgent influent ingrédient inhérent innocent insolent intelligent intermittent \
         latent lent mécontent négligent obsolescent orient parent patient permanent pertinent polyvalent précédent \
         présent président proéminent prudent quotient récent récipient récurrent référent régent résident résilient \
         réticent sergent serpent solvent somnolent souvent strident subséquent talent torrent transparent turbulent \
         urgent vent violent virulent",
    )
});

/// Endings in `-ment` of a third person: elsewhere it is a noun or an adverb.
const VERBS_IN_MENT: &[&str] = &[
    "aiment",
    "filment",
    "allument",
    "animent",
    "assument",
    "clament",
    "consomment",
    "estiment",
    "ferment",
    "firment",
    "forment",
    "fument",
    "nomment",
    "priment",
    "programment",
    "résument",
];

/// Adjectives in `-eux`, without it, besides those in `-ieux` and `-ueux`: elsewhere `-euse` is the
/// feminine of a trade or a role in `-eur`.
static IN_EUX: Words = Words::new(|| {
    words(
        "affr amour apht argil avantag bienheur boit caillout calamit cancér chaleur chanc charbonn courag coût \
         crapul danger désastr désir doulour dout ennuy épin fabul fâch fam ferr fibr fiévr fougu fraudul gaz génér \
         goutt graiss granul grinch hasard herb heur hid hont huil jut lait lépr lign lumin malchanc malencontr \
         malheur médicament merveill miracul misér moell montagn morv mouss muqu nécessit neig nerv nitr nombr nuag \
         oléagin ombrag onér orag orgueill oss paress pât périll peur pierr poissonn por poudr poussiér résin rigour \
         roch rugu ruin sabl savonn savour scandal scrupul soign soy sulfur ténébr tubercul ulcér valeur vanit vapor \
         vein vénén venim verb vertigin vigour visqu volumin",
    )
});

/// The singular of a noun, an adjective or a participle; other words as they are.
pub(super) fn singular(form: &str) -> &str {
    if let Some(one) = form.strip_suffix('x') {
        return if one.ends_with("eau") || WITH_X.contains(one) { one } else { form };
    }
    let Some(one) = form.strip_suffix('s') else { return form };
    let is_singular = one.ends_with(['s', 'è']) || one.len() < 3 || is_invariable(form);
    if is_singular { form } else { one }
}

/// Whether a word in `-s` is a singular, which Snowball does not know.
pub(super) fn is_invariable(form: &str) -> bool {
    INVARIABLE.contains(form)
}

/// The masculine of a singular, where Snowball does not find it: `formatrice` → `formateur`,
/// `vendeuse` → `vendeur`, `première` → `premier`, `étrangère` → `étranger`.
pub(super) fn masculine(one: &str) -> Option<String> {
    if let Some(root) = one.strip_suffix("trice") {
        let is_other_word = matches!(root, "ma" | "cica" | "ca" | "va" | "bienfai");
        return (!is_other_word && root.chars().count() >= 2).then(|| format!("{root}teur"));
    }
    if let Some(root) = one.strip_suffix("euse") {
        let is_adjective = root.ends_with('i')
            || (root.ends_with('u') && !root.ends_with("qu") && !root.ends_with("gu"))
            || IN_EUX.contains(root);
        return (!is_adjective).then(|| format!("{root}eur"));
    }
    if one.ends_with("teure") {
        return one.strip_suffix('e').map(str::to_owned);
    }
    let root = one.strip_suffix("ère")?;
    root.ends_with(['i', 'g', 'y'])
        .then(|| format!("{root}er"))
        .or_else(|| (root.ends_with("ch") || root.ends_with("ll")).then(|| format!("{root}er")))
}

/// The first person of a third one of the plural: `appliquent` → `applique`.
pub(super) fn first_person(form: &str) -> Option<&str> {
    let root = form.strip_suffix("nt").filter(|root| root.ends_with('e') && root.len() >= 3)?;
    if form.ends_with("aient") {
        return None;
    }
    let is_verb = if form.ends_with("ment") {
        VERBS_IN_MENT.iter().any(|ending| form.ends_with(ending))
    } else {
        !NOUNS_IN_ENT.contains(form)
    };
    is_verb.then_some(root)
}

/// Whether a singular names who does something, or what does it: such a word is apart from the
/// deed and the thing, as *formateur* is from *formation* and *journaliste* from *journal*.
pub(super) fn is_doer(one: &str) -> bool {
    let is_verb = one.ends_with("siste") || one.ends_with("xiste");
    (one.ends_with("teur") || (one.ends_with("iste") && !is_verb)) && one.len() > 5
}

/// Whether a singular is a noun in `-ance` or `-ence`, which Snowball joins with the adjective or
/// the participle in `-ant` or `-ent`: *compétence* is no *compétent*, nor *assurance* an *assurant*.
pub(super) fn is_quality(one: &str) -> bool {
    const VERBS: &[&str] = &["avance", "balance", "commence", "devance", "finance", "influence", "lance", "nuance"];
    (one.ends_with("ance") || one.ends_with("ence")) && one.len() > 5 && !VERBS.iter().any(|verb| one.ends_with(verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        for (form, one) in [
            ("crédits", "crédit"),
            ("vidéos", "vidéo"),
            ("prévus", "prévu"),
            ("tableaux", "tableau"),
            ("enjeux", "enjeu"),
            ("bijoux", "bijou"),
            ("accès", "accès"),
            ("cours", "cours"),
            ("process", "process"),
            ("nombreux", "nombreux"),
            ("voix", "voix"),
        ] {
            assert_eq!(singular(form), one);
        }
    }

    #[test]
    fn masculines_and_persons() {
        assert_eq!(masculine("formatrice").as_deref(), Some("formateur"));
        assert_eq!(masculine("soudeuse").as_deref(), Some("soudeur"));
        assert_eq!(masculine("boulangère").as_deref(), Some("boulanger"));
        assert_eq!(masculine("infirmière").as_deref(), Some("infirmier"));
        assert_eq!(masculine("conseillère").as_deref(), Some("conseiller"));
        assert_eq!(masculine("critère"), None);
        assert_eq!(masculine("matrice"), None);
        assert_eq!(masculine("sérieuse"), None);
        assert_eq!(first_person("appliquent"), Some("applique"));
        assert_eq!(first_person("informent"), Some("informe"));
        assert_eq!(first_person("document"), None);
        assert_eq!(first_person("référent"), None);
    }
}
