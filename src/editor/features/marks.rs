//! How sets are shown beside the text: a set comes in, `fr · t4` goes out.

use crate::placement::{Environments, PlacementSet, Provisional};
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

impl Ceiling<'_> {
    /// The first of its kinds, by name.
    pub(super) fn first(&self) -> Option<&'static str> {
        self.kinds.iter().next().map(Kind::plural)
    }
}

/// What an environment and all that it is in allow some kinds: one for each set of kinds with one ceiling.
pub(super) fn ceilings(above: &Environments, environment: EnvironmentId, kinds: Kinds) -> Vec<Ceiling<'_>> {
    let mut ceilings: Vec<Ceiling<'_>> = Vec::new();
    for kind in kinds.iter() {
        let set = above.allowed(Some(environment), kind);
        match ceilings.iter_mut().find(|ceiling| ceiling.set == set) {
            Some(ceiling) => ceiling.kinds = ceiling.kinds.union(Kinds::of(kind)),
            None => ceilings.push(Ceiling { kinds: Kinds::of(kind), set }),
        }
    }
    ceilings
}

/// Kinds in the plural: `agents, functions`.
pub(super) fn plurals(kinds: Kinds) -> String {
    kinds.iter().map(Kind::plural).collect::<Vec<_>>().join(", ")
}
