//! Resolved placement sets as text for other programs: one file for each target.

pub mod placement;
mod schema;
mod write;

pub use schema::SCHEMA;
