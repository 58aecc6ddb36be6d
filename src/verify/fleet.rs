//! The machines that a tool may choose from: the places and flavors of the table, and one more of each that
//! nobody declared.

use rustc_hash::FxHashMap;

use crate::syntax::keyword::{Attribute, PolicyType};
use crate::table::{CodeId, Table};

/// The places and flavors that machines have, by number; the last number of each is `*`, a place or flavor
/// that nobody declared.
#[derive(Debug)]
pub struct Fleet {
    places: Axis,
    flavors: Axis,
}

/// The codes of one type, numbered.
#[derive(Debug)]
pub struct Axis {
    codes: Vec<CodeId>,
    numbers: FxHashMap<CodeId, usize>,
}

/// Some of the numbers of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    words: Vec<u64>,
}

impl Fleet {
    /// The machines of a table.
    #[must_use]
    pub fn new(table: &Table) -> Self {
        let places = table.of(Attribute::Location).map(|(id, _)| id);
        let flavors = table.iter().filter(|(_, code)| code.attribute().policy_type() == PolicyType::Flavor);
        Self { places: Axis::new(places), flavors: Axis::new(flavors.map(|(id, _)| id)) }
    }

    /// The declared locations, and `*`.
    #[must_use]
    pub fn places(&self) -> &Axis {
        &self.places
    }

    /// The flavors, and `*`.
    #[must_use]
    pub fn flavors(&self) -> &Axis {
        &self.flavors
    }
}

impl Axis {
    fn new(codes: impl Iterator<Item = CodeId>) -> Self {
        let codes: Vec<CodeId> = codes.collect();
        let numbers = codes.iter().enumerate().map(|(number, &code)| (code, number)).collect();
        Self { codes, numbers }
    }

    /// The number of `*`, which is the last one.
    #[must_use]
    pub fn star(&self) -> usize {
        self.codes.len()
    }

    /// The codes, by number.
    #[must_use]
    pub fn codes(&self) -> &[CodeId] {
        &self.codes
    }

    /// The number of a code; none where it is of another type.
    #[must_use]
    pub fn number(&self, code: CodeId) -> Option<usize> {
        self.numbers.get(&code).copied()
    }

    /// Nothing.
    #[must_use]
    pub fn none(&self) -> Mask {
        let size = self.codes.len() + 1;
        Mask { words: vec![0; size.div_ceil(64)] }
    }

    /// Everything, `*` too.
    #[must_use]
    pub fn any(&self) -> Mask {
        let mut mask = self.none();
        (0..=self.star()).for_each(|number| mask.add(number));
        mask
    }

    /// Those of some codes that are on this axis.
    #[must_use]
    pub fn of(&self, codes: impl IntoIterator<Item = CodeId>) -> Mask {
        let mut mask = self.none();
        codes.into_iter().filter_map(|code| self.number(code)).for_each(|number| mask.add(number));
        mask
    }
}

impl Mask {
    /// Adds a number.
    pub fn add(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether it has a number.
    #[must_use]
    pub fn has(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// Keeps what another mask has too.
    pub fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what another mask has.
    pub fn join(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Whether it has nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Whether another mask has all that it has.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(word, other)| word & !other == 0)
    }

    /// Its numbers, in order.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let bits = std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)));
            let bits = bits.take_while(|&rest| rest != 0);
            bits.map(move |rest| index * 64 + rest.trailing_zeros() as usize)
        })
    }
}
