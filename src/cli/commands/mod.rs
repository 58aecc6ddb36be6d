//! One file for each command: arguments come in, a status or a failure goes out.

pub(super) mod audit;
pub(super) mod check;
pub(super) mod compile;
pub(super) mod completions;
pub(super) mod coverage;
pub(super) mod diff;
pub(super) mod emit;
pub(super) mod explain;
pub(super) mod fmt;
pub(super) mod import;
pub(super) mod init;
pub(super) mod licenses;
#[cfg(feature = "editor")]
pub(super) mod lsp;
pub(super) mod matrix;
pub(super) mod query;
pub(super) mod reference;
pub(super) mod report;
pub(super) mod schema;
pub(super) mod verify;
pub(super) mod why;
