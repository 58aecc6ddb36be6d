//! What is wrong with suppressions, as data and in words.

use crate::date::Date;
use crate::diagnostic::{Describe, Words, listed};

/// What is wrong with a comment that suppresses findings, or was meant to. The names are those of its list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each variant says what its data is")]
pub enum SuppressionFault {
    /// It names no lint.
    OfNothing,
    /// It names errors of the language.
    OfError { names: Vec<String> },
    /// It names rules that there are not; the first may be `near` to one.
    OfNoLint { names: Vec<String>, near: Option<&'static str> },
    /// There is nothing to suppress.
    Unused { names: Vec<String> },
    /// It does not say why.
    WithoutReason,
    /// It says `until`, and no date behind it.
    WithoutDate { written: String, is_no_such_day: bool },
    /// Its last day has passed, and what it suppressed is still there.
    Ended { names: Vec<String>, last: Date },
    /// Blank lines stand between it and the statement that it is meant for.
    AboveBlankLine { names: Vec<String> },
    /// There is nothing to suppress, but in the next statement or in the one around it.
    Elsewhere { names: Vec<String>, is_next: bool },
    /// It names rules, and is not written as a suppression; `is_meant` where it was meant to be one.
    NearMiss { names: Vec<String>, is_meant: bool },
}

impl Describe for SuppressionFault {
    fn words(&self) -> Words {
        match self {
            Self::OfNothing => Words::new("the suppression names no lint", "suppresses nothing")
                .with_help("write `# bpol: allow(lint-name, …) why`, or delete it"),
            Self::OfError { names } => {
                of_no_lint(names).with_help("errors cannot be suppressed: delete the name")
            }
            Self::OfNoLint { names, near } => of_no_lint(names).with_help(
                near.map_or("delete the name; `bpol explain` lists the lints".to_owned(), |near| {
                    format!("did you mean `{near}`?")
                }),
            ),
            Self::Unused { names } => Words::new(
                format!("the suppression of {} suppresses nothing", listed(names, "and")),
                "no such finding in the statement",
            )
            .with_help("delete it"),
            Self::WithoutReason => Words::new("the suppression gives no reason", "why is it suppressed?")
                .with_help("write the reason at its end"),
            Self::WithoutDate { written, is_no_such_day } => {
                let what = if *is_no_such_day { "day of the calendar" } else { "date" };
                Words::new(format!("`{written}` names no {what}"), "suppresses nothing without a date")
                    .with_help("write `until 2027-03-31`, or begin the reason with another word than `until`")
            }
            Self::Ended { names, last } => Words::new(
                format!("the suppression of {} ended on {last}", listed(names, "and")),
                "holds no longer",
            )
            .with_help("repair what it suppressed and delete it, or write a later day and why"),
            Self::AboveBlankLine { names } => {
                let names = listed(names, "and");
                let why = "an empty line separates it from the statement";
                Words::new(
                    format!("the suppression of {names} suppresses nothing: {why}"),
                    "not directly above a statement",
                )
                .with_help("delete the empty lines between it and the statement, which has such a finding")
            }
            Self::Elsewhere { names, is_next } => elsewhere(names, *is_next),
            Self::NearMiss { names, is_meant } => near_miss(names, *is_meant),
        }
    }
}

fn of_no_lint(names: &[String]) -> Words {
    let message = format!("the suppression names no lint: {}", listed(names, "and"));
    Words::new(message, "suppresses nothing of that name")
}

fn elsewhere(names: &[String], is_next: bool) -> Words {
    let message = format!("the suppression of {} suppresses nothing here", listed(names, "and"));
    if is_next {
        Words::new(message, "no such finding in this statement, and one in the next")
            .with_help("write it on a line of its own directly above the next statement, or delete it")
    } else {
        Words::new(message, "inside of the statement or behind it")
            .with_help("write it directly above the statement, or at the end of its first line")
    }
}

fn near_miss(names: &[String], is_meant: bool) -> Words {
    let listed = listed(names, "and");
    if is_meant {
        let form = names.join(", ");
        Words::new(
            format!("the comment suppresses nothing, though it names {listed}"),
            "not the form of a suppression",
        )
        .with_help(format!("write `# bpol: allow({form}) …`"))
    } else {
        Words::new(format!("no comment can raise the level of {listed}"), "does nothing")
            .with_help("choose the level in `bpol.toml`, or by `--warn` or `--deny`")
    }
}
