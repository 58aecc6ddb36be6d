//! What a workspace means, a second time and as simply as possible: places are enumerated one by one, and every
//! policy, group and guard is the set of them. Slow, and knows nothing of the compiler.

mod document;
mod errors;
mod examples;
mod guards;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ATTRIBUTES, Base, Code, GROUP, Limit, Model, Options, Policy, Rule, Workload, official, words,
};
pub(crate) use errors::{Finding, circles};

/// A code: the place of its attribute in [`ATTRIBUTES`], and its name. It is also the one atom that stands for
/// whatever lies in the code and is not listed, so a code is the set of itself and of all codes below it.
pub(crate) type Key = (usize, String);
pub(crate) type Set = BTreeSet<Key>;

/// What a policy is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    Location,
    Flavor,
}

impl Type {
    pub(crate) const ALL: [Self; 2] = [Self::Location, Self::Flavor];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Flavor => "flavor",
        }
    }

    fn of(rank: usize) -> Self {
        if rank < 3 { Self::Location } else { Self::Flavor }
    }
}

/// Where a workload may run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    pub(crate) restricts: Vec<Type>,
    pub(crate) locations: Vec<Key>,
    pub(crate) flavors: Vec<Key>,
    pub(crate) placements: Option<Vec<(String, Vec<Key>)>>,
}

/// Why a workload can run nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Impossible {
    /// The types of which nothing is left, each with the outermost environment at which that is so, where it is so at
    /// one.
    Collision(Vec<(Type, Option<String>)>),
    NoPlacement,
}

/// Where policies are attached: a workload, or an environment by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point<'m> {
    pub(crate) environment: Option<&'m str>,
    pub(crate) list: &'m [String],
}

/// The meaning of a model.
pub(crate) struct Naive<'m> {
    pub(crate) model: &'m Model,
    codes: Vec<Code>,
    /// The atoms of each code: its own, and those of everything below it.
    below: BTreeMap<Key, Set>,
}

