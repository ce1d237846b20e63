//! A text under way.

/// A text, one line a block: blanks become one space, empty lines none, and its length is bounded.
#[derive(Debug)]
pub(super) struct Lines {
    text: String,
    /// Characters that still fit.
    room: usize,
    gap: Gap,
    has_word: bool,
}

/// What stands between the text so far and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

impl Lines {
    /// No text yet, and at most so many characters to come.
    pub(super) const fn with_room(room: usize) -> Self {
        Self { text: String::new(), room, gap: Gap::None, has_word: false }
    }

    /// Whether nothing more fits: reading on would be for nothing.
    pub(super) const fn is_full(&self) -> bool {
        self.room == 0
    }

    /// Adds text; blanks and control characters in it are spaces.
    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                self.space();
            } else {
                self.put(c);
            }
        }
    }

    /// Adds text whose line ends are kept.
    pub(super) fn push_lines(&mut self, text: &str) {
        for line in text.lines() {
            self.push(line);
            self.end_line();
        }
    }

    /// A blank.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// The end of a block.
    pub(super) fn end_line(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    /// Whether the last line is cut inside a word, which the next may go on with: `forma-`.
    pub(super) fn ends_with_hyphen(&self) -> bool {
        let mut last = self.text.chars().rev();
        self.gap == Gap::None
            && matches!(last.next(), Some('-' | '\u{2010}' | '\u{ad}'))
            && last.next().is_some_and(char::is_alphabetic)
    }

    /// The text; `None` when there is no word in it.
    pub(super) fn finish(self) -> Option<String> {
        self.has_word.then_some(self.text)
    }

    fn put(&mut self, c: char) {
        if self.room == 0 {
            return;
        }
        let gap = match self.gap {
            _ if self.text.is_empty() => None,
            Gap::None => None,
            Gap::Space => Some(' '),
            Gap::Line => Some('\n'),
        };
        self.text.extend(gap);
        self.text.push(c);
        self.gap = Gap::None;
        self.room -= 1;
        self.has_word |= c.is_alphanumeric();
    }
}
