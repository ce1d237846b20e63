//! `capitole init`: a whole new library, or what an existing one still lacks: a hook, a forge's file, forms for editors.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use capitole::model::Library;
use capitole::model::read::Include;
use capitole::output::disk::{self, NewFile, create};
use capitole::scaffold::library::{Forge, files};
use capitole::scaffold::{File, editor, hook};
use capitole::system::in_french;
use capitole::{pipeline, source};
use clap::{Args, ValueEnum};

use crate::commands::CONTENT;
use crate::git::{self, Repository};
use crate::questions::{self, Choice};
use crate::terminal::{self, Warnings};

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Options {
    /// Dossier de la bibliothèque : nouveau ou vide, ou celui d’une bibliothèque à compléter
    #[arg(value_name = "DOSSIER", help_heading = "Arguments")]
    folder: Option<PathBuf>,
    /// Écrit aussi le fichier qui vérifie et publie dans la forge : github, gitlab ou forgejo
    #[arg(long, value_name = "FORGE", hide_possible_values = true)]
    forge: Option<ForgeName>,
    /// Installe dans le dépôt git un contrôle qui refuse les commits dont le contenu a des erreurs
    #[arg(long)]
    hook: bool,
    /// Refait, d’après site.toml, frontmatter.json et les schémas des en-têtes
    #[arg(long)]
    editor: bool,
    /// Ne pose aucune question, même dans un terminal
    #[arg(long)]
    sans_question: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ForgeName {
    Github,
    Gitlab,
    Forgejo,
}

impl From<ForgeName> for Forge {
    fn from(name: ForgeName) -> Self {
        match name {
            ForgeName::Github => Self::Github,
            ForgeName::Gitlab => Self::Gitlab,
            ForgeName::Forgejo => Self::Forgejo,
        }
    }
}

pub(crate) fn run(options: &Options) -> Result<ExitCode, String> {
    let here = std::env::current_dir()
        .map_err(|error| format!("le dossier courant ne peut pas être lu : {}", in_french(&error)))?;
    let asks_nothing_new = options.hook || options.editor || options.forge.is_some();
    let existing = match &options.folder {
        Some(folder) => folder.join("site.toml").is_file().then(|| folder.clone()),
        None => source::disk::find_root(&here),
    };
    match (existing, &options.folder) {
        (Some(root), _) if asks_nothing_new => complete(&root, options),
        (Some(root), _) => Err(format!(
            "« {} » est déjà une bibliothèque ; rien n’est écrit\n  aide : --hook, --forge ou --editor y ajoutent ce qui manque",
            root.display()
        )),
        (None, Some(folder)) => begin(folder, options),
        (None, None) => Err("il manque le dossier de la nouvelle bibliothèque\n  aide : écrivez par exemple « capitole init ma-bibliotheque »".to_owned()),
    }
}

/// Makes a new library.
fn begin(folder: &Path, options: &Options) -> Result<ExitCode, String> {
    let is_free = source::disk::is_free(folder)
        .map_err(|error| format!("« {} » ne peut pas être lu : {}", folder.display(), in_french(&error)))?;
    if !is_free {
        return Err(format!(
            "« {} » n’est pas vide ; rien n’est écrit\n  aide : choisissez un dossier vide ou nouveau",
            folder.display()
        ));
    }
    let forge = match options.forge {
        Some(name) => Some(name.into()),
        None if !options.sans_question && questions::can_ask() => ask_forge()?,
        None => None,
    };
    let repository = repository(folder, options)?;
    let hook = options.hook.then(|| Hook::prepare(folder, repository.as_ref())).transpose()?;
    let library = files(forge);
    let mut new = on_disk(folder, &library);
    new.extend(hook.as_ref().and_then(Hook::as_new));
    create(&new).map_err(|error| error.to_string())?;
    if let Some(hook) = &hook {
        hook.renew()?;
    }
    println!("Bibliothèque créée dans {} : trois fiches et une reprise fictives, pour l’exemple.", folder.display());
    if let Some(hook) = &hook {
        println!("{}", hook.told());
    }
    if let Some(forge) = forge {
        println!("{}", told(forge, repository.as_ref()));
    }
    println!("\nEnsuite :");
    println!("  1. cd {}", folder.display());
    println!("  2. complétez site.toml : titre, adresse, mentions légales, listes de termes ;");
    println!("  3. « capitole serve » montre le site, « capitole new livrable » commence une fiche.");
    println!("README.md explique le reste.");
    Ok(ExitCode::SUCCESS)
}

/// Adds to a library what it still lacks.
fn complete(root: &Path, options: &Options) -> Result<ExitCode, String> {
    let repository = repository(root, options)?;
    let hook = options.hook.then(|| Hook::prepare(root, repository.as_ref())).transpose()?;
    let forge: Option<Forge> = options.forge.map(Into::into);
    let derived = if options.editor {
        let checked = pipeline::check(root, Include::Drafts).map_err(|error| error.to_string())?;
        let Some(library) = &checked.library else {
            terminal::show(&checked.problems, Warnings::Few);
            return Ok(ExitCode::from(CONTENT));
        };
        editor::derived(&library.config, &slugs(library))
    } else {
        Vec::new()
    };
    let file = forge.map(Forge::file);
    let mut new: Vec<NewFile<'_>> = file.iter().map(|file| one_on_disk(root, file)).collect();
    new.extend(hook.as_ref().and_then(Hook::as_new));
    create(&new).map_err(|error| error.to_string())?;
    if let Some(hook) = &hook {
        hook.renew()?;
        println!("{}", hook.told());
    }
    if let Some(forge) = forge {
        println!("{}", told(forge, repository.as_ref()));
    }
    for file in &derived {
        disk::write(&root.join(&file.path), &file.bytes).map_err(|error| error.to_string())?;
        println!("Refait : {}", file.path);
    }
    Ok(ExitCode::SUCCESS)
}

/// The repository that a folder lies in. Without `--hook`, a machine that has no git lacks nothing.
fn repository(folder: &Path, options: &Options) -> Result<Option<Repository>, String> {
    match git::repository(folder) {
        Err(_) if !options.hook => Ok(None),
        found => found,
    }
}

fn slugs(library: &Library) -> Vec<&str> {
    library.deliverables.iter().map(|one| one.slug.as_str()).collect()
}

fn ask_forge() -> Result<Option<Forge>, String> {
    questions::begin();
    let mut choices = vec![Choice::new("aucune", "Aucune, ou plus tard")];
    choices.extend(Forge::ALL.map(|forge| Choice::new(forge.name().to_lowercase(), forge.name())));
    let answer = questions::one("Forge qui vérifiera et publiera", choices)?;
    Ok(Forge::ALL.into_iter().find(|forge| answer.as_deref() == Some(forge.name().to_lowercase().as_str())))
}

fn told(forge: Forge, repository: Option<&Repository>) -> String {
    let file = forge.file();
    let mut told = format!(
        "{} : {} vérifie et publie ; donnez-lui la variable CAPITOLE_DEPOT, l’adresse du dépôt git de capitole.",
        forge.name(),
        file.path
    );
    if repository.is_some_and(|repository| !repository.prefix.is_empty()) {
        told.push_str(
            "\n  La forge ne lit ce fichier qu’à la racine du dépôt : déplacez-le, et ajoutez --root à ses commandes.",
        );
    }
    told
}

fn on_disk<'a>(root: &Path, files: &'a [File]) -> Vec<NewFile<'a>> {
    files.iter().map(|file| one_on_disk(root, file)).collect()
}

