//! How sets are shown beside the text: a set comes in, `fr · t4` goes out.

use std::cmp::Reverse;

use crate::editor::view::Meaning;
use crate::placement::{PlacementSet, Provisional};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::syntax::quoted;
use crate::table::CodeId;
use crate::text::hidden::one_line;
use crate::workspace::{EnvironmentId, Kinds};

/// How many codes are named where there are no more.
const MOST: usize = 4;

/// How many are named where there are more.
const FIRST: usize = 3;

/// Names in the order of output: four, or the first three and a number.
pub(super) fn few<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let all = names.len();
    let shown = if all > MOST { FIRST } else { all };
    let shown: Vec<String> = names.take(shown).map(|name| one_line(&quoted(name))).collect();
    let more = all - shown.len();
    let words = shown.join(", ");
    if more == 0 { words } else { format!("{words} and {more} more") }
}

fn codes(provisional: &Provisional, codes: &[CodeId]) -> String {
    few(codes.iter().map(|&code| provisional.workspace().table()[code].name()))
}

/// A type of a set: `eu, us`, or `any location` where nothing regulates it.
pub(super) fn of_type(provisional: &Provisional, set: &PlacementSet, policy_type: PolicyType) -> String {
    if set.of(policy_type).is_restricted() {
        match provisional.codes(set, policy_type) {
            left if left.is_empty() => "nothing".to_owned(),
            left => codes(provisional, &left),
        }
    } else {
        format!("any {}", policy_type.name())
    }
}

/// Both types of a set: `eu, us · any flavor`.
pub(super) fn set(provisional: &Provisional, set: &PlacementSet) -> String {
    let [locations, flavors] = PolicyType::ALL.map(|it| of_type(provisional, set, it));
    format!("{locations} · {flavors}")
}

/// The kinds of an environment that share a ceiling.
pub(super) struct Ceiling<'e> {
    pub(super) kinds: Kinds,
    pub(super) set: &'e PlacementSet,
}

/// What an environment of the sound part and all that it is in allow some kinds: one for each set of kinds
/// with one ceiling, those of most workloads first, then by the first kind's name.
pub(super) fn ceilings<'m>(
    meaning: &Meaning<'m>,
    provisional: &Provisional,
    environment: EnvironmentId,
    kinds: Kinds,
) -> Vec<Ceiling<'m>> {
    let Some(above) = meaning.above() else { return Vec::new() };
    let mut ceilings: Vec<Ceiling<'m>> = Vec::new();
    for kind in kinds.iter() {
        let set = above.allowed(Some(environment), kind);
        match ceilings.iter_mut().find(|ceiling| ceiling.set == set) {
            Some(ceiling) => ceiling.kinds = ceiling.kinds.union(Kinds::of(kind)),
            None => ceilings.push(Ceiling { kinds: Kinds::of(kind), set }),
        }
    }
    let name = provisional.workspace().environments()[environment].name();
    let own = meaning.analysis.workspace().environment(name);
    let workloads = |kinds| own.map_or(0, |id| meaning.reach().workloads_of(id, kinds));
    // The first kind of each comes in the order of names already.
    ceilings.sort_by_key(|ceiling| Reverse(workloads(ceiling.kinds)));
    ceilings
}

/// Kinds in the plural: `agents, functions`.
pub(super) fn plurals(kinds: Kinds) -> String {
    kinds.iter().map(Kind::plural).collect::<Vec<_>>().join(", ")
}
