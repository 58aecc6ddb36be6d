//! Who lets something in, or cuts it off: a point and what breaks a guard there come in, the policies at each
//! point that stands above it, its own first, go out.

use rustc_hash::FxHashMap;

use super::allowed::{Allowed, PlacementSet};
use super::point::applying;
use super::violation::{Breach, Cause, CausePoint};
use crate::diagnostic::Hint;
use crate::syntax::ast::Statement;
use crate::syntax::keyword::{Attribute, Form, Kind, PolicyType};
use crate::table::{Difference, Set};
use crate::text::Span;
use crate::workspace::{Checked, Point, PolicyId, Workload};

/// What breaks a guard.
pub(super) enum Options {
    /// What one set has and another has not.
    Outside(Difference),
    /// What two sets have in common; of each type one at most.
    Sets(Vec<Set>),
    /// What is allowed and offered nowhere, for each code that is asked for.
    Unoffered(Vec<Set>),
}

/// A point, and the policies that it attaches.
struct Attaching<'c> {
    point: CausePoint,
    policies: &'c [PolicyId],
    /// The statement that attaches them; `None` for the workloads at a point.
    statement: Option<Statement<'c>>,
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
    /// What the workload's own policies do, for each type that matters. Workloads of which that is the same
    /// in one environment have the same [causes](Self::causes), if they are of one kind.
    pub(super) fn own(self, point: &Point) -> Vec<Acts> {
        let policies = &self.checked.attachments()[point.attachments()];
        let types = self.options.types().into_iter();
        types.map(|policy_type| self.acts(policies, policy_type, point.kind())).collect()
    }

    /// The policies that let options in, and the points without a policy of the type; or those that cut
    /// options off: all of those at each point whose union does not have all of them.
    pub(super) fn causes(self, point: &Point) -> Vec<Cause> {
        let mut causes = Vec::new();
        for policy_type in self.options.types() {
            for attaching in points(self.checked, point) {
                let acts = self.acts(attaching.policies, policy_type, point.kind());
                causes.extend(attaching.causes(self.checked, policy_type, acts));
            }
        }
        causes
    }

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

/// The locations that are allowed and do not offer what is asked for there.
pub(super) fn unoffered(checked: &Checked, set: &PlacementSet, asked: &[Set]) -> Vec<Cause> {
    let space = checked.space();
    let is_allowed = |location| match set.of(PolicyType::Location) {
        Allowed::Everything => true,
        Allowed::Only(set) => space.has(set, location),
        Allowed::Nothing => false,
    };
    let is_asked =
        |location| asked.iter().any(|it| it.policy_type() == PolicyType::Flavor || space.has(it, location));
    let locations = checked.table().of(Attribute::Location);
    let locations = locations.filter(|(id, _)| is_allowed(*id) && is_asked(*id));
    let cause = |name: &str, place: Span| Cause {
        policy_type: PolicyType::Flavor,
        point: CausePoint::Location(name.to_owned()),
        policy: None,
        place: Hint(Some(place)),
    };
    locations.map(|(_, code)| cause(code.name(), checked.statement(code.statement()).name().span())).collect()
}

/// Where a workload's own list has the policies of a breach whose point is the workload.
pub(super) fn own_places(checked: &Checked, workload: &Workload, breach: &Breach) -> Vec<Span> {
    let own = breach.causes.iter().filter(|cause| cause.point == CausePoint::Workload);
    let policies: Vec<&str> = own.filter_map(|cause| cause.policy.as_deref()).collect();
    if policies.is_empty() {
        return Vec::new();
    }
    places(checked.statement_of(workload), &policies).into_iter().flatten().collect()
}

/// A workload's own point, then that of its environment, and so on.
fn points<'c>(checked: &'c Checked, point: &'c Point) -> impl Iterator<Item = Attaching<'c>> {
    let own = Attaching {
        point: CausePoint::Workload,
        policies: &checked.attachments()[point.attachments()],
        statement: None,
    };
    let above = checked.upwards(point.environment()).map(|id| {
        let environment = &checked.environments()[id];
        Attaching {
            point: CausePoint::Environment(environment.name().to_owned()),
            policies: &checked.attachments()[environment.attachments()],
            statement: Some(checked.statement(environment.statement())),
        }
    });
    std::iter::once(own).chain(above)
}

impl Attaching<'_> {
    fn cause(&self, policy_type: PolicyType, policy: Option<&str>, place: Option<Span>) -> Cause {
        let policy = policy.map(str::to_owned);
        Cause { policy_type, point: self.point.clone(), policy, place: Hint(place) }
    }

    /// A cause for each policy that acts, or one where there is none.
    fn causes(&self, checked: &Checked, policy_type: PolicyType, acts: Acts) -> Vec<Cause> {
        let Acts::By(policies) = acts else { return vec![self.cause(policy_type, None, None)] };
        let names: Vec<&str> = policies.iter().map(|&id| checked.policies()[id].name()).collect();
        let places = match self.statement {
            Some(statement) => places(statement, &names),
            None => vec![None; names.len()],
        };
        names.iter().zip(places).map(|(name, place)| self.cause(policy_type, Some(name), place)).collect()
    }
}

/// For so many policies a list is gone through again and again.
const FEW: usize = 4;

/// The first word of a statement's list for each of some policies.
fn places(statement: Statement<'_>, policies: &[&str]) -> Vec<Option<Span>> {
    if policies.len() <= FEW {
        let word = |policy: &&str| statement.list().iter().find(|name| name.value() == **policy);
        return policies.iter().map(|policy| word(policy).map(|name| name.span())).collect();
    }
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
