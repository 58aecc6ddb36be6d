//! What would change in a file, as a unified diff.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use crate::text::Source;
use crate::text::hidden::printable;

/// Writes what changes where the text of `source` becomes `text`. A diff in colours is for people, and has
/// nothing in it that a terminal would obey; one without is a patch, byte for byte.
pub(super) fn write(source: &Source, text: &str, is_coloured: bool, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(source.text(), text);
    let mut unified = diff.unified_diff();
    if !is_coloured {
        return write!(out, "{}", unified.header(source.name(), source.name()));
    }
    let mut line = |color: &str, text: &str| writeln!(out, "\u{1b}[{color}m{}\u{1b}[0m", printable(text));
    line("1", &format!("--- {}", source.name()))?;
    line("1", &format!("+++ {}", source.name()))?;
    for hunk in unified.iter_hunks() {
        line("36", &hunk.header().to_string())?;
        for change in hunk.iter_changes() {
            let color = match change.tag() {
                ChangeTag::Delete => "31",
                ChangeTag::Insert => "32",
                ChangeTag::Equal => "0",
            };
            let text = change.value();
            line(color, &format!("{}{}", change.tag(), text.strip_suffix('\n').unwrap_or(text)))?;
        }
    }
    Ok(())
}
