//! Markdown → HTML that is safe to put in a page: addresses rewritten by the caller, raw HTML
//! sanitised, images with their size, tables that scroll, headings with ids.

mod clean;
mod notes;
mod tables;

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use super::markdown::depth::Open;
use super::markdown::{Body, Events, Piece, events, level};
pub use clean::keeps;
use clean::{sanitise, without_links};
use notes::Notes;
use tables::Table;

/// What an address in a body becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page or file of this site.
    Internal(String),
    /// Another site.
    External(String),
    /// Refused: the text stays, the link goes.
    Refused,
}

/// An image of the bundle: its address, and its size where known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Address, relative to the page.
    pub url: String,
    /// Width and height in pixels.
    pub dimensions: Option<(u32, u32)>,
}

/// Resolves the addresses of a body.
pub trait Resolve {
    /// What a link becomes.
    fn link(&self, target: &str) -> Target;
    /// What an image becomes; `None` leaves its alternative text.
    fn image(&self, target: &str) -> Option<Image>;
}

/// How a body sits in its page.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The level that its highest heading takes.
    pub level: u8,
    /// Put before every anchor, where several bodies share a page.
    pub anchors: &'a str,
}

impl Default for Frame<'_> {
    /// The only body of a page, below its title.
    fn default() -> Self {
        Self { level: 2, anchors: "" }
    }
}

/// Renders `body`.
pub fn render(body: &Body, frame: Frame<'_>, resolve: &dyn Resolve) -> String {
    let highest = body.headings.iter().map(|heading| heading.level).min().unwrap_or(frame.level);
    let mut read = events(&body.markdown);
    let list = std::mem::take(&mut read.list);
    let mut writer = Writer {
        resolve,
        frame,
        body,
        highest,
        read,
        events: Vec::new(),
        closings: Vec::new(),
        tables: 0,
        table: Table::default(),
        caption: Vec::new(),
        notes: Notes::default(),
        open: Open::default(),
    };
    writer.all(list);
    writer.write_notes();
    let mut out = String::with_capacity(body.markdown.len() * 5 / 4);
    html::push_html(&mut out, writer.events.into_iter());
    if body.has_html { sanitise(&out) } else { out }
}

/// What is still to be written of a text.
type Rest<'a> = std::vec::IntoIter<Piece<'a>>;

struct Writer<'a> {
    resolve: &'a dyn Resolve,
    frame: Frame<'a>,
    body: &'a Body,
    /// The highest level of heading in the body.
    highest: u8,
    read: Events<'a>,
    events: Vec<Event<'a>>,
    /// How each open link must be closed.
    closings: Vec<&'static str>,
    tables: usize,
    table: Table,
    /// The caption of the table that follows, as HTML pieces between its tags.
    caption: Vec<Event<'a>>,
    notes: Notes<'a>,
    /// The raw tags that are open.
    open: Open,
}

impl<'a> Writer<'a> {
    fn all(&mut self, pieces: Vec<Piece<'a>>) {
        let mut rest = pieces.into_iter();
        while let Some(piece) = rest.next() {
            self.event(piece, &mut rest);
        }
    }

