//! Documents that other programs wrote: one JSON or YAML text comes in, and the trees in it with the place of
//! each part go out, or what keeps the text from being read.
//!
//! What two readers of a text could take for two things is never guessed: a key that stands twice, an alias,
//! a merge key or a tag is an error, and a plain word such as `no` is [`Value::Unclear`].

mod fault;
mod json;
mod messages;
mod node;
mod path;
mod plain;
mod shape;
mod twice;
mod yaml;

pub use fault::Fault;
pub use node::{Entry, MAX_DEPTH, Node, Value};
pub use path::Path;
pub use shape::Shape;

use crate::diagnostic::Diagnostic;
use crate::text::{BYTE_ORDER_MARK, Source, Span, Unreadable};

/// The documents of a text, in order: one or more JSON values, or YAML documents; empty ones are passed over.
/// Between JSON values lines `---` and comment lines may stand, as `bpol emit` writes them.
///
/// What is in a file whose name ends in `.json`, `.jsonl` or `.ndjson` is JSON. Any other text is JSON if it
/// can be read as such, and YAML else.
///
/// # Errors
/// All that is found, if anything is wrong: the text then has no documents at all.
pub fn read(source: &Source) -> Result<Vec<Node>, Vec<Diagnostic>> {
    if let Some(finding) = unreadable(source) {
        return Err(vec![finding]);
    }
    let start = if source.text().starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    if is_json(source.name()) {
        return json::read(source, start);
    }
    if !json::may_be(source, start) {
        return yaml::read(source, start);
    }
    json::read(source, start).or_else(|json| yaml::read(source, start).map_err(|yaml| furthest(json, yaml)))
}

/// The finding that a source is no text, if it is none.
#[must_use]
pub fn unreadable(source: &Source) -> Option<Diagnostic> {
    let (fault, range) = match source.unreadable()? {
        Unreadable::NotUtf8(range) => (Fault::NotUtf8, range.clone()),
        Unreadable::TooLong(bytes) => (Fault::TooLong(*bytes), 0..0),
    };
    Some(Diagnostic::new(fault, Span::new(source.id(), range)))
}

/// Whether the name of a file says that it is JSON.
fn is_json(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| ["json", "jsonl", "ndjson"].iter().any(|json| it.eq_ignore_ascii_case(json)))
}

/// What is wrong by the reader that came further, which is the one that the text is for.
fn furthest(json: Vec<Diagnostic>, yaml: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let end = |findings: &[Diagnostic]| findings.iter().map(|it| it.span.start).max();
    if end(&yaml) > end(&json) { yaml } else { json }
}
