//! Which workload of one side is which of the other: two lists in the order of compile come in, and pairs go
//! out.

use rustc_hash::FxHashMap;

use super::view::Row;
use crate::syntax::keyword::Kind;

/// A workload on both sides, or on one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'v> {
    pub(super) old: Option<&'v Row<'v>>,
    pub(super) new: Option<&'v Row<'v>>,
}

impl<'v> Pair<'v> {
    /// The workload as it is now, or was at last.
    pub(super) fn row(&self) -> Option<&'v Row<'v>> {
        self.new.or(self.old)
    }

    /// Whether it is in another environment.
    pub(super) fn is_elsewhere(&self) -> bool {
        match (self.old, self.new) {
            (Some(old), Some(new)) => old.environment != new.environment,
            _ => false,
        }
    }
}

/// The pairs, in the order of compile. A workload of one side only and one of the other only, the only such
/// of their kind and name, are one.
pub(super) fn pairs<'v>(old: &'v [Row<'v>], new: &'v [Row<'v>]) -> Vec<Pair<'v>> {
    let mut pairs = Vec::with_capacity(new.len());
    let (mut olds, mut news) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (olds.peek(), news.peek()) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => old.key().cmp(&new.key()),
        };
        let old = if order.is_le() { olds.next() } else { None };
        let new = if order.is_ge() { news.next() } else { None };
        pairs.push(Pair { old, new });
    }
    let mut single: FxHashMap<(Kind, &str), [Vec<usize>; 2]> = FxHashMap::default();
    for (index, pair) in pairs.iter().enumerate() {
        let (side, row) = match (pair.old, pair.new) {
            (Some(old), None) => (0, old),
            (None, Some(new)) => (1, new),
            _ => continue,
        };
        let lists = single.entry((row.kind, &*row.name)).or_default();
        if let Some(list) = lists.get_mut(side) {
            list.push(index);
        }
    }
    let mut gone = vec![false; pairs.len()];
    for lists in single.into_values() {
        let ([was], [is]) = (lists[0].as_slice(), lists[1].as_slice()) else { continue };
        let row = pairs.get(*was).and_then(|pair| pair.old);
        if let (Some(pair), Some(gone)) = (pairs.get_mut(*is), gone.get_mut(*was)) {
            pair.old = row;
            *gone = true;
        }
    }
    let mut gone = gone.into_iter();
    pairs.retain(|_| !gone.next().unwrap_or(false));
    pairs
}
