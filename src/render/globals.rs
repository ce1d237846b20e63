//! The values that every page shows, serialised once.

use serde::Serialize;
use tera::Context;

use super::shelves::Shelves;
use super::{Options, RenderError};
use crate::model::Library;
use crate::theme::Theme;

#[derive(Serialize)]
struct SiteView<'a> {
    titre: &'a str,
    sous_titre: Option<&'a str>,
    description: &'a str,
    url: &'a str,
    editeur: &'a str,
    contact: Option<&'a str>,
    exemple: bool,
    /// The words that the law wants in the footer.
    accessibilite: &'a str,
    depot: Option<&'a str>,
    /// Deliverables to redo: archived ones are counted apart.
    fiches: usize,
    archivees: usize,
    reprises: usize,
    brouillons: bool,
    guide: bool,
}

#[derive(Serialize)]
struct ThemeView<'a> {
    style: &'a str,
    scripts: &'a str,
}

pub(super) fn context(
    library: &Library,
    theme: &Theme,
    options: &Options,
    shelves: &Shelves,
) -> Result<Context, RenderError> {
    let config = &library.config;
    let mut context = Context::new();
    context.insert(
        "site",
        &SiteView {
            titre: &config.site.titre,
            sous_titre: config.site.sous_titre.as_deref(),
            description: &config.site.description,
            url: &options.base_url,
            editeur: &config.mentions.editeur,
            contact: config.mentions.contact.as_deref(),
            exemple: config.site.exemple,
            accessibilite: config.accessibilite.etat.legal_words(),
            depot: config.depot.as_ref().map(|depot| depot.url.as_str()),
            fiches: shelves.current.len(),
            archivees: shelves.archived.len(),
            reprises: library.reuses.len(),
            brouillons: options.drafts,
            guide: library.pages.iter().any(|page| page.slug.starts_with("guide")),
        },
    );
    context.insert("theme", &ThemeView { style: theme.style(), scripts: theme.scripts() });
    // Named here so that a theme without them fails before the first page.
    for kind in crate::model::Kind::ALL {
        theme.text(&format!("{}.nom", super::site::kind_key(kind)))?;
    }
    Ok(context)
}
