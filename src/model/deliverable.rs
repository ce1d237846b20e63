//! A deliverable: what every kind shares.

use jiff::civil::Date;
use serde::Serialize;

use super::detail::Detail;
use super::document::Document;
use super::evaluation::Evaluation;
use super::primitives::{Slug, UrlPath};
use super::transfer::Transfer;
use crate::parse::markdown::Body;
use crate::source::Attachment;
use crate::span::{SourceRef, Spanned};

/// The three kinds, fixed by the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A training référentiel.
    Referentiel,
    /// A digital tool.
    OutilNumerique,
    /// A pedagogical model.
    ModelePedagogique,
}

impl Kind {
    /// All kinds, in the order shown.
    pub const ALL: [Self; 3] = [Self::Referentiel, Self::OutilNumerique, Self::ModelePedagogique];

    /// Its id in front matter and addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Referentiel => "referentiel",
            Self::OutilNumerique => "outil-numerique",
            Self::ModelePedagogique => "modele-pedagogique",
        }
    }

    /// The key of its own section in front matter.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Referentiel => "referentiel",
            Self::OutilNumerique => "outil",
            Self::ModelePedagogique => "modele",
        }
    }
}

/// The three axes, fixed by the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// Évolution des métiers de la formation.
    A,
    /// Digitalisation de la formation.
    B,
    /// Pédagogie attractive.
    C,
}

impl Axis {
    /// All axes.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Its id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }
}

/// Where a deliverable is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Brouillon,
    /// Waiting for approval.
    Soumis,
    /// Published.
    Valide,
    /// Published, no longer current.
    Archive,
}

impl Status {
    /// Whether it is built without `--drafts`.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Valide | Self::Archive)
    }

    /// Its id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Brouillon => "brouillon",
            Self::Soumis => "soumis",
            Self::Valide => "valide",
            Self::Archive => "archive",
        }
    }
}

/// The kind of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// Organisme de formation.
    Of,
    /// Centre de formation d'apprentis.
    Cfa,
    /// Network of operators.
    Reseau,
}

/// A place: a town and its département.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Town.
    pub commune: String,
    /// Id of the département.
    pub departement: Spanned<String>,
}

/// The organisation where the deliverable was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Name.
    pub nom: String,
    /// Kind.
    pub statut: OrganisationKind,
    /// The site of reference.
    pub site_reference: Place,
    /// One to three sites where it was carried out.
    pub sites_mise_en_oeuvre: Vec<Place>,
}

/// The owner's leave to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Permission {
    /// When.
    pub date: Date,
    /// Who granted it.
    pub par: String,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Contact {
    pub nom: Option<String>,
    pub courriel: Option<String>,
    pub url: Option<String>,
}

/// Where a resource is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ResourceTarget {
    /// An attachment of the bundle, by name.
    Fichier(Spanned<String>),
    /// An address elsewhere.
    Url(String),
}

/// A resource of a deliverable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Resource {
    pub titre: String,
    #[serde(flatten)]
    pub cible: ResourceTarget,
    pub description: Option<String>,
    /// `None`: the deliverable's.
    pub licence: Option<String>,
    /// `None`: the deliverable's.
    pub titulaire_droits: Option<String>,
}

/// What can be read in an attachment that a resource names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachmentText {
    /// Name of the file in the bundle.
    pub file: String,
    /// Title of the resource.
    pub title: String,
    /// Its words, one line a block.
    pub text: String,
}

/// An entry of `journal:`: what a version changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct JournalEntry {
    pub version: Spanned<String>,
    pub date: Spanned<Date>,
    pub texte: String,
}

/// A deliverable. Serializes to the public fields of `fiche.json`, under the content's own keys.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "fields bear the names of the content's keys")]
pub struct Deliverable {
    pub slug: Slug,
    pub titre: Spanned<String>,
    /// The title as it is compared with others: folded, with single spaces.
    #[serde(skip)]
    pub titre_compare: String,
    #[serde(rename = "type")]
    pub kind: Kind,
    pub resume: String,
    pub axes: Vec<Axis>,
    pub sous_themes: Vec<String>,
    pub prestataire: Spanned<String>,
    pub organisme: Organisation,
    pub statut: Status,
    pub date_publication: Date,
    pub date_mise_a_jour: Option<Date>,
    pub version: String,
    pub publics: Vec<String>,
    pub secteurs: Vec<String>,
    pub modalites: Vec<String>,
    pub niveaux: Vec<String>,
    pub transition_ecologique: bool,
    pub mots_cles: Vec<String>,
    pub licence: Spanned<String>,
    pub titulaire_droits: String,
    /// Who allowed publication is the library's business, not the public's.
    #[serde(skip)]
    pub autorisation_diffusion: Option<Permission>,
    pub contact: Option<Contact>,
    pub transfert: Transfer,
    pub evaluation: Option<Evaluation>,
    pub ressources: Vec<Resource>,
    pub voir_aussi: Vec<Spanned<String>>,
    pub remplace: Option<Spanned<String>>,
    pub alias: Vec<Spanned<UrlPath>>,
    /// Newest first.
    pub journal: Vec<JournalEntry>,
    pub exemple: bool,
    #[serde(flatten)]
    pub detail: Detail,
    #[serde(skip)]
    pub body: Body,
    #[serde(skip)]
    pub attachments: Vec<Attachment>,
    /// In the order of the resources; of deliverables that are built only.
    #[serde(skip)]
    pub attachment_texts: Vec<AttachmentText>,
    /// The attachments that have a page of their own, in the order of their names; of deliverables that are built only.
    #[serde(skip)]
    pub documents: Vec<Document>,
    #[serde(skip)]
    pub source: SourceRef,
    /// Day on which its text last changed after it was written, where the library's history is read.
    #[serde(skip)]
    pub committed: Option<Date>,
}

impl Deliverable {
    /// Its address, relative to the site's root.
    pub fn url(&self) -> String {
        format!("livrables/{}/", self.slug)
    }

    /// The places of reference and of carrying out, each département once, in that order.
    pub fn departements(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for place in std::iter::once(&self.organisme.site_reference).chain(&self.organisme.sites_mise_en_oeuvre) {
            if !found.contains(&place.departement.value.as_str()) {
                found.push(&place.departement.value);
            }
        }
        found
    }

    /// Date of the update: as written; else that of the newest entry of the journal; else that of the last commit that
    /// changed the text. The last two count when they are after publication.
    pub fn updated(&self) -> Option<Date> {
        let later = |date: &Date| *date > self.date_publication;
        match (self.date_mise_a_jour, self.journal.first()) {
            (Some(written), _) => Some(written),
            (None, Some(newest)) => Some(newest.date.value).filter(later),
            (None, None) => self.committed.filter(later),
        }
    }

    /// Date of the last change: of the update, else of publication.
    pub fn last_change(&self) -> Date {
        self.updated().unwrap_or(self.date_publication)
    }

    /// The main axis.
    pub fn main_axis(&self) -> Axis {
        self.axes.first().copied().unwrap_or(Axis::A)
    }
}
