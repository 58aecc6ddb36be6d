//! The words for numbers that are none.

use crate::diagnostic::Words;
use crate::syntax::limit::Tokens;
use crate::syntax::slip::NumberSlip;

/// What to say of a number, and what to write where that is not known of this one.
pub(super) fn words(sort: NumberSlip, written: &str) -> (Words, String) {
    let digits = "write a whole number in digits alone, such as `10000`".to_owned();
    match sort {
        NumberSlip::Zero => (
            Words::new(format!("`{written}` is no limit: a number is at least 1"), "nothing could pass"),
            "write at least 1; to keep workloads from running at all is not what a limit does".to_owned(),
        ),
        NumberSlip::Sign => (Words::new("a number has no sign", "a sign before the digits"), digits),
        NumberSlip::Separators => {
            (Words::new("nothing separates the digits of a number", "a number in several parts"), digits)
        }
        NumberSlip::Fraction => {
            (Words::new("tokens are counted in whole numbers", "a number with a fraction"), digits)
        }
        NumberSlip::Unit => (Words::new("a number has no unit", "a number with a unit behind it"), digits),
        NumberSlip::TooLarge => (
            Words::new("the number is too large", format!("more than {}", Tokens::MOST)),
            format!("write at most {}, or leave this limit out", Tokens::MOST),
        ),
        NumberSlip::Quotes => (Words::new("a number has no quotes", "a number in quotes"), digits),
        NumberSlip::Unlimited => (
            Words::new(format!("`{written}` is no number"), "no limit at all"),
            "leave this limit out: what no policy limits has no limit".to_owned(),
        ),
    }
}
