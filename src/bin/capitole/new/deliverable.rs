//! `capitole new livrable`.

use std::process::ExitCode;

use capitole::model::detail::NATURES;
use capitole::model::{Kind, Section, Slug};
use capitole::scaffold::deliverable::{Deliverable, ORGANISATIONS, left_open, text};
use capitole::scaffold::{New, name};
use clap::Args;

use super::values::{all_known, fits, fixed, known, maybe_known, of};
use super::{Common, REFUSED, Target, needed, today};
use crate::questions::{self, Choice};

/// Types as a person reads them.
const TYPES: &[(&str, &str)] = &[
    ("referentiel", "Référentiel"),
    ("outil-numerique", "Outil numérique"),
    ("modele-pedagogique", "Modèle pédagogique"),
];

/// Axes of one deliverable at most, the principal one included.
const MOST_AXES: usize = 3;

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(super) struct Options {
    #[command(flatten)]
    common: Common,
    /// Type : referentiel, outil-numerique ou modele-pedagogique
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Titre, de 8 à 140 caractères
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    titre: Option<String>,
    /// Résumé, de 60 à 400 caractères
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    resume: Option<String>,
    /// Axe, le principal d’abord ; pour plusieurs, répétez l’option ou mettez des virgules (de même ailleurs)
    #[arg(long, value_name = "AXE", value_delimiter = ',')]
    axe: Vec<String>,
    /// Sous-thème d’un des axes
    #[arg(long, value_name = "SOUS-THÈME", value_delimiter = ',')]
    sous_theme: Vec<String>,
    /// Prestataire
    #[arg(long, value_name = "PRESTATAIRE")]
    prestataire: Option<String>,
    /// Nom de l’organisme de formation
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    organisme: Option<String>,
    /// Statut de l’organisme : of, cfa ou reseau
    #[arg(long, value_name = "STATUT")]
    statut_organisme: Option<String>,
    /// Commune du site de référence
    #[arg(long, value_name = "TEXTE")]
    commune: Option<String>,
    /// Département du site de référence : son numéro ou son nom
    #[arg(long, value_name = "DÉPARTEMENT")]
    departement: Option<String>,
    /// Public visé
    #[arg(long, value_name = "PUBLIC", value_delimiter = ',')]
    public: Vec<String>,
    /// Secteur professionnel
    #[arg(long, value_name = "SECTEUR", value_delimiter = ',')]
    secteur: Vec<String>,
    /// Modalité de formation
    #[arg(long, value_name = "MODALITÉ", value_delimiter = ',')]
    modalite: Vec<String>,
    /// Niveau de qualification
    #[arg(long, value_name = "NIVEAU", value_delimiter = ',')]
    niveau: Vec<String>,
    /// Mot-clé ; douze au plus
    #[arg(long, value_name = "MOT", value_delimiter = ',')]
    mot_cle: Vec<String>,
    /// Licence
    #[arg(long, value_name = "LICENCE")]
    licence: Option<String>,
    /// Titulaire des droits [par défaut : l’organisme]
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    titulaire: Option<String>,
    /// Nature, pour un outil numérique
    #[arg(long, value_name = "NATURE")]
    nature: Option<String>,
    /// Approche pédagogique, pour un modèle
    #[arg(long, value_name = "APPROCHE", value_delimiter = ',')]
    approche: Vec<String>,
    /// Nom du dossier, donc adresse de la fiche [par défaut : d’après le titre]
    #[arg(long, value_name = "NOM")]
    dossier: Option<String>,
}

pub(super) fn run(options: &Options) -> Result<ExitCode, String> {
    let library = match Target::read(&options.common) {
        Ok(library) => library,
        Err(stop) => return stop,
    };
    let mut one = given(options, &library)?;
    if library.asks {
        ask(&mut one, &library)?;
    }
    let new = New {
        section: Section::Deliverables,
        name: folder(options, &one, &library)?,
        text: text(&one, &library.config, today()),
    };
    if !library.write(&new)? {
        return Ok(ExitCode::from(REFUSED));
    }
    println!("Écrit : {} (brouillon, jamais mis en ligne tel quel)", library.shown(&new.path()));
    let open = left_open(&new.text);
    if !open.is_empty() {
        println!("À compléter ou à vérifier : {}.", open.join(", "));
    }
    println!("\nEnsuite :");
    println!("  1. ouvrez ce fichier et écrivez ; chaque rubrique y est expliquée ;");
    println!("  2. « capitole serve --drafts » montre la fiche, à l’adresse {} ;", new.address());
    println!("  3. « capitole check » dit ce qui reste à corriger.");
    Ok(ExitCode::SUCCESS)
}

