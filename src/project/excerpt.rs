//! The line that a failure is about, with a mark under it: a source and a range come in, text goes out.

use std::ops::Range;

use unicode_width::UnicodeWidthStr as _;

use crate::text::Source;
use crate::text::hidden::one_line;

/// More of a line than this many characters is not shown.
const MOST: usize = 100;

/// The line in which `range` begins, with its number, and a mark under the range as far as it is on that
/// line. A long line, of which the range might be far from the beginning, is not shown.
pub(crate) fn excerpt(source: &Source, range: Range<usize>) -> Option<String> {
    let position = source.position(range.start);
    let line = source.text().lines().nth(position.line.checked_sub(1)?)?;
    if line.chars().count() > MOST {
        return None;
    }
    let start = source.text().get(..range.start)?.rfind('\n').map_or(0, |feed| feed + 1);
    let from = range.start.checked_sub(start)?.min(line.len());
    let to = range.end.saturating_sub(start).clamp(from, line.len());
    let column = one_line(line.get(..from)?).width();
    let width = one_line(line.get(from..to)?).width().max(1);
    let number = position.line.to_string();
    let margin = " ".repeat(number.len());
    let line = one_line(line);
    Some(format!("{margin} |\n{number} | {line}\n{margin} | {}{}", " ".repeat(column), "^".repeat(width)))
}
