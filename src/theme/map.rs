//! The map of the territory: an SVG whose paths carry `data-departement`, `data-cx` and `data-cy`.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Serialize;

use super::error::ThemeError;
use super::files::Files;

/// The shapes of a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// `viewBox` of the drawing.
    pub cadre: String,
    /// The shapes, in the order of the file.
    pub formes: Vec<Shape>,
}

/// A département's outline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shape {
    /// Id of the département.
    pub departement: String,
    /// The path.
    pub trace: String,
    /// Where its number goes: horizontally.
    pub cx: f64,
    /// Where its number goes: vertically.
    pub cy: f64,
}

impl Map {
    pub(super) fn read(files: &Files, path: &str) -> Result<Self, ThemeError> {
        let text = files.text(path)?;
        let wrong = |message: &str| ThemeError::new(path, message);
        let mut reader = Reader::from_str(text);
        let mut map = Self { cadre: String::new(), formes: Vec::new() };
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.name().as_ref() {
                    "svg" => map.cadre = value(&tag, "viewBox").unwrap_or_default(),
                    "path" => map.formes.extend(shape(&tag)),
                    _ => {}
                },
                Ok(_) => {}
                Err(_) => {
                    let before = text.get(..reader.error_position() as usize).unwrap_or(text);
                    return Err(wrong("Cette carte n’est pas un dessin SVG bien formé.").at(before.lines().count()));
                }
            }
        }
        if map.cadre.is_empty() || map.formes.is_empty() {
            return Err(wrong("Cette carte n’a pas de « viewBox » ou pas de tracé « data-departement »."));
        }
        Ok(map)
    }
}

fn shape(tag: &BytesStart<'_>) -> Option<Shape> {
    Some(Shape {
        departement: value(tag, "data-departement")?,
        trace: value(tag, "d")?,
        cx: value(tag, "data-cx")?.parse().ok()?,
        cy: value(tag, "data-cy")?.parse().ok()?,
    })
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok().flatten()?;
    Some(attribute.value.into_owned())
}
