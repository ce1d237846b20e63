//! Values of options that come from a vocabulary: ids, or names as a person writes them.

use capitole::config::vocabulary::Terms;
use capitole::diagnostic::nearest;
use capitole::value::scalars;
use capitole::value::slug::slugify;
use jiff::civil::Date;

use crate::questions::{self, Choice};

/// The choices of a vocabulary.
pub(super) fn of<T>(terms: &Terms<T>, name: impl Fn(&T) -> &str) -> Vec<Choice> {
    terms.iter().map(|(id, term)| Choice::new(id, name(term))).collect()
}

/// The choices of a list that is fixed.
pub(super) fn fixed(list: &[(&str, &str)]) -> Vec<Choice> {
    list.iter().map(|(id, name)| Choice::new(*id, *name)).collect()
}

/// The id that an option means: an id, or a name, whatever its accents and case.
pub(super) fn known(option: &str, written: &str, choices: &[Choice]) -> Result<String, String> {
    // « Bâtiment », « LAET’S MIND » : neither accents nor the kind of apostrophe count.
    let wanted = slugify(written);
    let means = |one: &&Choice| !wanted.is_empty() && (slugify(&one.id) == wanted || slugify(&one.name) == wanted);
    let found = choices.iter().find(|one| one.id == written).or_else(|| choices.iter().find(means));
    if let Some(found) = found {
        return Ok(found.id.clone());
    }
    let ids = || choices.iter().map(|one| one.id.as_str());
    let help = nearest(written, ids()).map_or_else(|| scalars::choices(ids()), |near| format!("écrivez {near} ?"));
    Err(format!("« {written} » n’est pas connu pour {option}\n  aide : {help}"))
}

/// The same for every value of an option.
pub(super) fn all_known(option: &str, written: &[String], choices: &[Choice]) -> Result<Vec<String>, String> {
    let mut found = Vec::with_capacity(written.len());
    for one in written {
        let id = known(option, one, choices)?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// The same for an option that may be left out.
pub(super) fn maybe_known(
    option: &str,
    written: Option<&String>,
    choices: &[Choice],
) -> Result<Option<String>, String> {
    written.map(|written| known(option, written, choices)).transpose()
}

/// A day, year first; one written as it is said in French is turned round in the answer.
pub(super) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| match said(text) {
        Some(day) => format!("écrivez {day} ?"),
        None => "écrivez l’année, le mois et le jour, par exemple 2025-03-12".to_owned(),
    })
}

/// 12/03/2025, 12.3.2025, 12-03-2025.
fn said(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    (year.len() == 4).then_some(())?;
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A place among neighbours.
pub(super) fn rank(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "écrivez un nombre entier, par exemple 3".to_owned())
}

/// A text of an option that the library would refuse for its length: told of the option, before there is any file.
pub(super) fn fits(option: &str, text: &str, least: usize, most: usize) -> Result<(), String> {
    let told = |fault| {
        format!(
            "« {text} » ne convient pas pour {option} : {fault}\nRien n’est écrit : corrigez cette valeur et recommencez."
        )
    };
    questions::misfit(text, least, most).map_or(Ok(()), |fault| Err(told(fault)))
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_is_turned_round() {
        assert_eq!(day("2025-03-12").unwrap().to_string(), "2025-03-12");
        for text in ["12/03/2025", "12.3.2025", "12-03-2025"] {
            assert_eq!(day(text).unwrap_err(), "écrivez 2025-03-12 ?", "{text}");
        }
        for text in ["31/02/2025", "12/03/25", "hier", "", "12/03/2025/1"] {
            assert!(day(text).unwrap_err().contains("par exemple 2025-03-12"), "{text}");
        }
    }
}
