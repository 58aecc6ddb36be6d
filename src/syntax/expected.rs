//! What could stand at a place of a text.

use super::keyword::Keyword;
use super::shape::Clause;

/// What could stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Expected {
    /// A statement, at the start of a text.
    Statement,
    /// A statement, behind another one.
    NextStatement,
    /// Any name.
    Name,
    /// The name of a statement.
    NameOf(Keyword),
    /// A label.
    Label,
    /// What stands behind the `in` of a statement: `environment`, `continent`, `country`.
    Parent(&'static str),
    /// An attribute.
    Attribute,
    /// A code in the list of a rule.
    Code,
    /// A kind in a target.
    Kind,
    /// A name in the list of a clause.
    Item(Clause),
    /// A whole number from 1 on.
    Number,
    /// This word or mark.
    Exactly(&'static str),
}
