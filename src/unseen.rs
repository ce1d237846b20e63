//! Signs that nobody sees in a text, and that change what it says: controls, signs without width, signs that turn the
//! direction of writing; and letters that look like those of another alphabet.

pub mod letters;

use std::borrow::Cow;

/// What an unseen sign does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It commands a machine of another time; neither HTML nor XML admits it.
    Control,
    /// It has no width: it cuts words, or hides what it says.
    Invisible,
    /// It turns the direction of what follows.
    Direction,
}

/// What an unseen sign does; nothing for all that is seen, blanks of French typography included.
///
/// The invisible ones are those that programs leave out when they cannot show them (`Default_Ignorable_Code_Point` of the
/// Unicode Character Database), and separators of lines that are none here; the others are those of
/// <https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types>.
pub const fn kind(c: char) -> Option<Kind> {
    match c {
        '\t' | '\n' | '\r' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => Some(Kind::Control),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Kind::Direction)
        }
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Some(Kind::Invisible),
        _ => None,
    }
}

/// Whether a text may hold an unseen sign or a letter of another alphabet, at the cost of a look at its bytes: nearly
/// none does.
pub fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1).copied().unwrap_or_default();
    bytes.iter().enumerate().any(|(at, &byte)| match byte {
        b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0x80..=0xbf | 0xc3..=0xcc => false,
        // U+0080 to U+00BF.
        0xc2 => next(at) < 0xa0 || next(at) == 0xad,
        // U+2000 to U+2FFF: dashes, quotes, the narrow blank and most signs are seen.
        0xe2 => match next(at) {
            0x80 => bytes.get(at + 2).is_some_and(|last| matches!(last, 0x8b..=0x8f | 0xa8..=0xae)),
            0x81 => bytes.get(at + 2).is_some_and(|last| *last >= 0xa0),
            _ => false,
        },
        _ => true,
    })
}

/// A sign as a sentence names it: « espace sans largeur (U+200B) », « U+0007 ».
pub fn designation(c: char) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    let name = match c {
        '\0' => "caractère nul",
        '\u{8}' => "retour arrière",
        '\u{b}' => "tabulation verticale",
        '\u{c}' => "saut de page",
        '\u{1b}' => "échappement",
        '\u{ad}' => "trait d’union conditionnel",
        '\u{200b}' => "espace sans largeur",
        '\u{200c}' => "antiliant sans largeur",
        '\u{200d}' => "liant sans largeur",
        '\u{2028}' => "séparateur de lignes",
        '\u{2029}' => "séparateur de paragraphes",
        '\u{2060}' => "gluon sans largeur",
        '\u{feff}' => "marque BOM",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "sélecteur de variante",
        '\u{e0000}'..='\u{e007f}' => "étiquette cachée",
        '\u{61c}' => "marque de l’arabe",
        '\u{200e}' => "marque de gauche à droite",
        '\u{200f}' => "marque de droite à gauche",
        '\u{202a}' => "passage de gauche à droite",
        '\u{202b}' => "passage de droite à gauche",
        '\u{202c}' => "fin de passage",
        '\u{202d}' => "forçage de gauche à droite",
        '\u{202e}' => "forçage de droite à gauche",
        '\u{2066}' => "isolat de gauche à droite",
        '\u{2067}' => "isolat de droite à gauche",
        '\u{2068}' => "isolat du premier sens",
        '\u{2069}' => "fin d’isolat",
        _ => return code,
    };
    format!("{name} ({code})")
}

/// A text as a terminal may show it: what would command it, or turn what follows, is replaced by a sign that is seen, one for
/// one. Those that join are left: emoji and many scripts need them.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !may_be_in(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(visible).collect())
}

/// A sign that is seen in the place of one that is not.
fn visible(c: char) -> char {
    match (kind(c), c) {
        // The pictures of controls follow the order of the controls.
        (Some(_), '\0'..='\u{1f}') => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        (Some(_), '\u{7f}') => '␡',
        (None, c) | (_, c @ ('\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')) => c,
        (Some(_), _) => '\u{fffd}',
    }
}

/// Whether a letter is one of those that are written from right to left.
pub const fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{61b}'
            | '\u{61d}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// Whether a script joins its letters, or sets words off, by signs without width: Arabic and its like, the scripts of India and
