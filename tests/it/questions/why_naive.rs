//! `why` against its definition: every set of up to three edits is tried on random workspaces, and what is reported must
//! be exactly the smallest that help.

use std::collections::{BTreeMap, BTreeSet};

use bpol::Configuration;
use bpol::answers::asked::{Takes, option};
use bpol::answers::why::{Why, why};
use bpol::placement::Provisional;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::query_naive::{Picked, everything, placements, walk};
use crate::model::{ATTRIBUTES, LOCATION, Model, Options, Part, Policy, Rendered, Workload};
use crate::naive::{Impossible, Key, Naive, Type};
use crate::properties::cases;
use crate::random;

/// Of more edits no repair is looked for here.
const MOST: usize = 3;

/// So many repairs of a group are listed.
const LISTED: usize = 10;

/// Something that may be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Act {
    /// A policy, at the point of an index.
    Detach(usize, String, Type),
    /// An option, at the point of an index.
    Allow(usize, Type, (&'static str, String), u128),
    /// A flavor, at a location.
    Offer(String, Key, u128),
}

/// A policy of a point: its name, type and options.
type Applying = (String, Type, u128);

/// What decides the set of one workload: places and flavors are bits, so that many edits can be tried.
struct World<'m> {
    naive: &'m Naive<'m>,
    workload: &'m Workload,
    bits: BTreeMap<Key, u128>,
    /// The policies that apply at each point, from the workload outwards.
    points: Vec<(Option<String>, Vec<Applying>)>,
    /// The locations of the fleet with what they offer, if it is known.
    fleet: Option<Vec<(String, u128, Option<u128>)>>,
}

