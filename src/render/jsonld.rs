//! Structured data of a deliverable's page: schema.org's `LearningResource`.

use serde_json::{Value, json};

use super::site::{Site, kind_key};
use crate::model::Deliverable;

/// The description as JSON that may stand inside a `<script>`: no `<` remains.
pub(super) fn learning_resource(site: &Site<'_>, one: &Deliverable) -> String {
    let words = &site.config().vocabulaires;
    let base = &site.options.base_url;
    let provider = words.prestataires.get(&one.prestataire).map_or(one.prestataire.as_str(), |term| &term.nom);
    let kind = site.theme.text(&format!("{}.nom", kind_key(one.kind))).unwrap_or(one.kind.id());
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "@id": format!("{base}{}", one.url()),
        "url": format!("{base}{}", one.url()),
        "name": one.titre.as_str(),
        "description": one.resume,
        "inLanguage": "fr",
        "learningResourceType": kind,
        "isAccessibleForFree": true,
        "datePublished": one.date_publication.to_string(),
        "dateModified": one.last_change().to_string(),
        "version": one.version,
        "author": { "@type": "Organization", "name": provider },
        "copyrightHolder": { "@type": "Organization", "name": one.titulaire_droits },
        "publisher": { "@type": "Organization", "name": site.config().mentions.editeur },
    });
    let Value::Object(fields) = &mut data else { return String::new() };
    if let Some(licence) = words.licences.get(&one.licence) {
        fields.insert("license".to_owned(), json!(licence.url));
    }
    if !one.mots_cles.is_empty() {
        fields.insert("keywords".to_owned(), json!(one.mots_cles.join(", ")));
    }
    let about: Vec<&str> =
        one.axes.iter().filter_map(|axis| words.axes.get(axis.id())).map(|term| term.nom.as_str()).collect();
    fields.insert("about".to_owned(), json!(about));
    let audiences: Vec<Value> = one
        .publics
        .iter()
        .filter_map(|id| words.publics.get(id))
        .map(|term| json!({ "@type": "EducationalAudience", "audienceType": term.nom }))
        .collect();
    fields.insert("audience".to_owned(), json!(audiences));
    data.to_string().replace('<', "\\u003c")
}
