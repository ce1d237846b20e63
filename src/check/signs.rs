//! Signs that other programs read, and that would be published as they are typed; cells that a table has no column for;
//! footnotes that nothing calls.

use crate::diagnostic::fix::{Edit, Fix};
use crate::diagnostic::{Problems, Severity, codes};
use crate::model::links::relative;
use crate::parse::markdown::depth::MOST_BLOCKS;
use crate::parse::markdown::{Body, Meant, MissedKind};
use crate::span::Span;

use super::{Known, Text};

/// Looks at what a body will not show as it was meant, links by name apart: they are for [`by_name`].
pub(super) fn check(body: &Body, problems: &mut Problems) {
    for missed in &body.missed {
        match missed.kind {
            MissedKind::Sign(Meant::WikiLink) => {}
            MissedKind::Sign(meant) => sign(meant, missed.span, problems),
            MissedKind::Cells { columns } => cells(columns, missed.span, problems),
            MissedKind::Deep => problems.warning(
                codes::MARKDOWN_MANQUE,
                missed.span,
                format!(
                    "Plus de {MOST_BLOCKS} citations et listes sont emboîtées ici : les dernières ne se verront pas."
                ),
                "écrivez ce passage sur moins de niveaux",
            ),
            MissedKind::Note => {
                let line = problems.source().slice(missed.span).lines().next().unwrap_or_default().len();
                let start = missed.span.start as usize;
                problems.warning(
                    codes::MARKDOWN_MANQUE,
                    Span::new(start, start + line),
                    "Aucun passage n’appelle cette note ; elle sera publiée à la suite des autres.",
                    "appelez-la dans le texte, par le même nom entre crochets, ou supprimez-la",
                );
            }
        }
    }
}

fn sign(meant: Meant, span: Span, problems: &mut Problems) {
    let written = problems.source().slice(span).to_owned();
    let help: String = match meant {
        Meant::Bold | Meant::Emphasis => {
            stars(&written, span, problems);
            return;
        }
        Meant::WikiLink => return,
        Meant::Contents => "supprimez cette ligne : la page montre d’elle-même son sommaire".into(),
        Meant::Container | Meant::Admonition => {
            "écrivez un encart : « > [!NOTE] » sur une ligne, puis le texte, chaque ligne précédée de « > »".into()
        }
        Meant::Callout => "écrivez NOTE, TIP (astuce), IMPORTANT, WARNING (vigilance) ou CAUTION (attention)".into(),
        Meant::Shortcode => "écrivez ici ce que cette commande insérait : un lien, une image, une phrase".into(),
        Meant::Highlight => format!("mettez ces mots en gras : **{}**", written.trim_matches('=')),
        Meant::Math => "écrivez la formule en toutes lettres, ou joignez-en une image décrite".into(),
        Meant::Command => "supprimez cette commande de mise en page ; une formule s’écrit en toutes lettres".into(),
        Meant::Note => {
            "écrivez la note sur une ligne à part, qui commence par son nom et « : » : [^1]: le texte".into()
        }
        Meant::Citation => "écrivez la référence en toutes lettres, ou un lien vers elle".into(),
        Meant::Attributes => "supprimez ces accolades : la présentation est celle du site".into(),
        Meant::Emoji => "collez le caractère lui-même, ou écrivez le mot".into(),
        Meant::Definition => {
            "écrivez le terme seul sur la ligne d’avant, et aucune autre ligne qui commence par « : »".into()
        }
        Meant::Table => {
            "ce tableau n’en sera pas un : donnez à sa première ligne autant de cellules que de traits".into()
        }
    };
    let message = "Ces signes seront publiés tels qu’ils sont écrits.";
    problems.warning(codes::MARKDOWN_MANQUE, span, message, help);
}

/// Stars that mark nothing, because a blank or a punctuation keeps them from it.
fn stars(written: &str, span: Span, problems: &mut Problems) {
    let marks = if written.starts_with("**") { 2 } else { 1 };
    let inner = written.get(marks..written.len().saturating_sub(marks)).unwrap_or_default();
    let words = inner.trim();
    let sign = &written[..marks];
    let is_pair = written.len() > 2 * marks && written.ends_with(sign) && !words.is_empty();
    let is_closed_by_stop = words.ends_with([':', '.', ';', ',', '!', '?', '…']);
    let help = if !is_pair {
        format!("collez « {sign} » au mot, de chaque côté, et mettez les deux dans le même paragraphe")
    } else if words.len() < inner.len() {
        format!("écrivez {sign}{words}{sign}, sans espace au bord")
    } else if is_closed_by_stop {
        format!("mettez une espace après les étoiles qui ferment {sign}{words}{sign}")
    } else {
        format!("mettez une espace autour de {sign}{words}{sign}, ou sortez-en les guillemets et les parenthèses")
    };
    let fix = if is_pair && words.len() < inner.len() {
        Some(Fix::replace(span, format!("{sign}{words}{sign}")))
    } else if is_pair && is_closed_by_stop {
        Some(Fix::insert(span.end as usize, " ", "ajouter l’espace"))
    } else {
        None
    };
    let message = "Ces étoiles seront publiées telles quelles, sans rien mettre en valeur.";
    problems.add(Severity::Warning, codes::MARKDOWN_MANQUE, span, message, help).fix(fix);
}

