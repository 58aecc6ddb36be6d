//! The fewest policies that cover another one: what is covered and what is left of a list come in, and for
//! each that is covered some of the rest go out.

use super::meeting::Meeting;
use crate::placement::Resolved;
use crate::syntax::keyword::Kind;
use crate::table::{Run, subtract};
use crate::workspace::{Kinds, PolicyId};

/// How many choices the searches may still try. What there is to try doubles with each policy that overlaps.
/// Where a search is given up, the answer is some policies that cover, which need not be the fewest.
pub(super) struct Patience {
    of_run: usize,
}

impl Patience {
    /// For one finding.
    const OF_FINDING: usize = 100_000;

    /// For all findings of a run.
    pub(super) fn of_a_run() -> Self {
        Self { of_run: 4 * Self::OF_FINDING }
    }
}

/// For each of the policies `covered`, the fewest of those that are `left` that cover it for each of `kinds`
/// that it applies to; of equally few the first in name order.
pub(super) fn covering(
    resolved: &Resolved,
    covered: &[PolicyId],
    left: &[PolicyId],
    kinds: Kinds,
    patience: &mut Patience,
) -> Vec<Vec<PolicyId>> {
    let others = Meeting::of(resolved, left);
    covered
        .iter()
        .map(|&policy| {
            let Some(set) = resolved.policy(policy) else { return Vec::new() };
            let applies = kinds.intersection(resolved.workspace().policies()[policy].target());
            let search = Search { resolved, candidates: others.with(set.policy_type(), set.runs()) };
            let open = Open { of_kinds: applies.iter().map(|kind| (kind, set.runs().to_vec())).collect() };
            let of_finding = patience.of_run.min(Patience::OF_FINDING);
            let mut tries = of_finding;
            let fewest = search.fewest(&open, &mut tries);
            patience.of_run -= of_finding - tries;
            fewest.unwrap_or_else(|| search.some(open))
        })
        .collect()
}

/// What of a policy is not covered yet, for each kind.
#[derive(Clone, PartialEq)]
struct Open {
    of_kinds: Vec<(Kind, Vec<Run>)>,
}

struct Search<'r> {
    resolved: &'r Resolved,
    /// In name order.
    candidates: Vec<PolicyId>,
}

impl Search<'_> {
    /// The fewest candidates that cover all; `None` where that takes too many tries.
    fn fewest(&self, open: &Open, tries: &mut usize) -> Option<Vec<PolicyId>> {
        for number in 1..=self.candidates.len() {
            let mut chosen = Vec::new();
            if self.choose(open, &self.candidates, number, &mut chosen, tries) {
                return Some(chosen);
            }
            if *tries == 0 {
                break;
            }
        }
        None
    }

    /// Chooses `number` of `candidates`, in their order, that cover all of `open`.
    fn choose(
        &self,
        open: &Open,
        candidates: &[PolicyId],
        number: usize,
        chosen: &mut Vec<PolicyId>,
        tries: &mut usize,
    ) -> bool {
        if open.of_kinds.is_empty() {
            return true;
        }
        if number == 0 || *tries == 0 {
            return false;
        }
        for (index, &candidate) in candidates.iter().enumerate() {
            *tries = tries.saturating_sub(1);
            chosen.push(candidate);
            let rest = candidates.get(index + 1..).unwrap_or(&[]);
            if self.choose(&self.without(open, candidate), rest, number - 1, chosen, tries) {
                return true;
            }
            chosen.pop();
        }
        false
    }

    /// Some candidates that cover all, each of which adds to those before it.
    fn some(&self, mut open: Open) -> Vec<PolicyId> {
        let mut chosen = self.candidates.clone();
        chosen.retain(|&candidate| {
            let after = self.without(&open, candidate);
            let helps = after != open;
            open = after;
            helps
        });
        chosen
    }

    fn without(&self, open: &Open, policy: PolicyId) -> Open {
        let target = self.resolved.workspace().policies()[policy].target();
        let Some(set) = self.resolved.policy(policy) else { return open.clone() };
        let of_kinds = open.of_kinds.iter().map(|(kind, runs)| {
            let is_covered = target.has(*kind);
            (*kind, if is_covered { subtract(runs, set.runs()) } else { runs.clone() })
        });
        Open { of_kinds: of_kinds.filter(|(_, runs)| !runs.is_empty()).collect() }
    }
}
