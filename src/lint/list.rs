//! One list of attached policies, as the lints about attachments look at it: what stands twice, what never
//! matches, what the rest covers, what has no effect, what undoes an exception, and what overlaps.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cover;
use super::fewest::{Patience, covering};
use super::limits;
use super::meeting::Meeting;
use super::messages::Finding;
use crate::diagnostic::{Check, Diagnostic, Fact};
use crate::placement::{Environments, PlacementSet, Resolved};
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::text::Span;
use crate::workspace::{Checked, Environment, EnvironmentId, Kinds, PointId, Policy, PolicyId};

/// Whose a list is.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    Environment(EnvironmentId),
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
    /// Those about tokens of which another one is reached first, with that one.
    covered_limits: Vec<(usize, usize)>,
    /// Those that are left.
    left: Vec<usize>,
    /// Those of the left that leave what stands above as it is.
    without_effect: Vec<usize>,
    /// Those that apply, have exceptions, and whose exceptions others undo; with those others.
    undone: Vec<Undone>,
    /// Those of the left that overlap an earlier one, with the first such.
    overlapping: Vec<(usize, usize)>,
}

/// A policy of whose exceptions others let something in again.
pub(super) struct Undone {
    pub(super) index: usize,
    /// The first of the others, in name order.
    pub(super) by: Vec<usize>,
    /// How many more there are.
    pub(super) more: usize,
}

