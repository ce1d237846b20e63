//! Addresses: which are asked for, in which form, and which are public.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Names that lead nowhere by design (RFC 2606): examples may hold them.
const EXAMPLES: [&str; 4] = ["invalid", "example", "test", "localhost"];

/// The address to ask for: without its anchor, letters beyond ASCII encoded. `None` when there is nothing to ask.
pub fn asked(url: &str) -> Option<String> {
    let url = url.trim().split('#').next().unwrap_or_default();
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let full = format!("{scheme}://{}", authority.to_ascii_lowercase());
    let host = host(&full)?;
    let is_example = host.rsplit('.').next().is_some_and(|last| EXAMPLES.contains(&last));
    if host.is_empty() || !host.is_ascii() || is_example {
        return None;
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut out = format!("{full}{slash}");
    for byte in path.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Some(out)
}

/// The host of a whole address, without its port.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let named = authority.rsplit_once('@').map_or(authority, |(_, named)| named);
    Some(match named.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => named.split(':').next().unwrap_or_default(),
    })
}

/// Where a redirect written `location` at `base` leads; `None` for what is no address of the web.
pub(super) fn join(base: &str, location: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let path_start = rest.find(['/', '?']).unwrap_or(rest.len());
    let origin = format!("{scheme}://{}", &rest[..path_start]);
    let path = rest[path_start..].split('?').next().unwrap_or_default();
    let full = if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{origin}{location}")
    } else if location.starts_with('?') {
        format!("{origin}{path}{location}")
    } else {
        let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
        format!("{origin}{folder}{location}")
    };
    asked(&full)
}

/// Whether an address belongs to the public network: not this machine, nor a private or special one.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || matches!((a, b, c), (0 | 240..=255, ..) | (192, 0, 0))
        // Shared by operators (RFC 6598), benchmarks (RFC 2544).
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b));
    !is_special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let parts = ip.segments();
    // An IPv4 address inside a translated one (RFC 6052, RFC 3056).
    let inside = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match parts {
        [0x64, 0xff9b, .., high, low] | [0x2002, high, low, ..] => is_public_v4(inside(high, low)),
        [0x2001, 0xdb8, ..] => false,
        // The global unicast addresses; everything else is local or special.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_take_one_form() {
        assert_eq!(asked("HTTPS://Exemple.fr").as_deref(), Some("https://exemple.fr/"));
        assert_eq!(asked("https://exemple.fr/é?q=à#b").as_deref(), Some("https://exemple.fr/%C3%A9?q=%C3%A0"));
        assert_eq!(asked("https://exemple.fr?q").as_deref(), Some("https://exemple.fr/?q"));
        for none in ["mailto:a@b.fr", "https://", "https://forge.exemple.invalid/x", "https://é.fr/", "ftp://x.fr/"] {
            assert_eq!(asked(none), None, "{none}");
        }
        assert_eq!(host("https://a:b@exemple.fr:8080/x@y"), Some("exemple.fr"));
        assert_eq!(host("http://[::1]:80/"), Some("::1"));
    }

    #[test]
    fn redirects_are_joined() {
        let base = "https://a.fr/x/y?q=1";
        for (location, full) in [
            ("https://b.fr/", "https://b.fr/"),
            ("//b.fr/z", "https://b.fr/z"),
            ("/z", "https://a.fr/z"),
            ("z", "https://a.fr/x/z"),
            ("?r", "https://a.fr/x/y?r"),
        ] {
            assert_eq!(join(base, location).as_deref(), Some(full), "{location}");
        }
        assert_eq!(join(base, "file:///etc/passwd"), None);
    }

    #[test]
    fn only_public_addresses_are_public() {
        for ip in ["9.9.9.9", "172.32.0.1", "100.63.0.1", "2a00:1450::1", "::ffff:9.9.9.9", "64:ff9b::909:909"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
