//! The guide's page of keys is what the schemas make, between an introduction and an end written by hand
//! (`tests/guide/`). `BLESS=1` writes it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use capitole::config::Config;
use capitole::model::read::{Include, KEYS};
use capitole::schema::{Kind, choices, order, skeleton};
use serde_json::Value;

use crate::support::project;

/// A table of keys: those of a type of the schema.
struct Table {
    title: &'static str,
    /// Where the keys stand, and what the schema cannot say.
    note: &'static str,
    kind: Kind,
    /// The type's name in the schema.
    group: &'static str,
    /// Where such a group stands in a front matter, for examples; `*` is each item of a list.
    path: &'static str,
    /// The keys shown, when they are not all of the group's.
    keys: &'static [&'static str],
}

const fn table(title: &'static str, group: &'static str, path: &'static str, note: &'static str) -> Table {
    Table { title, note, kind: Kind::Deliverable, group, path, keys: &[] }
}

const fn common(title: &'static str, keys: &'static [&'static str]) -> Table {
    Table { title, note: "", kind: Kind::Deliverable, group: "Livrable", path: "", keys }
}

const TABLES: &[Table] = &[
    common(
        "Identité",
        &["titre", "type", "resume", "statut", "date_publication", "date_mise_a_jour", "version", "journal", "exemple"],
    ),
    table(
        "Une entrée du journal",
        "Entree",
        "journal/*",
        "Une entrée par version, toujours dans le même sens ; jamais deux fois la même version. La page de la fiche les montre sous « Historique ».",
    ),
    common(
        "Classement",
        &["axes", "sous_themes", "publics", "secteurs", "modalites", "niveaux", "transition_ecologique", "mots_cles"],
    ),
    common(
        "Acteurs et droits",
        &["prestataire", "organisme", "licence", "titulaire_droits", "autorisation_diffusion", "contact"],
    ),
    table("L’organisme", "Organisme", "organisme", ""),
    table("Un site", "Site", "organisme/site_reference", ""),
    table(
        "L’autorisation de diffusion",
        "Autorisation",
        "autorisation_diffusion",
        "Sans elle, une fiche `valide` est une erreur.",
    ),
    table("Le contact", "Contact", "contact", "Une fonction et une adresse partagée durent plus longtemps qu’un nom."),
    common("Liens avec le reste", &["ressources", "voir_aussi", "remplace", "alias"]),
    common("Groupes et sections", &["transfert", "evaluation", "referentiel", "outil", "modele"]),
    table(
        "Les clés pour transférer",
        "Transfert",
        "transfert",
        "C’est la partie que l’on imprime, et la seule que beaucoup liront. *Prérequis* et *conditions* se confondent souvent. Une connexion dans la salle est un prérequis : on vérifie, puis on n’y pense plus. Un groupe qui ne dépasse pas douze personnes pendant six semaines est une condition.",
    ),
    table("Une étape", "Etape", "transfert/etapes/*", ""),
    table(
        "Le coût",
        "Cout",
        "transfert/cout",
        "Les niveaux sont expliqués dans [Reprendre une pratique](reprendre.md#le-cout-de-0-a-4).",
    ),
    table(
        "L’évaluation",
        "Evaluation",
        "evaluation",
        "Le niveau de preuve décrit la méthode, pas le succès. Si le groupe est si petit qu’un chiffre y désignerait quelqu’un, ne publiez pas le chiffre.",
    ),
    table("La période", "Periode", "evaluation/periode", ""),
    table("Un indicateur", "Indicateur", "evaluation/indicateurs/*", ""),
    table("Les ressources", "Ressource", "ressources/*", "Chacune a un `fichier` ou une `url`, pas les deux."),
    table(
        "La section d’un référentiel",
        "Referentiel",
        "referentiel",
        "Ce que vous réorganisez, ce sont les parcours ; les compétences et les critères restent dans les limites de la certification.",
    ),
    table("La certification", "Certification", "referentiel/certification", ""),
    table("Un bloc", "Bloc", "referentiel/blocs/*", ""),
    table("Une compétence", "Competence", "referentiel/blocs/*/competences/*", ""),
    table("Un parcours", "Parcours", "referentiel/parcours/*", ""),
    table("La section d’un outil numérique", "Outil", "outil", ""),
    table(
        "L’accessibilité de l’outil",
        "Accessibilite",
        "outil/accessibilite",
        "Sans audit, l’accessibilité est `non-evaluee`. Ce n’est pas une faute de l’écrire ; c’en est une d’écrire `totale` sans rapport.",
    ),
    table("Les données personnelles", "DonneesPersonnelles", "outil/donnees_personnelles", ""),
    table("La section d’un modèle pédagogique", "Modele", "modele", ""),
    table("L’effectif", "Effectif", "modele/effectif", ""),
    table("Une séquence", "Sequence", "modele/sequences/*", ""),
    Table {
        title: "Une reprise",
        note: "Fichier `content/reprises/<nom>.md`, décrit dans [Reprendre une pratique](reprendre.md#dire-ce-que-vous-en-avez-fait).",
        kind: Kind::Reuse,
        group: "Reprise",
        path: "",
        keys: &[],
    },
    Table {
        title: "Une page",
        note: "Fichier `content/pages/<nom>.md`, ou plus bas dans un dossier. Les images qu’elle montre se rangent à côté d’elle ou dans un dossier voisin, `images/` par exemple, et se citent par leur chemin depuis la page.",
        kind: Kind::Page,
        group: "Page",
        path: "",
        keys: &[],
    },
];

/// Every front matter of the sample library, by kind, in the order of paths.
fn samples() -> Vec<(Kind, Value)> {
    let mut found = Vec::new();
    for (kind, folder) in [(Kind::Deliverable, "livrables"), (Kind::Reuse, "reprises"), (Kind::Page, "pages")] {
        for path in walkdir::WalkDir::new(project().join("content").join(folder)).sort_by_file_name() {
            let path = path.unwrap();
            let is_text = if kind == Kind::Deliverable {
                path.file_name() == "index.md"
            } else {
                path.path().extension().is_some_and(|end| end == "md")
            };
            // The page that is made here gives no example to itself.
            if !is_text || path.file_name() == "modele.md" {
                continue;
            }
            let text = fs::read_to_string(path.path()).unwrap();
            let (yaml, _) = text.strip_prefix("---\n").unwrap().split_once("\n---\n").unwrap();
            found.push((kind, serde_json::to_value(yaml_serde::from_str::<yaml_serde::Value>(yaml).unwrap()).unwrap()));
        }
    }
    found
}

/// The values at a path.
fn at<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut now = vec![value];
    for step in path.split('/').filter(|step| !step.is_empty()) {
        now = now
            .into_iter()
            .flat_map(|one| match step {
                "*" => one.as_array().map(|list| list.iter().collect()).unwrap_or_default(),
                key => one.get(key).into_iter().collect::<Vec<_>>(),
            })
            .collect();
    }
    now
}

