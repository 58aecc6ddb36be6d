//! The errors of a workspace whose names are all right: exceptions that leave nothing, workloads that can run nowhere,
//! guards that are violated, and circles.

use std::collections::{BTreeMap, BTreeSet};

use super::{Impossible, Naive, Type};
use crate::model::{Group, Options, Part, Spot};

/// An error: its code, the part of the statement that it lies on, and, of a collision, the type of which nothing is left;
/// where that is so in an environment, also to which kind and how many of it.
pub(crate) type Finding = (&'static str, Spot, Option<Clash>);
pub(crate) type Clash = (&'static str, Option<(&'static str, usize)>);

impl Naive<'_> {
    /// Every error, sorted. What is looked for only where no other error stands is looked for only then.
    pub(crate) fn errors(&self) -> Vec<Finding> {
        let mut errors = self.allows_nothing();
        if errors.is_empty() {
            errors = self.impossible();
        }
        if errors.is_empty() {
            let violated = self.model.guards.iter().filter(|guard| !self.holds(guard));
            let on_name =
                |name: &String, parent: &Option<String>| ("guard", name.clone(), parent.clone(), Part::Name);
            errors =
                violated.map(|it| ("guard-violated", on_name(&it.name, &it.environment), None)).collect();
        }
        errors.sort();
        errors
    }

    /// The exceptions that leave nothing, on their `except`.
    fn allows_nothing(&self) -> Vec<Finding> {
        let one = std::slice::from_ref;
        let groups = self.model.groups.iter().map(|it| ("group", &it.name, None, one(&it.options)));
        let policies = self.model.policies.iter().map(|it| ("policy", &it.name, None, one(&it.options)));
        let guards =
            self.model.guards.iter().map(|it| ("guard", &it.name, it.environment.clone(), &it.sides[..]));
        let mut errors = Vec::new();
        for (keyword, name, parent, sides) in groups.chain(policies).chain(guards) {
            if sides.iter().any(|side| self.leads_to_nothing(side)) {
                continue;
            }
            let excepting = sides.iter().filter(|side| !side.exceptions.is_empty());
            for (index, _) in excepting.enumerate().filter(|(_, side)| self.options(side).is_empty()) {
                let spot = (keyword, name.clone(), parent.clone(), Part::Except(index));
                errors.push(("allows-nothing", spot, None));
            }
        }
        errors
    }

    /// Whether a group that allows nothing is named, through any number of steps.
    fn leads_to_nothing(&self, options: &Options) -> bool {
        options.groups().any(|name| {
            let group = self.group(name);
            self.leads_to_nothing(group) || self.options(group).is_empty()
        })
    }

    /// Whether a policy, a group or a side of a guard has nothing left, or names a group of which that is so.
    pub(crate) fn is_nothing(&self, options: &Options) -> bool {
        self.leads_to_nothing(options) || self.options(options).is_empty()
    }

    fn impossible(&self) -> Vec<Finding> {
        let mut errors = Vec::new();
        let mut of_environments: BTreeMap<(String, Type, &str), usize> = BTreeMap::new();
        for workload in &self.model.workloads {
            let spot = || (workload.kind, workload.name.clone(), workload.environment.clone(), Part::Name);
            match self.place(workload) {
                Ok(_) => {}
                Err(Impossible::NoPlacement) => errors.push(("no-placement", spot(), None)),
                Err(Impossible::Collision(types)) => {
                    for (of, environment) in types {
                        match environment {
                            Some(name) => *of_environments.entry((name, of, workload.kind)).or_default() += 1,
                            None => errors.push(("collision", spot(), Some((of.name(), None)))),
                        }
                    }
                }
            }
        }
        for ((name, of, kind), number) in of_environments {
            let environment = self.model.environments.iter().find(|it| it.name == name).unwrap();
            let spot = ("environment", name, environment.parent.clone(), Part::Name);
            errors.push(("collision", spot, Some((of.name(), Some((kind, number))))));
        }
        errors
    }
}

/// What names what.
type References = BTreeMap<String, BTreeSet<String>>;

/// Names that reach one another, each set of them once: of groups and of environments.
pub(crate) fn circles(model: &crate::model::Model) -> [BTreeSet<BTreeSet<String>>; 2] {
    let group = |it: &Group| (it.name.clone(), it.options.groups().cloned().collect());
    let groups: References = model.groups.iter().map(group).collect();
    let environments: References =
        model.environments.iter().map(|it| (it.name.clone(), it.parent.iter().cloned().collect())).collect();
    [groups, environments].map(|references| {
        let reached = |from: &String| {
            let mut reached = BTreeSet::new();
            let mut next: Vec<&String> = references[from].iter().collect();
            while let Some(name) = next.pop() {
                if reached.insert(name.clone()) {
                    next.extend(&references[name]);
                }
            }
            reached
        };
        let in_circle = references.keys().filter(|name| reached(name).contains(*name));
        let circle = |name: &String| -> BTreeSet<String> {
            reached(name).into_iter().filter(|other| reached(other).contains(name)).collect()
        };
        in_circle.map(circle).collect()
    })
}
