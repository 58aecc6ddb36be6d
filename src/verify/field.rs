//! A field of a document, whether it is there or not: readers walk from the root to what they ask for, and
//! know at each step where they are.

use super::reader::At;
use crate::data::{Node, Path, Shape};
use crate::diagnostic::Diagnostic;

/// A field of a document. `null` is as good as not there, as servers and tools take it.
#[derive(Clone, Copy, Debug)]
pub struct Field<'d, 'p> {
    node: Option<&'d Node>,
    /// What it stands in, or would stand in.
    above: &'d Node,
    path: Path<'p>,
}

impl<'d> Field<'d, 'static> {
    /// The whole document.
    #[must_use]
    pub fn root(root: &'d Node) -> Self {
        Self { node: Some(root), above: root, path: Path::ROOT }
    }
}

impl<'d> Field<'d, '_> {
    /// Whether it is there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.node.is_some()
    }

    /// Where it is, or would be.
    #[must_use]
    pub fn at(&self) -> At {
        match self.node {
            Some(node) => At::there(node, &self.path),
            None => At::absent(self.above, &self.path),
        }
    }

    /// The field of a key; not there where this one is not.
    ///
    /// # Errors
    /// Where this one is no map.
    pub fn key<'q>(&'q self, key: &'q str) -> Result<Field<'d, 'q>, Diagnostic> {
        let Some(node) = self.node else {
            return Ok(Field { node: None, above: self.above, path: self.path.key(key) });
        };
        node.map(&self.path)?;
        Ok(Field { node: node.present(key), above: node, path: self.path.key(key) })
    }

    /// The text of a key, where this is a map that has one.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&'d str> {
        self.node.and_then(|node| node.present(key)).and_then(Node::as_str)
    }

    /// Whether it is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.node.is_some_and(|node| node.as_list().is_some())
    }

    /// Whether it is a map.
    #[must_use]
    pub fn is_map(&self) -> bool {
        self.node.is_some_and(|node| node.as_map().is_some())
    }

    /// The entries of the map that it is; none where it is not there.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn entries<'q>(&'q self) -> Result<Vec<(&'d str, Field<'d, 'q>)>, Diagnostic>
    where
        'd: 'q,
    {
        let Some(node) = self.node else { return Ok(Vec::new()) };
        let field = |entry: &'d crate::data::Entry| {
            let there = Some(&entry.value).filter(|it| it.shape() != Shape::Null);
            (&*entry.key, Field { node: there, above: node, path: self.path.key(&entry.key) })
        };
        Ok(node.map(&self.path)?.iter().map(field).collect())
    }

    /// The items of the list that it is; none where it is not there.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn items<'q>(&'q self) -> Result<Vec<Field<'d, 'q>>, Diagnostic> {
        let Some(node) = self.node else { return Ok(Vec::new()) };
        let field = |(index, item): (usize, &'d Node)| {
            let there = Some(item).filter(|it| it.shape() != Shape::Null);
            Field { node: there, above: node, path: self.path.item(index) }
        };
        Ok(node.list(&self.path)?.iter().enumerate().map(field).collect())
    }

    /// The text that it is; none where it is not there.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn text(&self) -> Result<Option<&'d str>, Diagnostic> {
        self.node.map(|node| node.text(&self.path)).transpose()
    }

    /// The texts of the list that it is; none where it is not there.
    ///
    /// # Errors
    /// Where it is something else, or one of them is no text, `null` too.
    pub fn texts(&self) -> Result<Vec<&'d str>, Diagnostic> {
        let Some(node) = self.node else { return Ok(Vec::new()) };
        let items = node.list(&self.path)?.iter().enumerate();
        items.map(|(index, item)| item.text(&self.path.item(index))).collect()
    }
}
