//! What environments allow, each together with all that it is in.

use rustc_hash::{FxHashMap, FxHashSet};

use super::allowed::PlacementSet;
use super::point::union;
use crate::arena::{Arena, Id, IdMap};
use crate::parallel;
use crate::syntax::keyword::Kind;
use crate::workspace::{AttachmentsId, Checked, Environment, EnvironmentId, Kinds, PolicyId};

/// What some environment and all that it is in allow some kind.
#[derive(Clone, Debug)]
pub(super) struct Above(PlacementSet);

/// What stands above something: a set of [`Environments`], or nothing at all.
pub(super) type Place = Option<Id<Above>>;

/// A list, the kinds of which a policy's target must have any, and the kind that is asked for.
type Own = (AttachmentsId, Kinds, Kind);

/// What every environment allows, together with all that it is in. Equal environments in equal ones are
/// worked out once.
#[derive(Debug)]
pub(crate) struct Environments {
    sets: Arena<Above>,
    /// The set of each environment for each kind, where that was asked for.
    of: IdMap<Environment, [Place; Kind::ALL.len()]>,
}

impl Environments {
    /// What each environment allows the kinds that `kinds` gives for it, which all that it is in has too. Of
    /// its policies only those count whose target has any of the kinds that `matching` gives.
    pub(super) fn new(
        checked: &Checked,
        kinds: impl Fn(EnvironmentId) -> Kinds,
        matching: impl Fn(EnvironmentId) -> Kinds,
    ) -> Self {
        let all = checked.environments();
        let wanted = all.iter().flat_map(|(id, environment)| {
            let (list, matching) = (environment.attachments(), matching(id));
            kinds(id).iter().map(move |kind| (list, matching, kind)).collect::<Vec<_>>()
        });
        let wanted: FxHashSet<Own> = wanted.collect();
        let own = |key: Own| {
            let (list, matching, kind) = key;
            let matches = |id: &PolicyId| !checked.policies()[*id].target().intersection(matching).is_empty();
            let policies: Vec<PolicyId> =
                checked.attachments()[list].iter().copied().filter(matches).collect();
            (key, union(checked, &policies, kind))
        };
        let own: FxHashMap<Own, PlacementSet> =
            parallel::map(wanted.into_iter().collect(), own).into_iter().collect();
        let mut sets = Arena::default();
        let mut of = all.map(|_| [None; Kind::ALL.len()]);
        let mut known: FxHashMap<(Place, Own), Id<Above>> = FxHashMap::default();
        for id in checked.outermost_first() {
            let environment = &all[id];
            let above = environment.parent().map(|parent| of[parent]);
            for kind in kinds(id).iter() {
                let key = (environment.attachments(), matching(id), kind);
                let above = above.map(|above| present(place(&above, kind)));
                let make = || {
                    #[expect(clippy::indexing_slicing, reason = "each list is wanted for these kinds")]
                    let own = &own[&key];
                    sets.push(Above(match above {
                        Some(above) => sets[above].0.intersection(own),
                        None => own.clone(),
                    }))
                };
                let set = *known.entry((above, key)).or_insert_with(make);
                if let Some(place) = of[id].get_mut(kind as usize) {
                    *place = Some(set);
                }
            }
        }
        Self { sets, of }
    }

    /// What an environment, if there is one, and all that it is in allow a kind.
    pub(crate) fn allowed(&self, environment: Option<EnvironmentId>, kind: Kind) -> &PlacementSet {
        self.at(self.place(environment, kind))
    }

    pub(super) fn place(&self, environment: Option<EnvironmentId>, kind: Kind) -> Place {
        environment.map(|id| present(place(&self.of[id], kind)))
    }

    pub(super) fn at(&self, place: Place) -> &PlacementSet {
        match place {
            Some(id) => &self.sets[id].0,
            None => &PlacementSet::EVERYTHING,
        }
    }
}

fn place(places: &[Place; Kind::ALL.len()], kind: Kind) -> Place {
    places.get(kind as usize).copied().flatten()
}

#[expect(clippy::expect_used, reason = "a missing environment would widen what is in it")]
fn present(place: Place) -> Id<Above> {
    place.expect("an environment is asked for the kinds that it was made for")
}
