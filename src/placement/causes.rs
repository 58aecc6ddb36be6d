//! Who lets something in, or cuts it off: what breaks a guard and where come in, the policies of workloads
//! themselves and those of the environments above them, each by itself, go out.

use rustc_hash::FxHashMap;

use super::allowed::{Allowed, PlacementSet};
use super::point::applying;
use super::violation::{Cause, CausePoint};
use crate::diagnostic::Hint;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, Form, Kind, PolicyType};
use crate::table::{Difference, Set};
use crate::text::Span;
use crate::workspace::{Checked, EnvironmentId, Point, PolicyId};

/// What breaks a guard.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Options {
    /// What one set has and another has not.
    Outside(Difference),
    /// What two sets have in common; of each type one at most.
    Sets(Vec<Set>),
    /// What is allowed and offered nowhere, for each code that is asked for.
    Unoffered(Vec<Set>),
}

/// What breaks a guard of a form, and who is looked for.
#[derive(Clone, Copy)]
pub(super) struct Search<'c> {
    pub(super) checked: &'c Checked,
    pub(super) form: Form,
    pub(super) options: &'c Options,
}

/// What the policies of a list that are of one type and apply to one kind do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Acts {
    /// There are none, so that everything is let in.
    Open,
    /// These let something in, or cut something off.
    By(Vec<PolicyId>),
}

impl Search<'_> {
    /// What the own policies of the workloads at a point do, for each type that matters, location first.
    pub(super) fn own(self, point: &Point) -> impl Iterator<Item = (PolicyType, Acts)> {
        let policies = &self.checked.attachments()[point.attachments()];
        let types = self.options.types().into_iter();
        types.map(move |policy_type| (policy_type, self.acts(policies, policy_type, point.kind())))
    }

    /// What the policies of an environment and of all that it is in do, for one type and kind.
    pub(super) fn above(self, environment: EnvironmentId, policy_type: PolicyType, kind: Kind) -> Vec<Cause> {
        let checked = self.checked;
        let mut causes = Vec::new();
        for id in checked.upwards(Some(environment)) {
            let environment = &checked.environments()[id];
            let point = CausePoint::Environment(environment.name().to_owned());
            let acts = self.acts(&checked.attachments()[environment.attachments()], policy_type, kind);
            let statement = checked.statement(environment.statement());
            causes.extend(acts.causes(checked, &point, policy_type, |names| places(statement, names)));
        }
        causes
    }

    /// The locations that are allowed and do not offer what is asked for there.
    pub(super) fn unoffered(self, set: &PlacementSet) -> Vec<Cause> {
        let (checked, space) = (self.checked, self.checked.space());
        let is_allowed = |location| match set.of(PolicyType::Location) {
            Allowed::Everything => true,
            Allowed::Only(set) => space.has(set, location),
            Allowed::Nothing => false,
        };
        let is_asked = |location| {
            self.options
                .sets()
                .iter()
                .any(|it| it.policy_type() == PolicyType::Flavor || space.has(it, location))
        };
        let locations = checked.table().of(Attribute::Location);
        let locations = locations.filter(|(id, _)| is_allowed(*id) && is_asked(*id));
        let cause = |name: &str, place: Span| Cause {
            policy_type: PolicyType::Flavor,
            point: CausePoint::Location(name.to_owned()),
            policy: None,
            place: Hint(Some(place)),
        };
        locations
            .map(|(_, code)| cause(code.name(), checked.statement(code.statement()).name().span()))
            .collect()
    }

    /// The policies that let options in; or, where those of a list together do not have all options, all that
    /// cut them off.
    fn acts(self, policies: &[PolicyId], policy_type: PolicyType, kind: Kind) -> Acts {
        let applying = applying(self.checked, policies, policy_type, kind);
        if let (Form::Allows, Options::Outside(difference)) = (self.form, self.options) {
            let (applying, sets): (Vec<PolicyId>, Vec<&Set>) = applying.unzip();
            let is_cut = Set::union(sets).is_some_and(|union| !difference.is_within(&union));
            return Acts::By(if is_cut { applying } else { Vec::new() });
        }
        let mut applying = applying.peekable();
        if applying.peek().is_none() {
            return Acts::Open;
        }
        Acts::By(applying.filter(|(_, set)| self.options.touch(set)).map(|(id, _)| id).collect())
    }
}

impl Acts {
    /// A cause for each policy that acts, at the places that `places` gives for their names, or one for the
    /// lack of a policy.
    fn causes(
        &self,
        checked: &Checked,
        point: &CausePoint,
        policy_type: PolicyType,
        places: impl FnOnce(&[&str]) -> Vec<Option<Span>>,
    ) -> Vec<Cause> {
        let cause = |policy: Option<&str>, place| {
            let policy = policy.map(str::to_owned);
            Cause { policy_type, point: point.clone(), policy, place: Hint(place) }
        };
        let Self::By(policies) = self else { return vec![cause(None, None)] };
        let names: Vec<&str> = policies.iter().map(|&id| checked.policies()[id].name()).collect();
        let places = places(&names);
        names.iter().zip(places).map(|(name, place)| cause(Some(name), place)).collect()
    }

    /// What the own policies of workloads do, wherever each of them has them.
    pub(super) fn own_causes(&self, checked: &Checked, policy_type: PolicyType) -> Vec<Cause> {
        self.causes(checked, &CausePoint::Workload, policy_type, |names| vec![None; names.len()])
    }
}

/// The first word of a statement's list for each of some policies.
pub(super) fn places(statement: Statement<'_>, policies: &[&str]) -> Vec<Option<Span>> {
    let mut words = FxHashMap::default();
    for name in statement.list().iter() {
        words.entry(name.value()).or_insert(name.span());
    }
    policies.iter().map(|policy| words.get(*policy).copied()).collect()
}

impl Options {
    /// The types that they are of, location first.
    fn types(&self) -> Vec<PolicyType> {
        match self {
            Self::Outside(difference) => vec![difference.policy_type()],
            Self::Sets(sets) | Self::Unoffered(sets) => {
                let of = |policy_type: &PolicyType| sets.iter().any(|set| set.policy_type() == *policy_type);
                PolicyType::ALL.into_iter().filter(of).collect()
            }
        }
    }

    /// Whether policies allow them, and the fleet does not offer them.
    pub(super) fn are_unoffered(&self) -> bool {
        matches!(self, Self::Unoffered(_))
    }

    /// The sets that they are, unless they are a difference.
    fn sets(&self) -> &[Set] {
        match self {
            Self::Outside(_) => &[],
            Self::Sets(sets) | Self::Unoffered(sets) => sets,
        }
    }

    /// Whether a set has any of them.
    fn touch(&self, other: &Set) -> bool {
        match self {
            Self::Outside(difference) => difference.touches(other),
            Self::Sets(sets) | Self::Unoffered(sets) => {
                sets.iter().any(|set| set.policy_type() == other.policy_type() && set.touches(other))
            }
        }
    }
}
