//! From a verdict to what a person reads.

use super::judge::Verdict;
use crate::check::External;
use crate::diagnostic::{Code, Diagnostic, Problems, Severity, codes};

/// The problem of a link, if it has one.
pub(super) fn problem(link: &External, verdict: &Verdict) -> Option<Diagnostic> {
    let host = super::address::host(&link.url).unwrap_or(&link.url);
    let archived = "corrigez l’adresse, citez une copie (web.archive.org), ou retirez le lien";
    let (severity, code, message, help): (Severity, Code, String, String) = match verdict {
        Verdict::Alive | Verdict::Unknown => return None,
        Verdict::Moved(to) => (
            Severity::Advice,
            codes::EXTERNE_DEPLACE,
            "Cette page a changé d’adresse pour de bon.".to_owned(),
            format!("écrivez {to}"),
        ),
        Verdict::Dead(status @ (404 | 410)) => (
            Severity::Warning,
            codes::EXTERNE_MORT,
            format!("Cette page n’existe plus : « {host} » répond {status}."),
            archived.to_owned(),
        ),
        Verdict::Dead(status) => (
            Severity::Warning,
            codes::EXTERNE_MORT,
            format!("Cette page n’est pas lisible : « {host} » répond par une erreur ({status})."),
            "réessayez demain ; si l’erreur dure, changez ou retirez le lien".to_owned(),
        ),
        Verdict::Circle => (
            Severity::Warning,
            codes::EXTERNE_MORT,
            format!("« {host} » renvoie d’une adresse à l’autre sans jamais donner de page."),
            archived.to_owned(),
        ),
        Verdict::Unreachable(reason) => (
            Severity::Warning,
            codes::EXTERNE_MORT,
            format!("« {host} » n’a pas pu être joint ({reason})."),
            archived.to_owned(),
        ),
        Verdict::Slow => (
            Severity::Warning,
            codes::EXTERNE_LENT,
            format!("« {host} » n’a pas répondu à temps."),
            "ouvrez le lien vous-même ; s’il est toujours aussi lent, prévenez le lecteur ou citez une copie"
                .to_owned(),
        ),
        Verdict::Private => (
            Severity::Warning,
            codes::EXTERNE_PRIVE,
            format!("« {host} » mène à cette machine ou à un réseau privé, que les lecteurs n’ont pas."),
            "donnez l’adresse publique, ou joignez le document à la fiche".to_owned(),
        ),
    };
    let mut problems = Problems::new(link.source.clone());
    problems.add(severity, code, link.span, message, help);
    problems.into_list().pop()
}
