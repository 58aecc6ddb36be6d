//! The JSON Schemas of everything that is written: a name comes in, a schema goes out.

use schemars::generate::{Contract, SchemaSettings};
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};

use super::audit::{self, Audit};
use super::coverage;
use super::diff;
use super::matrix::Matrix;
use super::query;
use super::report;
use super::why;
use crate::emit;

/// A document and its schema.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Described {
    /// What the document says that it is.
    pub id: &'static str,
    schema: fn() -> String,
}

/// Every document that has a schema, by id.
pub const ALL: &[Described] = &[
    Described { id: audit::OBSERVED, schema: || read::<audit::Wrapped<'_>>(audit::OBSERVED) },
    Described { id: "bpol.audit.v1", schema: || of::<Audit>("bpol.audit.v1") },
    Described { id: coverage::SCHEMA, schema: || of::<coverage::Coverage>(coverage::SCHEMA) },
    Described { id: diff::SCHEMA, schema: || of::<diff::Diff>(diff::SCHEMA) },
    Described { id: "bpol.matrix.v1", schema: || of::<Matrix>("bpol.matrix.v1") },
    Described { id: "bpol.placement.v1", schema: || emit::SCHEMA.to_owned() },
    Described { id: "bpol.query.v1", schema: || of::<query::Document>("bpol.query.v1") },
    Described { id: report::SCHEMA, schema: || of::<report::Report>(report::SCHEMA) },
    Described { id: why::SCHEMA, schema: || of::<why::Why>(why::SCHEMA) },
];

impl Described {
    /// Its JSON Schema, as text.
    #[must_use]
    pub fn schema(&self) -> String {
        (self.schema)()
    }

    /// The short name of it: `why` of `bpol.why.v1`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let behind = self.id.strip_prefix("bpol.").unwrap_or(self.id);
        behind.rsplit_once(".v").map_or(behind, |(name, _)| name)
    }
}

/// The document of that id or short name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Described> {
    ALL.iter().find(|it| it.id == name || it.name() == name)
}

/// The schema of a type that is written, for the document of that id.
#[must_use]
pub fn of<T: JsonSchema>(id: &str) -> String {
    text::<T>(id, SchemaSettings::draft2020_12().with_transform(close), Contract::Serialize)
}

/// The schema of a type that is read, of which members that nobody knows are passed over.
fn read<T: JsonSchema>(id: &str) -> String {
    text::<T>(id, SchemaSettings::draft2020_12(), Contract::Deserialize)
}

#[expect(clippy::expect_used, reason = "a schema is JSON")]
fn text<T: JsonSchema>(id: &str, mut settings: SchemaSettings, contract: Contract) -> String {
    settings.contract = contract;
    let mut schema: Schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), id.into());
    if let Some(of) = schema.pointer_mut("/properties/schema") {
        *of = serde_json::json!({ "const": id });
    }
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    text.push('\n');
    text
}

/// Takes no member that a schema does not name, in whatever it is a part of.
fn close(schema: &mut Schema) {
    let is_open = schema.get("properties").is_some() && schema.get("additionalProperties").is_none();
    if is_open {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    transform_subschemas(&mut close, schema);
}