impl Undone {
    /// How many others are named.
    const NAMED: usize = 100;
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
            covered_limits: Vec::new(),
            left: Vec::new(),
            without_effect: Vec::new(),
            undone: Vec::new(),
            overlapping: Vec::new(),
        };
        let matches =
            |&index: &usize| !list.policy(workspace, index).target().intersection(matching).is_empty();
        (list.applying, list.never_matching) = distinct.into_iter().partition(matches);
        list
    }

    /// The same list with what there is to say of its policies; `environments` are what all of them allow.
    pub(super) fn analysed(mut self, resolved: &Resolved, environments: &Environments) -> Self {
        let covered = cover::covered(resolved, &self.ids(&self.applying), self.kinds());
        let split = self.applying.iter().copied().zip(covered);
        let (covered, left): (Vec<_>, Vec<_>) = split.partition(|(_, is_covered)| *is_covered);
        self.covered = covered.into_iter().map(|(index, _)| index).collect();
        self.left = left.into_iter().map(|(index, _)| index).collect();
        self.covered_limits = self.find_covered_limits(resolved);
        let above = self.above(resolved.workspace(), environments);
        if !above.is_empty() {
            let idle = cover::without_effect(resolved, &self.ids(&self.left), &above);
            let idle = self.left.iter().zip(idle).filter(|(_, is_idle)| *is_idle);
            self.without_effect = idle.map(|(&index, _)| index).collect();
        }
        self.undone = self.find_undone(resolved);
        self.overlapping = self.find_overlapping(resolved);
        self
    }

    /// What stands above the list, for each kind for which that matters; nothing where nothing does.
    pub(super) fn above<'e>(
        &self,
        workspace: &Checked,
        environments: &'e Environments,
    ) -> Vec<(Kind, &'e PlacementSet)> {
        let (above, kinds) = match self.owner {
            Owner::Environment(id) => (workspace.environments()[id].parent(), Kinds::ALL),
            Owner::Workload(point) => (workspace.points()[point].environment(), self.matching),
        };
        let kinds = kinds.iter().filter(|_| above.is_some());
        kinds.map(|kind| (kind, environments.allowed(above, kind))).collect()
    }

    fn find_covered_limits(&self, resolved: &Resolved) -> Vec<(usize, usize)> {
        if !resolved.has_limits() {
            return Vec::new();
        }
        let place = |index: usize| self.applying.get(index).copied();
        let covered = limits::covered(resolved, &self.ids(&self.applying), self.kinds()).into_iter();
        covered.filter_map(|(index, by)| Some((place(index)?, place(by)?))).collect()
    }

    fn find_undone(&self, resolved: &Resolved) -> Vec<Undone> {
        let workspace = resolved.workspace();
        let has_exceptions = |&&index: &&usize| {
            let options = self.policy(workspace, index).options();
            options.is_some_and(|options| !options.exceptions().is_empty())
        };
        let with_exceptions: Vec<usize> = self.applying.iter().filter(has_exceptions).copied().collect();
        if with_exceptions.is_empty() {
            return Vec::new();
        }
        let meeting = Meeting::of(resolved, &self.ids(&self.applying));
        let places = self.places(&self.applying);
        let undone = with_exceptions.into_iter().filter_map(|index| {
            let policy = self.policy(workspace, index);
            let options = policy.options()?;
            let taken = options.rules_set().outside(options.set())?;
            let kinds = policy.target().intersection(self.matching);
            let others = meeting.with(taken.policy_type(), taken.runs()).into_iter();
            let shares_kind =
                |other: &PolicyId| !workspace.policies()[*other].target().intersection(kinds).is_empty();
            let mut by: Vec<usize> =
                others.filter(shares_kind).filter_map(|other| places.get(&other).copied()).collect();
            let more = by.len().saturating_sub(Undone::NAMED);
            by.truncate(Undone::NAMED);
            (!by.is_empty()).then_some(Undone { index, by, more })
        });
        undone.collect()
    }

    fn find_overlapping(&self, resolved: &Resolved) -> Vec<(usize, usize)> {
        let workspace = resolved.workspace();
        let is_of_places =
            |&&index: &&usize| self.policy(workspace, index).policy_type() == Some(PolicyType::Location);
        let left: Vec<usize> = self.left.iter().filter(is_of_places).copied().collect();
        if left.len() < 2 {
            return Vec::new();
        }
        let meeting = Meeting::of(resolved, &self.ids(&left));
        let places = self.places(&left);
        let overlapping = left.iter().filter_map(|&index| {
            let policy = self.policy(workspace, index);
            let set = policy.set()?;
            let kinds = policy.target().intersection(self.kinds());
            let overlaps = |&other: &usize| {
                let other = self.policy(workspace, other);
                let shares_kind = !other.target().intersection(kinds).is_empty();
                shares_kind && other.set().is_some_and(|other| !other.covers(set) && !set.covers(other))
            };
            let others = meeting.with(PolicyType::Location, set.runs()).into_iter();
            let earlier = others.filter_map(|id| places.get(&id).copied()).filter(|&other| other < index);
            Some((index, earlier.filter(overlaps).min()?))
        });
        overlapping.collect()
    }

    /// The places of some policies by their ids.
    fn places(&self, indices: &[usize]) -> FxHashMap<PolicyId, usize> {
        indices.iter().map(|&index| (self.id(index), index)).collect()
    }

    /// The kinds for which a policy must change something.
    fn kinds(&self) -> Kinds {
        match self.owner {
            Owner::Environment(_) => Kinds::ALL,
            Owner::Workload(_) => self.matching,
        }
    }

    pub(super) fn is_of_environment(&self) -> bool {
        matches!(self.owner, Owner::Environment(_))
    }

    /// The environment that the workloads with this list, or the environment that it is of, are in.
    pub(super) fn environment<'w>(&self, workspace: &'w Checked) -> Option<&'w Environment> {
        let id = match self.owner {
            Owner::Environment(id) => workspace.environments()[id].parent()?,
            Owner::Workload(point) => workspace.points()[point].environment()?,
        };
        Some(&workspace.environments()[id])
    }

    /// The kind of the workloads with this list.
    pub(super) fn kind(&self, workspace: &Checked) -> Option<Kind> {
        let Owner::Workload(point) = self.owner else { return None };
        Some(workspace.points()[point].kind())
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
        let places = self.places(&self.left);
        #[expect(clippy::indexing_slicing, reason = "what covers a policy is left")]
        let place = |policy: &PolicyId| places[policy];
        let covering = covering.iter().map(|policies| policies.iter().map(place).collect());
        self.covered.iter().copied().zip(covering).collect()
    }

    /// The policies about tokens that another one makes needless, with the first such in name order.
    pub(super) fn covered_limits(&self) -> &[(usize, usize)] {
        &self.covered_limits
    }

    /// The policies that leave all that stands above as it is, of those that the rest does not cover; none
    /// where nothing stands above.
    pub(super) fn without_effect(&self) -> &[usize] {
        &self.without_effect
    }

    /// The policies of whose exceptions others let something in again, with those others.
    pub(super) fn undone(&self) -> &[Undone] {
        &self.undone
    }

    /// The location policies that overlap an earlier one, with the first such: neither covers the other.
    pub(super) fn overlapping(&self) -> &[(usize, usize)] {
        &self.overlapping
    }

    /// Whether what a policy does may be taken for granted: no exception of its type is undone in the list.
    pub(super) fn may_be_fixed(&self, workspace: &Checked, index: usize) -> bool {
        let policy_type = self.policy(workspace, index).policy_type();
        let mut undone = self.undone.iter();
        undone.all(|other| self.policy(workspace, other.index).policy_type() != policy_type)
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
