//! What two workspaces say, by names that both share: a name has one number on both sides.

use rustc_hash::FxHashMap;

use crate::placement::Provisional;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::workspace::{AttachmentsId, Element, Kinds, Options, Workspace};

/// Which of the two sides.
pub(super) const OLD: usize = 0;
pub(super) const NEW: usize = 1;

/// What both sides say.
#[derive(Debug)]
pub(super) struct Facts<'s> {
    pub(super) sides: [&'s Provisional; 2],
    pub(super) codes: Numbers<(Attribute, String), CodeFact>,
    pub(super) groups: Numbers<String, Rules>,
    pub(super) policies: Numbers<String, PolicyFact>,
    pub(super) environments: Numbers<String, EnvironmentFact>,
}

/// A code on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeFact {
    pub(super) parent: Option<usize>,
    pub(super) offers: Option<Vec<usize>>,
}

/// Rules and exceptions on one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) policy_type: PolicyType,
    pub(super) rules: Vec<Named>,
    pub(super) exceptions: Vec<Named>,
}

/// What a rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Code(usize),
    Group(usize),
}

/// A policy on one side; one about tokens has no rules.
#[derive(Clone, Debug)]
pub(super) struct PolicyFact {
    pub(super) kinds: Kinds,
    pub(super) rules: Option<Rules>,
}

/// An environment on one side.
#[derive(Clone, Debug)]
pub(super) struct EnvironmentFact {
    pub(super) parent: Option<usize>,
    pub(super) list: Vec<usize>,
}

/// Names by number, with what each side says of them.
#[derive(Debug)]
pub(super) struct Numbers<K, V> {
    pub(super) names: Vec<K>,
    numbers: FxHashMap<K, usize>,
    said: [Vec<Option<V>>; 2],
}

impl<K: Ord + Clone + std::hash::Hash + Eq, V> Numbers<K, V> {
    fn new(names: impl Iterator<Item = K>) -> Self {
        let mut names: Vec<K> = names.collect();
        names.sort_unstable();
        names.dedup();
        let numbers = names.iter().cloned().enumerate().map(|(number, name)| (name, number)).collect();
        let none = || names.iter().map(|_| None).collect();
        Self { said: [none(), none()], names, numbers }
    }

    pub(super) fn number(&self, name: &K) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    fn say(&mut self, side: usize, name: &K, what: V) {
        let place = self.number(name).and_then(|number| self.said.get_mut(side)?.get_mut(number));
        if let Some(place) = place {
            *place = Some(what);
        }
    }

    /// What a side says of a number.
    pub(super) fn on(&self, side: usize, number: usize) -> Option<&V> {
        self.said.get(side)?.get(number)?.as_ref()
    }

    /// What a side says, else the other one.
    pub(super) fn on_either(&self, side: usize, number: usize) -> Option<&V> {
        self.on(side, number).or_else(|| self.on(1 - side, number))
    }

    /// What both sides say of a number.
    pub(super) fn on_both(&self, number: usize) -> Option<[&V; 2]> {
        Some([self.on(OLD, number)?, self.on(NEW, number)?])
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

impl<'s> Facts<'s> {
    pub(super) fn new(sides: [&'s Provisional; 2]) -> Self {
        let workspaces = || sides.iter().map(|it| -> &Workspace { it.workspace() });
        let named = |name: &str| name.to_owned();
        let codes = workspaces().flat_map(|it| it.table().iter());
        let mut facts = Self {
            sides,
            codes: Numbers::new(codes.map(|(_, code)| (code.attribute(), named(code.name())))),
            groups: Numbers::new(workspaces().flat_map(|it| it.groups().values()).map(|it| named(it.name()))),
            policies: Numbers::new(
                workspaces().flat_map(|it| it.policies().values()).map(|it| named(it.name())),
            ),
            environments: Numbers::new(
                workspaces().flat_map(|it| it.environments().values()).map(|it| named(it.name())),
            ),
        };
        for (side, workspace) in workspaces().enumerate() {
            facts.read(side, workspace);
        }
        facts
    }

    fn read(&mut self, side: usize, workspace: &Workspace) {
        let table = workspace.table();
        for (_, code) in table.iter() {
            let number = |id| {
                let code: &crate::table::Code = &table[id];
                self.codes.number(&(code.attribute(), code.name().to_owned()))
            };
            let fact = CodeFact {
                parent: code.parent().and_then(number),
                offers: code.offers().map(|all| all.iter().copied().filter_map(number).collect()),
            };
            self.codes.say(side, &(code.attribute(), code.name().to_owned()), fact);
        }
        for group in workspace.groups().values() {
            if let Some(rules) = self.rules(workspace, group.options()) {
                self.groups.say(side, &group.name().to_owned(), rules);
            }
        }
        for policy in workspace.policies().values() {
            let rules = policy.options().and_then(|it| self.rules(workspace, it));
            let fact = PolicyFact { kinds: policy.target(), rules };
            self.policies.say(side, &policy.name().to_owned(), fact);
        }
        for environment in workspace.environments().values() {
            let parent = environment.parent();
            let parent = parent.map(|id| workspace.environments()[id].name().to_owned());
            let fact = EnvironmentFact {
                parent: parent.and_then(|name| self.environments.number(&name)),
                list: self.list(side, environment.attachments()),
            };
            self.environments.say(side, &environment.name().to_owned(), fact);
        }
    }

    fn rules(&self, workspace: &Workspace, options: &Options) -> Option<Rules> {
        let named = |element: &Element| match *element {
            Element::Code(id) => {
                let code = &workspace.table()[id];
                self.codes.number(&(code.attribute(), code.name().to_owned())).map(Named::Code)
            }
            Element::Group(id) => {
                self.groups.number(&workspace.groups()[id].name().to_owned()).map(Named::Group)
            }
        };
        Some(Rules {
            policy_type: options.policy_type()?,
            rules: options.rules().iter().filter_map(named).collect(),
            exceptions: options.exceptions().iter().filter_map(named).collect(),
        })
    }

    /// The policies of a list of a side, in order.
    pub(super) fn list(&self, side: usize, list: AttachmentsId) -> Vec<usize> {
        let Some(provisional) = self.sides.get(side) else { return Vec::new() };
        let workspace = provisional.workspace();
        let number = |id| self.policies.number(&workspace.policies()[id].name().to_owned());
        let mut list: Vec<usize> = workspace.attachments()[list].iter().copied().filter_map(number).collect();
        list.sort_unstable();
        list
    }
}
