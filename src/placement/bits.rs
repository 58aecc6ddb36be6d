//! Sets of small numbers as words: union and intersection are one operation a word.

/// A set of numbers below a size that all sets of one kind share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bits {
    words: Box<[u64]>,
}

impl Bits {
    /// The empty set of numbers below `size`.
    #[must_use]
    pub fn none(size: usize) -> Self {
        Self { words: vec![0; size.div_ceil(64)].into_boxed_slice() }
    }

    /// Adds every number of `range`.
    pub fn insert(&mut self, range: std::ops::Range<usize>) {
        for (index, word) in self.words.iter_mut().enumerate() {
            let low = range.start.clamp(index * 64, index * 64 + 64) - index * 64;
            let high = range.end.clamp(index * 64, index * 64 + 64) - index * 64;
            if low < high {
                *word |= (u64::MAX >> (64 - (high - low))) << low;
            }
        }
    }

    /// Adds every number of `other`.
    pub fn union(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// The numbers that are in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }
    }

    /// The numbers that are in this set and not in `other`.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & !b).collect() }
    }

    /// Whether no number is in both sets.
    #[must_use]
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & b == 0)
    }

    /// Whether `number` is in the set.
    #[must_use]
    pub fn has(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Whether no number is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The least number of the set that is `from` or more.
    #[must_use]
    pub fn next(&self, from: usize) -> Option<usize> {
        let first = self.words.get(from / 64)? & (u64::MAX << (from % 64));
        let rest = self.words.iter().enumerate().skip(from / 64 + 1).map(|(index, &word)| (index, word));
        std::iter::once((from / 64, first))
            .chain(rest)
            .find(|&(_, word)| word != 0)
            .map(|(index, word)| index * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cross_words() {
        let mut bits = Bits::none(200);
        bits.insert(60..130);
        bits.insert(199..200);
        assert_eq!((0..200).filter(|&number| bits.has(number)).count(), 71);
        assert_eq!(
            (bits.next(0), bits.next(129), bits.next(130), bits.next(200)),
            (Some(60), Some(129), Some(199), None)
        );
    }
}
