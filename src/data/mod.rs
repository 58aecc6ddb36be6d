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
    readable(source)?;
    let start = if source.text().starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    if is_json(source.name()) {
        return json::read(source, start);
    }
    if !json::may_be(source, start) {
        return yaml::read(source, start);
    }
    json::read(source, start).or_else(|json| yaml::read(source, start).map_err(|yaml| furthest(json, yaml)))
}

/// A whole text, of whatever language, as one value.
///
/// # Errors
/// Where it is no text.
pub fn text(source: &Source) -> Result<Node, Vec<Diagnostic>> {
    readable(source)?;
    let span = Span::new(source.id(), 0..source.text().len());
    Ok(Node::new(span, Value::String(source.text().to_owned())))
}

/// Fails where a source is no text that can be read.
fn readable(source: &Source) -> Result<(), Vec<Diagnostic>> {
    let fault = match source.unreadable() {
        Some(Unreadable::NotUtf8(range)) => Some((Fault::NotUtf8, range.clone())),
        Some(Unreadable::TooLong(bytes)) => Some((Fault::TooLong(*bytes), 0..0)),
        None => None,
    };
    if let Some((fault, range)) = fault {
        return Err(vec![Diagnostic::new(fault, Span::new(source.id(), range))]);
    }
    Ok(())
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