/// What the options say; type and title are asked for when they do not.
fn given(options: &Options, library: &Target) -> Result<Deliverable, String> {
    let terms = &library.config.vocabulaires;
    let kind = match &options.kind {
        Some(written) => kind(written)?,
        None if library.asks => kind(&questions::one_needed("Type de fiche", fixed(TYPES))?)?,
        None => return Err(needed("livrable", "--type", "referentiel, outil-numerique ou modele-pedagogique")),
    };
    let titre = match &options.titre {
        Some(titre) => titre.clone(),
        None if library.asks => questions::text_needed(
            "Titre",
            "De 8 à 140 caractères : ce que l’on chercherait, sans le nom de l’organisme",
            8,
            140,
        )?,
        None => return Err(needed("livrable", "--titre", "le titre de la fiche")),
    };
    let cleaned = |text: &Option<String>| text.as_deref().map(name::clean).filter(|text| !text.is_empty());
    let titre = name::clean(&titre);
    fits("--titre", &titre, 8, 140)?;
    let mut one = Deliverable::new(kind, titre);
    one.resume = cleaned(&options.resume);
    one.resume.as_deref().map_or(Ok(()), |resume| fits("--resume", resume, 60, 400))?;
    one.axes = all_known("--axe", &options.axe, &of(&terms.axes, |one| &one.nom))?;
    one.sous_themes = all_known("--sous-theme", &options.sous_theme, &of(&terms.sous_themes, |one| &one.nom))?;
    let providers = of(&terms.prestataires, |one| &one.nom);
    one.prestataire = maybe_known("--prestataire", options.prestataire.as_ref(), &providers)?;
    one.organisme = cleaned(&options.organisme);
    let status = options.statut_organisme.as_ref();
    one.statut_organisme = maybe_known("--statut-organisme", status, &fixed(ORGANISATIONS))?;
    one.commune = cleaned(&options.commune);
    let departments = of(&terms.departements, |one| &one.nom);
    one.departement = maybe_known("--departement", options.departement.as_ref(), &departments)?;
    one.publics = all_known("--public", &options.public, &of(&terms.publics, |one| &one.nom))?;
    one.secteurs = all_known("--secteur", &options.secteur, &of(&terms.secteurs, |one| &one.nom))?;
    one.modalites = all_known("--modalite", &options.modalite, &of(&terms.modalites, |one| &one.nom))?;
    one.niveaux = all_known("--niveau", &options.niveau, &of(&terms.niveaux, |one| &one.nom))?;
    one.mots_cles = options.mot_cle.iter().map(|word| name::clean(word)).filter(|word| !word.is_empty()).collect();
    one.licence = maybe_known("--licence", options.licence.as_ref(), &of(&terms.licences, |one| &one.nom))?;
    one.titulaire_droits = cleaned(&options.titulaire);
    one.nature = maybe_known("--nature", options.nature.as_ref(), &fixed(NATURES))?;
    one.approches = all_known("--approche", &options.approche, &of(&terms.approches, |one| &one.nom))?;
    only_of_its_kind(&one)?;
    Ok(one)
}

fn kind(written: &str) -> Result<Kind, String> {
    let short = Kind::ALL.into_iter().find(|kind| kind.section() == written);
    let id = short.map_or_else(|| known("--type", written, &fixed(TYPES)), |kind| Ok(kind.id().to_owned()))?;
    Kind::ALL.into_iter().find(|kind| kind.id() == id).ok_or_else(|| format!("« {written} » n’est pas un type"))
}

/// An option of another type would be lost.
fn only_of_its_kind(one: &Deliverable) -> Result<(), String> {
    if one.nature.is_some() && one.kind != Kind::OutilNumerique {
        return Err("--nature ne va qu’avec --type outil-numerique".to_owned());
    }
    if !one.approches.is_empty() && one.kind != Kind::ModelePedagogique {
        return Err("--approche ne va qu’avec --type modele-pedagogique".to_owned());
    }
    Ok(())
}

