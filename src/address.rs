//! Percent-encoding of paths in addresses (RFC 3986, section 2).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What is encoded: all but the unreserved characters and `/`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// A path as part of an address; `/` stays.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A path that was encoded; what is not UTF-8 after it becomes a character that no file name has.
pub fn decode(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_for_addresses() {
        assert_eq!(encode("a é.csv"), "a%20%C3%A9.csv");
    }

    #[test]
    fn paths_are_decoded() {
        assert_eq!(decode("a%20b/%C3%A9"), "a b/é");
        assert_eq!(decode("100%"), "100%");
    }
}
