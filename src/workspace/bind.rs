//! Policies, environments and workloads with their references as ids.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::declare::{Declared, Namespace};
use super::intern::Interner;
use super::table::{CodeId, Table};
use super::{
    Environment, EnvironmentId, EnvironmentMark, Kinds, Policy, PolicyId, PolicyMark, Workspace, messages,
    workloads,
};
use crate::diagnostic::Diagnostic;
use crate::ids::{Arena, Id};
use crate::source::Sources;
use crate::syntax::ast::{File, Name, Statement};
use crate::syntax::keyword::{Keyword, PolicyType};

/// Binds every name. What is unknown is reported to `unknown`, anything else that is wrong to `findings`.
pub(super) fn bind<'a>(
    sources: &'a Sources,
    files: &'a [File<'a>],
    table: Table<'a>,
    declared: &Declared<'a>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> Workspace<'a> {
    let policies: Arena<PolicyMark, Policy<'a>> = declared
        .of(Namespace::Policy)
        .iter()
        .map(|(name, statement)| policy(name.clone(), statement, &table, declared, findings, unknown))
        .collect();
    let names = Names {
        declared,
        policies: policies.iter().map(|(id, policy)| (policy.name.clone(), id)).collect(),
        environments: declared
            .of(Namespace::Environment)
            .iter()
            .enumerate()
            .map(|(index, (name, _))| (name.clone(), Id::new(index)))
            .collect(),
    };
    let mut lists = Interner::default();
    let mut list = Vec::new();
    lists.intern(&*list);
    let environments: Arena<EnvironmentMark, Environment<'a>> = declared
        .of(Namespace::Environment)
        .iter()
        .map(|(name, statement)| Environment {
            name: name.clone(),
            statement,
            attachments: lists.intern(names.attachments(statement.list(), &mut list, unknown)),
        })
        .collect();
    for statement in declared.later() {
        match statement.keyword {
            Keyword::Policy => {
                policy(statement.name.value(), statement, &table, declared, findings, unknown);
            }
            Keyword::Environment => {
                names.attachments(statement.list(), &mut list, unknown);
            }
            Keyword::Workload(_) | Keyword::Code(_) => {}
        }
    }
    let (points, workloads) = workloads::bind(sources, files, &names, &mut lists, findings, unknown);
    let attachments = lists.values;
    Workspace { sources, table, policies, environments, attachments, points, workloads }
}

fn policy<'a>(
    name: Cow<'a, str>,
    statement: &'a Statement<'a>,
    table: &Table<'a>,
    declared: &Declared<'a>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Vec<Diagnostic>,
) -> Policy<'a> {
    let body = statement.policy_body();
    let rules = body.map_or(&[][..], |body| &body.rules);
    let policy_type = rules.first().map_or(PolicyType::Location, |rule| rule.attribute.policy_type());
    if let Some((first, second)) = rules.first().and_then(|first| {
        Some((first, rules.iter().find(|rule| rule.attribute.policy_type() != policy_type)?))
    }) {
        findings.push(messages::mixed_types(statement, first, second));
    }
    let mut codes: Vec<CodeId> = Vec::new();
    for rule in rules {
        for name in &rule.codes {
            match table.find(rule.attribute, &name.value()) {
                Some(code) => codes.push(code),
                None if declared.is_broken(Namespace::of(rule.attribute), name) => {}
                None => match messages::wrong_attribute(table, Some(rule), rules, name) {
                    Some(finding) => findings.push(finding),
                    None => unknown.push(messages::unknown_code(table, Some(rule.attribute), name)),
                },
            }
        }
    }
    let target = body.and_then(|body| body.target.as_ref());
    let target = target.map_or(Kinds::ALL, |kinds| kinds.iter().copied().collect());
    Policy { name, statement, policy_type, target, codes }
}

/// The names that environments and workloads refer to.
pub(super) struct Names<'d, 'a> {
    declared: &'d Declared<'a>,
    policies: FxHashMap<Cow<'a, str>, PolicyId>,
    environments: FxHashMap<Cow<'a, str>, EnvironmentId>,
}

impl<'a> Names<'_, 'a> {
    /// The policies of `list`, each once and in name order, in the place of what `ids` held.
    pub(super) fn attachments<'i>(
        &self,
        list: &[Name<'a>],
        ids: &'i mut Vec<PolicyId>,
        unknown: &mut Vec<Diagnostic>,
    ) -> &'i [PolicyId] {
        ids.clear();
        for name in list {
            match self.policies.get(&name.value()) {
                Some(id) => ids.push(*id),
                None if self.declared.is_broken(Namespace::Policy, name) => {}
                None => {
                    unknown.push(messages::unknown_policy(name, self.declared.of(Namespace::Policy)));
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The environment of a workload: `Err` where it is in one that is not declared, which is reported.
    pub(super) fn environment(
        &self,
        parent: Option<&Name<'a>>,
        unknown: &mut Vec<Diagnostic>,
    ) -> Result<Option<EnvironmentId>, ()> {
        let Some(name) = parent else { return Ok(None) };
        if let Some(id) = self.environments.get(&name.value()) {
            return Ok(Some(*id));
        }
        if !self.declared.is_broken(Namespace::Environment, name) {
            unknown.push(messages::unknown_environment(name, self.declared.of(Namespace::Environment)));
        }
        Err(())
    }
}
