//! The words for slips: what people write instead of what the language has.

mod bodies;
mod heads;
mod limits;
mod lists;
mod marks;
mod numbers;
mod rules;

use super::slip::{LimitSlip, Slip, Sort};
use crate::diagnostic::{Check, Words, errors};

/// What a slip is a finding of.
pub(super) fn check(slip: &Slip) -> &'static Check {
    match &slip.sort {
        Sort::Limit(LimitSlip::Mixed { .. }) => &errors::MIXED_TYPES,
        _ => &errors::SYNTAX_ERROR,
    }
}

/// A slip in words.
pub(super) fn words(slip: &Slip) -> Words {
    match &slip.sort {
        Sort::List(sort, item) => lists::words(sort, *item, slip),
        Sort::Rule(sort, keyword) => rules::words(sort, *keyword, slip),
        Sort::Body(sort, keyword) => bodies::words(sort, *keyword, slip),
        Sort::Target(sort) => lists::target(sort, slip),
        Sort::Head(sort, keyword) => heads::words(sort, *keyword, slip),
        Sort::Mark(sort) => marks::words(sort, slip),
        Sort::Limit(sort) => limits::words(sort, slip),
        Sort::Foreign(sort) => marks::foreign(sort, slip),
    }
}
