//! What a workload may run in where edits of another workspace are made, as simply as possible: everything is by name,
//! and a name may be of nothing.

use std::collections::{BTreeMap, BTreeSet};

use bpol::answers::diff::EditKind;

use crate::model::{ATTRIBUTES, Base, Code, GROUP, KINDS, Model, Options, Rule, Workload, official};
use crate::naive::{Key, Naive, Set, Type};

/// A workload with all that decides what it may run in.
#[derive(Clone)]
pub(super) struct World {
    codes: BTreeMap<Key, CodeOf>,
    groups: BTreeMap<String, Rules>,
    policies: BTreeMap<String, PolicyOf>,
    environments: BTreeMap<String, EnvironmentOf>,
    pub(super) kind: &'static str,
    home: Option<String>,
    list: BTreeSet<String>,
}

#[derive(Clone, PartialEq)]
struct CodeOf {
    parent: Option<Key>,
    offers: Option<Set>,
}

#[derive(Clone, PartialEq)]
struct Rules {
    of: Type,
    /// Everything of the type where there is none.
    rules: Vec<Word>,
    exceptions: Vec<Word>,
}

#[derive(Clone, PartialEq)]
enum Word {
    Code(Key),
    Group(String),
}

#[derive(Clone)]
struct PolicyOf {
    /// None about tokens.
    rules: Option<Rules>,
    kinds: BTreeSet<&'static str>,
}

#[derive(Clone)]
struct EnvironmentOf {
    parent: Option<String>,
    list: BTreeSet<String>,
}

/// What a workload may run in.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Meaning {
    /// Everything where no policy regulates a type.
    sets: [Set; 2],
    restricted: [bool; 2],
    status: &'static str,
    placements: Option<BTreeSet<(Key, Key)>>,
}

/// An edit: what was done, to what by name, and at which environment.
pub(super) type Edit = (EditKind, Option<String>, Option<String>);

/// Something of what changed.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Item {
    /// A code of NEW, else of OLD.
    Code(bool, Key),
    Placement((Key, Key)),
    Restricted(usize),
}

