//! Resolved placement sets as text for other programs: one file for each target.

pub mod document;
mod json;
pub mod placement;
pub mod reference;
mod schema;
mod sets;
pub mod stale;
mod table;

pub use schema::SCHEMA;
