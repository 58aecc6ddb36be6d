//! The limits of tokens of a workload as policies.

use serde::Serialize;

use super::policy::{Made, Policy, check_name, cut};
use crate::emit::page;
use crate::emit::refusal::Refusal;
use crate::emit::target::Request;
use crate::placement::Limit;
use crate::syntax::limit::{Period, Tokens};
use crate::workspace::PointId;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    #[serde(rename = "type")]
    policy_type: &'static str,
    max_tokens: MaxTokens,
}

/// 0 stands for what is not limited.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MaxTokens {
    granularity: Period,
    step: u64,
    input: u64,
    output: u64,
    total: u64,
    ratio_input_over_output: u64,
}

impl MaxTokens {
    fn of(tokens: &Tokens) -> Self {
        Self {
            granularity: tokens.period,
            step: tokens.step,
            input: tokens.input.unwrap_or(0),
            output: tokens.output.unwrap_or(0),
            total: tokens.total.unwrap_or(0),
            ratio_input_over_output: tokens.ratio.unwrap_or(0),
        }
    }
}

/// The policies of the workloads at a point: one for each limit. Refused are those that several workloads
/// share, unless each of them is to have the whole.
pub(super) fn policies(request: &Request<'_>, prefix: &str, splits: bool, point: PointId) -> Made {
    let mut made = Made::default();
    for limit in request.resolved.limits_at(point) {
        let policy = limit.policy();
        let name = platform_name(prefix, policy.name());
        let what = format!("the policy `{}`", policy.name());
        made.faults.extend(check_name(&what, &name, None));
        let display_name = label(request, &limit);
        if display_name.contains('$') {
            made.faults.push(super::codes::dollar(format!("{what}, as people read it"), &display_name, None));
        }
        if !splits {
            made.faults.extend(shared(request, &limit));
        }
        let spec = Spec { policy_type: "maxToken", max_tokens: MaxTokens::of(limit.tokens()) };
        let origin = policy.name().to_owned();
        made.policies
            .push((name, Policy { display_name: cut(&display_name), origin, spec: page::part(&spec) }));
    }
    made
}

/// What a limit is called there: its name with the characters that names there have.
fn platform_name(prefix: &str, name: &str) -> String {
    let map = |it: char| if matches!(it, '_' | '.' | '/') { '-' } else { it.to_ascii_lowercase() };
    format!("{prefix}-tokens-{}", name.chars().map(map).collect::<String>())
}

/// What people read: the label of a limit, or its name.
fn label(request: &Request<'_>, limit: &Limit<'_>) -> String {
    let statement = request.resolved.workspace().statement(limit.policy().statement());
    statement.label().map_or_else(|| limit.policy().name().to_owned(), |label| label.value().into_owned())
}

/// The refusal of a limit that all workloads of an environment have together.
fn shared(request: &Request<'_>, limit: &Limit<'_>) -> Option<Refusal> {
    let environment = request.resolved.workspace().environments()[limit.scope()?].name();
    Some(Refusal::Unsupported {
        what: format!(
            "it shares the tokens of `{}` with all of `{environment}`, and no page of the platform says that it \
             counts several workloads together",
            limit.policy().name()
        ),
        repair:
            "attach the policy to each workload with numbers of its own, or give each of them the whole of \
                 it with `--split-pools`"
                .to_owned(),
    })
}

/// What is said of limits that each workload has the whole of: `points` are those of the workloads.
pub(super) fn notes(request: &Request<'_>, points: impl Iterator<Item = PointId>) -> Vec<String> {
    let mut shared: Vec<((String, String), usize)> = Vec::new();
    for point in points {
        for limit in request.resolved.limits_at(point) {
            let Some(scope) = limit.scope() else { continue };
            let environment = request.resolved.workspace().environments()[scope].name();
            let key = (limit.policy().name().to_owned(), environment.to_owned());
            match shared.iter_mut().find(|(known, _)| *known == key) {
                Some((_, number)) => *number += 1,
                None => shared.push((key, 1)),
            }
        }
    }
    let note = |((policy, environment), number): ((String, String), usize)| {
        let workloads = crate::diagnostic::count(number, "workload", "workloads");
        format!("note: {workloads} of `{environment}` may each use all the tokens of `{policy}`")
    };
    shared.into_iter().map(note).collect()
}
