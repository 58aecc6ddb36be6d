//! The rules of policies, groups and guards as they are read: views of the tree of a file.

use super::keyword::{Form, RuleAttribute};
use super::names::{Name, Names};
use super::tree::{BodyNode, Chunk, Parsed, RuleNode, SideNode, TargetNode};
use crate::text::Span;

/// `[FORM] SIDE [and SIDE]`
#[derive(Clone, Copy)]
pub struct Body<'p> {
    file: &'p Parsed,
    chunk: &'p Chunk,
    node: &'p BodyNode,
}

impl<'p> Body<'p> {
    pub(super) fn new(file: &'p Parsed, chunk: &'p Chunk, node: &'p BodyNode) -> Self {
        Self { file, chunk, node }
    }

    /// What a guard says; `None` in a policy and a group.
    #[must_use]
    pub fn form(self) -> Option<Form> {
        self.node.form
    }

    /// The rules and exceptions; those before `and`, where a guard has one.
    #[must_use]
    pub fn first(self) -> Side<'p> {
        self.side(&self.node.first)
    }

    /// The rules and exceptions behind `and`.
    #[must_use]
    pub fn second(self) -> Option<Side<'p>> {
        self.node.second.as_ref().map(|node| self.side(node))
    }

    /// The sides that there are.
    pub fn sides(self) -> impl Iterator<Item = Side<'p>> + Clone {
        std::iter::once(self.first()).chain(self.second())
    }

    /// Every rule in the order of the text, those of exceptions too.
    pub fn rules(self) -> impl Iterator<Item = Rule<'p>> + Clone {
        self.sides().flat_map(|side| side.rules().iter().chain(side.exceptions().iter()))
    }

    /// The kinds that the statement applies to.
    pub(super) fn target(self) -> Option<&'p TargetNode> {
        self.node.target.as_ref()
    }

    fn side(self, node: &'p SideNode) -> Side<'p> {
        Side { file: self.file, chunk: self.chunk, node }
    }
}

impl PartialEq for Body<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.form() == other.form() && self.first() == other.first() && self.second() == other.second()
    }
}

impl std::fmt::Debug for Body<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut tree = formatter.debug_struct("Body");
        tree.field("form", &self.form()).field("first", &self.first()).field("second", &self.second());
        tree.finish()
    }
}

/// `RULE or RULE … [except RULE or RULE …]`
#[derive(Clone, Copy)]
pub struct Side<'p> {
    file: &'p Parsed,
    chunk: &'p Chunk,
    node: &'p SideNode,
}

impl<'p> Side<'p> {
    /// The rules before `except`; those with an attribute that is near to none have been reported and left
    /// out.
    #[must_use]
    pub fn rules(self) -> Rules<'p> {
        Rules { file: self.file, chunk: self.chunk, nodes: &self.node.rules }
    }

    /// The rules behind `except`.
    #[must_use]
    pub fn exceptions(self) -> Rules<'p> {
        Rules { file: self.file, chunk: self.chunk, nodes: &self.node.exceptions }
    }

    /// Whether it opens with `except`: everything of a type, less the exceptions.
    #[must_use]
    pub fn opens_with_except(self) -> bool {
        self.node.opens_with_except
    }

    /// The word `except`.
    #[must_use]
    pub fn except_span(self) -> Option<Span> {
        self.node.except.map(|place| place.span(self.file.id()))
    }
}

impl PartialEq for Side<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rules() == other.rules()
            && self.opens_with_except() == other.opens_with_except()
            && self.exceptions() == other.exceptions()
    }
}

impl std::fmt::Debug for Side<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Side")
            .field("rules", &self.rules())
            .field("exceptions", &self.exceptions())
            .finish()
    }
}

/// `RULE or RULE …`
#[derive(Clone, Copy)]
pub struct Rules<'p> {
    file: &'p Parsed,
    chunk: &'p Chunk,
    nodes: &'p [RuleNode],
}

impl<'p> Rules<'p> {
    /// How many there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.nodes.is_empty()
    }

    /// The rule of an index, from 0.
    #[must_use]
    pub fn get(self, index: usize) -> Option<Rule<'p>> {
        self.nodes.get(index).map(|node| Rule { file: self.file, chunk: self.chunk, node })
    }

    /// Every rule, in the order of the text.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Rule<'p>> + DoubleEndedIterator + Clone {
        self.nodes.iter().map(move |node| Rule { file: self.file, chunk: self.chunk, node })
    }

    /// Every code of every rule, with what it is said to be.
    pub fn codes(self) -> impl Iterator<Item = (RuleAttribute, Name<'p>)> + Clone {
        self.iter().flat_map(|rule| rule.codes().iter().map(move |name| (rule.attribute(), name)))
    }
}

impl PartialEq for Rules<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl std::fmt::Debug for Rules<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// `ATTRIBUTE in [CODE, …]`
#[derive(Clone, Copy)]
pub struct Rule<'p> {
    file: &'p Parsed,
    chunk: &'p Chunk,
    node: &'p RuleNode,
}

impl<'p> Rule<'p> {
    /// What the codes are.
    #[must_use]
    pub fn attribute(self) -> RuleAttribute {
        self.node.attribute
    }

    /// The word of the attribute.
    #[must_use]
    pub fn attribute_span(self) -> Span {
        self.node.attribute_place.span(self.file.id())
    }

    /// The codes, as written.
    #[must_use]
    pub fn codes(self) -> Names<'p> {
        Names::of(self.file, self.chunk, self.node.codes)
    }

    /// From the attribute to the `]`.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.place.span(self.file.id())
    }
}

impl PartialEq for Rule<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.attribute() == other.attribute() && self.codes() == other.codes()
    }
}

impl std::fmt::Debug for Rule<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Rule").field(&self.attribute()).field(&self.codes()).finish()
    }
}
