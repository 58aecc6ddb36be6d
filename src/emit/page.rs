//! What is written, laid out: documents come in as types, the bytes of a stream or of one JSON document go
//! out.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::value::RawValue;

use super::text::{Lines, Text};

/// JSON on one line, with a space behind `:` and `,`.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

/// A value as JSON on one line, with a space behind `:` and `,`.
#[must_use]
pub fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    append(&mut bytes, value);
    bytes
}

#[expect(clippy::expect_used, reason = "documents are JSON, and memory takes all")]
fn append(out: &mut Vec<u8>, value: &impl Serialize) {
    value.serialize(&mut Serializer::with_formatter(out, Spaced)).expect("documents are JSON");
}

/// A value as JSON with a line for each of its parts.
#[must_use]
#[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "what is written is JSON")]
pub fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("what is written is JSON");
    bytes.push(b'\n');
    bytes
}

/// A value as a part of documents, made once for all of them.
#[must_use]
#[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "what is written is JSON")]
pub fn part(value: &impl Serialize) -> Box<RawValue> {
    let text = String::from_utf8(line(value)).expect("JSON is text");
    RawValue::from_string(text).expect("what is written is JSON")
}

/// A value as JSON without a space, of which digests are made.
#[must_use]
#[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "documents are JSON")]
pub fn compact(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("documents are JSON")
}

/// Documents, one a line, as [`stream`] joins them.
#[must_use]
pub fn lines<'t, T: Sync, D: Serialize>(
    items: &'t [T],
    document: impl Fn(&'t T) -> D + Sync + Send,
) -> Lines {
    Lines::of(items, |item, out| append(out, &document(item)))
}

/// Entries of a map, one a line, as [`document`] joins them.
#[must_use]
pub fn entries<K: std::fmt::Display + Sync>(items: &[(K, &RawValue)]) -> Lines {
    Lines::of(items, |(key, value), out| {
        append(out, &key.to_string());
        out.extend(b": ");
        out.extend(value.get().as_bytes());
    })
}

/// A stream of documents for a target: a comment line, then one document a line, with `---` between them.
#[must_use]
pub fn stream(target: &str, documents: Lines) -> Text {
    Text {
        open: format!("# Written by bpol emit {target}. Do not edit.\n").into_bytes(),
        lines: documents,
        between: b"---\n".to_vec(),
        end: b"\n",
        ..Text::default()
    }
}

/// One JSON document whose outermost list or map has an item a line, between what opens and closes it:
/// `{"bpol_placements": {` and `}}`, say.
#[must_use]
pub fn document(open: &str, items: Lines, indent: &str, close: &str) -> Text {
    let before_close = if items.is_empty() { "" } else { "\n" };
    Text {
        open: open.as_bytes().to_vec(),
        lines: items,
        first: format!("\n{indent}").into_bytes(),
        between: format!(",\n{indent}").into_bytes(),
        end: b"",
        close: format!("{before_close}{close}\n").into_bytes(),
    }
}
