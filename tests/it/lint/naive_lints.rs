//! The lints as they are defined, one by one and with sets of places: a model comes in, its findings go out. Slow, and
//! knows nothing of the compiler.

mod lists;
mod points;
mod statements;

use crate::model::{Limit, Model, Part, Policy, Spot};
use crate::naive::{Naive, Type};

/// A lint, and the part of a statement that its finding lies on.
pub(super) type Finding = (&'static str, Spot);

/// A statement: keyword, name and what it is in.
type Statement<'m> = (&'static str, &'m str, Option<&'m str>);

struct Lints<'m> {
    model: &'m Model,
    naive: Naive<'m>,
    findings: Vec<Finding>,
}

/// Every finding of every lint. `order` has the names of the policies by path and position.
pub(super) fn findings(model: &Model, order: &[String]) -> Vec<Finding> {
    let mut lints = Lints { model, naive: Naive::new(model), findings: Vec::new() };
    lints.groups();
    lints.policies(order);
    lints.guards();
    lints.environments();
    lints.workloads();
    lints.findings.sort();
    lints.findings
}

impl<'m> Lints<'m> {
    /// Reports a finding on a word of a list, or on the name.
    fn report(&mut self, lint: &'static str, statement: Statement<'_>, item: Option<usize>) {
        let (keyword, name, parent) = statement;
        let part = item.map_or(Part::Name, Part::Item);
        self.findings.push((lint, (keyword, name.to_owned(), parent.map(str::to_owned), part)));
    }

    fn policy(&self, name: &str) -> &'m Policy {
        self.model.policies.iter().find(|policy| policy.name == name).unwrap()
    }

    /// The policy of that name, where it is about tokens.
    fn limit(&self, name: &str) -> Option<&'m Limit> {
        self.model.limits.iter().find(|limit| limit.name == name)
    }

    fn applies(&self, name: &str, kind: &str) -> bool {
        self.limit(name).map_or_else(|| self.policy(name).applies(kind), |limit| limit.applies(kind))
    }

    /// The type of a policy; none where it is about tokens.
    fn type_of(&self, name: &str) -> Option<Type> {
        self.limit(name).is_none().then(|| self.naive.type_of(&self.policy(name).options))
    }
}
