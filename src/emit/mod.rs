//! Resolved placement sets as text for other programs: bpol's own JSON, and one file for each deployment
//! tool.
//!
//! A tool is a [`Target`](target::Target) of the [`list`]. What they share: [`settings`], the names of
//! workloads ([`names`]), the one map of names of locations and flavors ([`codes`]), the cover of a set by
//! rectangles ([`plan`]), what a target refuses ([`refusal`]), and the layout of what is written ([`page`]).

pub mod about;
pub mod cluster_names;
pub mod clusters;
pub mod codes;
pub mod common;
pub mod document;
pub(crate) mod json;
pub mod labels;
pub mod list;
pub mod lists;
pub mod names;
pub mod page;
pub mod placement;
pub mod plan;
pub(crate) mod point;
pub mod product;
pub mod reference;
pub mod refusal;
mod refusal_words;
pub mod resource;
mod schema;
pub(crate) mod sets;
pub mod settings;
pub mod stale;
pub mod subjects;
mod table;
pub mod target;
pub mod targets;
pub mod text;
pub(crate) mod toml;

pub use schema::SCHEMA;
