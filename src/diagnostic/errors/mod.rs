//! The errors of the language, by name: what each reports, why, and a workspace with and without it.

mod documents;
mod names;
mod placement;
mod syntax;

pub(crate) use documents::UNREADABLE_DOCUMENT;
pub(crate) use names::{
    ALLOWS_NOTHING, DUPLICATE_NAME, ENVIRONMENT_CYCLE, GROUP_CYCLE, MIXED_TYPES, UNKNOWN_CODE,
    UNKNOWN_ENVIRONMENT, UNKNOWN_GROUP, UNKNOWN_PARENT, UNKNOWN_POLICY, WRONG_ATTRIBUTE,
};
pub(crate) use placement::{COLLISION, GUARD_VIOLATED, NO_PLACEMENT};
pub(crate) use syntax::{
    EMPTY_LIST, HIDDEN_CHARACTER, INVALID_UTF8, LIMIT_EXCEEDED, SYNTAX_ERROR, UNCLOSED_BLOCK, UNKNOWN_KEYWORD,
};

use super::check::Check;

/// Every error, by name.
pub(crate) static ALL: &[&Check] = &[
    &ALLOWS_NOTHING,
    &COLLISION,
    &DUPLICATE_NAME,
    &EMPTY_LIST,
    &ENVIRONMENT_CYCLE,
    &GROUP_CYCLE,
    &GUARD_VIOLATED,
    &HIDDEN_CHARACTER,
    &INVALID_UTF8,
    &LIMIT_EXCEEDED,
    &MIXED_TYPES,
    &NO_PLACEMENT,
    &SYNTAX_ERROR,
    &UNCLOSED_BLOCK,
    &UNKNOWN_CODE,
    &UNKNOWN_ENVIRONMENT,
    &UNKNOWN_GROUP,
    &UNKNOWN_KEYWORD,
    &UNKNOWN_PARENT,
    &UNKNOWN_POLICY,
    &UNREADABLE_DOCUMENT,
    &WRONG_ATTRIBUTE,
];
