//! What the placement stage finds, as data and in words.

use std::sync::Arc;

use crate::diagnostic::{Check, Classify, Describe, Words, count, errors, joined, listed};
use crate::syntax::keyword::{Attribute, Kind, PolicyType};
use crate::syntax::quoted;

/// Why a workload can run nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Environment and workload leave nothing of a type.
    Collision {
        /// The identity of the workload.
        workload: String,
        /// What nothing is left of.
        policy_type: PolicyType,
        /// What each of them allows.
        sides: Arc<Sides>,
    },
    /// An environment and what it is in leave nothing of a type to its workloads of a kind.
    EnvironmentCollision {
        /// The name of the environment.
        environment: String,
        /// The kind of the workloads.
        kind: Kind,
        /// What nothing is left of.
        policy_type: PolicyType,
        /// What each of them allows; the environment is the own side.
        sides: Arc<Sides>,
        /// How many workloads of the kind are in it and below it.
        workloads: usize,
    },
    /// The table has nothing of some type.
    NothingListed {
        /// The identity of the workload.
        workload: String,
        /// The types.
        missing: Vec<PolicyType>,
    },
    /// No declared location offers what is allowed.
    NoPlacement {
        /// The identity of the workload.
        workload: String,
        /// What each location lacks.
        locations: Arc<Locations>,
        /// Who can repair it.
        repairer: Repairer,
        /// The policies that apply, the environment's first.
        policies: Vec<String>,
    },
}

/// The two sides of a collision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Sides {
    /// What the environments above allow together.
    pub above: Side,
    /// What the workload asks for.
    pub own: Side,
}

/// What policies allow of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Side {
    /// The union of the policies at each point, and what the points have in common.
    pub allowed: Codes,
    /// Each policy that applies, those of an environment before those of what it is in.
    pub policies: Vec<Attached>,
}

/// A policy at a point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Attached {
    /// The policy.
    pub policy: String,
    /// The environment that attaches it; `None` where that is the workload.
    pub environment: Option<String>,
    /// What it allows.
    pub allows: Codes,
}

/// Codes, of which only the first are named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Codes {
    /// The first of them.
    pub named: Vec<(Attribute, String)>,
    /// How many others there are.
    pub more: usize,
}

/// What the locations of a fleet lack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Locations {
    /// The places that are allowed.
    pub allowed: Codes,
    /// The flavors that are allowed; `None` for any.
    pub flavors: Option<Codes>,
    /// The locations, those that lack the same together.
    pub groups: Vec<Lacking>,
}

/// Locations that lack the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lacking {
    /// What they lack.
    pub reason: Reason,
    /// Their names.
    pub locations: Vec<String>,
}

/// Why a location is no placement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It is not allowed.
    NotAllowed,
    /// It offers only these flavors.
    Offers(Codes),
}

/// Who can give a workload a placement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repairer {
    /// Its own owner: without its policies it would have one.
    Workload {
        /// The environment that would leave one, where it is in one.
        environment: Option<String>,
    },
    /// Only the owner of the environment, or the fleet's.
    Environment {
        /// The environment.
        environment: String,
    },
    /// Only the fleet's owner.
    Fleet,
}

impl Classify for Fault {
    fn check(&self) -> &'static Check {
        match self {
            Self::Collision { .. } | Self::EnvironmentCollision { .. } => &errors::COLLISION,
            Self::NothingListed { .. } | Self::NoPlacement { .. } => &errors::NO_PLACEMENT,
        }
    }
}

impl Describe for Fault {
    fn words(&self) -> Words {
        match self {
            Self::Collision { workload, policy_type, sides } => collision(workload, *policy_type, sides),
            Self::EnvironmentCollision { environment, kind, policy_type, sides, workloads } => {
                environment_collision(environment, *kind, *policy_type, sides, *workloads)
            }
            Self::NothingListed { workload, missing } => {
                let missing: Vec<&str> = missing.iter().map(|policy_type| policy_type.name()).collect();
                let missing = missing.join(" and no ");
                let message = format!("`{workload}` can run nowhere: the table lists no {missing}");
                Words::new(message, "no placement")
                    .with_help("choose another table with `--reference`, or declare codes in the workspace")
            }
            Self::NoPlacement { workload, locations, repairer, policies } => {
                let message = format!("no declared location offers what `{workload}` is allowed");
                let mut words = Words::new(message, "no placement").with_help(format!(
                    "{}\n{}",
                    locations.help(),
                    repairer.help()
                ));
                words.related = policies.iter().map(|policy| format!("`{policy}` applies")).collect();
                words
            }
        }
    }
}

