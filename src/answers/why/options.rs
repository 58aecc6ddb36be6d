//! What is said of an option: who lets it in, who blocks it, and what would change that.

use super::document::{Answer, AnsweredOption, AttachedOnly};
use super::repairs::Repairs;
use super::subject::{Spot, Subject};
use crate::answers::asked::Asked;
use crate::answers::sets::codes;
use crate::placement::Status;
use crate::syntax::keyword::PolicyType;
use crate::workspace::PolicyId;

/// The answer about an option.
pub(super) fn answer<'s>(
    subject: &'s Subject<'s>,
    repairs: &mut Repairs<'s>,
    asked: &'s Asked,
) -> AnsweredOption {
    let workspace = subject.provisional.workspace();
    let policy_type = asked.policy_type();
    let result = subject.result(policy_type);
    let part = result.as_ref().and_then(|result| result.intersection(&asked.set));
    let answer = match &part {
        None => Answer::Denied,
        Some(part) if *part != asked.set => Answer::Partly,
        Some(_) if is_available(subject, asked) => Answer::Allowed,
        Some(_) => Answer::Unavailable,
    };
    let (repairs, more_repairs) = match answer {
        Answer::Allowed => (Vec::new(), 0),
        _ => repairs.allowing(asked),
    };
    let part = part.filter(|_| answer == Answer::Partly);
    AnsweredOption {
        option: asked.choice.clone(),
        answer,
        part: codes(workspace, part.as_ref()),
        admitted_by: admitted_by(subject, asked),
        blocked_by: blocked_by(subject, asked),
        repairs,
        more_repairs,
    }
}

/// Whether there is a placement with it.
fn is_available(subject: &Subject<'_>, asked: &Asked) -> bool {
    let space = subject.provisional.space();
    if subject.status != Status::Placed {
        return false;
    }
    subject.placements().is_none_or(|placements| {
        placements.iter().any(|it| match asked.policy_type() {
            PolicyType::Location => space.has(&asked.set, it.location()),
            PolicyType::Flavor => it.flavors().iter().any(|&flavor| space.has(&asked.set, flavor)),
        })
    })
}

/// Each policy that applies and touches it; a point where none applies, once.
fn admitted_by(subject: &Subject<'_>, asked: &Asked) -> Vec<AttachedOnly> {
    let mut all = Vec::new();
    for spot in &subject.spots {
        if spot.union(asked.policy_type()).is_none() {
            all.push(AttachedOnly { point: spot.name.clone(), policy: None, place: None });
        }
        let touching = subject.applying(spot, asked.policy_type()).filter(|(_, set)| set.touches(&asked.set));
        all.extend(touching.map(|(id, _)| attached(subject, spot, id)));
    }
    all
}

/// Each policy that applies of the points that do not cover it.
pub(super) fn blocked_by(subject: &Subject<'_>, asked: &Asked) -> Vec<AttachedOnly> {
    let policy_type = asked.policy_type();
    let is_blocking = |spot: &&Spot<'_>| spot.union(policy_type).is_some_and(|it| !it.covers(&asked.set));
    let blocking = subject.spots.iter().filter(is_blocking);
    blocking.flat_map(|spot| attached_at(subject, spot, policy_type)).collect()
}

/// Each policy of a type that applies at a point.
pub(super) fn attached_at<'s>(
    subject: &'s Subject<'s>,
    spot: &'s Spot<'s>,
    policy_type: PolicyType,
) -> impl Iterator<Item = AttachedOnly> {
    subject.applying(spot, policy_type).map(move |(id, _)| attached(subject, spot, id))
}

fn attached(subject: &Subject<'_>, spot: &Spot<'_>, policy: PolicyId) -> AttachedOnly {
    let (name, place) = (Some(subject.name(policy).to_owned()), subject.place(spot, policy));
    AttachedOnly { point: spot.name.clone(), policy: name, place }
}
