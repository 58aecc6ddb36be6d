//! From declarations to groups, policies and guards, each with what its rules stand for.

use std::sync::Arc;

use super::build;
use super::circles;
use super::declare::Declared;
use super::definitions::{Aspect, Element, Group, Options, Policy};
use super::kept::Kept;
use super::kinds::Kinds;
use super::messages::Fault;
use super::missing::Unknown;
use super::rules::{Binder, Bound, Flaws, NothingLeft};
use crate::arena::Arena;
use crate::diagnostic::Diagnostic;
use crate::syntax::Files;
use crate::syntax::ast::{Body, Name, Statement};
use crate::syntax::keyword::{Form, Keyword, RuleAttribute};
use crate::table::{Namespace, Space, Table};

/// What statements with rules declare, and what they refer to.
pub(super) struct Definitions<'f> {
    pub(super) table: Arc<Table>,
    pub(super) space: Arc<Space>,
    pub(super) groups: Arc<Arena<Group>>,
    /// Whether nothing is wrong with codes and groups.
    pub(super) are_codes_settled: bool,
    pub(super) policies: Arena<Policy>,
    /// The guards in name order, without their environments.
    pub(super) guards: Vec<GuardRules<'f>>,
    pub(super) nothing: Vec<NothingLeft>,
}

/// What a guard says, wherever it holds.
pub(super) struct GuardRules<'f> {
    pub(super) statement: Statement<'f>,
    pub(super) form: Form,
    pub(super) target: Kinds,
    pub(super) options: Options,
    pub(super) joint: Option<Options>,
}

impl<'f> Definitions<'f> {
    /// Binds everything that `declared` has, but for what is kept from before. What is wrong with it is
    /// reported, but for exceptions that leave nothing, which are listed.
    pub(super) fn new(
        files: &'f Files,
        declared: &Declared<'f>,
        kept: Option<Kept<'_>>,
        findings: &mut Vec<Diagnostic>,
        unknown: &mut Unknown<'f>,
    ) -> Self {
        let reported = (findings.len(), unknown.len());
        let (table, space) = match kept {
            Some(kept) => kept.codes(),
            None => {
                let table = build::table(declared, unknown);
                let space = Space::new(&table);
                (Arc::new(table), Arc::new(space))
            }
        };
        let flaws = Flaws::of(files);
        let binder = Binder { files, declared, table: &table, space: &space, flaws: &flaws };
        let mut nothing = Vec::new();
        let groups = match kept {
            Some(kept) => kept.groups(),
            None => Arc::new(groups(&binder, findings, unknown, &mut nothing)),
        };
        let are_codes_settled = declared.is_whole()
            && reported == (findings.len(), unknown.len())
            && groups.values().iter().all(|group| group.options.sets.is_some());
        let mut bind = |statement: Statement<'f>, is_later: bool| -> Vec<Options> {
            let Some(body) = statement.body() else { return Vec::new() };
            let mut bound = binder.body(statement, body, &groups, unknown);
            bound.is_flawed |= is_later;
            binder.settle(statement, bound, &groups, findings, &mut nothing)
        };
        let policies = declared.of(Namespace::Policy).iter().map(|(name, statement)| Policy {
            name: (**name).into(),
            statement: statement.id(),
            target: target(*statement),
            aspect: match statement.tokens() {
                Some(tokens) => Aspect::Tokens(*tokens),
                None => Aspect::Placement(
                    kept.and_then(|kept| kept.policy(name, *statement)).cloned().unwrap_or_else(|| {
                        bind(*statement, false).into_iter().next().unwrap_or_else(Options::default)
                    }),
                ),
            },
        });
        let policies = Arena::of(policies.collect::<Vec<_>>());
        let guards = declared.of(Namespace::Guard).iter().filter_map(|(_, statement)| {
            let form = statement.body()?.form()?;
            let mut sides = bind(*statement, false).into_iter();
            let (options, joint) = (sides.next()?, sides.next());
            Some(GuardRules { statement: *statement, form, target: target(*statement), options, joint })
        });
        let guards = guards.collect();
        for statement in
            declared.later().filter(|it| matches!(it.keyword(), Keyword::Policy | Keyword::Guard))
        {
            bind(statement, true);
        }
        Self { table, space, groups, are_codes_settled, policies, guards, nothing }
    }

    /// The options of a side of a statement.
    pub(super) fn options(&self, keyword: Keyword, name: &str, side: usize) -> Option<&Options> {
        match keyword {
            Keyword::Policy => {
                let id = self.policies.search(|policy| (*policy.name).cmp(name))?;
                self.policies[id].options()
            }
            Keyword::Group => {
                let id = self.groups.search(|group| (*group.name).cmp(name))?;
                Some(&self.groups[id].options)
            }
            _ => {
                let by_name = |guard: &GuardRules<'_>| (*guard.statement.name().value()).cmp(name);
                let guard = self.guards.get(self.guards.binary_search_by(by_name).ok()?)?;
                if side == 0 { Some(&guard.options) } else { guard.joint.as_ref() }
            }
        }
    }
}

