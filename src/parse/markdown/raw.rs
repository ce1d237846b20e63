//! Signs that other programs read, and that this Markdown leaves as they are typed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What a sign was meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// `**gras**`, where letters and punctuation meet so that the stars mark nothing.
    Bold,
    /// `*italique*`, likewise.
    Emphasis,
    /// `[[page]]`.
    WikiLink,
    /// `[TOC]`.
    Contents,
    /// `:::note`.
    Container,
    /// `!!! note`.
    Admonition,
    /// `> [!INCONNU]`.
    Callout,
    /// `{{< video >}}`, `{% include %}`.
    Shortcode,
    /// `==surligné==`.
    Highlight,
    /// `$$x$$`.
    Math,
    /// `\newpage`.
    Command,
    /// `[^1]` without its note, or `^[note]`.
    Note,
    /// `[@auteur2020]`.
    Citation,
    /// `{.classe}`.
    Attributes,
    /// `:smile:`.
    Emoji,
    /// `| --- | --- |` in a paragraph.
    Table,
    /// `: définition`, where no term is before it or where other lines begin with a colon.
    Definition,
}

/// What each sign looks like, in a text of one line. The first that matches at a place counts.
const PATTERNS: [(Meant, &str); 16] = [
    (Meant::Contents, r"^\s*(\[TOC\]|\[toc\]|\[\[_?TOC_?\]\]|\[\[toc\]\])\s*$"),
    (Meant::WikiLink, r"!?\[\[[^\[\]]+\]\]"),
    (Meant::Callout, r"^\[!\p{L}[\p{L} _-]*\]"),
    (Meant::Container, r"^\s*:{3,}.*$"),
    (Meant::Admonition, r"^\s*(!!!|\?\?\?\+?)\s+\p{L}.*$"),
    (Meant::Shortcode, r"\{\{.*?(\}\}|$)|\{%.*?(%\}|$)"),
    (Meant::Highlight, r"==[^\s=]([^=]*[^\s=])?=="),
    (Meant::Math, r"\$\$.*?(\$\$|$)"),
    (Meant::Note, r"\[\^[^\]\s]+\]|\^\[[^\]]+\]"),
    (Meant::Citation, r"\[-?@[\p{L}\d_:.-]+[^\]]*\]"),
    (Meant::Attributes, r"\{:?\s*[.#]\p{L}[^}]*\}|\{:[^}]*\}"),
    (Meant::Emoji, r"(?:^|\s)(:[a-z][a-z0-9_+-]+:)(?:$|[\s.,;!?)])"),
    (Meant::Command, r"(?:^|[\s{$(])(\\[a-zA-Z]{3,})\b"),
    (Meant::Table, r"^\s*\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?$"),
    (Meant::Definition, r"^:\s+\S.*$"),
    (Meant::Bold, r"\*\*(?:[^*]+\*\*)?"),
];

/// The patterns, compiled.
static SIGNS: LazyLock<Vec<(Meant, Option<Regex>)>> =
    LazyLock::new(|| PATTERNS.iter().map(|(meant, pattern)| (*meant, Regex::new(pattern).ok())).collect());

/// Letters without which none of the patterns matches.
const FIRST: [char; 10] = ['[', ':', '{', '=', '$', '^', '\\', '|', '*', '!'];

/// The signs left raw in `text`, a run of text within a line, as written.
pub(super) fn find(text: &str) -> Vec<(Meant, Range<usize>)> {
    if !text.contains(FIRST) && !text.contains("???") {
        return Vec::new();
    }
    let mut found = Found::default();
    for (meant, pattern) in SIGNS.iter() {
        let Some(pattern) = pattern else { continue };
        for captures in pattern.captures_iter(text) {
            let whole = captures.get(0).map(|sign| sign.range()).unwrap_or_default();
            // Where a sign must stand between blanks, the sign itself is the first group.
            let sign = match meant {
                Meant::Emoji | Meant::Command => captures.get(1).map_or(whole, |sign| sign.range()),
                _ => whole,
            };
            if !is_escaped(text, sign.start) && (*meant != Meant::Bold || is_mark(text, &sign)) {
                found.add(*meant, sign);
            }
        }
    }
    if let Some(sign) = emphasis(text) {
        found.add(Meant::Emphasis, sign);
    }
    found.0.into_iter().map(|(start, (end, meant))| (meant, start..end)).collect()
}

/// Signs by where they begin, none of which overlaps another.
#[derive(Default)]
struct Found(BTreeMap<usize, (usize, Meant)>);

