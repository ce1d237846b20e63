//! The filters and functions that templates may use besides the engine's own.
//!
//! | name | gives |
//! | --- | --- |
//! | `"cle" \| t(n=3)` | a sentence of the interface |
//! | `path \| url` | the address of a path of the site, relative to the page (`racine`) |
//! | `date \| date` | « 17 mai 2024 » |
//! | `number \| nombre` | « 1 234,5 » |
//! | `bytes \| taille` | « 12 Ko » |
//! | `text \| duree` | a length of time, « 2 h 30 » for `150 min` |
//! | `text \| typo` | the text with French no-break spaces, for attributes: texts of a page get them all |
//! | `icone(nom="clock")` | an icon of `icons/`, hidden from assistive technology |

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::error::ThemeError;
use super::files::Files;
use super::format::{french_date, french_number, french_size, typography};
use super::quantity::french_duration;
use super::strings::Strings;
use crate::model::Duration;

/// Gives the engine the theme's helpers.
pub(super) fn register(tera: &mut Tera, files: &Files, strings: &Arc<Strings>) -> Result<(), ThemeError> {
    let sentences = Arc::clone(strings);
    tera.register_filter("t", move |key: &str, values: Kwargs, _: &State| -> TeraResult<Value> {
        sentences.fill(key, &values).map_err(tera::Error::message)
    });
    tera.register_filter("url", |path: &str, _: Kwargs, state: &State| -> TeraResult<String> {
        let root: Option<String> = state.get("racine")?;
        let mut address = root.ok_or_else(|| tera::Error::message("La page ne donne pas « racine »."))?;
        address.push_str(path);
        Ok(address)
    });
    tera.register_filter("date", |date: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        let date: Date =
            date.parse().map_err(|_| tera::Error::message(format!("« {date} » n’est pas une date ISO.")))?;
        Ok(french_date(date))
    });
    tera.register_filter("nombre", |number: f64, _: Kwargs, _: &State| french_number(number));
    tera.register_filter("taille", |bytes: u64, _: Kwargs, _: &State| french_size(bytes));
    tera.register_filter("duree", |text: &str, _: Kwargs, _: &State| {
        Duration::parse(text).map_or_else(|| typography(text), |duration| french_duration(&duration))
    });
    tera.register_filter("typo", |text: &str, _: Kwargs, _: &State| typography(text));
    let icons = icons(files)?;
    tera.register_function("icone", move |values: Kwargs, _: &State| -> TeraResult<Value> {
        let name: &str = values.must_get("nom")?;
        icons.get(name).cloned().ok_or_else(|| tera::Error::message(format!("L’icône « {name} » manque dans icons/.")))
    });
    Ok(())
}

/// The icons of `icons/*.svg`, each as one element without what every icon repeats.
fn icons(files: &Files) -> Result<HashMap<String, Value>, ThemeError> {
    let mut icons = HashMap::new();
    for (file, _) in files.below("icons/") {
        let Some(name) = file.strip_suffix(".svg") else { continue };
        let path = format!("icons/{file}");
        let text = files.text(&path)?;
        let inner = text
            .find("<svg")
            .and_then(|start| Some((start + text[start..].find('>')? + 1, text.rfind("</svg>")?)))
            .and_then(|(start, end)| text.get(start..end))
            .ok_or_else(|| ThemeError::new(path.clone(), "Ce fichier n’est pas un dessin SVG."))?;
        let inner: String = inner.lines().map(str::trim).collect();
        let icon = format!(
            "<svg class=\"icone\" width=\"20\" height=\"20\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">{inner}</svg>"
        );
        icons.insert(name.to_owned(), Value::safe_string(&icon));
    }
    Ok(icons)
}
