//! Text comes in; a tree and findings go out, always both. Nothing outside knows that pest reads it.

mod account;
pub mod ast;
mod body;
mod build;
mod chunks;
mod comments;
mod conflict;
mod expected;
mod explain;
mod failure;
pub mod fault;
mod files;
mod foreign;
pub mod gloss;
mod grammar;
mod identity;
mod items;
pub mod keyword;
pub(crate) mod lexer;
pub mod limit;
mod limits;
mod messages;
mod names;
mod origin;
mod owner;
mod parts;
mod reading;
mod recover;
mod role;
pub mod shape;
pub mod slip;
mod slip_words;
mod slips;
mod statement;
mod steps;
mod synonyms;
mod tree;
mod walk;
mod word;
mod words;

pub use ast::Parsed;
pub(crate) use comments::directive;
pub use fault::Fault;
pub(crate) use files::FileIndex;
pub use files::Files;
pub use identity::{Identity, identity, quoted};
pub use origin::Origin;
pub(crate) use owner::{Owner, owners};
pub use role::{Role, Word};
pub(crate) use tree::Extent;
pub(crate) use word::is_word;

use conflict::Conflict;

use crate::diagnostic::{self, Diagnostic};
use crate::text::{BYTE_ORDER_MARK, FileId, Source, Span, Unreadable, hidden};
use keyword::Keyword;
use tree::{BrokenNode, Chunk, ItemNode};

/// Reads a source: its tree and what there is to say of it.
///
/// Errors: `syntax-error`, `unclosed-block`, `unknown-keyword`, `empty-list`, `hidden-character`,
/// `invalid-utf8`, `limit-exceeded`, `mixed-types`. The result does not depend on how the work is divided
/// over threads.
#[must_use]
pub fn parse(source: Source) -> Parsed {
    parse_in(source, CHUNK)
}

/// How many bytes are parsed at once. Pest's tokens of that much text stay in the cache, and a file of some
/// size is divided among all threads.
const CHUNK: usize = 1 << 18;

/// Reads the text that was made of an inventory, as a part of the reference table, and adds what is wrong
/// with the inventory itself.
#[must_use]
pub(crate) fn parse_inventory(text: String, origin: Origin, findings: Vec<Diagnostic>) -> Parsed {
    let made = Source::new(origin.source().name(), text.into_bytes()).into_table();
    let mut parsed = parse(made);
    parsed.findings.extend(findings);
    parsed.origin = Some(Box::new(origin));
    parsed
}

/// Reads a source, cut into chunks of about `size` bytes.
fn parse_in(source: Source, size: usize) -> Parsed {
    let id = source.id();
    if let Some(reason) = source.unreadable() {
        let finding = match reason {
            Unreadable::NotUtf8(range) => Fault::InvalidUtf8.at(Span::new(id, range.clone())),
            Unreadable::TooLong(bytes) => Fault::LimitExceeded(*bytes).at(Span::new(id, 0..0)),
        };
        let findings = vec![finding];
        return Parsed {
            source,
            cleaned: None,
            conflicts: Vec::new(),
            chunks: Vec::new(),
            findings,
            is_foreign: false,
            origin: None,
        };
    }
    let runs = if hidden::is_plain(source.text()) { Vec::new() } else { hidden::runs(source.text()) };
    let cleaned = (!runs.is_empty()).then(|| hidden::clean(source.text(), &runs).into_boxed_str());
    let text = cleaned.as_deref().unwrap_or(source.text());
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
    let (mut chunks, mut findings) = chunks::parse(id, text, mark, size);
    // The markers of a conflict are no statements, so that something is found where there are any.
    let conflicts = if findings.is_empty() { Vec::new() } else { conflict::find(text) };
    let merged = (!conflicts.is_empty()).then(|| conflict::without_markers(text, &conflicts));
    if let Some(merged) = &merged {
        (chunks, findings) = chunks::parse(id, merged, mark, size);
        findings.retain(|it| conflict::holding(&conflicts, it.span.start as usize).is_none());
        let of_conflict = |it: &Conflict| Fault::MergeConflict.at(Span::new(id, it.range.clone()));
        findings.extend(conflicts.iter().map(of_conflict));
    }
    let foreign = (!findings.is_empty()).then(|| foreign::language(text, &chunks)).flatten();
    if let Some(language) = foreign {
        chunks.clear();
        findings = vec![foreign::finding(id, text, language)];
    }
    foreign::one_escaped(&mut findings);
    if source.is_table() {
        for chunk in &mut chunks {
            only_codes(id, chunk, &mut findings);
        }
    }
    if !runs.is_empty() {
        findings.extend(runs.into_iter().map(|run| {
            let characters = source.slice(run.clone()).into();
            Fault::HiddenCharacter(characters).at(Span::new(id, run))
        }));
        diagnostic::keep_visible(&mut findings);
    }
    let cleaned = merged.map(String::into_boxed_str).or(cleaned);
    let is_foreign = foreign.is_some();
    Parsed { source, cleaned, conflicts, chunks, findings, is_foreign, origin: None }
}

