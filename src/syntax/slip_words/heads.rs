//! The words for slips before the body.

use super::bodies::a;
use crate::diagnostic::{Words, listed};
use crate::syntax::keyword::Keyword;
use crate::syntax::slip::{HeadSlip, Slip};

pub(super) fn words(sort: &HeadSlip, keyword: Keyword, slip: &Slip) -> Words {
    let written = &slip.written;
    let name = keyword.name();
    let right = slip.right.as_deref();
    let shape = keyword.shape().text;
    let write = |words: Words| words.with_help(format!("write `{}`", right.unwrap_or(shape)));
    match sort {
        HeadSlip::ManyWords => {
            write(Words::new("a name is one word, or stands in quotes", "a name of several words"))
        }
        HeadSlip::LabelBehind => write(Words::new("a label stands before `in`", "a label behind `in`")),
        HeadSlip::NoName => {
            let label = if **written == *name {
                "no name follows"
            } else if written.starts_with(|first: char| first.is_alphanumeric() || "_\"".contains(first)) {
                "`in` before it was read as the name"
            } else {
                "a name must stand before it"
            };
            write(Words::new(format!("the name of the {name} is missing"), label))
        }
        HeadSlip::NoParent(parent) => {
            write(Words::new(format!("the name of the {parent} is missing"), "no name follows"))
        }
        HeadSlip::TwoParents(parent, statements) => {
            let all = listed(statements, "and");
            if statements.len() == 1 {
                return Words::new(format!("{} is in one {parent}", a(keyword)), "a list behind `in`")
                    .with_help(format!("write {all}"));
            }
            Words::new(format!("{} is in one {parent}", a(keyword)), format!("more than one {parent}"))
                .with_help(format!("write a statement for each: {all}"))
        }
        HeadSlip::ParentWord => {
            let what = keyword.shape().parent.unwrap_or("environment");
            write(Words::new(
                format!("`in` says which {what} {} is in", a(keyword)),
                format!("`{written}` is not `in`"),
            ))
        }
        HeadSlip::InHere(parent) => in_here(keyword, parent, right, shape),
    }
}

/// `in` behind the name of a statement that is in nothing.
fn in_here(keyword: Keyword, parent: &str, name: Option<&str>, shape: &str) -> Words {
    let what = a(keyword);
    match (keyword, name) {
        (Keyword::Policy, Some(name)) => {
            Words::new("a policy is attached by the environment", "a policy is in no environment")
                .with_help(format!("leave this out, and write `environment {parent} < attach [{name}] >`"))
        }
        _ => Words::new(format!("{what} lies in nothing"), format!("{what} has no `in`"))
            .with_help(format!("write it as `{shape}`")),
    }
}