/// Cells beyond the last column.
fn cells(columns: usize, span: Span, problems: &mut Problems) {
    let source = problems.source().clone();
    let lost = source.slice(span).trim_end();
    let span = Span::new(span.start as usize, span.start as usize + lost.len());
    let words = lost.trim_matches(['|', ' ']);
    let message = if words.is_empty() {
        format!("Cette ligne a plus de cellules que le tableau n’a de colonnes ({columns}).")
    } else {
        format!("Le tableau n’a que {columns} colonnes : la fin de cette ligne ne sera pas publiée.")
    };
    problems
        .add(
            Severity::Warning,
            codes::CELLULE_PERDUE,
            span,
            message,
            "une barre « | » sépare deux cellules, même entre accents graves : écrivez-la \\| dans un texte, \
             ou ajoutez une colonne au titre du tableau",
        )
        .fix(bars_in_code(&source, span, columns));
}

/// Backslashes before the bars that stand between accents graves, where all cells then have a column.
fn bars_in_code(source: &crate::span::SourceRef, lost: Span, columns: usize) -> Option<Fix> {
    let text = &source.text;
    let start = text[..lost.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..lost.end as usize)?;
    let mut edits = Vec::new();
    let (mut in_code, mut bars, mut is_escaped) = (false, 0, false);
    for (at, c) in line.char_indices() {
        match c {
            '`' => in_code = !in_code,
            '|' if in_code && !is_escaped => {
                edits.push(Edit { span: Span::new(start + at, start + at), text: "\\".to_owned() });
            }
            '|' if !is_escaped => bars += 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    let is_framed = line.trim_end().ends_with('|') && line.contains('|');
    let cells = if is_framed { bars - 1 } else { bars + 1 };
    (!in_code && !edits.is_empty() && cells <= columns).then(|| Fix { title: "protéger les barres".to_owned(), edits })
}

/// Links by name, as note-taking programs write them: `[[fiche#titre|texte]]`, `![[image.png]]`.
pub(super) fn by_name(text: &Text<'_>, known: &Known<'_>, problems: &mut Problems) {
    let names = text.body.missed.iter().filter(|missed| missed.kind == MissedKind::Sign(Meant::WikiLink));
    for missed in names {
        let written = problems.source().slice(missed.span).to_owned();
        let is_image = written.starts_with('!');
        let inner = written.trim_start_matches('!').trim_start_matches('[').trim_end_matches(']');
        let (name, label) = inner.split_once('|').map_or((inner, None), |(name, label)| (name, Some(label)));
        let (name, anchor) = name.split_once('#').map_or((name, None), |(name, anchor)| (name, Some(anchor)));
        let meant = target(text, known, name.trim()).map(|(path, title)| {
            let anchor = anchor.map(|anchor| format!("#{}", anchor.trim().replace(' ', "-"))).unwrap_or_default();
            let sign = if is_image { "!" } else { "" };
            format!("{sign}[{}]({path}{anchor})", label.unwrap_or(&title).trim())
        });
        let help = match &meant {
            Some(meant) => format!("écrivez {meant}"),
            None if is_image => "écrivez ![ce que montre l’image](fichier.png)".to_owned(),
            None => "écrivez [le texte](../nom-de-la-fiche/index.md)".to_owned(),
        };
        let message = "Ce lien par le nom sera publié tel qu’il est écrit, sans mener nulle part.";
        problems
            .add(Severity::Warning, codes::MARKDOWN_MANQUE, missed.span, message, help)
            .fix(meant.map(|meant| Fix::replace(missed.span, meant)));
    }
}

/// The path to what a name means, and its title.
fn target(text: &Text<'_>, known: &Known<'_>, name: &str) -> Option<(String, String)> {
    if name.is_empty() {
        return None;
    }
    let slug = name.strip_suffix(".md").unwrap_or(name);
    if let crate::model::links::Origin::Deliverable(own) = text.origin
        && known.has_file(own, name)
    {
        return Some((name.to_owned(), name.to_owned()));
    }
    if let Some(one) = known.deliverable(slug) {
        return Some((relative(text.origin, &format!("livrables/{slug}/index.md")), one.titre.value.clone()));
    }
    let page = known.library.page(slug)?;
    Some((relative(text.origin, &format!("pages/{slug}.md")), page.titre.clone()))
}