    fn event(&mut self, (event, range): Piece<'a>, rest: &mut Rest<'a>) {
        match event {
            Event::Start(Tag::Heading { level: depth, .. }) => self.heading(depth, &range, rest),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.link(link_type, &dest_url),
            Event::End(TagEnd::Link) => {
                let close = self.closings.pop().unwrap_or_default();
                self.html(close.to_owned());
            }
            Event::Start(Tag::Image { dest_url, .. }) => self.image(&dest_url, rest),
            Event::Start(Tag::Paragraph) if tables::caption(rest.as_slice()).is_some() => self.caption(rest),
            Event::Start(Tag::Table(alignments)) => self.table(alignments, rest),
            Event::End(TagEnd::Table) => self.html("</tbody></table></div>\n".to_owned()),
            Event::Start(Tag::BlockQuote(Some(kind))) => self.callout(kind, &range, rest),
            Event::End(TagEnd::BlockQuote(Some(_))) => self.html("</div>\n".to_owned()),
            Event::TaskListMarker(done) => {
                let (mark, word) = if done { ("☑", "Fait : ") } else { ("☐", "À faire : ") };
                self.html(format!(
                    "<span class=\"case\" aria-hidden=\"true\">{mark}</span><span class=\"hors-ecran\">{word}</span>"
                ));
            }
            Event::FootnoteReference(label) => {
                let call = self.notes.call(label, self.frame.anchors);
                self.html(call);
            }
            Event::Start(Tag::FootnoteDefinition(label)) => self.notes.keep(label, rest),
            // A long line scrolls, so the block must be reachable with the keyboard.
            Event::Start(Tag::CodeBlock(_)) => self.html("<pre tabindex=\"0\"><code>".to_owned()),
            Event::End(TagEnd::CodeBlock) => self.html("</code></pre>\n".to_owned()),
            // A line may end after a hyphen, and `--` is no word.
            Event::Code(text) if text.starts_with('-') && text.len() <= LONGEST_OPTION => {
                self.html(format!("<code class=\"option\">{}</code>", attribute(&text)));
            }
            Event::Html(html) => self.events.push(Event::Html(CowStr::from(without_links(&html, &mut self.open)))),
            Event::InlineHtml(html) => {
                self.events.push(Event::InlineHtml(CowStr::from(without_links(&html, &mut self.open))));
            }
            // HTML, not XHTML.
            Event::HardBreak => self.html("<br>\n".to_owned()),
            Event::Rule => self.html("<hr>\n".to_owned()),
            event => match self.table.tag(&event) {
                Some(tag) => self.html(tag),
                None => self.events.push(event),
            },
        }
    }

    /// The caption of the table that follows.
    fn caption(&mut self, rest: &mut Rest<'a>) {
        let start = tables::caption(rest.as_slice()).unwrap_or_default();
        let before = std::mem::take(&mut self.events);
        if let Some((Event::Text(first), range)) = rest.next() {
            self.event((Event::Text(CowStr::from(first[start..].to_owned())), range), rest);
        }
        while let Some((event, range)) = rest.next() {
            if matches!(event, Event::End(TagEnd::Paragraph)) {
                break;
            }
            self.event((event, range), rest);
        }
        self.caption = std::mem::replace(&mut self.events, before);
    }

    /// Opens a table, in a frame that scrolls and bears its name.
    fn table(&mut self, alignments: Vec<Alignment>, rest: &Rest<'a>) {
        self.tables += 1;
        self.table = Table::new(alignments, rest.as_slice());
        let caption = std::mem::take(&mut self.caption);
        let mut name = format!("Tableau {}", self.tables);
        if !caption.is_empty() {
            let texts = caption.iter().filter_map(|event| match event {
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                Event::SoftBreak => Some(" "),
                _ => None,
            });
            name = texts.collect();
        }
        let name = attribute(&name);
        self.html(format!("<div class=\"tableau\" role=\"region\" aria-label=\"{name}\" tabindex=\"0\"><table>"));
        if !caption.is_empty() {
            self.html("<caption>".to_owned());
            self.events.extend(caption);
            self.html("</caption>".to_owned());
        }
    }

    /// The footnotes, after the text: a note may call another.
    fn write_notes(&mut self) {
        let anchors = self.frame.anchors;
        // Where the way back of each note belongs: how many calls it has is known when all are written.
        let mut backs = Vec::new();
        while let Some(note) = self.notes.next(backs.len()) {
            if backs.is_empty() {
                self.html("<div class=\"notes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n".to_owned());
            }
            self.html(format!("<li id=\"{anchors}note-{}\">", backs.len() + 1));
            self.all(note);
            // At the end of the last line, not below it.
            let paragraph = self.events.pop_if(|event| *event == Event::End(TagEnd::Paragraph));
            backs.push(self.events.len());
            self.html(String::new());
            self.events.extend(paragraph);
            self.html("</li>\n".to_owned());
        }
        if !backs.is_empty() {
            self.html("</ol>\n</div>\n".to_owned());
        }
        for (at, place) in backs.into_iter().enumerate() {
            self.events[place] = Event::InlineHtml(CowStr::from(self.notes.back(at + 1, anchors)));
        }
    }

