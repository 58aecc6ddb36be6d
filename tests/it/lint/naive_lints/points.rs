//! The lints about environments and workloads.

use super::Lints;
use super::lists::List;
use crate::model::{KINDS, Workload};
use crate::naive::Type;

impl<'m> Lints<'m> {
    /// The kinds of the workloads in an environment or below it.
    pub(super) fn occurring(&self, environment: &str) -> Vec<&'static str> {
        let inside = self.inside(environment);
        KINDS.into_iter().filter(|kind| inside.iter().any(|it| it.kind == *kind)).collect()
    }

    /// The workloads in an environment or below it.
    fn inside(&self, environment: &str) -> Vec<&'m Workload> {
        self.model.workloads.iter().filter(|it| self.naive.is_below(it, environment)).collect()
    }

    /// The names of an environment and of those above it.
    fn upwards(&self, environment: &str) -> Vec<&'m str> {
        self.naive.upwards(environment).into_iter().filter_map(|point| point.environment).collect()
    }

    pub(super) fn environments(&mut self) {
        for environment in &self.model.environments {
            let statement = ("environment", environment.name.as_str(), environment.parent.as_deref());
            let inside = self.inside(&environment.name);
            if inside.is_empty() {
                self.report("unused-environment", statement, None);
            }
            let attached = self.naive.upwards(&environment.name).into_iter().flat_map(|it| it.list);
            let attached: Vec<Type> = attached.filter_map(|name| self.type_of(name)).collect();
            if !Type::ALL.iter().all(|it| attached.contains(it)) {
                self.report("unrestricted-environment", statement, None);
            }
            let list = List {
                statement,
                words: &environment.attach,
                occurring: self.occurring(&environment.name),
                kinds: &KINDS,
                above: self.upwards(&environment.name).split_off(1),
            };
            let matching = self.matching(list.words, &list.occurring);
            let is_held = matching.iter().any(|(_, name)| self.type_of(name) == Some(Type::Location));
            let is_open = |workload: &&'m Workload| {
                let points = self.naive.points(workload);
                self.naive.meet(&points, workload.kind, Type::Location).is_none()
            };
            if is_held && inside.iter().any(is_open) {
                self.report("target-gap", statement, None);
            }
            self.list(&list);
        }
    }

    pub(super) fn workloads(&mut self) {
        for workload in &self.model.workloads {
            let statement = (workload.kind, workload.name.as_str(), workload.environment.as_deref());
            if workload.environment.is_none() && !self.model.environments.is_empty() {
                self.report("no-environment", statement, None);
            }
            let list = List {
                statement,
                words: &workload.attach,
                occurring: vec![workload.kind],
                kinds: std::slice::from_ref(&workload.kind),
                above: workload.environment.iter().flat_map(|name| self.upwards(name)).collect(),
            };
            self.list(&list);
        }
    }
}
