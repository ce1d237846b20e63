//! A deliverable → the texts that are indexed, by field.
//!
//! Everything a reader of the page can read is in one of the fields, so that it can be found; and what
//! its attachments say is in a last one, of low weight.

use crate::config::Config;
use crate::model::deliverable::{AttachmentText, ResourceTarget, Status};
use crate::model::detail::{self, Framework, Model, Tool};
use crate::model::{Deliverable, Detail, Kind};

/// Number of fields.
pub const FIELDS: usize = TEXTS + 1;

/// Number of those that hold what the page itself says.
pub const TEXTS: usize = 6;

/// Rank of the field of attachments.
pub const ATTACHMENTS: usize = TEXTS;

/// Rank of the field of keywords, which also takes the ids.
pub const KEYWORDS: usize = 1;

/// Names of the fields and how much a match in each weighs.
pub const FIELD_BOOSTS: [(&str, f32); FIELDS] = [
    ("title", 4.0),
    ("keywords", 2.0),
    ("summary", 1.5),
    ("transfer", 0.8),
    ("competences", 0.8),
    ("body", 1.0),
    ("attachments", 0.3),
];

/// The texts of one deliverable. Its document number is its rank in the library, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// The title.
    pub title: &'a str,
    /// Keywords, names of vocabulary terms, organisation and places.
    pub keywords: String,
    /// Ids of vocabulary terms, which addresses and front matter show: findable, but no text to read.
    pub ids: String,
    /// The summary.
    pub summary: &'a str,
    /// Keys for transfer, evaluation and resources.
    pub transfer: String,
    /// What its kind alone has: blocks and competences, facts of a tool, sequences.
    pub competences: String,
    /// The body, without marks.
    pub body: &'a str,
    /// What can be read in its attachments.
    pub attachments: &'a [AttachmentText],
}

impl<'a> Document<'a> {
    /// The texts of a deliverable; `config` names the terms of its vocabularies.
    pub fn new(deliverable: &'a Deliverable, config: &Config) -> Self {
        Self {
            title: &deliverable.titre.value,
            keywords: keywords(deliverable, config),
            ids: ids(deliverable),
            summary: &deliverable.resume,
            transfer: transfer(deliverable),
            competences: competences(deliverable),
            body: &deliverable.body.text,
            attachments: &deliverable.attachment_texts,
        }
    }

    /// The texts of the page, in the order of [`FIELD_BOOSTS`].
    pub fn fields(&self) -> [&str; TEXTS] {
        [self.title, &self.keywords, self.summary, &self.transfer, &self.competences, self.body]
    }

    /// The stretches of text in which a phrase may stand, attachments last; none runs into the next. The title and the
    /// summary are one each; a text whose lines end where the paper does goes on over them.
    pub fn stretches(&self) -> impl Iterator<Item = &str> {
        let is_wrapped = |file: &str| {
            file.rsplit_once('.').is_some_and(|(_, end)| ["pdf", "txt"].iter().any(|one| end.eq_ignore_ascii_case(one)))
        };
        let fields = [
            (self.title, true),
            (&self.keywords, false),
            (self.summary, true),
            (&self.transfer, false),
            (&self.competences, false),
            (self.body, false),
        ];
        let attachments = self.attachments.iter().map(move |one| (&*one.text, is_wrapped(&one.file)));
        fields.into_iter().chain(attachments).flat_map(|(text, is_one)| parts(text, is_one))
    }
}

/// Name of a kind as shown.
pub const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Referentiel => "Référentiel",
        Kind::OutilNumerique => "Outil numérique",
        Kind::ModelePedagogique => "Modèle pédagogique",
    }
}

/// A text as one stretch, or line by line.
fn parts(text: &str, is_one: bool) -> impl Iterator<Item = &str> {
    let (whole, lines) = if is_one { (Some(text), None) } else { (None, Some(text.lines())) };
    whole.into_iter().chain(lines.into_iter().flatten())
}

/// Lines of text, one item a line so that no phrase runs from one into the next.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, text: &str) {
        // A text of several lines is read as one, as a page shows it, and several paragraphs as several.
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            self.0.extend(paragraph.chars().map(|c| if c == '\n' { ' ' } else { c }));
            self.0.push('\n');
        }
    }

    fn add_all<S: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = S>) {
        for text in texts {
            self.add(text.as_ref());
        }
    }
}

