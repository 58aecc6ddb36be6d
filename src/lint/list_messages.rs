//! What the lints about attachments and guards find, in words.

use crate::diagnostic::{Words, joined, listed, some};
use crate::syntax::keyword::Kind;
use crate::syntax::quoted;
use crate::workspace::{Codes, Kinds};

/// How two policies at one point both hold.
fn at_two_points(is_of_environment: bool) -> &'static str {
    if is_of_environment {
        "for both to hold, attach one of them to an environment in this one, or to the workloads"
    } else {
        "for both to hold, attach one of them to the environment"
    }
}

pub(super) fn all_quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| quoted(name)).collect()
}

pub(super) fn cut_off(environment: &str, policy: &str, codes: &Codes, is_of_environment: bool) -> Words {
    let (names, environment) = (codes.names(), quoted(environment));
    let point = if is_of_environment { "environment" } else { "workload" };
    Words::new(
        format!("`{environment}` allows nothing of {names}, which `{policy}` lists"),
        format!("cut off: {names}"),
    )
    .with_help(format!(
        "write a policy without {names} for this {point}, or ask the owner of `{environment}` to allow it"
    ))
}

pub(super) fn exception_undone(policy: &str, by: &[String], more: usize, is_of_environment: bool) -> Words {
    let names = all_quoted(by).iter().map(|name| format!("`{name}`")).collect();
    let names = some(names, more, "and");
    let verb = if by.len() == 1 { "lets" } else { "let" };
    let mut words = Words::new(
        format!("{names} {verb} in what `{}` excepts", quoted(policy)),
        format!("undone by {names}"),
    )
    .with_help(format!(
        "policies at one point are a union, not an intersection: what one excepts, another lets in again; {}",
        at_two_points(is_of_environment)
    ));
    words.related = by.iter().map(|policy| format!("`{}` is attached here", quoted(policy))).collect();
    words
}

pub(super) fn overlapping_policies(
    policy: &str,
    first: &str,
    only: &[Codes; 2],
    is_of_environment: bool,
) -> Words {
    let (policy, first) = (quoted(policy), quoted(first));
    let [own, other] = only;
    Words::new(
        format!("`{policy}` and `{first}` overlap, and what is allowed is either of them"),
        format!("only `{policy}` has {}, only `{first}` has {}", own.names(), other.names()),
    )
    .with_related(format!("`{first}` is attached here"))
    .with_help(format!(
        "policies at one point are a union, not an intersection: {}",
        at_two_points(is_of_environment)
    ))
}

pub(super) fn guard_covers_nothing(guard: &str, environment: Option<&str>, target: Kinds) -> Words {
    let place = match environment {
        Some(name) => format!("in `{}` or below it", quoted(name)),
        None => "in the workspace".to_owned(),
    };
    let kinds: Vec<&str> = target.iter().map(Kind::plural).collect();
    let help = if target == Kinds::ALL {
        format!("no workload is {place}: name another environment, or delete the guard")
    } else {
        let kinds = joined(&kinds.iter().map(|&kind| kind.to_owned()).collect::<Vec<_>>(), "and");
        format!("there are no {kinds} {place}: name another environment or target, or delete the guard")
    };
    Words::new(format!("the guard `{}` covers no workload", quoted(guard)), "protects nothing")
        .with_help(help)
}

pub(super) fn redundant_policy(policy: &str, covering: &[String], is_in_environment: bool) -> Words {
    let names = listed(&all_quoted(covering), "and");
    let verb = if covering.len() == 1 { "covers" } else { "together cover" };
    let other_point = if is_in_environment { "to the workloads" } else { "to the environment" };
    let mut words = Words::new(
        format!("`{policy}` adds nothing here: {names} {verb} it"),
        format!("covered by {names}"),
    )
    .with_help(format!(
        "policies at one point are a union, not an intersection: detach it, or attach it {other_point} instead if \
         both must hold"
    ));
    words.related = covering.iter().map(|policy| format!("`{policy}` is attached here")).collect();
    words
}

pub(super) fn redundant_limit(policy: &str, covering: &str) -> Words {
    let (policy, covering) = (quoted(policy), quoted(covering));
    Words::new(
        format!("`{policy}` adds nothing here: `{covering}` is reached first"),
        format!("covered by `{covering}`"),
    )
    .with_related(format!("`{covering}` is attached here"))
    .with_help(
        "every limit holds, and of two for the same time the lower one stops the calls: detach this one",
    )
}

pub(super) fn no_effect(policy: &str, environment: &str, is_of_environment: bool) -> Words {
    let environment = quoted(environment);
    let (without, who) = if is_of_environment {
        ("without it the environment allows the same", "an environment")
    } else {
        ("without it the workload's placement set is the same", "a workload")
    };
    Words::new(
        format!("`{policy}` has no effect: {without}"),
        format!("changes nothing in `{environment}`"),
    )
    .with_help(format!(
        "{who} can narrow what `{environment}` allows and never widens it: detach the policy, or say why it stays with \
         `# bpol: allow(no-effect) …`"
    ))
}

pub(super) fn never_matches(policy: &str, target: Kinds, kind: Option<Kind>) -> Words {
    let targets: Vec<&str> = target.iter().map(Kind::plural).collect();
    let targets = listed(&targets, "and");
    let here = kind.map_or("no workload of this environment is one".to_owned(), |kind| {
        format!("this is {} {}", if kind == Kind::Agent { "an" } else { "a" }, kind.name())
    });
    Words::new(
        format!("`{policy}` never applies here: it targets {targets}, and {here}"),
        format!("targets {targets}"),
    )
    .with_related("declared with that target here")
    .with_help("attach a policy with another target or with none, or detach this one")
}