impl<'m> World<'m> {
    fn new(naive: &'m Naive<'m>, workload: &'m Workload) -> Self {
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

    fn mask(&self, keys: &BTreeSet<Key>) -> u128 {
        keys.iter().fold(0, |all, key| all | self.bits[key])
    }

    /// The set of a type after some acts, and whether any policy regulates it.
    fn set(&self, of: Type, acts: &[&Act]) -> (u128, bool) {
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
    fn has(&self, acts: &[&Act], asked: Option<(Type, u128)>) -> bool {
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
    fn acts(&self, allows: impl Fn(usize) -> Vec<(Type, (&'static str, String), u128)>) -> Vec<Act> {
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

    fn point(&self, index: usize) -> Value {
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

    /// What is said of the types, point by point.
    fn types(&self, rendered: &Rendered) -> Value {
        let points = self.naive.points(self.workload);
        let codes = |keys: &BTreeSet<Key>| walk(self.naive, keys);
        let of = |it: Type| {
            let at = |(index, point): (usize, &crate::naive::Point<'_>)| {
                let mut names: Vec<&String> = point.list.iter().collect();
                names.sort();
                names.dedup();
                let union = self.naive.union(point.list, self.workload.kind, it);
                let policies: Vec<Value> =
                    names.into_iter().map(|name| self.attached(index, name, it, rendered)).collect();
                json!({"point": self.point(index), "policies": policies, "union": union.as_ref().map(codes)})
            };
            let all: Vec<Value> = points.iter().enumerate().map(at).collect();
            let is_restricted = self.naive.meet(&points, self.workload.kind, it).is_some();
            let result = codes(&self.naive.set(self.workload, it));
            json!({"type": it.name(), "restricted": is_restricted, "points": all, "result": result})
        };
        Type::ALL.into_iter().map(of).collect()
    }

    fn attached(&self, at: usize, name: &str, it: Type, rendered: &Rendered) -> Value {
        let policy = self.naive.model.policies.iter().find(|policy| policy.name == name);
        let of = policy.map(|policy| self.naive.type_of(&policy.options));
        let reason = if of != Some(it) {
            Some("other-type")
        } else {
            policy.filter(|policy| !policy.applies(self.workload.kind)).map(|_| "target")
        };
        let options = policy.map(|policy| self.naive.options(&policy.options)).unwrap_or_default();
        json!({
            "name": name,
            "place": self.place(at, name, rendered),
            "declared": rendered.place(("policy", name, None), Part::Name),
            "takesPart": reason.is_none(),
            "reason": reason,
            "options": walk(self.naive, &options),
        })
    }

    /// Where the list of a point has a policy first.
    fn place(&self, at: usize, name: &str, rendered: &Rendered) -> Value {
        let (statement, list) = match &self.points[at].0 {
            None => {
                let it = self.workload;
                ((it.kind, it.name.as_str(), it.environment.as_deref()), &it.attach)
            }
            Some(environment) => {
                let it = self.naive.model.environments.iter().find(|it| it.name == *environment).unwrap();
                (("environment", it.name.as_str(), it.parent.as_deref()), &it.attach)
            }
        };
        let item = list.iter().position(|it| it == name).unwrap();
        rendered.place(statement, Part::Item(item))
    }

    /// What is said of an option, repairs aside.
    fn option(&self, picked: &Picked, rendered: &Rendered) -> Value {
        let asked = self.mask(&picked.atoms);
        let (set, _) = self.set(picked.of, &[]);
        let answer = if self.has(&[], Some((picked.of, asked))) {
            "allowed"
        } else if asked & !set == 0 {
            "unavailable"
        } else if asked & set != 0 {
            "partly"
        } else {
            "denied"
        };
        let own = self.naive.set(self.workload, picked.of);
        let part = if answer == "partly" { walk(self.naive, &(&own & &picked.atoms)) } else { json!([]) };
        let (mut admitted, mut blocked) = (Vec::new(), Vec::new());
        for (index, (_, policies)) in self.points.iter().enumerate() {
            let point = self.point(index);
            let own: Vec<&Applying> = policies.iter().filter(|(_, of, _)| *of == picked.of).collect();
            if own.is_empty() {
                admitted.push(json!({"point": point, "policy": null, "place": null}));
                continue;
            }
            let entry = |name: &String| json!({"point": point, "policy": name, "place": self.place(index, name, rendered)});
            let touching = own.iter().filter(|(_, _, mask)| mask & asked != 0);
            admitted.extend(touching.map(|(name, _, _)| entry(name)));
            let union = own.iter().fold(0, |all, (_, _, mask)| all | mask);
            if asked & !union != 0 {
                blocked.extend(own.iter().map(|(name, _, _)| entry(name)));
            }
        }
        json!({
            "option": {"type": picked.attribute, "name": picked.name},
            "answer": answer,
            "part": part,
            "admittedBy": admitted,
            "blockedBy": blocked,
        })
    }

    /// The clash: each point is left out, from the outermost inwards, without which the others clash still.
    fn clash(&self) -> Value {
        let restricted = |index: usize, of: Type| self.points[index].1.iter().any(|(_, it, _)| *it == of);
        let smallest = |types: &[Type], clashes: &dyn Fn(&BTreeSet<(usize, Type)>) -> bool| -> Value {
            let all = (0..self.points.len()).flat_map(|index| types.iter().map(move |of| (index, *of)));
            let mut kept: BTreeSet<(usize, Type)> =
                all.filter(|(index, of)| restricted(*index, *of)).collect();
            for index in (0..self.points.len()).rev() {
                for of in types {
                    let mut rest = kept.clone();
                    if rest.remove(&(index, *of)) && clashes(&rest) {
                        kept = rest;
                    }
                }
            }
            kept.iter().map(|(index, of)| json!({"type": of.name(), "point": self.point(*index)})).collect()
        };
        // Detaching everything of a point and type is leaving it out.
        let without = |kept: &BTreeSet<(usize, Type)>| -> Vec<Act> {
            let points = self.points.iter().enumerate();
            let own = points.flat_map(|(index, (_, own))| own.iter().map(move |it| (index, it)));
            let away = own.filter(|(index, (_, of, _))| !kept.contains(&(*index, *of)));
            away.map(|(index, (name, of, _))| Act::Detach(index, name.clone(), *of)).collect()
        };
        match self.naive.place(self.workload) {
            Ok(_) => Value::Null,
            Err(Impossible::Collision(types)) => types
                .into_iter()
                .map(|(of, _)| {
                    let is_empty = |kept: &BTreeSet<(usize, Type)>| {
                        self.set(of, &without(kept).iter().collect::<Vec<_>>()) == (0, true)
                    };
                    json!({"type": of.name(), "points": smallest(&[of], &is_empty)})
                })
                .collect(),
            Err(Impossible::NoPlacement) => {
                let is_nowhere = |kept: &BTreeSet<(usize, Type)>| {
                    !self.has(&without(kept).iter().collect::<Vec<_>>(), None)
                };
                json!([{"type": null, "points": smallest(&Type::ALL, &is_nowhere)}])
            }
        }
    }

    /// What may be allowed at a point so that the workload is placed: what other points allow.
    fn of_others(&self, at: usize) -> Vec<(Type, (&'static str, String), u128)> {
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
    fn check(
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

    /// How many other workloads some acts change, and the guards that they break, all read anew.
    fn effects(&self, acts: &[Act]) -> (usize, Vec<String>) {
        let model = self.naive.model;
        let changed = self.edited(acts);
        let after = Naive::new(&changed);
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

fn identity(workload: &Workload) -> Value {
    json!({"kind": workload.kind, "name": workload.name, "environment": workload.environment})
}

/// What is said of a workload, as it is written.
fn asked(provisional: &Provisional, own: &Workload, moved: Option<Option<&str>>, texts: &[String]) -> Why {
    let workspace = provisional.workspace();
    let workload = workspace.workloads().iter().find(|it| {
        let it = workspace.identity(it);
        (it.kind.name(), &it.name, &it.environment) == (own.kind, &own.name, &own.environment)
    });
    let options: Vec<_> = texts.iter().map(|it| option(workspace, it, Takes::All).unwrap()).collect();
    let moved = moved.map(|it| it.map(|name| workspace.environment(name).unwrap()));
    why(provisional, workload.unwrap(), moved, &options)
}

fn document(why: &Why) -> Value {
    serde_json::from_slice(&why.json()).unwrap()
}

/// An option without its repairs.
fn unrepaired(option: &Value) -> Value {
    let mut option = option.clone();
    for key in ["repairs", "moreRepairs"] {
        option.as_object_mut().unwrap().remove(key);
    }
    option
}

/// Everything is said as the points of a workload have it.
fn check(model: &Model, pick: Index, layout: u64) -> Result<(), TestCaseError> {
    let naive = Naive::new(model);
    let workload = pick.get(&model.workloads);
    let rendered = model.render(layout);
    let analysis = rendered.analyse(Configuration::default());
    let provisional = analysis.provisional().unwrap();
    let picked = everything(&naive);
    let texts: Vec<String> = picked.iter().map(Picked::word).collect();
    let answer = document(&asked(provisional, workload, None, &texts));
    let world = World::new(&naive, workload);
    let status = match naive.place(workload) {
        Ok(_) => "placed",
        Err(Impossible::Collision(_)) => "collision",
        Err(Impossible::NoPlacement) => "no-placement",
    };
    prop_assert_eq!(&answer["status"], status);
    prop_assert_eq!(&answer["types"], &world.types(&rendered), "{:#?}", rendered);
    prop_assert_eq!(&answer["clash"], &world.clash(), "{:#?}", rendered);
    let mut effects = 0;
    let mut check_effects = |reported: &Value, listed: &[(Value, Vec<Act>)]| {
        for (reported, (_, acts)) in reported.as_array().unwrap().iter().zip(listed).take(3) {
            if effects < 12 {
                effects += 1;
                let (changes, breaks) = world.effects(acts);
                prop_assert_eq!(&reported["alsoChanges"], changes, "{} in {:#?}", reported, rendered);
                prop_assert_eq!(&reported["breaks"], &json!(breaks), "{} in {:#?}", reported, rendered);
            }
        }
        Ok(())
    };
    if status == "placed" {
        prop_assert_eq!(&answer["repairs"], &json!([]));
    } else {
        let acts = world.acts(|at| world.of_others(at));
        let listed = world.check(&acts, None, (&answer["repairs"], None));
        let listed = listed.map_err(|error| TestCaseError::fail(format!("{error} in {rendered:#?}")))?;
        check_effects(&answer["repairs"], &listed)?;
    }
    for (picked, reported) in picked.iter().zip(answer["options"].as_array().unwrap()) {
        prop_assert_eq!(unrepaired(reported), world.option(picked, &rendered), "{:#?}", rendered);
        if reported["answer"] == "allowed" {
            prop_assert_eq!((&reported["repairs"], &reported["moreRepairs"]), (&json!([]), &json!(0)));
            continue;
        }
        let mask = world.mask(&picked.atoms);
        let acts = world.acts(|_| vec![(picked.of, (picked.attribute, picked.name.clone()), mask)]);
        let more = reported["moreRepairs"].as_u64().map(|it| usize::try_from(it).unwrap());
        let listed = world.check(&acts, Some((picked.of, mask)), (&reported["repairs"], more));
        let listed = listed
            .map_err(|error| TestCaseError::fail(format!("{}: {error} in {rendered:#?}", picked.word())))?;
        check_effects(&reported["repairs"], &listed)?;
    }
    Ok(())
}

/// The places of files taken out, and a workload called as if it stood elsewhere.
fn without_places(value: &mut Value, called: (&Value, &Value)) {
    match value {
        Value::Object(members) => {
            members.remove("place");
            members.remove("declared");
            for value in members.values_mut() {
                if value == called.0 {
                    *value = called.1.clone();
                }
                without_places(value, called);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| without_places(value, called)),
        _ => {}
    }
}

/// What is gained and lost between two sets.
fn difference(naive: &Naive<'_>, new: &Workload, old: &Workload) -> Value {
    let outside = |of: Type| walk(naive, &(&naive.set(new, of) - &naive.set(old, of)));
    let placed = |workload| {
        let [places, flavors] = Type::ALL.map(|of| naive.set(workload, of));
        naive.placements(&places, &flavors)
    };
    let mut gained = Vec::new();
    if naive.has_fleet() {
        let others: BTreeMap<String, Vec<Key>> = placed(old).into_iter().collect();
        for (location, flavors) in placed(new) {
            let other = others.get(&location).cloned().unwrap_or_default();
            let flavors: Vec<Key> = flavors.into_iter().filter(|it| !other.contains(it)).collect();
            if !flavors.is_empty() {
                gained.push((location, flavors));
            }
        }
    }
    json!({"location": outside(Type::Location), "flavor": outside(Type::Flavor), "placements": placements(&gained)})
}

/// A workload that is asked about elsewhere is one whose text moved there.
fn check_moved(model: &Model, pick: Index, elsewhere: Index) -> Result<(), TestCaseError> {
    let own = pick.get(&model.workloads);
    let environments: Vec<Option<String>> =
        [None].into_iter().chain(model.environments.iter().map(|it| Some(it.name.clone()))).collect();
    let environment = elsewhere.get(&environments);
    let moved = Workload { environment: environment.clone(), ..own.clone() };
    let mut other = model.clone();
    other.workloads.retain(|it| identity(it) != identity(&moved) || identity(it) == identity(own));
    let index = other.workloads.iter().position(|it| identity(it) == identity(own)).unwrap();
    other.workloads[index] = moved.clone();
    let naive = Naive::new(model);
    let texts: Vec<String> = everything(&naive).iter().map(Picked::word).collect();
    let (here, there) = (model.render(0), other.render(0));
    let [here, there] = [&here, &there].map(|it| it.analyse(Configuration::default()));
    let mut answer = document(&asked(here.provisional().unwrap(), own, Some(environment.as_deref()), &texts));
    let preview = json!({
        "environment": environment,
        "gained": difference(&naive, &moved, own),
        "lost": difference(&naive, own, &moved),
    });
    prop_assert_eq!(&answer["in"], &preview, "{:#?}", model.render(0));
    prop_assert_eq!(&answer["workload"], &identity(own));
    let mut wanted = document(&asked(there.provisional().unwrap(), &moved, None, &texts));
    wanted["in"] = preview;
    let called = (&identity(own), &identity(&moved));
    without_places(&mut answer, called);
    without_places(&mut wanted, called);
    prop_assert_eq!(answer, wanted, "{:#?}", model.render(0));
    Ok(())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn an_answer_is_what_every_edit_says(
        model in random::model(),
        pick in any::<Index>(),
        layout in random::layout(),
    ) {
        let model = random::sound(model);
        prop_assume!(!model.workloads.is_empty());
        check(&model, pick, layout)?;
    }

    #[test]
    fn elsewhere_is_where_the_text_has_moved(
        model in random::model(),
        pick in any::<Index>(),
        elsewhere in any::<Index>(),
    ) {
        let model = random::sound(model);
        prop_assume!(!model.workloads.is_empty());
        check_moved(&model, pick, elsewhere)?;
    }
}
