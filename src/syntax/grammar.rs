//! The one door to pest: text comes in, pairs go out to the builders of this folder and no further.
#![allow(missing_docs, unreachable_pub, reason = "pest_derive writes the items of this file")]

use pest::Parser as _;
use pest::iterators::Pair;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/bpol.pest"]
struct Grammar;

/// The pairs inside the one pair that `wanted` makes of `text`; none where it does not match.
pub(super) fn parse(wanted: Rule, text: &str) -> impl Iterator<Item = Pair<'_, Rule>> {
    let pair = Grammar::parse(wanted, text).ok().and_then(|mut pairs| pairs.next());
    pair.into_iter().flat_map(Pair::into_inner)
}
