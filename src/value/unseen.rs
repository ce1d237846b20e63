//! Tells signs that nobody sees: by the same words wherever they stand, and those that a quoted value writes as an escape.

use crate::diagnostic::fix::{Edit, Fix};
use crate::diagnostic::{Problems, Severity, codes};
use crate::span::Span;
use crate::unseen::letters::{Alphabet, is_of_word, mixed, twin};
use crate::unseen::{Kind, designation, kind};

/// Characters of a word that are shown of a longer one.
const SHOWN: usize = 40;

/// Unseen signs of one kind that follow one another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signs {
    /// What they do.
    pub(crate) kind: Kind,
    /// The first.
    pub(crate) first: char,
    /// How many they are.
    pub(crate) count: usize,
    /// Where they stand.
    pub(crate) span: Span,
    /// Whether they stand in code, of which nothing is changed.
    pub(crate) in_code: bool,
}

/// Tells signs that are at fault; `instead` is what to write in their place, where nothing is lost by it.
pub(crate) fn tell(signs: Signs, instead: Option<String>, problems: &mut Problems) {
    let Signs { kind, first, count, span, in_code } = signs;
    let name = designation(first);
    let number = if count > 1 { format!("{count} signes") } else { "Un signe".to_owned() };
    let (verb, first) = if count > 1 { ("se cachent", ", le premier étant : ") } else { ("se cache", " : ") };
    let is_one = count == 1;
    let (code, severity, what, why) = match kind {
        Kind::Control if is_one => {
            (codes::SIGNE_DE_COMMANDE, Severity::Error, "de commande", "une page web n’en admet aucun")
        }
        Kind::Control => (codes::SIGNE_DE_COMMANDE, Severity::Error, "de commande", "une page web n’en admet aucun"),
        Kind::Invisible if is_one => (
            codes::SIGNE_INVISIBLE,
            Severity::Warning,
            "invisible",
            "il coupe les mots pour la recherche et les lecteurs d’écran",
        ),
        Kind::Invisible => (
            codes::SIGNE_INVISIBLE,
            Severity::Warning,
            "invisibles",
            "ils coupent les mots pour la recherche et les lecteurs d’écran",
        ),
        Kind::Direction => (
            codes::SENS_RETOURNE,
            Severity::Warning,
            "de sens d’écriture",
            "le lecteur verrait autre chose que ce qui est écrit",
        ),
    };
    let message = format!("{number} {what} {verb} ici{first}{name}.");
    let (pronoun, without) = if is_one { ("le", "lui") } else { ("les", "eux") };
    let (help, title) = match instead.as_deref() {
        None if in_code => (format!("retapez ce code sans {without} : {why}"), String::new()),
        None => (format!("retapez ce passage sans {without} : {why}"), String::new()),
        Some(" ") => (format!("remplacez-{pronoun} par une espace : {why}"), "écrire une espace".to_owned()),
        Some("") if is_one => (format!("supprimez-le : {why}"), format!("supprimer le signe caché : {name}")),
        Some("") => (format!("supprimez-les : {why}"), format!("supprimer {count} signes cachés")),
        Some(text) => (format!("écrivez « {text} » à la place : {why}"), format!("écrire {text}")),
    };
    let fix = instead.map(|text| Fix { title, edits: vec![Edit { span, text }] });
    problems.add(severity, code, span, message, help).fix(fix);
}

