//! The one door to pest: text comes in, pairs go out to the builders of this folder and no further.
#![allow(missing_docs, unreachable_pub, reason = "pest_derive writes the items of this file")]

use pest::Parser as _;
use pest::iterators::{Pair, Pairs};

#[derive(pest_derive::Parser)]
#[grammar = "grammar/bpol.pest"]
struct Grammar;

/// The pairs inside the one pair that `wanted` makes of `text`; none where it does not match.
pub(super) fn parse(wanted: Rule, text: &str) -> Children<'_> {
    let inner = Grammar::parse(wanted, text).ok().and_then(|mut pairs| pairs.next()).map(Pair::into_inner);
    Children { pairs: inner }
}

/// The pairs inside a pair, comments left out: the only way to take them.
pub(super) struct Children<'t> {
    pairs: Option<Pairs<'t, Rule>>,
}

/// The pairs inside `pair`.
pub(super) fn children(pair: Pair<'_, Rule>) -> Children<'_> {
    Children { pairs: Some(pair.into_inner()) }
}

impl<'t> Children<'t> {
    /// The next pair if it is of `wanted`.
    pub(super) fn take(&mut self, wanted: Rule) -> Option<Pair<'t, Rule>> {
        let pairs = self.pairs.as_mut()?;
        while pairs.peek().is_some_and(|pair| pair.as_rule() == Rule::comment) {
            pairs.next();
        }
        if pairs.peek()?.as_rule() == wanted { pairs.next() } else { None }
    }

    /// The comments and whatever else there is, in order.
    pub(super) fn all(self) -> impl Iterator<Item = Pair<'t, Rule>> {
        self.pairs.into_iter().flatten()
    }
}

/// Every comment inside `pair`, however deep.
pub(super) fn comments(pair: Pair<'_, Rule>) -> impl Iterator<Item = Pair<'_, Rule>> {
    pair.into_inner().flatten().filter(|pair| pair.as_rule() == Rule::comment)
}