/// South-East Asia, Mongolian.
const fn joins(c: char) -> bool {
    is_right_to_left(c)
        || matches!(
            c,
            '\u{900}'..='\u{109f}'
                | '\u{1780}'..='\u{18af}'
                | '\u{1900}'..='\u{1cff}'
                | '\u{a800}'..='\u{abff}'
                | '\u{11000}'..='\u{11fff}'
        )
}

/// Whether a sign is a picture, or one that may be shown as one.
const fn is_picture(c: char) -> bool {
    matches!(
        c,
        '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | '\u{2190}'..='\u{2bff}' | '〰' | '〽' | '㊗' | '㊙' | '\u{1f000}'..='\u{1faff}'
    )
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether invisible signs have their use where they stand: between the parts of an emoji, between letters of a script that
/// needs them, behind a sign of which they choose the form. `before` and `after` are the signs around them.
pub fn is_needed(signs: &str, before: Option<char>, after: Option<char>) -> bool {
    const JOINER: char = '\u{200d}';
    const CHOICES: std::ops::RangeInclusive<char> = '\u{fe00}'..='\u{fe0f}';
    let is = |at: Option<char>, what: fn(char) -> bool| at.is_some_and(what);
    let mut chars = signs.chars();
    let (first, second, third) = (chars.next(), chars.next(), chars.next());
    let in_script = |c: char| matches!(c, '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
    if is(before, joins) || is(after, joins) {
        return third.is_none() && signs.chars().all(in_script);
    }
    // A flag of a region is a black flag and the region's letters, as tags.
    if before == Some('🏴') && signs.ends_with('\u{e007f}') && signs.len() <= 8 * '\u{e007f}'.len_utf8() {
        return signs.chars().all(|c| matches!(c, '\u{e0030}'..='\u{e007f}'));
    }
    let chooses = first.is_some_and(|c| CHOICES.contains(&c));
    match (first, second, third) {
        (Some(JOINER), None, None) => is(before, is_picture) && is(after, is_picture),
        (Some(_), Some(JOINER), None) => chooses && is(before, is_picture) && is(after, is_picture),
        (Some(c), None, None) if is(before, is_ideograph) => chooses || matches!(c, '\u{e0100}'..='\u{e01ef}'),
        (Some(_), None, None) => chooses && (is(before, is_picture) || after == Some('\u{20e3}')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_left() {
        let french = "« L’œuvre », à 10 % – 3\u{202f}000 €…\n\t• ½ × ÷ ŷ →";
        assert!(french.chars().all(|c| kind(c).is_none()));
        assert!(matches!(shown(french), Cow::Borrowed(_)));
        for c in ['\u{7}', '\u{92}', '\u{ad}', '\u{200b}', '\u{2060}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{e0041}']
        {
            assert!(kind(c).is_some() && may_be_in(&c.to_string()), "{c:?}");
        }
        assert_eq!(shown("a\u{1b}[31m\u{202e}b👩\u{200d}🏫"), "a␛[31m\u{fffd}b👩\u{200d}🏫");
    }

    #[test]
    fn what_the_bytes_say_is_what_the_signs_say() {
        for c in (0..0x11_0000_u32).filter_map(char::from_u32).filter(|c| kind(*c).is_some()) {
            assert!(may_be_in(&c.to_string()), "{c:?}");
        }
    }

    #[test]
    fn emoji_and_scripts_keep_what_joins_them() {
        let needed = |signs: &str, before, after| is_needed(signs, Some(before), Some(after));
        assert!(
            needed("\u{200d}", '👩', '🏫') && needed("\u{fe0f}\u{200d}", '🏳', '🌈') && needed("\u{fe0f}", '❤', ' ')
        );
        assert!(
            needed("\u{fe0f}", '1', '\u{20e3}') && needed("\u{200c}", 'ی', 'خ') && needed("\u{200d}", '\u{94d}', ' ')
        );
        assert!(needed("\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", '🏴', ' '));
        assert!(needed("\u{e0100}", '葛', '城') && needed("\u{200b}", 'ก', 'ข'));
        for (signs, before) in
            [("\u{200d}", 'a'), ("\u{200b}", 'a'), ("\u{fe0f}", 'a'), ("\u{e0041}", '👩'), ("\u{fe0f}\u{fe0f}", '❤')]
        {
            assert!(!needed(signs, before, 'b'), "{signs:?}");
        }
        assert!(!is_needed("\u{200d}", Some('👩'), None));
    }
}
