//! What an edit would do: some edits of a workspace come in, and the sets of the workloads that they touch go
//! out, without a text being changed. Workloads that they do not touch are not looked at.
//!
//! An edit is made on what a workspace means: a policy is a set and kinds, a list is policies, an environment
//! has a parent. Several are made together.

mod basis;
mod changes;
mod edited;
mod edits;

pub use basis::Basis;
pub use changes::{Change, Changes, Subject};
pub use edited::Edited;
pub use edits::{At, Edits, List, Meaning, Node};
