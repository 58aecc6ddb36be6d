//! What the editor shows, one file a feature: a view and byte offsets come in, plain values with byte ranges
//! go out. None of them knows the protocol or a line.

mod facts;
pub(super) mod formatting;
pub(super) mod hints;
pub(super) mod lenses;
pub(super) mod lines;
mod listed;
mod marks;