/// Tells letters of another alphabet in a word; `place` gives where one stands in the file, by its byte in the word.
pub(crate) fn tell_word(word: &str, place: &dyn Fn(usize, char) -> Span, in_code: bool, problems: &mut Problems) {
    let Some(found) = mixed(word) else { return };
    let Some(&(at, first)) = found.foreign.first() else { return };
    let name = match found.alphabet {
        Alphabet::Latin => "latine",
        Alphabet::Cyrillic => "cyrillique",
        Alphabet::Greek => "grecque",
    };
    let cut = |word: &str| -> String {
        let is_long = word.chars().nth(SHOWN).is_some();
        if is_long { word.chars().take(SHOWN).chain(['…']).collect() } else { word.to_owned() }
    };
    let more = match found.foreign.len() - 1 {
        0 => String::new(),
        1 => ", et une autre avec elle".to_owned(),
        others => format!(", et {others} autres avec elle"),
    };
    let (shown, code) = (cut(word), u32::from(first));
    let message = format!(
        "Dans « {shown} », la lettre « {first} » est {name} (U+{code:04X}){more} : le mot mêle deux alphabets."
    );
    let meant = found.is_certain.then(|| cut(&word.chars().map(|c| twin(c).unwrap_or(c)).collect::<String>()));
    let help = match &meant {
        Some(meant) => format!("écrivez « {meant} » en lettres latines"),
        None => "retapez ce mot dans un seul alphabet".to_owned(),
    };
    let fix = meant.filter(|_| !in_code).map(|meant| {
        let letter = |&(at, c): &(usize, char)| Edit { span: place(at, c), text: twin(c).unwrap_or(c).to_string() };
        Fix { title: format!("écrire {meant} en lettres latines"), edits: found.foreign.iter().map(letter).collect() }
    });
    problems.add(Severity::Warning, codes::AUTRE_ALPHABET, place(at, first), message, help).fix(fix);
}

/// Tells what a value between double quotes hides behind escapes: `"\u202e"`, `"\u0410"`.
pub(super) fn escaped(span: Span, problems: &mut Problems) {
    let raw = problems.source().slice(span).to_owned();
    if !raw.starts_with('"') || !raw.contains('\\') {
        return;
    }
    let mut word = Word::default();
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let (c, length) = if c == '\\' { decoded(&raw[at..]) } else { (c, c.len_utf8()) };
        let place = Span::new(at, at + length).shifted(span.start as usize);
        let is_escape = length > c.len_utf8();
        if let Some(kind) = kind(c).filter(|_| is_escape) {
            let signs = Signs { kind, first: c, count: 1, span: place, in_code: false };
            tell(signs, Some(String::new()), problems);
        }
        if is_of_word(c) {
            word.push(c, place, is_escape);
        } else {
            word.end(problems);
        }
        at += length;
    }
    word.end(problems);
}

/// A word of a quoted value, some of whose letters may be written as escapes.
#[derive(Default)]
struct Word {
    text: String,
    /// Of each letter, its byte in the text and where it stands in the file.
    places: Vec<(usize, Span)>,
    has_escape: bool,
}

impl Word {
    fn push(&mut self, c: char, place: Span, is_escape: bool) {
        self.places.push((self.text.len(), place));
        self.text.push(c);
        self.has_escape |= is_escape;
    }

    fn end(&mut self, problems: &mut Problems) {
        // A word without escapes is told with the whole text.
        if self.has_escape {
            let place = |at: usize, _: char| {
                let found = self.places.binary_search_by_key(&at, |(byte, _)| *byte);
                found.map_or(Span::default(), |found| self.places[found].1)
            };
            tell_word(&self.text, &place, false, problems);
        }
        *self = Self::default();
    }
}

/// Whether what a parser stumbles over is a control, told where all of them are; `rest` begins where it gave up.
pub(super) fn is_told(rest: &str, problems: &Problems) -> bool {
    let line = rest.split('\n').next().unwrap_or_default();
    line.contains(|c| kind(c) == Some(Kind::Control)) && problems.has(codes::SIGNE_DE_COMMANDE)
}

/// The sign that an escape means, or the backslash where it names none, and the number of its bytes.
fn decoded(escape: &str) -> (char, usize) {
    let Some(letter) = escape.chars().nth(1) else { return ('\\', 1) };
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let named = match letter {
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                'v' => '\u{b}',
                'f' => '\u{c}',
                'e' => '\u{1b}',
                'N' => '\u{85}',
                'L' => '\u{2028}',
                'P' => '\u{2029}',
                // Signs that are seen, and ends of lines.
                _ => ' ',
            };
            return (named, 1 + letter.len_utf8());
        }
    };
    let code = escape.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.and_then(char::from_u32).map_or(('\\', 1), |c| (c, 2 + digits))
}
