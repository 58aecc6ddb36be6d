//! CSV as everybody reads it (RFC 4180, lines end with LF): records come in, a text that no spreadsheet takes
//! for formulas goes out.

use std::io::{self, Write};

use ::csv::{Terminator, WriterBuilder};

/// What a cell begins with that a spreadsheet would take for a formula.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// Writes records, the header first.
///
/// # Errors
/// Those of `out`.
pub fn write<'r>(
    records: impl IntoIterator<Item = Vec<std::borrow::Cow<'r, str>>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out);
    for record in records {
        for cell in &record {
            writer.write_field(&*safe(cell))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula: one that looks like one gets a leading `'`.
#[must_use]
pub fn safe(cell: &str) -> std::borrow::Cow<'_, str> {
    if cell.starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

/// What [`safe`] was given.
#[must_use]
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => cell,
    }
}
