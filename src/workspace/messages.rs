//! What the workspace stage finds, as data and in words.

use super::advice::{Advice, NameAdvice, Region};
use super::advice_words::reference;
use super::shortened::Codes;
use crate::diagnostic::{Check, Classify, Describe, Hint, Words, errors, joined, listed};
use crate::reference::Builtin;
use crate::syntax::keyword::{Attribute, Keyword, PolicyType, RuleAttribute};
use crate::syntax::quoted;

/// What is wrong with the names of a workspace. Names and codes are as they read, without quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// One identity twice.
    DuplicateName {
        /// A name, or a workload's identity.
        identity: String,
        /// Whether it is a code or a group that the chosen table has.
        is_of_table: bool,
    },
    /// A reference to no policy.
    UnknownPolicy {
        /// What is referred to.
        name: String,
        /// What may be meant.
        advice: Hint<NameAdvice>,
    },
    /// A reference to no environment.
    UnknownEnvironment {
        /// What is referred to.
        name: String,
        /// What may be meant.
        advice: Hint<NameAdvice>,
    },
    /// A reference to no place above.
    UnknownParent {
        /// What is referred to.
        name: String,
        /// What it would have to be.
        level: Attribute,
        /// What may be meant.
        advice: Hint<Advice>,
    },
    /// A reference to a place of another level.
    ParentElsewhere {
        /// What is referred to.
        name: String,
        /// What it is.
        is: Attribute,
        /// What it would have to be.
        level: Attribute,
        /// What lies in it.
        of: Attribute,
    },
    /// A code that the table does not have.
    UnknownCode {
        /// The code.
        name: String,
        /// What it stands under; `None` for any flavor.
        under: Option<Attribute>,
        /// What may be meant.
        advice: Hint<Advice>,
    },
    /// A reference to no group.
    UnknownGroup {
        /// What is referred to.
        name: String,
        /// What may be meant.
        advice: Hint<Advice>,
    },
    /// A code or group that belongs to other attributes.
    WrongAttribute {
        /// The code.
        name: String,
        /// What it is; at least one.
        is: Vec<RuleAttribute>,
        /// What it stands under, and how it is written there; `None` for any flavor.
        under: Option<(RuleAttribute, String)>,
        /// What to do about it.
        repair: Hint<Repair>,
        /// The many places that it may mean, where it is a continent.
        region: Hint<Option<Region>>,
    },
    /// Rules of two types in one statement.
    MixedTypes {
        /// What the statement is.
        keyword: Keyword,
        /// Its name.
        name: String,
        /// The types of its first rule and of the first other one.
        types: [PolicyType; 2],
    },
    /// The two sides of a joint guard are of one type.
    JointOfOneType {
        /// The guard.
        guard: String,
        /// The type of both sides.
        policy_type: PolicyType,
    },
    /// Exceptions that leave nothing.
    AllowsNothing {
        /// What the statement is.
        keyword: Keyword,
        /// Its name.
        name: String,
        /// What the table lists in the rules.
        listed: Codes,
        /// A built-in table that is not in force and would leave something.
        elsewhere: Hint<Option<Builtin>>,
    },
    /// Groups that name one another.
    GroupCycle {
        /// Their names, the first of them first.
        names: Vec<String>,
        /// What is referred to at each related place.
        references: Vec<String>,
    },
    /// Environments that lie in one another.
    EnvironmentCycle {
        /// Their names, the first of them first.
        names: Vec<String>,
        /// What is referred to at each related place.
        references: Vec<String>,
    },
}

/// How a code gets under an attribute that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repair {
    /// Another attribute for the whole rule.
    Attribute,
    /// A rule of its own.
    Rule,
    /// A statement of its own.
    Statement(Keyword),
    /// None: a location offers flavors.
    Offers,
}

impl Classify for Fault {
    fn check(&self) -> &'static Check {
        match self {
            Self::DuplicateName { .. } => &errors::DUPLICATE_NAME,
            Self::UnknownPolicy { .. } => &errors::UNKNOWN_POLICY,
            Self::UnknownEnvironment { .. } => &errors::UNKNOWN_ENVIRONMENT,
            Self::UnknownParent { .. } | Self::ParentElsewhere { .. } => &errors::UNKNOWN_PARENT,
            Self::UnknownCode { .. } => &errors::UNKNOWN_CODE,
            Self::WrongAttribute { .. } => &errors::WRONG_ATTRIBUTE,
            Self::UnknownGroup { .. } => &errors::UNKNOWN_GROUP,
            Self::MixedTypes { .. } | Self::JointOfOneType { .. } => &errors::MIXED_TYPES,
            Self::AllowsNothing { .. } => &errors::ALLOWS_NOTHING,
            Self::GroupCycle { .. } => &errors::GROUP_CYCLE,
            Self::EnvironmentCycle { .. } => &errors::ENVIRONMENT_CYCLE,
        }
    }
}

impl Describe for Fault {
    fn remedy(&self) -> Option<String> {
        let table = match self {
            Self::UnknownCode { advice: Hint(advice), .. }
            | Self::UnknownParent { advice: Hint(advice), .. }
            | Self::UnknownGroup { advice: Hint(advice), .. } => advice.table(),
            _ => None,
        }?;
        Some(format!("use {}", reference(table)))
    }

