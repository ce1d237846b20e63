//! The one reading of Markdown that checks and pages share: the parser's events, with what writers
//! also expect of them. Addresses written bare are links, `H~2~O` and `x^2^` have their signs below and above the line, and
//! a call-out can have a title of its own.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{BlockQuoteKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use regex::Regex;

use super::depth::Nest;
use super::options;

/// An event and the bytes that it comes from.
pub type Piece<'a> = (Event<'a>, Range<usize>);

/// A body of Markdown, event by event.
#[derive(Debug, Default)]
pub struct Events<'a> {
    /// The events, in order. Texts that follow one another are one.
    pub list: Vec<Piece<'a>>,
    /// Where the call-outs begin that have a title: the first line of their first paragraph.
    titled: Vec<usize>,
    /// Where quotes and lists begin that stand within too many others: they are left out, and what they hold is not.
    pub(super) deep: Option<usize>,
}

impl Events<'_> {
    /// Whether the call-out that begins at a byte has a title.
    pub fn is_titled(&self, quote: &Range<usize>) -> bool {
        self.titled.binary_search(&quote.start).is_ok()
    }
}

/// Reads `markdown`.
pub fn events(markdown: &str) -> Events<'_> {
    let mut events = Events::default();
    // Of each open quote, where it stands in the list.
    let mut quotes: Vec<usize> = Vec::new();
    // Open links, images and blocks of code: an address within is no link of its own.
    let mut closed = 0_usize;
    let parser = Parser::new_ext(markdown, options_for(markdown));
    let mut nest = Nest::default();
    for (event, range) in TextMergeWithOffset::new(parser.into_offset_iter()) {
        let Some(event) = nest.read(event, &range) else { continue };
        match event {
            Event::Text(text) => {
                let before = text.len();
                let text = title(text, &range, &quotes, &mut events);
                // What was taken away stood at its beginning.
                let range = (range.start + before - text.len()).min(range.end)..range.end;
                if closed == 0 {
                    expected(markdown, text, range, &mut events.list);
                } else {
                    events.list.push((Event::Text(text), range));
                }
                continue;
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => closed = closed.saturating_sub(1),
            Event::Start(Tag::BlockQuote(_)) => quotes.push(events.list.len()),
            Event::End(TagEnd::BlockQuote(_)) => {
                // The kind that its first line told.
                let kind = match quotes.pop().and_then(|start| events.list.get(start)) {
                    Some((Event::Start(Tag::BlockQuote(kind)), _)) => *kind,
                    _ => None,
                };
                events.list.push((Event::End(TagEnd::BlockQuote(kind)), range));
                continue;
            }
            _ => {}
        }
        events.list.push((event, range));
    }
    events.deep = nest.first;
    events
}

/// The parser takes any line that begins with a colon for a definition. Where one is none (`:::note`, `:-)`), a text has no
/// definitions: nothing of it would be read as it was meant.
fn options_for(markdown: &str) -> Options {
    let is_other = |line: &str| {
        let line = line.trim_start_matches(['>', ' ']);
        line.strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t']))
    };
    if markdown.lines().any(is_other) { options() - Options::ENABLE_DEFINITION_LIST } else { options() }
}

/// A text without the `[!NOTE]` that opens the innermost quote, which becomes a call-out: the parser knows only those whose first
/// line says no more. The signs `+` and `-` behind it fold call-outs elsewhere.
fn title<'a>(text: CowStr<'a>, range: &Range<usize>, quotes: &[usize], events: &mut Events<'a>) -> CowStr<'a> {
    let Some(&at) = quotes.last() else { return text };
    let is_first = at + 2 == events.list.len() && matches!(events.list.last(), Some((Event::Start(Tag::Paragraph), _)));
    let Some((kind, rest)) = is_first.then(|| callout(&text)).flatten() else { return text };
    let rest = CowStr::from(rest.to_owned());
    if let Some((Event::Start(Tag::BlockQuote(quote @ None)), place)) = events.list.get_mut(at) {
        *quote = Some(kind);
        // A nested quote begins after its parent, and their places are pushed in the order of the text.
        debug_assert!(place.start <= range.start);
        events.titled.push(place.start);
        return rest;
    }
    text
}

/// `[!NOTE] Titre`: the kind, and the title, which may be empty.
fn callout(text: &str) -> Option<(BlockQuoteKind, &str)> {
    let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    Some((kind(name)?, rest.trim_start()))
}

/// The kind of call-out that a name means, in the words of forges and of common note-taking programs.
fn kind(name: &str) -> Option<BlockQuoteKind> {
    Some(match name.to_lowercase().as_str() {
        "note" | "info" | "remarque" | "à noter" | "example" | "exemple" | "abstract" | "summary" | "question" => {
            BlockQuoteKind::Note
        }
        "tip" | "hint" | "astuce" | "conseil" | "success" => BlockQuoteKind::Tip,
        "important" => BlockQuoteKind::Important,
        "warning" | "vigilance" | "avertissement" => BlockQuoteKind::Warning,
        "caution" | "danger" | "attention" | "error" => BlockQuoteKind::Caution,
        _ => return None,
    })
}

/// Something that a run of text holds: where, what opens and closes it, and what it shows.
struct Mark<'a> {
    place: Range<usize>,
    tag: Tag<'a>,
    shown: Range<usize>,
}

