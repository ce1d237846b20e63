//! A contact as `site.toml` writes it: one text, that may be an address of mail or of the web, or a telephone number.

/// Where a link to a contact leads; `None` for a text that is none of these.
pub fn href(contact: &str) -> Option<String> {
    let contact = contact.trim();
    if is_email(contact) {
        return Some(format!("mailto:{contact}"));
    }
    if super::read::is_http_url(contact) {
        return Some(contact.to_owned());
    }
    telephone(contact).map(|digits| format!("tel:{digits}"))
}

/// Whether a text is one plain address of mail.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'))
            && text.matches('@').count() == 1
    })
}

/// The digits of a telephone number, as people write it: « 05 61 33 50 50 », « +33 (0)5.61.33.50.50 », « 39 75 ».
fn telephone(text: &str) -> Option<String> {
    let is_written =
        text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '(' | ')' | '+'));
    // The national zero is not dialled after the country's number.
    let text = if text.starts_with('+') { text.replace("(0)", "") } else { text.to_owned() };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plus = if text.starts_with('+') { "+" } else { "" };
    (is_written && (4..=15).contains(&digits.len())).then(|| format!("{plus}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_become_links() {
        let link = |text| href(text).unwrap_or_default();
        assert_eq!(link("contact@laregion.fr"), "mailto:contact@laregion.fr");
        assert_eq!(link(" https://www.laregion.fr/contact "), "https://www.laregion.fr/contact");
        assert_eq!(link("05 61 33 50 50"), "tel:0561335050");
        assert_eq!(link("+33 (0)5.61.33.50.50"), "tel:+33561335050");
        assert_eq!(link("39 75"), "tel:3975");
        for none in [
            "",
            "la Région",
            "www.laregion.fr",
            "a@b",
            "a@b.fr, c@d.fr",
            "javascript:alert(1)",
            "Tél. 05",
            "12",
            "M. X <x@y.fr>",
        ] {
            assert_eq!(href(none), None, "{none}");
        }
    }
}
