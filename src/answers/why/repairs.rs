//! Repairs: the fewest edits after which a workload is placed, or an option of it is allowed.
//!
//! Every smallest repair makes room for one location with one flavor, so that all of them are found by going
//! through those.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Repair;
use super::steps::{Step, Ways, both, cost, ways_at};
use super::subject::Subject;
use crate::answers::asked::Asked;
use crate::answers::edit::Edits;
use crate::answers::words::{Choice, PointName};
use crate::placement::Status;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Set};
use crate::workspace::{GuardId, Workspace};

/// So many repairs of a group are listed.
const LISTED: usize = 10;

/// Of more edits no way is searched for to place a workload.
const MOST_EDITS: usize = 3;

/// The repairs after which an option is allowed, and how many more there are.
pub(super) fn allowing(subject: &Subject<'_>, asked: &Asked) -> (Vec<Repair>, usize) {
    let own = asked.policy_type();
    let allows = [(asked.choice.clone(), asked.set.clone())];
    let base = ways(subject, own, &asked.set, |_| allows.to_vec());
    let space = subject.provisional.space();
    let other = |policy_type, code| ways(subject, policy_type, &space.whole(code), |_| Vec::new());
    let available = match own {
        PolicyType::Location => {
            let has = |code| space.has(&asked.set, code).then(|| vec![Vec::new()]);
            fewest(subject, has, |code| Some(other(PolicyType::Flavor, code)))
        }
        PolicyType::Flavor => {
            let has = |code| space.has(&asked.set, code).then(|| vec![Vec::new()]);
            fewest(subject, |code| Some(other(PolicyType::Location, code)), has)
        }
    };
    let available: Ways = available.into_iter().collect();
    grouped(subject, both(&base, &available).into_iter().map(sorted).collect())
}

/// The repairs after which the workload is placed.
pub(super) fn placing(subject: &Subject<'_>) -> Vec<Repair> {
    let (workspace, space) = (subject.provisional.workspace(), subject.provisional.space());
    let of = |policy_type: PolicyType| {
        let codes = move |spot: usize| {
            let others = subject.spots.iter().enumerate().filter(move |(index, _)| *index != spot);
            let codes = others.filter_map(move |(_, spot)| spot.union(policy_type));
            let codes: BTreeSet<CodeId> = codes.flat_map(|set| space.shortest(set)).collect();
            let allow = |code| (Choice::code(workspace.table(), code), space.whole(code));
            codes.into_iter().map(allow).collect::<Vec<_>>()
        };
        move |code| Some(ways(subject, policy_type, &space.whole(code), codes))
    };
    let found = fewest(subject, of(PolicyType::Location), of(PolicyType::Flavor));
    let found = found.into_iter().filter(|steps| steps.len() <= MOST_EDITS).collect();
    grouped(subject, found).0
}

fn sorted(mut steps: Vec<Step>) -> Vec<Step> {
    steps.sort();
    steps
}

/// The fewest edits by which all points cover something; `allows` is what each may allow.
fn ways(
    subject: &Subject<'_>,
    policy_type: PolicyType,
    wanted: &Set,
    allows: impl Fn(usize) -> Vec<(Choice, Set)>,
) -> Ways {
    let spots = subject.spots.iter().enumerate();
    let each = spots.map(|(index, spot)| {
        let is_blocking = spot.union(policy_type).is_some_and(|union| !union.covers(wanted));
        let allows = if is_blocking { allows(index) } else { Vec::new() };
        ways_at(subject, (index, spot), policy_type, wanted, &allows)
    });
    each.fold(vec![Vec::new()], |all, ways| both(&all, &ways))
}

/// The fewest edits by which there is a place: `locations` and `flavors` give what each of them takes, if it
/// may be one at all.
fn fewest(
    subject: &Subject<'_>,
    locations: impl Fn(CodeId) -> Option<Ways>,
    flavors: impl Fn(CodeId) -> Option<Ways>,
) -> BTreeSet<Vec<Step>> {
    let (workspace, space) = (subject.provisional.workspace(), subject.provisional.space());
    let table = workspace.table();
    let has_fleet = table.has_fleet();
    let leaves = |policy_type| space.all(policy_type).map_or_else(Vec::new, |all| space.leaves(&all));
    let places = if has_fleet {
        table.of(Attribute::Location).map(|(id, _)| id).collect()
    } else {
        leaves(PolicyType::Location)
    };
    let open = |codes: Vec<CodeId>, ways: &dyn Fn(CodeId) -> Option<Ways>| {
        let with = |code| ways(code).filter(|ways| !ways.is_empty()).map(|ways| (code, ways));
        codes.into_iter().filter_map(with).collect::<Vec<_>>()
    };
    let places = open(places, &locations);
    let flavors = open(leaves(PolicyType::Flavor), &flavors);
    let lacks = |location: CodeId, flavor: CodeId| {
        has_fleet && table[location].offers().is_some_and(|offers| !offers.contains(&flavor))
    };
    let pairs = || {
        places.iter().flat_map(|(location, some)| {
            flavors.iter().map(move |(flavor, others)| {
                let is_lacking = lacks(*location, *flavor);
                let cost = cost(some).saturating_add(cost(others)).saturating_add(is_lacking.into());
                (cost, is_lacking, *location, *flavor, some, others)
            })
        })
    };
    let least = pairs().map(|(cost, ..)| cost).min();
    let mut found = BTreeSet::new();
    for (_, is_lacking, location, flavor, some, others) in pairs().filter(|it| Some(it.0) == least) {
        let offer = is_lacking.then(|| Step::offer(subject, location, flavor));
        for mut steps in both(some, others) {
            steps.extend(offer.clone());
            found.insert(sorted(steps));
        }
    }
    found
}

