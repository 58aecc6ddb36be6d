//! The words for slips of rules and of what joins them.

use crate::diagnostic::Words;
use crate::syntax::keyword::{Keyword, RuleAttribute};
use crate::syntax::slip::{RuleSlip, Slip};

pub(super) fn words(sort: &RuleSlip, keyword: Keyword, slip: &Slip) -> Words {
    let written = &slip.written;
    match sort {
        RuleSlip::NoIn => {
            let label = if RuleAttribute::from_name(written).is_some() {
                "`in` is missing behind this".to_owned()
            } else {
                format!("`{written}` is not `in`")
            };
            let right = slip.right.as_deref().unwrap_or("country in [de]");
            Words::new("a rule says `in`", label).with_help(format!("write `{right}`"))
        }
        RuleSlip::Exception { head, from, may_be_alone, rule } => {
            let rules = [from.as_deref(), rule.as_deref()];
            exception(head, rules, *may_be_alone, keyword, slip)
        }
        RuleSlip::Everything(is_hardware) => everything(*is_hardware, keyword, written),
        RuleSlip::NoGpu => Words::new("a rule lists what is allowed", format!("`{written}` lists nothing"))
            .with_help("to allow no gpu list the cpus: write `cpu in [x86, arm64]`"),
        RuleSlip::And { is_mixed, sides } => and(*is_mixed, sides.as_ref(), keyword, written),
        RuleSlip::Or => {
            let words = Words::new("rules are joined by `or`", format!("`{written}` joins no rules"));
            match &slip.right {
                Some(right) => words.with_help(format!("write `{right}`")),
                None => words.with_help(format!("write `or` for `{written}`")),
            }
        }
        RuleSlip::MissingOr(attribute) if attribute.is_empty() => {
            Words::new("no rule follows", format!("a `{written}` with no rule behind it"))
                .with_help(format!("delete the `{written}`"))
        }
        RuleSlip::MissingOr(attribute) => Words::new("`or` is missing between two rules", "another rule")
            .with_help(format!("write `or` before `{attribute}`: rules are joined by it")),
    }
}

fn exception(
    head: &str,
    [from, rule]: [Option<&str>; 2],
    may_be_alone: bool,
    keyword: Keyword,
    slip: &Slip,
) -> Words {
    let label = format!("the language has no `{}` here", slip.written);
    let words = Words::new("what is not allowed stands behind `except`", label);
    if let Some(right) = &slip.right {
        return words.with_help(format!("`except` takes away: write `{right}`"));
    }
    let rule = rule.unwrap_or("country in [ru]");
    // What a rule is taken from, where it is not taken from everything.
    let is_hardware = rule.starts_with("cpu") || rule.starts_with("gpu");
    let any = if is_hardware { "cpu in [x86]" } else { "continent in [eu]" };
    let help = match (keyword, from) {
        (Keyword::Guard, _) => format!(
            "`except` takes away from the rules before it: write `{head} < within {} except {rule} >`, or \
             `{head} < excludes {rule} >` for what no workload may have",
            from.unwrap_or(any)
        ),
        (_, Some(from)) if !may_be_alone => {
            format!("`except` takes away: write `{head} < {from} except {rule} >`")
        }
        _ => format!(
            "`except` takes away: write `{head} < except {rule} >` for everything else, or behind the rules, such \
             as `{head} < {} except {rule} >`",
            from.unwrap_or(any)
        ),
    };
    words.with_help(help)
}

fn everything(is_hardware: bool, keyword: Keyword, written: &str) -> Words {
    let what = if is_hardware { "flavor" } else { "place" };
    let policy = if is_hardware { "flavor" } else { "location" };
    let words =
        Words::new(format!("no list stands for every {what}"), format!("`{written}` is no list of codes"));
    match keyword {
        Keyword::Guard => words.with_help(format!("leave the guard out: it would hold for every {what}")),
        _ => words.with_help(format!("to allow every {what} attach no {policy} policy")),
    }
}

/// `and` where rules are joined by `or`.
fn and(is_mixed: bool, sides: Option<&[Box<str>; 2]>, keyword: Keyword, written: &str) -> Words {
    let two = match sides {
        Some([first, second]) => format!(", `< {first} >` and `< {second} >`,"),
        None => String::new(),
    };
    let help = match keyword {
        Keyword::Guard => format!(
            "rules are joined by `or`, and `and` stands once, in a guard that `excludes`; for both to hold write two \
             guards{}",
            two.trim_end_matches(',')
        ),
        Keyword::Group => {
            "rules are joined by `or`; what a group must not have stands behind `except`".to_owned()
        }
        _ if is_mixed => format!(
            "a policy is about places or about flavors; for both to hold write two policies{two} and attach both"
        ),
        _ => format!(
            "rules are joined by `or`; for both to hold write two policies{two} and attach them at two points: an \
             environment and one in it, or an environment and the workload"
        ),
    };
    Words::new(format!("`{written}` joins no rules here"), format!("`{written}` between two rules"))
        .with_help(help)
}
