//! Policies and environments with their references as ids.

use rustc_hash::FxHashMap;

use super::declare::Declared;
use super::intern::Interner;
use super::kinds::Kinds;
use super::messages::Fault;
use super::model::{Attachments, Environment, EnvironmentId, Policy, PolicyId};
use super::namespace::Namespace;
use super::table::Table;
use super::unknown::{self, RuleCodes, Unknown};
use crate::arena::Arena;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Name, Names as Words, Rule, Rules, Statement};
use crate::syntax::keyword::{Keyword, PolicyType};

/// The policies of all statements, in name order.
pub(super) fn policies(
    table: &Table,
    declared: &Declared<'_>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Unknown,
) -> Arena<Policy> {
    let mut bind = |statement| policy(statement, table, declared, findings, unknown);
    let policies = Arena::of(declared.of(Namespace::Policy).iter().map(|(_, statement)| bind(*statement)));
    for statement in declared.later().filter(|later| later.keyword() == Keyword::Policy) {
        bind(statement);
    }
    policies
}

/// The policy of a statement. One without a rule or a code has a finding of its own.
fn policy(
    statement: Statement<'_>,
    table: &Table,
    declared: &Declared<'_>,
    findings: &mut Vec<Diagnostic>,
    unknown: &mut Unknown,
) -> Policy {
    let mut policy = Policy {
        name: (*statement.name().value()).into(),
        statement: statement.id(),
        policy_type: PolicyType::Location,
        target: Kinds::ALL,
        codes: Vec::new(),
    };
    let Some(rules) = statement.rules() else { return policy };
    if let Some(kinds) = rules.target() {
        policy.target = kinds.iter().copied().collect();
    }
    if let Some(first) = rules.iter().next() {
        policy.policy_type = first.attribute().policy_type();
        findings.extend(mixed_types(&policy.name, first, rules));
    }
    let mut wrong = RuleCodes::new(table, rules);
    for (index, rule) in rules.iter().enumerate() {
        for name in rule.codes().iter() {
            match table.find(rule.attribute(), &name.value()) {
                Some(code) => policy.codes.push(code),
                None if declared.is_broken(Namespace::of(rule.attribute()), &name) => {}
                None => wrong.report(index, rule, name, unknown),
            }
        }
    }
    policy
}

/// The finding that not all rules of a policy are of the type of the first one, where they are not.
fn mixed_types(policy: &str, first: Rule<'_>, rules: Rules<'_>) -> Option<Diagnostic> {
    let policy_type = |rule: Rule<'_>| rule.attribute().policy_type();
    let second = rules.iter().find(|&rule| policy_type(rule) != policy_type(first))?;
    let fault = Fault::MixedTypes { policy: policy.into(), types: [first, second].map(policy_type) };
    Some(Diagnostic::new(fault, second.attribute_span()).with_related(first.attribute_span()))
}

/// The names that environments and workloads refer to.
pub(super) struct Names<'d, 'f> {
    declared: &'d Declared<'f>,
    policies: FxHashMap<&'d str, PolicyId>,
    environments: FxHashMap<&'d str, EnvironmentId>,
}

impl<'d, 'f> Names<'d, 'f> {
    /// The names of `policies`, and no environments yet.
    pub(super) fn new(declared: &'d Declared<'f>, policies: &'d Arena<Policy>) -> Self {
        let policies = policies.iter().map(|(id, policy)| (&*policy.name, id)).collect();
        Self { declared, policies, environments: FxHashMap::default() }
    }

    /// The same with the names of `environments`.
    pub(super) fn with_environments(mut self, environments: &'d Arena<Environment>) -> Self {
        self.environments = environments.iter().map(|(id, environment)| (&*environment.name, id)).collect();
        self
    }

    /// The environments of all statements, in name order.
    pub(super) fn bind_environments(
        &self,
        lists: &mut Interner<Attachments>,
        missing: &mut Vec<Diagnostic>,
    ) -> Arena<Environment> {
        let mut list = Vec::new();
        let environments =
            self.declared.of(Namespace::Environment).iter().map(|(name, statement)| Environment {
                name: (**name).into(),
                statement: statement.id(),
                attachments: lists.intern(self.attachments(statement.list(), &mut list, missing)),
            });
        let environments = Arena::of(environments);
        for statement in self.declared.later().filter(|later| later.keyword() == Keyword::Environment) {
            self.attachments(statement.list(), &mut Vec::new(), missing);
        }
        environments
    }

    /// The policies of `words`, each once and in name order, written over what `ids` held.
    pub(super) fn attachments<'i>(
        &self,
        words: Words<'f>,
        ids: &'i mut Vec<PolicyId>,
        missing: &mut Vec<Diagnostic>,
    ) -> &'i [PolicyId] {
        ids.clear();
        for name in words.iter() {
            match self.policies.get(&*name.value()) {
                Some(id) => ids.push(*id),
                None if self.declared.is_broken(Namespace::Policy, &name) => {}
                None => missing.push(unknown::policy(name, self.declared.of(Namespace::Policy))),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The environment of a workload, if it is in one; `Err` where no statement declares it, which is
    /// reported unless a broken statement would declare it.
    pub(super) fn environment(
        &self,
        parent: Option<Name<'f>>,
        missing: &mut Vec<Diagnostic>,
    ) -> Result<Option<EnvironmentId>, ()> {
        let Some(name) = parent else { return Ok(None) };
        if let Some(id) = self.environments.get(&*name.value()) {
            return Ok(Some(*id));
        }
        if !self.declared.is_broken(Namespace::Environment, &name) {
            missing.push(unknown::environment(name, self.declared.of(Namespace::Environment)));
        }
        Err(())
    }
}
