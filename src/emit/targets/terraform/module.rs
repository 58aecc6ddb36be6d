//! The declaration of the variable for Terraform: the keys of the workloads come in, and a file that refuses
//! every other map goes out.

use std::fmt::Write as _;

use serde::Serialize;

use crate::emit::page;

/// The type of the variable.
const TYPE: &str = "map(object({locations = list(object({type = string, name = string})), flavors = \
                    list(object({type = string, name = string})), placements = map(list(string))}))";

/// Lists that are there and not empty. `&&` asks both sides, so each must hold on its own.
const LISTS: &str = "alltrue([for it in values(var.bpol_placements) : try(length(it.locations), 0) > 0]) && \
                     alltrue([for it in values(var.bpol_placements) : try(length(it.flavors), 0) > 0]) && \
                     alltrue(flatten([for it in values(var.bpol_placements) : [for flavors in \
                     try(values(it.placements), []) : try(length(flavors), 0) > 0]]))";

/// Places that are there.
const PLACES: &str = "alltrue([for it in values(var.bpol_placements) : try(length(it.placements), 0) > 0])";

/// Places that are not empty, where they are there.
const PLACES_IF_ANY: &str = "alltrue([for it in values(var.bpol_placements) : it.placements == null ? true : \
                             length(it.placements) > 0])";

#[derive(Serialize)]
struct Module {
    variable: Variables,
}

#[derive(Serialize)]
struct Variables {
    bpol_placements: Variable,
}

#[derive(Serialize)]
struct Variable {
    description: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    nullable: bool,
    validation: [Validation; 2],
}

#[derive(Serialize)]
struct Validation {
    condition: String,
    error_message: &'static str,
}

/// The declaration of the variable.
#[must_use]
pub(super) fn module(keys: &[String], has_fleet: bool) -> Vec<u8> {
    let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
    let places = if has_fleet { PLACES } else { PLACES_IF_ANY };
    let module = Module {
        variable: Variables {
            bpol_placements: Variable {
                description: "Where each workload may run. Written by bpol emit terraform. Do not edit.",
                kind: TYPE,
                nullable: false,
                validation: [
                    Validation {
                        condition: format!(
                            "${{toset(keys(var.bpol_placements)) == toset([{}])}}",
                            keys.join(", ")
                        ),
                        error_message: "The keys of bpol_placements must be the workloads that bpol wrote, no \
                                        more and no fewer.",
                    },
                    Validation {
                        condition: format!("${{{LISTS} && {places}}}"),
                        error_message: "No list or map in bpol_placements may be empty: an empty one would be \
                                        read as anywhere.",
                    },
                ],
            },
        },
    };
    page::pretty(&module)
}

/// A text as an expression of Terraform, without templates in it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '$' | '%' if characters.peek() == Some(&'{') => quoted.extend([character, character]),
            it if it.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(it));
            }
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}
