//! Words → stem groups: Snowball French, and what it gets wrong.
//!
//! Snowball is run on the accented form, because folding first loses the endings it knows
//! (`handicapé`: recall 0.74 folded, 1.00 accented), and its stem is folded afterwards. Before it come
//! the rules of [`inflection`] and the lists of [`families`].

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::families::{AGREEMENT, FUTURE, JOINED, OWN, PERSONS, VERBS, Verb};
use super::fold::fold;
use super::inflection::{first_person, is_doer, is_invariable, is_quality, masculine, singular};

/// Begins the name of a group that is not a stem of Snowball's, so that the two never meet.
const APART: char = '=';

/// French, for words: which of them are forms of one.
pub struct Stems {
    snowball: Stemmer,
    /// Groups of the forms of [`OWN`], [`JOINED`] and [`VERBS`].
    known: FxHashMap<String, String>,
}

/// The one of the program: it takes a few milliseconds to make.
pub static FRENCH: LazyLock<Stems> = LazyLock::new(Stems::default);

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stems({} known forms)", self.known.len())
    }
}

impl Default for Stems {
    fn default() -> Self {
        let snowball = Stemmer::create(Algorithm::French);
        let mut known = FxHashMap::default();
        for family in OWN {
            let name = family.split(' ').next().unwrap_or_default();
            for form in family.split(' ') {
                known.insert(form.to_owned(), own(name));
                if !form.ends_with(['s', 'x']) {
                    known.insert(format!("{form}s"), own(name));
                }
            }
        }
        for (form, other) in JOINED {
            known.insert((*form).to_owned(), fold(&snowball.stem(other)));
        }
        for verb in VERBS {
            for prefix in verb.prefixes.split(' ').map(nothing) {
                let infinitive = format!("{prefix}{}", verb.infinitive);
                let group = fold(&snowball.stem(&infinitive));
                for form in conjugate(verb).map(|form| format!("{prefix}{form}")).chain([infinitive]) {
                    known.entry(form).or_insert_with(|| group.clone());
                }
            }
        }
        Self { snowball, known }
    }
}

impl Stems {
    /// The group of a lower-case, accented, ligature-free form whose folded form is `folded`.
    pub fn group(&self, form: &str, folded: &str) -> String {
        if !folded.bytes().all(|b| b.is_ascii_lowercase()) || is_roman(folded) {
            return folded.to_owned();
        }
        if let Some(group) = self.known.get(form) {
            return group.clone();
        }
        if is_invariable(form) {
            return folded.to_owned();
        }
        let mut one = singular(form).to_owned();
        if let Some(masculine) = masculine(&one) {
            one = masculine;
        }
        if let Some(group) = self.known.get(&one) {
            return group.clone();
        }
        if is_doer(&one) || is_quality(&one) {
            return own(&one);
        }
        if let Some(first) = first_person(&one) {
            one = first.to_owned();
        }
        let stem = fold(&self.snowball.stem(&one));
        // Snowball makes `identif` of *identification* and *identifie*, `identifi` of *identifier*.
        if stem.ends_with("ifi") { stem[..stem.len() - 1].to_owned() } else { stem }
    }
}

fn own(name: &str) -> String {
    format!("{APART}{}", fold(name))
}

