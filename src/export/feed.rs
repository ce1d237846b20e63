//! `flux.atom`: the latest deliverables (RFC 4287). Its dates come from the content alone.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Options, xml};
use crate::model::{Deliverable, Library, Status};

/// Entries at most.
const ENTRIES: usize = 30;

pub(super) fn atom(library: &Library, options: &Options) -> String {
    let mut latest: Vec<&Deliverable> =
        library.deliverables.iter().map(|one| &**one).filter(|one| one.statut == Status::Valide).collect();
    latest.sort_by(|a, b| b.last_change().cmp(&a.last_change()).then_with(|| a.slug.cmp(&b.slug)));
    latest.truncate(ENTRIES);
    let config = &library.config;
    let base = xml(&options.base_url);
    // An empty feed still owes a date; that of the format itself is as good as any.
    let updated =
        latest.first().map_or_else(|| instant(jiff::civil::date(2005, 12, 1)), |one| instant(one.last_change()));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\">\n<id>{base}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}flux.atom\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base}\"/>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n",
        xml(&config.site.titre),
        xml(&config.site.description),
        xml(&config.mentions.editeur),
    );
    for one in latest {
        entry(&mut out, library, &base, one);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, library: &Library, base: &str, one: &Deliverable) {
    let words = &library.config.vocabulaires;
    let author = words.prestataires.get(&one.prestataire).map_or(one.prestataire.as_str(), |term| &term.nom);
    let url = format!("{base}{}", one.url());
    let example = if one.exemple { "Fiche d’exemple, données fictives. " } else { "" };
    let _ = write!(
        out,
        "<entry>\n<id>{url}</id>\n<title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n<published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n<rights>{}</rights>\n<category term=\"{}\"/>\n",
        xml(&one.titre),
        instant(one.date_publication),
        instant(one.last_change()),
        xml(author),
        xml(&one.titulaire_droits),
        one.kind.id(),
    );
    for axis in &one.axes {
        let label = words.axes.get(axis.id()).map_or(axis.id(), |term| &term.nom);
        let _ = writeln!(out, "<category term=\"axe-{}\" label=\"{}\"/>", axis.id(), xml(label));
    }
    let _ = write!(out, "<summary>{example}{}</summary>\n</entry>\n", xml(&one.resume));
}

/// A day as the instant that Atom asks for.
fn instant(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
