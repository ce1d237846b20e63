//! Bytes → text: no BOM, `\n` line ends, NFC. Files written on any system read the same.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The normalised text.
///
/// # Errors
/// The byte offset at which the file stops being UTF-8.
pub fn normalise(bytes: Vec<u8>) -> Result<String, usize> {
    String::from_utf8(bytes).map(unified).map_err(|error| error.utf8_error().valid_up_to())
}

/// A text that was decoded, normalised.
pub fn unified(text: String) -> String {
    let mut text: Cow<'_, str> = Cow::Owned(text);
    if text.starts_with('\u{feff}') {
        text = Cow::Owned(text['\u{feff}'.len_utf8()..].to_owned());
    }
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    if !text.is_ascii() && is_nfc_quick(text.chars()) != IsNormalized::Yes {
        text = Cow::Owned(text.nfc().collect());
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn foreign_habits_are_undone() {
        assert_eq!(normalise(b"\xef\xbb\xbfa\r\nb\rc".to_vec()).as_deref(), Ok("a\nb\nc"));
        assert_eq!(normalise("e\u{301}te\u{301}".as_bytes().to_vec()).as_deref(), Ok("été"));
        assert_eq!(normalise(b"ab\xff".to_vec()), Err(2));
    }
}