/// A reference table declares codes; what else stands in it is reported and becomes a broken item.
fn only_codes(file: FileId, chunk: &mut Chunk, findings: &mut Vec<Diagnostic>) {
    for item in &mut chunk.items {
        let ItemNode::Statement(statement) = *item else { continue };
        let keyword = statement.keyword;
        if !matches!(keyword, Keyword::Code(_) | Keyword::Group) {
            let start = statement.place.range().start;
            let span = Span::new(file, start..start + keyword.name().len());
            findings.push(Fault::NotInATable(keyword).at(span));
            *item = ItemNode::Broken(BrokenNode {
                keyword: Some(keyword),
                name: Some(statement.name),
                place: statement.place,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ast::Statement;
    use super::shape::BodyShape;
    use super::*;

    #[test]
    fn every_keyword_opens_a_statement() {
        for keyword in Keyword::ALL {
            let body = match keyword.shape().body {
                BodyShape::Rules(shape) if shape.has_form => "< within country in [fr] >",
                BodyShape::Rules(_) => "< country in [fr] >",
                _ => "",
            };
            let parsed = parse(Source::new("a", format!("{} n {body}", keyword.name()).into()));
            let keywords: Vec<Keyword> = parsed.statements().map(Statement::keyword).collect();
            assert_eq!((keywords, parsed.findings().len()), (vec![keyword], 0), "{keyword:?}");
        }
    }

    /// The findings of a text, each with the text that it is about, and what its items define.
    fn read(text: &str) -> (Vec<(&str, String)>, Vec<Option<String>>) {
        let parsed = parse(Source::new("a", text.into()));
        let findings = parsed.findings().iter();
        let findings =
            findings.map(|it| (text.get(it.span.range()).unwrap(), it.fact.words().message)).collect();
        let name = |item: ast::Item<'_>| match item {
            ast::Item::Statement(statement) => Some(statement.name().value().into_owned()),
            ast::Item::Broken(broken) => broken.name().map(|name| name.value().into_owned()),
        };
        (findings, parsed.items().map(name).collect())
    }

    #[test]
    fn a_statement_on_the_next_line_is_no_name() {
        for between in ["\n", " \n", " # why\n", "\r\n\r\n  "] {
            let text = format!("model r \"x\" in{between}continent s");
            let (findings, names) = read(&text);
            assert_eq!(findings, [("in", "the name of the environment is missing".to_owned())]);
            assert_eq!(names, [Some("r".to_owned()), Some("s".to_owned())], "{text}");
            let text = format!("model{between}policy p < country in [fr] >");
            let (findings, names) = read(&text);
            assert_eq!(findings, [("model", "the name of the model is missing".to_owned())]);
            assert_eq!(names, [None, Some("p".to_owned())], "{text}");
        }
        for text in [
            "model r in\ncontinent",
            "model\njob in e",
            "model r in\ncontinent model s",
            "model r in\ncpu < attach [x] >",
        ] {
            assert_eq!(read(text).0, [], "{text}");
        }
    }

    #[test]
    fn a_file_is_the_same_however_it_is_cut() {
        let text = std::fs::read_to_string("tests/trees/everything.bpol").unwrap().repeat(3);
        let show = |parsed: &Parsed| {
            let mut findings: Vec<_> = parsed.findings().iter().map(|it| it.span.range()).collect();
            findings.sort_by_key(|range| (range.start, range.end));
            let comments: Vec<_> = parsed.comments().map(|it| it.span.range()).collect();
            (
                parsed.items().map(|it| (it.span().range(), format!("{it:?}"))).collect::<Vec<_>>(),
                comments,
                findings,
            )
        };
        let source = Source::new("a", text.clone().into_bytes());
        let whole = parse(source.clone());
        for size in [1, 10, 100, 1000] {
            let cut = parse_in(source.clone(), size);
            assert!(cut == whole && show(&cut) == show(&whole), "{size}");
            assert!(cut.chunks.len() > whole.chunks.len());
        }
    }
}
