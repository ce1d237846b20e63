//! The sentence of a text that has the most of a query's words.

use std::ops::Range;

use super::super::analysis::fold::{fold, normalise};
use super::super::analysis::split::{Piece, words};

/// Most words of a snippet; a sentence of fewer than [`LEAST`] is followed by the next.
const LENGTH: usize = 32;
const LEAST: usize = 16;

/// Words shown before the first that was asked for, in a sentence that is too long.
const BEFORE: usize = 5;

/// What a phrase found weighs against one word more.
const PHRASE: usize = 1000;
const WORD: usize = 100;

/// What is looked for.
pub(super) struct Wanted<'a> {
    /// Which word of the query a folded form is, where it is one.
    pub(super) word: &'a dyn Fn(&str) -> Option<usize>,
    /// Phrases, as folded words.
    pub(super) phrases: &'a [Vec<String>],
}

/// A word of the text.
struct Token {
    start: usize,
    end: usize,
    form: String,
    word: Option<usize>,
}

/// A part of a text.
pub(super) struct Snippet {
    /// How much of the query it holds.
    pub(super) value: usize,
    pub(super) text: String,
}

/// The best sentence, with more or less of what is around; `None` when no word of the query is in the
/// text.
pub(super) fn snippet(text: &str, wanted: &Wanted<'_>) -> Option<Snippet> {
    let text = flat(&normalise(text));
    let mut tokens: Vec<Token> = Vec::new();
    words(&text, |piece| {
        if let Piece::Word(word) = piece {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            let form = fold(word);
            let found = (wanted.word)(&form);
            tokens.push(Token { start, end: start + word.len(), form, word: found });
        }
    });
    let sentences = sentences(&text, &tokens);
    let value = |range: &Range<usize>| value(&tokens[range.clone()], wanted.phrases);
    // The first of the best.
    let (at, best) = sentences.iter().enumerate().rev().max_by_key(|(_, (range, _))| value(range))?;
    let worth = value(&best.0);
    if worth == 0 {
        return None;
    }
    let (mut range, start) = best.clone();
    let mut next = at + 1;
    while range.len() < LEAST && next < sentences.len() && sentences[next].0.end - range.start <= LENGTH {
        range.end = sentences[next].0.end;
        next += 1;
    }
    let mut end = sentences.get(next).map_or(text.len(), |(_, start)| *start);
    let mut start = start;
    let (mut cut_before, mut cut_after) = (false, false);
    if range.len() > LENGTH {
        let window = window(&tokens[range.clone()], wanted.phrases);
        cut_before = window.start > 0;
        cut_after = window.end < range.len();
        start = if cut_before { tokens[range.start + window.start].start } else { start };
        end = if cut_after { tokens[range.start + window.end - 1].end } else { end };
    }
    let inside = text[start..end].trim().trim_end_matches(" ·");
    let text = format!("{}{inside}{}", if cut_before { "… " } else { "" }, if cut_after { " …" } else { "" });
    Some(Snippet { value: worth, text })
}

/// One line: blocks that end no sentence are set apart by a dot.
fn flat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(last) = out.chars().next_back() {
            out.push_str(if matches!(last, '.' | '!' | '?' | '…' | ':' | ';') { " " } else { " · " });
        }
        out.extend(line.split_whitespace().flat_map(|word| [" ", word]).skip(1));
    }
    out
}

/// The sentences: their tokens, and where each begins in the text.
fn sentences(text: &str, tokens: &[Token]) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for at in 0..tokens.len() {
        let start = match at.checked_sub(1).map(|before| &tokens[before]) {
            None => Some(0),
            Some(before) => {
                let is_small = text[tokens[at].start..].starts_with(char::is_lowercase);
                boundary(&text[before.end..tokens[at].start], before.end - before.start == 1, is_small)
                    .map(|offset| before.end + offset)
            }
        };
        match (start, found.last_mut()) {
            (None, Some((range, _))) => range.end = at + 1,
            (start, _) => found.push((at..at + 1, start.unwrap_or(0))),
        }
    }
    found
}

/// Where a sentence begins in what stands between two words: after the marks that close the one before. A letter and a
/// dot are an initial, or « R. 6325-24 »; a small letter after a closing mark goes on.
fn boundary(gap: &str, after_letter: bool, before_small: bool) -> Option<usize> {
    const CLOSING: [char; 4] = ['»', '”', ')', ']'];
    if after_letter && gap.starts_with('.') {
        return None;
    }
    let is_end = |(at, c): &(usize, char)| {
        let is_mark = matches!(c, '.' | '!' | '?' | '…');
        *c == '·' || (is_mark && gap[at + c.len_utf8()..].trim_start_matches(CLOSING).starts_with(' '))
    };
    let (at, c) = gap.char_indices().find(is_end)?;
    let after = &gap[at + c.len_utf8()..];
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '·' || CLOSING.contains(&c));
    let goes_on = before_small && rest.is_empty() && after.contains(CLOSING);
    (!goes_on).then_some(gap.len() - rest.len())
}

