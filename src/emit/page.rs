//! What is written, laid out: documents come in as types, the bytes of a stream or of one JSON document go
//! out.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::value::RawValue;

use crate::parallel;

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
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "documents are JSON, and memory takes all"
)]
pub fn line(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Spaced)).expect("documents are JSON");
    bytes
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
pub fn lines<T: Sync, D: Serialize>(items: &[T], document: impl Fn(&T) -> D + Sync + Send) -> Vec<Vec<u8>> {
    parallel::run(items.len() * 512, || parallel::map_ref(items, |item| line(&document(item))))
}

/// Entries of a map, one a line, as [`document`] joins them.
#[must_use]
pub fn entries<'p>(items: impl Iterator<Item = (String, &'p RawValue)>) -> Vec<Vec<u8>> {
    let entry =
        |(key, value): (String, &RawValue)| [&line(&key), b": ".as_slice(), value.get().as_bytes()].concat();
    items.map(entry).collect()
}

/// A stream of documents for a target: a comment line, then one document a line, with `---` between them.
#[must_use]
pub fn stream(target: &str, documents: &[Vec<u8>]) -> Vec<u8> {
    let size: usize = documents.iter().map(|it| it.len() + 5).sum();
    let mut bytes = Vec::with_capacity(size + 64);
    bytes.extend(format!("# Written by bpol emit {target}. Do not edit.\n").into_bytes());
    for (index, document) in documents.iter().enumerate() {
        if index > 0 {
            bytes.extend(b"---\n");
        }
        bytes.extend(document);
        bytes.push(b'\n');
    }
    bytes
}

/// One JSON document whose outermost list or map has an item a line, between what opens and closes it:
/// `{"bpol_placements": {` and `}}`, say.
#[must_use]
pub fn document(open: &str, items: &[Vec<u8>], indent: &str, close: &str) -> Vec<u8> {
    let size: usize = items.iter().map(|it| it.len() + indent.len() + 2).sum();
    let mut bytes = Vec::with_capacity(size + open.len() + close.len() + 2);
    bytes.extend(open.bytes());
    for (index, item) in items.iter().enumerate() {
        bytes.extend(if index == 0 { "\n".bytes() } else { ",\n".bytes() });
        bytes.extend(indent.bytes());
        bytes.extend(item);
    }
    if !items.is_empty() {
        bytes.push(b'\n');
    }
    bytes.extend(close.bytes());
    bytes.push(b'\n');
    bytes
}
