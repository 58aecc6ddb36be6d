//! What every point allows: union within an attachment point, intersection across points, both types
//! (LANGUAGE: nothing ever widens what stands above it). This cannot fail, but nothing may be left of a type.
//!
//! Points differ more than what decides them: the types are evaluated apart, and the policies of one type
//! that apply under one and the same set above give one result for all points that have them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::above::{Environments, Place};
use super::allowed::{Allowed, PlacementSet, PlacementSetId};
use super::fleet::{ChangedOffers, Fleet, Offers};
use super::ground::Ground;
use super::point::applying as applying_to;
use crate::arena::{Arena, Id, IdMap, Interner};
use crate::parallel;
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::workspace::{Attachments, AttachmentsId, Checked, Kinds, Point, PointId, PolicyId};

/// The placement set of every point.
#[derive(Debug)]
pub(super) struct Evaluation {
    /// The distinct sets.
    pub(super) sets: Arena<PlacementSet>,
    /// The set of each point.
    of_point: IdMap<Point, PlacementSetId>,
    /// Equal ids stand for equal factors of sets.
    allowed_of: IdMap<PlacementSet, [Id<Allowed>; 2]>,
    /// What the sets follow from, each once.
    pub(super) factors: Arena<Factor>,
    /// Those of each point, that of locations first.
    factors_of: IdMap<Point, [FactorId; 2]>,
    /// What the environments allow the kinds of the workloads in them and below them.
    pub(super) environments: Environments,
    /// Which locations offer what.
    offers: Offers,
}

impl Evaluation {
    /// The set of all workloads at a point.
    pub(super) fn set_of(&self, point: PointId) -> PlacementSetId {
        self.of_point[point]
    }

    /// What a set allows of a type, told apart from what others do.
    pub(super) fn allowed_of(&self, set: PlacementSetId, policy_type: PolicyType) -> Id<Allowed> {
        let [locations, flavors] = self.allowed_of[set];
        match policy_type {
            PolicyType::Location => locations,
            PolicyType::Flavor => flavors,
        }
    }

    /// What the two types of the sets at a point follow from, that of locations first.
    pub(super) fn factors_of(&self, point: PointId) -> [FactorId; 2] {
        self.factors_of[point]
    }

    /// The locations, and what a set of the workspace has of them.
    pub(super) fn fleet<'e>(&'e self, checked: &'e Checked) -> Fleet<'e> {
        Fleet { table: checked.table(), space: checked.space(), offers: &self.offers }
    }

    /// What the sets of the workspace are judged on.
    pub(super) fn ground<'e>(&'e self, checked: &'e Checked) -> Ground<'e> {
        Ground { checked, fleet: self.fleet(checked) }
    }

    /// What stands above the workloads at a point allows them.
    pub(super) fn above(&self, point: &Point) -> &PlacementSet {
        self.environments.allowed(point.environment(), point.kind())
    }
}

/// Evaluates every point, and each factor of its set once, however many points have it.
pub(super) fn evaluate(checked: &Checked) -> Evaluation {
    let environments = Environments::new(checked, |id| checked.occurring(id), |_| Kinds::ALL);
    let mut factors = Factors::new(checked, &environments);
    let factors_of: Vec<[FactorId; 2]> =
        checked.points().iter().map(|(id, point)| factors.of(id, point)).collect();
    let factors = factors.factors;
    let evaluated = parallel::map(factors.ids().collect(), |id| {
        let Factor { policy_type, applying, point, .. } = &factors[id];
        let sets = applying.iter().filter_map(|&policy| checked.policies()[policy].set());
        let own = Set::union(sets).map_or(Allowed::Everything, Allowed::Only);
        let point = &checked.points()[*point];
        environments.allowed(point.environment(), point.kind()).of(*policy_type).intersection(&own)
    });
    let mut allowed: Interner<Allowed> = Interner::default();
    let allowed_by: Vec<Id<Allowed>> = evaluated.iter().map(|factor| allowed.intern(factor)).collect();
    let allowed_by = factors.map_of(allowed_by);
    let mut ids: FxHashMap<[Id<Allowed>; 2], PlacementSetId> = FxHashMap::default();
    let (mut sets, mut allowed_of) = (Arena::default(), Vec::new());
    let mut set_of = |factors: &[FactorId; 2]| {
        let both = factors.map(|factor| allowed_by[factor]);
        *ids.entry(both).or_insert_with(|| {
            let [locations, flavors] = both.map(|id| allowed.values[id].clone());
            allowed_of.push(both);
            sets.push(PlacementSet::of_types(locations, flavors))
        })
    };
    let of_point = factors_of.iter().map(&mut set_of).collect();
    Evaluation {
        of_point: checked.points().map_of(of_point),
        allowed_of: sets.map_of(allowed_of),
        sets,
        factors_of: checked.points().map_of(factors_of),
        factors,
        environments,
        offers: Offers::new(checked.table(), ChangedOffers::default()),
    }
}