impl<'m> Naive<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let mut codes = if model.base == Base::Official { official() } else { Vec::new() };
        codes.extend(model.codes.iter().cloned());
        for added in &model.added {
            let is_it = |it: &&mut Code| it.attribute == added.attribute && it.name == added.name;
            codes.iter_mut().find(is_it).unwrap().aliases.extend(added.aliases.iter().cloned());
        }
        let mut naive = Self { model, codes, below: BTreeMap::new() };
        for key in naive.keys().collect::<Vec<_>>() {
            let mut above = Some(key.clone());
            while let Some(top) = above {
                naive.below.entry(top.clone()).or_default().insert(key.clone());
                above = naive.parent(&top);
            }
        }
        naive
    }

    /// Where `workload` may run.
    pub(crate) fn place(&self, workload: &Workload) -> Result<Placed, Impossible> {
        let points = self.points(workload);
        let allowed = Type::ALL.map(|it| self.meet(&points, workload.kind, it));
        let is_empty = |set: &Option<Set>| set.as_ref().is_some_and(BTreeSet::is_empty);
        let collisions: Vec<_> = Type::ALL
            .into_iter()
            .filter(|it| is_empty(&allowed[*it as usize]))
            .map(|it| {
                let mut outermost = (1..points.len()).rev();
                let at = outermost.find(|index| is_empty(&self.meet(&points[*index..], workload.kind, it)));
                (it, at.and_then(|index| points[index].environment).map(str::to_owned))
            })
            .collect();
        if !collisions.is_empty() {
            return Err(Impossible::Collision(collisions));
        }
        let restricts = Type::ALL.into_iter().filter(|it| allowed[*it as usize].is_some()).collect();
        let [locations, flavors] =
            Type::ALL.map(|it| allowed[it as usize].clone().unwrap_or_else(|| self.everything(it)));
        let mut placed = Placed {
            restricts,
            locations: self.shortest(&locations),
            flavors: self.shortest(&flavors),
            placements: None,
        };
        if self.has_fleet() {
            placed.placements = Some(self.placements(&locations, &flavors));
        }
        let is_nowhere = placed.placements.as_ref().is_some_and(Vec::is_empty);
        if is_nowhere || locations.is_empty() || flavors.is_empty() {
            return Err(Impossible::NoPlacement);
        }
        Ok(placed)
    }

    /// The points of a workload, from itself outwards.
    pub(crate) fn points(&self, workload: &'m Workload) -> Vec<Point<'m>> {
        let mut points = vec![Point { environment: None, list: &workload.attach }];
        points.extend(workload.environment.iter().flat_map(|name| self.upwards(name)));
        points
    }

    /// An environment, what it is in, and so on.
    pub(crate) fn upwards(&self, environment: &str) -> Vec<Point<'m>> {
        let mut points = Vec::new();
        let mut above = Some(environment);
        while let Some(name) = above {
            let it = self.model.environments.iter().find(|it| it.name == name).unwrap();
            points.push(Point { environment: Some(&it.name), list: &it.attach });
            above = it.parent.as_deref();
        }
        points
    }

    /// Whether a workload is in an environment or in one below it.
    pub(crate) fn is_below(&self, workload: &Workload, environment: &str) -> bool {
        let above = workload.environment.iter().flat_map(|name| self.upwards(name));
        above.into_iter().any(|point| point.environment == Some(environment))
    }

    /// What the policies of all `points` allow a kind of a type together; `None` where none takes part at any.
    pub(crate) fn meet(&self, points: &[Point<'_>], kind: &str, of: Type) -> Option<Set> {
        let unions = points.iter().filter_map(|point| self.union(point.list, kind, of));
        unions.reduce(|before, here| &before & &here)
    }

    /// What the policies of one list allow a kind of a type; `None` where none takes part.
    pub(crate) fn union(&self, list: &[String], kind: &str, of: Type) -> Option<Set> {
        let policies = self.taking_part(list, kind, of);
        (!policies.is_empty()).then(|| policies.iter().flat_map(|it| self.options(&it.options)).collect())
    }

    /// The policies of a list that take part for a kind, of one type, by name.
    pub(crate) fn taking_part(&self, list: &[String], kind: &str, of: Type) -> Vec<&'m Policy> {
        let policies = self.model.policies.iter().filter(|policy| list.contains(&policy.name));
        let mut policies: Vec<&Policy> =
            policies.filter(|it| it.applies(kind) && self.type_of(&it.options) == of).collect();
        policies.sort_by_key(|policy| &policy.name);
        policies
    }

    /// The policies about tokens that take part for a workload, each with the environment that attaches it: those of
    /// the outermost environment first, the workload's own last, and those of one point by name.
    pub(crate) fn limits(&self, workload: &'m Workload) -> Vec<(Option<&'m str>, &'m Limit)> {
        let mut limits = Vec::new();
        for point in self.points(workload).into_iter().rev() {
            let own = self.model.limits.iter();
            let mut own: Vec<&Limit> =
                own.filter(|it| point.list.contains(&it.name) && it.applies(workload.kind)).collect();
            own.sort_by_key(|limit| &limit.name);
            limits.extend(own.into_iter().map(|limit| (point.environment, limit)));
        }
        limits
    }

    /// The set of a workload, of one type.
    pub(crate) fn set(&self, workload: &'m Workload, of: Type) -> Set {
        self.meet(&self.points(workload), workload.kind, of).unwrap_or_else(|| self.everything(of))
    }

    /// The type of the first rule or exception; all others are of it.
    pub(crate) fn type_of(&self, options: &Options) -> Type {
        let (attribute, name) = options.words().next().unwrap();
        match ATTRIBUTES.iter().position(|it| *it == attribute) {
            Some(rank) => Type::of(rank),
            None => self.type_of(self.group(name)),
        }
    }

    /// The atoms of a policy, a group or a side of a guard.
    pub(crate) fn options(&self, options: &Options) -> Set {
        self.except(self.of_rules(options), &options.exceptions)
    }

    /// What stands before `except`: everything of the type where nothing does.
    pub(crate) fn of_rules(&self, options: &Options) -> Set {
        if options.rules.is_empty() {
            return self.everything(self.type_of(options));
        }
        self.all(&options.rules)
    }

    /// What some rules name together.
    pub(crate) fn all(&self, rules: &[Rule]) -> Set {
        words(rules).flat_map(|(attribute, name)| self.element(attribute, name)).collect()
    }

    /// `set` without what the exceptions name: every code with a part of it stops standing for what is not listed.
    pub(crate) fn except(&self, set: Set, exceptions: &[Rule]) -> Set {
        let away = self.all(exceptions);
        set.into_iter().filter(|key| self.below(key).is_disjoint(&away)).collect()
    }

    /// The atoms of a code or group.
    pub(crate) fn element(&self, attribute: &str, name: &str) -> Set {
        match attribute {
            GROUP => self.options(self.group(name)),
            _ => self.below(&self.find(&[attribute], name)).clone(),
        }
    }

    pub(crate) fn group(&self, name: &str) -> &'m Options {
        &self.model.groups.iter().find(|group| group.name == name).unwrap().options
    }

    pub(crate) fn everything(&self, of: Type) -> Set {
        self.keys().filter(|key| Type::of(key.0) == of).collect()
    }

    /// Whether everything that `inner` stands for lies in what `outer` stands for.
    pub(crate) fn covers(&self, outer: &[Key], inner: &[Key]) -> bool {
        let all = |keys: &[Key]| -> Set { keys.iter().flat_map(|key| self.below(key).clone()).collect() };
        all(inner).is_subset(&all(outer))
    }

    /// The code that a name, or another name of it, stands for.
    pub(crate) fn find(&self, attributes: &[&str], name: &str) -> Key {
        let is_it = |code: &&Code| {
            attributes.contains(&code.attribute)
                && (code.name == name || code.aliases.iter().any(|alias| alias == name))
        };
        key(self.codes.iter().find(is_it).unwrap())
    }

    pub(crate) fn codes(&self) -> &[Code] {
        &self.codes
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = Key> {
        self.codes.iter().map(key)
    }

    fn parent(&self, of: &Key) -> Option<Key> {
        let code = self.codes.iter().find(|code| key(code) == *of).unwrap();
        code.parent.as_ref().map(|parent| (of.0 - 1, parent.clone()))
    }

    pub(crate) fn below(&self, top: &Key) -> &Set {
        &self.below[top]
    }

    /// The codes that lie in the set as a whole while what they lie in does not, as lists are sorted.
    pub(crate) fn shortest(&self, set: &Set) -> Vec<Key> {
        let is_whole = |key: &Key| self.below(key).is_subset(set);
        let mut keys: Vec<Key> = self
            .keys()
            .filter(|key| is_whole(key) && !self.parent(key).is_some_and(|it| is_whole(&it)))
            .collect();
        keys.sort();
        keys
    }

    pub(crate) fn has_fleet(&self) -> bool {
        self.codes.iter().any(|code| code.attribute == "location")
    }

    /// The locations of the fleet in `locations` that offer any of `flavors`, each with those.
    pub(crate) fn placements(&self, locations: &Set, flavors: &Set) -> Vec<(String, Vec<Key>)> {
        let mut placements = Vec::new();
        for code in self.codes.iter().filter(|code| code.attribute == "location") {
            if !locations.contains(&key(code)) {
                continue;
            }
            let offers: Option<Set> = code
                .offers
                .as_ref()
                .map(|names| names.iter().map(|name| self.find(&["cpu", "gpu"], name)).collect());
            let offered =
                flavors.iter().filter(|it| offers.as_ref().is_none_or(|offers| offers.contains(*it)));
            let offered: Vec<Key> = offered.cloned().collect();
            if !offered.is_empty() {
                placements.push((code.name.clone(), offered));
            }
        }
        placements.sort();
        placements
    }
}

fn key(code: &Code) -> Key {
    (ATTRIBUTES.iter().position(|it| *it == code.attribute).unwrap(), code.name.clone())
}
