//! Which workloads are not as they were: two states of the same files come in, where each workload of the
//! first stands in the second goes out, with those that are new there.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::syntax::ast::{Item, Parsed, Statement};
use crate::syntax::keyword::{Keyword, Kind};
use crate::syntax::{FileIndex, Files};

/// A workload that is to be bound.
#[derive(Clone, Copy)]
pub(super) struct Other {
    pub(super) file: FileIndex,
    pub(super) item: u32,
    /// Where it stands among those that were bound before.
    pub(super) place: Option<usize>,
}

impl Other {
    pub(super) fn statement(self, files: &Files) -> Statement<'_> {
        files.at(self.file).statement_at(self.item)
    }
}

/// What of the workloads of files is not as it was.
pub(super) struct Changes {
    /// Where those that say what they said stand now, by where they stood, in each file that has changed.
    pub(super) kept: FxHashMap<FileIndex, FxHashMap<u32, u32>>,
    pub(super) added: Vec<Other>,
}

impl Changes {
    /// From one state of files to another; `None` where these are other files.
    pub(super) fn between(before: &Files, files: &Files) -> Option<Self> {
        let mut changes = Self { kept: FxHashMap::default(), added: Vec::new() };
        if before.len() != files.len() {
            return None;
        }
        for ((index, new), (_, old)) in files.indexed().zip(before.indexed()) {
            let is_as_it_was = std::ptr::eq(new, old);
            // The two sides of a conflict may declare the same, until it is none any more.
            if new.id() != old.id() || (!is_as_it_was && old.has_conflicts()) {
                return None;
            }
            if !is_as_it_was {
                changes.of_file(index, old, new);
            }
        }
        Some(changes)
    }

    fn of_file(&mut self, index: FileIndex, old: &Parsed, new: &Parsed) {
        let (old, new): (Vec<_>, Vec<_>) = (workloads(old).collect(), workloads(new).collect());
        let says_the_same = |(a, b): &(&Declares<'_>, &Declares<'_>)| a.compare(b) == Ordering::Equal;
        let start = old.iter().zip(&new).take_while(says_the_same).count();
        let rest = old.len().min(new.len()) - start;
        let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(says_the_same).count();
        let kept = old.iter().zip(&new).take(start);
        let kept = kept.chain(old.iter().rev().zip(new.iter().rev()).take(end));
        self.kept
            .insert(index, kept.map(|(old, new)| (old.statement.item(), new.statement.item())).collect());
        let added = new.iter().skip(start).take(new.len() - start - end);
        self.added.extend(added.map(|it| Other { file: index, item: it.statement.item(), place: None }));
    }

    /// Where a statement stands now; `None` where it does not say what it said.
    pub(super) fn moved(&self, (file, item): (FileIndex, u32)) -> Option<(FileIndex, u32)> {
        match self.kept.get(&file) {
            Some(kept) => Some((file, *kept.get(&item)?)),
            None => Some((file, item)),
        }
    }
}

/// A workload in its file.
struct Declares<'p> {
    statement: Statement<'p>,
    kind: Kind,
}

impl Declares<'_> {
    /// Whether another one declares the same, in the same words.
    fn compare(&self, other: &Declares<'_>) -> Ordering {
        let ending = self.statement.ending().cmp(other.statement.ending());
        let name = || self.statement.name().value().cmp(&other.statement.name().value());
        ending.then_with(|| self.kind.cmp(&other.kind)).then_with(name)
    }
}

fn workloads(file: &Parsed) -> impl Iterator<Item = Declares<'_>> {
    file.items().filter_map(Item::statement).filter_map(|statement| match statement.keyword() {
        Keyword::Workload(kind) => Some(Declares { statement, kind }),
        _ => None,
    })
}
