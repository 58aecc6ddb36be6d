//! What is wrong with workloads that are asked about all the same: a workspace comes in, and goes out as who
//! violates which guards, and in words.

use std::any::Any;

use rustc_hash::FxHashMap;

use crate::diagnostic::{count, some};
use crate::placement::{Provisional, Status, Violation};
use crate::syntax::quoted;
use crate::text::hidden::one_line;
use crate::workspace::{Codes, PointId, Workload};

/// The guards that the workloads at points violate, as they are written.
pub(super) fn violated(provisional: &Provisional) -> FxHashMap<PointId, Vec<String>> {
    let workspace = provisional.workspace();
    let mut violated: FxHashMap<PointId, Vec<String>> = FxHashMap::default();
    for finding in provisional.findings() {
        let fact: &dyn Any = &*finding.fact;
        let Some(violation) = fact.downcast_ref::<Violation>() else { continue };
        let guard = one_line(&quoted(&violation.guard));
        for witness in &violation.witnesses {
            let Some(workload) = workspace.workload(&witness.workload) else { continue };
            let guards = violated.entry(workload.point()).or_default();
            if !guards.contains(&guard) {
                guards.push(guard.clone());
            }
        }
    }
    violated
}

/// Which workloads can run nowhere, and which violate guards, a sentence each; none where nothing is wrong.
#[must_use]
pub fn standing(provisional: &Provisional) -> Vec<String> {
    let violated = violated(provisional);
    let sentence = |is_meant: &dyn Fn(&Workload) -> bool, [one, many]: [&str; 2]| {
        let workspace = provisional.workspace();
        let meant: Vec<&Workload> = workspace.workloads().iter().filter(|it| is_meant(it)).collect();
        let shown = meant.iter().take(Codes::NAMED);
        let shown = shown.map(|it| format!("`{}`", one_line(&workspace.identity(it).to_string())));
        let names = some(shown.collect(), meant.len().saturating_sub(Codes::NAMED), "and");
        let verb = if meant.len() == 1 { one } else { many };
        let number = count(meant.len(), "workload", "workloads");
        (!meant.is_empty()).then(|| format!("{number} {verb}: {names}"))
    };
    let is_impossible = |it: &Workload| provisional.status(provisional.set_id(it)) != Status::Placed;
    let is_violating = |it: &Workload| violated.contains_key(&it.point());
    let sentences = [
        sentence(&is_impossible, ["can run nowhere", "can run nowhere"]),
        sentence(&is_violating, ["violates a guard", "violate guards"]),
    ];
    sentences.into_iter().flatten().collect()
}
