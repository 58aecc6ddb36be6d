//! Names that two sides share as numbers, in the order of the names, with what each side says of them.

/// Which of the two sides.
pub(super) const OLD: usize = 0;
pub(super) const NEW: usize = 1;

/// Names by number, with what each side says of them.
#[derive(Debug)]
pub(super) struct Numbers<K, V> {
    names: Vec<K>,
    said: [Vec<Option<V>>; 2],
}

impl<K: Copy + Ord, V> Numbers<K, V> {
    /// Numbers for names, of which nothing is said yet.
    pub(super) fn new(names: impl Iterator<Item = K>) -> Self {
        let mut names: Vec<K> = names.collect();
        names.sort_unstable();
        names.dedup();
        let none = || names.iter().map(|_| None).collect();
        Self { said: [none(), none()], names }
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn number(&self, name: K) -> Option<usize> {
        self.names.binary_search(&name).ok()
    }

    pub(super) fn name(&self, number: usize) -> Option<K> {
        self.names.get(number).copied()
    }

    pub(super) fn say(&mut self, side: usize, number: usize, what: V) {
        if let Some(place) = self.said.get_mut(side).and_then(|said| said.get_mut(number)) {
            *place = Some(what);
        }
    }

    /// What a side says of a number.
    pub(super) fn on(&self, side: usize, number: usize) -> Option<&V> {
        self.said.get(side)?.get(number)?.as_ref()
    }

    /// What a side says, else the other one.
    pub(super) fn on_either(&self, side: usize, number: usize) -> Option<&V> {
        self.on(side, number).or_else(|| self.on(1 - side, number))
    }

    /// What both sides say of a number.
    pub(super) fn on_both(&self, number: usize) -> Option<[&V; 2]> {
        Some([self.on(OLD, number)?, self.on(NEW, number)?])
    }
}