/// A value on one line, as an author writes it.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let plain = yaml_serde::from_str::<yaml_serde::Value>(text).is_ok_and(|read| read.as_str() == Some(text));
            Some(if plain && !text.contains([',', '[', ']', '{', '}', '#', '"']) {
                text.clone()
            } else {
                format!("{value}")
            })
        }
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(written).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Value::Object(_) | Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// The first example that is short, else the shortest; empty for what has a table of its own.
fn example(samples: &[(Kind, Value)], table: &Table, key: &str) -> String {
    let path = format!("{}/{key}", table.path);
    let found: Vec<String> = samples
        .iter()
        .filter(|(kind, _)| *kind == table.kind)
        .flat_map(|(_, value)| at(value, &path))
        .filter_map(written)
        .filter(|text| !text.contains('|') && text != "[]")
        .collect();
    let shortest = || found.iter().min_by_key(|text| text.chars().count());
    found
        .iter()
        .find(|text| text.chars().count() <= 40)
        .or_else(shortest)
        .map_or_else(String::new, |text| format!("`{key}: {text}`"))
}

/// The form of a value, in French.
fn form(schema: &Value, defs: &Value, config: &Config) -> String {
    if let Some(list) = schema["anyOf"].as_array() {
        return form(list.iter().find(|one| one["type"] != "null").unwrap(), defs, config);
    }
    if let Some(name) = schema["$ref"].as_str().map(|one| one.rsplit('/').next().unwrap()) {
        return named(name, &defs[name], config);
    }
    if let Some(ids) = schema["enum"].as_array() {
        return one_of(ids.iter().filter_map(Value::as_str));
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds[0].as_str().unwrap(),
        kind => kind.as_str().unwrap(),
    };
    match kind {
        "string" => format!("texte{}", between(schema, "minLength", "maxLength", " caractères")),
        "integer" => format!("nombre entier{}", between(schema, "minimum", "maximum", "")),
        "number" => format!("nombre{}", between(schema, "minimum", "maximum", "")),
        "boolean" => "`true` ou `false`".to_owned(),
        "array" => {
            format!("liste{} : {}", between(schema, "minItems", "maxItems", ""), form(&schema["items"], defs, config))
        }
        other => unreachable!("{other} has no form"),
    }
}

