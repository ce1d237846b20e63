use proptest::prelude::*;

use super::{Fault, compact, is_script, means, small};

/// The published text of a module, whose names must mean what they meant.
fn checked(text: &str) -> String {
    let out = small(text).unwrap_or_else(|fault| panic!("{}\n{text}", fault.message));
    let [before, after] =
        [text, &out].map(|text| means(text).unwrap_or_else(|fault| panic!("{}\n{text}", fault.message)));
    assert_eq!(before, after, "{text}\n{out}");
    out
}

#[test]
fn scripts_lose_comments_spaces_and_long_names() {
    let text = "// What it does.\nimport { read } from \"./reader.js\";\n\n/** Doc. @param {string} text */\nexport function open(text) {\n  const length = read(text).length; // here\n  return { length };\n}\n";
    assert_eq!(
        checked(text),
        "import{read as e}from\"./reader.js\";export function open(t){const n=e(t).length;return{length:n}}"
    );
}

#[test]
fn exports_and_properties_keep_their_names() {
    let out = checked(
        "const inner = 1; class Local { field = inner; } export { inner as outer }; export const { alpha, beta: [gamma] = [] } = globalThis.given ?? {}, kept = new Local(); export default function named() { return kept; } export * as all from \"./all.js\";",
    );
    for name in ["as outer", "alpha", "gamma", "kept", "class Local", "globalThis.given", "as all"] {
        assert!(out.contains(name), "{name}: {out}");
    }
}

#[test]
fn names_that_cannot_be_shortened_stay() {
    // What was met by the test of random modules below: a name is declared twice, and another lies between the two.
    for text in [
        "export const r = 1;\nfor (const n of e) { try { var third = third; } catch (third) { var third = third; }\nlet e = e; }\n",
        "import second from \"./a.js\";\nfunction e(n) { try { let { e, first: second = e } = e;\nvar fourth = e; } catch (fourth) { let { e, first: second = e } = e;\nvar fourth = e; }\nlet e = ({ e, first: (function e() { return second; }), second() { return e; } }); }\n",
    ] {
        assert!(checked(text).contains("let e="));
    }
}

#[test]
fn licences_stay() {
    let out = checked("/*! Licence MIT */\n/* not this */\n/** @license CC0 */\nexport const one = 1; // nor this\n");
    assert!(out.contains("Licence MIT") && out.contains("@license CC0") && !out.contains("this"), "{out}");
}

#[test]
fn a_script_that_is_no_module_keeps_the_names_of_the_page() {
    let text = "var visible = 1;\nfunction everyone(given) { { function inner() { return given } } return inner() }\n";
    let out = small(text).ok().unwrap_or_default();
    assert!(["visible", "everyone(given)", "function inner"].iter().all(|name| out.contains(name)), "{out}");
    // One that awaits can only be a module.
    assert!(checked("const found = await fetch(\"x\");\nconsole.log(found);\n").len() < 45);
}

#[test]
fn what_looks_like_a_comment_or_a_space_is_kept() {
    let text = "export const all = [\"// no\", '/* no */', `a  ${ /* yes */ 1 }  // b`, /[/*]\\/\\/  /u, 1 - -1, 1 + +1, \"\\u2028\\ud800\"];\nexport const one = () => { return /a/.test(\"b\") / 2 };\n";
    let out = checked(text);
    for kept in ["// no", "/* no */", "  // b`", "/[/*]\\/\\/  /u", "1- -1", "1+ +1", "ud800"] {
        assert!(out.contains(kept), "{kept}: {out}");
    }
}

