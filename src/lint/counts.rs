//! How often each of some consecutive numbers is covered: ranges come and go, and the least count of a range
//! is found in a time that hardly grows with their number.

use std::ops::Range;

/// A tree of counts: each node has the least count of its half of the numbers.
pub(super) struct Counts {
    /// How many numbers there are, rounded up to a power of two.
    size: usize,
    /// What all numbers below a node have in common.
    added: Vec<i32>,
    /// The least count below a node, its own share included.
    least: Vec<i32>,
}

#[expect(clippy::indexing_slicing, reason = "nodes are halved down to single numbers and no further")]
impl Counts {
    /// All of `size` numbers, covered by nothing.
    pub(super) fn new(size: usize) -> Self {
        let size = size.next_power_of_two();
        Self { size, added: vec![0; 2 * size], least: vec![0; 2 * size] }
    }

    /// Adds `number` to each count of a range.
    pub(super) fn add(&mut self, range: Range<usize>, number: i32) {
        self.add_below(1, 0..self.size, &range, number);
    }

    /// The least count of a range, which is not empty.
    pub(super) fn least(&self, range: Range<usize>) -> i32 {
        self.least_below(1, 0..self.size, &range)
    }

    /// Adds `number` to each count of the part of `range` below a node, whose own numbers are `own`.
    fn add_below(&mut self, node: usize, own: Range<usize>, range: &Range<usize>, number: i32) {
        if range.end <= own.start || own.end <= range.start {
            return;
        }
        if range.start <= own.start && own.end <= range.end {
            self.added[node] += number;
            self.least[node] += number;
            return;
        }
        let middle = usize::midpoint(own.start, own.end);
        self.add_below(2 * node, own.start..middle, range, number);
        self.add_below(2 * node + 1, middle..own.end, range, number);
        self.least[node] = self.least[2 * node].min(self.least[2 * node + 1]) + self.added[node];
    }

    /// The least count of the part of `range` below a node, without what the nodes above it add.
    fn least_below(&self, node: usize, own: Range<usize>, range: &Range<usize>) -> i32 {
        if range.end <= own.start || own.end <= range.start {
            return i32::MAX;
        }
        if range.start <= own.start && own.end <= range.end {
            return self.least[node];
        }
        let middle = usize::midpoint(own.start, own.end);
        let left = self.least_below(2 * node, own.start..middle, range);
        let right = self.least_below(2 * node + 1, middle..own.end, range);
        left.min(right).saturating_add(self.added[node])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_a_plain_list() {
        for size in [1, 2, 3, 7, 8, 33] {
            let (mut counts, mut plain) = (Counts::new(size), vec![0; size]);
            let mut seed = 7_usize;
            for step in 0..500 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let (a, b) = (seed >> 33 & 0xffff, seed >> 49);
                let (start, end) = (a % size, a % size + 1 + b % (size - a % size));
                let number = if step % 3 == 0 { -1 } else { 1 };
                counts.add(start..end, number);
                plain[start..end].iter_mut().for_each(|count| *count += number);
                for from in 0..size {
                    let least = plain[from..].iter().min().copied();
                    assert_eq!(Some(counts.least(from..size)), least, "{size} {step} {from}");
                }
            }
        }
    }
}
