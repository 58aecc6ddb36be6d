//! JSON text, in the two layouts that output has: with a blank behind `:` and `,`, and without.

use serde_json::ser::CompactFormatter;
use sha2::{Digest as _, Sha256};

use crate::placement::ResolvedSet;
use crate::reference::hex;
use crate::workspace::{CodeId, Table};

/// Appends `text` as a JSON string, non-ASCII characters as they are.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    // Writing into memory cannot fail.
    let mut serializer = serde_json::Serializer::with_formatter(out, CompactFormatter);
    let _ = serde::Serialize::serialize(text, &mut serializer);
}

/// How JSON is laid out on a line.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    colon: &'static str,
    comma: &'static str,
}

/// `{"a": 1, "b": 2}`
pub(super) const SPACED: Layout = Layout { colon: ": ", comma: ", " };
/// `{"a":1,"b":2}`
const COMPACT: Layout = Layout { colon: ":", comma: "," };

/// The id of a set: `ps-` and the first 16 hexadecimal digits of the SHA-256 of its compact JSON without `id`.
pub(super) fn id_of(set: &ResolvedSet, table: &Table<'_>) -> String {
    let mut json = Vec::new();
    json.push(b'{');
    members(&mut json, set, table, COMPACT);
    json.push(b'}');
    let digest = hex(&Sha256::digest(&json));
    format!("ps-{}", digest.get(..16).unwrap_or_default())
}

/// The members of a set but `id`, on one line.
pub(super) fn members(out: &mut Vec<u8>, set: &ResolvedSet, table: &Table<'_>, layout: Layout) {
    restricts(out, set, layout);
    out.extend(layout.comma.bytes());
    codes(out, "locations", &set.locations, table, layout);
    out.extend(layout.comma.bytes());
    codes(out, "flavors", &set.flavors, table, layout);
    if let Some(placements) = &set.placements {
        out.extend(layout.comma.bytes());
        key(out, "placements", layout);
        list(out, placements, layout, |out, placement| {
            out.push(b'{');
            key(out, "location", layout);
            string(out, &table[placement.location].name);
            out.extend(layout.comma.bytes());
            codes(out, "flavors", &placement.flavors, table, layout);
            out.push(b'}');
        });
    }
}

/// `"restricts": […]`
pub(super) fn restricts(out: &mut Vec<u8>, set: &ResolvedSet, layout: Layout) {
    key(out, "restricts", layout);
    list(out, &set.restricts, layout, |out, it| string(out, it.name()));
}

/// `"NAME": [{"type": …, "name": …}, …]`
pub(super) fn codes(out: &mut Vec<u8>, name: &str, codes: &[CodeId], table: &Table<'_>, layout: Layout) {
    key(out, name, layout);
    list(out, codes, layout, |out, &id| {
        let code = &table[id];
        out.push(b'{');
        key(out, "type", layout);
        string(out, code.attribute.name());
        out.extend(layout.comma.bytes());
        key(out, "name", layout);
        string(out, &code.name);
        out.push(b'}');
    });
}

/// `"NAME": `
pub(super) fn key(out: &mut Vec<u8>, name: &str, layout: Layout) {
    string(out, name);
    out.extend(layout.colon.bytes());
}

/// `[…]` on one line.
pub(super) fn list<T>(
    out: &mut Vec<u8>,
    items: &[T],
    layout: Layout,
    mut item: impl FnMut(&mut Vec<u8>, &T),
) {
    out.push(b'[');
    for (index, value) in items.iter().enumerate() {
        if index > 0 {
            out.extend(layout.comma.bytes());
        }
        item(out, value);
    }
    out.push(b']');
}
