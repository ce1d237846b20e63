//! Questions asked in a terminal, in French. « Échap » leaves one for later.

use std::fmt;
use std::io::IsTerminal as _;

use capitole::value::slug::fold;
use inquire::list_option::ListOption;
use inquire::ui::{RenderConfig, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, MultiSelect, Select, Text, set_global_render_config};

/// Choices on the screen at once.
const PAGE: usize = 9;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is written.
    pub(crate) id: String,
    /// What a person reads.
    pub(crate) name: String,
}

impl Choice {
    pub(crate) fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() { f.write_str(&self.id) } else { write!(f, "{} ({})", self.name, self.id) }
    }
}

/// Whether there is someone to ask.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Says « later » in French from now on.
pub(crate) fn begin() {
    set_global_render_config(RenderConfig::default().with_canceled_prompt_indicator(Styled::new("(plus tard)")));
}

/// One of some choices; `None` for later.
pub(crate) fn one(message: &str, choices: Vec<Choice>) -> Result<Option<String>, String> {
    let asked = Select::new(message, choices)
        .with_help_message("↑ ↓ pour choisir, Entrée pour valider, tapez pour filtrer, Échap pour plus tard")
        .with_page_size(PAGE)
        .with_scorer(&score)
        .prompt_skippable();
    Ok(answered(asked)?.map(|choice| choice.id))
}

/// One of some choices, without which nothing can go on.
pub(crate) fn one_needed(message: &str, choices: Vec<Choice>) -> Result<String, String> {
    let asked = Select::new(message, choices)
        .with_help_message("↑ ↓ pour choisir, Entrée pour valider, tapez pour filtrer, Échap pour abandonner")
        .with_page_size(PAGE)
        .with_scorer(&score)
        .prompt();
    Ok(answered(asked)?.id)
}

/// Any of some choices, `most` of them at most.
pub(crate) fn some(message: &str, choices: Vec<Choice>, most: usize) -> Result<Vec<String>, String> {
    if choices.is_empty() {
        return Ok(Vec::new());
    }
    let asked = MultiSelect::new(message, choices)
        .with_help_message("Espace pour cocher, Entrée pour valider, tapez pour filtrer, Échap pour plus tard")
        .with_page_size(PAGE)
        .with_keep_filter(false)
        .with_scorer(&score)
        .with_formatter(&|chosen: &[ListOption<&Choice>]| {
            chosen.iter().map(|one| one.value.id.as_str()).collect::<Vec<_>>().join(", ")
        })
        .with_validator(move |chosen: &[ListOption<&Choice>]| {
            Ok(if chosen.len() > most {
                Validation::Invalid(format!("Choisissez-en {most} au plus.").into())
            } else {
                Validation::Valid
            })
        })
        .prompt_skippable();
    Ok(answered(asked)?.unwrap_or_default().into_iter().map(|choice| choice.id).collect())
}

/// A text of `least` to `most` characters; `None` for later, or when nothing is typed.
pub(crate) fn text(message: &str, help: &str, least: usize, most: usize) -> Result<Option<String>, String> {
    let help = format!("{help} ; Entrée ou Échap pour plus tard");
    let asked = Text::new(message)
        .with_help_message(&help)
        .with_validator(move |typed: &str| Ok(fits(typed, least, most, true)))
        .prompt_skippable();
    Ok(answered(asked)?.map(|typed| typed.trim().to_owned()).filter(|typed| !typed.is_empty()))
}

/// A text without which nothing can go on.
pub(crate) fn text_needed(message: &str, help: &str, least: usize, most: usize) -> Result<String, String> {
    let asked = Text::new(message)
        .with_help_message(help)
        .with_validator(move |typed: &str| Ok(fits(typed, least, most, false)))
        .prompt();
    answered(asked)
}

fn fits(typed: &str, least: usize, most: usize, may_be_empty: bool) -> Validation {
    let typed = typed.trim();
    match misfit(typed, least, most) {
        Some(sentence) if !(may_be_empty && typed.is_empty()) => Validation::Invalid(sentence.into()),
        _ => Validation::Valid,
    }
}

/// Why a text is too short or too long.
pub(crate) fn misfit(text: &str, least: usize, most: usize) -> Option<String> {
    let length = text.chars().count();
    let noun = if length < 2 { "caractère" } else { "caractères" };
    let limit = match length {
        _ if length < least => format!("au moins {least}"),
        _ if length > most => format!("au plus {most}"),
        _ => return None,
    };
    Some(format!("{length} {noun} ; il en faut {limit}."))
}

/// Every word typed stands somewhere in the choice; accents and case do not count.
fn score(typed: &str, _: &Choice, shown: &str, _: usize) -> Option<i64> {
    let shown = fold(shown);
    fold(typed).split_whitespace().all(|word| shown.contains(word)).then_some(0)
}

fn answered<T>(asked: Result<T, InquireError>) -> Result<T, String> {
    asked.map_err(|error| match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            "abandon, à votre demande ; rien n’est écrit".to_owned()
        }
        other => format!("la question n’a pas pu être posée : {other}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_found_without_accents() {
        let choice = Choice::new("09", "Ariège");
        let found = |typed: &str| score(typed, &choice, &choice.to_string(), 0).is_some();
        assert!(found("ariege") && found("ARIÈGE 09") && found(""));
        assert!(!found("gers"));
    }
}
