//! Glyphs at places of a page → words and lines.

use super::super::lines::Lines;
use super::matrix::Matrix;

/// A gap from which two glyphs belong to two words, in ems. A space is 0.2 to 0.35 wide; kerning and
/// the joints between runs of one word are below 0.1.
const SPACE: f64 = 0.18;

/// A step across the line from which a new one begins, in ems: above an exponent's, below the
/// tightest leading.
const LINE: f64 = 0.7;

/// A step back along the line, in ems, after which the text is another: the next column.
const BACK: f64 = 0.6;

/// Where the last glyph ended.
#[derive(Debug, Clone, Copy)]
struct End {
    x: f64,
    y: f64,
    em: f64,
    /// Whether its width was known.
    is_exact: bool,
}

/// The text of a page under way.
#[derive(Debug)]
pub(super) struct Layout<'l> {
    pub(super) lines: &'l mut Lines,
    end: Option<End>,
}

/// A glyph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph<'t> {
    pub(super) text: &'t str,
    /// From ems of the text to the page, before the glyph.
    pub(super) at: Matrix,
    /// How far the next one stands, in ems along the line.
    pub(super) advance: f64,
    /// Whether the advance is known.
    pub(super) is_exact: bool,
    /// Whether it stands where the one before left off, and not at a place of its own.
    pub(super) follows: bool,
}

impl<'l> Layout<'l> {
    pub(super) const fn new(lines: &'l mut Lines) -> Self {
        Self { lines, end: None }
    }

    /// Adds a glyph after those before it.
    pub(super) fn add(&mut self, glyph: Glyph<'_>) {
        let [_, _, c, d, ..] = glyph.at.0;
        let em = c.hypot(d);
        if glyph.text.is_empty() {
            self.lines.space();
        } else {
            self.separate(&glyph, em);
            self.lines.push(glyph.text);
        }
        let (x, y) = glyph.at.apply(glyph.advance, 0.0);
        self.end = Some(End { x, y, em, is_exact: glyph.is_exact });
    }

    /// Ends the word or the line where the next glyph stands apart.
    fn separate(&mut self, glyph: &Glyph<'_>, em: f64) {
        let Some(end) = self.end else { return };
        let [a, b, _, _, x, y] = glyph.at.0;
        let length = a.hypot(b);
        let (dx, dy) = (x - end.x, y - end.y);
        let along = (dx * a + dy * b) / length;
        let across = ((dy * a - dx * b) / length).abs();
        let em = em.max(end.em);
        if across > LINE * em {
            // A word cut at the end of a line goes on, hyphen and all: it is found cut and whole.
            let goes_on = self.lines.ends_with_hyphen() && glyph.text.starts_with(char::is_lowercase);
            if !goes_on {
                self.lines.end_line();
            }
        } else if !end.is_exact && !glyph.follows {
            self.lines.space();
        } else if along < -BACK * em {
            self.lines.end_line();
        } else if along > SPACE * em {
            self.lines.space();
        }
    }
}
