//! The arguments, and their help, in French.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use capitole::serve::Editor;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::faults;

pub(crate) const HELP: &str = "\
{about-with-newline}
Usage : {usage}

{all-args}{after-help}";

/// Where help stands among the options of every command: at their end.
const LAST: usize = 900;

/// capitole construit le site d’une bibliothèque de pratiques de formation à partir de fichiers Markdown.
#[derive(Debug, Parser)]
#[command(
    name = "capitole",
    version,
    help_template = HELP,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE",
    override_usage = "capitole <COMMANDE> [OPTIONS]",
    after_help = "« capitole COMMANDE --help » décrit une commande.\nCode de sortie : 0 si tout va bien, 1 si le contenu a des erreurs, 2 si l’appel ou la machine est en cause."
)]
pub(crate) struct Call {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Affiche cette aide
    #[arg(short, long, global = true, action = clap::ArgAction::Help, help_heading = "Options", display_order = LAST)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long, action = clap::ArgAction::Version, help_heading = "Options", display_order = LAST + 1)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Vérifie le contenu et construit le site
    #[command(help_template = HELP, override_usage = "capitole build [OPTIONS]")]
    Build(Build),
    /// Vérifie le contenu sans rien écrire
    #[command(help_template = HELP, override_usage = "capitole check [OPTIONS] [CHEMIN…]")]
    Check(Check),
    /// Montre le site sur cette machine et le met à jour à chaque enregistrement
    #[command(help_template = HELP, override_usage = "capitole serve [OPTIONS]")]
    Serve(Serve),
    /// Cherche dans la bibliothèque depuis le terminal
    #[command(help_template = HELP, override_usage = "capitole search [OPTIONS] \"mots\"")]
    Search(Search),
    /// Donne le schéma JSON des en-têtes, pour que votre éditeur complète et vérifie
    #[command(help_template = HELP, override_usage = "capitole schema [OPTIONS] [SORTE]")]
    Schema(crate::schema::Options),
    /// Explique un message : ce qu’il veut dire, quoi faire, un exemple corrigé
    #[command(help_template = HELP, override_usage = "capitole explain [CODE]")]
    Explain(Explain),
    /// Aide votre éditeur à écrire : problèmes pendant la frappe, complétion, renommage (voir le guide)
    #[command(help_template = HELP, override_usage = "capitole lsp")]
    Lsp,
    /// Commence une fiche, une reprise ou une page, en posant des questions
    #[command(help_template = HELP, override_usage = "capitole new <SORTE> [OPTIONS]", subcommand_help_heading = "Sortes", subcommand_value_name = "SORTE", disable_help_subcommand = true)]
    New(crate::new::Options),
    /// Crée une bibliothèque, ou complète celle qui existe
    #[command(help_template = HELP, override_usage = "capitole init [OPTIONS] [DOSSIER]")]
    Init(crate::init::Options),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Library {
    /// Dossier de la bibliothèque [par défaut : celui qui contient site.toml, en remontant]
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) root: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) library: Library,
    /// Dossier du site construit [par défaut : public/ dans la bibliothèque]
    #[arg(long, value_name = "DOSSIER")]
    pub(crate) output: Option<PathBuf>,
    /// Construit aussi les brouillons et les fiches soumises
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Adresse publique du site, à la place de celle de site.toml
    #[arg(long, value_name = "ADRESSE")]
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Check {
    /// Fichiers ou dossiers dont les problèmes sont montrés [par défaut : toute la bibliothèque]
    #[arg(value_name = "CHEMIN", help_heading = "Arguments")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) library: Library,
    #[command(flatten)]
    pub(crate) shown: Shown,
    /// Un avertissement fait échouer la vérification, comme une erreur
    #[arg(long)]
    pub(crate) strict: bool,
    /// Donne aussi des conseils de lecture : phrases très longues, textes difficiles
    #[arg(long)]
    pub(crate) advice: bool,
    /// Demande aussi aux autres sites si les pages citées y sont encore ; garde leurs réponses dans .capitole/
    #[arg(long)]
    pub(crate) external: bool,
    #[command(flatten)]
    pub(crate) repair: Repair,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Shown {
    /// Forme des problèmes : human (pour vous), json, github, gitlab ou sarif
    #[arg(long, value_name = "FORME", value_enum, default_value_t = Format::Human, hide_default_value = true, hide_possible_values = true)]
    pub(crate) format: Format,
    /// Montre tous les problèmes, même ceux qui se répètent dans un fichier
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Repair {
    /// Corrige ce qui est certain, montre chaque changement et vérifie de nouveau
    #[arg(long)]
    pub(crate) fix: bool,
    /// Avec --fix : montre les changements sans rien écrire
    #[arg(long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// Avec --fix : remet aussi les rubriques des fiches dans l’ordre du guide
    #[arg(long, requires = "fix")]
    pub(crate) format_keys: bool,
}

/// How problems are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For a person.
    Human,
    /// For a program: documented, with a version.
    Json,
    /// Workflow commands.
    Github,
    /// Code Quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) library: Library,
    /// Port d’écoute [par défaut : 4300, ou le premier libre des neuf suivants]
    #[arg(long, value_name = "PORT", value_parser = port)]
    pub(crate) port: Option<u16>,
    /// Adresse d’écoute [par défaut : 127.0.0.1, pour cette machine seule]
    #[arg(long, value_name = "ADRESSE", value_parser = host, default_value = "127.0.0.1", hide_default_value = true)]
    pub(crate) host: IpAddr,
    /// Montre aussi les brouillons et les fiches soumises
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Ouvre la page d’accueil dans le navigateur
    #[arg(long)]
    pub(crate) open: bool,
    /// Éditeur que les liens des erreurs ouvrent : vscode, vscodium, cursor, zed, idea, textmate, aucun, ou une adresse avec {chemin} et {ligne} [par défaut : vscode]
    #[arg(long, value_name = "ÉDITEUR", default_value = "vscode", hide_default_value = true)]
    pub(crate) editor: Editor,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(crate) struct Search {
    /// Les mots cherchés ; "…" pour une expression exacte, -mot pour exclure
    #[arg(value_name = "MOTS", required_unless_present = "stdin", num_args = 1.., help_heading = "Arguments")]
    pub(crate) words: Vec<String>,
    /// Cherche chaque ligne de l’entrée standard ; donne une ligne de JSON pour chacune
    #[arg(long, conflicts_with = "words")]
    pub(crate) stdin: bool,
    #[command(flatten)]
    pub(crate) library: Library,
    /// Donne les résultats en JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Nombre de résultats
    #[arg(long, value_name = "N", value_parser = limit, default_value_t = 10, hide_default_value = true)]
    pub(crate) limit: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Le code entre crochets dans le message, par exemple front-matter/axe-inconnu ; sans lui, la liste de tous
    #[arg(value_name = "CODE", help_heading = "Arguments")]
    pub(crate) code: Option<String>,
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "écrivez un nombre de 0 à 65535, 0 pour un port libre".to_owned())
}

fn host(text: &str) -> Result<IpAddr, String> {
    let text = if text == "localhost" { "127.0.0.1" } else { text };
    text.parse().map_err(|_| "écrivez une adresse IP : 127.0.0.1, 0.0.0.0 pour toutes, ::1…".to_owned())
}

fn limit(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "écrivez un nombre entier".to_owned())
}

/// The call, or the exit status when there is nothing to do: help was shown, or the call is wrong.
pub(crate) fn parse() -> Result<Call, ExitCode> {
    let words = as_options(std::env::args_os().collect());
    let command = Call::command();
    let matches = command.try_get_matches_from(&words).and_then(|matches| Call::from_arg_matches(&matches));
    matches.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // In colour on a terminal only.
            crate::printing::note(error.print());
            ExitCode::from(if error.use_stderr() { 2 } else { 0 })
        }
        _ => {
            eprintln!("erreur : {}", faults::french(&error, &words));
            ExitCode::from(2)
        }
    })
}

/// « capitole aide », « capitole help build », « capitole new aide »: what `--help` says.
fn as_options(mut words: Vec<OsString>) -> Vec<OsString> {
    let at = if words.get(1).is_some_and(|word| word == "new") { 2 } else { 1 };
    if words.get(at).is_some_and(|word| word == "aide" || word == "help") {
        words.remove(at);
        words.push("--help".into());
    }
    words
}
