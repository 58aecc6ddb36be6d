//! One list of attached policies, as the lints about attachments look at it, each in its turn: what stands
//! twice, what never matches, what the rest covers, and what has no effect.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cover;
use super::fewest::{Patience, covering};
use super::messages::Finding;
use crate::diagnostic::{Check, Diagnostic, Fact};
use crate::placement::{PlacementSet, Resolved};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::Kind;
use crate::text::Span;
use crate::workspace::{Checked, Environment, Kinds, PointId, Policy, PolicyId};

/// Whose a list is.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    Environment,
    /// Workloads at a point.
    Workload(PointId),
}

/// A list of attached policies. Attachments are known by their places in it, from 0.
pub(super) struct List<'c> {
    owner: Owner,
    /// Every statement that has it.
    statements: Vec<Statement<'c>>,
    /// The kinds that a target may match.
    matching: Kinds,
    policies: Vec<PolicyId>,
    /// What stands earlier in it, with the first place.
    duplicates: Vec<(usize, usize)>,
    /// What has no kind that occurs there, duplicates aside.
    never_matching: Vec<usize>,
    /// The others that apply to any kind of the list.
    applying: Vec<usize>,
    /// Those of them that the rest covers.
    covered: Vec<usize>,
    /// Those that are left.
    left: Vec<usize>,
    /// Those of the left that leave the set of the workload as it is.
    without_effect: Vec<usize>,
}

impl<'c> List<'c> {
    /// The list of `statements`, which all have it in the same words; `matching` are the kinds that occur
    /// there.
    pub(super) fn new(
        workspace: &'c Checked,
        owner: Owner,
        statements: Vec<Statement<'c>>,
        matching: Kinds,
    ) -> Self {
        let names = statements.first().into_iter().flat_map(|statement| statement.list().iter());
        let policies: Vec<PolicyId> = names.filter_map(|name| workspace.policy(&name.value())).collect();
        let mut firsts = FxHashMap::default();
        let (mut duplicates, mut distinct) = (Vec::new(), Vec::new());
        for (index, policy) in policies.iter().enumerate() {
            match firsts.get(policy) {
                Some(&first) => duplicates.push((index, first)),
                None => {
                    firsts.insert(policy, index);
                    distinct.push(index);
                }
            }
        }
        let mut list = Self {
            owner,
            statements,
            matching,
            policies,
            duplicates,
            never_matching: Vec::new(),
            applying: Vec::new(),
            covered: Vec::new(),
            left: Vec::new(),
            without_effect: Vec::new(),
        };
        let matches =
            |&index: &usize| !list.policy(workspace, index).target().intersection(matching).is_empty();
        (list.applying, list.never_matching) = distinct.into_iter().partition(matches);
        list
    }

    /// The same list with what the rest covers and what has no effect.
    pub(super) fn analysed(mut self, resolved: &Resolved) -> Self {
        let covered = cover::covered(resolved, &self.ids(&self.applying), self.kinds());
        let split = self.applying.iter().copied().zip(covered);
        let (covered, left): (Vec<_>, Vec<_>) = split.partition(|(_, is_covered)| *is_covered);
        self.covered = covered.into_iter().map(|(index, _)| index).collect();
        self.left = left.into_iter().map(|(index, _)| index).collect();
        if let Owner::Workload(point) = self.owner {
            let idle = cover::without_effect(resolved, point, &self.ids(&self.left));
            let idle = self.left.iter().zip(idle).filter(|(_, is_idle)| *is_idle);
            self.without_effect = idle.map(|(&index, _)| index).collect();
        }
        self
    }

    /// The kinds for which a policy must change something.
    fn kinds(&self) -> Kinds {
        match self.owner {
            Owner::Environment => Kinds::ALL,
            Owner::Workload(_) => self.matching,
        }
    }

    pub(super) fn is_of_environment(&self) -> bool {
        matches!(self.owner, Owner::Environment)
    }

    /// The environment that workloads with this list are in.
    pub(super) fn environment<'w>(&self, workspace: &'w Checked) -> Option<&'w Environment> {
        let Owner::Workload(point) = self.owner else { return None };
        Some(&workspace.environments()[workspace.points()[point].environment()?])
    }

    /// The kind of the workloads with this list.
    pub(super) fn kind(&self, workspace: &Checked) -> Option<Kind> {
        let Owner::Workload(point) = self.owner else { return None };
        Some(workspace.points()[point].kind())
    }

    /// What stands above the workloads with this list.
    pub(super) fn above<'r>(&self, resolved: &'r Resolved) -> Option<&'r PlacementSet> {
        let Owner::Workload(point) = self.owner else { return None };
        Some(resolved.above(point))
    }

    /// The policy at a place.
    ///
    /// # Panics
    /// If the list has no such place.
    pub(super) fn policy<'w>(&self, workspace: &'w Checked, index: usize) -> &'w Policy {
        &workspace.policies()[self.id(index)]
    }

    #[expect(clippy::indexing_slicing, reason = "places are the list's own")]
    fn id(&self, index: usize) -> PolicyId {
        self.policies[index]
    }

    fn ids(&self, places: &[usize]) -> Vec<PolicyId> {
        places.iter().map(|&index| self.id(index)).collect()
    }

    /// Each policy that stands earlier in the list, with its first place.
    pub(super) fn duplicates(&self) -> &[(usize, usize)] {
        &self.duplicates
    }

    /// The policies whose target has no kind that occurs here.
    pub(super) fn never_matching(&self) -> &[usize] {
        &self.never_matching
    }

    /// The policies that apply to any kind that occurs here, duplicates aside.
    pub(super) fn applying(&self) -> &[usize] {
        &self.applying
    }

    /// The policies that the rest of the list covers, going from the last to the first and leaving out each
    /// one found; with the fewest others that cover it.
    pub(super) fn covered(&self, resolved: &Resolved, patience: &mut Patience) -> Vec<(usize, Vec<usize>)> {
        let (covered, left) = (self.ids(&self.covered), self.ids(&self.left));
        let covering = covering(resolved, &covered, &left, self.kinds(), patience);
        let places: FxHashMap<PolicyId, usize> = left.into_iter().zip(self.left.iter().copied()).collect();
        #[expect(clippy::indexing_slicing, reason = "what covers a policy is left")]
        let place = |policy: &PolicyId| places[policy];
        let covering = covering.iter().map(|policies| policies.iter().map(place).collect());
        self.covered.iter().copied().zip(covering).collect()
    }

    /// The policies that leave a workload's placement set as it is, of those that the rest does not cover;
    /// none where the workload is in no environment.
    pub(super) fn without_effect(&self) -> &[usize] {
        &self.without_effect
    }

    /// The finding of `fact` at a place of the list, in each statement that has it.
    pub(super) fn findings(
        &self,
        check: &'static Check,
        index: usize,
        fact: Finding,
    ) -> impl Iterator<Item = (Statement<'c>, Diagnostic)> {
        let fact: Arc<dyn Fact> = Arc::new(fact);
        self.statements.iter().filter_map(move |&statement| {
            Some((statement, Diagnostic::of(check, Arc::clone(&fact), span(statement, index)?)))
        })
    }
}

/// Where the policy at a place of the list stands in one of its statements.
pub(super) fn span(statement: Statement<'_>, index: usize) -> Option<Span> {
    statement.list().get(index).map(|name| name.span())
}