fn target(statement: Statement<'_>) -> Kinds {
    statement.target().map_or(Kinds::ALL, |kinds| kinds.iter().copied().collect())
}

/// The groups of all statements, in name order.
fn groups<'f>(
    binder: &Binder<'_, 'f>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Unknown<'f>,
    nothing: &mut Vec<NothingLeft>,
) -> Arena<Group> {
    let declared = binder.declared.of(Namespace::Group);
    let mut groups = Arena::of(declared.iter().map(|(name, statement)| Group {
        name: (**name).into(),
        statement: statement.id(),
        options: Options::default(),
    }));
    let mut bind = |statement: Statement<'f>, groups: &Arena<Group>| {
        statement.body().map(|body| binder.body(statement, body, groups, unknown))
    };
    let mut bound: Vec<Option<Bound>> =
        declared.iter().map(|(_, statement)| bind(*statement, &groups)).collect();
    let later: Vec<(Statement<'f>, Option<Bound>)> = binder
        .declared
        .later()
        .filter(|it| it.keyword() == Keyword::Group)
        .map(|statement| (statement, bind(statement, &groups)))
        .collect();
    let references: Vec<Vec<usize>> = bound.iter().map(|bound| references(bound.as_ref())).collect();
    let ids: Vec<_> = groups.ids().collect();
    for part in circles::ordered(&references) {
        let is_circle = circles::is_circle(&part, &references);
        if is_circle {
            let statements: Vec<Statement<'f>> =
                part.iter().filter_map(|&it| declared.get(it)).map(|(_, statement)| *statement).collect();
            let fault = |names, references| Fault::GroupCycle { names, references };
            findings.extend(circles::finding(binder.files, statements, named_groups, fault));
        }
        for index in part {
            let (Some(&id), Some((_, statement)), Some(bound)) =
                (ids.get(index), declared.get(index), bound.get_mut(index).and_then(Option::take))
            else {
                continue;
            };
            let bound = Bound { is_flawed: bound.is_flawed || is_circle, ..bound };
            let options = binder.settle(*statement, bound, &groups, findings, nothing).into_iter().next();
            if let Some(options) = options {
                groups[id].options = options;
            }
        }
    }
    for (statement, bound) in later {
        if let Some(bound) = bound {
            let bound = Bound { is_flawed: true, ..bound };
            binder.settle(statement, bound, &groups, findings, nothing);
        }
    }
    groups
}

/// The groups that a group names, by index.
fn references(bound: Option<&Bound>) -> Vec<usize> {
    let elements = bound.into_iter().flat_map(Bound::elements);
    let mut groups: Vec<usize> = elements
        .filter_map(|element| match element {
            Element::Group(group) => Some(group.index()),
            Element::Code(_) => None,
        })
        .collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// The groups that a statement names, as written.
fn named_groups(statement: Statement<'_>) -> Vec<Name<'_>> {
    let rules = statement.body().into_iter().flat_map(Body::rules);
    let rules = rules.filter(|rule| rule.attribute() == RuleAttribute::Group);
    rules.flat_map(|rule| rule.codes().iter()).collect()
}
