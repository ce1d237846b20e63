//! `capitole new reprise`, `capitole new page`.

use std::process::ExitCode;

use capitole::model::Section;
use capitole::scaffold::text::{self as scaffold, STATES};
use capitole::scaffold::{New, name};
use capitole::value::scalars;
use capitole::value::slug::slugify;
use clap::Args;
use jiff::civil::Date;

use super::values::{day, fits, fixed, known, of, rank};
use super::{Common, REFUSED, Target, needed, today};
use crate::questions::{self, Choice};

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(super) struct Reuse {
    #[command(flatten)]
    common: Common,
    /// Fiche reprise : le nom de son dossier
    #[arg(long, value_name = "FICHE")]
    livrable: Option<String>,
    /// Organisme qui l’a reprise
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    organisme: Option<String>,
    /// Commune
    #[arg(long, value_name = "TEXTE")]
    commune: Option<String>,
    /// Département : son numéro ou son nom
    #[arg(long, value_name = "DÉPARTEMENT")]
    departement: Option<String>,
    /// État : en-cours, adopte, adapte ou abandonne [par défaut : en-cours]
    #[arg(long, value_name = "ÉTAT")]
    etat: Option<String>,
    /// Date du constat, année-mois-jour [par défaut : aujourd’hui]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// Contact : une fonction, une adresse partagée
    #[arg(long, value_name = "TEXTE")]
    contact: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(super) struct Page {
    /// Adresse de la page, par exemple guide/demarrer
    #[arg(value_name = "ADRESSE", help_heading = "Arguments")]
    adresse: Option<String>,
    #[command(flatten)]
    common: Common,
    /// Titre, de 3 à 140 caractères
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    titre: Option<String>,
    /// Une phrase qui dit ce qu’elle contient
    #[arg(long, value_name = "TEXTE", allow_hyphen_values = true)]
    resume: Option<String>,
    /// Rang parmi ses voisines
    #[arg(long, value_name = "N", value_parser = rank)]
    ordre: Option<u32>,
}

/// What is said when a value is missing.
#[derive(Debug, Clone, Copy)]
struct Missing<'a> {
    kind: &'a str,
    option: &'a str,
    what: &'a str,
}

/// The value of an option, else the answer to a question.
fn or_ask(
    value: Option<&String>,
    library: &Target,
    missing: Missing<'_>,
    ask: impl FnOnce() -> Result<String, String>,
) -> Result<String, String> {
    match value {
        Some(value) => Ok(name::clean(value)),
        None if library.asks => Ok(name::clean(&ask()?)),
        None => Err(needed(missing.kind, missing.option, missing.what)),
    }
}

pub(super) fn reuse(options: &Reuse) -> Result<ExitCode, String> {
    let library = match Target::read(&options.common) {
        Ok(library) => library,
        Err(stop) => return stop,
    };
    let missing = |option, what| Missing { kind: "reprise", option, what };
    let deliverables: Vec<Choice> =
        library.source.deliverables.iter().map(|one| Choice::new(one.slug.as_str(), "")).collect();
    if deliverables.is_empty() {
        return Err("cette bibliothèque n’a encore aucune fiche à reprendre".to_owned());
    }
    let ask = || questions::one_needed("Fiche reprise", deliverables.clone());
    let livrable = or_ask(options.livrable.as_ref(), &library, missing("--livrable", "la fiche reprise"), ask)?;
    let livrable = known("--livrable", &livrable, &deliverables)?;
    let ask = |message: &'static str| move || questions::text_needed(message, "En toutes lettres", 1, 200);
    let needed = missing("--organisme", "l’organisme qui l’a reprise");
    let organisme = or_ask(options.organisme.as_ref(), &library, needed, ask("Organisme"))?;
    let commune = or_ask(options.commune.as_ref(), &library, missing("--commune", "sa commune"), ask("Commune"))?;
    let departments = of(&library.config.vocabulaires.departements, |one| &one.nom);
    let ask = || questions::one_needed("Département", departments.clone());
    let departement = or_ask(options.departement.as_ref(), &library, missing("--departement", "son département"), ask)?;
    let departement = known("--departement", &departement, &departments)?;
    let etat = match &options.etat {
        Some(etat) => known("--etat", etat, &fixed(STATES))?,
        None if library.asks => questions::one("État", fixed(STATES))?.unwrap_or_else(|| "en-cours".to_owned()),
        None => "en-cours".to_owned(),
    };
    let one = scaffold::Reuse {
        livrable,
        organisme,
        commune,
        departement,
        date: options.date.unwrap_or_else(today),
        etat,
        contact: options.contact.as_deref().map(name::clean),
    };
    let free = name::free(&format!("{} {}", one.livrable, one.commune), |name| {
        library.is_taken(&format!("content/reprises/{name}.md"))
    });
    let text = scaffold::reuse(&one, &library.config);
    let new = New { section: Section::Reuses, name: free, text };
    if !library.write(&new)? {
        return Ok(ExitCode::from(REFUSED));
    }
    println!("Écrit : {}", library.shown(&new.path()));
    println!("Une reprise n’a pas de brouillon : elle paraît avec sa fiche à la prochaine construction du site.");
    println!("\nEnsuite :");
    println!("  1. ouvrez ce fichier et écrivez sous ses trois titres ;");
    println!("  2. « capitole serve --drafts » la montre, à l’adresse {} ;", new.address());
    println!("  3. « capitole check » dit ce qui reste à corriger.");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn page(options: &Page) -> Result<ExitCode, String> {
    let library = match Target::read(&options.common) {
        Ok(library) => library,
        Err(stop) => return stop,
    };
    let missing = |option, what| Missing { kind: "page", option, what };
    let ask = || questions::text_needed("Adresse", "Par exemple guide/demarrer", 1, 200);
    let address = or_ask(options.adresse.as_ref(), &library, missing("l’adresse", "par exemple guide/demarrer"), ask)?;
    let address = address.trim_matches('/').trim_end_matches(".md").to_owned();
    if !address.split('/').all(|part| scalars::is_id(part) && !part.contains('.')) {
        let fit: Vec<String> = address.split('/').map(slugify).filter(|part| !part.is_empty()).collect();
        let help = if fit.is_empty() { "guide/demarrer".to_owned() } else { fit.join("/") };
        return Err(format!(
            "« {address} » ne peut pas être une adresse : minuscules sans accent, chiffres, tirets et « / »\n  aide : écrivez {help}"
        ));
    }
    let ask = || questions::text_needed("Titre", "De 3 à 140 caractères", 3, 140);
    let titre = or_ask(options.titre.as_ref(), &library, missing("--titre", "le titre de la page"), ask)?;
    fits("--titre", &titre, 3, 140)?;
    let resume = options.resume.as_deref().map(name::clean);
    let one = scaffold::Page { titre, resume, ordre: options.ordre };
    let text = scaffold::page(&one, &library.config);
    let new = New { section: Section::Pages, name: address, text };
    if library.is_taken(&new.path()) {
        return Err(format!("« {} » existe déjà ; rien n’est écrit", library.shown(&new.path())));
    }
    if !library.write(&new)? {
        return Ok(ExitCode::from(REFUSED));
    }
    println!("Écrit : {}", library.shown(&new.path()));
    println!("Une page n’a pas de brouillon : elle paraît à la prochaine construction du site.");
    println!("\nEnsuite :");
    println!("  1. ouvrez ce fichier et écrivez sous l’en-tête ;");
    println!("  2. « capitole serve » la montre, à l’adresse {} ;", new.address());
    println!("  3. « capitole check » dit ce qui reste à corriger.");
    Ok(ExitCode::SUCCESS)
}
