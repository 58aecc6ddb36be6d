//! One workload in bits, so that thousands of edits can be tried on it: what the edits are, which of them are the fewest
//! that help, and what else they do.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::model::{ATTRIBUTES, LOCATION, Model, Options, Policy, Workload};
use crate::naive::{Key, Naive, Type};

/// Of more edits no repair is looked for here.
const MOST: usize = 3;

/// So many repairs of a group are listed.
const LISTED: usize = 10;

/// Something that may be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// A policy, at the point of an index.
    Detach(usize, String, Type),
    /// An option, at the point of an index.
    Allow(usize, Type, (&'static str, String), u128),
    /// A flavor, at a location.
    Offer(String, Key, u128),
}

/// A policy of a point: its name, type and options.
pub(super) type Applying = (String, Type, u128);

/// What decides the set of one workload: places and flavors are bits, so that many edits can be tried.
pub(super) struct World<'m> {
    pub(super) naive: &'m Naive<'m>,
    pub(super) workload: &'m Workload,
    bits: BTreeMap<Key, u128>,
    /// The policies that apply at each point, from the workload outwards.
    pub(super) points: Vec<(Option<String>, Vec<Applying>)>,
    /// The locations of the fleet with what they offer, if it is known.
    fleet: Option<Vec<(String, u128, Option<u128>)>>,
}

impl<'m> World<'m> {
    pub(super) fn new(naive: &'m Naive<'m>, workload: &'m Workload) -> Self {
        let bits: BTreeMap<Key, u128> =
            naive.keys().enumerate().map(|(index, key)| (key, 1 << index)).collect();
        let mask = |keys: &BTreeSet<Key>| keys.iter().fold(0, |all, key| all | bits[key]);
        let points = naive.points(workload).into_iter().map(|point| {
            let of =
                |it| naive.taking_part(point.list, workload.kind, it).into_iter().map(move |own| (own, it));
            let mut own: Vec<Applying> = Type::ALL
                .into_iter()
                .flat_map(of)
                .map(|(policy, it)| (policy.name.clone(), it, mask(&naive.options(&policy.options))))
                .collect();
            own.sort();
            (point.environment.map(str::to_owned), own)
        });
        let points = points.collect();
        let fleet = naive.has_fleet().then(|| {
            let locations = naive.codes().iter().filter(|code| code.attribute == LOCATION);
            let flavor = |name: &String| bits[&naive.find(&["cpu", "gpu"], name)];
            let offers = |names: &Vec<String>| names.iter().fold(0, |all, name| all | flavor(name));
            let one = |code: &crate::model::Code| {
                (code.name.clone(), bits[&(2, code.name.clone())], code.offers.as_ref().map(offers))
            };
            locations.map(one).collect()
        });
        Self { naive, workload, bits, points, fleet }
    }

    pub(super) fn mask(&self, keys: &BTreeSet<Key>) -> u128 {
        keys.iter().fold(0, |all, key| all | self.bits[key])
    }

    /// The set of a type after some acts, and whether any policy regulates it.
    pub(super) fn set(&self, of: Type, acts: &[&Act]) -> (u128, bool) {
        let mut meet = (self.mask(&self.naive.everything(of)), false);
        for (index, (_, policies)) in self.points.iter().enumerate() {
            let is_detached = |name: &String| {
                acts.iter().any(|act| matches!(act, Act::Detach(at, it, _) if *at == index && it == name))
            };
            let own = policies.iter().filter(|(name, it, _)| *it == of && !is_detached(name));
            let own = own.map(|(_, _, mask)| *mask);
            let further = acts.iter().filter_map(|act| match act {
                Act::Allow(at, it, _, mask) if *at == index && *it == of => Some(*mask),
                _ => None,
            });
            if let Some(union) = own.chain(further).reduce(|all, mask| all | mask) {
                meet = (meet.0 & union, true);
            }
        }
        meet
    }

