//! What people write instead of what the language has: a walk that goes no further comes in, and what is
//! meant goes out, where that is known.

mod bodies;
mod comments;
mod exceptions;
pub(super) mod files;
pub(super) mod foreign;
mod heads;
mod joins;
mod limits;
mod lists;
mod marks;
mod mixed;
mod numbers;
mod periods;
mod quotes;
mod rules;
mod separators;
pub(super) mod targets;

use super::failure::Failure;
use super::fault::Expected;
use super::lexer::TokenKind;
use super::walk::Walk;

/// Looks for slips of one family.
type Family = fn(&Walk<'_>, &[Expected]) -> Option<Failure>;

/// Who is asked, in this order; the first answer counts.
const FAMILIES: &[Family] = &[
    comments::find,
    marks::find,
    mixed::find,
    limits::find,
    quotes::find,
    foreign::find,
    exceptions::find,
    rules::find,
    joins::find,
    targets::find,
    separators::find,
    lists::find,
    bodies::find,
    heads::find,
    quotes::find_name,
    limits::find_other,
];

/// The slip that the next token is, where only `expected` could stand.
pub(super) fn find(walk: &Walk<'_>, expected: &[Expected]) -> Option<Failure> {
    if matches!(walk.peek_kind(), Some(TokenKind::OpenText | TokenKind::BadText)) {
        return None;
    }
    FAMILIES.iter().find_map(|family| family(walk, expected))
}
