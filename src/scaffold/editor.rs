//! Settings of editors: forms of VS Code's *Front Matter* extension, made from the vocabularies, and the few settings of
//! VS Code that keep a text right.
//!
//! What is there, and what is left out, follows what these programs do: *Front Matter* takes a folder for its own when
//! its root has `frontmatter.json`; it finds the form of a text by the value of `type:`, else by the folder, when that
//! has a single form (<https://frontmatter.codes/docs/content-creation/content-types>). It names new files in its own
//! way, which does not make addresses, and its own validation knows neither dates without an hour nor our states:
//! both are turned off. The language server of YAML reads no front matter of Markdown
//! (<https://github.com/redhat-developer/vscode-yaml/issues/207>): nothing is set for it.

use serde_json::{Value, json};

use super::File;
use super::words::Words;
use crate::config::Config;
use crate::config::vocabulary::Terms;
use crate::model::Kind;
use crate::model::detail::NATURES;
use crate::schema;

use super::deliverable::ORGANISATIONS;
use super::text::STATES;

/// Where the schemas are.
pub const SCHEMAS: &str = ".capitole/schemas";

/// Forms of front matters, made from the vocabularies: made anew when these change.
pub const FORMS: &str = "frontmatter.json";

/// Every file that follows from `site.toml`: forms and schemas.
pub fn derived(config: &Config, slugs: &[&str]) -> Vec<File> {
    let mut files = vec![File::new(FORMS, pretty(&forms(config)))];
    files.extend(schema::Kind::ALL.map(|kind| {
        let path = format!("{SCHEMAS}/{}.schema.json", kind.name());
        File::new(path, pretty(&schema::schema(kind, config, slugs.iter().copied())))
    }));
    files
}

/// The settings that a library begins with.
pub fn settings() -> Vec<File> {
    let settings = json!({
        "[markdown]": {
            "editor.detectIndentation": false,
            "editor.insertSpaces": true,
            "editor.tabSize": 2,
            "editor.wordWrap": "on",
            "files.trimTrailingWhitespace": false,
        },
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": true,
        "files.watcherExclude": { "**/public/**": true },
        "search.exclude": { "**/public/**": true },
    });
    let extensions = json!({ "recommendations": ["eliostruyf.vscode-front-matter"] });
    vec![
        File::new(".vscode/settings.json", pretty(&settings)),
        File::new(".vscode/extensions.json", pretty(&extensions)),
    ]
}

fn pretty(value: &Value) -> String {
    // Text and numbers only: nothing there can fail.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn forms(config: &Config) -> Value {
    let folder = |title: &str, path: &str, types: &[&str]| {
        json!({
            "title": title,
            "path": format!("[[workspace]]/content/{path}"),
            "contentTypes": types,
            "disableCreation": true,
        })
    };
    let kinds = Kind::ALL.map(Kind::id);
    let mut types: Vec<Value> = Kind::ALL.iter().map(|kind| deliverable(*kind, config)).collect();
    types.extend([reuse(config), page(config)]);
    json!({
        "$schema": "https://frontmatter.codes/frontmatter.schema.json",
        "frontMatter.content.pageFolders": [
            folder("Fiches", "livrables", &kinds),
            folder("Reprises", "reprises", &["reprise"]),
            folder("Pages", "pages", &["page"]),
        ],
        "frontMatter.taxonomy.contentTypes": types,
        "frontMatter.content.draftField": {
            "name": "statut",
            "type": "choice",
            "choices": ["brouillon", "soumis", "valide", "archive"],
        },
        "frontMatter.taxonomy.dateFormat": "yyyy-MM-dd",
        "frontMatter.taxonomy.seoTitleField": "titre",
        "frontMatter.taxonomy.seoTitleLength": 140,
        "frontMatter.taxonomy.seoDescriptionField": "resume",
        "frontMatter.taxonomy.seoDescriptionLength": 400,
        "frontMatter.taxonomy.seoContentLengh": -1,
        "frontMatter.taxonomy.seoSlugLength": -1,
        "frontMatter.dashboard.content.cardTags": "mots_cles",
        "frontMatter.dashboard.content.card.fields.title": "titre",
        "frontMatter.dashboard.content.card.fields.description": "resume",
        "frontMatter.validation.enabled": false,
    })
}

