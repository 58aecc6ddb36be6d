//! The words for slips of lists and targets.

use crate::diagnostic::{Words, listed};
use crate::syntax::expected::Expected;
use crate::syntax::keyword::Kind;
use crate::syntax::shape::Clause;
use crate::syntax::slip::{ListSlip, Slip, TargetSlip};

/// What the items of a list are.
fn items(item: Expected) -> &'static str {
    match item {
        Expected::Item(Clause::Attach) => "policies",
        Expected::Item(Clause::Offers) => "flavors",
        Expected::Item(Clause::Alias) => "aliases",
        Expected::Kind => "kinds",
        _ => "codes",
    }
}

pub(super) fn words(sort: &ListSlip, item: Expected, slip: &Slip) -> Words {
    let items = items(item);
    let words = match sort {
        ListSlip::Bare => Words::new("a list stands in brackets", format!("{items} without `[ ]`")),
        ListSlip::Brackets => Words::new("a list stands in `[ ]`", format!("{items} in other brackets")),
        ListSlip::Separators => Words::new(format!("{items} are separated by `,`"), separator(&slip.written)),
        ListSlip::Numbers => Words::new("a flavor has no number", "a number of them"),
    };
    match (&slip.right, sort) {
        (Some(right), ListSlip::Numbers) => {
            words.with_help(format!("a place has a flavor, however many of it: write `{right}`"))
        }
        (Some(right), _) => words.with_help(format!("write `{right}`")),
        (None, _) => words.with_help(format!("write {items} as `[a, b, c]`")),
    }
}

/// What stands where a comma must, or stands too much.
fn separator(written: &str) -> String {
    match written {
        "," => "nothing stands before this `,`".to_owned(),
        "or" | "and" => format!("`{written}` separates no items of a list"),
        _ if written.chars().any(char::is_alphanumeric) && !written.contains([';', '|', '+', '&']) => {
            "`,` is missing before this".to_owned()
        }
        _ => "another mark than `,`".to_owned(),
    }
}

pub(super) fn target(sort: &TargetSlip, slip: &Slip) -> Words {
    let written = &slip.written;
    let words = match sort {
        TargetSlip::NotLast => Words::new("the target stands last", "a target before a rule"),
        TargetSlip::Two => Words::new("a statement has one target", "a second target"),
        TargetSlip::In => Words::new("`target` takes no `in`", "no `in` stands here"),
        TargetSlip::OtherWord => {
            Words::new("`target` names the kinds", format!("`{written}` opens no target"))
        }
        TargetSlip::Mark => Words::new("`target` takes no mark", "no mark stands here"),
        TargetSlip::All => {
            return Words::new("without a target every kind is meant", "a target that names no kind")
                .with_help(format!(
                    "leave `{written}` out, or name {}",
                    listed(&Kind::ALL.map(Kind::plural), "or")
                ));
        }
    };
    match &slip.right {
        Some(right) => words.with_help(format!("write `{right}`")),
        None => words.with_help(format!("write `{written}` behind all rules, before `>`")),
    }
}
