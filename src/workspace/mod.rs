//! Names become ids: trees come in, a workspace of ids goes out, with the findings about its names in it.

mod bind;
mod build;
mod check;
mod declare;
mod intern;
mod kinds;
mod messages;
mod model;
mod namespace;
mod order;
mod table;
mod unknown;
mod workloads;

use std::sync::Arc;

pub use check::{Checked, Rejected, check};
pub use kinds::Kinds;
pub use messages::{Advice, Fault, Known, Meant, Repair};
pub use model::{
    Attachments, AttachmentsId, Environment, EnvironmentId, Point, PointId, Policy, PolicyId, Workload,
    Workspace,
};
pub use table::{Code, CodeId, Table};

use crate::reference::Reference;
use crate::syntax::Files;
use crate::syntax::ast::Parsed;

/// Looks up every name of the reference table and of `files`, whatever their order.
#[must_use]
pub fn resolve(reference: Reference, files: Vec<Arc<Parsed>>) -> Workspace {
    let files = Files::new(reference.file().cloned().into_iter().chain(files).collect());
    let mut findings = Vec::new();
    let mut unknown = unknown::Unknown::default();
    let declared = declare::declare(&files, &mut findings);
    let table = build::table(&declared, &mut unknown);
    let policies = bind::policies(&table, &declared, &mut findings, &mut unknown);
    let mut lists = intern::Interner::default();
    let names = bind::Names::new(&declared, &policies);
    let environments = names.bind_environments(&mut lists, &mut unknown.missing);
    let names = names.with_environments(&environments);
    let (points, workloads) = workloads::bind(&files, &names, &mut lists, &mut findings, &mut unknown);
    drop(declared);
    findings.append(&mut unknown.misplaced);
    // Where a file could not be read, what is not declared in the others may be declared in it.
    if files.iter().all(|file| file.is_readable()) {
        findings.append(&mut unknown.missing);
    }
    let attachments = lists.values;
    Workspace { files, reference, table, policies, environments, attachments, points, workloads, findings }
}
