//! What people ask of a workspace: one or two [`Provisional`](crate::placement::Provisional) workspaces come
//! in, an answer goes out as a document of serde types, and renderers make text of it.
//!
//! Nothing here knows files, version control or terminals.

pub mod asked;
pub mod audit;
mod cell;
mod columns;
pub mod coverage;
pub mod csv;
pub mod diff;
pub mod edit;
mod limits;
pub mod matrix;
pub mod name;
pub mod query;
pub mod report;
mod rows;
pub mod schema;
pub mod sets;
pub mod standing;
pub mod text;
pub mod why;
pub mod words;
