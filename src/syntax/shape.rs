//! The shape of each statement: which parts it has, and what its body holds.

use super::keyword::{Attribute, Keyword, Kind};

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
    /// Every clause.
    pub const ALL: [Self; 3] = [Self::Attach, Self::Offers, Self::Alias];

    /// The clause that a word opens.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clause| clause.name() == word)
    }

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

/// What the body of a statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyShape {
    /// There is none.
    Nothing,
    /// Rules, and what else may stand with them; it must be there.
    Rules(RulesShape),
    /// One list, which may be left out with its body.
    List(Clause),
}

/// What may stand in place of the rules of a policy, as help shows it.
pub const LIMIT: &str = "tokens LIMIT [or LIMIT [or LIMIT]] per [N] PERIOD [ratio N] [target KINDS]";

/// What stands with the rules of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RulesShape {
    /// Whether the form of a guard opens it; a rule must follow then, and `and` may.
    pub has_form: bool,
    /// Whether a target may end it.
    pub has_target: bool,
    /// Whether a limit of tokens may stand in place of the rules.
    pub has_limit: bool,
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
    /// What opens the statements that such a statement may lie in.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        self.shape().parent.and_then(Self::from_name)
    }

    /// The parts that such a statement has.
    #[must_use]
    pub fn shape(self) -> Shape {
        let (text, parent, body) = match self {
            Self::Policy => (
                "policy NAME [\"Label\"] < RULE or RULE … [except RULE or RULE …] [target KINDS] >",
                None,
                BodyShape::Rules(RulesShape { has_form: false, has_target: true, has_limit: true }),
            ),
            Self::Guard => (
                "guard NAME [\"Label\"] [in ENVIRONMENT] < (within | excludes | allows) RULE or RULE … \
                 [except RULE or RULE …] [and RULE or RULE …] [target KINDS] >",
                Some("environment"),
                BodyShape::Rules(RulesShape { has_form: true, has_target: true, has_limit: false }),
            ),
            Self::Group => (
                "group NAME [\"Label\"] < RULE or RULE … [except RULE or RULE …] >",
                None,
                BodyShape::Rules(RulesShape { has_form: false, has_target: false, has_limit: false }),
            ),
            Self::Environment => (
                "environment NAME [\"Label\"] [in ENVIRONMENT] [< attach [POLICY, …] >]",
                Some("environment"),
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
