//! What an editor shows and does: a workspace, a file and a byte come in, plain values with byte ranges go
//! out.
//!
//! Nothing here knows the protocol, a line or a column, or where files are. What is half written counts as far
//! as it can be read.

pub mod at;
mod config_names;
pub mod definition;
pub mod folding;
pub mod highlight;
pub mod proof;
pub mod references;
pub mod rename;
pub mod selection;
pub mod symbols;
pub mod tokens;
pub mod virtual_documents;
