//! What is no statement: a stretch comes in, and a broken item, with its finding, goes to the tree.

use std::ops::Range;

use pest::iterators::Pair;

use super::account;
use super::build::Builder;
use super::grammar::{self, Rule};
use super::keyword::{CONNECTIVES, Keyword};
use super::slips::foreign;
use super::tree::{BrokenNode, Extent, ItemNode};

/// How often what is left behind a slip is read by itself, so that a stretch is not read as often as it is
/// long.
const AGAIN: usize = 8;

impl<'s> Builder<'s> {
    /// What begins in a stretch that has been told of; what of it lies behind that is read by itself.
    pub(super) fn passed(&mut self, pair: &Pair<'s, Rule>, range: Range<usize>) {
        match pair.as_rule() {
            Rule::remark => self.remark(pair),
            Rule::broken | Rule::unknown if range.end > self.told => {
                self.comments(range.start..self.told);
                self.rest(self.told..range.end);
            }
            _ => self.comments(range),
        }
    }

    /// Reads what is left of a stretch behind a slip.
    fn rest(&mut self, range: Range<usize>) {
        let rest = self.text.get(range.clone()).unwrap_or_default();
        if rest.trim_ascii().is_empty() {
            return;
        }
        if self.again == AGAIN {
            self.comments(range);
            return;
        }
        let base = std::mem::replace(&mut self.base, range.start);
        self.again += 1;
        self.file(grammar::parse(Rule::file, rest));
        self.again -= 1;
        self.base = base;
    }

    /// A stretch that is no statement; lines in it that open with a mark and a keyword are told of each.
    pub(super) fn broken(&mut self, range: Range<usize>) {
        let mut start = range.start;
        while start < range.end {
            let end = marked_line(self.text, start..range.end).unwrap_or(range.end);
            self.explain(start..end, start == range.start);
            start = end.max(self.told);
        }
    }

    /// Reports what is wrong with a stretch and keeps its name. It may go on with the statement before it.
    pub(super) fn explain(&mut self, range: Range<usize>, may_go_on: bool) {
        let joined = if may_go_on { self.joined(range.start) } else { None };
        let before = self.before(range.start);
        let account = account::explain(self.file, self.text, range.clone(), joined, before);
        self.findings.push(account.finding);
        self.goes_on |= account.is_open;
        let Range { start, end } = account.place;
        while self.chunk.items.last().is_some_and(|item| item.place().range().start >= start) {
            self.chunk.items.pop();
        }
        let (keyword, name) = (account.keyword, account.name);
        let length = self.text.get(start..end).unwrap_or_default().trim_ascii_end().len();
        let node = |place| ItemNode::Broken(BrokenNode { keyword, name, place });
        self.chunk.items.extend(Extent::new(start..start + length).map(node));
        self.comments(range.start..end.min(range.end));
        self.told = self.told.max(end);
        if end < range.end {
            self.rest(end..range.end);
            self.told = self.told.max(range.end);
        }
    }

    /// Where the statement begins that a stretch may go on with: on its line, or on one above it if nothing
    /// opens with what the stretch opens with.
    fn joined(&self, start: usize) -> Option<usize> {
        let Some(ItemNode::Statement(statement)) = self.chunk.items.last() else { return None };
        let is_line = |range: Range<usize>| !self.text.get(range).unwrap_or_default().contains('\n');
        let end = statement.place.range().end;
        let opener = self.opener(start);
        if !is_line(end..start) && !CONNECTIVES.contains(&opener) && !opener.starts_with(['[', '{', '(']) {
            return None;
        }
        let first = statement.place.range().start;
        if self.text.get(statement.name.range()) == Some("in")
            && let [.., ItemNode::Statement(previous), _] = &self.chunk.items[..]
            && is_line(previous.place.range().end..first)
        {
            return Some(previous.place.range().start);
        }
        Some(first)
    }

    /// The statement that ends on the line of a byte, before it.
    pub(super) fn before(&self, start: usize) -> Option<Keyword> {
        let Some(ItemNode::Statement(statement)) = self.chunk.items.last() else { return None };
        let between = self.text.get(statement.place.range().end..start).unwrap_or_default();
        (!between.contains('\n')).then_some(statement.keyword)
    }
}

/// Where the first line behind the first opens with a mark and a keyword, or as statements elsewhere do.
fn marked_line(text: &str, range: Range<usize>) -> Option<usize> {
    let stretch = text.get(range.clone())?;
    let mut start = range.start;
    for line in stretch.split_inclusive('\n') {
        let opens = line.trim_start().strip_prefix(['-', '*', '+']).map(str::trim_start);
        let word = opens.and_then(|rest| rest.split([' ', '\t']).next());
        let is_statement = word.is_some_and(|word| Keyword::from_name(word).is_some());
        if start > range.start && (is_statement || foreign::opens(line)) {
            return Some(start);
        }
        start += line.len();
    }
    None
}
