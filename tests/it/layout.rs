//! The layout of `bpol compile`, written naively: a document comes in, its text goes out.

use std::io::{self, Write};

use bpol::emit::document::{Document, PlacementSet};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The document as text: two spaces a level; a workload, a placement and each value of a set on one line.
pub(crate) fn laid_out(document: &Document) -> String {
    let Document { schema, compiler, reference, placement_sets, workloads, .. } = document;
    let members = [
        member("schema", &on_one_line(schema)),
        member("compiler", &on_one_line(compiler)),
        member("reference", &on_one_line(reference)),
        member("placementSets", &block("[]", 2, placement_sets.iter().map(set_laid_out))),
        member("workloads", &block("[]", 2, workloads.iter().map(on_one_line))),
    ];
    block("{}", 0, members) + "\n"
}

fn set_laid_out(set: &PlacementSet) -> String {
    let mut members = vec![
        member("id", &on_one_line(&set.id)),
        member("restricts", &on_one_line(&set.restricts)),
        member("locations", &on_one_line(&set.locations)),
        member("flavors", &on_one_line(&set.flavors)),
    ];
    if let Some(placements) = &set.placements {
        members.push(member("placements", &block("[]", 6, placements.iter().map(on_one_line))));
    }
    block("{}", 4, members)
}

fn member(name: &str, value: &str) -> String {
    format!("\"{name}\": {value}")
}

/// Each of `items` on a line, between the two `brackets`.
fn block(brackets: &str, spaces: usize, items: impl IntoIterator<Item = String>) -> String {
    let indent = " ".repeat(spaces);
    let items: Vec<String> = items.into_iter().map(|item| format!("\n{indent}  {item}")).collect();
    if items.is_empty() {
        return brackets.to_owned();
    }
    let (open, close) = brackets.split_at(1);
    format!("{open}{}\n{indent}{close}", items.join(","))
}

/// The text of a document on one line.
pub(crate) fn unbroken(text: &str) -> String {
    let lines =
        text.lines().map(|line| line.trim_start().to_owned() + if line.ends_with(',') { " " } else { "" });
    lines.collect()
}

/// A value with a space behind every `:` and `,`.
pub(crate) fn on_one_line(value: &(impl Serialize + ?Sized)) -> String {
    let mut text = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut text, Spaced)).unwrap();
    String::from_utf8(text).unwrap()
}

struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}