fn collision(workload: &str, policy_type: PolicyType, sides: &Sides) -> Words {
    let (allowed, asked) = (sides.above.allowed.words(), sides.own.allowed.words());
    let decide = if sides.above.policies.len() == 1 { "decides" } else { "decide" };
    let environments = sides.above.environments();
    let (allow, owner) = match environments.len() {
        1 => ("allows", "owner"),
        _ => ("allow", "owners"),
    };
    let environments = listed(&environments, "and");
    let mut words = Words::new(
        format!("environment and workload leave no {} for `{workload}`", policy_type.name()),
        format!("asks for {asked}, but {environments} {allow} {allowed}"),
    )
    .with_help(format!(
        "the workload's owner can repair this alone: ask for something in {allowed}, or detach {} and get all of it; \
         to keep {asked}, ask the {owner} of {environments} to allow it, where {} {decide} it now",
        sides.own.names(),
        sides.above.names(),
    ));
    words.related = sides.related();
    words
}

fn environment_collision(
    environment: &str,
    kind: Kind,
    policy_type: PolicyType,
    sides: &Sides,
    workloads: usize,
) -> Words {
    let environment = quoted(environment);
    let (allowed, asked) = (sides.above.allowed.words(), sides.own.allowed.words());
    let above = sides.above.environments();
    let allow = if above.len() == 1 { "allows" } else { "allow" };
    let above = listed(&above, "and");
    let mut words = Words::new(
        format!(
            "`{environment}` and what it is in leave no {} for {} in it",
            policy_type.name(),
            count(workloads, kind.name(), kind.plural()),
        ),
        format!("allows {asked}, but {above} {allow} {allowed}"),
    )
    .with_help(format!(
        "an environment never widens what it is in: allow something in {allowed} here, or detach {} and get all of it; \
         to keep {asked}, {above} must allow it, where {} would have to change",
        sides.own.names(),
        sides.above.names(),
    ));
    words.related = sides.related();
    words
}

impl Sides {
    /// What is at each place where a policy is attached, those above first.
    fn related(&self) -> Vec<String> {
        // Where there is one environment above, nobody needs its name again.
        let is_one = self.above.environments().len() == 1;
        let words = |attached: &Attached| {
            let point = match &attached.environment {
                None => "the workload".to_owned(),
                Some(_) if is_one && self.own.environments().is_empty() => "the environment".to_owned(),
                Some(environment) => format!("`{}`", quoted(environment)),
            };
            format!("{point} attaches `{}`: {}", attached.policy, attached.allows.words())
        };
        self.above.policies.iter().chain(&self.own.policies).map(words).collect()
    }
}

impl Side {
    fn names(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for attached in &self.policies {
            let name = quoted(&attached.policy);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        listed(&names, "and")
    }

    /// The environments that attach any of the policies, the inner ones first.
    fn environments(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.policies.iter().filter_map(|it| it.environment.as_deref()).map(quoted).collect();
        names.dedup();
        names
    }
}

impl Codes {
    /// How many codes a message spells out.
    pub(super) const SPELLED: usize = 12;

    /// The codes in prose: continent `eu` and country `us`.
    fn words(&self) -> String {
        let named = self.named.iter().map(|(attribute, code)| format!("{attribute} `{}`", quoted(code)));
        let mut words: Vec<String> = named.collect();
        if self.more > 0 {
            words.push(format!("{} more", self.more));
        }
        joined(&words, "and")
    }
}

impl Locations {
    fn help(&self) -> String {
        let allowed = self.allowed.words();
        let wanted = self.flavors.as_ref().map_or_else(|| "any flavor".to_owned(), Codes::words);
        let lines: Vec<String> = self
            .groups
            .iter()
            .map(|group| {
                let names: Vec<String> = group.locations.iter().map(|name| quoted(name)).collect();
                let reason = match &group.reason {
                    Reason::NotAllowed => format!("not in {allowed}"),
                    Reason::Offers(offers) => {
                        format!("allowed, but offers {} where {wanted} is allowed", offers.words())
                    }
                };
                format!("{}: {reason}", listed(&names, "and"))
            })
            .collect();
        lines.join("\n")
    }
}

impl Repairer {
    fn help(&self) -> String {
        match self {
            Self::Workload { environment: Some(environment) } => format!(
                "the environment `{}` alone would have a placement: the workload's owner can repair this alone",
                quoted(environment)
            ),
            Self::Workload { environment: None } => "the workload's owner can repair this alone".to_owned(),
            Self::Environment { environment } => format!(
                "the environment `{}` alone would have none: only its owner or the fleet's can repair this",
                quoted(environment)
            ),
            Self::Fleet => "only the fleet's owner can repair this".to_owned(),
        }
    }
}
