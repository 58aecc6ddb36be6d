//! How many tokens the workloads at a point may use: the lists of all points that stand above it come in, and
//! every limit in them that has the kind goes out. No limit is a part of any set.

use crate::syntax::limit::Tokens;
use crate::workspace::{AttachmentsId, Checked, EnvironmentId, Point, Policy};

/// A limit of tokens that holds for a workload, beside all others that do.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'w> {
    policy: &'w Policy,
    scope: Option<EnvironmentId>,
    tokens: &'w Tokens,
}

impl<'w> Limit<'w> {
    /// The policy that says it.
    #[must_use]
    pub fn policy(&self) -> &'w Policy {
        self.policy
    }

    /// The environment whose workloads, and those of all environments in it, share it; `None` where it is the
    /// workload's own.
    #[must_use]
    pub fn scope(&self) -> Option<EnvironmentId> {
        self.scope
    }

    /// How many tokens there are.
    #[must_use]
    pub fn tokens(&self) -> &'w Tokens {
        self.tokens
    }
}

/// Whether any list has a policy about tokens.
pub(super) fn are_attached(checked: &Checked) -> bool {
    let is_limit = checked.policies().map(|(_, policy)| policy.tokens().is_some());
    let is_any = is_limit.values().contains(&true);
    is_any
        && checked.attachments().values().iter().flat_map(|list| list.iter()).any(|&policy| is_limit[policy])
}

/// The limits of the workloads at a point: those of the outermost environment first, their own last, and
/// those of one list by name.
pub(super) fn at<'c>(checked: &'c Checked, point: &Point) -> Vec<Limit<'c>> {
    let environments: Vec<EnvironmentId> = checked.upwards(point.environment()).collect();
    let above = environments.into_iter().rev();
    let above = above.map(|id| (Some(id), checked.environments()[id].attachments()));
    let lists = above.chain([(None, point.attachments())]);
    let of_list = |(scope, list): (Option<EnvironmentId>, AttachmentsId)| {
        let policies = checked.attachments()[list].iter().map(|&id| &checked.policies()[id]);
        let policies = policies.filter(|policy| policy.target().has(point.kind()));
        policies.filter_map(move |policy| Some(Limit { policy, scope, tokens: policy.tokens()? }))
    };
    lists.flat_map(of_list).collect()
}
