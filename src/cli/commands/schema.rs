//! `bpol schema`: the JSON Schema of something that bpol writes.

use crate::answers::name::not_among;
use crate::answers::schema;
use crate::cli::args::SchemaArguments;
use crate::cli::output;
use crate::cli::status::Status;
use crate::project::failure::Failure;

/// What is printed where nothing is named.
const USUAL: &str = "bpol.placement.v1";

pub(in crate::cli) fn run(arguments: &SchemaArguments) -> Result<Status, Failure> {
    if arguments.list {
        let ids: Vec<String> = schema::ALL.iter().map(|it| format!("{}\n", it.id)).collect();
        return output::print(&ids.concat());
    }
    let name = arguments.name.as_deref().unwrap_or(USUAL);
    let names: Vec<&str> = schema::ALL.iter().map(crate::answers::schema::Described::name).collect();
    let found = schema::find(name).ok_or_else(|| not_among("schema", "schemas", name, &names))?;
    output::print(&found.schema())
}
