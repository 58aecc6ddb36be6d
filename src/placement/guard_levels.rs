//! What a project makes of its guards: which of them are warnings for now.

use std::collections::BTreeMap;

use super::violation::Standing;
use crate::date::Date;

/// The guards that are warnings; all others are errors.
#[derive(Clone, Debug, Default)]
pub struct GuardLevels {
    /// The last day on which each is one, if there is a last one.
    warned: BTreeMap<String, Option<Date>>,
}

impl GuardLevels {
    /// Makes a guard a warning, up to and including the day `until`, if there is one.
    pub fn warn(&mut self, guard: impl Into<String>, until: Option<Date>) {
        self.warned.insert(guard.into(), until);
    }

    /// The same where a guard has another name.
    #[must_use]
    pub fn renamed(mut self, guard: &str, name: &str) -> Self {
        if let Some(until) = self.warned.remove(guard) {
            self.warned.insert(name.to_owned(), until);
        }
        self
    }

    /// Whether a guard that does not hold is an error on the day `today`.
    pub(crate) fn is_error(&self, guard: &str, today: Option<Date>) -> bool {
        self.standing(guard, today).is_error()
    }

    /// What a guard that does not hold is on the day `today`; where that is not known, whatever has an end
    /// has ended.
    pub(super) fn standing(&self, guard: &str, today: Option<Date>) -> Standing {
        match (self.warned.get(guard), today) {
            (None, _) => Standing::Error,
            (Some(None), _) => Standing::Warned,
            (Some(Some(until)), Some(today)) if today <= *until => {
                Standing::WarnedUntil { until: *until, days: today.days_until(*until) }
            }
            (Some(Some(until)), _) => Standing::Ended(*until),
        }
    }
}
