//! `--workload`: texts come in, the workloads that they name go out, and a failure that names those that may
//! be meant.

use super::failure::Failure;
use crate::diagnostic::{joined, listed};
use crate::suggest::{Budget, Candidate, Index, MOST, nearest};
use crate::syntax::keyword::Kind;
use crate::syntax::{self, Identity};
use crate::text::hidden::one_line;
use crate::workspace::{Environment, Workload, Workspace};

/// The workloads that are asked for, in the order of output; `None` for all.
pub(super) fn choose(workspace: &Workspace, asked: &[String]) -> Result<Option<Vec<Workload>>, Failure> {
    if asked.is_empty() {
        return Ok(None);
    }
    let mut chosen = Vec::new();
    for text in asked {
        chosen.push(find(workspace, text).ok_or_else(|| unknown(workspace, text))?);
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
        let Some(id) = workspace.environment(name) else {
            let names: Vec<&str> = workspace.environments().values().iter().map(Environment::name).collect();
            let index =
                Index::new(names.iter().enumerate().map(|(owner, name)| Candidate::name(name, owner)));
            let near = index.nearest(name, &mut Budget::default());
            let near: Vec<&str> = near.iter().flat_map(|it| &it.found).map(|found| found.name).collect();
            let help = match (near.as_slice(), names.len()) {
                ([], 0) => "the workspace has no environment".to_owned(),
                ([], 1..=12) => format!("the environments are {}", listed(&names, "and")),
                ([], _) => "name an environment of the workspace".to_owned(),
                (near, _) => format!("did you mean {}?", listed(near, "or")),
            };
            return Err(Failure::with_help(format!("there is no environment `{}`", one_line(name)), help));
        };
        wanted.push(id);
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

/// The failure that no workload is called `text`.
fn unknown(workspace: &Workspace, text: &str) -> Failure {
    let (kind, name) = read(text);
    let identities: Vec<Identity> =
        workspace.workloads().iter().map(|workload| workspace.identity(workload)).collect();
    let names = identities.iter().enumerate();
    let mut meant: Vec<&Identity> = identities.iter().filter(|it| it.name == name).collect();
    if meant.is_empty() {
        let index = Index::new(names.map(|(owner, identity)| Candidate::name(&identity.name, owner)));
        let near = index.nearest(name, &mut Budget::default());
        let found = near.into_iter().flat_map(|near| near.found);
        meant = found.filter_map(|candidate| identities.get(candidate.owner)).collect();
    }
    // Who has the name right may have the kind right, too.
    meant.sort_by_key(|identity| Some(identity.kind) != kind);
    let more = meant.len().saturating_sub(MOST);
    let mut shown: Vec<String> =
        meant.into_iter().take(MOST).map(|identity| format!("`{}`", pasted(identity))).collect();
    if more > 0 {
        shown.push(format!("one of {more} more"));
    }
    let message = match syntax::identity(text) {
        Some(identity) => format!("there is no workload `{}`", one_line(&identity.to_string())),
        None => format!("`{}` names no workload", one_line(text)),
    };
    let help = if shown.is_empty() {
        "write `KIND/NAME@ENVIRONMENT`, or `KIND/NAME` for one without environment".to_owned()
    } else {
        format!("did you mean {}?", joined(&shown, "or"))
    };
    Failure::with_help(message, help)
}

/// The kind and the name that a text seems to have.
fn read(text: &str) -> (Option<Kind>, &str) {
    let kind = |word: &str| {
        let exact = Kind::from_name(word).or_else(|| Kind::from_plural(word));
        exact.or_else(|| nearest(word, Kind::ALL.map(Kind::name)).first().and_then(|it| Kind::from_name(it)))
    };
    let (kind, rest) = match text.split_once('/') {
        Some((word, rest)) if kind(word).is_some() => (kind(word), rest),
        _ => (None, text),
    };
    let name = rest.rsplit_once('@').map_or(rest, |(name, _)| name);
    (kind, name.trim_matches('"'))
}

/// An identity as it can be pasted into a command: in quotes where a shell would take it apart.
fn pasted(identity: &Identity) -> String {
    let text = identity.to_string();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/@._-".contains(&byte);
    if text.bytes().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