/// Whether a word is a small number in Roman digits, which has no plural.
fn is_roman(folded: &str) -> bool {
    folded.len() > 1 && folded.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

/// Every form of a verb but its infinitive, without a prefix.
fn conjugate(verb: &Verb) -> impl Iterator<Item = String> {
    let patterns = [(verb.roots, PERSONS), (verb.future, FUTURE), (verb.participles, AGREEMENT), (verb.forms, &[""])];
    patterns.into_iter().flat_map(|(roots, endings)| {
        let roots = roots.split_whitespace().map(nothing);
        roots.flat_map(move |root| endings.iter().map(move |ending| format!("{root}{ending}")))
    })
}

/// What a `-` of [`VERBS`] stands for.
fn nothing(written: &'static str) -> &'static str {
    written.trim_start_matches('-')
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::fold::lower;
    use super::*;

    fn of(word: &str) -> String {
        let form = lower(word);
        FRENCH.group(&form, &fold(&form))
    }

    #[test]
    fn families_are_joined() {
        for family in [
            // Irregular plurals.
            "travail travaux télétravail=télétravaux bail=baux œil=yeux Œil=yeux vitrail=vitraux",
            "journal=journaux régional=régionaux régionale=régionales local=locaux animal=animaux",
            "jeu=jeux lieu=lieux enjeu=enjeux tableau=tableaux matériau=matériaux noyau=noyaux bijou=bijoux",
            "clou=clous détail=détails portail=portails pneu=pneus bal=bals festival=festivals",
            // Plurals that Snowball takes for something else.
            "crédit=crédits emploi=emplois vidéo=vidéos essai=essais délai=délais apprenti=apprentis",
            "commission=commissions danger=dangers foyer=foyers profit=profits produit=produits défi=défis",
            "parcours=parcours accès=accès process=process voix=voix fois=fois",
            // Feminines.
            "formateur=formatrice formateurs=formatrices tuteur=tutrice vendeur=vendeuses soudeur=soudeuse",
            "auteur=auteure professeur=professeure conseiller=conseillère boulanger=boulangères ouvrier=ouvrière",
            "éducatif=éducative sportif=sportives nouveau=nouvelles nouvel=nouveaux public=publiques",
            "professionnel=professionnelles technicien=techniciennes français=françaises petit=petites",
            "entier=entière premier=premières étranger=étrangères apprenti=apprentie continu=continues",
            "sérieux=sérieuse coûteux=coûteuses complet=complète gros=grosse précis=précise divers=diverses",
            // Conjugation.
            "évaluer=évaluation évaluer=évalue évaluer=évaluent évaluer=évaluées informer=informent",
            "accompagner=accompagnent accompagner=accompagnés accompagner=accompagnement",
            "mettre=mise mettre=mises mettre=mis mettre=mettent mettre=mettrait transmettre=transmis",
            "prendre=pris prendre=prennent comprendre=comprise apprendre=appris apprendre=apprennent",
            "tenir=tient tenir=tenus venir=viennent prévoir=prévues suivre=suivi obtenir=obtenu",
            "faire=font savoir=savent pouvoir=peuvent répondre=répond inscrire=inscrits produire=produisent",
            "acquérir=acquiert découvrir=découvert inclure=incluses atteindre=atteint recevoir=reçus",
            "identifier=identification identifier=identifient associer=associe bénéficier=bénéficient",
            "certifier=certification certifier=certifié qualifier=qualification modifier=modifications",
            // One word, however written.
            "handicap=handicapé handicap=handicapés compétence=COMPÉTENCES compétences=competences œuvre=oeuvres",
        ] {
            for pair in family.split(' ').filter(|pair| pair.contains('=')) {
                let (a, b) = pair.split_once('=').unwrap_or_default();
                assert_eq!(of(a), of(b), "{pair}");
            }
        }
    }

    #[test]
    fn families_are_kept_apart() {
        for words in [
            "formation formateur format forme former",
            "apprenti apprentissage apprenant apprendre",
            "compétence compétent compétition",
            "organisme organisation",
            "matériel matériau matière",
            "communication commune communauté",
            "direction directeur directive",
            "général génération générateur",
            "université univers universel",
            "gestion gestionnaire geste",
            "évaluation évaluateur",
            "animation animateur animal",
            "relation relatif",
            "action actif activité acte acteur",
            "production produit producteur",
            "part partie participer participant",
            "poste postal posture",
            "médiation média médical médiateur",
            "cours course cour courir courant",
            "titre titulaire",
            "référence référent référentiel",
            "alternance alternant alternative",
            "disposition dispositif",
            "équipe équipement",
            "collectivité collectif collecte",
            "loi loyer",
            "public publication publicité",
            "maintenance maintenir maintenant",
            "établissement établir",
            "élève élever",
            "marché marche",
            "vente vent",
            "emploi employer",
            "acquis acquérir",
            "journal journaliste",
            "isolation isolement",
            "matrice mateur",
            "vii viii",
        ] {
            let mut groups: BTreeMap<String, &str> = BTreeMap::new();
            for word in words.split(' ') {
                if let Some(other) = groups.insert(of(word), word) {
                    panic!("{word} / {other}");
                }
            }
        }
    }

    #[test]
    fn lists_say_nothing_twice() {
        let mut seen = BTreeSet::new();
        for form in OWN.iter().flat_map(|family| family.split(' ')) {
            assert!(seen.insert(form), "{form}");
            assert_eq!(form, lower(form));
        }
    }
}
