//! Names of workloads and environments that somebody asks about: a text comes in, and what it names goes out,
//! or a message that says what may be meant.

use std::borrow::Cow;

use crate::diagnostic::{joined, listed};
use crate::suggest::{Budget, Candidate, Index, MOST, nearest};
use crate::syntax::keyword::Kind;
use crate::syntax::{self, Identity};
use crate::text::hidden::one_line;
use crate::workspace::{Environment, EnvironmentId, Policy, PolicyId, Workload, Workspace};

/// Something that is asked about and is not there, or that several things are called.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unfound {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// The workload that a text names: `model/llama@production`, or what exactly one workload fits with its
/// environment, or kind and environment, left out. Quotes may be left out.
///
/// # Errors
/// None has that name, or several have.
pub fn workload<'w>(workspace: &'w Workspace, text: &str) -> Result<&'w Workload, Unfound> {
    if let Some(found) = syntax::identity(text).and_then(|identity| workspace.workload(&identity)) {
        return Ok(found);
    }
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    for workload in workspace.workloads() {
        match Called::of(workspace, workload).fit(text) {
            Some(Fit::Whole) => whole.push(workload),
            Some(Fit::Part) => parts.push(workload),
            None => {}
        }
    }
    let found = if whole.is_empty() { parts } else { whole };
    match found.as_slice() {
        [workload] => Ok(workload),
        [] => Err(unknown(workspace, text)),
        several => Err(ambiguous(text, several.iter().map(|it| workspace.identity(it)))),
    }
}

/// How a text names a workload.
enum Fit {
    /// By all that it is known by.
    Whole,
    /// With something left out.
    Part,
}

/// What a workload is known by, as the workspace has it.
struct Called<'w> {
    kind: Kind,
    name: Cow<'w, str>,
    environment: Option<&'w str>,
}

impl<'w> Called<'w> {
    fn of(workspace: &'w Workspace, workload: &Workload) -> Self {
        let point = &workspace.points()[workload.point()];
        let environment = point.environment().map(|id| workspace.environments()[id].name());
        Self { kind: point.kind(), name: workspace.statement_of(workload).name().value(), environment }
    }

    fn fit(&self, text: &str) -> Option<Fit> {
        let (kind, rest) = match text.split_once('/') {
            Some((word, rest)) if Kind::from_name(word).is_some() => (Kind::from_name(word), rest),
            _ => (None, text),
        };
        if kind.is_some_and(|kind| kind != self.kind) {
            // The name itself may begin with a kind.
            return self.fit_name(text, false);
        }
        self.fit_name(rest, kind.is_some()).or_else(|| self.fit_name(text, false))
    }

    fn fit_name(&self, text: &str, has_kind: bool) -> Option<Fit> {
        let rest = behind(text, &self.name).find(|rest| rest.is_empty() || rest.starts_with('@'))?;
        let is_whole = match (self.environment, rest.strip_prefix('@')) {
            (None, None) => true,
            (Some(_), None) => false,
            (None, Some(_)) => return None,
            (Some(own), Some(asked)) => {
                behind(asked, own).find(|rest| rest.is_empty())?;
                true
            }
        };
        Some(if is_whole && has_kind { Fit::Whole } else { Fit::Part })
    }
}

/// What stands in `text` behind a name, which may be in quotes or need some and have none.
fn behind<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let quoted = text.starts_with('"').then(|| syntax::quoted(name));
    [text.strip_prefix(name), quoted.and_then(|name| text.strip_prefix(&*name))].into_iter().flatten()
}

fn ambiguous(text: &str, identities: impl Iterator<Item = Identity>) -> Unfound {
    let names: Vec<String> = identities.map(|it| format!("`{}`", pasted(&it))).collect();
    Unfound {
        message: format!("`{}` may be any of {} workloads", one_line(text), names.len()),
        help: Some(format!("name one of {}", joined(&names, "and"))),
    }
}

/// What is said where no workload is called `text`.
pub(crate) fn unknown(workspace: &Workspace, text: &str) -> Unfound {
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
    Unfound { message, help: Some(help) }
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

/// The environment of that name.
///
/// # Errors
/// There is none.
pub fn environment(workspace: &Workspace, name: &str) -> Result<EnvironmentId, Unfound> {
    workspace.environment(name).ok_or_else(|| {
        let names: Vec<&str> = workspace.environments().values().iter().map(Environment::name).collect();
        not_among("environment", "environments", name, &names)
    })
}

/// The policy of that name.
///
/// # Errors
/// There is none.
pub fn policy(workspace: &Workspace, name: &str) -> Result<PolicyId, Unfound> {
    workspace.policy(name).ok_or_else(|| {
        let names: Vec<&str> = workspace.policies().values().iter().map(Policy::name).collect();
        not_among("policy", "policies", name, &names)
    })
}

/// What is said where a name is none of those that there are.
pub(crate) fn not_among(one: &str, many: &str, name: &str, names: &[&str]) -> Unfound {
    let index = Index::new(names.iter().enumerate().map(|(owner, name)| Candidate::name(name, owner)));
    let near = index.nearest(name, &mut Budget::default());
    let near: Vec<String> =
        near.iter().flat_map(|it| &it.found).take(MOST).map(|found| one_line(found.name)).collect();
    let names: Vec<String> = names.iter().map(|name| one_line(name)).collect();
    let help = match (near.as_slice(), names.len()) {
        ([], 0) => format!("the workspace has no {one}"),
        ([], 1..=12) => format!("the {many} are {}", listed(&names, "and")),
        ([], _) => format!("name one of the {many} of the workspace"),
        (near, _) => format!("did you mean {}?", listed(near, "or")),
    };
    Unfound { message: format!("there is no {one} `{}`", one_line(name)), help: Some(help) }
}
