//! What lints find, as data and in words.

use crate::diagnostic::{Describe, Words, count, listed};
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::syntax::{Identity, quoted};
use crate::workspace::Kinds;

/// What is allowed and yet unlikely to be meant. Names and codes are as they read, without quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each lint's page says what its finding is about")]
pub enum Finding {
    CutOff { environment: String, policy: String, codes: Vec<String> },
    DuplicateAttachment { policy: String },
    EquivalentPolicies { policy: String, first: String },
    NoEffect { policy: String, environment: String },
    NoEnvironment { workload: Identity },
    RepeatedCode { code: String },
    CoveredCode { code: String, level: Attribute, above: String },
    RedundantPolicy { policy: String, covering: Vec<String>, is_in_environment: bool },
    TargetGap { environment: String, policies: Vec<String>, workloads: Vec<Identity>, number: usize },
    TargetNeverMatches { policy: String, target: Kinds, kind: Option<Kind> },
    UndocumentedPolicy { policy: String },
    UnrestrictedEnvironment { environment: String, types: Vec<PolicyType> },
    UnusedEnvironment { environment: String },
    UnusedPolicy { policy: String },
    VacuousPolicy { policy: String, policy_type: PolicyType },
    SuppressionOfNothing,
    SuppressionOfError { names: Vec<String> },
    SuppressionOfNoLint { names: Vec<String>, near: Option<&'static str> },
    UnusedSuppression { names: Vec<String> },
    SuppressionWithoutReason,
}

impl Describe for Finding {
    fn words(&self) -> Words {
        match self {
            Self::CutOff { environment, policy, codes } => cut_off(environment, policy, codes),
            Self::DuplicateAttachment { policy } => {
                Words::new(format!("`{policy}` is attached twice"), "attached again here")
                    .with_related("first attached here")
                    .with_help("delete it: a policy holds once, however often it is attached")
            }
            Self::EquivalentPolicies { policy, first } => {
                let (policy, first) = (quoted(policy), quoted(first));
                Words::new(
                    format!("`{policy}` allows the same as `{first}`, for the same kinds"),
                    format!("the same as `{first}`"),
                )
                .with_related("the first of them")
                .with_help(format!("attach `{first}` instead, and delete `{policy}`"))
            }
            Self::NoEffect { policy, environment } => no_effect(policy, environment),
            Self::NoEnvironment { workload } => {
                let (keyword, name) = (workload.kind.name(), quoted(&workload.name));
                Words::new(format!("`{workload}` is in no environment"), "only its own policies restrict it")
                    .with_help(format!("write `{keyword} {name} in ENVIRONMENT`"))
            }
            Self::RepeatedCode { code } => {
                Words::new(format!("the policy lists `{code}` twice"), "listed again here")
                    .with_related("first listed here")
                    .with_help("delete it")
            }
            Self::CoveredCode { code, level, above } => {
                let above = quoted(above);
                Words::new(
                    format!("`{code}` lies in `{above}`, which the policy allows as a whole"),
                    format!("in {level} `{above}`"),
                )
                .with_help(format!("delete it, or delete `{above}` if only parts of it are meant"))
            }
            Self::RedundantPolicy { policy, covering, is_in_environment } => {
                redundant_policy(policy, covering, *is_in_environment)
            }
            Self::TargetGap { environment, policies, workloads, number } => {
                target_gap(environment, policies, workloads, *number)
            }
            Self::TargetNeverMatches { policy, target, kind } => never_matches(policy, *target, *kind),
            Self::UndocumentedPolicy { policy } => Words::new(
                format!("the policy `{}` says nowhere why it is there", quoted(policy)),
                "neither label nor documentation",
            )
            .with_help("write a comment on the line above it, or a label in quotes behind its name"),
            Self::UnrestrictedEnvironment { environment, types } => {
                let types: Vec<&str> = types.iter().map(|policy_type| policy_type.name()).collect();
                Words::new(
                    format!("`{}` attaches no {} policy", quoted(environment), types.join(" and no ")),
                    format!("any {} is allowed here", types.join(" and any ")),
                )
                .with_help(format!("attach a {} policy", types.join(" policy and a ")))
            }
            Self::UnusedEnvironment { environment } => {
                let name = quoted(environment);
                Words::new(format!("no workload is in the environment `{name}`"), "has no workload")
                    .with_help(format!("put a workload into it, as in `model NAME in {name}`, or delete it"))
            }
            Self::UnusedPolicy { policy } => {
                let name = quoted(policy);
                Words::new(format!("the policy `{name}` is attached nowhere"), "restricts nothing")
                    .with_help(format!("attach it with `< attach [{name}] >`, or delete it"))
            }
            Self::VacuousPolicy { policy, policy_type } => {
                let (name, what) = (quoted(policy), policy_type.name());
                Words::new(
                    format!("`{name}` allows every {what} that the reference table has"),
                    "restricts nothing today",
                )
                .with_help(format!("delete it: without a policy of a type, every {what} is allowed"))
            }
            Self::SuppressionOfNothing => Words::new("the suppression names no rule", "suppresses nothing")
                .with_help("write `# bpol: allow(rule-name, …) why`, or delete it"),
            Self::SuppressionOfError { names } => {
                of_no_rule(names).with_help("errors cannot be suppressed: delete the name")
            }
            Self::SuppressionOfNoLint { names, near } => of_no_rule(names).with_help(
                near.map_or("delete the name; `bpol explain` lists the rules".to_owned(), |near| {
                    format!("did you mean `{near}`?")
                }),
            ),
            Self::UnusedSuppression { names } => Words::new(
                format!("the suppression of {} suppresses nothing", listed(names, "and")),
                "no such finding in the statement",
            )
            .with_help("delete it"),
            Self::SuppressionWithoutReason => {
                Words::new("the suppression gives no reason", "why is it suppressed?")
                    .with_help("write the reason behind the parenthesis")
            }
        }
    }
}

fn cut_off(environment: &str, policy: &str, codes: &[String]) -> Words {
    let names = all_quoted(codes);
    let (names, environment) = (listed(&names, "and"), quoted(environment));
    Words::new(
        format!("`{environment}` allows nothing of {names}, which `{policy}` lists"),
        format!("cut off: {names}"),
    )
    .with_help(format!(
        "write a policy without {names} for this workload, or ask the owner of `{environment}` to allow it"
    ))
}

fn redundant_policy(policy: &str, covering: &[String], is_in_environment: bool) -> Words {
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

fn target_gap(environment: &str, policies: &[String], workloads: &[Identity], number: usize) -> Words {
    let mut names: Vec<String> = workloads.iter().map(|workload| format!("`{workload}`")).collect();
    if number > names.len() {
        names.push(format!("{} more", number - names.len()));
    }
    let mut words = Words::new(
        format!(
            "`{}` restricts the places of some kinds, and {} of another kind may run anywhere: {}",
            quoted(environment),
            count(number, "workload", "workloads"),
            names.join(", ")
        ),
        format!("{} leaves other kinds unregulated", listed(&all_quoted(policies), "and")),
    )
    .with_help("attach a location policy that takes part for every kind, or one to each of these workloads");
    words.related = policies.iter().map(|_| "takes part for the kinds of its target".to_owned()).collect();
    words
}

fn of_no_rule(names: &[String]) -> Words {
    let message = format!("the suppression names no rule: {}", listed(names, "and"));
    Words::new(message, "suppresses nothing of that name")
}

fn all_quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| quoted(name)).collect()
}

fn no_effect(policy: &str, environment: &str) -> Words {
    let environment = quoted(environment);
    Words::new(
        format!("`{policy}` has no effect: without it the workload's placement set is the same"),
        format!("changes nothing in `{environment}`"),
    )
    .with_help(format!(
        "a workload can narrow what `{environment}` allows and never widens it: detach the policy, or say why it \
         stays with `# bpol: allow(no-effect) …`"
    ))
}

fn never_matches(policy: &str, target: Kinds, kind: Option<Kind>) -> Words {
    let targets: Vec<&str> = target.iter().map(Kind::plural).collect();
    let targets = listed(&targets, "and");
    let here = kind.map_or("no workload of this environment is one".to_owned(), |kind| {
        format!("this is a {}", kind.name())
    });
    Words::new(
        format!("`{policy}` never takes part here: it targets {targets}, and {here}"),
        format!("targets {targets}"),
    )
    .with_related("declared with that target here")
    .with_help("attach a policy with another target or with none, or detach this one")
}
