//! What lints find, as data and in words.

use super::list_messages::{
    all_quoted, cut_off, exception_undone, guard_covers_nothing, never_matches, no_effect,
    overlapping_policies, redundant_limit, redundant_policy,
};
use super::suppression_messages::SuppressionFault;
use crate::diagnostic::{Describe, Words, count, forms, joined, listed, looks, some};
use crate::syntax::keyword::{Attribute, Keyword, Kind, PolicyType, RuleAttribute};
use crate::syntax::{Identity, quoted};
use crate::text::{Lookalike, lookalike};
use crate::workspace::{Codes, Kinds};

/// What is allowed and yet unlikely to be meant. Names and codes are as they read, without quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each lint's page says what its finding is about")]
pub enum Finding {
    ConfusableName { name: String, other: String, is_form: bool, differences: Vec<Lookalike> },
    MixedScripts { name: String, scripts: Vec<&'static str>, foreign: Vec<Lookalike> },
    OtherName { attribute: Attribute, name: String, code: String, is_case: bool },
    CutOff { environment: String, policy: String, codes: Codes, is_of_environment: bool },
    DuplicateAttachment { policy: String },
    EquivalentPolicies { policy: String, first: String, are_limits: bool },
    ExceptionUndone { policy: String, by: Vec<String>, more: usize, is_of_environment: bool },
    GuardCoversNothing { guard: String, environment: Option<String>, target: Kinds },
    NoEffect { policy: String, environment: String, is_of_environment: bool },
    NoEnvironment { workload: Identity },
    RepeatedCode { what: Keyword, code: String, is_exception: bool },
    CoveredCode { what: Keyword, code: String, level: RuleAttribute, above: String, is_exception: bool },
    IdleException { what: Keyword, statement: String, code: String, attribute: RuleAttribute },
    OverlappingPolicies { policy: String, first: String, only: [Codes; 2], is_of_environment: bool },
    RedundantLimit { policy: String, covering: String },
    RedundantPolicy { policy: String, covering: Vec<String>, is_in_environment: bool },
    TargetGap { environment: String, policies: Vec<String>, workloads: Vec<Identity>, number: usize },
    TargetNeverMatches { policy: String, target: Kinds, kind: Option<Kind> },
    UndocumentedPolicy { what: Keyword, name: String },
    UnrestrictedEnvironment { environment: String, types: Vec<PolicyType> },
    UnusedEnvironment { environment: String },
    UnusedGroup { group: String },
    UnusedPolicy { policy: String },
    VacuousPolicy { policy: String, policy_type: PolicyType },
    Suppression(SuppressionFault),
}

impl Describe for Finding {
    fn words(&self) -> Words {
        match self {
            Self::ConfusableName { name, other, is_form, differences } => {
                confusable_name(name, other, *is_form, differences)
            }
            Self::MixedScripts { name, scripts, foreign } => mixed_scripts(name, scripts, foreign),
            Self::OtherName { attribute, name, code, is_case } => {
                other_name(*attribute, name, code, *is_case)
            }
            Self::CutOff { environment, policy, codes, is_of_environment } => {
                cut_off(environment, policy, codes, *is_of_environment)
            }
            Self::ExceptionUndone { policy, by, more, is_of_environment } => {
                exception_undone(policy, by, *more, *is_of_environment)
            }
            Self::GuardCoversNothing { guard, environment, target } => {
                guard_covers_nothing(guard, environment.as_deref(), *target)
            }
            Self::OverlappingPolicies { policy, first, only, is_of_environment } => {
                overlapping_policies(policy, first, only, *is_of_environment)
            }
            Self::DuplicateAttachment { policy } => {
                Words::new(format!("`{policy}` is attached twice"), "attached again here")
                    .with_related("first attached here")
                    .with_help("delete it: a policy holds once, however often it is attached")
            }
            Self::EquivalentPolicies { policy, first, are_limits } => {
                let does = if *are_limits { "limits" } else { "allows" };
                let (policy, first) = (quoted(policy), quoted(first));
                Words::new(
                    format!("`{policy}` {does} the same as `{first}`, for the same kinds"),
                    format!("the same as `{first}`"),
                )
                .with_related("the first of them")
                .with_help(format!("attach `{first}` instead, and delete `{policy}`"))
            }
            Self::NoEffect { policy, environment, is_of_environment } => {
                no_effect(policy, environment, *is_of_environment)
            }
            Self::NoEnvironment { workload } => {
                let (keyword, name) = (workload.kind.name(), quoted(&workload.name));
                Words::new(format!("`{workload}` is in no environment"), "only its own policies restrict it")
                    .with_help(format!("write `{keyword} {name} in ENVIRONMENT`"))
            }
            Self::RepeatedCode { what, code, is_exception } => {
                let lists = lists(*is_exception);
                Words::new(format!("the {} {lists} `{code}` twice", what.name()), "listed again here")
                    .with_related("first listed here")
                    .with_help("delete it")
            }
            Self::CoveredCode { what, code, level, above, is_exception } => {
                covered_code(*what, code, *level, above, *is_exception)
            }
            Self::IdleException { what, statement, code, attribute } => Words::new(
                format!("`{code}` takes nothing away from the {} `{}`", what.name(), quoted(statement)),
                format!("no part of this {attribute} stands before `except`"),
            )
            .with_help("delete it, or widen the rules before `except` if it was meant to be in them"),
            Self::RedundantPolicy { policy, covering, is_in_environment } => {
                redundant_policy(policy, covering, *is_in_environment)
            }
            Self::RedundantLimit { policy, covering } => redundant_limit(policy, covering),
            Self::TargetGap { environment, policies, workloads, number } => {
                target_gap(environment, policies, workloads, *number)
            }
            Self::TargetNeverMatches { policy, target, kind } => never_matches(policy, *target, *kind),
            Self::UndocumentedPolicy { what, name } => Words::new(
                format!("the {} `{}` says nowhere why it is there", what.name(), quoted(name)),
                "neither label nor documentation",
            )
            .with_help("write a comment on the line above it, or a label in quotes behind its name"),
            Self::UnrestrictedEnvironment { environment, types } => {
                unrestricted_environment(environment, types)
            }
            Self::UnusedEnvironment { environment } => {
                let name = quoted(environment);
                Words::new(format!("no workload is in the environment `{name}`"), "has no workload")
                    .with_help(format!("put a workload into it, as in `model NAME in {name}`, or delete it"))
            }
            Self::UnusedGroup { group } => {
                let name = quoted(group);
                Words::new(format!("the group `{name}` is named nowhere"), "does nothing")
                    .with_help(format!("name it in a rule, as in `group in [{name}]`, or delete it"))
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
            Self::Suppression(fault) => fault.words(),
        }
    }
}

fn confusable_name(name: &str, other: &str, is_form: bool, differences: &[Lookalike]) -> Words {
    let is_odd = lookalike::mixes_scripts(other);
    let (name, other) = (quoted(name), quoted(other));
    if is_form {
        return Words::new(
            format!("`{name}` is two names: it is written in two forms of Unicode"),
            forms(differences),
        )
        .with_related("the same letters in the other form")
        .with_help("write all of them in one form, or give this one another name");
    }
    let repair = if is_odd { "correct that".to_owned() } else { format!("write `{other}` if that is meant") };
    Words::new(format!("`{name}` looks like `{other}` and is another name"), looks(differences))
        .with_related("the name that it looks like")
        .with_help(format!("{repair}, or give this one a name that nobody takes for another"))
}

fn mixed_scripts(name: &str, scripts: &[&str], foreign: &[Lookalike]) -> Words {
    let scripts: Vec<String> = scripts.iter().map(|&script| script.to_owned()).collect();
    Words::new(format!("`{}` mixes {}", quoted(name), joined(&scripts, "and")), looks(foreign))
        .with_help("write it with the letters of one script")
}

fn other_name(attribute: Attribute, name: &str, code: &str, is_case: bool) -> Words {
    let (name, code) = (quoted(name), quoted(code));
    let message = if is_case {
        format!("the {attribute} `{name}` is another code than `{code}`, which the table has")
    } else {
        format!("`{name}` is another name of the {attribute} `{code}`, which the table has")
    };
    let alias = if attribute == Attribute::Country { "" } else { ", or make it an alias of that" };
    Words::new(message, format!("policies of `{code}` do not hold here"))
        .with_related(format!("declares `{code}`"))
        .with_help(format!("write `{code}` wherever `{name}` stands{alias}, and delete this statement"))
}

/// What a statement does with the codes of a list.
fn lists(is_exception: bool) -> &'static str {
    if is_exception { "excepts" } else { "lists" }
}

fn covered_code(what: Keyword, code: &str, level: RuleAttribute, above: &str, is_exception: bool) -> Words {
    let (what, above) = (what.name(), quoted(above));
    let does = match (is_exception, what) {
        (false, "policy") => "allows",
        _ => lists(is_exception),
    };
    let help = match level {
        RuleAttribute::Group => format!(
            "delete it, or `{above}` if only parts of it are meant; keep both if `{code}` must stay whatever becomes of \
             the group"
        ),
        RuleAttribute::Code(_) => format!("delete it, or delete `{above}` if only parts of it are meant"),
    };
    Words::new(
        format!("`{code}` lies in `{above}`, which the {what} {does} as a whole"),
        format!("in {level} `{above}`"),
    )
    .with_help(help)
}

fn unrestricted_environment(environment: &str, types: &[PolicyType]) -> Words {
    let types: Vec<&str> = types.iter().map(|policy_type| policy_type.name()).collect();
    Words::new(
        format!("`{}` has no {} policy", quoted(environment), types.join(" and no ")),
        format!("any {} is allowed here", types.join(" and any ")),
    )
    .with_help(format!("attach a {} policy", types.join(" policy and a ")))
}

fn target_gap(environment: &str, policies: &[String], workloads: &[Identity], number: usize) -> Words {
    let names: Vec<String> = workloads.iter().map(|workload| format!("`{workload}`")).collect();
    let more = number.saturating_sub(names.len());
    let mut words = Words::new(
        format!(
            "`{}` restricts the places of some kinds, and {} of another kind may run anywhere: {}",
            quoted(environment),
            count(number, "workload", "workloads"),
            some(names, more, "and")
        ),
        format!("{} leaves other kinds unregulated", listed(&all_quoted(policies), "and")),
    )
    .with_help("attach a location policy that applies to every kind, or one to each of these workloads");
    words.related = policies.iter().map(|_| "applies to the kinds of its target".to_owned()).collect();
    words
}
