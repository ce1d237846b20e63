//! Separated values as a table to show: a header, the first rows, and how many there are.

use super::Unreadable;
use super::plain::{Values, decode};

/// Rows that are shown at most.
pub const ROWS: usize = 500;

/// Cells that are shown at most: a wide table shows fewer rows.
const CELLS: usize = 20_000;

/// Columns beyond which no one reads a table on a page.
const COLUMNS: usize = 200;

/// Characters of a cell that are shown.
const CELL: usize = 2_000;

/// A table of text. Each row has as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The first row: what the columns are called.
    pub header: Vec<String>,
    /// The rows below it, as many as are shown.
    pub rows: Vec<Vec<String>>,
    /// How many rows the file has below its header.
    pub total: usize,
}

impl Table {
    /// Reads separated values. Empty rows are left out, and empty columns at the end: spreadsheets save both.
    ///
    /// # Errors
    /// When they are no text, are empty, or have more columns than a page can show.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let text = decode(bytes)?;
        let mut values = Values::new(&text);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let (mut total, mut cells, mut width) = (0, 0, 0);
        while let Some(record) = values.next()? {
            let used = record.len() - record.iter().rev().take_while(|cell| cell.trim().is_empty()).count();
            if used == 0 {
                continue;
            }
            if used > COLUMNS {
                return Err(Unreadable::TooBig);
            }
            total += 1;
            // The header is no row.
            if rows.len() <= ROWS && cells < CELLS {
                rows.push(record.iter().take(used).map(shortened).collect());
                cells += used;
                width = width.max(used);
            }
        }
        if rows.is_empty() {
            return Err(Unreadable::NoText);
        }
        for row in &mut rows {
            row.resize(width, String::new());
        }
        Ok(Self { header: rows.remove(0), rows, total: total - 1 })
    }
}

fn shortened(cell: &str) -> String {
    let cell = cell.trim();
    match cell.char_indices().nth(CELL) {
        Some((at, _)) => format!("{}…", &cell[..at]),
        None => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: impl AsRef<[u8]>) -> Table {
        Table::read(text.as_ref()).unwrap()
    }

    fn rows(table: &Table) -> Vec<Vec<&str>> {
        std::iter::once(&table.header).chain(&table.rows).map(|row| row.iter().map(String::as_str).collect()).collect()
    }

    #[test]
    fn separators_are_found_outside_quotes() {
        for text in [
            "Nom, prénom;Note\n\"Martin; Camille\";\"12,5\"\n",
            "\"Nom, prénom\";Note\n\"Martin; Camille\";12,5\n",
            "sep=;\r\n\"Nom, prénom\";Note\r\n\"Martin; Camille\";12,5\r\n",
            "\"Nom, prénom\"\tNote\nMartin; Camille\t12,5\n",
            "\"Nom, prénom\",Note\n\"Martin; Camille\",\"12,5\"\n",
        ] {
            assert_eq!(rows(&read(text)), [["Nom, prénom", "Note"], ["Martin; Camille", "12,5"]], "{text}");
        }
        // A title stands alone on the first line.
        assert_eq!(rows(&read("Grille\na;b\n")), [["Grille", ""], ["a", "b"]]);
        assert_eq!(rows(&read("un seul\n")), [["un seul"]]);
    }

    #[test]
    fn texts_of_older_spreadsheets_are_read() {
        assert_eq!(rows(&read(b"\xef\xbb\xbf\xc3\xa9t\xc3\xa9;a\n1;2\n")), [["été", "a"], ["1", "2"]]);
        assert_eq!(rows(&read(b"\xe9t\xe9;l\x92an\n")), [["été", "l’an"]]);
        assert_eq!(rows(&read("a;\"b\"\"c\nd\"\n")), [["a", "b\"c\nd"]]);
    }

    #[test]
    fn what_is_empty_is_left_out_and_rows_are_as_wide_as_the_widest() {
        assert_eq!(
            rows(&read("a;b;;;\n;;;;\n1;;;;\n1;2;3;;\n\n;;;;\n")),
            [["a", "b", ""], ["1", "", ""], ["1", "2", "3"]]
        );
        assert_eq!(Table::read(b";;\n\n"), Err(Unreadable::NoText));
        assert_eq!(Table::read(b""), Err(Unreadable::NoText));
        assert_eq!(Table::read(b"PK\0\0"), Err(Unreadable::Damaged));
    }

    #[test]
    fn long_tables_are_cut_and_counted() {
        let long = read(format!("n\n{}", "x\n".repeat(1_234)));
        assert_eq!((long.rows.len(), long.total), (ROWS, 1_234));
        assert_eq!(read(format!("n\n{}", "x\n".repeat(ROWS))).rows.len(), ROWS);
        let wide = read(format!("{}\n", "x;".repeat(COLUMNS)).repeat(500));
        assert_eq!((wide.rows.len(), wide.total), (CELLS / COLUMNS - 1, 499));
        assert_eq!(Table::read("x;".repeat(COLUMNS + 1).as_bytes()), Err(Unreadable::TooBig));
        let cell = read(format!("{}\n", "é".repeat(CELL + 1)));
        assert_eq!(cell.header[0].chars().count(), CELL + 1);
        assert!(cell.header[0].ends_with("é…"));
    }
}
