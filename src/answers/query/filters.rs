//! What workloads are asked for: the words of a command line come in, and what they name goes out; whether
//! all of it holds for a set or at a point.

use crate::answers::asked::{Asked, Takes, option};
use crate::answers::name::{self, Unfound};
use crate::placement::{Placement, PlacementSet, Provisional};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::table::Set;
use crate::workspace::{EnvironmentId, PointId, PolicyId, Workspace};

/// What is asked for, as people write it.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Places that it may run in.
    pub inside: Vec<String>,
    /// Flavors that it may run on.
    pub on: Vec<String>,
    /// All that it may run in or on, of each type of which there are any.
    pub only: Vec<String>,
    /// What it may not run in or on.
    pub never: Vec<String>,
    /// What goes away.
    pub lose: Vec<String>,
    /// What it is: one of them.
    pub kinds: Vec<Kind>,
    /// What it is in: one of them, or something in it; empty for no environment.
    pub environments: Vec<String>,
    /// Policies that apply to it.
    pub policies: Vec<String>,
    /// Types that policies regulate.
    pub restricted: Vec<PolicyType>,
    /// Types that no policy regulates.
    pub unrestricted: Vec<PolicyType>,
    /// How many placements it has at most.
    pub fragile: Option<usize>,
}

/// What is asked for, found in a workspace. Every list is sorted, with nothing twice.
#[derive(Clone, Debug)]
pub struct Filters {
    pub(super) inside: Vec<Asked>,
    pub(super) on: Vec<Asked>,
    pub(super) only: Vec<Asked>,
    pub(super) never: Vec<Asked>,
    pub(super) lose: Vec<Asked>,
    pub(super) kinds: Vec<Kind>,
    pub(super) environments: Vec<Option<EnvironmentId>>,
    pub(super) policies: Vec<PolicyId>,
    pub(super) restricted: Vec<PolicyType>,
    pub(super) unrestricted: Vec<PolicyType>,
    fragile: Option<usize>,
    /// All places, and all flavors, of `only`.
    bounds: Vec<Set>,
    /// All places, and all flavors, that go away.
    lost: Vec<Set>,
}

impl Filters {
    /// What the words name.
    ///
    /// # Errors
    /// Something is not there, or is not the only one of that name; few placements are asked for and there
    /// is no fleet.
    pub fn read(workspace: &Workspace, words: &Words) -> Result<Self, Unfound> {
        if words.fragile.is_some() && !workspace.table().has_fleet() {
            return Err(Unfound {
                message: "`--fragile` counts placements, and the workspace has no locations".to_owned(),
                help: Some("declare locations, or name an inventory with `--fleet`".to_owned()),
            });
        }
        let (only, lose) =
            (all(workspace, &words.only, Takes::All)?, all(workspace, &words.lose, Takes::All)?);
        Ok(Self {
            inside: all(workspace, &words.inside, Takes::Places)?,
            on: all(workspace, &words.on, Takes::Flavors)?,
            never: all(workspace, &words.never, Takes::All)?,
            kinds: sorted(words.kinds.clone()),
            environments: found(&words.environments, |name| environment(workspace, name))?,
            policies: found(&words.policies, |name| name::policy(workspace, name))?,
            restricted: sorted(words.restricted.clone()),
            unrestricted: sorted(words.unrestricted.clone()),
            fragile: words.fragile,
            bounds: together(&only),
            lost: together(&lose),
            only,
            lose,
        })
    }

    /// How many placements a workload has at most, if that is asked for.
    #[must_use]
    pub fn fragile(&self) -> Option<usize> {
        self.fragile
    }

    /// Whether something goes away.
    pub(super) fn asks_for_loss(&self) -> bool {
        !self.lost.is_empty()
    }

    /// Whether anything of it can only be known from where exactly a set is.
    pub(super) fn ask_for_placements(&self) -> bool {
        let are_paired = !self.inside.is_empty() && !self.on.is_empty();
        are_paired || self.fragile.is_some() || self.asks_for_loss()
    }

    /// Whether any of it is about what a set is.
    fn ask_for_sets(&self) -> bool {
        let lists = [&self.inside, &self.on, &self.only, &self.never];
        let are_regulated = !self.restricted.is_empty() || !self.unrestricted.is_empty();
        lists.iter().any(|list| !list.is_empty()) || are_regulated || self.fragile.is_some()
    }

