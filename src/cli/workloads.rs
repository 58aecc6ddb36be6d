//! `--workload`: texts come in, the workloads that they name go out, and a failure that names those that may
//! be meant.

use crate::answers::name;
use crate::project::failure::Failure;
use crate::syntax::{self, Identity};
use crate::workspace::{Workload, Workspace};

/// The workloads that are asked for, in the order of output; `None` for all.
pub(super) fn choose(workspace: &Workspace, asked: &[String]) -> Result<Option<Vec<Workload>>, Failure> {
    if asked.is_empty() {
        return Ok(None);
    }
    let mut chosen = Vec::new();
    for text in asked {
        chosen.push(find(workspace, text).ok_or_else(|| name::unknown(workspace, text))?);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(Some(chosen.into_iter().filter_map(|index| workspace.workloads().get(index).copied()).collect()))
}

/// Those of `chosen`, or of all where it is `None`, that are in one of the environments `asked`, or in one
/// that is in it; `None` for all.
pub(super) fn in_environments(
    workspace: &Workspace,
    chosen: Option<Vec<Workload>>,
    asked: &[String],
) -> Result<Option<Vec<Workload>>, Failure> {
    if asked.is_empty() {
        return Ok(chosen);
    }
    let mut wanted = Vec::new();
    for name in asked {
        wanted.push(name::environment(workspace, name)?);
    }
    let is_in = |workload: &&Workload| {
        let environment = workspace.points()[workload.point()].environment();
        workspace.upwards(environment).any(|it| wanted.contains(&it))
    };
    let all = chosen.as_deref().unwrap_or(workspace.workloads());
    Ok(Some(all.iter().filter(is_in).copied().collect()))
}

/// The index of the workload that a text names: its identity, or, where that is one workload's only, the same
/// without the quotes that it needs.
fn find(workspace: &Workspace, text: &str) -> Option<usize> {
    let key = |workload: &Workload| workspace.identity(workload);
    if let Some(identity) = syntax::identity(text)
        && let Ok(index) = workspace.workloads().binary_search_by(|workload| key(workload).cmp(&identity))
    {
        return Some(index);
    }
    let mut found = workspace.workloads().iter().enumerate().filter(|(_, it)| is_bare(&key(it), text));
    let (index, _) = found.next()?;
    found.next().is_none().then_some(index)
}

/// Whether a text is an identity without any quotes.
fn is_bare(identity: &Identity, text: &str) -> bool {
    let rest = text.strip_prefix(identity.kind.name()).and_then(|rest| rest.strip_prefix('/'));
    let rest = rest.and_then(|rest| rest.strip_prefix(&*identity.name));
    match &identity.environment {
        None => rest == Some(""),
        Some(environment) => rest.and_then(|rest| rest.strip_prefix('@')) == Some(environment),
    }
}
