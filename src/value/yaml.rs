//! YAML text → [`Node`]. The events come from granit-parser (the parser under serde-saphyr), which
//! gives the bytes and the quoting of every scalar; what is refused here — duplicate keys, anchors
//! and aliases — is refused with its place.

use granit_parser::{Event, Parser, ScalarStyle};

use rustc_hash::FxHashMap;

use super::{Node, NodeKind, Style};
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::{Span, Spanned};

/// Deeper nesting is refused: the model needs six levels.
const MAX_DEPTH: usize = 24;

/// Reads one YAML document that stands `offset` bytes into the file of `problems`.
/// Gives `None`, and at least one problem, when it is not YAML at all.
pub fn parse(text: &str, offset: usize, problems: &mut Problems) -> Option<Node> {
    if super::faults::margins(text, offset, problems) {
        return None;
    }
    let mut builder = Builder { offset, problems, stack: Vec::new(), root: None, failed: false };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => builder.event(event, byte_span(span)),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or_else(|| byte_of_char(text, error.marker().index()));
                if !super::unseen::is_told(text.get(at..).unwrap_or_default(), builder.problems) {
                    super::faults::tell(text, offset, at, &error.info(), builder.problems);
                }
                builder.failed = true;
            }
        }
        if builder.failed {
            return None;
        }
    }
    builder.root.or(Some(Node { kind: NodeKind::Null, span: Span::new(offset, offset) }))
}

fn byte_span(span: granit_parser::Span) -> Span {
    let start = span.start.byte_offset().unwrap_or_default();
    Span::new(start, span.end.byte_offset().unwrap_or(start).max(start))
}

