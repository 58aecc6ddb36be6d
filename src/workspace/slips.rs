//! Words that people write for a code and that are meant for more, or for less: a word that is no code comes
//! in, and the finding goes out.

use crate::diagnostic::{Applicability, Check, Classify, Describe, Diagnostic, Words, errors};
use crate::syntax::ast::Name;
use crate::syntax::keyword::{Attribute, PolicyType};
use crate::syntax::quoted;
use crate::table::Table;

/// What such a word says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(super) enum Slip {
    /// `continent in [any]`
    Everything(String, PolicyType),
    /// `gpu in [none]`
    Nothing(String, PolicyType),
    /// `offers [8xh100]`; holds the code, too.
    Number(String, String),
}

/// The finding for a word that is no code of `attributes`, where it is such a word.
pub(super) fn find(table: &Table, attributes: &[Attribute], name: Name<'_>) -> Option<Diagnostic> {
    let value = name.value().into_owned();
    let policy_type = attributes.first()?.policy_type();
    let slip = match &*value.to_ascii_lowercase() {
        "any" | "all" | "every" | "everything" | "everywhere" | "anywhere" | "*" => {
            Slip::Everything(value, policy_type)
        }
        "none" | "nothing" | "nowhere" => Slip::Nothing(value, policy_type),
        _ => {
            let code = without_number(&value)?;
            attributes.iter().find(|&&it| table.find(it, code).is_some())?;
            let slip = Slip::Number(value.clone(), code.to_owned());
            let finding = Diagnostic::new(slip, name.span());
            return Some(finding.with_fix(Applicability::Unsafe, name.span(), quoted(code)));
        }
    };
    Some(Diagnostic::new(slip, name.span()))
}

/// The code of `8xh100` or `h100:8`.
fn without_number(value: &str) -> Option<&str> {
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
    let split = |mark| value.split_once(mark).filter(|(number, _)| is_number(number)).map(|(_, code)| code);
    let behind = |mark| value.rsplit_once(mark).filter(|(_, number)| is_number(number)).map(|(code, _)| code);
    split(['x', '*', ':', ' ', '-']).or_else(|| behind(['x', '*', ':', ' ']))
}

impl Classify for Slip {
    fn check(&self) -> &'static Check {
        &errors::UNKNOWN_CODE
    }
}

impl Describe for Slip {
    fn words(&self) -> Words {
        let what = |policy_type: &PolicyType| match policy_type {
            PolicyType::Location => "place",
            PolicyType::Flavor => "flavor",
        };
        match self {
            Self::Everything(word, policy_type) => {
                let what = what(policy_type);
                Words::new(format!("no code stands for every {what}"), format!("`{word}` is no code"))
                    .with_help(format!("to allow every {what} attach no {} policy", policy_type.name()))
            }
            Self::Nothing(word, policy_type) => {
                let words = Words::new("a rule lists what is allowed", format!("`{word}` is no code"));
                words.with_help(match policy_type {
                    PolicyType::Location => {
                        "what is not allowed stands behind `except`: `except country in [ru]`"
                    }
                    PolicyType::Flavor => "to allow no gpu list the cpus: write `cpu in [x86, arm64]`",
                })
            }
            Self::Number(word, code) => {
                Words::new("a flavor has no number", format!("`{word}` is a number of `{code}`"))
                    .with_help(format!("a place has a flavor, however many of it: write `{code}`"))
            }
        }
    }
}
