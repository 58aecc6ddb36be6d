//! Names become ids: trees come in, a workspace of ids goes out, with the findings about its names in it.

mod advice;
mod advice_words;
mod bind;
mod build;
mod changes;
mod check;
mod circles;
mod declare;
mod define;
mod definitions;
mod environments;
mod kinds;
mod lookup;
mod meant;
mod messages;
mod missing;
mod model;
mod naming;
mod nothing;
mod order;
mod rebind;
mod regions;
mod repairs;
#[cfg(feature = "editor")]
mod restate;
mod rules;
mod senses;
mod shortened;
mod unknown;
mod workloads;
mod wrong_attribute;

use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use advice::{About, Advice, Known, Likeness, Meant, NameAdvice, Near, Region, Sense};
pub use check::{Checked, Rejected, check};
pub use definitions::{
    Attachments, AttachmentsId, Element, Environment, EnvironmentId, Group, GroupId, Guard, GuardId, Options,
    Policy, PolicyId,
};
pub use kinds::Kinds;
pub use messages::{Fault, Repair};
pub use model::{Point, PointId, Workload, Workspace};
pub use naming::{Does, Entity, Mention};
#[cfg(feature = "editor")]
pub(crate) use restate::Shift;
pub use shortened::Codes;

use crate::arena::Interner;
use crate::reference::Reference;
use crate::suggest::Budget;
use crate::syntax::Files;
use crate::syntax::ast::Parsed;
use define::Definitions;

/// Looks up every name of the reference table and of `files`, whatever their order.
#[must_use]
pub fn resolve(reference: Reference, files: Vec<Arc<Parsed>>) -> Workspace {
    resolve_after(None, reference, files)
}

/// The same, with what it has in common with an earlier workspace taken over from there.
#[must_use]
pub(crate) fn resolve_after(
    before: Option<&Workspace>,
    reference: Reference,
    files: Vec<Arc<Parsed>>,
) -> Workspace {
    let files = Files::new(reference.files().cloned().chain(files).collect());
    let mut findings = Vec::new();
    let mut unknown = missing::Unknown::default();
    let declared = declare::declare(&files, &mut findings);
    let definitions = Definitions::new(&files, &declared, &mut findings, &mut unknown);
    nothing::report(&files, &reference, &definitions, &mut findings);
    let Definitions { table, space, groups, policies, guards, nothing: _ } = definitions;
    let before = before.filter(|before| before.lacking.is_some());
    let (mut lists, renumbered) = match before {
        Some(before) => {
            let (lists, renumbered) = rebind::lists(before, &policies);
            (lists, Some(renumbered))
        }
        None => (Interner::default(), None),
    };
    let names = bind::Names::new(&declared, &policies);
    let mut environments = environments::environments(
        &files,
        &declared,
        &names,
        &mut lists,
        &mut findings,
        &mut unknown.missing,
    );
    let names = names.with_environments(&environments);
    let guards = environments::guards(guards, &declared, &names, &mut unknown.missing);
    let found = findings.len();
    let rebound = before.zip(renumbered.as_ref()).and_then(|(before, renumbered)| {
        let now = rebind::Now { files: &files, names: &names, environments: &environments };
        rebind::rebind(before, &now, &mut lists, renumbered, &mut unknown)
    });
    let bind = || workloads::bind(&files, &names, &mut lists, &mut findings, &mut unknown);
    let workloads::Placed { mut points, repeating, workloads, lacking } = rebound.unwrap_or_else(bind);
    let lacking = (found == findings.len()).then_some(lacking);
    findings.append(&mut unknown.misplaced);
    // Where a file could not be read, what is not declared in the others may be declared in it.
    if files.iter().all(|file| file.is_readable()) {
        findings.append(&mut unknown.elsewhere);
        let lookup = lookup::Lookup {
            files: &files,
            declared: &declared,
            table: &table,
            space: &space,
            groups: &groups,
            policies: &policies,
            budget: Budget::default(),
            indexes: FxHashMap::default(),
        };
        findings.extend(unknown::findings(unknown.missing, lookup));
    }
    drop(declared);
    let mut attachments = lists.values;
    if before.is_some() {
        attachments = rebind::used_lists(attachments, &mut environments, &mut points);
    }
    let occurring = environments::occurring(&environments, &points);
    Workspace {
        files,
        reference,
        table,
        space,
        groups,
        policies,
        environments,
        occurring,
        guards,
        attachments,
        points,
        repeating,
        workloads,
        lacking,
        findings,
    }
}
