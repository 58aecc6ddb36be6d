//! The words for slips of limits of tokens.

use super::bodies::a;
use super::numbers;
use crate::diagnostic::{Words, joined, listed};
use crate::syntax::keyword::{Keyword, PolicyType};
use crate::syntax::limit::{Counted, Period};
use crate::syntax::shape::LIMIT;
use crate::syntax::slip::{LimitSlip, Slip};

/// What a limit looks like.
fn shape() -> String {
    let limits = Counted::ALL.map(|it| format!("{} N", it.name()));
    format!("the shape is `{LIMIT}`, and LIMIT is {}", listed(&limits, "or"))
}

pub(super) fn words(sort: &LimitSlip, slip: &Slip) -> Words {
    let written = &*slip.written;
    let with_shape = |words: Words, help: &str| words.with_help(format!("{help}\n{}", shape()));
    let with_right = |words: Words, otherwise: &str| match &slip.right {
        Some(right) => with_shape(words, &format!("write `{right}`")),
        None => with_shape(words, otherwise),
    };
    let counted = || listed(&Counted::ALL.map(Counted::name), "or");
    match sort {
        LimitSlip::Twice => with_shape(
            Words::new(format!("`{written}` is limited twice"), "limited again here")
                .with_related("first limited here"),
            "keep the one that is meant; for two limits of it, in two times, write two policies and attach both",
        ),
        LimitSlip::Nothing => with_shape(
            Words::new("a policy about tokens needs a limit", "no limit stands before this"),
            "say how many tokens, such as `total 1000`",
        ),
        LimitSlip::Uncounted => with_right(
            Words::new("a limit says which tokens it counts", "a number with no such word before it"),
            "write `total` before it",
        ),
        LimitSlip::OtherWord => with_right(
            Words::new(format!("no tokens are called `{written}`"), "not what a limit counts"),
            &format!("write {}", counted()),
        ),
        LimitSlip::Mark => with_right(
            Words::new("a number follows its word directly", format!("no `{written}` stands here")),
            "leave it out",
        ),
        LimitSlip::Number(sort) => {
            let (words, otherwise) = numbers::words(*sort, written);
            with_right(words, &otherwise)
        }
        LimitSlip::Joint => with_right(
            Words::new("limits are joined by `or`", "no limit of its own"),
            "write `or` before it: whichever limit is reached first stops the calls",
        ),
        LimitSlip::NoPer => with_right(
            Words::new("a limit says per what time it holds", "`per` is missing before this"),
            "write `per` and a time, such as `per hour` or `per 2 days`",
        ),
        LimitSlip::PerFirst => with_right(
            Words::new("`per` stands behind all limits", "`per` before a limit"),
            "write the limits first",
        ),
        LimitSlip::RatioFirst => with_right(
            Words::new("`ratio` stands behind the time", "`ratio` before `per`"),
            "write the time first",
        ),
        LimitSlip::TwoTimes(bodies) => with_shape(
            Words::new("a policy about tokens has one time", "a limit for another time"),
            &match bodies {
                Some(bodies) => format!("write two policies, {}, and attach both", both(bodies)),
                None => "write two policies, one for each time, and attach both".to_owned(),
            },
        ),
        LimitSlip::Time => with_right(
            Words::new(format!("no time is called `{written}`"), "not a time of a limit"),
            &format!("write {}", listed(&Period::ALL.map(Period::name), "or")),
        ),
        LimitSlip::TooShort => with_right(
            Words::new("the shortest time of a limit is a minute", "too short a time"),
            "write `per minute`, and as many tokens as may pass in one",
        ),
        LimitSlip::Exception => with_shape(
            Words::new("a limit has no exceptions", "`except` takes places or flavors away"),
            "to leave kinds out name the others, such as `target models`; to leave workloads out attach the policy \
             only where it is meant",
        ),
        LimitSlip::Group => with_shape(
            Words::new("tokens are a limit and no set of places", "no group stands in a limit"),
            "write two policies and attach both: one about tokens, and one with this rule",
        ),
        LimitSlip::And(bodies) => with_shape(
            Words::new(format!("`{written}` joins nothing here"), "a policy is about tokens or has rules"),
            &match bodies {
                Some(bodies) => format!("for both to hold write two policies, {}, and attach both", both(bodies)),
                None => "limits are joined by `or`, and each of them holds: whichever is reached first stops the calls"
                    .to_owned(),
            },
        ),
        LimitSlip::Mixed { policy, rules, is_behind, bodies } => {
            mixed(policy, *rules, *is_behind, bodies.as_ref())
        }
        LimitSlip::NoSet(keyword) => no_set(*keyword),
        LimitSlip::NoTokens => with_right(
            Words::new("a limit of tokens opens with `tokens`", "`tokens` is missing before this"),
            "write `tokens` before it",
        ),
        LimitSlip::Alone => with_shape(
            Words::new("a limit stands in a policy", "a limit outside of all statements"),
            &format!("write `policy NAME < {written} >`"),
        ),
        LimitSlip::Other(expected) => {
            let expected: Vec<String> = expected.iter().map(|it| it.words()).collect();
            let expected = joined(&expected, "or");
            let words = Words::new(format!("expected {expected}, found `{written}`"), "no part of a limit");
            words.with_help(shape())
        }
    }
}

fn both([first, second]: &[Box<str>; 2]) -> String {
    format!("`< {first} >` and `< {second} >`")
}

fn mixed(policy: &str, rules: Option<PolicyType>, is_behind: bool, bodies: Option<&[Box<str>; 2]>) -> Words {
    let (what, rule) = match rules {
        Some(policy_type) => {
            (format!("{} rules", policy_type.name()), format!("a {} rule", policy_type.name()))
        }
        None => ("rules".to_owned(), "a rule".to_owned()),
    };
    let limit = "a limit of tokens".to_owned();
    let (label, related) = if is_behind { (limit, rule) } else { (rule, limit) };
    let two = bodies.map_or_else(String::new, |bodies| format!(", {},", both(bodies)));
    Words::new(format!("the policy `{policy}` has both {what} and a limit of tokens"), label)
        .with_related(related)
        .with_help(format!(
            "write two policies{two} and attach both: policies of different types must both hold"
        ))
}

fn no_set(keyword: Keyword) -> Words {
    let (label, help) = match keyword {
        Keyword::Policy => (
            "no limit stands behind `except`".to_owned(),
            "write two policies and attach both: one with these rules, and one about tokens",
        ),
        Keyword::Guard => (
            format!("no limit stands in {}", a(keyword)),
            "a guard says where workloads may run; to limit tokens write a policy and attach it",
        ),
        _ => (
            format!("no limit stands in {}", a(keyword)),
            "write a policy in its place and attach it, such as `policy NAME < tokens total 1000 per hour >`",
        ),
    };
    Words::new("tokens are a limit and no set of places", label).with_help(format!("{help}\n{}", shape()))
}
