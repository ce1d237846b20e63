//! What `site.toml` still holds of a library that nobody has put online: placeholders, addresses that lead nowhere by
//! design, contacts that no reader can use. Warnings, so that a site can be tried before it is finished.

use std::net::IpAddr;

use crate::diagnostic::{Problems, codes};
use crate::value::slug::fold;
use crate::value::{Node, NodeKind};

/// Names of the last level that never lead anywhere from outside: kept for examples and tests (RFC 2606 and 6761),
/// for one network (RFC 6762, `internal`), and what examples in French write in their place.
const LAST: [&str; 7] = ["example", "exemple", "invalid", "internal", "local", "localhost", "test"];

/// Domains of examples: those of RFC 2606, and those that French examples write, this guide's among them.
const DOMAINS: [&str; 7] =
    ["example.com", "example.net", "example.org", "exemple.com", "exemple.fr", "exemple.net", "exemple.org"];

/// The keys that readers use to write to someone.
const CONTACTS: [[&str; 2]; 2] = [["mentions", "contact"], ["accessibilite", "contact"]];

/// Tells what is not fit to go online. A library that says of itself that it is an example keeps its invented
/// addresses: every page says so.
pub(super) fn check(root: &Node, problems: &mut Problems) {
    let is_example = get(root, &["site", "exemple"])
        .is_some_and(|node| matches!(&node.kind, NodeKind::Scalar { text, .. } if text == "true"));
    if !is_example {
        walk(root, problems);
    }
    for [table, key] in CONTACTS {
        if let Some(node) = get(root, &[table, key]) {
            contact(node, table, problems);
        }
    }
}

fn get<'a>(node: &'a Node, path: &[&str]) -> Option<&'a Node> {
    let [key, rest @ ..] = path else { return Some(node) };
    let NodeKind::Map(entries) = &node.kind else { return None };
    get(&entries.iter().find(|(name, _)| name.value == *key)?.1, rest)
}

fn walk(node: &Node, problems: &mut Problems) {
    match &node.kind {
        NodeKind::Map(entries) => entries.iter().for_each(|(_, value)| walk(value, problems)),
        NodeKind::List(items) => items.iter().for_each(|item| walk(item, problems)),
        NodeKind::Scalar { text, .. } if is_placeholder(text) => problems.warning(
            codes::SITE_A_COMPLETER,
            node.span,
            "Ce texte reste à écrire, et le site le montrera tel quel.",
            "écrivez-le, ou retirez cette ligne si elle est facultative",
        ),
        NodeKind::Scalar { text, .. } => {
            if let Some(host) = text.split_whitespace().filter_map(host).find(|host| leads_nowhere(host)) {
                problems.warning(
                    codes::SITE_ADRESSE_FICTIVE,
                    node.span,
                    format!("« {host} » est un nom réservé aux exemples ou à un réseau local : il ne mène nulle part."),
                    "écrivez l’adresse véritable ; si toute la bibliothèque est un exemple, écrivez exemple = true sous [site]",
                );
            }
        }
        NodeKind::Null => {}
    }
}

/// A text that only holds the place of another, with or without its accents.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = fold(text.trim());
    text.starts_with("a completer") || text == "…" || text == "..." || text == "todo"
}

/// The host that a word names: of an address of the web or of mail, signs round it left out.
fn host(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | ']' | '/'));
    let named = match word.split_once("://") {
        Some((_, rest)) => {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            authority.rsplit_once('@').map_or(authority, |(_, host)| host)
        }
        None => word.rsplit_once('@')?.1,
    };
    let host = match named.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => named.split(':').next().unwrap_or_default(),
    };
    let host = host.trim_end_matches('.').to_lowercase();
    (!host.is_empty()).then_some(host)
}

fn leads_nowhere(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => {
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified() || ip.is_documentation()
        }
        Ok(IpAddr::V6(ip)) => {
            let documentation = ip.segments()[0] == 0x2001 && ip.segments()[1] == 0xdb8;
            ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || documentation
        }
        Err(_) => {
            LAST.iter().any(|last| is_in(host, last))
                || host == "home.arpa"
                || DOMAINS.iter().any(|domain| is_in(host, domain))
        }
    }
}

/// Whether a host is a domain or below it.
fn is_in(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn contact(node: &Node, table: &str, problems: &mut Problems) {
    let NodeKind::Scalar { text, .. } = &node.kind else { return };
    let text = text.trim();
    // A placeholder is told as such, an empty text too.
    if text.is_empty() || is_placeholder(text) || super::contact::href(text).is_some() {
        return;
    }
    problems.warning(
        codes::SITE_CONTACT,
        node.span,
        format!("« {text} » n’est pas un moyen de contact : la page ne peut pas en faire un lien."),
        format!("écrivez sous [{table}] une adresse de courriel, une adresse du web ou un numéro de téléphone, seuls"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> bool {
        text.split_whitespace().filter_map(host).any(|host| leads_nowhere(&host))
    }

    #[test]
    fn reserved_names_are_known_wherever_they_stand() {
        for text in [
            "https://bibliotheque.exemple.invalid/",
            "http://localhost:8000/x",
            "HTTPS://WWW.EXAMPLE.ORG",
            "https://essai.test.",
            "https://a@b.example:81/",
            "contact@example.com",
            "bibliotheque@formation.exemple.fr",
            "Écrire à « contact@example.net », ou appeler",
            "(https://intranet.local/x)",
            "http://127.0.0.1/",
            "http://192.168.1.20:4300/",
            "http://[::1]/",
            "https://[2001:db8::1]/x",
        ] {
            assert!(told(text), "{text}");
        }
        for text in [
            "https://bibliotheque.laregion.fr/",
            "https://exemple.laregion.fr/example.org",
            "https://latest/",
            "https://monexemple.fr/",
            "https://notexample.org/?x=http.example.com",
            "contact@laregion.fr",
            "Une phrase : example.org sans adresse",
            "https://8.8.8.8/",
            "https://creativecommons.org/licenses/by/4.0/deed.fr",
        ] {
            assert!(!told(text), "{text}");
        }
    }

    #[test]
    fn placeholders_are_known_without_their_accents() {
        for text in
            ["À compléter avant la mise en ligne", "A compléter", "À COMPLETER", " a completer : nom", "…", "TODO"]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["Fiche à compléter par le formateur", "Acompléter", "Région"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
