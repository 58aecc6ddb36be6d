//! What the editor shows, one file a feature: a view and byte offsets come in, plain values with byte ranges
//! go out. None of them knows the protocol or a line.

pub(super) mod formatting;
