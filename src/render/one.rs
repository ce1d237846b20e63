//! One file of the site, for a preview: the part of the site that it belongs to is rendered, and nothing else.

use super::family::Family;
use super::lists::{self, Numbers};
use super::site::Site;
use super::{RenderError, SearchPage, deliverable, document, home, pages, published, redirects, reuses, search_page};
use crate::output::{Content, OneFile};

/// The file at `path`. Which part may hold it is read from the address; whether it does is seen when that is
/// rendered, so that a path is never taken for a file that a build does not make.
pub(super) fn file(
    site: &Site<'_>,
    path: &str,
    search: &SearchPage,
    close: &dyn Fn(&str) -> Vec<u32>,
) -> Result<Option<Content>, RenderError> {
    let parts: Vec<&str> = path.split('/').collect();
    let wanted = OneFile::new(path);
    match parts.as_slice() {
        ["index.html"] => home::render(site, &wanted)?,
        ["404.html"] => redirects::not_found(site, &wanted)?,
        ["recherche", "index.html" | "moteur.js"] => search_page::render(site, search, &wanted)?,
        ["livrables", rest @ ..] => {
            if let Some(numbers) = number(rest) {
                lists::all(site, numbers, &wanted)?;
            } else if let [slug, name @ ..] = rest
                && let Some(found) = of_deliverable(site, slug, name, close, &wanted)?
            {
                return Ok(Some(found));
            }
        }
        ["reprises", rest @ ..] => {
            if let Some(numbers) = number(rest) {
                reuses::render(site, numbers, &wanted)?;
            }
        }
        ["mots-cles", "index.html"] => lists::keywords(site, &wanted)?,
        ["mots-cles", slug, rest @ ..] => {
            if let (Some(keyword), Some(numbers)) = (site.shelves.keywords.get(*slug), number(rest)) {
                lists::keyword(site, slug, keyword, numbers, &wanted)?;
            }
        }
        [folder, rest @ ..] => {
            if let Some(family) = Family::ALL.into_iter().find(|family| family.folder() == *folder) {
                match rest {
                    ["index.html"] => lists::family(site, family, &wanted)?,
                    [id, rest @ ..] => {
                        if let Some(numbers) = number(rest) {
                            lists::term(site, family, id, numbers, &wanted)?;
                        }
                    }
                    [] => {}
                }
            }
        }
        [] => {}
    }
    if let Some(found) = wanted.take() {
        return Ok(Some(found));
    }
    if let Some((_, bytes)) = site.theme.assets().find(|(known, _)| *known == path) {
        return Ok(Some(Content::Bytes(bytes.to_vec())));
    }
    if let Some(image) = site.library.image(path) {
        return Ok(Some(published(site, image)));
    }
    if let Some(slug) = path.strip_suffix("/index.html") {
        pages::one(site, slug, &wanted)?;
    }
    if let Some(found) = wanted.take() {
        return Ok(Some(found));
    }
    redirects::at(site, path, &wanted)?;
    Ok(wanted.take())
}

/// The page of a list that `index.html` or `page/<n>/index.html` is.
fn number(rest: &[&str]) -> Option<Numbers> {
    match rest {
        ["index.html"] => Some(Numbers::Only(1)),
        ["page", number, "index.html"] => number.parse().ok().map(Numbers::Only),
        _ => None,
    }
}

/// The page of a deliverable, or a file beside it.
fn of_deliverable(
    site: &Site<'_>,
    slug: &str,
    name: &[&str],
    close: &dyn Fn(&str) -> Vec<u32>,
    wanted: &OneFile<'_>,
) -> Result<Option<Content>, RenderError> {
    let Some(rank) = site.library.rank(slug) else { return Ok(None) };
    let one = &site.library.deliverables[rank];
    let name = name.join("/");
    if let Some(attachment) = one.attachment(&name) {
        return Ok(Some(published(site, attachment)));
    }
    if name == "index.html" {
        deliverable::render(site, rank, &close(slug), wanted)?;
    } else {
        document::at(site, one, &name, wanted)?;
    }
    Ok(wanted.take())
}
