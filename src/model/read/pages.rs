//! Reuses and free pages.

use super::Context;
use super::common::{place, slug};
use crate::diagnostic::{Problems, codes};
use crate::model::{Page, Reuse, ReuseState};
use crate::parse::Document;
use crate::value::fields::Fields;
use crate::value::scalars;

/// A reuse, by the name of its file.
pub(super) fn reuse(
    own: &str,
    document: &mut Document,
    context: &Context<'_>,
    problems: &mut Problems,
) -> Option<Reuse> {
    let root = document.front_matter.take()?;
    let mut fields = Fields::of(&root, "", problems)?;
    let livrable = fields.required("livrable", problems, |node, problems| slug(node, context, problems));
    let organisme = fields.required("organisme", problems, scalars::plain_text);
    let site = fields.required("site", problems, |node, problems| place(node, "site", context.config, problems));
    let date = fields.required("date", problems, scalars::date);
    let etat = fields.required("etat", problems, |node, problems| {
        let known = ["en-cours", "adopte", "adapte", "abandonne"];
        let found = scalars::known_id(
            node,
            problems,
            codes::CHOIX_INCONNU,
            "un état de reprise connu",
            known.into_iter().map(scalars::unnamed),
        )?;
        Some(match found.value.as_str() {
            "en-cours" => ReuseState::EnCours,
            "adopte" => ReuseState::Adopte,
            "adapte" => ReuseState::Adapte,
            _ => ReuseState::Abandonne,
        })
    });
    let contact = fields.text("contact", problems);
    fields.finish(problems);
    Some(Reuse {
        slug: own.to_owned(),
        livrable: livrable?,
        organisme: organisme?,
        site: site?,
        date: date?.value,
        etat: etat?,
        contact,
        body: std::mem::take(&mut document.body),
        source: problems.source().clone(),
    })
}

/// A free page, by its path.
pub(super) fn page(own: &str, document: &mut Document, problems: &mut Problems) -> Option<Page> {
    let root = document.front_matter.take()?;
    let mut fields = Fields::of(&root, "", problems)?;
    let titre = fields.required("titre", problems, |node, problems| scalars::text_between(node, problems, 3, 140));
    let resume = fields.text("resume", problems);
    let ordre = fields.optional("ordre", problems, |node, problems| scalars::integer(node, problems, 0, 9_999));
    fields.finish(problems);
    Some(Page {
        slug: own.to_owned(),
        titre: titre?.value,
        resume,
        ordre,
        body: std::mem::take(&mut document.body),
        source: problems.source().clone(),
    })
}
