//! `sitemap.xml`, `robots.txt` and `opensearch.xml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Options, xml};
use crate::model::{Detail, Library, Status};

/// Addresses that one file may hold (sitemaps.org).
const LIMIT: usize = 50_000;
/// The lists that stand whatever the content.
const FIXED: [&str; 14] = [
    "",
    "livrables/",
    "axes/",
    "sous-themes/",
    "types/",
    "prestataires/",
    "publics/",
    "departements/",
    "secteurs/",
    "approches/",
    "mots-cles/",
    "reprises/",
    "recherche/",
    "plan-du-site/",
];
/// Pages owed by law.
const OWED: [&str; 3] = ["accessibilite/", "mentions-legales/", "donnees/"];

/// The site maps: one file, or an index and its parts when there are too many addresses.
pub(super) fn sitemaps(library: &Library, options: &Options) -> Vec<(String, String)> {
    let addresses: Vec<(String, Option<Date>)> = addresses(library).into_iter().collect();
    if addresses.len() <= LIMIT {
        return vec![("sitemap.xml".to_owned(), urlset(&addresses, options))];
    }
    let mut files = Vec::new();
    let mut index =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
            .to_owned();
    for (at, part) in addresses.chunks(LIMIT).enumerate() {
        let path = format!("sitemap-{}.xml", at + 1);
        let _ = writeln!(index, "<sitemap><loc>{}{path}</loc></sitemap>", xml(&options.base_url));
        files.push((path, urlset(part, options)));
    }
    index.push_str("</sitemapindex>\n");
    files.push(("sitemap.xml".to_owned(), index));
    files
}

fn urlset(addresses: &[(String, Option<Date>)], options: &Options) -> String {
    let mut out =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
            .to_owned();
    let base = xml(&options.base_url);
    for (path, date) in addresses {
        let _ = write!(out, "<url><loc>{base}{}</loc>", xml(path));
        if let Some(date) = date {
            let _ = write!(out, "<lastmod>{date}</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Paths of the pages worth indexing, with the date of their last change where the content knows it.
fn addresses(library: &Library) -> BTreeMap<String, Option<Date>> {
    let mut found: BTreeMap<String, Option<Date>> = BTreeMap::new();
    let latest = library.deliverables.iter().map(|one| one.last_change()).max();
    for path in FIXED {
        found.insert(path.to_owned(), latest.filter(|_| matches!(path, "" | "livrables/")));
    }
    for path in OWED {
        found.insert(path.to_owned(), None);
    }
    for page in &library.pages {
        let date = library.history.of(&page.source.path).and_then(|file| file.updated.or(file.first));
        found.insert(format!("{}/", page.slug), date);
    }
    if library.pages.iter().any(|page| page.slug.starts_with("guide/")) {
        found.insert("guide/".to_owned(), None);
    }
    for one in library.deliverables.iter().filter(|one| one.statut.is_published()) {
        found.insert(one.url(), Some(one.last_change()));
    }
    for (path, date) in terms(library) {
        found.insert(path, Some(date));
    }
    found
}

/// The lists of terms that hold something, with the date of the newest that they hold.
fn terms(library: &Library) -> BTreeMap<String, Date> {
    let mut found: BTreeMap<String, Date> = BTreeMap::new();
    for one in library.deliverables.iter().filter(|one| one.statut == Status::Valide) {
        let mut paths: BTreeSet<String> = BTreeSet::new();
        let mut add = |family: &str, id: &str| paths.insert(format!("{family}/{id}/"));
        for axis in &one.axes {
            add("axes", axis.id());
        }
        add("types", one.kind.id());
        add("prestataires", &one.prestataire);
        for id in one.departements() {
            add("departements", id);
        }
        let approaches = match &one.detail {
            Detail::Modele(model) => model.approches.as_slice(),
            _ => &[],
        };
        for (family, ids) in [
            ("sous-themes", one.sous_themes.as_slice()),
            ("publics", &one.publics),
            ("secteurs", &one.secteurs),
            ("approches", approaches),
        ] {
            for id in ids {
                add(family, id);
            }
        }
        for path in paths {
            let date = found.entry(path).or_insert(one.last_change());
            *date = (*date).max(one.last_change());
        }
    }
    found
}

/// A site with drafts stays out of search engines.
pub(super) fn robots(options: &Options) -> String {
    if options.drafts {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        format!("User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n", options.base_url)
    }
}

/// The words at the beginning of a title that the sixteen characters of the format hold, without articles and
/// prepositions left at the end.
fn short_name(title: &str) -> String {
    const MOST: usize = 16;
    const LEADING_ON: [&str; 14] =
        ["de", "des", "du", "d", "la", "le", "les", "l", "et", "en", "pour", "à", "au", "aux"];
    let mut words: Vec<&str> = Vec::new();
    let mut length = 0;
    for word in title.split_whitespace() {
        length += word.chars().count() + usize::from(!words.is_empty());
        if length > MOST {
            break;
        }
        words.push(word);
    }
    let is_cut = words.len() < title.split_whitespace().count();
    while is_cut
        && words.len() > 1
        && words.last().is_some_and(|last| LEADING_ON.contains(&last.to_lowercase().as_str()))
    {
        words.pop();
    }
    // One long word: better its beginning than nothing.
    if words.is_empty() { title.trim().chars().take(MOST).collect() } else { words.join(" ") }
}

/// Lets a browser search the library from its own field.
pub(super) fn open_search(library: &Library, options: &Options) -> String {
    let base = xml(&options.base_url);
    let site = &library.config.site;
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>{}</ShortName>\n<LongName>{}</LongName>\n<Description>{}</Description>\n<Language>fr</Language>\n<InputEncoding>UTF-8</InputEncoding>\n<Image width=\"16\" height=\"16\" type=\"image/x-icon\">{base}favicon.ico</Image>\n<Image type=\"image/svg+xml\">{base}favicon.svg</Image>\n<Url type=\"text/html\" template=\"{base}recherche/?q={{searchTerms}}\"/>\n</OpenSearchDescription>\n",
        xml(&short_name(&site.titre)),
        xml(&site.titre.chars().take(48).collect::<String>()),
        xml(&site.description.chars().take(1024).collect::<String>()),
    )
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn short_names_end_with_a_whole_word() {
        assert_eq!(short_name("Bibliothèque des pratiques de formation"), "Bibliothèque");
        assert_eq!(short_name("Pratiques et pas de côté"), "Pratiques et pas");
        assert_eq!(short_name("Fiches utiles"), "Fiches utiles");
        assert_eq!(short_name("Anticonstitutionnellement"), "Anticonstitution");
    }
}
