//! What word processors and habits put into a value that YAML takes as it stands: it would be published, or lost,
//! without a word.

use crate::diagnostic::fix::{Edit, Fix, quoted};
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::Span;

/// Blanks of French typography, which are none to YAML.
pub(super) const UNBREAKABLE: [char; 2] = ['\u{a0}', '\u{202f}'];

/// Quotes of word processors, which mean nothing to YAML.
const CURLY: [(char, char); 3] = [('“', '”'), ('«', '»'), ('‘', '’')];

/// The text between the quotes of a word processor, when they hold the whole of it.
pub(super) fn between_curly(text: &str) -> Option<&str> {
    let (open, close) = CURLY.into_iter().find(|(open, close)| text.starts_with(*open) && text.ends_with(*close))?;
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains([open, close])).then(|| inner.trim_matches(UNBREAKABLE).trim())
}

/// Tells what is doubtful in a value without quotes.
pub(super) fn plain(text: &str, span: Span, problems: &mut Problems) {
    if let Some(inner) = between_curly(text) {
        let meant = quoted(inner);
        problems
            .add(
                Severity::Warning,
                codes::GUILLEMETS_TYPOGRAPHIQUES,
                span,
                "Ces guillemets de traitement de texte font partie de la valeur, et seront publiés.",
                format!("écrivez {meant}"),
            )
            .fix(Fix::replace(span, meant));
    }
    cut(span, problems);
}

/// « CFA #1 »: what follows is a comment to YAML. A comment that is meant has a blank behind its sign.
fn cut(span: Span, problems: &mut Problems) {
    let text = &problems.source().text;
    let end = span.end as usize;
    let rest = text.get(end..).unwrap_or_default();
    let is_text = rest
        .trim_start_matches([' ', '\t'])
        .strip_prefix('#')
        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if !is_text || !rest.starts_with(' ') {
        return;
    }
    let lost = rest.split('\n').next().unwrap_or_default().trim_end();
    let start = end + lost.len() - lost.trim_start().len();
    let whole = Span::new(span.start as usize, end + lost.len());
    let meant = quoted(problems.source().slice(whole));
    problems.warning(
        codes::DIESE,
        Span::new(start, end + lost.len()),
        "Ce qui suit « # » est un commentaire : ce passage ne sera pas publié.",
        format!("écrivez {meant}"),
    );
}

/// `mots_cles: #plan #binômes`: to YAML all of it is a comment, and the key is empty.
pub(super) fn lost(key: Span, problems: &mut Problems) {
    let text = &problems.source().text;
    let rest = text.get(key.end as usize..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    let Some(words) = rest.strip_prefix(": ").map(str::trim).filter(|words| words.starts_with('#')) else { return };
    if !words[1..].starts_with(char::is_alphanumeric) {
        return;
    }
    let start = key.end as usize + rest.find('#').unwrap_or_default();
    let parts: Vec<&str> = words.split_whitespace().collect();
    let help = if parts.len() > 1 && parts.iter().all(|part| part.starts_with('#')) {
        let names: Vec<&str> = parts.iter().map(|part| part.trim_matches(['#', ','])).collect();
        format!("écrivez [{}]", names.join(", "))
    } else {
        format!("écrivez {}", quoted(words))
    };
    problems.warning(
        codes::DIESE,
        Span::new(start, start + words.len()),
        "Ce qui suit « # » est un commentaire : cette rubrique est vide.",
        help,
    );
}

/// A key without the unbreakable blanks around it: French typography puts one before a colon, a copied text at its margin.
pub(super) fn key(text: String, span: Span, problems: &mut Problems) -> String {
    let trimmed = text.trim_matches(UNBREAKABLE);
    if trimmed.len() == text.len() {
        return text;
    }
    let before = text.len() - text.trim_start_matches(UNBREAKABLE).len();
    let (start, end) = (span.start as usize, span.end as usize);
    let blanks = [Span::new(start, start + before), Span::new(start + before + trimmed.len(), end)];
    let blanks = blanks.into_iter().filter(|blank| blank.start < blank.end);
    let edits: Vec<Edit> = blanks.map(|span| Edit { span, text: String::new() }).collect();
    let message = if before > 0 {
        format!("Une espace insécable précède le nom « {trimmed} ».")
    } else {
        format!("Une espace insécable suit le nom « {trimmed} ».")
    };
    let help = format!("écrivez « {trimmed}: », les deux-points collés au nom ; décalez par des espaces ordinaires");
    problems
        .add(Severity::Error, codes::YAML_SYNTAXE, edits.first().map_or(span, |edit| edit.span), message, help)
        .fix(Fix { title: "retirer l’espace insécable".to_owned(), edits });
    trimmed.to_owned()
}