impl Found {
    /// Adds a sign, unless another has its place.
    fn add(&mut self, meant: Meant, sign: Range<usize>) {
        let before = self.0.range(..sign.end).next_back();
        if before.is_none_or(|(_, (end, _))| *end <= sign.start) {
            self.0.insert(sign.start, (sign.end, meant));
        }
    }
}

/// Whether a backslash says that a sign is meant as it is.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Whether two stars touch a word: `2 ** 3` does not, `2**3` is a number.
fn is_mark(text: &str, sign: &Range<usize>) -> bool {
    let before = text[..sign.start].chars().next_back().unwrap_or(' ');
    let after = text[sign.start + 2..].chars().next().unwrap_or(' ');
    let is_pair = sign.len() > 2;
    let is_number = before.is_ascii_digit() && after.is_ascii_digit();
    !is_number && (is_pair || !(before.is_whitespace() && after.is_whitespace())) && before != '*' && after != '*'
}

/// `*« mot »*s`: single stars that mark nothing, both within one text.
fn emphasis(text: &str) -> Option<Range<usize>> {
    static STARS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\*([^\s*]|[^\s*][^*]*[^\s*])\*").ok());
    let sign = STARS.as_ref()?.find(text)?.range();
    let around = |c: Option<char>| c.is_some_and(|c| c == '*' || c.is_ascii_digit());
    let is_sum = around(text[..sign.start].chars().next_back()) || around(text[sign.end..].chars().next());
    (!is_sum && !is_escaped(text, sign.start) && !is_escaped(text, sign.end - 1)).then_some(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(Meant, &str)> {
        find(text).into_iter().map(|(meant, range)| (meant, &text[range])).collect()
    }

    #[test]
    fn every_pattern_is_well_formed() {
        assert!(SIGNS.iter().all(|(_, pattern)| pattern.is_some()));
    }

    #[test]
    fn signs_of_other_programs_are_found() {
        for (text, meant, sign) in [
            ("**Attention :**lire", Meant::Bold, "**Attention :**"),
            ("les **« mot »**s", Meant::Bold, "**« mot »**"),
            ("** gras **", Meant::Bold, "** gras **"),
            ("un *« mot »*s", Meant::Emphasis, "*« mot »*"),
            ("voir [[page#titre]].", Meant::WikiLink, "[[page#titre]]"),
            ("![[image.png]]", Meant::WikiLink, "![[image.png]]"),
            ("[[slug|le texte]]", Meant::WikiLink, "[[slug|le texte]]"),
            ("[TOC]", Meant::Contents, "[TOC]"),
            (":::note Titre", Meant::Container, ":::note Titre"),
            ("!!! note \"Titre\"", Meant::Admonition, "!!! note \"Titre\""),
            ("[!SECRET] a", Meant::Callout, "[!SECRET]"),
            ("{{< video x >}}", Meant::Shortcode, "{{< video x >}}"),
            ("{% include x %} y", Meant::Shortcode, "{% include x %}"),
            ("==marqué== ici", Meant::Highlight, "==marqué=="),
            ("soit $$x^2$$.", Meant::Math, "$$x^2$$"),
            ("fin \\newpage", Meant::Command, "\\newpage"),
            ("dit[^3].", Meant::Note, "[^3]"),
            ("selon [@dupont2020, p. 3]", Meant::Citation, "[@dupont2020, p. 3]"),
            ("Texte {.alerte}", Meant::Attributes, "{.alerte}"),
            ("bravo :tada: !", Meant::Emoji, ":tada:"),
            ("| --- | --- |", Meant::Table, "| --- | --- |"),
            (": sa définition", Meant::Definition, ": sa définition"),
        ] {
            assert_eq!(told(text), [(meant, sign)], "{text}");
        }
    }

    #[test]
    fn ordinary_texts_have_none() {
        for text in [
            "De 10:30:15 à 12:00:00 : rien.",
            "C:\\Utilisateurs\\moi\\Documents",
            "2**3 = 8, 5*3*2 = 30 et a ** b",
            "\\*\\*tel quel\\*\\*, \\[[tel quel]], \\==ici==",
            "Un prix : 5 $ ou 10 $.",
            "a == b et c == d",
            "formateur·trice (H/F) – 3 | 4",
            "* note de renvoi *",
            "Vraiment ?! Oui !!! Et alors ???",
            "— oui : non :",
            "{nom}",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }
}
