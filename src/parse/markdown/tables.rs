//! Rows of tables with more cells than their header: the parser drops what is beyond the last column.

/// Where the cells of a row begin that are beyond the last column, as a byte of `row`; `None` when all have a place. A bar
/// separates cells even between accents graves, unless a backslash is before it.
pub(super) fn beyond(row: &str, columns: usize) -> Option<usize> {
    let row = row.trim_end();
    let inner = row.trim_end_matches('|').len().max(row.len().saturating_sub(1));
    let mut cells = 1;
    // A bar at the very beginning opens the first cell.
    let start = row.len() - row.trim_start().len();
    for (at, _) in row.match_indices('|') {
        let is_escaped = row.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        if is_escaped || at == start {
            continue;
        }
        // One at the very end closes the last.
        if at >= inner {
            break;
        }
        cells += 1;
        if cells > columns {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Parser, Tag};

    #[test]
    fn bars_beyond_the_last_column_are_found() {
        for (row, columns, lost) in [
            ("| a | b |", 2, None),
            ("a | b", 2, None),
            ("| a | b | c |", 2, Some("| c |")),
            ("a | b | c", 2, Some("| c")),
            ("| `x | y` | b |", 2, Some("| b |")),
            ("| `x \\| y` | b |", 2, None),
            ("| a |", 2, None),
            ("| a |", 1, None),
            ("| a | b | |", 2, Some("| |")),
        ] {
            assert_eq!(beyond(row, columns).map(|at| &row[at..]), lost, "{row}");
        }
    }

    #[test]
    fn the_parser_drops_what_is_beyond() {
        let text = "> | a | b |\n> | - | - |\n> | `x|y` | c |\n";
        let rows: Vec<_> = Parser::new_ext(text, super::super::options())
            .into_offset_iter()
            .filter(|(event, _)| *event == Event::Start(Tag::TableRow))
            .map(|(_, range)| &text[range])
            .collect();
        assert_eq!(rows.len(), 1);
        assert_eq!(beyond(rows[0], 2).map(|at| rows[0][at..].trim_end()), Some("| c |"));
    }
}