    /// A call-out. Its title, where it has one, is the first line of its first paragraph.
    fn callout(&mut self, kind: BlockQuoteKind, range: &Range<usize>, rest: &mut Rest<'a>) {
        let (class, name) = callout(kind);
        self.html(format!("<div class=\"encart encart-{class}\" role=\"note\"><p class=\"encart-titre\">{name}"));
        if !self.read.is_titled(range) {
            self.html("</p>\n".to_owned());
            return;
        }
        // The start of the paragraph.
        rest.next();
        let is_blank = matches!(
            rest.as_slice().first(),
            Some((Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph), _))
        );
        if !is_blank {
            self.html("\u{a0}: ".to_owned());
        }
        let mut depth = 0_usize;
        while let Some((event, range)) = rest.next() {
            match event {
                Event::SoftBreak | Event::HardBreak if depth == 0 => {
                    self.html("</p>\n".to_owned());
                    self.events.push(Event::Start(Tag::Paragraph));
                    return;
                }
                Event::End(TagEnd::Paragraph) => break,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.event((event, range), rest);
        }
        self.html("</p>\n".to_owned());
    }

    fn html(&mut self, html: String) {
        self.events.push(Event::InlineHtml(CowStr::from(html)));
    }

    /// Ids were given when the body was read, so that a checked anchor is the anchor in the page.
    fn heading(&mut self, depth: HeadingLevel, range: &Range<usize>, rest: &mut Rest<'a>) {
        let depth = (level(depth).saturating_sub(self.highest) + self.frame.level).clamp(2, 6);
        let place = self.body.offset + range.start;
        let headings = &self.body.headings;
        let at = headings.binary_search_by_key(&place, |heading| heading.span.start as usize).ok();
        let id = at.and_then(|at| headings.get(at)).map(|heading| heading.id.as_str()).unwrap_or_default();
        self.html(format!("<h{depth} id=\"{}{id}\">", self.frame.anchors));
        while let Some((event, range)) = rest.next() {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                break;
            }
            self.event((event, range), rest);
        }
        self.html(format!("</h{depth}>\n"));
    }

    fn link(&mut self, kind: LinkType, target: &str) {
        let target = if kind == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        let (open, close) = match self.resolve.link(&target) {
            Target::Internal(url) => (format!("<a href=\"{}\">", attribute(&url)), "</a>"),
            Target::External(url) => (format!("<a href=\"{}\" rel=\"external\">", attribute(&url)), "</a>"),
            Target::Refused => (String::new(), ""),
        };
        self.html(open);
        self.closings.push(close);
    }

    fn image(&mut self, target: &str, rest: &mut Rest<'a>) {
        let mut alt = String::new();
        let mut depth = 1;
        for (event, _) in rest.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 1 => break,
                Event::End(_) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        match self.resolve.image(target) {
            Some(image) => {
                let mut tag = format!("<img src=\"{}\" alt=\"{}\"", attribute(&image.url), attribute(&alt));
                if let Some((width, height)) = image.dimensions {
                    let _ = write!(tag, " width=\"{width}\" height=\"{height}\"");
                }
                tag.push_str(" loading=\"lazy\" decoding=\"async\">");
                self.html(tag);
            }
            None => self.events.push(Event::Text(CowStr::from(alt))),
        }
    }
}

/// The class of a kind of call-out, and its name.
const fn callout(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "À noter"),
        BlockQuoteKind::Tip => ("astuce", "Astuce"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("vigilance", "Point de vigilance"),
        BlockQuoteKind::Caution => ("attention", "Attention"),
    }
}

/// Bytes of the longest code that stays on one line when it begins like an option.
const LONGEST_OPTION: usize = 24;

