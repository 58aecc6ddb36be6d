//! How long a word may be, and how many are suggested.

/// No suggestion is made for a word of more characters, and none of them is suggested.
pub(crate) const LONGEST: usize = 64;

/// How many words a suggestion names at most.
pub(crate) const MOST: usize = 3;
