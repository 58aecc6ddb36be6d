//! What the editor shows, one file a feature: a view and byte offsets come in, plain values with byte ranges
//! go out. None of them knows the protocol or a line.

pub(super) mod actions;
pub mod at;
mod compared;
pub(super) mod completion;
pub(super) mod config;
mod config_names;
pub mod definition;
mod facts;
pub mod folding;
pub(super) mod formatting;
pub mod highlight;
pub(super) mod hints;
pub(super) mod hover;
pub(super) mod lenses;
pub(super) mod lines;
mod listed;
mod marks;
pub mod proof;
pub mod references;
pub mod rename;
pub mod selection;
pub(super) mod status;
pub mod symbols;
pub mod tokens;
pub mod virtual_documents;