/// The form of one type of deliverable: the keys that are chosen or said in a line. The groups that a form would only
/// make harder to read are written in the text.
fn deliverable(kind: Kind, config: &Config) -> Value {
    let words = Words::new(schema::Kind::Deliverable, config);
    let known = &config.vocabulaires;
    let mut fields = vec![
        text("titre", words.of("titre"), true),
        chosen("type", words.of("type"), [(kind.id().to_owned(), kind.id().to_owned())], false),
        text("resume", words.of("resume"), false),
        chosen("axes", words.of("axes"), of(&known.axes, |one| &one.nom), true),
        chosen("sous_themes", words.of("sous_themes"), of(&known.sous_themes, |one| &one.nom), true),
        chosen("prestataire", words.of("prestataire"), of(&known.prestataires, |one| &one.nom), false),
        group(
            "organisme",
            words.of("organisme"),
            &[
                text("nom", words.within("Organisme", "nom"), true),
                chosen("statut", words.within("Organisme", "statut"), fixed(ORGANISATIONS), false),
                group("site_reference", words.within("Organisme", "site_reference"), &place(config)),
            ],
        ),
        json!({ "name": "statut", "title": "statut", "type": "draft", "description": words.of("statut") }),
        date("date_publication", words.of("date_publication"), "isPublishDate"),
        date("date_mise_a_jour", words.of("date_mise_a_jour"), "isModifiedDate"),
        text("version", words.of("version"), true),
        chosen("publics", words.of("publics"), of(&known.publics, |one| &one.nom), true),
        chosen("secteurs", words.of("secteurs"), of(&known.secteurs, |one| &one.nom), true),
        chosen("modalites", words.of("modalites"), of(&known.modalites, |one| &one.nom), true),
        chosen("niveaux", words.of("niveaux"), of(&known.niveaux, |one| &one.nom), true),
        list("mots_cles", words.of("mots_cles")),
        chosen("licence", words.of("licence"), of(&known.licences, |one| &one.nom), false),
        text("titulaire_droits", words.of("titulaire_droits"), true),
    ];
    fields.extend(match kind {
        Kind::Referentiel => None,
        Kind::OutilNumerique => {
            let nature = chosen("nature", words.within("Outil", "nature"), fixed(NATURES), false);
            Some(group("outil", words.of("outil"), &[nature]))
        }
        Kind::ModelePedagogique => {
            let choices = of(&known.approches, |one| &one.nom);
            let approaches = chosen("approches", words.within("Modele", "approches"), choices, true);
            Some(group("modele", words.of("modele"), &[approaches]))
        }
    });
    json!({ "name": kind.id(), "pageBundle": true, "clearEmpty": true, "fields": fields })
}

fn reuse(config: &Config) -> Value {
    let words = Words::new(schema::Kind::Reuse, config);
    let fields = vec![
        text("livrable", words.of("livrable"), true),
        text("organisme", words.of("organisme"), true),
        group("site", words.of("site"), &place(config)),
        date("date", words.of("date"), "isPublishDate"),
        chosen("etat", words.of("etat"), fixed(STATES), false),
        text("contact", words.of("contact"), true),
    ];
    json!({ "name": "reprise", "pageBundle": false, "clearEmpty": true, "fields": fields })
}

fn page(config: &Config) -> Value {
    let words = Words::new(schema::Kind::Page, config);
    let fields = vec![
        text("titre", words.of("titre"), true),
        text("resume", words.of("resume"), false),
        json!({ "name": "ordre", "title": "ordre", "type": "number", "description": words.of("ordre") }),
    ];
    json!({ "name": "page", "pageBundle": false, "clearEmpty": true, "fields": fields })
}

fn place(config: &Config) -> Vec<Value> {
    let words = Words::new(schema::Kind::Reuse, config);
    vec![
        text("commune", words.within("Site", "commune"), true),
        chosen(
            "departement",
            words.within("Site", "departement"),
            of(&config.vocabulaires.departements, |one| &one.nom),
            false,
        ),
    ]
}

/// Ids of a vocabulary with their names.
fn of<T>(terms: &Terms<T>, name: impl Fn(&T) -> &str) -> Vec<(String, String)> {
    terms.iter().map(|(id, term)| (id.to_owned(), name(term).to_owned())).collect()
}

fn fixed(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
}

fn text(name: &str, description: &str, single: bool) -> Value {
    json!({ "name": name, "title": name, "type": "string", "single": single, "description": description })
}

fn list(name: &str, description: &str) -> Value {
    json!({ "name": name, "title": name, "type": "list", "description": description })
}

fn group(name: &str, description: &str, fields: &[Value]) -> Value {
    json!({ "name": name, "title": name, "type": "fields", "description": description, "fields": fields })
}

fn date(name: &str, description: &str, role: &str) -> Value {
    let mut field = json!({
        "name": name, "title": name, "type": "datetime", "dateFormat": "yyyy-MM-dd", "description": description,
    });
    field[role] = true.into();
    field
}

fn chosen(name: &str, description: &str, choices: impl IntoIterator<Item = (String, String)>, multiple: bool) -> Value {
    let choices: Vec<Value> = choices.into_iter().map(|(id, title)| json!({ "id": id, "title": title })).collect();
    json!({
        "name": name, "title": name, "type": "choice", "multiple": multiple, "choices": choices,
        "description": description,
    })
}
