//! French typography of a finished page: one pass over its texts, never in code, addresses or attributes. What authors
//! and templates write stays as it is everywhere else: search and exports read it raw.
//!
//! | written | shown |
//! | --- | --- |
//! | `l'été` | `l’été` |
//! | `"mot"` | `« mot »`, when both signs stand in one block; `“mot”` within another |
//! | `« mot »`, `mot :`, `mot ;`, `12 heures` | the same with no-break spaces |
//! | `mot!`, `mot: `, `mot; ` | a no-break space before the sign |
//! | ` -- `, `...` | ` – `, `…` |
//!
//! Rules: *Lexique des règles typographiques en usage à l’Imprimerie nationale*.

use crate::theme::is_unbreakable;

/// No-break space.
const NBSP: char = '\u{a0}';

/// Elements whose text is not French prose.
const VERBATIM: [&str; 9] = ["script", "style", "code", "pre", "kbd", "samp", "textarea", "svg", "math"];

/// Elements within a line: others begin a new one, where no quotation goes on.
const INLINE: [&str; 17] = [
    "a", "abbr", "b", "cite", "del", "em", "i", "ins", "mark", "q", "small", "span", "strong", "sub", "sup", "time",
    "u",
];

/// `html`, a whole page, with the spaces and signs that French asks for.
pub(super) fn french(html: &str) -> String {
    let out = String::with_capacity(html.len() + html.len() / 64);
    let mut page = Page { out, quotes: Vec::new(), opened: Vec::new(), last: None };
    let mut rest = html;
    while !rest.is_empty() {
        let text = rest.find('<').unwrap_or(rest.len());
        page.text(&rest[..text]);
        rest = &rest[text..];
        let length = markup(rest);
        let tag = &rest[..length];
        page.out.push_str(tag);
        rest = &rest[length..];
        let name = name(tag);
        if VERBATIM.contains(&name) || (!name.is_empty() && is_foreign(tag)) {
            let inner = end_of(rest, name);
            page.out.push_str(&rest[..inner]);
            rest = &rest[inner..];
            page.last = Some('x');
        } else if !INLINE.contains(&name.trim_start_matches('/')) {
            page.quotes.clear();
            page.last = None;
        }
    }
    page.finished()
}

