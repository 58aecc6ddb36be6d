//! The words of the language and the shape of each statement: the one declaration that parsing, messages and
//! output share.

use serde::{Deserialize, Serialize};

/// What a workload is. Ordered by name, as output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::Flavor => "flavor",
        }
    }
}

/// What stands before `in` in a rule. Ordered as output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// The clause of a body that is one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// `attach [POLICY, …]`
    Attach,
    /// `offers [FLAVOR, …]`
    Offers,
    /// `alias ["…", …]`
    Alias,
}

impl Clause {
    /// The word that opens it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Attach => "attach",
            Self::Offers => "offers",
            Self::Alias => "alias",
        }
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
    /// A statement of the reference table, which declares a code of the attribute of the same name.
    Code(Attribute),
}

/// What the body of a statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyShape {
    /// There is none.
    Nothing,
    /// Rules and perhaps a target; it must be there.
    Rules,
    /// One list, which may be left out with its body.
    List(Clause),
}

/// The parts that a statement has besides keyword, name and label.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Shape {
    /// The whole statement as help shows it.
    pub text: &'static str,
    /// What stands behind `in`, for the statements that have it.
    pub parent: Option<&'static str>,
    /// What stands in `< … >`.
    pub body: BodyShape,
}

impl Keyword {
    /// Every keyword, the most frequent first.
    pub const ALL: [Self; 12] = [
        Self::Workload(Kind::Model),
        Self::Workload(Kind::Function),
        Self::Workload(Kind::Agent),
        Self::Workload(Kind::Sandbox),
        Self::Workload(Kind::Job),
        Self::Policy,
        Self::Environment,
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
            Self::Code(attribute) => attribute.name(),
        }
    }

    /// The keyword of that name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keyword| keyword.name() == word)
    }

    /// The parts that such a statement has.
    #[must_use]
    pub fn shape(self) -> Shape {
        let (text, parent, body) = match self {
            Self::Policy => {
                ("policy NAME [\"Label\"] < RULE or RULE … [target KINDS] >", None, BodyShape::Rules)
            }
            Self::Environment => (
                "environment NAME [\"Label\"] [< attach [POLICY, …] >]",
                None,
                BodyShape::List(Clause::Attach),
            ),
            Self::Workload(kind) => {
                let text = match kind {
                    Kind::Agent => "agent NAME [\"Label\"] [in ENVIRONMENT] [< attach [POLICY, …] >]",
                    Kind::Function => "function NAME [\"Label\"] [in ENVIRONMENT] [< attach [POLICY, …] >]",
                    Kind::Job => "job NAME [\"Label\"] [in ENVIRONMENT] [< attach [POLICY, …] >]",
                    Kind::Model => "model NAME [\"Label\"] [in ENVIRONMENT] [< attach [POLICY, …] >]",
                    Kind::Sandbox => "sandbox NAME [\"Label\"] [in ENVIRONMENT] [< attach [POLICY, …] >]",
                };
                (text, Some("environment"), BodyShape::List(Clause::Attach))
            }
            Self::Code(Attribute::Continent) => ("continent CODE [\"Name\"]", None, BodyShape::Nothing),
            Self::Code(Attribute::Country) => {
                ("country CODE [\"Name\"] [in CONTINENT]", Some("continent"), BodyShape::Nothing)
            }
            Self::Code(Attribute::Location) => (
                "location NAME [\"Name\"] [in COUNTRY] [< offers [FLAVOR, …] >]",
                Some("country"),
                BodyShape::List(Clause::Offers),
            ),
            Self::Code(Attribute::Cpu) => {
                ("cpu CODE [\"Name\"] [< alias [\"…\", …] >]", None, BodyShape::List(Clause::Alias))
            }
            Self::Code(Attribute::Gpu) => {
                ("gpu CODE [\"Name\"] [< alias [\"…\", …] >]", None, BodyShape::List(Clause::Alias))
            }
        };
        Shape { text, parent, body }
    }
}

/// The words that join the parts of a statement and never open one.
pub(crate) const CONNECTIVES: [&str; 6] = ["in", "or", "target", "attach", "offers", "alias"];

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
