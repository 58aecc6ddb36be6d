//! Text comes in; a tree and findings go out, always both. Nothing outside knows that pest reads it.

pub mod ast;
mod build;
mod chunks;
mod comments;
mod explain;
mod grammar;
mod identity;
pub mod keyword;
mod messages;
mod tokens;

use rayon::prelude::*;

pub(crate) use ast::is_word;
pub(crate) use comments::directive;
pub use identity::{Identity, identity, quoted};

use crate::diagnostic::{self, Diagnostic};
use crate::hidden;
use crate::source::{BYTE_ORDER_MARK, FileId, Source, Sources, Span, Unreadable};
use ast::{Broken, File, Item, Part};
use keyword::Keyword;

/// Reads every source: trees in the order of the sources, and the findings of all of them in no order.
///
/// Errors: `syntax-error`, `unclosed-block`, `unknown-keyword`, `empty-list`, `hidden-character`, `invalid-utf8`,
/// `limit-exceeded`. The result does not depend on how the work is divided over threads.
#[must_use]
pub fn parse(sources: &Sources) -> (Vec<File<'_>>, Vec<Diagnostic>) {
    let files: Vec<_> = sources.iter().collect();
    let parsed: Vec<_> = files.into_par_iter().map(|(id, source)| parse_file(id, source, CHUNK)).collect();
    let mut findings = Vec::new();
    let mut trees = Vec::with_capacity(parsed.len());
    for (tree, found) in parsed {
        trees.push(tree);
        findings.extend(found);
    }
    diagnostic::keep_visible(&mut findings);
    (trees, findings)
}

/// How many bytes are parsed at once. Pest's tokens of that much text stay in the cache, and a file of some size
/// is divided among all threads.
const CHUNK: usize = 1 << 18;

/// Reads one source, cut into parts of about `chunk` bytes.
fn parse_file(id: FileId, source: &Source, chunk: usize) -> (File<'_>, Vec<Diagnostic>) {
    if let Some(reason) = source.unreadable() {
        let finding = match reason {
            Unreadable::NotUtf8(range) => messages::invalid_utf8(Span::new(id, range.clone())),
            Unreadable::TooLong(bytes) => messages::limit_exceeded(Span::new(id, 0..0), *bytes),
        };
        return (File { id, parts: Vec::new(), unreadable: true }, vec![finding]);
    }
    let runs = if hidden::is_plain(source.text()) { Vec::new() } else { hidden::runs(source.text()) };
    let text = if runs.is_empty() {
        source.text()
    } else {
        source.cleaned.get_or_init(|| hidden::clean(source.text(), &runs))
    };
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let (mut parts, mut findings) = chunks::parse(id, text, mark, chunk);
    if source.is_table() {
        for part in &mut parts {
            only_codes(part, &mut findings);
        }
    }
    if !runs.is_empty() {
        findings.extend(runs.into_iter().map(|run| {
            let characters = source.slice(run.clone());
            messages::hidden(Span::new(id, run), characters)
        }));
    }
    (File { id, parts, unreadable: false }, findings)
}

/// A reference table declares codes; what else stands in it is reported and becomes a broken item.
fn only_codes(part: &mut Part<'_>, findings: &mut Vec<Diagnostic>) {
    for item in &mut part.items {
        let Item::Statement(statement) = item else { continue };
        if !matches!(statement.keyword, Keyword::Code(_)) {
            findings.push(messages::not_in_a_table(statement));
            *item = Item::Broken(Broken {
                span: statement.span,
                keyword: Some(statement.keyword),
                name: Some(statement.name),
            });
        }
    }
}
