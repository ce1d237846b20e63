//! The two tables of the catalogue: read as their description says, by a reader of the tests' own, they hold the same
//! cells, and each cell what the schema of the columns promises.

use std::fs;
use std::path::Path;

use capitole::model::read::Include;
use regex::Regex;
use serde_json::Value;

use crate::support::{base_library, capitole, project};

/// A title that would be a formula, with every sign that must be quoted.
const TITLE: &str = "=HYPERLINK(\"http://x.y\"); a, b ’ été";

/// The lines of a table: every line ends with CRLF, a quote stands only round a cell or doubled in one.
fn rows(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut signs = text.chars().peekable();
    let mut quoted = false;
    let mut closed = false;
    while let Some(sign) = signs.next() {
        let row = rows.last_mut().unwrap();
        let cell = row.last_mut().unwrap();
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => (quoted, closed) = (false, true),
            _ if quoted => cell.push(sign),
            '"' => {
                assert!(cell.is_empty() && !closed, "a quote inside a cell that has none around it");
                quoted = true;
            }
            '\r' => {
                assert_eq!(signs.next(), Some('\n'), "a line ends with CRLF");
                rows.push(vec![String::new()]);
                closed = false;
            }
            '\n' => panic!("a line end without its CR"),
            _ if sign == delimiter => {
                row.push(String::new());
                closed = false;
            }
            _ => {
                assert!(!closed, "« {sign} » behind a closing quote");
                cell.push(sign);
            }
        }
    }
    assert!(!quoted);
    assert_eq!(rows.pop().unwrap(), [""], "the last line ends too");
    rows
}

fn json(site: &Path, path: &str) -> Value {
    serde_json::from_slice(&fs::read(site.join(path)).unwrap()).unwrap()
}

fn fits(cell: &str, field: &Value) -> bool {
    let constraints = &field["constraints"];
    if cell.is_empty() {
        return constraints["required"] == false;
    }
    let of_kind = match field["type"].as_str().unwrap() {
        "integer" => cell.parse::<u32>().is_ok(),
        "boolean" => ["true", "false"].contains(&cell),
        "date" => cell.parse::<jiff::civil::Date>().is_ok(),
        "string" => field["format"] != "uri" || url::Url::parse(cell).is_ok(),
        _ => false,
    };
    let is_known = constraints["enum"].as_array().is_none_or(|ids| ids.iter().any(|id| id == cell));
    let pattern = constraints["pattern"].as_str().map(|pattern| Regex::new(&format!("^(?:{pattern})$")).unwrap());
    of_kind && is_known && pattern.is_none_or(|pattern| pattern.is_match(cell))
}

/// Both tables of a library, checked against what describes them.
fn tables(root: &Path) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let done = capitole(&["build", "--root", root.to_str().unwrap(), "--output", site.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let package = json(&site, "datapackage.json");
    let mut both = Vec::new();
    for resource in package["resources"].as_array().unwrap() {
        let bytes = fs::read(site.join(resource["path"].as_str().unwrap())).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let delimiter = resource["dialect"]["delimiter"].as_str().unwrap().chars().next().unwrap();
        let rows = rows(text.trim_start_matches('\u{feff}'), delimiter);
        let schema = json(&site, resource["schema"].as_str().unwrap());
        let fields = schema["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(rows[0], names, "the first line names the columns");
        for row in &rows[1..] {
            assert_eq!(row.len(), fields.len());
            for (cell, field) in row.iter().zip(fields) {
                assert!(fits(cell, field), "{}: « {cell} »", field["name"]);
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "« {cell} » would be a formula");
            }
        }
        both.push((resource["path"].as_str().unwrap().to_owned(), text, delimiter, rows));
    }
    let [spreadsheet, plain] = &both[..] else { panic!("two tables") };
    assert_eq!((spreadsheet.0.as_str(), spreadsheet.2), ("catalogue.csv", ';'));
    assert!(spreadsheet.1.starts_with('\u{feff}'), "a spreadsheet takes it for UTF-8");
    assert_eq!((plain.0.as_str(), plain.2), ("catalogue-rfc4180.csv", ','));
    assert!(!plain.1.starts_with('\u{feff}'));
    assert_eq!(spreadsheet.3, plain.3, "the same cells");
    plain.3.clone()
}

#[test]
fn both_tables_of_the_sample_hold_what_describes_them() {
    let rows = tables(project());
    let library = capitole::pipeline::check(project(), Include::Published).unwrap().library.unwrap();
    assert_eq!(rows.len(), library.deliverables.len() + 1);
}

#[test]
fn a_title_full_of_signs_is_one_harmless_cell() {
    let library = base_library();
    let path = library.path().join("content/livrables/temoin/index.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("titre: Fiche témoin", &format!("titre: '{TITLE}'"), 1)).unwrap();
    let rows = tables(library.path());
    let at = rows[0].iter().position(|name| name == "titre").unwrap();
    let row = rows.iter().find(|row| row[0] == "temoin").unwrap();
    assert_eq!(row[at], format!("'{TITLE}"));
}