/// Repairs by who must act; of each group the first ones, and the number of all others.
fn grouped(subject: &Subject<'_>, found: BTreeSet<Vec<Step>>) -> (Vec<Repair>, usize) {
    let mut groups: BTreeMap<Vec<usize>, Vec<Vec<Step>>> = BTreeMap::new();
    for steps in found {
        let mut by: Vec<usize> = steps.iter().map(Step::spot).collect();
        by.dedup();
        groups.entry(by).or_default().push(steps);
    }
    let more = groups.values().map(|group| group.len().saturating_sub(LISTED)).sum();
    let mut known = BTreeMap::new();
    let listed = groups.iter().flat_map(|(by, group)| group.iter().take(LISTED).map(move |it| (by, it)));
    (listed.map(|(by, steps)| repair(subject, by, steps, &mut known)).collect(), more)
}

fn repair(
    subject: &Subject<'_>,
    by: &[usize],
    steps: &[Step],
    known: &mut BTreeMap<GuardId, bool>,
) -> Repair {
    let actor = |&spot: &usize| match subject.spots.get(spot).map(|it| &it.name) {
        Some(PointName::Environment(name)) => format!("environment {name}"),
        Some(_) => "workload".to_owned(),
        None => "fleet".to_owned(),
    };
    let mut edits = subject.base.clone();
    for step in steps {
        step.make(subject, &mut edits);
    }
    let (also_changes, breaks) = effects(subject, &edits, known);
    let opens = steps.iter().any(|step| {
        let (Some(spot), Some(policy)) = (subject.spots.get(step.spot()), step.detached()) else {
            return false;
        };
        let set = subject.provisional.policy(policy);
        set.is_some_and(|set| {
            let others = subject.spots.iter().filter(|it| it.at != spot.at);
            others.into_iter().all(|it| it.union(set.policy_type()).is_none())
        })
    });
    Repair {
        by: by.iter().map(actor).collect(),
        edits: steps.iter().map(|step| step.document(subject)).collect(),
        also_changes,
        breaks,
        opens,
    }
}

/// How many other workloads change, and the guards that hold now and do not then.
fn effects(
    subject: &Subject<'_>,
    edits: &Edits,
    known: &mut BTreeMap<GuardId, bool>,
) -> (usize, Vec<String>) {
    let Some(edited) = subject.edited(edits) else { return (0, Vec::new()) };
    let provisional = subject.provisional;
    let changes = edited.changes();
    let others = changes.all.iter().flat_map(|it| edited.workloads(it.subject));
    let also_changes = others.filter(|&index| index != subject.index).count();
    let is_broken = provisional.sets().ids().any(|id| provisional.status(id) != Status::Placed)
        || changes.statuses.iter().any(|&it| it != Status::Placed);
    if is_broken {
        return (also_changes, Vec::new());
    }
    let broken = edited.broken(&changes, |_| true).into_iter();
    let held = broken.filter(|&guard| *known.entry(guard).or_insert_with(|| holds(subject, guard)));
    (also_changes, held.map(|id| provisional.workspace().guards()[id].name().to_owned()).collect())
}

/// Whether a guard holds of the workspace as it is.
fn holds(subject: &Subject<'_>, id: GuardId) -> bool {
    let workspace = subject.provisional.workspace();
    let guard = &workspace.guards()[id];
    let none = Edits::default();
    let Some(edited) = subject.edited(&none) else { return false };
    workspace.points().iter().all(|(point, it)| {
        let is_covered =
            guard.target().has(it.kind()) && is_in(workspace, it.environment(), guard.environment());
        !is_covered || edited.holds(id, &subject.provisional.sets()[subject.provisional.set_at(point)])
    })
}

fn is_in(
    workspace: &Workspace,
    environment: Option<crate::workspace::EnvironmentId>,
    outer: Option<crate::workspace::EnvironmentId>,
) -> bool {
    outer.is_none_or(|outer| workspace.upwards(environment).any(|it| it == outer))
}