/// Bytes of the tag, comment or declaration that `rest` begins with. A `>` within the quotes of an attribute ends nothing.
fn markup(rest: &str) -> usize {
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(rest.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// The name of a tag, with the slash of one that closes; empty for what is no tag.
fn name(tag: &str) -> &str {
    let inner = tag.strip_prefix('<').unwrap_or_default();
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '/').unwrap_or(inner.len());
    inner[..end].strip_suffix('/').unwrap_or(&inner[..end])
}

/// Whether an element is told to be in another language.
fn is_foreign(tag: &str) -> bool {
    !tag.starts_with("<html") && tag.contains(" lang=\"") && !tag.contains(" lang=\"fr")
}

/// Bytes up to the tag that closes the element `name`, those of the same name within it included.
fn end_of(rest: &str, name: &str) -> usize {
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let mut depth = 1;
    let mut at = 0;
    while let Some(found) = rest[at..].find('<') {
        at += found;
        if rest[at..].starts_with(&close) {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        } else if rest[at..].starts_with(&open) {
            depth += 1;
        }
        at += 1;
    }
    rest.len()
}

/// A page under way.
struct Page {
    out: String,
    /// Where the opening `"` were written that nothing has closed in this block.
    quotes: Vec<usize>,
    /// Those that something has closed, and what stands for them.
    opened: Vec<(usize, &'static str)>,
    /// The letter before, in this block.
    last: Option<char>,
}

impl Page {
    /// Writes a run of text.
    fn text(&mut self, written: &str) {
        let text = html_escape::decode_html_entities(written);
        let needs = |c: char| matches!(c, '\'' | '"' | ':' | ';' | '!' | '?' | '«' | '»' | '-' | '.' | '%' | '€');
        if !text.contains(needs) && !text.bytes().any(|byte| byte.is_ascii_digit()) {
            self.last = text.chars().next_back().or(self.last);
            self.out.push_str(written);
            return;
        }
        for (at, c) in text.char_indices() {
            let after = &text[at + c.len_utf8()..];
            self.one(c, &text[..at], after);
            self.last = Some(c);
        }
    }

    fn one(&mut self, c: char, before: &str, after: &str) {
        let next = after.chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '\'' if is_word(self.last) && (is_word(next) || next.is_none_or(|c| matches!(c, '«' | '"'))) => {
                self.out.push('’');
            }
            '"' => self.quotation(next),
            ' ' if is_unbreakable(before, after) => self.out.push(NBSP),
            ':' | ';' | '!' | '?' if self.lacks_blank(before, after) => {
                self.out.push(NBSP);
                self.out.push(c);
            }
            '-' if after.starts_with("- ") && before.ends_with(' ') => self.out.push('–'),
            // The second of two.
            '-' if self.out.ends_with('–') && before.ends_with(" -") && after.starts_with(' ') => {}
            '.' if after.starts_with("..") && !after.starts_with("...") && is_word(self.last) => self.out.push('…'),
            '.' if self.out.ends_with('…') && before.ends_with('.') => {}
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '&' => self.out.push_str("&amp;"),
            c => self.out.push(c),
        }
    }

    /// A straight quotation mark: an opening one is only changed when another closes it. One within another is `“ ”`; what two
    /// that touch mean is not certain.
    fn quotation(&mut self, next: Option<char>) {
        if self.last == Some('"') || next == Some('"') {
            self.out.push('"');
            return;
        }
        let opens = self.last.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '’' | '\'' | '–' | '—'));
        if opens && next.is_none_or(|c| !c.is_whitespace()) {
            self.quotes.push(self.out.len());
            self.out.push('"');
            return;
        }
        let closes = self.last.is_some_and(|c| !c.is_whitespace()) && next.is_none_or(|c| !c.is_alphanumeric());
        let is_inner = self.quotes.len() > 1;
        match self.quotes.pop_if(|_| closes) {
            Some(start) if is_inner => {
                self.opened.push((start, "“"));
                self.out.push('”');
            }
            Some(start) => {
                self.opened.push((start, "«\u{a0}"));
                self.out.push(NBSP);
                self.out.push('»');
            }
            None => self.out.push('"'),
        }
    }

    /// The page, with the quotations that were closed.
    fn finished(mut self) -> String {
        if self.opened.is_empty() {
            return self.out;
        }
        self.opened.sort_unstable_by_key(|(start, _)| *start);
        let mut out = String::with_capacity(self.out.len() + self.opened.len() * 3);
        let mut done = 0;
        for (start, sign) in self.opened {
            out.push_str(&self.out[done..start]);
            out.push_str(sign);
            done = start + 1;
        }
        out.push_str(&self.out[done..]);
        out
    }

    /// Whether a sign that ends a word should stand apart from it. One within an address, an hour or a path does not.
    fn lacks_blank(&self, before: &str, after: &str) -> bool {
        // Before a word is looked at, what is quick to tell: a run of signs is not looked through for each of them.
        let ends = after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '»' | '"'));
        if !ends || !self.last.is_some_and(char::is_alphabetic) {
            return false;
        }
        let opens = |c: char| c.is_whitespace() || matches!(c, '(' | '«' | '"' | '“');
        let is_of_word = |c: char| c.is_alphabetic() || matches!(c, '’' | '\'' | '-');
        // What stands before the word opens it.
        before.chars().rev().find(|c| !is_of_word(*c)).is_none_or(opens)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_follow_french_typography() {
        for (written, shown) in [
            ("<p>l'été, aujourd&#x27;hui</p>", "<p>l’été, aujourd’hui</p>"),
            (
                "<p>&quot;Mot&quot; et \"<em>autre</em>\".</p>",
                "<p>«\u{a0}Mot\u{a0}» et «\u{a0}<em>autre</em>\u{a0}».</p>",
            ),
            ("<p>\"un \"deux\" trois\"</p>", "<p>«\u{a0}un “deux” trois\u{a0}»</p>"),
            ("<p>\"Oui!\" dit-il</p>", "<p>«\u{a0}Oui\u{a0}!\u{a0}» dit-il</p>"),
            ("<p>« Ici » : 315 heures !</p>", "<p>«\u{a0}Ici\u{a0}»\u{a0}: 315\u{a0}heures\u{a0}!</p>"),
            ("<p>Attention: lisez! Quoi?</p>", "<p>Attention\u{a0}: lisez\u{a0}! Quoi\u{a0}?</p>"),
            ("<p>un -- deux, trois...</p>", "<p>un – deux, trois…</p>"),
            // Every way of writing a letter is read, and none is escaped twice.
            (
                "<p>«&#8239;&eacute;t&#xE9;&#x202F;»&hellip; &amp;eacute; l&apos;un</p>",
                "<p>«\u{202f}été\u{202f}»… &amp;eacute; l’un</p>",
            ),
            ("<p>a &amp; b &lt;c&gt; l'un</p>", "<p>a &amp; b &lt;c&gt; l’un</p>"),
        ] {
            assert_eq!(french(written), shown);
        }
    }

    #[test]
    fn what_is_no_prose_stays() {
        for text in [
            "<p>Un écran de 15\" <code>l'x \"y\" -- z</code> <a href=\"x?a=l'b;c\">10:30</a></p>",
            "<pre>a : b ; c's</pre>",
            "<script type=\"application/json\">{\"a\": \"l'b !\"}</script>",
            "<p lang=\"en\">don't: \"quote\" !</p>",
            "<p>https://a.fr/x;y?z:1 a:b 12:30 C:\\x</p>",
            "<p>\"seul</p><p>l”autre\"</p>",
            "<!-- l'un -- \"deux\" --><p title=\"a > b's\">x</p>",
        ] {
            assert_eq!(french(text), text);
        }
    }

    proptest! {
        #[test]
        fn tags_and_words_are_kept(text in "[a-z'\" :;!?.<>/&=%«»0-9é-]{0,80}") {
            let page = format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            let letters = |html: &str| html.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let shown = french(&page);
            prop_assert_eq!(letters(&shown), letters(&page));
            prop_assert_eq!(shown.matches('<').count(), 2);
            // Once done, nothing is left to do.
            prop_assert_eq!(french(&shown), shown);
        }

        #[test]
        fn never_panics(html in "\\PC{0,80}") {
            french(&html);
        }
    }
}
