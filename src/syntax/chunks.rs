//! Cuts a text before statements, so that a large file is parsed on all cores, and proves each cut
//! afterwards.

use std::ops::Range;

use super::build;
use super::keyword::Keyword;
use super::tree::{Chunk, ItemNode};
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::text::FileId;

/// The chunks of `text` from byte `start`, each of about `size` bytes, as if it had been read in one go.
pub(super) fn parse(file: FileId, text: &str, start: usize, size: usize) -> (Vec<Chunk>, Vec<Diagnostic>) {
    let ranges = cut(text, start, size);
    let read = |range: &Range<usize>| build::chunk(file, text, range.clone());
    let parsed = parallel::map_ref(&ranges, read);

    // A cut is right where the text before it ends with a whole statement: the text behind it opens with a
    // keyword, which no statement goes on with. Where the text before it ends in something broken, that may
    // go on behind the cut, so both are read again as one; twice as much each time, so that this stays
    // linear.
    let mut chunks = Vec::with_capacity(parsed.len());
    let mut findings = Vec::new();
    let mut items = 0;
    let mut results = parsed.into_iter().zip(&ranges).peekable();
    while let Some(((mut chunk, mut found, mut goes_on), range)) = results.next() {
        let mut range = range.clone();
        let mut more = 1;
        let is_broken = |chunk: &Chunk| matches!(chunk.items.last(), Some(ItemNode::Broken(_)));
        while (goes_on || is_broken(&chunk)) && results.peek().is_some() {
            for (_, next) in results.by_ref().take(more) {
                range.end = next.end;
            }
            (chunk, found, goes_on) = read(&range);
            more *= 2;
        }
        chunk.first = items;
        items += crate::text::offset(chunk.items.len());
        chunks.push(chunk);
        findings.extend(found);
    }
    (chunks, findings)
}

/// Ranges that cover `text` from `start`; every one but the first opens with a keyword at the start of a
/// line.
fn cut(text: &str, start: usize, size: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = start;
    while let Some(to) = next_cut(text, from + size) {
        ranges.push(from..to);
        from = to;
    }
    ranges.push(from..text.len());
    ranges
}

/// The first byte at or behind `from` that a statement may begin at.
fn next_cut(text: &str, from: usize) -> Option<usize> {
    let mut at = text.floor_char_boundary(from);
    loop {
        let rest = text.get(at..)?;
        let line = at + rest.find('\n')? + 1;
        let rest = text.get(line..)?;
        let word = rest.split(|character: char| !character.is_ascii_lowercase()).next().unwrap_or_default();
        let behind = rest.as_bytes().get(word.len());
        if Keyword::from_name(word).is_some() && behind == Some(&b' ') {
            return Some(line);
        }
        at = line;
    }
}
