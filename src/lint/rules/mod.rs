//! The lints, one a file.

mod confusable_name;
mod cut_off;
mod duplicate_attachment;
mod equivalent_policies;
mod exception_undone;
mod guard_covers_nothing;
mod idle_exception;
mod no_effect;
mod no_environment;
mod other_name;
mod overlapping_policies;
mod redundant_code;
mod redundant_policy;
mod target_gap;
mod target_never_matches;
mod undocumented_policy;
mod unrestricted_environment;
mod unused_environment;
mod unused_group;
mod unused_policy;
mod unused_suppression;
mod vacuous_policy;

use super::declaration::Lint;

/// Every lint, by name.
pub(crate) static LINTS: &[&Lint] = &[
    &confusable_name::LINT,
    &cut_off::LINT,
    &duplicate_attachment::LINT,
    &equivalent_policies::LINT,
    &exception_undone::LINT,
    &guard_covers_nothing::LINT,
    &idle_exception::LINT,
    &no_effect::LINT,
    &no_environment::LINT,
    &other_name::LINT,
    &overlapping_policies::LINT,
    &redundant_code::LINT,
    &redundant_policy::LINT,
    &target_gap::LINT,
    &target_never_matches::LINT,
    &undocumented_policy::LINT,
    &unrestricted_environment::LINT,
    &unused_environment::LINT,
    &unused_group::LINT,
    &unused_policy::LINT,
    &unused_suppression::LINT,
    &vacuous_policy::LINT,
];
