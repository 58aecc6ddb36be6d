//! Rows for people: a table where a terminal has room for one, else a few lines a row.

use unicode_width::UnicodeWidthStr;

use super::text::table;

/// How many columns the first cell of a row needs at least.
const NAME: usize = 20;

/// What stands between two columns.
const GAP: usize = 2;

/// Rows in columns; where no column would have room for its longest word, each row is its first `names`
/// cells on a line, and below them what the first row calls each other cell, and the cell.
#[must_use]
pub(super) fn rows(rows: &[Vec<String>], names: usize, width: Option<usize>) -> String {
    let Some((head, behind)) = rows.split_first().filter(|(_, behind)| !behind.is_empty()) else {
        return table(rows, width);
    };
    let Some(room) = width.filter(|&width| narrowest(rows) > width) else { return table(rows, width) };
    let mut text = String::new();
    for row in behind {
        let (own, others) = row.split_at_checked(names).unwrap_or((row, &[]));
        text.push_str(&table(&[vec![own.join(" ")]], width));
        let called = head.iter().skip(names).zip(others);
        let called: Vec<Vec<String>> = called.map(|(head, cell)| vec![head.clone(), cell.clone()]).collect();
        for line in table(&called, Some(room.saturating_sub(GAP))).lines() {
            text.push_str("  ");
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Rows in columns; where no column would have room for its longest word, each row is its first cell on a line,
/// if it has one, and below it each other cell that it has.
#[must_use]
pub(super) fn blocks(rows: &[Vec<String>], width: Option<usize>) -> String {
    let Some(room) = width.filter(|&width| narrowest(rows) > width) else { return table(rows, width) };
    let mut text = String::new();
    for (first, others) in rows.iter().filter_map(|row| row.split_first()) {
        let cells = std::iter::once((first, "")).chain(others.iter().map(|it| (it, "  ")));
        for (cell, indent) in cells.filter(|(cell, _)| !cell.is_empty()) {
            let behind = format!("{indent}  ");
            let options = textwrap::Options::new(room.max(1)).initial_indent(indent);
            for line in textwrap::wrap(cell, options.subsequent_indent(&behind)) {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
    }
    text
}

/// How wide a table is whose columns are as wide as their longest words; names may be broken.
fn narrowest(rows: &[Vec<String>]) -> usize {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let longest = |column: usize| {
        let words = rows.iter().filter_map(|row| row.get(column)).flat_map(|cell| cell.split(' '));
        let longest = words.map(UnicodeWidthStr::width).max().unwrap_or(0);
        if column == 0 { longest.min(NAME) } else { longest }
    };
    (0..columns).map(longest).sum::<usize>() + GAP * columns.saturating_sub(1)
}
