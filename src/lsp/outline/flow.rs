//! Groups and lists between brackets.

use super::{Role, Step, Token};
use crate::span::Span;

/// Deeper brackets are passed over, as the library refuses them.
const MAX_DEPTH: usize = 24;

/// Reads what stands between the brackets that open at `at` and close before `limit`; gives the byte after them.
pub(super) fn read(text: &str, at: usize, limit: usize, path: &[Step], tokens: &mut Vec<Token>) -> usize {
    Reader { text, limit: limit.min(text.len()), tokens }.brackets(at, path, 0)
}

/// The byte after the quote that closes the one at `at`; nothing when none does before `limit`.
pub(super) fn quoted_end(text: &str, at: usize, limit: usize, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at + 1;
    while at < limit {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            byte if byte == quote => {
                if quote == b'"' || bytes.get(at + 1) != Some(&quote) || at + 1 >= limit {
                    return Some(at + 1);
                }
                at += 1;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// What a scalar says, for comparing: names and ids need no more than their quotes taken away.
pub(super) fn unquoted(written: &str) -> String {
    let trimmed = written.trim_end();
    match trimmed.bytes().next() {
        Some(b'\'') => trimmed[1..].strip_suffix('\'').unwrap_or(&trimmed[1..]).replace("''", "'"),
        Some(b'"') => trimmed[1..].strip_suffix('"').unwrap_or(&trimmed[1..]).replace("\\\"", "\""),
        _ => trimmed.to_owned(),
    }
}

struct Reader<'a> {
    text: &'a str,
    limit: usize,
    tokens: &'a mut Vec<Token>,
}

impl Reader<'_> {
    fn brackets(&mut self, open: usize, path: &[Step], depth: usize) -> usize {
        let is_group = self.text.as_bytes()[open] == b'{';
        let mut at = open + 1;
        let mut number = 0;
        loop {
            let slot = at;
            at = self.blanks(at);
            match self.byte(at) {
                Some(b']' | b'}') => {
                    self.empty(is_group, path, number, slot, at);
                    return at + 1;
                }
                Some(b',') => self.empty(is_group, path, number, slot, at),
                Some(_) if is_group => at = self.pair(path, slot, at, depth),
                Some(_) => {
                    let mut path = path.to_vec();
                    path.push(Step::Item(number));
                    at = self.value(path, slot, at, depth);
                }
                None => {
                    self.empty(is_group, path, number, slot, self.limit);
                    return self.limit;
                }
            }
            // Between two entries nothing but a comma counts.
            while self.byte(at).is_some_and(|byte| !matches!(byte, b',' | b']' | b'}')) {
                at += 1;
            }
            match self.byte(at) {
                // After a last comma there is room for one more.
                Some(b',') => {
                    number += 1;
                    at += 1;
                }
                Some(_) => return at + 1,
                None => return self.limit,
            }
        }
    }

    /// `clé: valeur`, or the beginning of a key.
    fn pair(&mut self, path: &[Step], slot: usize, at: usize, depth: usize) -> usize {
        let end = self.scalar_end(at, true);
        let name = unquoted(&self.text[at..end]);
        let mut path = path.to_vec();
        path.push(Step::Key(name.clone()));
        let after = self.blanks(end);
        self.tokens.push(Token {
            path: path.clone(),
            role: Role::Key,
            text: name,
            span: Span::new(at, end),
            slot: Span::new(slot, after),
            is_flow: true,
        });
        if self.byte(after) != Some(b':') {
            return after;
        }
        let slot = after + 1;
        let start = self.blanks(slot);
        if self.byte(start).is_none_or(|byte| matches!(byte, b',' | b']' | b'}')) {
            let at = (slot + 1).min(start);
            self.push(path, Role::Value, at, at, Span::new(slot, start));
            return start;
        }
        self.value(path, slot, start, depth)
    }

    fn value(&mut self, path: Vec<Step>, slot: usize, at: usize, depth: usize) -> usize {
        if matches!(self.byte(at), Some(b'[' | b'{')) && depth < MAX_DEPTH {
            return self.brackets(at, &path, depth + 1);
        }
        let end = self.scalar_end(at, false).max(at);
        let after = self.blanks(end);
        self.push(path, Role::Value, at, end, Span::new(slot, after));
        after
    }

    /// The end of the scalar that begins at `at`.
    fn scalar_end(&self, at: usize, is_key: bool) -> usize {
        let line_end = self.text[at..self.limit].find('\n').map_or(self.limit, |found| at + found);
        if let Some(quote @ (b'"' | b'\'')) = self.byte(at)
            && let Some(end) = quoted_end(self.text, at, self.limit, quote)
        {
            return end;
        }
        let bytes = self.text.as_bytes();
        let ends = |&at: &usize| match bytes[at] {
            b',' | b'[' | b']' | b'{' | b'}' => true,
            b':' => is_key && bytes.get(at + 1).is_none_or(|next| b" \t\n,]}".contains(next)),
            _ => false,
        };
        let end = (at..line_end).find(ends).unwrap_or(line_end);
        at + self.text[at..end].trim_end().len()
    }

    fn empty(&mut self, is_group: bool, path: &[Step], number: usize, from: usize, to: usize) {
        let mut path = path.to_vec();
        path.push(if is_group { Step::Key(String::new()) } else { Step::Item(number) });
        let at = if to > from && self.text[from..to].starts_with(' ') { from + 1 } else { from };
        let role = if is_group { Role::Key } else { Role::Value };
        self.push(path, role, at, at, Span::new(from, to));
    }

    fn push(&mut self, path: Vec<Step>, role: Role, start: usize, end: usize, slot: Span) {
        let text = unquoted(&self.text[start..end]);
        self.tokens.push(Token { path, role, text, span: Span::new(start, end), slot, is_flow: true });
    }

    fn blanks(&self, at: usize) -> usize {
        let at = at.min(self.limit);
        let rest = &self.text[at..self.limit];
        at + (rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        (at < self.limit).then(|| self.text.as_bytes()[at])
    }
}