fn byte_of_char(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

enum Open {
    List { items: Vec<Node>, span: Span },
    Map { entries: Vec<(Spanned<String>, Node)>, key: Option<Spanned<String>>, span: Span, places: Places },
}

/// Keys above which a group is searched by their names.
const MANY: usize = 32;

/// Where the keys of a group stand that has many of them; empty for others.
type Places = FxHashMap<String, Span>;

/// Where a key of a group stands already.
fn place_of(name: &str, entries: &[(Spanned<String>, Node)], places: &mut Places) -> Option<Span> {
    if entries.len() < MANY {
        return entries.iter().find(|(known, _)| known.value == name).map(|(known, _)| known.span);
    }
    for (known, _) in &entries[places.len()..] {
        places.insert(known.value.clone(), known.span);
    }
    places.get(name).copied()
}

struct Builder<'a> {
    offset: usize,
    problems: &'a mut Problems,
    stack: Vec<Open>,
    root: Option<Node>,
    failed: bool,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        let span = span.shifted(self.offset);
        if event.tag().is_some() {
            self.refuse_tag(span);
        }
        if event.anchor_id().is_some() || matches!(event, Event::Alias(_) | Event::UnresolvedAlias(_)) {
            self.refuse_anchor(span);
        }
        match event {
            Event::Scalar(text, style, ..) => {
                if style == ScalarStyle::DoubleQuoted {
                    super::unseen::escaped(span, self.problems);
                }
                let style = if style == ScalarStyle::Plain { Style::Plain } else { Style::Quoted };
                let text = text.into_owned();
                if style == Style::Plain {
                    super::habits::plain(&text, span, self.problems);
                }
                let kind = if style == Style::Plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
                    NodeKind::Null
                } else {
                    NodeKind::Scalar { text, style }
                };
                self.value(Node { kind, span });
            }
            Event::SequenceStart(..) => self.open(Open::List { items: Vec::new(), span }),
            Event::MappingStart(..) => {
                self.open(Open::Map { entries: Vec::new(), key: None, span, places: Places::default() });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::DocumentStart(..) if self.root.is_some() => {
                self.problems.error_help(
                    codes::YAML_PLUSIEURS_DOCUMENTS,
                    span,
                    "L’en-tête contient un second document YAML.",
                    "gardez un seul bloc entre les deux lignes « --- »",
                );
                self.failed = true;
            }
            _ => {}
        }
    }

    fn open(&mut self, open: Open) {
        if self.stack.len() >= MAX_DEPTH {
            let (Open::List { span, .. } | Open::Map { span, .. }) = open;
            self.problems.error(
                codes::YAML_TROP_PROFOND,
                span,
                "Les rubriques sont emboîtées sur plus de vingt-quatre niveaux.",
            );
            self.failed = true;
            return;
        }
        self.stack.push(open);
    }

    fn close(&mut self, end: Span) {
        match self.stack.pop() {
            Some(Open::List { items, span }) => {
                let span = Span { start: span.start, end: close_end(items.last().map(|node| node.span), span, end) };
                self.value(Node { kind: NodeKind::List(items), span });
            }
            Some(Open::Map { entries, span, .. }) => {
                let span =
                    Span { start: span.start, end: close_end(entries.last().map(|(_, node)| node.span), span, end) };
                self.value(Node { kind: NodeKind::Map(entries), span });
            }
            None => {}
        }
    }

    fn value(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, places, .. }) => match key.take() {
                None => {
                    if let NodeKind::Scalar { text, .. } = node.kind {
                        let text = super::habits::key(text, node.span, self.problems);
                        *key = Some(Spanned::new(text, node.span));
                    } else {
                        self.problems.error(
                            codes::YAML_CLE_INVALIDE,
                            node.span,
                            "Le nom d’une rubrique doit être un mot simple.",
                        );
                        self.failed = true;
                    }
                }
                Some(name) => {
                    if let Some(first) = place_of(&name.value, entries, places) {
                        self.problems
                            .add(
                                Severity::Error,
                                codes::YAML_CLE_EN_DOUBLE,
                                name.span,
                                format!("La rubrique « {} » est écrite deux fois.", name.value),
                                "gardez-en une seule : la seconde effacerait la première",
                            )
                            .label(first, "la première");
                        return;
                    }
                    if node.kind == NodeKind::Null {
                        super::habits::lost(name.span, self.problems);
                    }
                    entries.push((name, node));
                }
            },
        }
    }

    /// An anchor or alias lets a few bytes stand for millions of values; the model needs none.
    fn refuse_anchor(&mut self, span: Span) {
        if !self.failed {
            self.problems.error_help(
                codes::YAML_ANCRE,
                self.sign(span, &['&', '*']),
                "Les ancres et les alias YAML (« & » et « * ») ne sont pas acceptés.",
                "répétez la valeur, ou mettez le texte entre guillemets s’il commence par « & » ou « * »",
            );
            self.failed = true;
        }
    }

    fn refuse_tag(&mut self, span: Span) {
        let span = self.sign(span, &['!']);
        let word = self.problems.source().slice(span).to_owned();
        if !self.failed {
            self.problems.error_help(
                codes::YAML_SYNTAXE,
                span,
                format!("« {word} » est une étiquette YAML, que la bibliothèque n’accepte pas."),
                "si c’est du texte, mettez-le entre guillemets",
            );
            self.failed = true;
        }
    }

    /// The word that begins with one of these signs at a span, or before it in its line.
    fn sign(&self, span: Span, signs: &[char]) -> Span {
        let text = &self.problems.source().text;
        let before = text.get(..span.start as usize).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |found| found + 1);
        let starts = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(signs));
        let start = if starts(span.start as usize) {
            span.start as usize
        } else {
            match before[line..].rfind(signs) {
                Some(at) => line + at,
                None => return span,
            }
        };
        let length = text[start..].find(|c: char| c.is_whitespace() || [',', ']', '}'].contains(&c));
        Span::new(start, length.map_or(text.len(), |length| start + length))
    }
}

fn close_end(last: Option<Span>, open: Span, end: Span) -> u32 {
    // A flow collection ends at its bracket; a block one at its last value.
    if end.end > end.start { end.end } else { last.map_or(open.end, |last| last.end).max(open.start) }
}
