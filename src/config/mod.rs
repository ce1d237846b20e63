//! `site.toml`: the identity of the site and the vocabularies of the library.

pub mod contact;
mod read;
mod unfinished;
pub mod vocabulary;

use serde::Serialize;

use crate::span::Span;

pub(crate) use read::http_url;
pub use read::{base_url, read};
pub(crate) use unfinished::is_placeholder;
pub use vocabulary::{Named, Terms, Vocabularies};

/// Everything `site.toml` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Config {
    /// `[site]`.
    pub site: Site,
    /// `[depot]`: the forge, for « Modifier cette fiche ».
    pub depot: Option<Repository>,
    /// `[mentions]`: legal notice.
    pub mentions: LegalNotice,
    /// `[accessibilite]`: declared state.
    pub accessibilite: Accessibility,
    /// `[images]`: what becomes of the library's images.
    pub images: Images,
    /// The vocabulary tables.
    pub vocabulaires: Vocabularies,
}

/// `[images]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Images {
    /// What becomes of what photos tell besides their picture.
    pub metadonnees: Metadata,
}

/// `metadonnees`: what becomes of the place, the date, the device and the author that a photo tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Metadata {
    /// Taken away before the photo is published.
    #[default]
    Retirer,
    /// Published with the photo.
    Garder,
}

/// `[site]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Site {
    /// Name of the library.
    pub titre: String,
    /// A line under it.
    pub sous_titre: Option<String>,
    /// One sentence for search engines and the home page.
    pub description: String,
    /// Public address, ends with `/`.
    pub url: String,
    /// Name of the theme's folder in `themes/`.
    pub theme: String,
    /// Whether the whole library is an example: every page says so, and invented addresses are no fault.
    pub exemple: bool,
}

/// `[depot]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repository {
    /// Address of the repository on its forge, without trailing `/`.
    pub url: String,
    /// Branch that is published.
    pub branche: String,
    /// Where the site is asked to show what git knows of each text; `None` when it is not.
    #[serde(skip)]
    pub historique: Option<Span>,
}

/// `[mentions]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the keys of the legal notice speak for themselves")]
pub struct LegalNotice {
    pub editeur: String,
    pub adresse: Option<String>,
    pub directeur_publication: Option<String>,
    pub hebergeur: Option<String>,
    pub contact: Option<String>,
}

/// `[accessibilite]`: what an audit found, never invented.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Accessibility {
    /// State of conformity.
    pub etat: Conformity,
    /// Share of criteria met, in percent, as the audit found.
    pub taux: Option<f64>,
    /// Date of the audit.
    pub date: Option<jiff::civil::Date>,
    /// Who audited.
    pub auditeur: Option<String>,
    /// Where to report a problem.
    pub contact: Option<String>,
}

/// The states that the law knows, and « not audited », which it reads as not conformant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Conformity {
    /// No audit yet.
    NonAuditee,
    /// Not conformant.
    Non,
    /// Partially conformant.
    Partielle,
    /// Totally conformant.
    Totale,
}

impl Conformity {
    /// The words that the law wants in the footer.
    pub const fn legal_words(self) -> &'static str {
        match self {
            Self::NonAuditee | Self::Non => "non conforme",
            Self::Partielle => "partiellement conforme",
            Self::Totale => "totalement conforme",
        }
    }
}
