//! Typed indices: an [`Arena`] owns its values and hands out the only [`Id`]s that can reach them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of a value in the arena that is marked `T`: four bytes, `Copy`, ordered as the arena is.
pub struct Id<T> {
    raw: u32,
    marker: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The id of the value at `index`; indices beyond `u32` are no ids of any arena.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self { raw: u32::try_from(index).unwrap_or(u32::MAX), marker: PhantomData }
    }

    /// The index of the value in its arena.
    #[must_use]
    pub fn index(self) -> usize {
        self.raw as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.raw)
    }
}

/// A growing list of `V`s that are reached by `Id<M>` only. The mark `M` is a type that stands for the values, for
/// values that borrow and so have no one type of their own.
#[derive(Clone, Debug)]
pub struct Arena<M, V = M> {
    values: Vec<V>,
    marker: PhantomData<fn() -> M>,
}

impl<M, V> Arena<M, V> {
    /// Takes `value` in and returns its id.
    pub fn push(&mut self, value: V) -> Id<M> {
        let id = Id::new(self.values.len());
        self.values.push(value);
        id
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Every value with its id, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Id<M>, &V)> + DoubleEndedIterator {
        self.values.iter().enumerate().map(|(index, value)| (Id::new(index), value))
    }

    /// The values themselves, in order.
    #[must_use]
    pub fn into_values(self) -> Vec<V> {
        self.values
    }

    /// The values alone, in order.
    #[must_use]
    pub fn values(&self) -> &[V] {
        &self.values
    }
}

impl<M, V> Default for Arena<M, V> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<M, V> From<Vec<V>> for Arena<M, V> {
    fn from(values: Vec<V>) -> Self {
        Self { values, marker: PhantomData }
    }
}

impl<M, V> FromIterator<V> for Arena<M, V> {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        Self::from(values.into_iter().collect::<Vec<V>>())
    }
}

impl<M, V> Index<Id<M>> for Arena<M, V> {
    type Output = V;

    #[expect(clippy::indexing_slicing, reason = "an id is only made by the arena that it indexes")]
    fn index(&self, id: Id<M>) -> &V {
        &self.values[id.index()]
    }
}

impl<M, V> IndexMut<Id<M>> for Arena<M, V> {
    #[expect(clippy::indexing_slicing, reason = "an id is only made by the arena that it indexes")]
    fn index_mut(&mut self, id: Id<M>) -> &mut V {
        &mut self.values[id.index()]
    }
}