fn kinds(target: Option<&Vec<&'static str>>) -> BTreeSet<&'static str> {
    target.map_or_else(|| KINDS.into(), |kinds| kinds.iter().copied().collect())
}

fn outermost(key: &Key) -> Type {
    if key.0 < 3 { Type::Location } else { Type::Flavor }
}

impl World {
    /// A workload of a model, with what that declares.
    pub(super) fn new(model: &Model, workload: &Workload) -> Self {
        let naive = Naive::new(model);
        let mut codes = if model.base == Base::Official { official() } else { Vec::new() };
        codes.extend(model.codes.iter().cloned());
        let key = |code: &Code| (rank(code.attribute), code.name.clone());
        let of = |code: &Code| CodeOf {
            parent: code.parent.as_ref().map(|name| (rank(code.attribute) - 1, name.clone())),
            offers: code
                .offers
                .as_ref()
                .map(|all| all.iter().map(|it| naive.find(&["cpu", "gpu"], it)).collect()),
        };
        let rules = |options: &Options| Rules {
            of: naive.type_of(options),
            rules: words(&naive, &options.rules),
            exceptions: words(&naive, &options.exceptions),
        };
        let policies = model.policies.iter().map(|it| {
            let rules = Some(rules(&it.options));
            (it.name.clone(), PolicyOf { rules, kinds: kinds(it.target.as_ref()) })
        });
        let limits = model
            .limits
            .iter()
            .map(|it| (it.name.clone(), PolicyOf { rules: None, kinds: kinds(it.target.as_ref()) }));
        let environments = model.environments.iter().map(|it| {
            let list = it.attach.iter().cloned().collect();
            (it.name.clone(), EnvironmentOf { parent: it.parent.clone(), list })
        });
        Self {
            codes: codes.iter().map(|it| (key(it), of(it))).collect(),
            groups: model.groups.iter().map(|it| (it.name.clone(), rules(&it.options))).collect(),
            policies: policies.chain(limits).collect(),
            environments: environments.collect(),
            kind: workload.kind,
            home: workload.environment.clone(),
            list: workload.attach.iter().cloned().collect(),
        }
    }

    /// The same with what another one alone declares.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut with = self.clone();
        for (name, it) in &other.groups {
            with.groups.entry(name.clone()).or_insert_with(|| it.clone());
        }
        for (name, it) in &other.policies {
            with.policies.entry(name.clone()).or_insert_with(|| it.clone());
        }
        for (name, it) in &other.environments {
            with.environments.entry(name.clone()).or_insert_with(|| it.clone());
        }
        with
    }

    /// All edits from one to another one, in the order of output.
    pub(super) fn edits(&self, new: &Self) -> Vec<Edit> {
        let (old, worlds) = (self, [self.with(new), new.with(self)]);
        let mut edits = Vec::new();
        let mut add = |edit, name: Option<&String>, environment: Option<&String>| {
            edits.push((edit, name.cloned(), environment.cloned()));
        };
        let differ = |one: &Rules, other: &Rules| {
            one.of != other.of || worlds.iter().any(|world| world.rules(one) != world.rules(other))
        };
        for (name, was) in &old.policies {
            let Some(is) = new.policies.get(name) else { continue };
            let is_edited = match (&was.rules, &is.rules) {
                (Some(was), Some(is)) => differ(was, is),
                (None, None) => false,
                _ => true,
            };
            if is_edited {
                add(EditKind::PolicyEdited, Some(name), None);
            }
            if was.kinds != is.kinds {
                add(EditKind::TargetChanged, Some(name), None);
            }
        }
        let mut lists = vec![(None, &old.list, &new.list)];
        for (name, was) in &old.environments {
            let Some(is) = new.environments.get(name) else { continue };
            lists.push((Some(name), &was.list, &is.list));
            if was.parent != is.parent {
                add(EditKind::EnvironmentMoved, Some(name), None);
            }
        }
        for (at, was, is) in lists {
            let mut attached: Vec<&String> = is.difference(was).collect();
            for name in was.difference(is) {
                let renamed = attached.iter().position(|it| is_renamed(&worlds, (old, name), (new, it)));
                match renamed {
                    Some(index) => {
                        attached.remove(index);
                    }
                    None => add(EditKind::Detached, Some(name), at),
                }
            }
            attached.into_iter().for_each(|name| add(EditKind::Attached, Some(name), at));
        }
        if old.home != new.home {
            add(EditKind::WorkloadMoved, None, None);
        }
        for (name, was) in &old.groups {
            if new.groups.get(name).is_some_and(|is| differ(was, is)) {
                add(EditKind::GroupEdited, Some(name), None);
            }
        }
        let keys: BTreeSet<&Key> = old.codes.keys().chain(new.codes.keys()).collect();
        let changed = keys.into_iter().filter(|key| old.codes.get(key) != new.codes.get(key)).peekable();
        let mut is_table = false;
        for (rank, name) in changed {
            match *rank {
                2 => add(EditKind::FleetChanged, Some(name), None),
                _ => is_table = true,
            }
        }
        if is_table {
            add(EditKind::TableChanged, None, None);
        }
        // What is at the workload comes before what is at environments.
        edits.sort();
        edits
    }

    /// This with some of what another one says; `None` where that is a circle.
    pub(super) fn edited(&self, from: &Self, edits: &[Edit]) -> Option<Self> {
        let mut edited = self.clone();
        for (edit, name, environment) in edits {
            let name = name.clone().unwrap_or_default();
            match edit {
                EditKind::PolicyEdited => {
                    edited.policies.get_mut(&name).unwrap().rules.clone_from(&from.policies[&name].rules);
                }
                EditKind::TargetChanged => {
                    edited.policies.get_mut(&name).unwrap().kinds.clone_from(&from.policies[&name].kinds);
                }
                EditKind::Attached | EditKind::Detached => {
                    let (own, from) = match environment {
                        Some(it) => {
                            (&mut edited.environments.get_mut(it).unwrap().list, &from.environments[it].list)
                        }
                        None => (&mut edited.list, &from.list),
                    };
                    own.remove(&name);
                    own.extend(from.get(&name).cloned());
                }
                EditKind::EnvironmentMoved => {
                    let parent = &from.environments[&name].parent;
                    edited.environments.get_mut(&name).unwrap().parent.clone_from(parent);
                }
                EditKind::WorkloadMoved => edited.home.clone_from(&from.home),
                EditKind::GroupEdited => {
                    edited.groups.insert(name.clone(), from.groups[&name].clone());
                }
                EditKind::FleetChanged => edited.take(from, |key| *key == (2, name.clone())),
                EditKind::TableChanged => edited.take(from, |key| key.0 != 2),
                EditKind::WorkloadAdded | EditKind::WorkloadRemoved => panic!("both have the workload"),
            }
        }
        (!edited.is_circular()).then_some(edited)
    }

    fn take(&mut self, from: &Self, is_it: impl Fn(&Key) -> bool) {
        self.codes.retain(|key, _| !is_it(key));
        self.codes.extend(
            from.codes.iter().filter(|(key, _)| is_it(key)).map(|(key, it)| (key.clone(), it.clone())),
        );
    }

    fn is_circular(&self) -> bool {
        let is_endless = |start: &String| {
            let above = std::iter::successors(Some(start), |it| self.environments[*it].parent.as_ref());
            above.take(self.environments.len() + 1).count() > self.environments.len()
        };
        let is_within = |group: &String| {
            let mut waiting = self.named(group);
            let mut done = BTreeSet::new();
            while let Some(next) = waiting.pop() {
                if done.insert(next.clone()) {
                    waiting.extend(self.named(&next));
                }
            }
            done.contains(group)
        };
        self.environments.keys().any(is_endless) || self.groups.keys().any(is_within)
    }

    fn named(&self, group: &str) -> Vec<String> {
        let rules = &self.groups[group];
        let words = rules.rules.iter().chain(&rules.exceptions);
        words
            .filter_map(|it| match it {
                Word::Group(name) => Some(name.clone()),
                Word::Code(_) => None,
            })
            .collect()
    }

    /// A code and all that it is in.
    fn above(&self, key: &Key) -> Vec<Key> {
        let parent = |it: &Key| self.codes.get(it)?.parent.clone().filter(|it| self.codes.contains_key(it));
        std::iter::successors(Some(key.clone()), parent).collect()
    }

    fn everything(&self, of: Type) -> Set {
        self.codes.keys().filter(|key| outermost(key) == of).cloned().collect()
    }

    fn rules(&self, rules: &Rules) -> Set {
        let mut set = if rules.rules.is_empty() { self.everything(rules.of) } else { self.all(&rules.rules) };
        for key in self.all(&rules.exceptions) {
            for above in self.above(&key) {
                set.remove(&above);
            }
        }
        set
    }

    fn all(&self, words: &[Word]) -> Set {
        let mut all = Set::new();
        for word in words {
            match word {
                Word::Code(code) => {
                    all.extend(self.codes.keys().filter(|key| self.above(key).contains(code)).cloned());
                }
                Word::Group(name) => all.extend(self.rules(&self.groups[name])),
            }
        }
        all
    }

    /// What the workload may run in.
    pub(super) fn meaning(&self) -> Meaning {
        let mut points = vec![&self.list];
        let environments =
            std::iter::successors(self.home.as_ref(), |it| self.environments[*it].parent.as_ref());
        points.extend(environments.map(|it| &self.environments[it].list));
        let mut restricted = [false; 2];
        let sets = Type::ALL.map(|of| {
            let mut set = self.everything(of);
            for list in &points {
                let policies =
                    list.iter().map(|it| &self.policies[it]).filter(|it| it.kinds.contains(self.kind));
                let rules: Vec<&Rules> =
                    policies.filter_map(|it| it.rules.as_ref()).filter(|it| it.of == of).collect();
                if !rules.is_empty() {
                    restricted[of as usize] = true;
                    let union: Set = rules.into_iter().flat_map(|it| self.rules(it)).collect();
                    set = &set & &union;
                }
            }
            set
        });
        let [places, flavors] = &sets;
        let has_fleet = self.codes.keys().any(|it| it.0 == 2);
        let placements = has_fleet.then(|| {
            let at = |place: &Key| {
                let offers = self.codes[place].offers.clone();
                let place = place.clone();
                let offered =
                    flavors.iter().filter(move |it| offers.as_ref().is_none_or(|all| all.contains(*it)));
                offered.map(move |it| (place.clone(), it.clone())).collect::<Vec<_>>()
            };
            places.iter().filter(|it| it.0 == 2).flat_map(at).collect::<BTreeSet<_>>()
        });
        let all = Type::ALL.map(|of| self.everything(of));
        let is_lost = all.iter().zip(&sets).any(|(all, set)| !all.is_empty() && set.is_empty());
        let is_nowhere =
            all.iter().any(BTreeSet::is_empty) || placements.as_ref().is_some_and(BTreeSet::is_empty);
        let status = match (is_lost, is_nowhere) {
            (true, _) => "collision",
            (false, true) => "no placement",
            (false, false) => "placed",
        };
        Meaning { sets, restricted, status, placements }
    }

    /// Whether a set of this world has a code of another one.
    fn has(&self, meaning: &Meaning, key: &Key, of: &Self) -> bool {
        let above = if outermost(key) == Type::Location { of.above(key) } else { vec![key.clone()] };
        let nearest = above.into_iter().find(|it| self.codes.contains_key(it));
        nearest.is_some_and(|it| meaning.sets.iter().any(|set| set.contains(&it)))
    }

    fn outside(&self, own: &Meaning, other: &Self, theirs: &Meaning) -> Vec<Key> {
        own.sets.iter().flatten().filter(|key| !other.has(theirs, key, self)).cloned().collect()
    }

    /// Whether an edit that makes `other` of this changes what the workload may run in.
    pub(super) fn differs(&self, other: &Self) -> bool {
        let (own, theirs) = (self.meaning(), other.meaning());
        own.restricted != theirs.restricted
            || own.status != theirs.status
            || !self.outside(&own, other, &theirs).is_empty()
            || !other.outside(&theirs, self, &own).is_empty()
            || matches!((&own.placements, &theirs.placements), (Some(own), Some(theirs)) if own != theirs)
    }

    /// What is gained and lost, opened and closed from this to another one.
    pub(super) fn items(&self, new: &Self) -> Vec<Item> {
        let (was, is) = (self.meaning(), new.meaning());
        let gained = new.outside(&is, self, &was).into_iter().map(|it| Item::Code(true, it));
        let lost = self.outside(&was, new, &is).into_iter().map(|it| Item::Code(false, it));
        let mut items: Vec<Item> = gained.chain(lost).collect();
        if let (Some(was), Some(is)) = (&was.placements, &is.placements) {
            items.extend(was.symmetric_difference(is).cloned().map(Item::Placement));
        }
        items.extend((0..2).filter(|&it| was.restricted[it] != is.restricted[it]).map(Item::Restricted));
        items
    }

    /// Whether the workload has something here, where codes are of these two.
    pub(super) fn state(&self, item: &Item, [old, new]: [&Self; 2]) -> bool {
        let meaning = self.meaning();
        match item {
            Item::Code(is_new, key) => self.has(&meaning, key, if *is_new { new } else { old }),
            Item::Placement(at) => meaning.placements.is_some_and(|all| all.contains(at)),
            Item::Restricted(index) => meaning.restricted[*index],
        }
    }
}

/// Whether a policy of OLD alone says the same as one of NEW alone.
fn is_renamed(worlds: &[World; 2], (old, was): (&World, &str), (new, is): (&World, &str)) -> bool {
    if new.policies.contains_key(was) || old.policies.contains_key(is) {
        return false;
    }
    let (was, is) = (&old.policies[was], &new.policies[is]);
    let meant = |world: &World, it: &PolicyOf| it.rules.as_ref().map(|it| (it.of, world.rules(it)));
    was.kinds == is.kinds && meant(&worlds[0], was) == meant(&worlds[1], is)
}

fn rank(attribute: &str) -> usize {
    ATTRIBUTES.iter().position(|it| *it == attribute).unwrap()
}

fn words(naive: &Naive<'_>, rules: &[Rule]) -> Vec<Word> {
    let word = |(attribute, name): (&'static str, &String)| match attribute {
        GROUP => Word::Group(name.clone()),
        _ => Word::Code(naive.find(&[attribute], name)),
    };
    crate::model::words(rules).map(word).collect()
}
