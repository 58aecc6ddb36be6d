//! The names that lists and `in` refer to, as ids.

use rustc_hash::FxHashMap;

use super::declare::Declared;
use super::definitions::{Environment, EnvironmentId, Policy, PolicyId};
use super::missing::{Missing, Wanted};
use crate::arena::Arena;
use crate::syntax::ast::{Name, Names as Words};
use crate::table::Namespace;

/// The names that environments and workloads refer to.
pub(super) struct Names<'d, 'f> {
    declared: &'d Declared<'f>,
    policies: FxHashMap<&'d str, PolicyId>,
    environments: FxHashMap<&'d str, EnvironmentId>,
}

/// The policies that the words of a list name.
pub(super) struct Attached<'i> {
    /// Each once, in name order.
    pub(super) policies: &'i [PolicyId],
    /// Whether a word names none, reported or not.
    pub(super) lacks: bool,
    /// Whether two words name the same.
    pub(super) repeats: bool,
}

impl<'d, 'f> Names<'d, 'f> {
    /// The names of `policies`, and no environments yet.
    pub(super) fn new(declared: &'d Declared<'f>, policies: &'d Arena<Policy>) -> Self {
        let policies = policies.iter().map(|(id, policy)| (&*policy.name, id)).collect();
        Self { declared, policies, environments: FxHashMap::default() }
    }

    /// The same with the names of `environments`.
    pub(super) fn with_environments<'e>(&self, environments: &'e Arena<Environment>) -> Names<'e, 'f>
    where
        'd: 'e,
    {
        let environments = environments.iter().map(|(id, environment)| (&*environment.name, id)).collect();
        Names { declared: self.declared, policies: self.policies.clone(), environments }
    }

    /// The policies of `words`, written over what `ids` held.
    pub(super) fn attachments<'i>(
        &self,
        words: Words<'f>,
        ids: &'i mut Vec<PolicyId>,
        missing: &mut Vec<Missing<'f>>,
    ) -> Attached<'i> {
        ids.clear();
        for name in words.iter() {
            match self.policies.get(&*name.value()) {
                Some(id) => ids.push(*id),
                None if self.declared.is_broken(Namespace::Policy, &name) => {}
                None => missing.push(Missing { name, wanted: Wanted::Policy }),
            }
        }
        let found = ids.len();
        ids.sort_unstable();
        ids.dedup();
        let (lacks, repeats) = (found < words.len(), ids.len() < found);
        Attached { policies: ids, lacks, repeats }
    }

    /// The environment of a workload, if it is in one; `Err` where no statement declares it, which is
    /// reported unless a broken statement would declare it.
    pub(super) fn environment(
        &self,
        parent: Option<Name<'f>>,
        missing: &mut Vec<Missing<'f>>,
    ) -> Result<Option<EnvironmentId>, ()> {
        let Some(name) = parent else { return Ok(None) };
        if let Some(id) = self.environments.get(&*name.value()) {
            return Ok(Some(*id));
        }
        if !self.declared.is_broken(Namespace::Environment, &name) {
            missing.push(Missing { name, wanted: Wanted::Environment });
        }
        Err(())
    }
}
