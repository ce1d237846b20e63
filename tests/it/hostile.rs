//! What comes in is hostile: whatever a body holds, what goes into the page is harmless.

use capitole::parse::html::{Frame, Image, Resolve, Target, render};
use capitole::parse::markdown::parse;
use proptest::prelude::*;

/// A resolver that lets everything through: the renderer itself must cope.
struct Open;

impl Resolve for Open {
    fn link(&self, target: &str) -> Target {
        if target.to_lowercase().contains("script:") { Target::Refused } else { Target::Internal(target.to_owned()) }
    }

    fn image(&self, target: &str) -> Option<Image> {
        Some(Image { url: target.to_owned(), dimensions: None })
    }
}

fn html(markdown: &str) -> String {
    render(&parse(markdown, 0), Frame::default(), &Open)
}

/// The tags of an HTML text: name and attributes.
fn tags(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let tag = &rest[..end];
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !name.is_empty() {
            found.push((name.to_lowercase(), tag.to_lowercase()));
        }
        rest = &rest[end.min(rest.len())..];
    }
    found
}

fn assert_harmless(markdown: &str) {
    let html = html(markdown);
    for (name, tag) in tags(&html) {
        let forbidden = [
            "script", "iframe", "object", "embed", "form", "style", "link", "meta", "base", "svg", "math", "textarea",
            "button",
        ];
        assert!(!forbidden.contains(&name.as_str()), "<{name}> in {html}\nfrom {markdown}");
        // Quotes inside an attribute are escaped, so that this split is that of a browser.
        for (at, part) in tag.split('"').enumerate() {
            if at % 2 == 0 {
                let attributes = part.split_whitespace().filter_map(|word| word.split('=').next());
                for attribute in attributes {
                    assert!(
                        !attribute.starts_with("on") && attribute != "style",
                        "{attribute} in {html}\nfrom {markdown}"
                    );
                }
            } else {
                assert!(!part.trim_start().starts_with("javascript:"), "{part} in {html}\nfrom {markdown}");
            }
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=//x>",
        "<a href=\"javascript:alert(1)\">",
        "</a>",
        "<b style=\"x\">",
        "<style>*{}</style>",
        "<form action=x>",
        "[x](javascript:alert\\(1\\))",
        "![x\" onerror=\"y](a.png \"t\\\" onload=\\\"z\")",
        "[x](<a\" onclick=\"b>)",
        "<x-y onclick=z>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&lt;script&gt;",
        "<",
        ">",
        "\"",
        "'",
        "\n",
        "\n\n",
        "# ",
        "## T {#id onclick=x}",
        "> [!NOTE]\n> ",
        "| a | b |\n|---|---|\n| <script> | x |\n",
        "- [ ] ",
        "[^1]",
        "[^1]: note\n",
        "```html\n<script>\n```\n",
        "`<b>`",
        "**",
        "_",
        "<https://x\"onclick=y>",
        "<mailto:x>",
        "\\",
        "\u{0}",
        "é",
        " ",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn bodies_become_harmless_html(parts in prop::collection::vec(fragment(), 0..14)) {
        assert_harmless(&parts.concat());
    }

    #[test]
    fn headings_have_ids_that_are_one_of_a_kind(titles in prop::collection::vec("[a-zé]{0,4}( -?[0-9])?", 1..9)) {
        let markdown = titles.iter().map(|title| format!("## {title}")).collect::<Vec<_>>().join("\n\n");
        let body = parse(&markdown, 0);
        let mut ids: Vec<_> = body.headings.iter().map(|heading| heading.id.clone()).collect();
        let html = html(&markdown);
        for id in &ids {
            let attribute = format!("id=\"{id}\"");
            prop_assert!(html.contains(&attribute), "{id} in {html}");
        }
        let count = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
    }
}
