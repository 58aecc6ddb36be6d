//! Which limits of a list do nothing: policies come in, and those that another one of them reaches first go
//! out, each with that other one.

use crate::placement::Resolved;
use crate::syntax::limit::{Counted, Tokens};
use crate::workspace::{Kinds, PolicyId};

/// A policy of a list that is about tokens.
struct Member<'r> {
    /// Its place in the list.
    index: usize,
    id: PolicyId,
    /// The kinds of the list that it applies to.
    kinds: Kinds,
    tokens: &'r Tokens,
    is_covered: bool,
}

impl Member<'_> {
    /// Whether `other` is never reached before it. What it limits together must be all that `other` does: of
    /// two smaller parts each could use as much.
    fn covers(&self, other: &Self) -> bool {
        let is_within = |own: Option<u64>, others: Option<u64>| match (own, others) {
            (_, None) => true,
            (Some(own), Some(others)) => own <= others,
            (None, Some(_)) => false,
        };
        let (own, others) = (self.tokens, other.tokens);
        (own.period, own.step) == (others.period, others.step)
            && Counted::ALL.into_iter().all(|it| is_within(own.number(it), others.number(it)))
            && is_within(own.ratio, others.ratio)
            && self.kinds.intersection(other.kinds) == other.kinds
    }
}

/// The places of those of `policies` that another one covers for all of `kinds` that they apply to, going
/// from the last to the first and leaving out each one found; with the place of the first in name order of
/// those that are left and cover it.
pub(super) fn covered(resolved: &Resolved, policies: &[PolicyId], kinds: Kinds) -> Vec<(usize, usize)> {
    let members = policies.iter().enumerate().filter_map(|(index, &id)| {
        let policy = &resolved.workspace().policies()[id];
        let kinds = policy.target().intersection(kinds);
        let tokens = policy.tokens().filter(|_| !kinds.is_empty())?;
        Some(Member { index, id, kinds, tokens, is_covered: false })
    });
    let mut members: Vec<Member<'_>> = members.collect();
    for place in (0..members.len()).rev() {
        let others = members.iter().enumerate().filter(|(other, it)| *other != place && !it.is_covered);
        let mut others = others.map(|(_, other)| other);
        let is_covered = members.get(place).is_some_and(|it| others.any(|other| other.covers(it)));
        if let Some(member) = members.get_mut(place) {
            member.is_covered = is_covered;
        }
    }
    let (covered, left): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| member.is_covered);
    let covering = |member: &Member<'_>| {
        let first = left.iter().filter(|other| other.covers(member)).min_by_key(|other| other.id)?;
        Some((member.index, first.index))
    };
    covered.iter().filter_map(covering).collect()
}