/// Text made safe inside a double-quoted attribute.
pub fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::parse;

    struct Fake;

    impl Resolve for Fake {
        fn link(&self, target: &str) -> Target {
            if target.starts_with("https:") {
                Target::External(target.to_owned())
            } else if target.starts_with("javascript:") {
                Target::Refused
            } else {
                Target::Internal(format!("x/{target}"))
            }
        }

        fn image(&self, target: &str) -> Option<Image> {
            (target == "a.svg").then(|| Image { url: "a.svg".into(), dimensions: Some((10, 20)) })
        }
    }

    fn html(markdown: &str) -> String {
        render(&parse(markdown, 0), Frame::default(), &Fake)
    }

    #[test]
    fn links_and_images_are_resolved() {
        assert_eq!(
            html("[a](b.md) [c](https://d)"),
            "<p><a href=\"x/b.md\">a</a> <a href=\"https://d\" rel=\"external\">c</a></p>\n"
        );
        assert_eq!(
            html("![un \"dessin\"](a.svg)"),
            "<p><img src=\"a.svg\" alt=\"un &quot;dessin&quot;\" width=\"10\" height=\"20\" loading=\"lazy\" decoding=\"async\"></p>\n"
        );
        assert_eq!(html("[x](javascript:alert)"), "<p>x</p>\n");
    }

    #[test]
    fn the_highest_heading_is_a_second_level() {
        assert_eq!(html("# A\n\n## B"), "<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n");
        assert_eq!(html("## A *b* `c`"), "<h2 id=\"a-b-c\">A <em>b</em> <code>c</code></h2>\n");
    }

    #[test]
    fn tables_say_what_their_headers_head() {
        let open = "<div class=\"tableau\" role=\"region\" aria-label=\"Tableau 1\" tabindex=\"0\"><table>";
        assert_eq!(
            html("| A | B |\n| - | -: |\n| 1 | 2 |\n"),
            format!(
                "{open}<thead><tr><th scope=\"col\">A</th><th scope=\"col\" class=\"droite\">B</th></tr></thead><tbody>\n<tr><td>1</td><td class=\"droite\">2</td></tr>\n</tbody></table></div>\n"
            )
        );
        // Rows have names where nothing stands above them, or where they are bold.
        let named = html("| | B |\n| - | - |\n| 1 | 2 |\n");
        assert!(named.contains("<tr><td></td><th scope=\"col\">B</th>"), "{named}");
        assert!(named.contains("<tr><th scope=\"row\">1</th><td>2</td>"), "{named}");
        assert!(
            html("| A | B |\n| - | - |\n| **1** | 2 |\n| **3** | 4 |\n")
                .contains("<th scope=\"row\"><strong>3</strong></th>")
        );
        for plain in [
            "| A | B |\n| - | - |\n| **1** | 2 |\n| 3 | 4 |\n",
            "| A |\n| - |\n| **1** 2 |\n",
            "| A |\n| - |\n| **1** **2** |\n",
            "| A |\n| - |\n",
        ] {
            assert!(!html(plain).contains("\"row\""), "{plain}");
        }
    }

    #[test]
    fn a_caption_goes_with_its_table() {
        let table = "| A |\n| - |\n| 1 |\n";
        for written in ["Tableau : Durées *réelles*", "Table: Durées *réelles*", "tableau\u{a0}: Durées *réelles*"]
        {
            let shown = html(&format!("{written}\n\n{table}"));
            assert!(shown.contains("aria-label=\"Durées réelles\" tabindex=\"0\"><table><caption>Durées <em>réelles</em></caption><thead>"), "{shown}");
            assert!(!shown.contains("<p>"), "{shown}");
        }
        // Two tables, one caption.
        let two = html(&format!("Tableau : Un\n\n{table}\nEt\n\n{table}"));
        assert!(two.matches("<caption>").count() == 1 && two.contains("aria-label=\"Tableau 2\""), "{two}");
        for text in [
            "Tableau : rien dessous\n",
            "Tableau :\n\n| A |\n| - |\n",
            "Le tableau : Un\n\n| A |\n| - |\n",
            "Tableau : Un\n\nDeux\n\n| A |\n| - |\n",
        ] {
            let shown = html(text);
            assert!(!shown.contains("<caption>") && shown.contains("<p>"), "{shown}");
        }
    }

    #[test]
    fn options_stay_on_one_line() {
        assert_eq!(html("`--a<b` `a-b`"), "<p><code class=\"option\">--a&lt;b</code> <code>a-b</code></p>\n");
        assert!(!html(&format!("`-{}`", "a".repeat(40))).contains("option"));
    }

    #[test]
    fn several_bodies_can_share_a_page() {
        let body = parse("### A\n\nB[^x].\n\n[^x]: C.\n", 0);
        let html = render(&body, Frame { level: 4, anchors: "un-" }, &Fake);
        assert!(html.starts_with("<h4 id=\"un-a\">A</h4>"), "{html}");
        assert!(
            html.contains("href=\"#un-note-1\"")
                && html.contains("id=\"un-note-1\"")
                && html.contains("id=\"un-appel-1\""),
            "{html}"
        );
    }

    #[test]
    fn footnotes_stand_at_the_end_with_a_way_back() {
        let out = html("A[^b].\n\n[^a]: Deux.\n\n    Suite.\n\n[^b]: Un, voir[^a].\n\n[^c]: Seule.\n\nFin[^a][^b].\n");
        let at = |part: &str| out.find(part).unwrap_or_else(|| panic!("{part} in {out}"));
        assert!(at("Fin") < at("class=\"notes\"") && at("<li id=\"note-1\">") < at("<li id=\"note-2\">"), "{out}");
        assert!(at("Un, voir") < at("Deux.") && at("Suite.") < at("Seule."), "{out}");
        // Numbered as they are called: b is the first.
        assert!(out.starts_with("<p>A<sup class=\"appel\" id=\"appel-1\"><a href=\"#note-1\""), "{out}");
        for id in ["appel-1", "appel-1-2", "appel-2", "appel-2-2", "note-1", "note-2", "note-3"] {
            assert_eq!(out.matches(&format!("id=\"{id}\"")).count(), 1, "{id} in {out}");
        }
        for target in ["appel-1", "appel-1-2", "appel-2", "appel-2-2"] {
            assert_eq!(out.matches(&format!("class=\"retour\" href=\"#{target}\"")).count(), 1, "{target} in {out}");
        }
        assert!(out.contains("aria-label=\"Retour au texte, note 2, appel 1\""), "{out}");
        // A note that nothing calls has no way back, and is not lost.
        assert!(out[at("Seule.")..].starts_with("Seule.</p>\n</li>"), "{out}");
        assert!(out.contains("Suite. <a class=\"retour\""), "{out}");
    }

    #[test]
    fn headings_in_notes_keep_their_ids() {
        let out = html("## Un\n\nA[^a].\n\n[^a]: B\n\n    ## Deux\n\n## Trois\n");
        for (id, text) in [("un", "Un"), ("deux", "Deux"), ("trois", "Trois")] {
            assert!(out.contains(&format!("<h2 id=\"{id}\">{text}</h2>")), "{out}");
        }
    }

    #[test]
    fn what_writers_expect_of_markdown() {
        for (markdown, expected) in [
            ("Terme\n: définition\n", "<dl>\n<dt>Terme</dt>\n<dd>définition</dd>\n</dl>\n"),
            ("H~2~O et x^2^, ~~non~~\n", "<p>H<sub>2</sub>O et x<sup>2</sup>, <del>non</del></p>\n"),
            ("www.exemple.fr\n", "<p><a href=\"x/https://www.exemple.fr\">www.exemple.fr</a></p>\n"),
            (
                "> [!TIP] Un *titre*\n> Le texte.\n",
                "<div class=\"encart encart-astuce\" role=\"note\"><p class=\"encart-titre\">Astuce\u{a0}: Un <em>titre</em></p>\n<p>Le texte.</p>\n</div>\n",
            ),
            (
                "> [!NOTE]-\n> Le texte.\n",
                "<div class=\"encart encart-note\" role=\"note\"><p class=\"encart-titre\">À noter</p>\n<p>Le texte.</p>\n</div>\n",
            ),
            (
                "> [!NOTE] Titre\n",
                "<div class=\"encart encart-note\" role=\"note\"><p class=\"encart-titre\">À noter\u{a0}: Titre</p>\n</div>\n",
            ),
        ] {
            let out = html(markdown).replace(" rel=\"external\"", "").replace("href=\"https", "href=\"x/https");
            assert_eq!(out, expected, "{markdown}");
        }
    }

    #[test]
    fn raw_html_is_sanitised() {
        let out = html(
            "## T\n\n<script>alert(1)</script><b onclick=\"x\">gras</b> <img src=x onerror=y><iframe src=z></iframe>\n\n> [!NOTE]\n> Lisez.",
        );
        for bad in ["script", "onclick", "onerror", "iframe", "alert"] {
            assert!(!out.contains(bad), "{bad} in {out}");
        }
        assert!(out.contains("<b>gras</b>") && out.contains("encart-note") && out.contains("id=\"t\""));
        let out = html(
            "<IMG\nsrc='https://exemple.fr/x'> <a href=\"rien.pdf\">x</A> <abbr title=\"y\">z</abbr> [u](v.md)\n\n<p><img src=x>\n<a href=y>",
        );
        assert!(!out.contains("exemple.fr") && !out.contains("rien.pdf") && !out.contains("<img"), "{out}");
        assert!(out.contains("<abbr title=\"y\">") && out.contains("<a href=\"x/v.md\">"), "{out}");
        assert!(keeps("abbr") && !keeps("img") && !keeps("iframe"));
    }
}
