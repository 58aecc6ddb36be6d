//! How much work the suggestions of one run may cost, so that thousands of slips take no longer than a reader
//! would wait for them.

/// What one run may spend. One is about one comparison of two characters.
const ALL: u64 = 5_000_000;

/// What is left to spend. Who asks in the same order is answered the same, whatever runs beside it.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u64,
    is_told: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: ALL, is_told: false }
    }
}

impl Budget {
    /// Takes the price of some work; whether there was enough left for it. Once there was not, there never
    /// is.
    pub(crate) fn spend(&mut self, price: usize) -> bool {
        let price = u64::try_from(price).unwrap_or(u64::MAX);
        let is_enough = price <= self.left;
        self.left = if is_enough { self.left - price } else { 0 };
        is_enough
    }

    /// Whether nothing more is looked for.
    pub(crate) fn is_used_up(&self) -> bool {
        self.left == 0
    }

    /// Whether the budget has just been used up, which is to be said once: it is true once.
    pub(crate) fn has_ended(&mut self) -> bool {
        let has_ended = self.is_used_up() && !self.is_told;
        self.is_told |= has_ended;
        has_ended
    }

    #[cfg(test)]
    pub(super) fn of(left: u64) -> Self {
        Self { left, is_told: false }
    }
}
