//! The front matter of a deliverable as an author writes it. Docs of fields are in French: editors show them.
#![allow(missing_docs, reason = "each type is described by its keys, for authors")]

use schemars::JsonSchema;

use super::details::{Modele, Outil, Referentiel};
use super::values::{
    Adresse, Axe, Courriel, Date, Departement, Duree, Fiche as Slug, Licence, Modalite, Niveau, Prestataire, Public,
    Secteur, SousTheme, Texte,
};

/// Une fiche : ce qu’un prestataire a produit et que d’autres peuvent reprendre.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Livrable {
    /// Le titre, de 8 à 140 caractères, unique dans la bibliothèque.
    #[schemars(length(min = 8, max = 140))]
    pub titre: String,
    /// Ce qu’est la fiche ; ouvre la section « referentiel », « outil » ou « modele ».
    pub r#type: Type,
    /// De 60 à 400 caractères : ce que c’est, pour qui, ce que cela change.
    #[schemars(length(min = 60, max = 400))]
    pub resume: String,
    /// Un à trois axes, sans répétition ; le premier est le principal.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub axes: Vec<Axe>,
    /// Des sous-thèmes des axes de la fiche.
    #[schemars(extend("uniqueItems" = true))]
    pub sous_themes: Option<Vec<SousTheme>>,
    /// Le prestataire qui a accompagné l’organisme.
    pub prestataire: Prestataire,
    /// L’organisme de formation où la pratique a été construite.
    pub organisme: Organisme,
    /// L’état de la fiche ; seules « valide » et « archive » sont publiées.
    pub statut: Statut,
    /// Le jour de la première publication.
    pub date_publication: Date,
    /// Le jour de la dernière mise à jour, à partir de la publication.
    pub date_mise_a_jour: Option<Date>,
    /// La version, entre guillemets ; "1.0" si rien n’est écrit.
    #[schemars(length(min = 1, max = 40))]
    pub version: Option<String>,
    /// À qui la formation s’adresse.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub publics: Vec<Public>,
    /// Les secteurs professionnels concernés.
    #[schemars(extend("uniqueItems" = true))]
    pub secteurs: Option<Vec<Secteur>>,
    /// Les modalités de formation.
    #[schemars(extend("uniqueItems" = true))]
    pub modalites: Option<Vec<Modalite>>,
    /// Les niveaux de qualification.
    #[schemars(extend("uniqueItems" = true))]
    pub niveaux: Option<Vec<Niveau>>,
    /// Si la fiche concerne la transition écologique et énergétique.
    pub transition_ecologique: Option<bool>,
    /// Douze mots au plus, ceux qu’un formateur taperait.
    #[schemars(length(max = 12), extend("uniqueItems" = true))]
    pub mots_cles: Option<Vec<Texte>>,
    /// Ce que les autres ont le droit d’en faire.
    pub licence: Licence,
    /// À qui appartient ce qui est publié.
    pub titulaire_droits: Texte,
    /// L’accord du titulaire des droits ; obligatoire pour « statut: valide ».
    pub autorisation_diffusion: Option<Autorisation>,
    /// À qui s’adresser.
    pub contact: Option<Contact>,
    /// Vrai pour une fiche d’exemple, aux données fictives.
    pub exemple: Option<bool>,
    /// Les clés pour transférer la pratique.
    pub transfert: Transfert,
    /// Comment l’effet a été observé.
    pub evaluation: Option<Evaluation>,
    /// Ce qui est joint à la fiche, ou se trouve ailleurs.
    pub ressources: Option<Vec<Ressource>>,
    /// D’autres fiches à lire, par le nom de leur dossier.
    pub voir_aussi: Option<Vec<Slug>>,
    /// La fiche archivée que celle-ci remplace.
    pub remplace: Option<Slug>,
    /// Les anciennes adresses de la fiche : chacune y mène encore.
    pub alias: Option<Vec<Texte>>,
    /// Les versions de la fiche et ce que chacune a changé, de la plus récente à la plus ancienne ou l’inverse.
    pub journal: Option<Vec<Entree>>,
    /// Pour « type: referentiel ».
    pub referentiel: Option<Referentiel>,
    /// Pour « type: outil-numerique ».
    pub outil: Option<Outil>,
    /// Pour « type: modele-pedagogique ».
    pub modele: Option<Modele>,
}

/// Ce qu’est une fiche.
#[derive(Debug, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Type {
    Referentiel,
    OutilNumerique,
    ModelePedagogique,
}

/// L’état d’une fiche.
#[derive(Debug, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Statut {
    Brouillon,
    Soumis,
    Valide,
    Archive,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisme {
    /// Son nom.
    pub nom: Texte,
    /// Organisme de formation (of), centre de formation d’apprentis (cfa) ou réseau.
    pub statut: StatutOrganisme,
    /// Le site où l’organisme est connu.
    pub site_reference: Site,
    /// Un à trois sites où la pratique a été menée.
    #[schemars(length(min = 1, max = 3))]
    pub sites_mise_en_oeuvre: Vec<Site>,
}

