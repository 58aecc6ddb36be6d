//! The arguments of `bpol query` and `bpol matrix`.

use clap::{Args, ValueEnum};

use super::args_workspace::{ListFormat, WorkspaceArguments, kinds};
use super::today::TodayArguments;
use crate::answers::query::Words;
use crate::syntax::keyword::{Kind, PolicyType};

#[derive(Debug, Args)]
#[command(after_help = "\
All filters must hold. Options are codes, aliases and groups; `country:na` and `group:eu27` say of which type.

Examples:
  bpol query --in fr --on t4                 what may run on a T4 in France
  bpol query --environment production --unrestricted location
                                             what may run anywhere in the world, in production
  bpol query --lose group:eu27 --fragile 3   what happens to those with few placements if the union goes")]
pub(super) struct QueryArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    /// What may run in a part of this place or group of places; with `--on` in the same placement. May be
    /// given more than once, as most filters may.
    #[arg(long = "in", value_name = "PLACE", help_heading = "Filters")]
    inside: Vec<String>,
    /// What may run on this flavor, or on one of this group.
    #[arg(long, value_name = "FLAVOR", help_heading = "Filters")]
    on: Vec<String>,
    /// What may run in or on nothing else: of places where places are given, of flavors where flavors are.
    #[arg(long, value_name = "OPTION", help_heading = "Filters")]
    only: Vec<String>,
    /// What may not run in or on any of this.
    #[arg(long, value_name = "OPTION", help_heading = "Filters")]
    never: Vec<String>,
    /// What this policy applies to.
    #[arg(long, value_name = "POLICY", help_heading = "Filters")]
    policy: Vec<String>,
    /// What has policies of this type.
    #[arg(long, value_name = "TYPE", help_heading = "Filters")]
    restricted: Vec<TypeArgument>,
    /// What has no policy of this type.
    #[arg(long, value_name = "TYPE", help_heading = "Filters")]
    unrestricted: Vec<TypeArgument>,
    /// What is of this kind, or of one of several.
    #[arg(long, value_name = "KIND", value_parser = kinds(), help_heading = "Filters")]
    kind: Vec<Kind>,
    /// What is in this environment or in one in it, or in one of several; '' is for what is in none.
    #[arg(long, value_name = "ENVIRONMENT", help_heading = "Filters")]
    environment: Vec<String>,
    /// What has at most so many placements, and what hangs on a single location; with a known fleet.
    #[arg(long, value_name = "NUMBER", help_heading = "Filters")]
    fragile: Option<usize>,
    /// What loses something if this goes away, and what is left of it.
    #[arg(long, value_name = "OPTION", help_heading = "What if")]
    lose: Vec<String>,
    /// How the workloads are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: QueryFormat,
    /// Write every list whole.
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}

impl QueryArguments {
    /// What is asked for.
    pub(super) fn words(&self) -> Words {
        let types = |types: &[TypeArgument]| types.iter().map(|it| it.policy_type()).collect();
        Words {
            inside: self.inside.clone(),
            on: self.on.clone(),
            only: self.only.clone(),
            never: self.never.clone(),
            lose: self.lose.clone(),
            kinds: self.kind.clone(),
            environments: self.environment.clone(),
            policies: self.policy.clone(),
            restricted: types(&self.restricted),
            unrestricted: types(&self.unrestricted),
            fragile: self.fragile,
        }
    }
}

/// A type of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TypeArgument {
    /// Places.
    Location,
    /// Hardware.
    Flavor,
}

impl TypeArgument {
    fn policy_type(self) -> PolicyType {
        match self {
            Self::Location => PolicyType::Location,
            Self::Flavor => PolicyType::Flavor,
        }
    }
}

/// The layouts of `bpol query`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum QueryFormat {
    /// For people.
    Text,
    /// One document, `bpol.query.v1`.
    Json,
    /// For spreadsheets.
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bpol matrix                what each environment allows each kind; `open` is what no policy regulates
  bpol matrix --format json  the same for programs")]
pub(super) struct MatrixArguments {
    #[command(flatten)]
    pub(super) workspace: WorkspaceArguments,
    /// How the matrix is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ListFormat,
    /// Write every list whole.
    #[arg(long)]
    pub(super) full: bool,
    #[command(flatten)]
    pub(super) today: TodayArguments,
}
