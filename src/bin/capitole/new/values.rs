//! Values of options that come from a vocabulary: ids, or names as a person writes them.

use capitole::config::vocabulary::Terms;
use capitole::diagnostic::nearest;
use capitole::value::scalars;
use capitole::value::slug::slugify;

use crate::questions::Choice;

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
