//! A small library, rendered whole: what a reader must find, and what must never be there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Options, Pages, SearchPage};
use crate::model::Library;
use crate::model::read::Include;
use crate::output::{Content, MemorySite};
use crate::source::{Attachment, BundleSource, LibrarySource, Text, TextSource};
use crate::span::SourceText;
use crate::theme::Theme;

const SITE: &str = include_str!("../../site.toml");

const HEAD: &str = "resume: \"Une fiche assez longue pour être un résumé, avec <b>des chevrons</b> & une esperluette.\"
prestataire: maskott
organisme:
  nom: CFA exemple
  statut: cfa
  site_reference: { commune: Albi, departement: \"81\" }
  sites_mise_en_oeuvre:
    - { commune: Albi, departement: \"81\" }
publics: [apprentis]
titulaire_droits: CFA exemple
autorisation_diffusion: { date: 2024-05-02, par: Direction }
mots_cles: [partagé]
";

const TRANSFER: &str = "transfert:
  invariants: [Ne rien changer ici]
  etapes:
    - { titre: Commencer, duree: 1 semaine, qui: L’équipe }
  cout: { niveau: 1 }
";

fn source(path: &str, text: String) -> Arc<SourceText> {
    Arc::new(SourceText::new(path.to_owned(), text))
}

fn bundle(slug: &str, own: &str, detail: &str, body: &str) -> BundleSource {
    BundleSource {
        slug: slug.to_owned(),
        text: Text::Read(source(
            &format!("content/livrables/{slug}/index.md"),
            format!("---\n{own}{HEAD}{TRANSFER}{detail}---\n{body}"),
        )),
        attachments: vec![Attachment {
            name: "grille à lire.csv".to_owned(),
            path: "/nulle/part.csv".into(),
            size: 1_500,
            modified: None,
            dimensions: None,
        }],
    }
}

/// One deliverable of each kind, one archived, a reuse, two pages of the guide.
fn library(include: Include) -> Library {
    let model = bundle(
        "modele-un",
        "titre: \"Le titre </script><script>alert(1)</script>\"\ntype: modele-pedagogique\naxes: [c, b]\nstatut: valide\ndate_publication: 2024-05-17\nlicence: cc-by-nc-sa-4.0\nexemple: true\nvoir_aussi: [outil-un]\nalias: [ancien/chemin]\nressources:\n  - { titre: La grille, fichier: \"grille à lire.csv\" }\n  - { titre: Ailleurs, url: \"https://exemple.invalid/x\" }\nevaluation:\n  niveau_de_preuve: 2\n  indicateurs:\n    - { nom: Assiduité, unite: \"%\", avant: 71, apres: 86, cible: 90, sens: hausse }\n",
        "modele:\n  approches: [classe-inversee]\n  sequences:\n    - { titre: Un, duree: 45 min, modalite: distanciel-asynchrone, objectif: Voir }\n    - { titre: Deux, duree: 3 h, modalite: presentiel }\n",
        "## Contexte\n\nVoir [l’outil](../outil-un/index.md#demarche), [la grille](<grille à lire.csv>), [le guide](../../pages/guide/publier.md), [un piège](javascript:alert(1)) et [rien](../absent/index.md).\n",
    );
    let tool = bundle(
        "outil-un",
        "titre: Un outil pour essayer\ntype: outil-numerique\naxes: [b]\nstatut: valide\ndate_publication: 2024-06-01\nlicence: cc-by-4.0\nexemple: false\n",
        "outil:\n  nature: lms\n  standards: [scorm-1.2]\n  hors_ligne: true\n",
        "## Démarche\n\nTexte.\n",
    );
    let old = bundle(
        "referentiel-ancien",
        "titre: Un référentiel ancien\ntype: referentiel\naxes: [a]\nstatut: archive\ndate_publication: 2023-01-01\nlicence: cc-by-4.0\n",
        "referentiel:\n  blocs:\n    - { code: B1, intitule: Bloc, competences: [{ code: C1, intitule: Faire }] }\n",
        "",
    );
    let new = bundle(
        "referentiel-nouveau",
        "titre: Un référentiel nouveau\ntype: referentiel\naxes: [a]\nstatut: valide\ndate_publication: 2024-02-01\nlicence: cc-by-4.0\nremplace: referentiel-ancien\n",
        "referentiel:\n  certification: { code: RNCP12345, intitule: Titre }\n  blocs:\n    - { code: RNCP12345BC01, intitule: Bloc, duree_heures: 20, competences: [{ code: C1, intitule: Faire }] }\n  parcours:\n    - { intitule: Entier, blocs: [RNCP12345BC01] }\n",
        "",
    );
    let draft = bundle(
        "brouillon-un",
        "titre: Un brouillon en cours\ntype: outil-numerique\naxes: [b]\nstatut: brouillon\ndate_publication: 2024-07-01\nlicence: cc-by-4.0\n",
        "outil:\n  nature: lms\n",
        "",
    );
    let text = |slug: &str, path: &str, text: &str| TextSource {
        slug: slug.to_owned(),
        text: Text::Read(source(path, text.to_owned())),
    };
    let files = LibrarySource {
        site: Some(source("site.toml", SITE.to_owned())),
        deliverables: vec![draft, model, tool, old, new],
        reuses: vec![text(
            "modele-un-gaillac",
            "content/reprises/modele-un-gaillac.md",
            "---\nlivrable: modele-un\norganisme: CFA exemple du Gaillacois\nsite: { commune: Gaillac, departement: \"81\" }\ndate: 2025-01-20\netat: adapte\n---\n## Ce qui a été changé\n\nTout ce que l’on pouvait changer sans que cela se voie trop dans la cour.\n",
        )],
        pages: vec![
            text(
                "guide/publier",
                "content/pages/guide/publier.md",
                "---\ntitre: Publier\nordre: 1\n---\n## Envoyer\n\n[Reprendre](reprendre.md) ![L’envoi](images/envoi.png)\n",
            ),
            text(
                "guide/reprendre",
                "content/pages/guide/reprendre.md",
                "---\ntitre: Reprendre\nordre: 2\n---\n[Une fiche](../../livrables/modele-un/index.md)\n",
            ),
        ],
        images: vec![Attachment {
            name: "guide/images/envoi.png".to_owned(),
            path: "envoi.png".into(),
            size: 12,
            modified: None,
            dimensions: Some((640, 360)),
        }],
        problems: Vec::new(),
    };
    let read = crate::model::read::library(files, include);
    assert!(read.problems.iter().all(|one| one.severity != crate::diagnostic::Severity::Error), "{:?}", read.problems);
    read.library.expect("a library")
}

fn site(include: Include) -> BTreeMap<String, String> {
    let library = library(include);
    let theme = Theme::load(std::path::Path::new("/nulle/part"), "capitole").expect("the theme in the binary");
    let options = Options { drafts: include == Include::Drafts, base_url: "https://exemple.invalid/base/".to_owned() };
    let sink = MemorySite::default();
    let pages = Pages::new(&library, &theme, std::sync::Arc::new(super::Shelves::new(&library)), options)
        .expect("a whole theme");
    pages.lists(&sink).expect("every list renders");
    pages.search(&SearchPage::default(), &sink).expect("the search page renders");
    pages.deliverables(&[], &sink).expect("every deliverable renders");
    sink.into_files()
        .into_iter()
        .map(|(path, content)| match content {
            Content::Bytes(bytes) => (path, String::from_utf8_lossy(&bytes).into_owned()),
            Content::Copy(from) | Content::Photo(from) => (path, from.to_string_lossy().into_owned()),
        })
        .collect()
}

/// The values of an attribute in a page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.match_indices(&start).filter_map(|(at, _)| html[at + start.len()..].split('"').next()).collect()
}

/// The file that an address of `page` leads to; `None` for other sites.
fn target(page: &str, address: &str) -> Option<String> {
    if address.contains("://") || address.starts_with("mailto:") {
        return None;
    }
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return Some(page.to_owned());
    }
    if let Some(rest) = path.strip_prefix("/base/") {
        return Some(as_file(rest));
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    Some(as_file(&parts.join("/").replace("%20", " ").replace("%C3%A0", "à")))
}

fn is_page(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "html")
}