    /// Whether the workload is placed after some acts, and if `asked` is given, with that.
    pub(super) fn has(&self, acts: &[&Act], asked: Option<(Type, u128)>) -> bool {
        let [places, flavors] = Type::ALL.map(|of| self.set(of, acts).0);
        let [wanted_places, wanted_flavors] = Type::ALL.map(|of| match asked {
            Some((it, mask)) if it == of => mask,
            _ => u128::MAX,
        });
        let covers =
            asked.is_none_or(|(of, mask)| mask & !if of == Type::Location { places } else { flavors } == 0);
        if !covers || places == 0 || flavors == 0 {
            return false;
        }
        let Some(fleet) = &self.fleet else { return true };
        fleet.iter().any(|(name, bit, offers)| {
            let more = acts.iter().filter_map(|act| match act {
                Act::Offer(at, _, mask) if at == name => Some(*mask),
                _ => None,
            });
            let offered = offers.map_or(u128::MAX, |own| more.fold(own, |all, mask| all | mask));
            places & wanted_places & bit != 0 && flavors & wanted_flavors & offered != 0
        })
    }

    /// All that may be done, with what `allow` may allow at each point.
    pub(super) fn acts(
        &self,
        allows: impl Fn(usize) -> Vec<(Type, (&'static str, String), u128)>,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        for (index, (_, policies)) in self.points.iter().enumerate() {
            acts.extend(policies.iter().map(|(name, of, _)| Act::Detach(index, name.clone(), *of)));
            for (of, choice, mask) in allows(index) {
                if policies.iter().any(|(_, it, _)| *it == of) {
                    acts.push(Act::Allow(index, of, choice, mask));
                }
            }
        }
        for (name, _, offers) in self.fleet.iter().flatten() {
            let Some(offers) = offers else { continue };
            for key in self.naive.everything(Type::Flavor) {
                if offers & self.bits[&key] == 0 {
                    acts.push(Act::Offer(name.clone(), key.clone(), self.bits[&key]));
                }
            }
        }
        acts
    }

    /// The sets of fewest acts after which something holds, and whether fewer than [`MOST`] were tried.
    fn fewest(&self, acts: &[Act], asked: Option<(Type, u128)>) -> (Vec<Vec<Act>>, bool) {
        let most = if acts.len() > 36 { MOST - 1 } else { MOST };
        for size in 1..=most {
            let mut found = Vec::new();
            self.choose(acts, size, &mut Vec::new(), asked, &mut found);
            if !found.is_empty() {
                return (found, false);
            }
        }
        (Vec::new(), most < MOST)
    }

    fn choose<'a>(
        &self,
        acts: &'a [Act],
        size: usize,
        chosen: &mut Vec<&'a Act>,
        asked: Option<(Type, u128)>,
        found: &mut Vec<Vec<Act>>,
    ) {
        if size == 0 {
            if self.has(chosen, asked) {
                found.push(chosen.iter().map(|act| (*act).clone()).collect());
            }
            return;
        }
        for (index, act) in acts.iter().enumerate() {
            chosen.push(act);
            self.choose(&acts[index + 1..], size - 1, chosen, asked, found);
            chosen.pop();
        }
    }

    /// What an act is ordered by: its point from the workload outwards, its location, what it does, to what.
    fn order(&self, act: &Act) -> (usize, String, usize, String, usize) {
        let rank = |attribute: &str| ATTRIBUTES.iter().position(|it| *it == attribute).unwrap();
        match act {
            Act::Detach(at, name, _) => (*at, String::new(), 0, name.clone(), 0),
            Act::Allow(at, _, (attribute, name), _) => {
                (*at, String::new(), 1, name.clone(), if *attribute == "group" { 5 } else { rank(attribute) })
            }
            Act::Offer(at, key, _) => (self.points.len(), at.clone(), 2, key.1.clone(), key.0),
        }
    }

