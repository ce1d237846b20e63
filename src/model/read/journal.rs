//! `journal:`, the versions of a deliverable with what each changed.

use std::cmp::Ordering;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::meant;
use crate::diagnostic::fix::{Fix, quoted};
use crate::diagnostic::{Problems, Severity, codes};
use crate::model::deliverable::JournalEntry;
use crate::span::{Span, Spanned};
use crate::value::fields::Fields;
use crate::value::{Node, NodeKind, Style, scalars};

/// Characters of an entry: it says what changed, the text of the deliverable says the rest.
const MOST: usize = 400;

/// Reads the journal. `version` is the deliverable's own, if it is
/// right; `dates` are those of its update and of its publication.
/// Entries may be written newest or oldest first, but in one order; they come back newest first.
pub(super) fn read(
    fields: &mut Fields<'_>,
    version: Option<&str>,
    dates: [Option<&Spanned<Date>>; 2],
    problems: &mut Problems,
) -> Vec<JournalEntry> {
    let mut is_whole = true;
    let mut entries = fields.list("journal", problems, |node, problems| {
        let read = entry(node, problems);
        is_whole &= read.is_some();
        read
    });
    repeats(&entries, problems);
    let is_ordered = order(&mut entries, problems);
    // With an entry missing or misplaced, there is no telling what the journal as a whole says.
    if is_whole
        && is_ordered
        && let Some(key) = fields.key_span("journal")
    {
        agree(&entries, version, dates, key, problems);
    }
    entries
}

fn entry(node: &Node, problems: &mut Problems) -> Option<JournalEntry> {
    let mut fields = Fields::of_or(node, "journal", |text| meant::item("texte", text), problems)?;
    let version_span = fields.value_span("version");
    let version = fields.required("version", problems, version);
    let date = fields.required("date", problems, scalars::date);
    let texte = fields.required("texte", problems, |node, problems| scalars::text_between(node, problems, 1, MOST));
    fields.finish(problems);
    Some(JournalEntry { version: Spanned::new(version?, version_span), date: date?, texte: texte?.value })
}

/// A version is told once.
fn repeats(entries: &[JournalEntry], problems: &mut Problems) {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    for entry in entries {
        if let Some(first) = seen.get(entry.version.value.as_str()) {
            problems
                .add(
                    Severity::Error,
                    codes::LISTE_REPETITION,
                    entry.version.span,
                    format!("La version {} est déjà dans le journal.", entry.version.value),
                    "réunissez les deux entrées, ou corrigez ce numéro",
                )
                .label(*first, "déjà écrite ici");
        } else {
            seen.insert(&entry.version.value, entry.version.span);
        }
    }
}

/// Puts the entries newest first. An entry that goes against the order of those before it is an error.
fn order(entries: &mut [JournalEntry], problems: &mut Problems) -> bool {
    let mut direction = Ordering::Equal;
    for pair in entries.windows(2) {
        let step = pair[0].date.value.cmp(&pair[1].date.value);
        if step == Ordering::Equal {
            continue;
        }
        if direction == Ordering::Equal {
            direction = step;
        }
        if step != direction {
            let (order, sign) =
                if direction == Ordering::Less { ("plus ancienne", "avant") } else { ("plus récente", "après") };
            problems
                .add(
                    Severity::Error,
                    codes::DATE_ORDRE,
                    pair[1].date.span,
                    format!(
                        "Le journal commence par la version la {order}, mais cette date ({}) est {sign} celle qui précède ({}).",
                        pair[1].date.value, pair[0].date.value
                    ),
                    "corrigez la date, ou remettez les versions dans l’ordre",
                )
                .label(pair[0].date.span, "l’entrée qui précède");
            return false;
        }
    }
    if direction == Ordering::Less {
        entries.reverse();
    }
    true
}

/// The journal and the front matter tell of the same deliverable: its version is there, its update is not older.
fn agree(
    entries: &[JournalEntry],
    version: Option<&str>,
    [updated, published]: [Option<&Spanned<Date>>; 2],
    key: Span,
    problems: &mut Problems,
) {
    let Some(newest) = entries.first() else { return };
    if let Some(version) = version.filter(|own| entries.iter().all(|entry| entry.version.value != **own)) {
        problems.warning(
            codes::JOURNAL_DECALE,
            key,
            format!("La version de la fiche, {version}, n’est pas dans son journal."),
            format!("ajoutez-la, ou écrivez version: {} au-dessus", quoted(&newest.version.value)),
        );
    }
    if let Some(updated) = updated
        && published.is_some_and(|published| published.value <= updated.value)
        && updated.value < newest.date.value
    {
        problems
            .add(
                Severity::Warning,
                codes::JOURNAL_DECALE,
                updated.span,
                format!(
                    "La mise à jour ({}) est avant la dernière entrée du journal ({}).",
                    updated.value, newest.date.value
                ),
                format!("écrivez {}, ou supprimez cette ligne : la date du journal suffit", newest.date.value),
            )
            .label(newest.date.span, "la dernière entrée");
    }
}

/// A version is text: YAML reads an unquoted `1.10` as the number 1.1.
pub(super) fn version(node: &Node, problems: &mut Problems) -> Option<String> {
    if let NodeKind::Scalar { text, style: Style::Plain } = &node.kind
        && scalars::implicit_type(text) == scalars::Implicit::Number
    {
        problems
            .add(
                Severity::Error,
                codes::VERSION_NOMBRE,
                node.span,
                format!("La version {text} sans guillemets est lue comme un nombre : 1.10 deviendrait 1.1."),
                format!("écrivez version: \"{text}\""),
            )
            .fix(Fix::replace(node.span, quoted(text)));
        return None;
    }
    scalars::text_between(node, problems, 1, 40).map(|text| text.value)
}