fn as_file(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

#[test]
fn every_link_leads_somewhere() {
    let site = site(Include::Published);
    // What the search index and the exports add.
    let made_elsewhere = |path: &str| {
        [
            "catalogue.csv",
            "catalogue-rfc4180.csv",
            "datapackage.json",
            "catalogue.json",
            "catalogue.schema.json",
            "flux.atom",
            "opensearch.xml",
        ]
        .contains(&path)
            || path.ends_with("/fiche.json")
    };
    let mut broken = BTreeSet::new();
    for (path, html) in site.iter().filter(|(path, _)| is_page(path)) {
        for address in values(html, "href").into_iter().chain(values(html, "src")) {
            if let Some(file) = target(path, address).filter(|file| !site.contains_key(file) && !made_elsewhere(file)) {
                broken.insert(format!("{path} → {address} ({file})"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn pages_hold_no_inline_code_and_one_title() {
    for (path, html) in site(Include::Published).iter().filter(|(path, _)| is_page(path)) {
        for forbidden in [" style=\"", " onclick=", "<style", "javascript:", "<script>"] {
            assert!(!html.contains(forbidden), "{path}: {forbidden}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert!(html.contains("<html lang=\"fr\">"), "{path}");
        let ids = values(html, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: {ids:?}");
    }
}

#[test]
fn a_page_shows_its_images() {
    let site = site(Include::Published);
    assert_eq!(site["guide/images/envoi.png"], "envoi.png");
    let shown = "<img src=\"../../guide/images/envoi.png\" alt=\"L’envoi\" width=\"640\" height=\"360\"";
    assert!(site["guide/publier/index.html"].contains(shown), "{}", site["guide/publier/index.html"]);
}

#[test]
fn a_deliverable_says_what_one_may_do_and_what_it_takes() {
    let site = site(Include::Published);
    let page = &site["livrables/modele-un/index.html"];
    for expected in [
        "Le titre &lt;/script&gt;&lt;script&gt;alert(1)",
        "\\u003c/script>\\u003cscript>alert(1)",
        "&lt;b&gt;des chevrons&lt;/b&gt; &amp; une",
        "Fiche d’exemple, données fictives",
        "Vous pouvez copier et adapter</strong>",
        "Vous ne pouvez pas vendre</strong>",
        "2 sur 4",
        "Ne rien changer ici",
        "href=\"../../livrables/outil-un/#demarche\"",
        "href=\"../../guide/publier/\"",
        "grille%20%C3%A0%20lire.csv",
        "(Tableau (CSV), 2\u{a0}Ko)",
        "Lire la reprise de CFA exemple du Gaillacois",
        "<link rel=\"canonical\" href=\"https://exemple.invalid/base/livrables/modele-un/\">",
        "class=\"barre barre-presentiel\"",
        "Assiduité",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(page.contains("un piège et rien."), "refused links keep their text");
    assert_eq!(site["livrables/modele-un/grille à lire.csv"], "/nulle/part.csv");
}

#[test]
fn archives_name_their_successor_and_stay_out_of_lists() {
    let site = site(Include::Published);
    let old = &site["livrables/referentiel-ancien/index.html"];
    assert!(old.contains("Cette fiche est archivée") && old.contains("../../livrables/referentiel-nouveau/"));
    assert!(!site["axes/a/index.html"].contains("Un référentiel ancien"));
    assert!(site["livrables/index.html"].contains("Un référentiel ancien"));
    let new = &site["livrables/referentiel-nouveau/index.html"];
    assert!(new.contains("https://www.francecompetences.fr/recherche/rncp/12345/"));
}

#[test]
fn drafts_are_marked_and_never_indexed() {
    let published = site(Include::Published);
    assert!(!published.contains_key("livrables/brouillon-un/index.html"));
    let with_drafts = site(Include::Drafts);
    let page = &with_drafts["livrables/brouillon-un/index.html"];
    assert!(page.contains("Brouillon") && page.contains("noindex"));
}

#[test]
fn former_addresses_and_missing_pages_lead_on() {
    let site = site(Include::Published);
    let alias = &site["ancien/chemin/index.html"];
    assert!(alias.contains("url=../../livrables/modele-un/") && alias.contains("noindex"));
    assert!(site["404.html"].contains("href=\"/base/livrables/\""));
}

#[test]
fn the_same_library_gives_the_same_bytes() {
    assert_eq!(site(Include::Published), site(Include::Published));
}

#[test]
fn the_theme_has_words_for_every_kind_of_file() {
    let theme = Theme::load(std::path::Path::new("/nulle/part"), "capitole").expect("the theme in the binary");
    for nature in super::resources::natures() {
        theme.text(&format!("format.{nature}")).unwrap();
    }
}
