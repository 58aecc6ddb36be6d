//! Where no fleet is known, codes are compared: those that documents list against the set of a workload.

use super::reader::{Admits, At, Grant};
use super::verdict::{Allowed, Code, Options, World};
use crate::placement;
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Difference, Set};

/// The codes that are too much, with what lets them in, and those that are missing.
pub(super) fn compare<'g>(
    world: &World<'_>,
    allowed: &Allowed<'_>,
    grants: impl Iterator<Item = &'g Grant>,
) -> (Options, Vec<At>, Options) {
    let grants: Vec<&Grant> = grants.collect();
    let (mut too_much, mut too_little, mut at) = (Vec::new(), Vec::new(), Vec::new());
    for policy_type in PolicyType::ALL {
        let mut all: Option<Vec<CodeId>> = Some(Vec::new());
        for grant in &grants {
            let listed = codes(grant, policy_type);
            let is_wider = excess(world, allowed, policy_type, listed).is_some_and(|it| !it.is_empty());
            let is_foreign = grant.foreign.iter().any(|it| it.policy_type == policy_type);
            if (is_wider || (is_foreign && allowed.restricts(policy_type))) && !at.contains(&grant.at) {
                at.push(grant.at.clone());
            }
            all = all.zip(listed).map(|(all, listed)| [&all, listed].concat());
        }
        too_much.extend(excess(world, allowed, policy_type, all.as_deref()).into_iter().flatten());
        if allowed.restricts(policy_type) {
            let foreign = grants.iter().flat_map(|grant| &grant.foreign);
            let foreign = foreign.filter(|it| it.policy_type == policy_type);
            too_much.extend(foreign.map(|it| Code { policy_type, attribute: "*", name: it.name.clone() }));
        }
        too_little.extend(lack(world, allowed, policy_type, all.as_deref()));
    }
    too_much.sort();
    too_much.dedup();
    too_little.sort();
    (Options::Codes(too_much), at, Options::Codes(too_little))
}

/// The codes of a type that a grant lists; none for any.
fn codes(grant: &Grant, policy_type: PolicyType) -> Option<&[CodeId]> {
    match (&grant.admits, policy_type) {
        (Admits::Codes { places, .. }, PolicyType::Location) => places.as_deref(),
        (Admits::Codes { flavors, .. }, PolicyType::Flavor) => flavors.as_deref(),
        (Admits::Machines { .. }, _) => None,
    }
}

/// What a list has of a type that the set does not allow.
fn excess(
    world: &World<'_>,
    allowed: &Allowed<'_>,
    policy_type: PolicyType,
    listed: Option<&[CodeId]>,
) -> Option<Vec<Code>> {
    if !allowed.restricts(policy_type) {
        return None;
    }
    let Some(listed) = listed else {
        return Some(vec![Code { policy_type, attribute: "*", name: "*".to_owned() }]);
    };
    let granted = set(world, policy_type, listed)?;
    let placement::Allowed::Only(its) = allowed.set().of(policy_type) else { return None };
    granted.outside(its).map(|difference| named(world, policy_type, &difference))
}

/// What the set allows of a type that a list does not have.
fn lack(
    world: &World<'_>,
    allowed: &Allowed<'_>,
    policy_type: PolicyType,
    listed: Option<&[CodeId]>,
) -> Vec<Code> {
    let space = world.request.resolved.space();
    let its = match allowed.set().of(policy_type) {
        placement::Allowed::Only(set) => Some(set.clone()),
        placement::Allowed::Everything => space.all(policy_type),
        placement::Allowed::Nothing => None,
    };
    let (Some(listed), Some(its)) = (listed, its) else { return Vec::new() };
    match set(world, policy_type, listed) {
        Some(granted) => {
            its.outside(&granted).map_or_else(Vec::new, |difference| named(world, policy_type, &difference))
        }
        None => space.shortest(&its).into_iter().map(|code| of(world, policy_type, code)).collect(),
    }
}

fn set(world: &World<'_>, policy_type: PolicyType, codes: &[CodeId]) -> Option<Set> {
    world.request.resolved.space().set(policy_type, codes.iter().copied())
}

/// The codes of what one set has and another has not.
fn named(world: &World<'_>, policy_type: PolicyType, difference: &Difference) -> Vec<Code> {
    let parts = world.request.resolved.space().parts(difference);
    parts.into_iter().map(|part| of(world, policy_type, part.code())).collect()
}

fn of(world: &World<'_>, policy_type: PolicyType, code: CodeId) -> Code {
    let code = &world.request.resolved.workspace().table()[code];
    Code { policy_type, attribute: code.attribute().name(), name: code.name().to_owned() }
}
