//! Equal values become one id, so that work is done once for each value.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::arena::{Arena, Id};

/// Gives equal values one id; ids are in the order in which values first come.
pub(super) struct Interner<T> {
    ids: FxHashMap<T, Id<T>>,
    pub(super) values: Arena<T>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { ids: FxHashMap::default(), values: Arena::default() }
    }
}

impl<T: Clone + Eq + Hash> Interner<T> {
    /// The id of a value, which is copied only where it is new.
    pub(super) fn intern<Q>(&mut self, value: &Q) -> Id<T>
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
