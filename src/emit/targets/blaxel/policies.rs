//! The policies that are written and what workloads attach: those for the lists of sets, and those for the
//! limits of tokens.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde_json::value::RawValue;

use super::codes::CodeNames;
use super::object::{Body, MANAGED, Metadata, Object, Spec, Written};
use super::policy::{Made, Policy};
use super::{lists, tokens};
use crate::emit::page;
use crate::emit::refusal::{Refusal, Refusals};
use crate::emit::settings::Wrong;
use crate::emit::target::Request;
use crate::parallel;
use crate::placement::PlacementSetId;
use crate::workspace::PointId;

/// The policies that are written, and what workloads attach.
#[derive(Debug, Default)]
pub(super) struct Policies {
    by_name: BTreeMap<String, Policy>,
    by_point: FxHashMap<PointId, Box<RawValue>>,
}

impl Policies {
    /// The policies of all workloads of the request that may name some; `objects` says what each of them is.
    pub(super) fn new(
        request: &Request<'_>,
        objects: &[Object],
        names: &CodeNames,
        refusals: &mut Refusals<'_>,
    ) -> Result<Self, Wrong> {
        let prefix = request.settings.text("prefix")?.unwrap_or("bpol");
        let splits = request.settings.is_set("split-pools")?;
        let resolved = request.resolved;
        let all = request.workloads.iter().zip(objects).enumerate();
        let with_policies: Vec<(usize, PointId)> = all
            .filter(|(_, (_, object))| object.has_policies())
            .map(|(index, (workload, _))| (index, workload.point()))
            .collect();
        let distinct: BTreeSet<PlacementSetId> =
            with_policies.iter().map(|&(_, point)| resolved.set_at(point)).collect();
        let made = parallel::run(distinct.len() * 1024, || {
            let make = |set| (set, lists::policies(request, names, prefix, set));
            parallel::map(distinct.into_iter().collect(), make)
        });
        let mut policies = Self::default();
        let mut by_set: FxHashMap<PlacementSetId, (Vec<String>, Vec<Refusal>)> = FxHashMap::default();
        for (set, made) in made {
            by_set.insert(set, policies.take(made));
        }
        let mut faults: FxHashMap<PointId, Vec<Refusal>> = FxHashMap::default();
        for (index, point) in with_policies {
            let faults = faults.entry(point).or_insert_with(|| {
                #[expect(clippy::indexing_slicing, reason = "a workload without its policies is open")]
                let (of_set, faults) = &by_set[&resolved.set_at(point)];
                let (of_limits, more) = policies.take(tokens::policies(request, prefix, splits, point));
                let attached: BTreeSet<&String> = of_set.iter().chain(&of_limits).collect();
                policies.by_point.insert(point, page::part(&attached));
                faults.iter().cloned().chain(more).collect()
            });
            for fault in faults {
                refusals.add(index, fault.clone());
            }
        }
        Ok(policies)
    }

    /// Adds policies; their names, and what is wrong with them, go out.
    fn take(&mut self, made: Made) -> (Vec<String>, Vec<Refusal>) {
        let mut faults = made.faults;
        let names = made.policies.iter().map(|(name, _)| name.clone()).collect();
        for (name, policy) in made.policies {
            match self.by_name.get(&name) {
                Some(other) if other.origin != policy.origin => {
                    faults.push(Refusal::Twins { name, first: other.origin.clone(), second: policy.origin });
                }
                Some(_) => {}
                None => {
                    self.by_name.insert(name, policy);
                }
            }
        }
        (names, faults)
    }

    /// The policies, by name.
    pub(super) fn written(&self) -> impl Iterator<Item = Written<'_>> {
        self.by_name.iter().map(|(name, policy)| Written {
            object: Object::Policy,
            name,
            body: Body::Own {
                metadata: Metadata { name, display_name: Some(&policy.display_name), labels: Some(MANAGED) },
                spec: Spec::Policy(&policy.spec),
            },
        })
    }

    /// The names of the policies of the workloads at a point, as a list.
    pub(super) fn of(&self, point: PointId) -> Option<&RawValue> {
        self.by_point.get(&point).map(|it| &**it)
    }
}
