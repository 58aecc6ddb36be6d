//! What a finding is known by from run to run, wherever in its file it stands by then.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Source, Sources};
use crate::syntax::keyword::Keyword;

/// Of longer texts only so many bytes count.
const LONGEST: usize = 400;

/// Names the findings of one run, each once.
pub(super) struct Fingerprints<'s> {
    sources: &'s Sources,
    /// Where the statements of each file begin.
    statements: HashMap<FileId, Vec<usize>>,
    /// How many findings have been the same.
    seen: HashMap<[u8; 32], u64>,
}

impl<'s> Fingerprints<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, statements: HashMap::new(), seen: HashMap::new() }
    }

    /// The name of a finding in the file at `path`: from its rule, the path, how the statement begins that it
    /// stands in, the text that it is about, and how many before it have all of these.
    pub(super) fn of(&mut self, finding: &Diagnostic, path: &str) -> String {
        let source = &self.sources[finding.span.file];
        let statements = self.statements.entry(finding.span.file).or_insert_with(|| statements(source));
        let text = cut(source.slice(finding.span.range()));
        let head = head(source, statements, finding.span.start as usize);
        let mut hash = Sha256::new();
        for part in [finding.rule.name, path, &head, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let same = self.seen.entry(hash.clone().finalize().into()).or_default();
        hash.update(same.to_be_bytes());
        *same += 1;
        let digest: [u8; 32] = hash.finalize().into();
        let half = digest.first_chunk().copied().map(u128::from_be_bytes);
        format!("{:032x}", half.unwrap_or_default())
    }
}

/// The places where a line opens with the keyword of a statement. That a broken text may have fewer or more
/// statements does not matter here.
fn statements(source: &Source) -> Vec<usize> {
    let mut start = 0;
    let lines = source.text().split_inclusive('\n').map(|line| {
        start += line.len();
        (start - line.trim_start().len(), line.trim_start())
    });
    let opens = |line: &str| {
        let word = line.split([' ', '\t']).next().unwrap_or_default();
        word.len() < line.len() && Keyword::from_name(word).is_some()
    };
    lines.filter(|(_, line)| opens(line)).map(|(start, _)| start).collect()
}

/// The statement at `byte`, or the one that the comment line at `byte` stands above: its text up to its body, in one
/// spacing.
fn head(source: &Source, statements: &[usize], byte: usize) -> String {
    let next = statements.partition_point(|&start| start <= byte);
    let line = source.slice(source.line_start(source.line_of(byte))..source.text().len());
    let is_comment = line.trim_start().starts_with('#');
    let index = if is_comment { Some(next) } else { next.checked_sub(1) };
    let Some(&start) = index.and_then(|index| statements.get(index)) else {
        return String::new();
    };
    let text = cut(source.slice(start..source.text().len()));
    let head = text.split(['<', '#', '\n']).next().unwrap_or_default();
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}