fn one_on_disk<'a>(root: &Path, file: &'a File) -> NewFile<'a> {
    NewFile { path: root.join(&file.path), bytes: &file.bytes, is_program: false }
}

/// The hook of a repository, ready to be written.
struct Hook {
    path: PathBuf,
    text: String,
    /// One that this program wrote before.
    former: Option<Vec<u8>>,
}

impl Hook {
    /// Refuses where there is no repository, or a hook of someone else.
    fn prepare(folder: &Path, repository: Option<&Repository>) -> Result<Self, String> {
        let Some(Repository { hooks, prefix }) = repository else {
            return Err(format!(
                "« {} » n’est pas dans un dépôt git ; rien n’est écrit\n  aide : lancez d’abord « git init »",
                folder.display()
            ));
        };
        let path = hooks.join("pre-commit");
        let former = source::disk::read_optional(&path)
            .map_err(|error| format!("« {} » ne peut pas être lu : {}", path.display(), in_french(&error)))?;
        if former.as_ref().is_some_and(|former| !hook::is_ours(&String::from_utf8_lossy(former))) {
            return Err(format!(
                "« {} » existe et vient d’ailleurs ; il n’est pas remplacé, rien n’est écrit\n  aide : ajoutez-y la ligne « capitole check || exit 1 »",
                path.display()
            ));
        }
        let program = std::env::current_exe().map(|path| path.display().to_string()).unwrap_or_default();
        Ok(Self { path, text: hook::script(prefix, &program), former })
    }

    /// The file to be made, when there is none yet.
    fn as_new(&self) -> Option<NewFile<'_>> {
        let new = || NewFile { path: self.path.clone(), bytes: self.text.as_bytes(), is_program: true };
        self.former.is_none().then(new)
    }

    /// Writes anew the one that this program wrote before.
    fn renew(&self) -> Result<(), String> {
        let Some(former) = &self.former else { return Ok(()) };
        disk::replace(&self.path, former, self.text.as_bytes()).map_err(|error| error.to_string())
    }

    fn told(&self) -> String {
        format!("Contrôle installé : {}. Il vérifie chaque commit avant de l’enregistrer.", self.path.display())
    }
}