    /// An act as it is written.
    fn written(&self, act: &Act) -> Value {
        let point = |at: &usize| self.point(*at);
        match act {
            Act::Detach(at, name, _) => {
                json!({"edit": "detach", "point": point(at), "policy": name, "option": null})
            }
            Act::Allow(at, _, (attribute, name), _) => {
                let option = json!({"type": attribute, "name": name});
                json!({"edit": "allow", "point": point(at), "policy": null, "option": option})
            }
            Act::Offer(at, key, _) => {
                let option = json!({"type": ATTRIBUTES[key.0], "name": key.1});
                json!({"edit": "offer", "point": {"location": at}, "policy": null, "option": option})
            }
        }
    }

    pub(super) fn point(&self, index: usize) -> Value {
        match &self.points[index].0 {
            Some(name) => json!({"environment": name}),
            None => json!({"workload": identity(self.workload)}),
        }
    }

    /// Repairs as they should be listed, each with who must act and its edits, and how many are not listed.
    fn listed(&self, mut found: Vec<Vec<Act>>) -> (Vec<(Value, Vec<Act>)>, usize) {
        let mut groups: BTreeMap<Vec<usize>, Vec<Vec<Act>>> = BTreeMap::new();
        for acts in &mut found {
            acts.sort_by_key(|act| self.order(act));
            let by: BTreeSet<usize> = acts.iter().map(|act| self.order(act).0).collect();
            groups.entry(by.into_iter().collect()).or_default().push(acts.clone());
        }
        let mut listed = Vec::new();
        let mut more = 0;
        for (by, mut group) in groups {
            group.sort_by_key(|acts| acts.iter().map(|act| self.order(act)).collect::<Vec<_>>());
            let who = |at: &usize| match self.points.get(*at) {
                None => "fleet".to_owned(),
                Some((None, _)) => "workload".to_owned(),
                Some((Some(name), _)) => format!("environment {name}"),
            };
            let by: Vec<String> = by.iter().map(who).collect();
            more += group.len().saturating_sub(LISTED);
            listed.extend(group.into_iter().take(LISTED).map(|acts| (json!(by), acts)));
        }
        (listed, more)
    }

