//! Groups and lists written line by line.

use super::flow::{self, quoted_end, unquoted};
use super::{Level, Outline, Role, Step, Token};
use crate::span::Span;

/// Reads the whole of a front matter.
pub(super) fn read(yaml: &str) -> Outline {
    let mut reader = Reader { text: yaml, tokens: Vec::new(), levels: Vec::new() };
    let mut at = 0;
    while at < yaml.len() {
        let end = line_end(yaml, at);
        let next = reader.line(at, end);
        at = line_end(yaml, next.max(end).min(yaml.len())) + 1;
    }
    Outline { tokens: reader.tokens, levels: reader.levels }
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    levels: Vec<Level>,
}

impl Reader<'_> {
    /// Reads the line `at..end`; gives the byte up to which it was read, in a later line when a value goes on there.
    fn line(&mut self, at: usize, end: usize) -> usize {
        let content = self.text[at..end].trim_start_matches([' ', '\t']);
        let start = end - content.len();
        if content.trim_end().is_empty() || content.starts_with('#') {
            return end;
        }
        self.block(start, start - at, end)
    }

    /// Reads what begins at byte `at`, in column `column`. A line may hold many dashes: this is a loop, not a recursion.
    fn block(&mut self, mut at: usize, mut column: usize, end: usize) -> usize {
        loop {
            let content = &self.text[at..end];
            let Some(rest) = content.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            else {
                break;
            };
            let path = self.item(column);
            let inner = rest.trim_start_matches([' ', '\t']);
            if inner.trim_end().is_empty() || inner.starts_with('#') {
                self.empty(path, at + 1, end - inner.len());
                self.open();
                return end;
            }
            let inner_at = end - inner.len();
            self.open();
            column += inner_at - at;
            at = inner_at;
        }
        if let Some((name, colon)) = key_of(&self.text[at..end]) {
            let path = self.key(column, &unquoted(name));
            let span = Span::new(at, at + name.len());
            self.tokens.push(Token {
                path: path.clone(),
                role: Role::Key,
                text: unquoted(name),
                span,
                slot: span,
                is_flow: false,
            });
            return self.value(path, at + colon + 1, end);
        }
        // A front matter that is one pair of brackets.
        if self.levels.is_empty() && self.text[at..end].starts_with(['{', '[']) {
            return self.value(Vec::new(), at, end);
        }
        // A value on the line after its key or dash; else the rest of a text that began above.
        match self.levels.last_mut().filter(|level| level.is_open && level.indent < column) {
            Some(level) => {
                level.is_open = false;
                let path = level.last.clone();
                self.value(path, at, end)
            }
            None => end,
        }
    }

    fn key(&mut self, column: usize, name: &str) -> Vec<Step> {
        while self.levels.last().is_some_and(|top| top.indent > column || (top.indent == column && top.item.is_some()))
        {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|top| top.indent < column) {
            let path = self.begin();
            self.levels.push(Level { indent: column, path, item: None, last: Vec::new(), is_open: false });
        }
        let Some(level) = self.levels.last_mut() else { return Vec::new() };
        level.last.clone_from(&level.path);
        level.last.push(Step::Key(name.to_owned()));
        level.is_open = false;
        level.last.clone()
    }

    fn item(&mut self, column: usize) -> Vec<Step> {
        while self.levels.last().is_some_and(|top| top.indent > column) {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|top| top.item.is_none() || top.indent < column) {
            let path = self.begin();
            self.levels.push(Level { indent: column, path, item: None, last: Vec::new(), is_open: false });
        }
        let Some(level) = self.levels.last_mut() else { return Vec::new() };
        let number = level.item.map_or(0, |last| last + 1);
        level.item = Some(number);
        level.last.clone_from(&level.path);
        level.last.push(Step::Item(number));
        level.is_open = false;
        level.last.clone()
    }

    /// Where a level that begins here is: what the level above waits for.
    fn begin(&mut self) -> Vec<Step> {
        self.levels.last_mut().map_or_else(Vec::new, |top| {
            top.is_open = false;
            top.last.clone()
        })
    }

    fn open(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.is_open = true;
        }
    }

    fn empty(&mut self, path: Vec<Step>, from: usize, to: usize) {
        let at = (from + 1).min(to);
        self.tokens.push(Token {
            path,
            role: Role::Value,
            text: String::new(),
            span: Span::new(at, at),
            slot: Span::new(from, to),
            is_flow: false,
        });
    }

    /// Reads a value whose slot begins at `at`, in the line that ends at `end`.
    fn value(&mut self, path: Vec<Step>, at: usize, end: usize) -> usize {
        let content = self.text[at..end].trim_start_matches([' ', '\t']);
        let start = end - content.len();
        let slot = Span::new(at, end);
        match content.bytes().next() {
            None => {
                self.empty(path, at, end);
                self.open();
                end
            }
            Some(b'#') => {
                self.empty(path, at, start);
                self.open();
                end
            }
            Some(b'|' | b'>') => {
                let span = Span::new(start, start + content.trim_end().len());
                self.push(path, String::new(), span, slot);
                self.deeper(end)
            }
            Some(b'[' | b'{') => flow::read(self.text, start, self.deeper(end), &path, &mut self.tokens),
            Some(quote @ (b'"' | b'\'')) => {
                let close = quoted_end(self.text, start, self.deeper(end), quote).unwrap_or(end);
                let text = unquoted(&self.text[start..close]);
                let span = Span::new(start, close);
                self.push(path, text, span, Span::new(at, close.max(end)));
                close
            }
            Some(_) => {
                let text = plain(content);
                self.push(path, text.to_owned(), Span::new(start, start + text.len()), slot);
                end
            }
        }
    }

    fn push(&mut self, path: Vec<Step>, text: String, span: Span, slot: Span) {
        self.tokens.push(Token { path, role: Role::Value, text, span, slot, is_flow: false });
    }

    /// The end of the lines that belong to a value whose first line ends at `end`: those further to the right than its
    /// key or dash, and the bracket that closes it.
    fn deeper(&self, end: usize) -> usize {
        let indent = self.levels.last().map_or(0, |level| level.indent);
        let mut last = end;
        let mut at = end + 1;
        while at < self.text.len() {
            let end = line_end(self.text, at);
            let line = &self.text[at..end];
            let content = line.trim_start_matches(' ');
            let is_blank = content.trim().is_empty();
            if !is_blank && line.len() - content.len() <= indent && !content.starts_with([']', '}']) {
                break;
            }
            if !is_blank {
                last = end;
            }
            at = end + 1;
        }
        last
    }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found)
}

/// An unquoted text, up to a comment.
fn plain(content: &str) -> &str {
    content.find(" #").map_or(content, |at| &content[..at]).trim_end()
}

/// The name of the key that a line begins with, as written, and the place of its colon.
fn key_of(content: &str) -> Option<(&str, usize)> {
    if content.starts_with(['[', '{', '#', '|', '>', ',', ']', '}']) {
        return None;
    }
    if let Some(quote) = content.bytes().next().filter(|byte| matches!(byte, b'"' | b'\'')) {
        let close = quoted_end(content, 0, content.len(), quote)?;
        let colon = close + (content[close..].len() - content[close..].trim_start().len());
        return content[colon..].starts_with(':').then(|| (&content[..close], colon));
    }
    let content = plain(content);
    let colon = content
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|at| content[at + 1..].is_empty() || content[at + 1..].starts_with([' ', '\t']))?;
    let name = content[..colon].trim_end();
    (!name.is_empty()).then_some((name, colon))
}
