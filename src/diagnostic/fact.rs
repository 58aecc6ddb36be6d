//! What findings say: data of the stage that found it, and the words for it.

use std::any::Any;
use std::fmt;
use std::hash::{BuildHasher as _, Hash, Hasher};

use rustc_hash::FxBuildHasher;

use super::data::Data;
use crate::text::Span;

/// What a finding says, in the terms of the stage that finds it and without spans: facts of equal data are
/// equal.
pub trait Describe {
    /// The fact in words.
    fn words(&self) -> Words;

    /// The change outside of all files with which it would go, where there is one; others may go with it.
    fn remedy(&self) -> Option<String> {
        None
    }

    /// What it has for programs beside its words.
    fn data(&self) -> Option<Data<Span>> {
        None
    }
}

/// A fact of any stage.
pub trait Fact: Describe + Any + fmt::Debug + Send + Sync {
    /// A hash of its data.
    fn digest(&self) -> u64;

    /// Whether `other` is a fact of the same sort with the same data.
    fn equals(&self, other: &dyn Fact) -> bool;
}

impl<T: Describe + Any + fmt::Debug + Send + Sync + Eq + Hash> Fact for T {
    fn digest(&self) -> u64 {
        FxBuildHasher.hash_one(self)
    }

    fn equals(&self, other: &dyn Fact) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<T>() == Some(self)
    }
}

impl PartialEq for dyn Fact {
    fn eq(&self, other: &Self) -> bool {
        self.equals(other)
    }
}
impl Eq for dyn Fact {}

impl Hash for dyn Fact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.digest());
    }
}

/// What may help to repair what was found, and is no part of it: all hints are equal, as all spans are.
#[derive(Clone, Debug)]
pub struct Hint<T>(pub T);

impl<T> PartialEq for Hint<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl<T> Eq for Hint<T> {}

impl<T> Hash for Hint<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A fact in words: lower case, no full stop, backticks around what stands in a file. What comes from a file
/// stands in them as it is there; whoever shows them escapes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Words {
    /// What is wrong, in one line.
    pub message: String,
    /// What the text that the finding is about is.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// What is at each of the related spans.
    pub related: Vec<String>,
}

impl Words {
    /// A message, and what the text that the finding is about is.
    #[must_use]
    pub(crate) fn new(message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { message: message.into(), label: label.into(), help: None, related: Vec::new() }
    }

    /// The same words with what to write instead.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same words with what is at one more related span.
    #[must_use]
    pub(crate) fn with_related(mut self, text: impl Into<String>) -> Self {
        self.related.push(text.into());
        self
    }
}