    /// What may be allowed at a point so that the workload is placed: what other points allow.
    pub(super) fn of_others(&self, at: usize) -> Vec<(Type, (&'static str, String), u128)> {
        let mut all = BTreeSet::new();
        for (index, point) in self.naive.points(self.workload).iter().enumerate() {
            for of in Type::ALL {
                let union = self.naive.union(point.list, self.workload.kind, of);
                if let Some(union) = union.filter(|_| index != at) {
                    all.extend(self.naive.shortest(&union).into_iter().map(|key| (of, key)));
                }
            }
        }
        let one = |(of, key): (Type, Key)| {
            let mask = self.mask(self.naive.below(&key));
            (of, (ATTRIBUTES[key.0], key.1), mask)
        };
        all.into_iter().map(one).collect()
    }

    /// Whether what was reported is as it should be; gives the repairs that are listed.
    pub(super) fn check(
        &self,
        acts: &[Act],
        asked: Option<(Type, u128)>,
        (reported, more): (&Value, Option<usize>),
    ) -> Result<Vec<(Value, Vec<Act>)>, TestCaseError> {
        let without_effects = |repair: &Value| json!({"by": repair["by"], "edits": repair["edits"]});
        let reported: Vec<Value> = reported.as_array().unwrap().iter().map(without_effects).collect();
        let (found, is_cut_short) = self.fewest(acts, asked);
        if found.is_empty() && (asked.is_some() || is_cut_short) {
            let tried = if is_cut_short { MOST - 1 } else { MOST };
            let find = |edit: &Value| acts.iter().find(|act| self.written(act) == *edit).unwrap();
            for repair in &reported {
                let acts: Vec<&Act> = repair["edits"].as_array().unwrap().iter().map(find).collect();
                prop_assert!(acts.len() > tried);
                prop_assert!(self.has(&acts, asked), "{repair}");
                for left_out in 0..acts.len() {
                    let mut less = acts.clone();
                    less.remove(left_out);
                    prop_assert!(!self.has(&less, asked), "{repair}");
                }
            }
            // All edits at all points and of the fleet do all that edits can do.
            let all: Vec<&Act> = acts.iter().filter(|act| !matches!(act, Act::Detach(..))).collect();
            let detached: Vec<&Act> = acts.iter().collect();
            let is_possible = self.has(&all, asked) || self.has(&detached, asked);
            prop_assert!(!reported.is_empty() || asked.is_none() || !is_possible);
            return Ok(Vec::new());
        }
        let (listed, others) = self.listed(found);
        let wanted: Vec<Value> = listed
            .iter()
            .map(|(by, acts)| {
                json!({"by": by, "edits": acts.iter().map(|act| self.written(act)).collect::<Vec<_>>()})
            })
            .collect();
        prop_assert_eq!(reported, wanted);
        if let Some(more) = more {
            prop_assert_eq!(more, others);
        }
        Ok(listed)
    }

    /// How many other workloads some acts change, and the guards that they break, all read anew from the text with the
    /// acts in it, where the workload has what was asked.
    pub(super) fn effects(&self, acts: &[Act], asked: Option<(Type, u128)>) -> (usize, Vec<String>) {
        let model = self.naive.model;
        let changed = self.edited(acts);
        let after = Naive::new(&changed);
        let own = changed.workloads.iter().find(|it| identity(it) == identity(self.workload)).unwrap();
        assert!(World::new(&after, own).has(&[], asked), "{acts:?}");
        let state = |naive: &Naive<'_>, index: usize| {
            let workload = &naive.model.workloads[index];
            let points = naive.points(workload);
            let sets = Type::ALL.map(|of| {
                let meet = naive.meet(&points, workload.kind, of);
                (meet.is_some(), meet.unwrap_or_else(|| naive.everything(of)))
            });
            let placed = naive.has_fleet().then(|| naive.placements(&sets[0].1, &sets[1].1));
            (sets, placed)
        };
        let is_self = |it: &Workload| identity(it) == identity(self.workload);
        let others = (0..model.workloads.len()).filter(|index| !is_self(&model.workloads[*index]));
        let number = others.filter(|index| state(self.naive, *index) != state(&after, *index)).count();
        let is_possible = |naive: &Naive<'_>| naive.model.workloads.iter().all(|it| naive.place(it).is_ok());
        if !is_possible(self.naive) || !is_possible(&after) {
            return (number, Vec::new());
        }
        let guards = model.guards.iter().filter(|guard| self.naive.holds(guard) && !after.holds(guard));
        let mut guards: Vec<String> = guards.map(|guard| guard.name.clone()).collect();
        guards.sort();
        (number, guards)
    }

    /// The model with acts in its text.
    fn edited(&self, acts: &[Act]) -> Model {
        let mut model = self.naive.model.clone();
        for act in acts {
            let (at, further) = match act {
                Act::Offer(location, key, _) => {
                    let is_it =
                        |it: &&mut crate::model::Code| it.attribute == LOCATION && it.name == *location;
                    let code = model.codes.iter_mut().find(is_it).unwrap();
                    code.offers.as_mut().unwrap().push(key.1.clone());
                    continue;
                }
                Act::Detach(at, name, _) => (*at, Err(name)),
                Act::Allow(at, _, choice, _) => (*at, Ok(choice)),
            };
            let name = format!("repair {}", model.policies.len());
            let list = match &self.points[at].0 {
                Some(name) => &mut model.environments.iter_mut().find(|it| it.name == *name).unwrap().attach,
                None => {
                    let is_it = |it: &&mut Workload| identity(it) == identity(self.workload);
                    &mut model.workloads.iter_mut().find(is_it).unwrap().attach
                }
            };
            match further {
                Err(name) => list.retain(|it| it != name),
                Ok((attribute, code)) => {
                    list.push(name.clone());
                    let rules = vec![(*attribute, vec![code.clone()])];
                    let options = Options { rules, ..Options::default() };
                    let target = Some(vec![self.workload.kind]);
                    model.policies.push(Policy { name, label: None, options, target });
                }
            }
        }
        model
    }
}

pub(super) fn identity(workload: &Workload) -> Value {
    json!({"kind": workload.kind, "name": workload.name, "environment": workload.environment})
}
