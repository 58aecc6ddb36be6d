//! What the placement stage finds, as data and in words.

use std::sync::Arc;

use super::locations::{Locations, Repairer};
use crate::diagnostic::data::Data;
use crate::diagnostic::{Check, Classify, Describe, Words, count, errors, some};
use crate::syntax::keyword::{Kind, PolicyType};
use crate::syntax::{Identity, quoted};
use crate::text::Span;
use crate::workspace::Codes;

/// Why a workload can run nowhere. Findings of one cause share their facts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// Environment and workload leave nothing of a type.
    Collision {
        /// The workload.
        workload: Identity,
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
        /// The workload.
        workload: Identity,
        /// The types.
        missing: Vec<PolicyType>,
    },
    /// No declared location offers what is allowed.
    NoPlacement {
        /// The workload.
        workload: Identity,
        /// What the locations lack.
        locations: Arc<Locations>,
        /// Who can repair it.
        repairer: Repairer,
        /// The first of the policies that apply, the environment's before the others.
        policies: Arc<[String]>,
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
    /// The first of the policies that apply, those of an environment before those of what it is in.
    pub policies: Vec<Attached>,
    /// How many other policies apply.
    pub more: usize,
    /// The first of the environments that attach any, the inner ones first.
    pub environments: Vec<String>,
    /// How many other environments do.
    pub more_environments: usize,
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

impl Classify for Fault {
    fn check(&self) -> &'static Check {
        match self {
            Self::Collision { .. } | Self::EnvironmentCollision { .. } => &errors::COLLISION,
            Self::NothingListed { .. } | Self::NoPlacement { .. } => &errors::NO_PLACEMENT,
        }
    }
}

impl Describe for Fault {
    // What workloads have in common has the same message and help for all of them; their names are in labels.
    fn words(&self) -> Words {
        match self {
            Self::Collision { workload, policy_type, sides } => collision(workload, *policy_type, sides),
            Self::EnvironmentCollision { environment, kind, policy_type, sides, workloads } => {
                environment_collision(environment, *kind, *policy_type, sides, *workloads)
            }
            Self::NothingListed { workload, missing } => {
                let missing: Vec<&str> = missing.iter().map(|policy_type| policy_type.name()).collect();
                let missing = missing.join(" and no ");
                Words::new(format!("the table lists no {missing}"), format!("`{workload}` can run nowhere"))
                    .with_help("choose another table with `--reference`, or declare codes in the workspace")
            }
            Self::NoPlacement { workload, locations, repairer, policies } => {
                let label = format!("`{workload}` can run nowhere");
                let mut lines = locations.help();
                lines.push(repairer.help());
                let mut words = Words::new(locations.message(), label).with_help(lines.join("\n"));
                words.related = policies.iter().map(|policy| format!("`{policy}` applies")).collect();
                words
            }
        }
    }

    fn data(&self) -> Option<Data<Span>> {
        match self {
            Self::NoPlacement { workload, locations, .. } => Some(Data::Locations(locations.data(workload))),
            Self::Collision { .. } | Self::EnvironmentCollision { .. } | Self::NothingListed { .. } => None,
        }
    }
}

fn collision(workload: &Identity, policy_type: PolicyType, sides: &Sides) -> Words {
    let (allowed, asked) = (sides.above.allowed.words(), sides.own.allowed.words());
    let anything = sides.above.allowed.joined_by("or");
    let is_one = sides.above.policies.len() + sides.above.more == 1;
    let decide = if is_one { "decides" } else { "decide" };
    let (environments, allow) = sides.above.environments();
    let owner = if allow == "allows" { "owner" } else { "owners" };
    let mut words = Words::new(
        format!(
            "no {} is left: {environments} {allow} {allowed}, the workload asks for {asked}",
            policy_type.name()
        ),
        format!("`{workload}` can run nowhere"),
    )
    .with_help(format!(
        "the workload's owner can repair this alone: ask for something in {anything}, or detach {} and get all of it\n\
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
    let anything = sides.above.allowed.joined_by("or");
    let (above, allow) = sides.above.environments();
    let mut words = Words::new(
        format!(
            "`{environment}` and what it is in leave no {} for {} in it",
            policy_type.name(),
            count(workloads, kind.name(), kind.plural()),
        ),
        format!("allows {asked}, but {above} {allow} {allowed}"),
    )
    .with_help(format!(
        "an environment never widens what it is in: allow something in {anything} here, or detach {} and get all of \
         it\nto keep {asked}, {above} must allow it, where {} would have to change",
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
        let is_one = self.above.environments.len() == 1 && self.own.environments.is_empty();
        let words = |attached: &Attached| {
            let point = match &attached.environment {
                None => "the workload".to_owned(),
                Some(_) if is_one => "the environment".to_owned(),
                Some(environment) => format!("`{}`", quoted(environment)),
            };
            format!("{point} attaches `{}`: {}", attached.policy, attached.allows.words())
        };
        self.above.policies.iter().chain(&self.own.policies).map(words).collect()
    }
}

impl Side {
    /// How many policies and environments are named.
    pub(super) const NAMED: usize = 10;

    fn names(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for attached in &self.policies {
            let name = format!("`{}`", quoted(&attached.policy));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        some(names, self.more, "and")
    }

    /// The environments that attach any of the policies, and whether it is one that allows or several allow.
    fn environments(&self) -> (String, &'static str) {
        let names: Vec<String> = self.environments.iter().map(|name| format!("`{}`", quoted(name))).collect();
        let allow = if names.len() == 1 { "allows" } else { "allow" };
        (some(names, self.more_environments, "and"), allow)
    }
}
