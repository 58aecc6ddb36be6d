//! Fields of objects: a map and a key come in, the name or label there goes out, or why it is none.

use super::fault::Fault;
use super::statement::Named;
use crate::data::{Node, Path};
use crate::diagnostic::Diagnostic;
use crate::text::hidden::is_hidden;

/// The name that must stand at `path`.
pub(super) fn name(node: &Node, path: &Path<'_>) -> Result<Named, Diagnostic> {
    let text = node.text(path)?;
    if text.is_empty() || text.chars().any(|it| is_hidden(it) || it == '\n' || it == '\t') {
        return Err(Diagnostic::new(Fault::BadName(path.to_string().into()), node.span));
    }
    Ok(Named::new(text, node.span))
}

/// The name that must stand under a key of a map at `path`.
pub(super) fn named(map: &Node, key: &str, path: &Path<'_>) -> Result<Named, Diagnostic> {
    let path = path.key(key);
    match map.present(key) {
        Some(node) => name(node, &path),
        None => Err(missing(map, &path)),
    }
}

/// The name under a key of a map at `path`, if there is one.
pub(super) fn maybe_named(map: &Node, key: &str, path: &Path<'_>) -> Result<Option<Named>, Diagnostic> {
    let text = map.present(key).filter(|node| node.as_str() != Some(""));
    text.map(|node| name(node, &path.key(key))).transpose()
}

/// What an object is called for people.
pub(super) fn maybe_label(node: &Node, path: &Path<'_>) -> Result<Option<Named>, Diagnostic> {
    let label = node.present("displayName").filter(|label| label.as_str() != Some(""));
    label.map(|label| Ok(Named::new(label.text(&path.key("displayName"))?, label.span))).transpose()
}

/// The fault that a field has a value that is not known.
pub(super) fn unknown_value(path: &Path<'_>, value: &str, known: &'static [&'static str]) -> Fault {
    Fault::UnknownValue { path: path.to_string().into(), value: value.into(), known }
}

/// The finding that a field is missing in a map.
pub(super) fn missing(node: &Node, path: &Path<'_>) -> Diagnostic {
    Diagnostic::new(Fault::Missing(path.to_string().into()), node.span)
}