/// What a named type is.
fn named(name: &str, schema: &Value, config: &Config) -> String {
    if let Some(table) = TABLES.iter().find(|table| table.group == name) {
        let anchor = capitole::parse::markdown::parse(&format!("## {}\n", table.title), 0).headings[0].id.clone();
        return format!("groupe, voir [{}](#{anchor})", table.title);
    }
    match (name, schema["x-vocabulaire"].as_str()) {
        ("Fiche", _) => "nom du dossier d’une fiche".to_owned(),
        (
            _,
            Some(
                list
                @ ("natures" | "standards" | "plateformes" | "conformites" | "hebergements" | "modalites_sequence"),
            ),
        ) => {
            let known = choices(list, config, &[]);
            one_of(known.iter().map(|(id, _)| id.as_str()))
        }
        (_, Some(list)) => format!("identifiant de `[{list}.…]` dans `site.toml`"),
        ("Texte", _) => "texte".to_owned(),
        ("Date", _) => "date".to_owned(),
        ("Duree", _) => "durée".to_owned(),
        ("Adresse", _) => "adresse web".to_owned(),
        ("Courriel", _) => "adresse de courriel".to_owned(),
        _ => unreachable!("{name} has no form: name it here, or give it a table"),
    }
}

fn one_of<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn between(schema: &Value, least: &str, most: &str, unit: &str) -> String {
    // A text or a number of at least nothing says nothing.
    let least = schema[least].as_u64();
    match (least, schema[most].as_u64()) {
        (Some(least), Some(most)) => format!(", de {least} à {most}{unit}"),
        (None, Some(most)) => format!(", {most}{unit} au plus"),
        (Some(least), None) => format!(", {least}{unit} au moins"),
        (None, None) => String::new(),
    }
}

/// When a key is asked for.
fn required(root: &Value, group: &Value, key: &str, is_root: bool) -> String {
    let has = |list: &Value| list.as_array().is_some_and(|keys| keys.iter().any(|one| one == key));
    if has(&group["required"]) {
        return "oui".to_owned();
    }
    let rules = root["allOf"].as_array().filter(|_| is_root);
    let rule = rules.and_then(|rules| rules.iter().find(|rule| has(&rule["then"]["required"])));
    rule.map_or_else(
        || "non".to_owned(),
        |rule| {
            let (name, value) = rule["if"]["properties"].as_object().unwrap().iter().next().unwrap();
            format!("si `{name}: {}`", value["const"].as_str().unwrap())
        },
    )
}

fn group<'a>(root: &'a Value, table: &Table) -> &'a Value {
    if table.path.is_empty() { root } else { &root["$defs"][table.group] }
}

fn page() -> String {
    let checked = capitole::pipeline::check(project(), Include::Drafts).unwrap();
    let config = checked.library.unwrap().config;
    let samples = samples();
    let mut page = include_str!("../guide/modele-debut.md").to_owned();
    for table in TABLES {
        let root = skeleton(table.kind);
        let group = group(&root, table);
        write!(page, "\n## {}\n\n", table.title).unwrap();
        if !table.path.is_empty() {
            let place = table.path.replace("/*", "").replace('/', "` puis `");
            write!(page, "Sous `{place}`. ").unwrap();
        }
        page.push_str(table.note);
        while page.ends_with(' ') || page.ends_with('\n') {
            page.pop();
        }
        page.push_str(
            "\n\n| rubrique | obligatoire | forme | ce qu’on y met | exemple |\n| --- | --- | --- | --- | --- |\n",
        );
        let keys = if table.keys.is_empty() { order::keys(table.group) } else { table.keys };
        for key in keys {
            let schema = &group["properties"][*key];
            let form = form(schema, &root["$defs"], &config);
            let text = capitole::theme::typography(schema["description"].as_str().unwrap());
            let needed = required(&root, group, key, table.path.is_empty());
            let example = example(&samples, table, key);
            writeln!(page, "| `{key}` | {needed} | {form} | {text} | {example} |").unwrap();
        }
    }
    page.push('\n');
    page.push_str(include_str!("../guide/modele-fin.md"));
    page
}

#[test]
fn the_guide_is_what_the_schemas_make() {
    let path = project().join("content/pages/guide/modele.md");
    let page = page();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == page, "write it again: BLESS=1 cargo test --test it model");
}

#[test]
fn every_key_of_every_group_is_shown_once() {
    let shown: Vec<&str> =
        TABLES.iter().filter(|one| one.group == "Livrable").flat_map(|one| one.keys).copied().collect();
    let mut sorted = (shown.clone(), KEYS.to_vec());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    assert_eq!(sorted.0, sorted.1);
    for kind in Kind::ALL {
        let root = skeleton(kind);
        let defs = root["$defs"].as_object().into_iter().flatten();
        for (name, schema) in defs.filter(|(_, schema)| schema["properties"].is_object()) {
            let known: BTreeSet<&str> = order::keys(name).iter().copied().collect();
            let keys: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(known, keys, "{name}");
            assert_eq!(TABLES.iter().filter(|table| table.group == name).count(), 1, "{name} has one table");
        }
    }
}
