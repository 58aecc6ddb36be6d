//! The words of the language and the shape of each statement: the one declaration that parsing, messages and
//! output share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::limit::{Counted, Period};

/// What a workload is. Ordered by name, as output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// `agent`
    Agent,
    /// `function`
    Function,
    /// `job`
    Job,
    /// `model`
    Model,
    /// `sandbox`
    Sandbox,
}

impl Kind {
    /// Every kind, by name.
    pub const ALL: [Self; 5] = [Self::Agent, Self::Function, Self::Job, Self::Model, Self::Sandbox];

    /// The word that opens a workload of this kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Function => "function",
            Self::Job => "job",
            Self::Model => "model",
            Self::Sandbox => "sandbox",
        }
    }

    /// The word that stands for this kind in a target.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Agent => "agents",
            Self::Function => "functions",
            Self::Job => "jobs",
            Self::Model => "models",
            Self::Sandbox => "sandboxes",
        }
    }

    /// The kind that `word` stands for in a target.
    #[must_use]
    pub fn from_plural(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.plural() == word)
    }

    /// The kind that the word which opens a workload names.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }
}

/// What a policy is about; each policy has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PolicyType {
    /// Where a workload runs.
    Location,
    /// On what hardware it runs.
    Flavor,
}

impl PolicyType {
    /// Both types, in the order of output.
    pub const ALL: [Self; 2] = [Self::Location, Self::Flavor];

    /// The one that it is not.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Location => Self::Flavor,
            Self::Flavor => Self::Location,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Flavor => "flavor",
        }
    }
}

/// What a code of the reference table is. Ordered as output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Attribute {
    /// `continent`
    Continent,
    /// `country`
    Country,
    /// `location`
    Location,
    /// `cpu`
    Cpu,
    /// `gpu`
    Gpu,
}

impl Attribute {
    /// Every attribute, in the order of output.
    pub const ALL: [Self; 5] = [Self::Continent, Self::Country, Self::Location, Self::Cpu, Self::Gpu];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Continent => "continent",
            Self::Country => "country",
            Self::Location => "location",
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
        }
    }

    /// The word for more than one of it.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Continent => "continents",
            Self::Country => "countries",
            Self::Location => "locations",
            Self::Cpu => "cpus",
            Self::Gpu => "gpus",
        }
    }

    /// The attribute of that name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| attribute.name() == word)
    }

    /// The type of a policy with such a rule.
    #[must_use]
    pub fn policy_type(self) -> PolicyType {
        match self {
            Self::Continent | Self::Country | Self::Location => PolicyType::Location,
            Self::Cpu | Self::Gpu => PolicyType::Flavor,
        }
    }
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What stands before `in` in a rule: what its codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RuleAttribute {
    /// Codes of the table.
    Code(Attribute),
    /// `group`: groups, each of the type of its own rules.
    Group,
}

impl RuleAttribute {
    /// Every one, in the order of output.
    pub const ALL: [Self; 6] = [
        Self::Code(Attribute::Continent),
        Self::Code(Attribute::Country),
        Self::Code(Attribute::Location),
        Self::Code(Attribute::Cpu),
        Self::Code(Attribute::Gpu),
        Self::Group,
    ];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code(attribute) => attribute.name(),
            Self::Group => "group",
        }
    }

    /// The word for more than one of it.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Code(attribute) => attribute.plural(),
            Self::Group => "groups",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attribute| attribute.name() == word)
    }
}

impl From<Attribute> for RuleAttribute {
    fn from(attribute: Attribute) -> Self {
        Self::Code(attribute)
    }
}

impl std::fmt::Display for RuleAttribute {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a guard says of the sets that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Form {
    /// `within`: they lie in what it names.
    Within,
    /// `excludes`: they have nothing of what it names; with `and`, nothing of both sides at once.
    Excludes,
    /// `allows`: they have all of what it names.
    Allows,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Within, Self::Excludes, Self::Allows];

    /// The word that opens the body of such a guard.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Excludes => "excludes",
            Self::Allows => "allows",
        }
    }

    /// The form of that name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == word)
    }
}

/// What opens a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Keyword {
    /// `policy`
    Policy,
    /// `environment`
    Environment,
    /// `model`, `function`, `agent`, `sandbox` or `job`
    Workload(Kind),
    /// `guard`
    Guard,
    /// `group`, a statement of the reference table.
    Group,
    /// A statement of the reference table, which declares a code of the attribute of the same name.
    Code(Attribute),
}

impl Keyword {
    /// Every keyword, the most frequent first.
    pub const ALL: [Self; 14] = [
        Self::Workload(Kind::Model),
        Self::Workload(Kind::Function),
        Self::Workload(Kind::Agent),
        Self::Workload(Kind::Sandbox),
        Self::Workload(Kind::Job),
        Self::Policy,
        Self::Environment,
        Self::Guard,
        Self::Group,
        Self::Code(Attribute::Continent),
        Self::Code(Attribute::Country),
        Self::Code(Attribute::Location),
        Self::Code(Attribute::Cpu),
        Self::Code(Attribute::Gpu),
    ];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Environment => "environment",
            Self::Workload(kind) => kind.name(),
            Self::Guard => "guard",
            Self::Group => "group",
            Self::Code(attribute) => attribute.name(),
        }
    }

    /// The keyword of that name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keyword| keyword.name() == word)
    }
}

/// The words that join the parts of a statement and never open one.
pub(crate) const CONNECTIVES: [&str; 11] =
    ["in", "or", "except", "and", "target", "within", "excludes", "allows", "attach", "offers", "alias"];

/// What the words of the language do, for those who list them, as editors do. Where a name may stand, each of
/// them is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WordClass {
    /// Opens a statement.
    Statement,
    /// Joins the parts of one, or opens one of its parts.
    Connective,
    /// Stands before `in` in a rule.
    Attribute,
    /// Stands for a kind of workload in a target.
    Kind,
    /// Says which tokens are counted.
    Counted,
    /// Says in what time.
    Period,
}

impl WordClass {
    /// Every class.
    pub const ALL: [Self; 6] =
        [Self::Statement, Self::Connective, Self::Attribute, Self::Kind, Self::Counted, Self::Period];

    /// The words of this class. A word may be in two: `country` opens statements and rules.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Statement => Keyword::ALL.map(Keyword::name).to_vec(),
            Self::Connective => [&CONNECTIVES[..], &["tokens", "per", "ratio"]].concat(),
            Self::Attribute => RuleAttribute::ALL.map(RuleAttribute::name).to_vec(),
            Self::Kind => Kind::ALL.map(Kind::plural).to_vec(),
            Self::Counted => Counted::ALL.map(Counted::name).to_vec(),
            Self::Period => Period::ALL.into_iter().flat_map(|it| [it.name(), it.plural()]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_as_they_are_named() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for policy_type in PolicyType::ALL {
            assert_eq!(serde_json::to_value(policy_type).unwrap(), policy_type.name());
        }
        for attribute in Attribute::ALL {
            assert_eq!(serde_json::to_value(attribute).unwrap(), attribute.name());
        }
    }
}
