//! The JSON Schema of `bpol compile`.

/// What `bpol schema` prints.
pub const SCHEMA: &str = include_str!("placement.schema.json");