fn keywords(one: &Deliverable, config: &Config) -> String {
    let known = &config.vocabulaires;
    let mut lines = Lines::default();
    lines.add_all(&one.mots_cles);
    lines.add(kind_name(one.kind));
    lines.add_all(one.axes.iter().filter_map(|axis| known.axes.get(axis.id())).map(|term| &term.nom));
    lines.add_all(one.sous_themes.iter().filter_map(|id| known.sous_themes.get(id)).map(|term| &term.nom));
    lines.add_all(one.publics.iter().filter_map(|id| known.publics.get(id)).map(|term| &term.nom));
    lines.add_all(one.secteurs.iter().filter_map(|id| known.secteurs.get(id)).map(|term| &term.nom));
    lines.add_all(one.modalites.iter().filter_map(|id| known.modalites.get(id)).map(|term| &term.nom));
    lines.add_all(one.niveaux.iter().filter_map(|id| known.niveaux.get(id)).map(|term| &term.nom));
    if let Detail::Modele(model) = &one.detail {
        lines.add_all(model.approches.iter().filter_map(|id| known.approches.get(id)).map(|term| &term.nom));
    }
    lines.add(known.prestataires.get(&one.prestataire).map_or("", |term| &term.nom));
    lines.add(&one.organisme.nom);
    let mut places: Vec<&str> = Vec::new();
    for place in std::iter::once(&one.organisme.site_reference).chain(&one.organisme.sites_mise_en_oeuvre) {
        let departement = known.departements.get(&place.departement).map_or("", |term| &term.nom);
        for name in [place.commune.as_str(), departement] {
            if !places.contains(&name) {
                places.push(name);
            }
        }
    }
    lines.add_all(places);
    lines.add(if one.transition_ecologique { "Transition écologique et énergétique" } else { "" });
    lines.0
}

fn ids(one: &Deliverable) -> String {
    let mut lines = Lines::default();
    lines.add_all(one.sous_themes.iter().chain(&one.publics).chain(&one.secteurs));
    lines.add_all(one.modalites.iter().chain(&one.niveaux));
    lines.0
}

fn transfer(one: &Deliverable) -> String {
    let keys = &one.transfert;
    let mut lines = Lines::default();
    for list in [
        &keys.prerequis,
        &keys.conditions,
        &keys.invariants,
        &keys.adaptations,
        &keys.equipements,
        &keys.competences,
        &keys.points_de_vigilance,
        &keys.ce_qui_na_pas_marche,
    ] {
        lines.add_all(list);
    }
    for step in &keys.etapes {
        lines.add(&step.titre);
        lines.add_all(step.qui.iter().chain(&step.detail));
    }
    lines.add_all(keys.charge.iter().chain(keys.cout.iter().filter_map(|cost| cost.detail.as_ref())));
    if let Some(evaluation) = &one.evaluation {
        lines.add_all(&evaluation.methode);
        lines.add_all(evaluation.indicateurs.iter().map(|indicator| &indicator.nom));
        lines.add_all(&evaluation.limites);
    }
    for resource in &one.ressources {
        lines.add(&resource.titre);
        lines.add_all(&resource.description);
        if let ResourceTarget::Fichier(name) = &resource.cible {
            lines.add(name);
        }
        lines.add_all(&resource.titulaire_droits);
    }
    lines.add(&one.titulaire_droits);
    lines.0
}

fn competences(one: &Deliverable) -> String {
    let mut lines = Lines::default();
    match &one.detail {
        Detail::Referentiel(framework) => framework_lines(framework, &mut lines),
        Detail::Outil(tool) => tool_lines(tool, &mut lines),
        Detail::Modele(model) => model_lines(model, &mut lines),
    }
    lines.0
}

fn framework_lines(framework: &Framework, lines: &mut Lines) {
    if let Some(certification) = &framework.certification {
        lines.add_all(&certification.code);
        lines.add(&certification.intitule);
        lines.add_all(&certification.certificateur);
    }
    for block in &framework.blocs {
        lines.add(&block.code);
        lines.add(&block.intitule);
        for competence in &block.competences {
            lines.add(&competence.code);
            lines.add(&competence.intitule);
            lines.add_all(&competence.criteres);
        }
        lines.add_all(&block.evaluation);
    }
    lines.add_all(framework.parcours.iter().map(|pathway| &pathway.intitule));
}

fn tool_lines(tool: &Tool, lines: &mut Lines) {
    lines.add(detail::label(detail::NATURES, &tool.nature));
    lines.add_all(&tool.editeur);
    lines.add_all(tool.standards.iter().map(|id| detail::label(detail::STANDARDS, id)));
    lines.add_all(tool.plateformes.iter().map(|id| detail::label(detail::PLATFORMS, id)));
    lines.add_all(&tool.prerequis_techniques);
    if let Some(data) = &tool.donnees_personnelles {
        lines.add_all(&data.traitees);
    }
    lines.add(if tool.hors_ligne == Some(true) { "Fonctionne hors ligne" } else { "" });
}

fn model_lines(model: &Model, lines: &mut Lines) {
    for sequence in &model.sequences {
        lines.add(&sequence.titre);
        lines.add_all(
            [
                &sequence.objectif,
                &sequence.activite,
                &sequence.role_formateur,
                &sequence.ressources,
                &sequence.evaluation,
            ]
            .into_iter()
            .flatten(),
        );
        lines.add_all(sequence.modalite.iter().map(|id| detail::label(detail::SEQUENCE_MODES, id)));
    }
}

/// Whether a deliverable is out of search unless asked for.
pub fn is_archived(deliverable: &Deliverable) -> bool {
    deliverable.statut == Status::Archive
}