/// Asks for what the options left open.
fn ask(one: &mut Deliverable, library: &Target) -> Result<(), String> {
    let terms = &library.config.vocabulaires;
    if one.resume.is_none() {
        let help = "De 60 à 400 caractères : ce que c’est, pour qui, ce que cela change";
        one.resume = questions::text("Résumé", help, 60, 400)?.map(|text| name::clean(&text));
    }
    if one.axes.is_empty() {
        one.axes = axes(of(&terms.axes, |one| &one.nom))?;
    }
    let themes = terms.sous_themes.iter().filter(|(_, theme)| one.axes.contains(&theme.axe));
    let themes = themes.map(|(id, theme)| Choice::new(id, theme.nom.as_str())).collect();
    several(&mut one.sous_themes, "Sous-thèmes", themes, usize::MAX)?;
    single(&mut one.prestataire, "Prestataire", of(&terms.prestataires, |one| &one.nom))?;
    typed(&mut one.organisme, "Organisme de formation", "Son nom, en toutes lettres")?;
    single(&mut one.statut_organisme, "Statut de l’organisme", fixed(ORGANISATIONS))?;
    typed(&mut one.commune, "Commune", "Celle du site de référence")?;
    single(&mut one.departement, "Département", of(&terms.departements, |one| &one.nom))?;
    several(&mut one.publics, "Publics", of(&terms.publics, |one| &one.nom), usize::MAX)?;
    several(&mut one.secteurs, "Secteurs", of(&terms.secteurs, |one| &one.nom), usize::MAX)?;
    several(&mut one.modalites, "Modalités", of(&terms.modalites, |one| &one.nom), usize::MAX)?;
    several(&mut one.niveaux, "Niveaux", of(&terms.niveaux, |one| &one.nom), usize::MAX)?;
    single(&mut one.licence, "Licence", of(&terms.licences, |one| &one.nom))?;
    match one.kind {
        Kind::Referentiel => {}
        Kind::OutilNumerique => single(&mut one.nature, "Nature de l’outil", fixed(NATURES))?,
        Kind::ModelePedagogique => {
            let choices = of(&terms.approches, |one| &one.nom);
            several(&mut one.approches, "Approches pédagogiques", choices, usize::MAX)?;
        }
    }
    Ok(())
}

/// The principal axis, then the others: a list that is ticked comes back in its own order, which says nothing.
fn axes(mut choices: Vec<Choice>) -> Result<Vec<String>, String> {
    let mut principal = None;
    single(&mut principal, "Axe principal", choices.clone())?;
    let Some(principal) = principal else { return Ok(Vec::new()) };
    choices.retain(|one| one.id != principal);
    let others = questions::some("Autres axes", choices, MOST_AXES - 1)?;
    Ok(std::iter::once(principal).chain(others).collect())
}

fn several(value: &mut Vec<String>, message: &str, choices: Vec<Choice>, most: usize) -> Result<(), String> {
    if value.is_empty() {
        *value = questions::some(message, choices, most)?;
    }
    Ok(())
}

fn single(value: &mut Option<String>, message: &str, choices: Vec<Choice>) -> Result<(), String> {
    if value.is_none() && !choices.is_empty() {
        *value = questions::one(message, choices)?;
    }
    Ok(())
}

fn typed(value: &mut Option<String>, message: &str, help: &str) -> Result<(), String> {
    if value.is_none() {
        *value = questions::text(message, help, 1, 200)?.map(|text| name::clean(&text));
    }
    Ok(())
}

/// The name of the folder: as told, else from the title.
fn folder(options: &Options, one: &Deliverable, library: &Target) -> Result<String, String> {
    let path = |name: &str| format!("content/livrables/{name}");
    let Some(wanted) = &options.dossier else {
        return Ok(name::free(&one.titre, |name| library.is_taken(&path(name))));
    };
    if Slug::new(wanted).is_none() {
        let fit = name::free(wanted, |_| false);
        return Err(format!(
            "« {wanted} » ne peut pas être une adresse : minuscules sans accent, chiffres et tirets\n  aide : écrivez --dossier {fit}"
        ));
    }
    if library.is_taken(&path(wanted)) {
        return Err(format!("« {} » existe déjà ; rien n’est écrit", library.shown(&path(wanted))));
    }
    Ok(wanted.clone())
}
