//! Typed indices: an [`Arena`] owns its values and hands out the only [`Id`]s that reach them; an [`IdMap`]
//! has a value for each of them. An `Interner` gives equal values one id, so that work is done once for
//! each.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use rustc_hash::FxHashMap;

/// The place of a `T` in its arena: four bytes, `Copy`, ordered as the arena is.
///
/// Only an arena makes one, and only the compiler fills arenas:
///
/// ```compile_fail,E0624
/// bpol::arena::Id::<u8>::new(0);
/// ```
///
/// ```compile_fail,E0451
/// bpol::arena::Id::<u8> { raw: 0, marker: std::marker::PhantomData };
/// ```
///
/// ```compile_fail,E0624
/// # fn forge(mut arena: bpol::arena::Arena<u8>) {
/// arena.push(0);
/// # }
/// ```
pub struct Id<T> {
    raw: u32,
    marker: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// An arena is filled from texts of at most 1 GiB each, and no program has the memory for 2^32 of its
    /// values.
    fn new(index: usize) -> Self {
        let raw = u32::try_from(index);
        #[expect(clippy::expect_used, reason = "wrapping around would make one value stand for another")]
        Self { raw: raw.expect("an arena has fewer than 2^32 values"), marker: PhantomData }
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

/// A growing list of values that are reached by their ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arena<T> {
    values: Vec<T>,
}

impl<T> Arena<T> {
    /// The arena of `values`, in their order.
    pub(crate) fn of(values: impl IntoIterator<Item = T>) -> Self {
        Self { values: values.into_iter().collect() }
    }

    /// Takes `value` in and returns its id.
    pub(crate) fn push(&mut self, value: T) -> Id<T> {
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
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Id<T>, &T)> + DoubleEndedIterator {
        self.values.iter().enumerate().map(|(index, value)| (Id::new(index), value))
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = Id<T>> + DoubleEndedIterator + use<T> {
        (0..self.values.len()).map(Id::new)
    }

    /// The values alone, in order.
    #[must_use]
    pub fn values(&self) -> &[T] {
        &self.values
    }

    /// The id of the value that `compare` finds equal, in an arena that is ordered by it.
    pub(crate) fn search(&self, compare: impl FnMut(&T) -> std::cmp::Ordering) -> Option<Id<T>> {
        self.values.binary_search_by(compare).ok().map(Id::new)
    }

    /// A map with what `make` gives for each value.
    pub fn map<V>(&self, make: impl FnMut((Id<T>, &T)) -> V) -> IdMap<T, V> {
        IdMap { values: self.iter().map(make).collect(), marker: PhantomData }
    }

    /// The map of `values`, one for each value of the arena and in its order.
    ///
    /// # Panics
    /// If there are more or fewer of them: a lookup must never miss.
    pub(crate) fn map_of<V>(&self, values: Vec<V>) -> IdMap<T, V> {
        assert_eq!(values.len(), self.values.len(), "a map has a value for each id");
        IdMap { values, marker: PhantomData }
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { values: Vec::new() }
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an id is only made by the arena that it indexes")]
    fn index(&self, id: Id<T>) -> &T {
        &self.values[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    #[expect(clippy::indexing_slicing, reason = "an id is only made by the arena that it indexes")]
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.values[id.index()]
    }
}

/// A value for each id of one arena. It is made with its arena only, so that no lookup misses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdMap<T, V> {
    values: Vec<V>,
    marker: PhantomData<fn() -> T>,
}

impl<T, V> IdMap<T, V> {
    /// Every value with its id, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Id<T>, &V)> + DoubleEndedIterator {
        self.values.iter().enumerate().map(|(index, value)| (Id::new(index), value))
    }

    /// The values alone, in order.
    #[must_use]
    pub fn values(&self) -> &[V] {
        &self.values
    }
}

impl<T, V> Index<Id<T>> for IdMap<T, V> {
    type Output = V;

    #[expect(clippy::indexing_slicing, reason = "the map has a value for each id of its arena")]
    fn index(&self, id: Id<T>) -> &V {
        &self.values[id.index()]
    }
}

impl<T, V> IndexMut<Id<T>> for IdMap<T, V> {
    #[expect(clippy::indexing_slicing, reason = "the map has a value for each id of its arena")]
    fn index_mut(&mut self, id: Id<T>) -> &mut V {
        &mut self.values[id.index()]
    }
}

/// Gives equal values one id; ids are in the order in which values first come.
pub(crate) struct Interner<T> {
    ids: FxHashMap<T, Id<T>>,
    pub(crate) values: Arena<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), values: Arena::default() }
    }
}

impl<T: Clone + Eq + Hash> Interner<T> {
    /// One that has these values, all of which are different.
    pub(crate) fn of(values: Arena<T>) -> Self {
        Self { ids: values.iter().map(|(id, value)| (value.clone(), id)).collect(), values }
    }

    /// The id of a value, which is copied only where it is new.
    pub(crate) fn intern<Q>(&mut self, value: &Q) -> Id<T>
    where
        Q: Eq + Hash + ToOwned + ?Sized,
        T: Borrow<Q> + From<Q::Owned>,
    {
        if let Some(id) = self.ids.get(value) {
            return *id;
        }
        let value = T::from(value.to_owned());
        let id = self.values.push(value.clone());
        self.ids.insert(value, id);
        id
    }
}