#[derive(Debug, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum StatutOrganisme {
    Of,
    Cfa,
    Reseau,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// La commune.
    pub commune: Texte,
    /// Le département, entre guillemets.
    pub departement: Departement,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Autorisation {
    /// Le jour de l’accord.
    pub date: Date,
    /// Qui l’a donné.
    pub par: Texte,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Un nom, ou un service.
    pub nom: Option<Texte>,
    /// Une adresse de courriel.
    pub courriel: Option<Courriel>,
    /// Une page web.
    pub url: Option<Adresse>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entree {
    /// La version, entre guillemets.
    #[schemars(length(min = 1, max = 40))]
    pub version: String,
    /// Le jour où elle a été publiée.
    pub date: Date,
    /// Ce qu’elle change, en une ou deux phrases.
    #[schemars(length(min = 1, max = 400))]
    pub texte: String,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfert {
    /// Ce qu’il faut avoir avant de commencer.
    pub prerequis: Option<Vec<Texte>>,
    /// Ce qui doit être réuni pour que cela réussisse.
    pub conditions: Option<Vec<Texte>>,
    /// Ce qui doit rester tel quel pour que la pratique fonctionne.
    pub invariants: Option<Vec<Texte>>,
    /// Ce que chacun peut changer.
    pub adaptations: Option<Vec<Texte>>,
    /// Le matériel et les lieux.
    pub equipements: Option<Vec<Texte>>,
    /// Ce que doivent savoir faire ceux qui la reprennent.
    pub competences: Option<Vec<Texte>>,
    /// Ce à quoi il faut prendre garde.
    pub points_de_vigilance: Option<Vec<Texte>>,
    /// Ce que vous ne referiez pas : c’est ce qui aide le plus.
    pub ce_qui_na_pas_marche: Option<Vec<Texte>>,
    /// Les étapes de la mise en œuvre, une au moins.
    #[schemars(length(min = 1))]
    pub etapes: Vec<Etape>,
    /// La durée de toute la mise en œuvre.
    pub duree_mise_en_oeuvre: Option<Duree>,
    /// Les jours de travail, et de qui.
    pub charge: Option<Texte>,
    /// Le coût.
    pub cout: Option<Cout>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Etape {
    /// Ce qu’on y fait.
    pub titre: Texte,
    /// Sa durée.
    pub duree: Option<Duree>,
    /// Qui s’en charge.
    pub qui: Option<Texte>,
    /// Ce qu’il faut savoir de plus.
    pub detail: Option<Texte>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cout {
    /// De 0 (gratuit) à 4 (très élevé).
    #[schemars(range(min = 0, max = 4))]
    pub niveau: u32,
    /// Ce qui coûte.
    pub detail: Option<Texte>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// Comment l’effet a été observé.
    pub methode: Option<Texte>,
    /// Le nombre de personnes observées.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub effectif: Option<u32>,
    /// Quand.
    pub periode: Option<Periode>,
    /// Ce qui a été mesuré.
    pub indicateurs: Option<Vec<Indicateur>>,
    /// Ce que cette évaluation ne dit pas.
    pub limites: Option<Texte>,
    /// 0 aucune preuve, 1 témoignage, 2 avant et après, 3 avec comparaison, 4 évaluation indépendante.
    #[schemars(range(min = 0, max = 4))]
    pub niveau_de_preuve: Option<u32>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Periode {
    /// Le premier jour.
    pub debut: Date,
    /// Le dernier jour.
    pub fin: Option<Date>,
}

#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicateur {
    /// Ce qui est mesuré.
    pub nom: Texte,
    /// L’unité : "%", jours…
    pub unite: Option<Texte>,
    /// La valeur avant.
    pub avant: Option<f64>,
    /// La valeur après.
    pub apres: Option<f64>,
    /// La valeur visée.
    pub cible: Option<f64>,
    /// Si mieux veut dire plus (hausse) ou moins (baisse).
    pub sens: Option<Sens>,
}

#[derive(Debug, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum Sens {
    Hausse,
    Baisse,
}

/// Un fichier du dossier de la fiche, ou une adresse ; pas les deux.
#[derive(Debug, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ressource {
    /// Son titre.
    pub titre: Texte,
    /// Un fichier du dossier de la fiche.
    pub fichier: Option<Texte>,
    /// Une adresse ailleurs.
    pub url: Option<Adresse>,
    /// À quoi elle sert.
    pub description: Option<Texte>,
    /// Sa licence, si ce n’est pas celle de la fiche.
    pub licence: Option<Licence>,
    /// Son titulaire, si ce n’est pas celui de la fiche.
    pub titulaire_droits: Option<Texte>,
}
