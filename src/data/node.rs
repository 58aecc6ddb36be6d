//! The trees that documents are: values, the places where they stand, and what is asked of them.

use compact_str::CompactString;

use super::fault::Fault;
use super::path::Path;
use super::shape::Shape;
use crate::diagnostic::Diagnostic;
use crate::text::Span;

/// Lists and maps may stand in each other this deep.
pub const MAX_DEPTH: usize = 100;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Node {
    /// From its first character to its last.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What stands in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// `null`, or nothing where YAML has a value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(CompactString),
    /// A text.
    String(CompactString),
    /// A plain word as it is written that some readers of YAML take for a text and others for something else,
    /// such as `no`, `010` or `12:30`.
    Unclear(CompactString),
    /// Values in order.
    List(Vec<Node>),
    /// Entries in order; no two have one key.
    Map(Vec<Entry>),
}

/// A key of a map and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The key.
    pub key: CompactString,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    #[must_use]
    pub(super) fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    /// What it is.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match self.value {
            Value::Null => Shape::Null,
            Value::Bool(_) => Shape::Bool,
            Value::Number(_) => Shape::Number,
            Value::String(_) => Shape::Text,
            Value::Unclear(_) => Shape::Unclear,
            Value::List(_) => Shape::List,
            Value::Map(_) => Shape::Map,
        }
    }

    /// The value of a key, `null` too; none where it is no map or has no such key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The value of a key where it is not `null`: servers write `null` for what is not there.
    #[must_use]
    pub fn present(&self, key: &str) -> Option<&Self> {
        self.get(key).filter(|node| node.shape() != Shape::Null)
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// The values, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// The entries, if it is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&[Entry]> {
        if let Value::Map(entries) = &self.value { Some(entries) } else { None }
    }

    /// The text that must stand here. `path` is where that is.
    ///
    /// # Errors
    /// A finding that says what stands here instead.
    pub fn text(&self, path: &Path<'_>) -> Result<&str, Diagnostic> {
        self.as_str().ok_or_else(|| self.is_no(Shape::Text, path))
    }

    /// The list that must stand here. `path` is where that is.
    ///
    /// # Errors
    /// A finding that says what stands here instead.
    pub fn list(&self, path: &Path<'_>) -> Result<&[Self], Diagnostic> {
        self.as_list().ok_or_else(|| self.is_no(Shape::List, path))
    }

    /// The map that must stand here. `path` is where that is.
    ///
    /// # Errors
    /// A finding that says what stands here instead.
    pub fn map(&self, path: &Path<'_>) -> Result<&[Entry], Diagnostic> {
        self.as_map().ok_or_else(|| self.is_no(Shape::Map, path))
    }

    /// The finding that something else must stand here. `path` is where that is.
    #[must_use]
    pub fn is_no(&self, wanted: Shape, path: &Path<'_>) -> Diagnostic {
        let unclear = if let Value::Unclear(word) = &self.value { Some(word.as_str().into()) } else { None };
        let fault = Fault::WrongShape { path: path.to_string().into(), wanted, found: self.shape(), unclear };
        Diagnostic::new(fault, self.span)
    }
}
