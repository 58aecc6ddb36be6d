//! The fields that the language has no word for: objects come in, a comment line for each such field goes
//! out.

use crate::data::{Entry, Node, Path, Shape, Value};

/// What servers add to an object beside its metadata and its spec.
const OF_SERVER: [&str; 8] =
    ["status", "usage", "events", "errors", "state", "lastUsedAt", "expiresIn", "nodeGeneration"];

/// What servers add to the metadata of an object.
const METADATA_OF_SERVER: [&str; 13] = [
    "createdAt",
    "updatedAt",
    "createdBy",
    "updatedBy",
    "workspace",
    "url",
    "plan",
    "creationTimestamp",
    "uid",
    "resourceVersion",
    "generation",
    "managedFields",
    "selfLink",
];

/// What nobody wants to read in a file of policies: below or at such a key, values are not shown.
const SECRET: [&str; 8] =
    ["value", "secrets", "headers", "body", "callbackSecret", "password", "token", "secret"];

/// The lines for all fields of an object but those of its spec that were read.
pub(super) fn of_object(object: &Node, read_of_spec: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    let others = ["apiVersion", "kind", "metadata", "spec"];
    of_map(object, Path::ROOT, &[&others[..], &OF_SERVER].concat(), &mut lines);
    if let Some(metadata) = object.present("metadata") {
        let read = ["name", "displayName", "environment"];
        of_map(metadata, Path::ROOT, &[&read[..], &METADATA_OF_SERVER].concat(), &mut lines);
    }
    if let Some(spec) = object.present("spec") {
        of_map(spec, Path::ROOT, read_of_spec, &mut lines);
    }
    lines
}

/// The lines for the entries of a map but those that were read.
pub(super) fn of_map(map: &Node, path: Path<'_>, read: &[&str], lines: &mut Vec<String>) {
    for Entry { key, value, .. } in map.as_map().into_iter().flatten() {
        if !read.contains(&key.as_str()) {
            of_value(value, path.key(key), SECRET.contains(&key.as_str()), lines);
        }
    }
}

fn of_value(node: &Node, path: Path<'_>, is_secret: bool, lines: &mut Vec<String>) {
    let text = match &node.value {
        Value::Null => return,
        Value::List(items) if items.iter().any(|it| matches!(it.shape(), Shape::List | Shape::Map)) => {
            for (index, item) in items.iter().enumerate() {
                of_value(item, path.item(index), is_secret, lines);
            }
            return;
        }
        Value::Map(entries) if !entries.is_empty() => {
            for Entry { key, value, .. } in entries {
                // What kubectl keeps of what was applied is the object itself once more.
                if key != "kubectl.kubernetes.io/last-applied-configuration" {
                    of_value(value, path.key(key), is_secret || SECRET.contains(&key.as_str()), lines);
                }
            }
            return;
        }
        Value::Bool(is) => is.to_string(),
        _ if is_secret => "(not shown)".to_owned(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(scalar).collect();
            format!("[{}]", items.join(", "))
        }
        _ => scalar(node),
    };
    lines.push(format!("{path}: {text}"));
}

fn scalar(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(is) => is.to_string(),
        Value::Number(word) | Value::Unclear(word) | Value::String(word) => word.to_string(),
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
    }
}
