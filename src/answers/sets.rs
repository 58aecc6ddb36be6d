//! Sets and their differences by name: sets of one workspace come in, lists of codes go out.

use super::words::{Changed, Choice, Placed};
use crate::placement::{Placement, PlacementSet, Provisional};
use crate::syntax::keyword::PolicyType;
use crate::table::{CodeId, Set};
use crate::workspace::Workspace;

/// The shortest list of codes that stands for a set; empty where there is none.
#[must_use]
pub fn codes(workspace: &Workspace, set: Option<&Set>) -> Vec<Choice> {
    let codes = set.map_or_else(Vec::new, |set| workspace.space().shortest(set));
    codes.into_iter().map(|code| Choice::code(workspace.table(), code)).collect()
}

/// What `set` has and `other` has not, as a walk down the tree of codes.
#[must_use]
pub fn outside(workspace: &Workspace, set: Option<&Set>, other: Option<&Set>) -> Vec<Choice> {
    let (Some(set), Some(other)) = (set, other) else { return codes(workspace, set) };
    let parts = set.outside(other).map_or_else(Vec::new, |it| workspace.space().parts(&it));
    parts.into_iter().map(|part| Choice::part(workspace.table(), part)).collect()
}

/// Placements by name.
#[must_use]
pub fn placements(workspace: &Workspace, placements: &[Placement]) -> Vec<Placed> {
    placements.iter().map(|it| placed(workspace, it.location(), it.flavors())).collect()
}

/// The flavors that `placements` have at each location and `others` have not. Both are by location.
#[must_use]
pub fn placements_outside(
    workspace: &Workspace,
    placements: &[Placement],
    others: &[Placement],
) -> Vec<Placed> {
    let outside = placements.iter().filter_map(|own| {
        let other = others.binary_search_by_key(&own.location(), Placement::location).ok();
        let other = other.and_then(|index| others.get(index)).map_or(&[][..], Placement::flavors);
        let flavors: Vec<CodeId> = own.flavors().iter().copied().filter(|it| !other.contains(it)).collect();
        (!flavors.is_empty()).then(|| placed(workspace, own.location(), &flavors))
    });
    outside.collect()
}

/// What one set has of everything and another of the same workspace has not.
#[must_use]
pub fn changed(provisional: &Provisional, set: &PlacementSet, other: &PlacementSet) -> Changed {
    let workspace = provisional.workspace();
    let space = workspace.space();
    let of = |policy_type| {
        let (set, other) = (set.set(space, policy_type), other.set(space, policy_type));
        outside(workspace, set.as_ref(), other.as_ref())
    };
    let placements = match (provisional.placements(set), provisional.placements(other)) {
        (Some(own), Some(others)) => placements_outside(workspace, &own, &others),
        _ => Vec::new(),
    };
    Changed { location: of(PolicyType::Location), flavor: of(PolicyType::Flavor), placements }
}

fn placed(workspace: &Workspace, location: CodeId, flavors: &[CodeId]) -> Placed {
    let table = workspace.table();
    Placed {
        location: table[location].name().to_owned(),
        flavors: flavors.iter().map(|&flavor| Choice::code(table, flavor)).collect(),
    }
}
