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
use crate::parallel;
use crate::text::{BYTE_ORDER_MARK, Source, Span, Unreadable};

/// A text that is longer is read in pieces of at least so many bytes.
const PIECE: usize = 1 << 16;

/// The documents of a text, in order: one or more JSON values, or YAML documents; empty ones are passed over.
/// Between JSON values lines `---` and comment lines may stand, as `bpol emit` writes them.
///
/// What is in a file whose name ends in `.json`, `.jsonl` or `.ndjson` is JSON. Any other text is JSON if it
/// can be read as such, and YAML else.
///
/// # Errors
/// All that is found, if anything is wrong: the text then has no documents at all.
pub fn read(source: &Source) -> Result<Vec<Node>, Vec<Diagnostic>> {
    unreadable(source).map_or(Ok(()), |finding| Err(vec![finding]))?;
    let start = start(source);
    if is_json(source.name()) {
        return json::read(source, start..source.text().len());
    }
    if !json::may_be(source, start) {
        return yaml::read(source, start);
    }
    json::read(source, start..source.text().len())
        .or_else(|json| yaml::read(source, start).map_err(|yaml| furthest(json, yaml)))
}

/// A whole text, of whatever language, as one value.
///
/// # Errors
/// Where it is no text.
pub fn text(source: &Source) -> Result<Node, Vec<Diagnostic>> {
    unreadable(source).map_or(Ok(()), |finding| Err(vec![finding]))?;
    let span = Span::new(source.id(), 0..source.text().len());
    Ok(Node::new(span, Value::String(source.text().into())))
}

/// What `each` gives for every document of a text, in order, as [`read`] has them. Where the text is many
/// documents of JSON with lines `---` between them, they are read on all threads and given back one by one.
///
/// # Errors
/// As [`read`].
pub fn read_each<R: Send>(
    source: &Source,
    each: impl Fn(&Node) -> R + Sync + Send,
) -> Result<Vec<R>, Vec<Diagnostic>> {
    if source.unreadable().is_none() && source.text().len() > PIECE && json::may_be(source, start(source)) {
        let pieces = json::pieces(source, start(source), PIECE);
        let read =
            |range| json::read(source, range).ok().map(|all| all.iter().map(&each).collect::<Vec<R>>());
        let all: Option<Vec<Vec<R>>> = parallel::map(pieces, read).into_iter().collect();
        // Whatever is wrong is said by one who sees all of the text.
        if let Some(all) = all {
            return Ok(all.into_iter().flatten().collect());
        }
    }
    Ok(read(source)?.iter().map(each).collect())
}

/// Where the documents of a text begin.
fn start(source: &Source) -> usize {
    if source.text().starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 }
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