#[test]
fn only_scripts_are_changed() {
    let files: [(&str, &[u8]); 5] = [
        ("a.js", b"\xef\xbb\xbfexport const a = 1;"),
        ("data.json", b"{ \"a\" : 1 }"),
        ("engine.d.ts", b"/** Doc. */\nexport const a: number;\n"),
        ("library.min.js", b"/* untouched */ (broken"),
        ("raw.bin", b"\xff\xfe"),
    ];
    let out = compact(files.into_iter()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(out[0], ("a.js".to_owned(), b"export const a=1;".to_vec()));
    for ((path, bytes), (before, given)) in out[1..].iter().zip(&files[1..]) {
        assert_eq!((path.as_str(), bytes.as_slice()), (*before, *given));
    }
    let scripts: Vec<_> = files.iter().map(|(path, _)| *path).filter(|path| is_script(path)).collect();
    assert_eq!(scripts, ["a.js", "library.min.js"]);
    let error = compact([("x.js", b"\xff".as_slice())].into_iter()).err();
    assert!(error.is_some_and(|error| error.to_string().contains("UTF-8")));
}

#[test]
fn faults_say_where() {
    for (text, at, part) in [
        ("const a = ;", 10, "n’est pas attendu"),
        ("import \"./a.js\";\nlet b = (1;", 27, "« , » ou « ) » est attendu"),
        ("let twice;\nlet twice;", 15, "« twice » est déjà déclaré"),
        ("const a = 1 const b = 2", 11, "point-virgule"),
        ("const a = \"b", 10, "n’est pas fermé"),
        ("await f();\nlet b = = 2;", 19, "n’est pas attendu"),
        ("const text = /(/u;", 14, "pas du JavaScript valable (Invalid"),
        ("function f() {", 14, ""),
    ] {
        let Err(Fault { message, span }) = small(text) else { panic!("{text} should be refused") };
        let message = super::in_french(&message);
        assert!(span.start == at && message.contains(part), "{text}: {} {message}", span.start);
    }
}

#[test]
fn deep_nesting_is_read() {
    let deep = format!("export const a = {}1{};", "(".repeat(5000), ")".repeat(5000));
    let long = format!("export const b = a{};", " + a".repeat(20_000));
    for text in [deep, long] {
        assert!(compact([("a.js", text.as_bytes())].into_iter()).is_ok());
    }
}

#[test]
fn every_script_of_the_default_theme_means_what_it_meant() {
    let files = crate::theme::files::Files::load(std::path::Path::new("/nulle/part"), "capitole");
    let files = files.unwrap_or_else(|error| panic!("{error}"));
    let mut count = 0;
    for (path, bytes) in files.below("scripts/").filter(|(path, _)| is_script(path)) {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(checked(text), checked(text));
        count += 1;
    }
    assert!(count > 5);
}

/// Names few enough to hide one another, some short as the published ones are.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["e", "t", "n", "first", "second", "third", "fourth", "globalThis", "r"][..])
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![name().prop_map(str::to_owned), Just("1".to_owned())];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (name(), inner.clone()).prop_map(|(a, b)| format!("({a}, third = {b}) => [{b}, {a}]")),
            (name(), inner.clone()).prop_map(|(a, b)| format!("function {a}() {{ return {b}; }}")),
            (name(), inner.clone()).prop_map(|(a, b)| format!("{{ {a}, first: {b}, second() {{ return {a}; }} }}")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("`${{{a}}}-${{{b}}}`")),
        ]
        .prop_map(|one| format!("({one})"))
    })
}

fn statement() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (prop::sample::select(&["let", "const", "var"][..]), name(), expression())
            .prop_map(|(kind, a, b)| format!("{kind} {a} = {b};")),
        (name(), name(), expression()).prop_map(|(a, b, c)| format!("let {{ {a}, first: {b} = {c} }} = {c};")),
        (name(), expression()).prop_map(|(a, b)| format!("{a} = {b};")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let block = prop::collection::vec(inner, 0..4).prop_map(|all| all.join("\n"));
        prop_oneof![
            block.clone().prop_map(|a| format!("{{ {a} }}")),
            (name(), name(), block.clone()).prop_map(|(a, b, c)| format!("function {a}({b}) {{ {c} }}")),
            (name(), block.clone()).prop_map(|(a, b)| format!("try {{ {b} }} catch ({a}) {{ {b} }}")),
            (name(), expression(), block.clone()).prop_map(|(a, b, c)| format!("for (const {a} of {b}) {{ {c} }}")),
            (name(), name(), block).prop_map(|(a, b, c)| {
                format!("class {a} {{ static {{ {c} }} first = {b}; second({b}) {{ {c} }} }}")
            }),
        ]
    })
}

fn module() -> impl Strategy<Value = String> {
    let export = prop_oneof![
        Just(String::new()),
        name().prop_map(|a| format!("export {{ {a} as exported }};")),
        name().prop_map(|a| format!("export const {{ {a} }} = {{}};")),
        name().prop_map(|a| format!("export let {a};")),
    ];
    (prop::collection::vec(statement(), 1..6), export)
        .prop_map(|(all, export)| format!("import second from \"./a.js\";\n{}\n{export}", all.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 20_000, ..ProptestConfig::default() })]
    #[test]
    fn names_mean_what_they_meant(text in module()) {
        // Some modules declare a name twice: those are refused.
        if small(&text).is_ok() {
            checked(&text);
        }
    }
}