/// How much of the query some words hold: phrases, then distinct words, then how often.
fn value(tokens: &[Token], phrases: &[Vec<String>]) -> usize {
    let mut seen = 0_u32;
    let mut count = 0;
    for word in tokens.iter().filter_map(|token| token.word) {
        seen |= 1 << word.min(31);
        count += 1;
    }
    let has = |phrase: &&Vec<String>| {
        tokens.windows(phrase.len()).any(|some| some.iter().zip(*phrase).all(|(token, form)| token.form == *form))
    };
    phrases.iter().filter(has).count() * PHRASE + seen.count_ones() as usize * WORD + count.min(WORD / 10)
}

/// The best part of a sentence that is too long.
fn window(tokens: &[Token], phrases: &[Vec<String>]) -> Range<usize> {
    let reach = |from: usize| from..(from + LENGTH - BEFORE).min(tokens.len());
    let hits = (0..tokens.len()).filter(|&at| tokens[at].word.is_some());
    let best = hits.rev().max_by_key(|&at| value(&tokens[reach(at)], phrases)).unwrap_or(0);
    let from = best.saturating_sub(BEFORE).min(tokens.len() - LENGTH);
    from..from + LENGTH
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &[&str], phrases: &[Vec<String>]) -> Option<String> {
        let word = |form: &str| words.iter().position(|word| *word == form);
        snippet(text, &Wanted { word: &word, phrases }).map(|found| found.text)
    }

    #[test]
    fn the_sentence_that_has_the_words() {
        let text = "Une formation. Une autre phrase, bien plus longue que la première, sans rien de ce qui est cherché ici ou là, vraiment. La formation continue des adultes est ici décrite avec soin, en détail, pour tous ceux qui la demandent. Fin.";
        let found = of(text, &["formation", "continue"], &[]).expect("is there");
        assert!(found.starts_with("La formation continue"), "{found}");
        assert_eq!(of("rien", &["mot"], &[]), None);
        let phrase = vec![vec!["continue".to_owned(), "formation".to_owned()]];
        let found = of("Formation continue. Puis : continue formation !", &["formation", "continue"], &phrase);
        assert_eq!(found.as_deref(), Some("Puis : continue formation !"));
        let found = of("Rien ici. L’article R. 6325-24 parle de formation.", &["formation"], &[]);
        assert_eq!(found.as_deref(), Some("L’article R. 6325-24 parle de formation."));
    }

    #[test]
    fn closing_marks_stay_with_the_sentence_that_they_close() {
        let long = "Elle dit ensuite comment la formation se poursuit, semaine après semaine, jusqu’à la fin du parcours, avec son tuteur et toute l’équipe, sans rien changer.";
        for (before, start) in [
            ("« Je ne sais pas. »", long),
            ("(Un aparté.)", long),
            ("« Un mot. »\n", long),
            ("[Rien !]", long),
            ("“Un mot ?”", long),
            (
                "Elle a dit : « Non ! » Puis plus rien du tout, pendant toute une semaine de silence et d’attente, ce qui est bien long.",
                long,
            ),
        ] {
            let text = format!("{before} {start}");
            assert_eq!(of(&text, &["poursuit"], &[]).as_deref(), Some(start), "{text}");
        }
        let said = "« Et la formation ? » demande le tuteur, qui attend depuis un long moment devant la porte de l’atelier, sans savoir s’il peut entrer ni quand cela finira.";
        let text = format!("Un début. {said} Une fin.");
        assert_eq!(of(&text, &["tuteur"], &[]).as_deref(), Some(said));
    }

    #[test]
    fn long_sentences_are_cut_and_short_ones_completed() {
        let text = format!("{} formation continue des adultes {}", "mot ".repeat(60), "fin ".repeat(60));
        let found = of(&text, &["formation"], &[]).expect("is there");
        assert!(found.starts_with("… mot") && found.contains("formation continue") && found.ends_with(" …"));
        let found = of("Un titre\nL’étape une.\nL’étape deux.", &["titre"], &[]);
        assert_eq!(found.as_deref(), Some("Un titre · L’étape une. L’étape deux."));
    }
}
