//! One list of attached policies, as the rules about attachments look at it, each in its turn: what stands twice,
//! what never matches, what the rest covers, and what has no effect.

use crate::placement::PlacementSet;
use crate::placement::Resolved;
use crate::source::Span;
use crate::syntax::ast::{Name, Statement};
use crate::workspace::{Kinds, Point, Policy, PolicyId};

/// Whose a list is.
#[derive(Clone, Copy)]
pub(super) enum Owner<'c> {
    Environment,
    Workload(&'c Point),
}

/// A list of attached policies.
pub(super) struct List<'c, 'a> {
    resolved: &'c Resolved<'a>,
    pub(super) statement: Option<&'c Statement<'c>>,
    pub(super) owner: Owner<'c>,
    /// The kinds for which a policy must change something.
    kinds: Kinds,
    /// The kinds that a target may match.
    occurring: Kinds,
    /// Every attachment, in order.
    attachments: Vec<Attachment>,
}

/// A policy in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attachment {
    pub(super) policy: PolicyId,
    /// Its place in the list, from 0.
    pub(super) index: usize,
}

/// What is found in a list, and what it leaves.
pub(super) struct Found {
    pub(super) found: Vec<Attachment>,
    pub(super) left: Vec<Attachment>,
}

impl<'c, 'a> List<'c, 'a> {
    pub(super) fn new(
        resolved: &'c Resolved<'a>,
        statement: &'c Statement<'c>,
        owner: Owner<'c>,
        kinds: Kinds,
        occurring: Kinds,
    ) -> Self {
        let policies = statement.list().iter().filter_map(|name| resolved.workspace.policy(&name.value()));
        let attachments = policies.enumerate().map(|(index, policy)| Attachment { policy, index }).collect();
        Self { resolved, statement: Some(statement), owner, kinds, occurring, attachments }
    }

    /// The list of no workload in particular, with each policy once, in name order.
    pub(super) fn of_point(resolved: &'c Resolved<'a>, point: &'c Point) -> Self {
        let policies = resolved.workspace.attachments[point.attachments].iter();
        let attachments = policies.enumerate().map(|(index, &policy)| Attachment { policy, index }).collect();
        let kinds = [point.kind].into_iter().collect();
        let owner = Owner::Workload(point);
        Self { resolved, statement: None, owner, kinds, occurring: kinds, attachments }
    }

    pub(super) fn policy(&self, attachment: Attachment) -> &'c Policy<'a> {
        &self.resolved.workspace.policies[attachment.policy]
    }

    /// The names of the list, as written.
    pub(super) fn names(&self) -> &'c [Name<'c>] {
        self.statement.map_or(&[], Statement::list)
    }

    /// Where an attachment stands.
    pub(super) fn span(&self, attachment: Attachment) -> Option<Span> {
        self.names().get(attachment.index).map(Name::span)
    }

    /// Each policy that stands earlier in the list, with its first attachment.
    pub(super) fn duplicates(&self) -> impl Iterator<Item = (Attachment, Attachment)> {
        self.attachments.iter().filter_map(|&attachment| {
            let first = self.first(attachment.policy)?;
            (first.index < attachment.index).then_some((attachment, first))
        })
    }

    fn first(&self, policy: PolicyId) -> Option<Attachment> {
        self.attachments.iter().copied().find(|attachment| attachment.policy == policy)
    }

    /// The list without what stands earlier in it.
    pub(super) fn distinct(&self) -> impl Iterator<Item = Attachment> {
        self.attachments
            .iter()
            .copied()
            .filter(|attachment| self.first(attachment.policy) == Some(*attachment))
    }

    fn matches(&self, attachment: Attachment) -> bool {
        !self.policy(attachment).target.intersection(self.occurring).is_empty()
    }

    /// The policies whose target has no kind that occurs here.
    pub(super) fn never_matching(&self) -> impl Iterator<Item = Attachment> {
        self.distinct().filter(|&attachment| !self.matches(attachment))
    }

    /// The kinds of this list that a policy takes part for.
    pub(super) fn kinds_of(&self, attachment: Attachment) -> Kinds {
        self.policy(attachment).target.intersection(self.kinds)
    }

    /// The policies that the rest of the list covers, going from the last to the first and leaving out each one
    /// found.
    pub(super) fn covered(&self) -> Found {
        let evaluation = &self.resolved.evaluation;
        let workspace = &self.resolved.workspace;
        leave_out(self.distinct().filter(|&it| self.matches(it)).collect(), |all, rest, attachment| {
            let kinds = self.kinds_of(attachment);
            let changes = kinds.iter().any(|kind| {
                evaluation.allowed(workspace, all, kind) != evaluation.allowed(workspace, rest, kind)
            });
            !kinds.is_empty() && !changes
        })
    }

    /// The policies that leave a workload's placement set as it is, of those that `covered` leaves; none where the
    /// workload is in no environment.
    pub(super) fn without_effect(&self, left: &[Attachment]) -> Vec<Attachment> {
        let Owner::Workload(point) = self.owner else { return Vec::new() };
        if point.environment.is_none() {
            return Vec::new();
        }
        let workspace = &self.resolved.workspace;
        let evaluation = &self.resolved.evaluation;
        let environment = evaluation.allowed(workspace, workspace.environment_attachments(point), point.kind);
        let set = |policies: &[PolicyId]| -> PlacementSet {
            environment.intersection(&evaluation.allowed(workspace, policies, point.kind))
        };
        leave_out(left.to_vec(), |all, rest, attachment| {
            !self.kinds_of(attachment).is_empty() && set(all) == set(rest)
        })
        .found
    }

    /// Whether any policy never matches, is covered, or has no effect.
    pub(super) fn has_idle(&self) -> bool {
        if self.attachments.is_empty() {
            return false;
        }
        let covered = self.covered();
        self.never_matching().next().is_some()
            || !covered.found.is_empty()
            || !self.without_effect(&covered.left).is_empty()
    }
}

/// Goes through `left` from its last to its first attachment and leaves out each one for which `is_found`, given the
/// policies that are left with it and without it.
fn leave_out(
    mut left: Vec<Attachment>,
    is_found: impl Fn(&[PolicyId], &[PolicyId], Attachment) -> bool,
) -> Found {
    let mut found = Vec::new();
    for attachment in left.clone().into_iter().rev() {
        let all: Vec<PolicyId> = left.iter().map(|it| it.policy).collect();
        let rest: Vec<PolicyId> = all.iter().copied().filter(|&policy| policy != attachment.policy).collect();
        if is_found(&all, &rest, attachment) {
            found.push(attachment);
            left.retain(|it| *it != attachment);
        }
    }
    found.reverse();
    Found { found, left }
}
