//! What policies, groups and guards say once a group is another one: its rules come in, and everything that
//! names it, through any number of steps, goes out with its new sets.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::answers::edit::{Edits, Meaning};
use crate::arena::IdMap;
use crate::placement::Asks;
use crate::syntax::keyword::{Form, PolicyType};
use crate::table::{CodeId, Set};
use crate::workspace::{Checked, Element, Group, GroupId, Guard, GuardId, Options, PolicyId};

/// What rules less exceptions leave, in the place of what options have; `None` where that is nothing.
pub(super) fn left(
    checked: &Checked,
    options: &Options,
    rules: &[Element],
    exceptions: &[Element],
) -> Option<Set> {
    Groups { checked, changed: FxHashMap::default() }.left(options.policy_type()?, rules, exceptions)
}

/// What a group that changes does to everything that names it.
pub(super) struct Changed {
    policies: Vec<(PolicyId, Meaning)>,
    guards: Vec<(GuardId, Asks)>,
}

impl Changed {
    pub(super) fn make(&self, edits: &mut Edits) {
        for (policy, meaning) in &self.policies {
            edits.set_policy(*policy, meaning.clone());
        }
        for (guard, asks) in &self.guards {
            edits.set_guard(*guard, asks.clone());
        }
    }
}

/// What names each group.
pub(super) struct Regroup<'c> {
    pub(super) checked: &'c Checked,
    groups: IdMap<Group, Vec<GroupId>>,
    policies: IdMap<Group, Vec<PolicyId>>,
    guards: IdMap<Group, Vec<GuardId>>,
    /// Each group behind those that it names.
    rank: IdMap<Group, usize>,
}

/// Groups, some of which are others than those of the workspace.
struct Groups<'c> {
    checked: &'c Checked,
    changed: FxHashMap<GroupId, Set>,
}

impl Groups<'_> {
    fn element(&self, element: Element) -> Set {
        match element {
            Element::Group(group) if self.changed.contains_key(&group) => self.changed.get(&group).cloned(),
            _ => None,
        }
        .unwrap_or_else(|| self.checked.element_set(element))
    }

    /// What elements of a type stand for together.
    fn union(&self, policy_type: PolicyType, elements: &[Element]) -> Option<Set> {
        let codes = elements.iter().filter_map(|&element| match element {
            Element::Code(code) => Some(code),
            Element::Group(_) => None,
        });
        let codes: Vec<CodeId> = codes.collect();
        let groups = elements.iter().filter(|element| matches!(element, Element::Group(_)));
        let mut sets: Vec<Set> = groups.map(|&element| self.element(element)).collect();
        sets.extend(self.checked.space().set(policy_type, codes));
        Set::union(&sets)
    }

    fn left(&self, policy_type: PolicyType, rules: &[Element], exceptions: &[Element]) -> Option<Set> {
        let space = self.checked.space();
        let rules = if rules.is_empty() { space.all(policy_type) } else { self.union(policy_type, rules) }?;
        match self.union(policy_type, exceptions) {
            Some(exceptions) => space.except(&rules, &exceptions),
            None => Some(rules),
        }
    }

    fn of(&self, options: &Options) -> Option<Set> {
        self.left(options.policy_type()?, options.rules(), options.exceptions())
    }

    fn asks(&self, guard: &Guard) -> Option<Asks> {
        let joint = match guard.joint() {
            Some(joint) => Some(self.of(joint)?),
            None => None,
        };
        let options = guard.options();
        let set = self.of(options)?;
        let each = match guard.form() {
            Form::Allows => {
                let one = |&rule: &Element| self.left(set.policy_type(), &[rule], options.exceptions());
                options.rules().iter().filter_map(one).collect()
            }
            Form::Within | Form::Excludes => Vec::new(),
        };
        Some(Asks { form: guard.form(), set, joint, each })
    }
}

/// The groups that options name, each once.
fn named(options: &Options) -> BTreeSet<GroupId> {
    let elements = options.rules().iter().chain(options.exceptions());
    elements
        .filter_map(|element| match element {
            Element::Group(group) => Some(*group),
            Element::Code(_) => None,
        })
        .collect()
}

impl<'c> Regroup<'c> {
    pub(super) fn new(checked: &'c Checked) -> Self {
        let empty = || checked.groups().map(|_| Vec::new());
        let mut groups: IdMap<Group, Vec<GroupId>> = empty();
        let mut left: IdMap<Group, usize> = checked.groups().map(|_| 0);
        for (id, group) in checked.groups().iter() {
            let named = named(group.options());
            left[id] = named.len();
            for used in named {
                groups[used].push(id);
            }
        }
        let mut policies: IdMap<Group, Vec<PolicyId>> = checked.groups().map(|_| Vec::new());
        for (id, policy) in checked.policies().iter() {
            for used in policy.options().map(named).unwrap_or_default() {
                policies[used].push(id);
            }
        }
        let mut guards: IdMap<Group, Vec<GuardId>> = checked.groups().map(|_| Vec::new());
        for (id, guard) in checked.guards().iter() {
            let mut all = named(guard.options());
            all.extend(guard.joint().map(named).unwrap_or_default());
            for used in all {
                guards[used].push(id);
            }
        }
        let mut rank = checked.groups().map(|_| 0);
        let mut ready: Vec<GroupId> = checked.groups().ids().filter(|&id| left[id] == 0).collect();
        let mut next = 0;
        while let Some(id) = ready.pop() {
            rank[id] = next;
            next += 1;
            for &user in &groups[id] {
                left[user] -= 1;
                if left[user] == 0 {
                    ready.push(user);
                }
            }
        }
        Self { checked, groups, policies, guards, rank }
    }

    /// What changes where a group has these rules and exceptions; `None` where something then allows nothing.
    pub(super) fn changed(&self, id: GroupId, rules: &[Element], exceptions: &[Element]) -> Option<Changed> {
        let checked = self.checked;
        let mut groups = Groups { checked, changed: FxHashMap::default() };
        let (mut policies, mut guards) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting = BTreeSet::from([(self.rank[id], id)]);
        while let Some((_, group)) = waiting.pop_first() {
            let options = checked.groups()[group].options();
            let set = if group == id {
                groups.left(options.policy_type()?, rules, exceptions)?
            } else {
                groups.of(options)?
            };
            if set == *options.set() {
                continue;
            }
            groups.changed.insert(group, set);
            waiting.extend(self.groups[group].iter().map(|&user| (self.rank[user], user)));
            policies.extend(self.policies[group].iter().copied());
            guards.extend(self.guards[group].iter().copied());
        }
        let meaning = |policy: PolicyId| {
            let it = &checked.policies()[policy];
            let set = groups.of(it.options()?)?;
            Some((policy, Meaning::new(Some(set), it.target())))
        };
        let asks = |guard: GuardId| Some((guard, groups.asks(&checked.guards()[guard])?));
        let policies = policies.into_iter().map(meaning).collect::<Option<_>>()?;
        let guards = guards.into_iter().map(asks).collect::<Option<_>>()?;
        Some(Changed { policies, guards })
    }
}
