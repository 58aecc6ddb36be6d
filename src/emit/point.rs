//! What documents say of all workloads at one point beside their set: a point comes in, JSON goes out.

use super::json::{SPACED, key, list, string};
use crate::placement::{Limit, Provisional};
use crate::syntax::keyword::Kind;
use crate::syntax::limit::Tokens;
use crate::workspace::{PointId, Policy, PolicyId, Workspace};

/// The members of workloads at a point, each behind a comma.
pub(crate) struct PointText {
    /// The environment.
    pub(crate) environment: Vec<u8>,
    /// What stands behind the set: the limits of tokens if there are any, and the policies.
    pub(crate) behind_set: Vec<u8>,
}

impl PointText {
    pub(crate) fn of(provisional: &Provisional, id: PointId) -> Self {
        let workspace: &Workspace = provisional.workspace();
        let point = &workspace.points()[id];
        let mut environment = b", \"environment\": ".to_vec();
        match point.environment() {
            Some(id) => string(&mut environment, workspace.environments()[id].name()),
            None => environment.extend(b"null"),
        }
        let mut text = Vec::new();
        let limits = provisional.limits_at(id);
        if !limits.is_empty() {
            text.extend(b", \"limits\": ");
            list(&mut text, &limits, SPACED, |out, it| limit(out, workspace, it));
        }
        text.extend(b", \"policies\": {\"environment\": ");
        policies(&mut text, workspace, &workspace.attached_above(point), point.kind());
        text.extend(b", \"workload\": ");
        policies(&mut text, workspace, &workspace.attachments()[point.attachments()], point.kind());
        text.push(b'}');
        Self { environment, behind_set: text }
    }
}

fn limit(out: &mut Vec<u8>, workspace: &Workspace, limit: &Limit<'_>) {
    let Tokens { input, output, total, period, step, ratio } = *limit.tokens();
    out.extend(b"{\"policy\": ");
    string(out, limit.policy().name());
    out.extend(b", \"scope\": ");
    match limit.scope() {
        Some(id) => {
            out.extend(b"{\"environment\": ");
            string(out, workspace.environments()[id].name());
            out.push(b'}');
        }
        None => string(out, "workload"),
    }
    out.extend(b", \"granularity\": ");
    string(out, period.name());
    let numbers =
        [("step", Some(step)), ("input", input), ("output", output), ("total", total), ("ratio", ratio)];
    for (name, number) in numbers {
        out.extend(SPACED.comma.bytes());
        key(out, name, SPACED);
        out.extend(number.map_or_else(|| "null".to_owned(), |number| number.to_string()).bytes());
    }
    out.push(b'}');
}

/// Those of `policies` that apply to a kind.
pub(super) fn applied<'w>(
    workspace: &'w Workspace,
    policies: &'w [PolicyId],
    kind: Kind,
) -> impl Iterator<Item = &'w Policy> {
    policies.iter().map(|&id| &workspace.policies()[id]).filter(move |policy| policy.target().has(kind))
}

/// The names of the policies that apply to `kind`.
fn policies(out: &mut Vec<u8>, workspace: &Workspace, policies: &[PolicyId], kind: Kind) {
    list(out, applied(workspace, policies, kind), SPACED, |out, policy| string(out, policy.name()));
}
