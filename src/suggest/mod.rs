//! The words that someone may have meant: a misspelt one and those that there are come in, the nearest go
//! out.
//!
//! The words of the language and of the command line are few, see [`nearest`]. Names and codes may be very
//! many, and a wrong guess would move data: they are compared part by part, see [`Index`].

mod budget;
mod index;
mod limits;
mod parts;
#[cfg(test)]
mod tests;
mod tier;
mod vocabulary;

pub(crate) use budget::Budget;
pub(crate) use index::{Candidate, Index, Sort};
pub(crate) use limits::MOST;
pub(crate) use parts::folded;
pub(crate) use tier::Tier;
pub(crate) use vocabulary::nearest;
