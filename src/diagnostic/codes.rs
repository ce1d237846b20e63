//! The stable codes of problems. A code never changes its meaning; a retired one is never reused.

/// A code, `family/kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code as shown: `front-matter/cle-inconnue`.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Its first half: `front-matter`.
    pub fn family(self) -> &'static str {
        self.0.split_once('/').map_or(self.0, |(family, _)| family)
    }

    /// Its second half: `cle-inconnue`.
    pub fn kind(self) -> &'static str {
        self.0.split_once('/').map_or(self.0, |(_, kind)| kind)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: Code = Code($text);)*

        /// Every code, family by family.
        pub const ALL: &[Code] = &[$($name),*];

        /// Every code with the file that explains it: a code without one does not compile.
        pub(super) const EXPLAINED: &[(Code, &str)] =
            &[$(($name, include_str!(concat!("explanations/", $text, ".md")))),*];
    };
}

codes! {
    /// A file that is not UTF-8.
    FICHIER_ENCODAGE = "fichier/encodage";
    /// A file or folder where none belongs.
    FICHIER_INATTENDU = "fichier/inattendu";
    /// A symbolic link: it could lead out of the library.
    FICHIER_LIEN = "fichier/lien-symbolique";
    /// A folder, file or attachment name with characters that do not travel.
    FICHIER_NOM = "fichier/nom";
    /// A folder of a deliverable without `index.md`.
    FICHIER_INDEX_ABSENT = "fichier/index-absent";
    /// A file too big to be read.
    FICHIER_TROP_GROS = "fichier/trop-gros";

    /// `site.toml` is not TOML.
    SITE_SYNTAXE = "site/syntaxe";
    /// `site.toml` lacks something the site cannot do without.
    SITE_INCOMPLET = "site/incomplet";
    /// A value of `site.toml` that is not accepted.
    SITE_VALEUR = "site/valeur";
    /// A placeholder left in `site.toml`.
    SITE_A_COMPLETER = "site/a-completer";
    /// An address of `site.toml` that leads nowhere by design.
    SITE_ADRESSE_FICTIVE = "site/adresse-fictive";
    /// A contact of `site.toml` that is no address and no number.
    SITE_CONTACT = "site/contact-illisible";
    /// A history is asked for, and there is none to read.
    HISTORIQUE_ABSENT = "site/historique-absent";
    /// A history is asked for, and the repository is a shallow clone.
    HISTORIQUE_PARTIEL = "site/historique-partiel";

    /// No `---` at the first line.
    ENTETE_ABSENT = "front-matter/absent";
    /// No closing `---`.
    ENTETE_NON_FERME = "front-matter/non-ferme";
    /// More than 1 MiB of front matter.
    ENTETE_TROP_GROS = "front-matter/trop-gros";
    /// Not YAML.
    YAML_SYNTAXE = "front-matter/yaml";
    /// A tab as indentation.
    YAML_TABULATION = "front-matter/tabulation";
    /// Quotes of a word processor that became part of a value.
    GUILLEMETS_TYPOGRAPHIQUES = "front-matter/guillemets-typographiques";
    /// Words behind a ` #`, which YAML takes for a comment.
    DIESE = "front-matter/diese";
    /// A colon in an unquoted text.
    YAML_DEUX_POINTS = "front-matter/deux-points";
    /// The same key twice.
    YAML_CLE_EN_DOUBLE = "front-matter/cle-en-double";
    /// A key that is not a word.
    YAML_CLE_INVALIDE = "front-matter/cle-invalide";
    /// An anchor or alias.
    YAML_ANCRE = "front-matter/ancre";
    /// Too many levels.
    YAML_TROP_PROFOND = "front-matter/trop-profond";
    /// A second document.
    YAML_PLUSIEURS_DOCUMENTS = "front-matter/plusieurs-documents";

    /// An unknown key.
    CLE_INCONNUE = "front-matter/cle-inconnue";
    /// A required key that is absent.
    CLE_MANQUANTE = "front-matter/cle-manquante";
    /// A section of another type than the deliverable's.
    SECTION_ETRANGERE = "front-matter/section-etrangere";
    /// Text expected.
    TEXTE_ATTENDU = "front-matter/texte-attendu";
    /// An empty text.
    TEXTE_VIDE = "front-matter/texte-vide";
    /// Too short.
    TEXTE_TROP_COURT = "front-matter/texte-trop-court";
    /// Too long.
    TEXTE_TROP_LONG = "front-matter/texte-trop-long";
    /// A list expected.
    LISTE_ATTENDUE = "front-matter/liste-attendue";
    /// An empty list where one item is needed.
    LISTE_VIDE = "front-matter/liste-vide";
    /// Too many items.
    LISTE_TROP_LONGUE = "front-matter/liste-trop-longue";
    /// An item twice.
    LISTE_REPETITION = "front-matter/repetition";
    /// A map expected.
    GROUPE_ATTENDU = "front-matter/groupe-attendu";
    /// `true` or `false` expected.
    BOOLEEN_ATTENDU = "front-matter/booleen-attendu";
    /// A number expected.
    NOMBRE_ATTENDU = "front-matter/nombre-attendu";
    /// A number out of its range.
    NOMBRE_HORS_BORNES = "front-matter/nombre-hors-bornes";
    /// Not a date.
    DATE_INVALIDE = "front-matter/date-invalide";
    /// Dates in the wrong order.
    DATE_ORDRE = "front-matter/dates-inversees";
    /// Not a duration.
    DUREE_INVALIDE = "front-matter/duree-invalide";
    /// A version that YAML reads as a number.
    VERSION_NOMBRE = "front-matter/version-nombre";
    /// An address that is not http(s).
    URL_INVALIDE = "front-matter/url-invalide";
    /// Not an e-mail address.
    COURRIEL_INVALIDE = "front-matter/courriel-invalide";
    /// A value outside a closed list.
    CHOIX_INCONNU = "front-matter/choix-inconnu";
    /// An unknown axis.
    AXE_INCONNU = "front-matter/axe-inconnu";
    /// An unknown sub-theme.
    SOUS_THEME_INCONNU = "front-matter/sous-theme-inconnu";
    /// A sub-theme of an axis that the deliverable does not have.
    SOUS_THEME_HORS_AXE = "front-matter/sous-theme-hors-axe";
    /// An unknown prestataire.
    PRESTATAIRE_INCONNU = "front-matter/prestataire-inconnu";
    /// An unknown département.
    DEPARTEMENT_INCONNU = "front-matter/departement-inconnu";
    /// An unknown public.
    PUBLIC_INCONNU = "front-matter/public-inconnu";
    /// An unknown sector.
    SECTEUR_INCONNU = "front-matter/secteur-inconnu";
    /// An unknown mode.
    MODALITE_INCONNUE = "front-matter/modalite-inconnue";
    /// An unknown level.
    NIVEAU_INCONNU = "front-matter/niveau-inconnu";
    /// An unknown approach.
    APPROCHE_INCONNUE = "front-matter/approche-inconnue";
    /// An unknown licence.
    LICENCE_INCONNUE = "front-matter/licence-inconnue";
    /// A code of certification, block or competence that is not well formed.
    CODE_INVALIDE = "front-matter/code-invalide";
    /// A code used twice.
    CODE_EN_DOUBLE = "front-matter/code-en-double";
    /// A code that names no block.
    CODE_INCONNU = "front-matter/code-inconnu";
    /// A `valide` deliverable without its owner's leave.
    AUTORISATION_ABSENTE = "front-matter/autorisation-absente";
    /// A placeholder left in a deliverable that is submitted or published.
    A_COMPLETER = "front-matter/a-completer";
    /// A resource with both a file and an address, or neither.
    RESSOURCE_INCOMPLETE = "front-matter/ressource-incomplete";
    /// An attachment that does not exist.
    RESSOURCE_ABSENTE = "front-matter/fichier-absent";
    /// A former path that is not a path of this site.
    ALIAS_INVALIDE = "front-matter/alias-invalide";

    /// A title that another deliverable has.
    TITRE_EN_DOUBLE = "fiche/titre-en-double";
    /// A text that is nearly another deliverable's.
    TEXTE_VOISIN = "fiche/texte-voisin";
    /// A slug that does not exist.
    FICHE_INCONNUE = "fiche/inconnue";
    /// `remplace` names a deliverable that is not archived.
    REMPLACE_NON_ARCHIVE = "fiche/remplace-non-archivee";
    /// `remplace` goes round in a circle, or two replace the same.
    REMPLACE_CERCLE = "fiche/remplace-en-cercle";
    /// An alias that two pages claim, or that is a real page.
    ALIAS_OCCUPE = "fiche/alias-occupe";
    /// A prestataire whose lots do not cover a site.
    LOT_ETRANGER = "fiche/lot-etranger";
    /// A licence that forbids adapting.
    LICENCE_FERMEE = "fiche/licence-sans-adaptation";
    /// A published deliverable that lacks what makes it reusable.
    TRANSFERT_INCOMPLET = "fiche/transfert-incomplet";
    /// A journal that does not agree with the version or the date of the deliverable.
    JOURNAL_DECALE = "fiche/journal-decale";

    /// An attachment too big for its words to be searched.
    PIECE_TROP_GROSSE = "piece/trop-grosse";
    /// An attachment that is broken, or not of the kind its name tells.
    PIECE_ILLISIBLE = "piece/illisible";
    /// An attachment that is encrypted.
    PIECE_PROTEGEE = "piece/protegee";
    /// An attachment that holds no text: a scan.
    PIECE_SANS_TEXTE = "piece/sans-texte";

    /// An attachment that a browser would run on the site.
    PIECE_ACTIVE = "piece/active";
    /// An attachment that nothing leads to.
    PIECE_INUTILISEE = "piece/inutilisee";
    /// An attachment that is long to load.
    PIECE_LOURDE = "piece/lourde";
    /// An image that is heavier than a screen needs.
    IMAGE_LOURDE = "piece/image-lourde";
    /// An image of more pixels than browsers can show.
    IMAGE_DEMESUREE = "piece/image-demesuree";

    /// A sign of Markdown that misses its mark.
    MARKDOWN_MANQUE = "texte/signe-manque";
    /// The end of a row of a table that has no column.
    CELLULE_PERDUE = "texte/cellule-perdue";
    /// What a copy left behind.
    COPIE_ABIMEE = "texte/copie-abimee";
    /// A control that neither HTML nor XML admits.
    SIGNE_DE_COMMANDE = "texte/signe-de-commande";
    /// A sign without width.
    SIGNE_INVISIBLE = "texte/signe-invisible";
    /// A sign that turns the direction of writing.
    SENS_RETOURNE = "texte/sens-retourne";
    /// Letters of two alphabets in one word.
    AUTRE_ALPHABET = "texte/autre-alphabet";
    /// A tag of raw HTML that is not published.
    BALISE_RETIREE = "texte/balise-retiree";
    /// An image without description.
    IMAGE_SANS_DESCRIPTION = "texte/image-sans-description";
    /// A heading more than one level below the one before.
    TITRE_NIVEAU_SAUTE = "texte/niveau-saute";
    /// A very long sentence.
    PHRASE_LONGUE = "texte/phrase-longue";
    /// A text that is hard to read.
    LECTURE_DIFFICILE = "texte/lecture-difficile";

    /// A mobile number.
    DONNEE_TELEPHONE = "donnees/telephone-mobile";
    /// A social security number.
    DONNEE_SECURITE_SOCIALE = "donnees/securite-sociale";
    /// A private mail address.
    DONNEE_COURRIEL = "donnees/courriel-personnel";

    /// An address that the generator keeps for itself.
    PAGE_RESERVEE = "page/adresse-reservee";

    /// A link to a deliverable or page that does not exist.
    LIEN_CIBLE_ABSENTE = "lien/cible-absente";
    /// A link to a heading that does not exist.
    LIEN_ANCRE_ABSENTE = "lien/ancre-absente";
    /// A link to a deliverable that is not published.
    LIEN_NON_PUBLIE = "lien/cible-non-publiee";
    /// An address with a dangerous or unknown scheme.
    LIEN_SCHEMA = "lien/schema-refuse";
    /// A path from the root of a site.
    LIEN_RACINE = "lien/depuis-la-racine";
    /// An image that does not exist.
    IMAGE_ABSENTE = "lien/image-absente";
    /// An image from another host.
    IMAGE_EXTERNE = "lien/image-externe";
    /// A page of another site that is no longer there.
    EXTERNE_MORT = "lien/externe-mort";
    /// Another site that does not answer in time.
    EXTERNE_LENT = "lien/externe-lent";
    /// A page of another site that has another address for good.
    EXTERNE_DEPLACE = "lien/externe-deplace";
    /// A link to this machine or a private network.
    EXTERNE_PRIVE = "lien/externe-prive";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_unique_and_well_formed() {
        let mut names: Vec<_> = ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(before, names.len());
        assert!(names.iter().all(|name| name.split('/').count() == 2
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'/')));
    }
}