    /// All places, and all flavors, that go away.
    pub(super) fn lost(&self) -> &[Set] {
        &self.lost
    }

    /// Whether those filters hold that are about what a workload is, where it is and what policies it has.
    pub(super) fn hold_at(&self, provisional: &Provisional, point: PointId) -> bool {
        let workspace = provisional.workspace();
        let point = &workspace.points()[point];
        let is_in = |asked: &Option<EnvironmentId>| match asked {
            Some(asked) => workspace.upwards(point.environment()).any(|it| it == *asked),
            None => point.environment().is_none(),
        };
        let applies = |policy: &PolicyId| {
            let own = &workspace.attachments()[point.attachments()];
            let lists = workspace.upwards(point.environment());
            let mut above =
                lists.map(|it| &workspace.attachments()[workspace.environments()[it].attachments()]);
            workspace.policies()[*policy].target().has(point.kind())
                && (own.contains(policy) || above.any(|list| list.contains(policy)))
        };
        (self.kinds.is_empty() || self.kinds.contains(&point.kind()))
            && (self.environments.is_empty() || self.environments.iter().any(is_in))
            && self.policies.iter().all(applies)
    }

    /// Whether those filters hold that are about what a workload may run in and on. Placements are there
    /// where the fleet is known and the filters ask for them.
    pub(super) fn hold_for(
        &self,
        provisional: &Provisional,
        set: &PlacementSet,
        placements: Option<&[Placement]>,
    ) -> bool {
        if !self.ask_for_sets() {
            return true;
        }
        let space = provisional.space();
        let [locations, flavors] = PolicyType::ALL.map(|it| set.set(space, it));
        let of = |policy_type| match policy_type {
            PolicyType::Location => locations.as_ref(),
            PolicyType::Flavor => flavors.as_ref(),
        };
        let touches = |asked: &Asked| of(asked.policy_type()).is_some_and(|own| own.touches(&asked.set));
        let is_within = |bound: &Set| of(bound.policy_type()).is_none_or(|own| bound.covers(own));
        let is_placed = |place: &Asked, flavor: &Asked| {
            placements.is_none_or(|placements| {
                placements.iter().any(|it| {
                    space.has(&place.set, it.location())
                        && it.flavors().iter().any(|&code| space.has(&flavor.set, code))
                })
            })
        };
        self.inside.iter().chain(&self.on).all(touches)
            && self.inside.iter().all(|place| self.on.iter().all(|flavor| is_placed(place, flavor)))
            && self.bounds.iter().all(is_within)
            && !self.never.iter().any(touches)
            && self.restricted.iter().all(|&it| set.of(it).is_restricted())
            && !self.unrestricted.iter().any(|&it| set.of(it).is_restricted())
            && self.fragile.is_none_or(|most| placements.is_some_and(|it| it.len() <= most))
    }
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all.dedup();
    all
}

/// What each of some words names.
fn found<T: Ord>(words: &[String], find: impl Fn(&str) -> Result<T, Unfound>) -> Result<Vec<T>, Unfound> {
    Ok(sorted(words.iter().map(|word| find(word)).collect::<Result<_, _>>()?))
}

/// The codes and groups that words name, by type and name.
fn all(workspace: &Workspace, words: &[String], takes: Takes) -> Result<Vec<Asked>, Unfound> {
    let found: Result<Vec<Asked>, Unfound> = words.iter().map(|it| option(workspace, it, takes)).collect();
    let mut found = found?;
    found.sort_by(|one, other| one.choice.cmp(&other.choice));
    found.dedup();
    Ok(found)
}

fn environment(workspace: &Workspace, name: &str) -> Result<Option<EnvironmentId>, Unfound> {
    if name.is_empty() { Ok(None) } else { name::environment(workspace, name).map(Some) }
}

/// All that is asked for of each type of which something is.
fn together(asked: &[Asked]) -> Vec<Set> {
    let of = |policy_type| {
        Set::union(asked.iter().map(|it| &it.set).filter(|set| set.policy_type() == policy_type))
    };
    PolicyType::ALL.into_iter().filter_map(of).collect()
}