/// Pushes a text in which what writers expect has become links and marks.
fn expected<'a>(markdown: &'a str, text: CowStr<'a>, range: Range<usize>, list: &mut Vec<Piece<'a>>) {
    // Where signs were escaped the text has other places than what is written.
    let written = markdown.get(range.clone()).filter(|written| *written == &*text);
    let Some(written) = written else {
        list.push((Event::Text(text), range));
        return;
    };
    let mut marks = addresses(written);
    let found = marks.len();
    for one in above_and_below(written) {
        // A tilde or a circumflex in an address belongs to it.
        let after = marks[..found].partition_point(|mark| mark.place.end <= one.place.start);
        if marks[..found].get(after).is_none_or(|mark| one.place.end <= mark.place.start) {
            marks.push(one);
        }
    }
    marks.sort_by_key(|mark| mark.place.start);
    let at = |inner: &Range<usize>| range.start + inner.start..range.start + inner.end;
    let mut done = 0;
    for mark in marks {
        if done < mark.place.start {
            let before = done..mark.place.start;
            list.push((Event::Text(written[before.clone()].into()), at(&before)));
        }
        let end = mark.tag.to_end();
        list.push((Event::Start(mark.tag), at(&mark.place)));
        list.push((Event::Text(written[mark.shown.clone()].into()), at(&mark.shown)));
        list.push((Event::End(end), at(&mark.place)));
        done = mark.place.end;
    }
    if done < written.len() {
        let rest = done..written.len();
        list.push((Event::Text(written[rest.clone()].into()), at(&rest)));
    }
}

/// Addresses written bare: `https://…`, `www.…`, mail.
fn addresses(written: &str) -> Vec<Mark<'static>> {
    if !["://", "www.", "@"].iter().any(|sign| written.contains(sign)) {
        return Vec::new();
    }
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false).kinds(&[LinkKind::Url, LinkKind::Email]);
    let links = finder.links(written).filter_map(|link| {
        let (link_type, address) = address(link.kind(), link.as_str())?;
        let tag = Tag::Link { link_type, dest_url: address.into(), title: "".into(), id: "".into() };
        let place = link.start()..link.end();
        Some(Mark { shown: place.clone(), place, tag })
    });
    links.collect()
}

/// `~2~` and `^2^` behind a letter, a number or a bracket, where the parser sees no mark.
fn above_and_below(written: &str) -> Vec<Mark<'static>> {
    static SIGNS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[\p{L}\d)\]](~[^\s~^]{1,16}~|\^[^\s~^]{1,16}\^)").ok());
    let Some(signs) = SIGNS.as_ref().filter(|_| written.contains(['~', '^'])) else { return Vec::new() };
    let marks = signs.captures_iter(written).filter_map(|captures| {
        let place = captures.get(1)?.range();
        let tag = if written[place.clone()].starts_with('~') { Tag::Subscript } else { Tag::Superscript };
        Some(Mark { shown: place.start + 1..place.end - 1, place, tag })
    });
    marks.collect()
}

/// Where a bare address leads; `None` for what only looks like one (`index.md`, `ftp://…`).
fn address(kind: &LinkKind, written: &str) -> Option<(LinkType, String)> {
    match kind {
        LinkKind::Email => Some((LinkType::Email, written.to_owned())),
        _ if written.starts_with("http://") || written.starts_with("https://") => {
            Some((LinkType::Autolink, written.to_owned()))
        }
        _ if written.starts_with("www.") => Some((LinkType::Autolink, format!("https://{written}"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The links of a text: what is read, where it leads, what is written.
    fn links(markdown: &str) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        let list = events(markdown).list;
        for (at, (event, range)) in list.iter().enumerate() {
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                let Some((Event::Text(text), _)) = list.get(at + 1) else { continue };
                found.push((text.to_string(), dest_url.to_string(), markdown[range.clone()].to_owned()));
            }
        }
        found
    }

    #[test]
    fn bare_addresses_are_links() {
        let text = "Voir www.exemple.fr, (https://a.fr/x_y?b=c*d) ou à moi@exemple.fr. Pas index.md ni `www.b.fr` ni ftp://c.fr.";
        let told: Vec<_> = links(text).into_iter().map(|(read, to, _)| (read, to)).collect();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            told,
            [
                pair("www.exemple.fr", "https://www.exemple.fr"),
                pair("https://a.fr/x_y?b=c*d", "https://a.fr/x_y?b=c*d"),
                pair("moi@exemple.fr", "moi@exemple.fr"),
            ]
        );
        assert_eq!(links("[www.a.fr](b.md) ![moi@a.fr](c.png) <https://d.fr>\n\n    www.e.fr\n").len(), 2);
        assert_eq!(links("> Écrire à été@exemple.fr.\n").len(), 1);
    }

    #[test]
    fn callouts_can_have_a_title() {
        for (text, kind, title) in [
            ("> [!NOTE] Le *titre*\n> Le texte.\n", Some(BlockQuoteKind::Note), true),
            ("> [!NOTE]\n> Le texte.\n", Some(BlockQuoteKind::Note), false),
            ("> [!astuce]- Pliée\n", Some(BlockQuoteKind::Tip), true),
            ("> [!INCONNU] Titre\n", None, false),
            ("> Une [!NOTE] au milieu\n", None, false),
        ] {
            let events = events(text);
            let quote = events.list.iter().find_map(|(event, range)| match event {
                Event::Start(Tag::BlockQuote(kind)) => Some((*kind, events.is_titled(range))),
                _ => None,
            });
            assert_eq!(quote, Some((kind, title)), "{text}");
            let ends = events.list.iter().any(|(event, _)| *event == Event::End(TagEnd::BlockQuote(kind)));
            assert!(ends, "{text}");
        }
    }
}