    fn words(&self) -> Words {
        match self {
            Self::DuplicateName { identity, is_of_table } => {
                Words::new(format!("`{identity}` is declared twice"), "declared again here")
                    .with_related("first declared here")
                    .with_help(if *is_of_table {
                        format!("the table has `{}` already: delete this statement", quoted(identity))
                    } else {
                        "there are no redefinitions: give one of them another name, or delete it".to_owned()
                    })
            }
            Self::UnknownPolicy { name, advice } => {
                Words::new(format!("no policy is called `{name}`"), "unknown policy")
                    .with_help(advice.0.help_policy(name))
            }
            Self::UnknownEnvironment { name, advice } => {
                Words::new(format!("no environment is called `{name}`"), "unknown environment")
                    .with_help(advice.0.help_environment(name))
            }
            Self::UnknownParent { name, level, advice } => {
                Words::new(format!("no {level} is called `{name}`"), format!("not a {level}"))
                    .with_help(advice.0.help(name))
            }
            Self::ParentElsewhere { name, is, level, of } => {
                Words::new(format!("no {level} is called `{name}`"), format!("not a {level}"))
                    .with_help(format!("`{name}` is a {is}, and a {of} lies in a {level}"))
            }
            Self::UnknownCode { name, under, advice } => {
                let what = under.map_or("flavor", Attribute::name);
                Words::new(format!("no {what} has the code `{name}`"), "not in the reference table")
                    .with_help(advice.0.help(name))
            }
            Self::WrongAttribute { name, is, under, repair, region } => {
                wrong_attribute(name, is, under.as_ref(), repair.0, region.0.as_ref())
            }
            Self::UnknownGroup { name, advice } => {
                Words::new(format!("no group is called `{name}`"), "unknown group")
                    .with_help(advice.0.help(name))
            }
            Self::MixedTypes { keyword, name, types } => mixed_types(*keyword, name, *types),
            Self::JointOfOneType { guard, policy_type } => {
                let (type_name, other) = (policy_type.name(), policy_type.other().name());
                Words::new(
                    format!("both sides of the guard `{guard}` are {type_name} rules"),
                    format!("{type_name} rules again"),
                )
                .with_related(format!("{type_name} rules"))
                .with_help(format!(
                    "`and` joins {type_name} rules with {other} rules; write two guards: both must hold"
                ))
            }
            Self::AllowsNothing { keyword, name, listed, elsewhere } => {
                allows_nothing(*keyword, name, listed, elsewhere.0)
            }
            Self::GroupCycle { names, references } => {
                circle(names, references, ["group", "names"], "take one of these names out")
            }
            Self::EnvironmentCycle { names, references } => {
                circle(names, references, ["environment", "lies in"], "take one of these parents out")
            }
        }
    }
}

fn mixed_types(keyword: Keyword, name: &str, [first, second]: [PolicyType; 2]) -> Words {
    let (first, second) = (first.name(), second.name());
    let help = match keyword {
        Keyword::Policy => "write two policies and attach both: policies of different types must both hold",
        Keyword::Group => "write two groups, one of each type",
        _ => {
            "write two guards, one of each type: both must hold; `excludes … and …` keeps what has both at once out"
        }
    };
    Words::new(
        format!("the {} `{name}` has both {first} and {second} rules", keyword.name()),
        format!("a {second} rule"),
    )
    .with_related(format!("a {first} rule"))
    .with_help(help)
}

fn allows_nothing(keyword: Keyword, name: &str, listed: &Codes, elsewhere: Option<Builtin>) -> Words {
    let mut help = format!(
        "exceptions are taken from what the table lists, which is {} here and no more; except less, or declare what is \
         to be left",
        listed.words()
    );
    if let Some(builtin) = elsewhere {
        help = format!(
            "{help}\nwith the built-in table `{0}`, `--reference {0}`, something would be left",
            builtin.name()
        );
    }
    Words::new(
        format!("the exceptions of the {} `{name}` leave nothing of it", keyword.name()),
        "takes away all that stands before it",
    )
    .with_help(help)
}

/// So many names of a circle stand in a message; the places have all.
const MOST_NAMES: usize = 8;

/// Definitions that refer to one another.
fn circle(names: &[String], references: &[String], [what, refers]: [&str; 2], help: &str) -> Words {
    let message = if let [one] = names {
        format!("the {what} `{}` {refers} itself", quoted(one))
    } else {
        let first = names.iter().take(MOST_NAMES).map(|name| format!("`{}`", quoted(name)));
        let more = names.len().checked_sub(MOST_NAMES).filter(|&more| more > 0);
        let all: Vec<String> = first.chain(more.map(|more| format!("{more} more"))).collect();
        format!("the {what}s {} are a circle: each {refers} another of them", joined(&all, "and"))
    };
    let mut words = Words::new(message, "part of the circle").with_help(help);
    words.related = references.iter().map(|name| format!("{refers} `{}`", quoted(name))).collect();
    words
}

fn wrong_attribute(
    name: &str,
    is: &[RuleAttribute],
    under: Option<&(RuleAttribute, String)>,
    repair: Repair,
    region: Option<&Region>,
) -> Words {
    let names: Vec<&str> = is.iter().map(|attribute| attribute.name()).collect();
    let what = under.map_or("flavor", |(attribute, _)| attribute.name());
    let all = names.join(" and a ");
    let words = Words::new(format!("`{name}` is a {all}, not a {what}"), format!("a {all}"));
    let Some((attribute, written)) = under else {
        return words.with_help("a location offers flavors: cpus and gpus");
    };
    let words = words.with_related(format!("this rule lists {}", attribute.plural()));
    let clauses: Vec<String> = names.iter().map(|it| format!("{it} in [{written}]")).collect();
    let mut help = vec![match repair {
        Repair::Attribute | Repair::Offers => format!("write {}", listed(&clauses, "or")),
        Repair::Rule => format!("write {} in a rule of its own", listed(&clauses, "or")),
        Repair::Statement(keyword) => {
            format!("write {} in a {} of its own", listed(&clauses, "or"), keyword.name())
        }
    }];
    if let Some(region) = region {
        help = region.help(name);
    }
    words.with_help(help.join("\n"))
}
