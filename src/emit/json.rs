//! JSON text in the two layouts that output has: with a space behind `:` and `,`, and without.
//!
//! It is written by hand, because `serde_json` takes twice the time for the same bytes, a third of a whole
//! compile more, as `cargo bench --bench json` shows, and a workspace may have a million workloads. The types
//! of [`document`](super::document) read it back, and the tests compare both.

use serde_json::ser::CompactFormatter;

use crate::syntax::ast::Name;

/// Appends `text` as a JSON string, non-ASCII characters as they are.
pub(crate) fn string(out: &mut Vec<u8>, text: &str) {
    // Writing into memory cannot fail.
    let mut serializer = serde_json::Serializer::with_formatter(out, CompactFormatter);
    let _ = serde::Serialize::serialize(text, &mut serializer);
}

/// Appends what a name says as a JSON string.
pub(crate) fn name(out: &mut Vec<u8>, name: &Name<'_>) {
    if name.is_quoted() {
        string(out, &name.value());
    } else {
        // A word needs no escapes.
        out.push(b'"');
        out.extend(name.written().bytes());
        out.push(b'"');
    }
}

/// How JSON is laid out on a line.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    pub(super) colon: &'static str,
    pub(super) comma: &'static str,
}

/// `{"a": 1, "b": 2}`
pub(super) const SPACED: Layout = Layout { colon: ": ", comma: ", " };
/// `{"a":1,"b":2}`
pub(super) const COMPACT: Layout = Layout { colon: ":", comma: "," };

/// `"NAME": `
pub(super) fn key(out: &mut Vec<u8>, name: &str, layout: Layout) {
    string(out, name);
    out.extend(layout.colon.bytes());
}

/// `[…]` on one line.
pub(super) fn list<T>(
    out: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    layout: Layout,
    mut item: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (index, value) in items.into_iter().enumerate() {
        if index > 0 {
            out.extend(layout.comma.bytes());
        }
        item(out, value);
    }
    out.push(b']');
}
