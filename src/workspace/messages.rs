//! What the workspace stage finds, as data and in words.

use crate::diagnostic::{Check, Classify, Describe, Hint, Words, errors, listed};
use crate::reference::Builtin;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::syntax::quoted;

/// What is wrong with the names of a workspace. Names and codes are as they read, without quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// One identity twice.
    DuplicateName {
        /// A name, or a workload's identity.
        identity: String,
    },
    /// A reference to no policy.
    UnknownPolicy {
        /// What is referred to.
        name: String,
        /// The names nearest to it.
        near: Hint<Vec<String>>,
    },
    /// A reference to no environment.
    UnknownEnvironment {
        /// What is referred to.
        name: String,
        /// The same as it stands in the text.
        written: String,
        /// The names nearest to it.
        near: Hint<Vec<String>>,
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
    /// A code that belongs to other attributes.
    WrongAttribute {
        /// The code.
        name: String,
        /// What it is; at least one.
        is: Vec<Attribute>,
        /// What it stands under, and how it is written there; `None` for any flavor.
        under: Option<(Attribute, String)>,
        /// What to do about it.
        repair: Hint<Repair>,
    },
    /// Rules of two types in one policy.
    MixedTypes {
        /// The policy.
        policy: String,
        /// The types of its first rule and of the first other one.
        types: [PolicyType; 2],
    },
}

/// What may be meant by a code that the table does not have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Advice {
    /// What it may mean.
    pub meant: Meant,
    /// The attributes that are looked at.
    pub of: Vec<Attribute>,
    /// The codes that there are.
    pub known: Known,
}

/// What a code may mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meant {
    /// One of these, which are near.
    Near(Vec<String>),
    /// The code that people call so.
    Code(String),
    /// A code of a built-in table that is not in force.
    Elsewhere(String, Builtin),
    /// Codes of other attributes; perhaps none.
    Under(Vec<(Attribute, String)>),
}

/// The codes that a table has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Known {
    /// None at all.
    None,
    /// These, which are not named already.
    Few(Vec<String>),
    /// More than a message should list.
    Many,
}

/// How a code gets under an attribute that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repair {
    /// Another attribute for the whole rule.
    Attribute,
    /// A rule of its own.
    Rule,
    /// A policy of its own.
    Policy,
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
            Self::MixedTypes { .. } => &errors::MIXED_TYPES,
        }
    }
}

impl Describe for Fault {
    fn words(&self) -> Words {
        match self {
            Self::DuplicateName { identity } => {
                Words::new(format!("`{identity}` is declared twice"), "declared again here")
                    .with_related("first declared here")
                    .with_help("there are no redefinitions: give one of them another name, or delete it")
            }
            Self::UnknownPolicy { name, near } => {
                Words::new(format!("no policy is called `{name}`"), "unknown policy")
                    .with_help(near_or(&near.0, || {
                        "declare it with `policy NAME < RULE or RULE … [target KINDS] >`".to_owned()
                    }))
            }
            Self::UnknownEnvironment { name, written, near } => {
                Words::new(format!("no environment is called `{name}`"), "unknown environment").with_help(
                    near_or(&near.0, || {
                        format!("declare it with `environment {written} < attach [POLICY, …] >`")
                    }),
                )
            }
            Self::UnknownParent { name, level, advice } => {
                Words::new(format!("no {level} is called `{name}`"), format!("not a {level}"))
                    .with_help(advice.0.help())
            }
            Self::ParentElsewhere { name, is, level, of } => {
                Words::new(format!("no {level} is called `{name}`"), format!("not a {level}"))
                    .with_help(format!("`{name}` is a {is}, and a {of} lies in a {level}"))
            }
            Self::UnknownCode { name, under, advice } => {
                let what = under.map_or("flavor", Attribute::name);
                Words::new(format!("no {what} has the code `{name}`"), "not in the reference table")
                    .with_help(advice.0.help())
            }
            Self::WrongAttribute { name, is, under, repair } => {
                wrong_attribute(name, is, under.as_ref(), repair.0)
            }
            Self::MixedTypes { policy, types: [first, second] } => {
                let (first, second) = (first.name(), second.name());
                Words::new(
                    format!("the policy `{policy}` has both {first} and {second} rules"),
                    format!("a {second} rule"),
                )
                .with_related(format!("a {first} rule"))
                .with_help("write two policies and attach both: policies of different types must both hold")
            }
        }
    }
}

fn wrong_attribute(
    name: &str,
    is: &[Attribute],
    under: Option<&(Attribute, String)>,
    repair: Repair,
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
    words.with_help(match repair {
        Repair::Attribute | Repair::Offers => format!("write {}", listed(&clauses, "or")),
        Repair::Rule => format!("write {} in a rule of its own", listed(&clauses, "or")),
        Repair::Policy => format!("write {} in a policy of its own", listed(&clauses, "or")),
    })
}

impl Advice {
    /// What to write instead, in one line or two.
    fn help(&self) -> String {
        let mut help = match &self.meant {
            Meant::Near(near) => vec![did_you_mean(near)],
            Meant::Code(code) => vec![format!("its code is `{code}`")],
            Meant::Elsewhere(code, builtin) => vec![format!(
                "the built-in table `{0}` has `{code}`: use `--reference {0}`, or set `reference = \"{0}\"` in \
                 bpol.toml",
                builtin.name()
            )],
            Meant::Under(codes) => {
                codes.iter().map(|(it, code)| format!("`{}` is a {it}", quoted(code))).collect()
            }
        };
        let plurals: Vec<&str> = self.of.iter().map(|attribute| attribute.plural()).collect();
        let plurals = plurals.join(" and ");
        match &self.known {
            Known::None => {
                help.push(format!("the reference table lists no {plurals}; a workspace can declare its own"));
            }
            Known::Few(codes) => {
                let codes: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
                help.push(format!("the {plurals} in the reference table: {}", listed(&codes, "and")));
            }
            Known::Many if help.is_empty() => {
                help.push("`bpol reference` lists the codes; a workspace can declare its own".to_owned());
            }
            Known::Many => {}
        }
        help.join("\n")
    }
}

fn near_or(near: &[String], otherwise: impl FnOnce() -> String) -> String {
    if near.is_empty() { otherwise() } else { did_you_mean(near) }
}

fn did_you_mean(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("did you mean {}?", listed(&shown, "or"))
}