/// What decides a type of the set of a point: the policies of its list that are of the type and apply to its
/// kind, and what stands above them. Points for which that is the same have one and the same factor.
#[derive(Debug)]
pub(crate) struct Factor {
    pub(crate) policy_type: PolicyType,
    /// Each once, in name order.
    pub(crate) applying: Applying,
    /// The first point that has it.
    pub(crate) point: PointId,
}

/// The id of a factor among those of a workspace.
pub(crate) type FactorId = Id<Factor>;

/// The policies of a list that are of one type and apply to one kind.
type Applying = Arc<[PolicyId]>;

/// Those of both types.
type Both = [Id<Applying>; 2];

/// The factors of the points that were looked at.
struct Factors<'c> {
    checked: &'c Checked,
    environments: &'c Environments,
    factors: Arena<Factor>,
    known: FxHashMap<(PolicyType, Id<Allowed>, Id<Applying>), FactorId>,
    above: Interner<Allowed>,
    applying: Interner<Applying>,
    /// What each place allows of each type.
    at: FxHashMap<Place, [Id<Allowed>; 2]>,
    /// Which policies of each list are of each type and apply to the first kind that was asked for, with all
    /// kinds to which the same apply: mostly that is all there is.
    of_lists: IdMap<Attachments, Option<(Kinds, Both)>>,
    /// The same for other kinds.
    of_others: FxHashMap<(AttachmentsId, Kind), Both>,
}

impl<'c> Factors<'c> {
    fn new(checked: &'c Checked, environments: &'c Environments) -> Self {
        Self {
            checked,
            environments,
            factors: Arena::default(),
            known: FxHashMap::default(),
            above: Interner::default(),
            applying: Interner::default(),
            at: FxHashMap::default(),
            of_lists: checked.attachments().map(|_| None),
            of_others: FxHashMap::default(),
        }
    }

    fn of(&mut self, id: PointId, point: &Point) -> [FactorId; 2] {
        let Self { checked, environments, factors, known, above, applying, at, of_lists, of_others } = self;
        let (list, kind) = (point.attachments(), point.kind());
        let place = environments.place(point.environment(), kind);
        let above = *at.entry(place).or_insert_with(|| {
            PolicyType::ALL.map(|policy_type| above.intern(environments.at(place).of(policy_type)))
        });
        let policies = &checked.attachments()[list];
        let mut make = || {
            PolicyType::ALL.map(|policy_type| {
                let policies = applying_to(checked, policies, policy_type, kind);
                applying.intern(&policies.map(|(id, _)| id).collect::<Applying>())
            })
        };
        let own = match &mut of_lists[list] {
            Some((kinds, own)) if kinds.has(kind) => *own,
            Some(_) => *of_others.entry((list, kind)).or_insert_with(&mut make),
            none => none.insert((alike(checked, policies, kind), make())).1,
        };
        let mut factor = |policy_type, above, own| {
            *known.entry((policy_type, above, own)).or_insert_with(|| {
                factors.push(Factor { policy_type, applying: Arc::clone(&applying.values[own]), point: id })
            })
        };
        let ([places, hardware], [place_policies, hardware_policies]) = (above, own);
        [
            factor(PolicyType::Location, places, place_policies),
            factor(PolicyType::Flavor, hardware, hardware_policies),
        ]
    }
}

/// The kinds to which the same of some policies apply as to this one.
fn alike(checked: &Checked, policies: &[PolicyId], kind: Kind) -> Kinds {
    let targets = policies.iter().map(|&id| checked.policies()[id].target());
    let applies_alike = |other: Kind| targets.clone().all(|target| target.has(other) == target.has(kind));
    Kind::ALL.into_iter().filter(|&other| applies_alike(other)).collect()
}
