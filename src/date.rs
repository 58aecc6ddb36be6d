//! Days of the calendar, written `2027-03-31`: a text comes in, a day or the reason why it is none goes out.

use std::fmt;
use std::str::FromStr;

use jiff::civil;

/// A day of the calendar, for what has an end. What the day is *now* is for those to say who know a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// Why a text is no [`Date`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoDate {
    /// It is written like one, and there is no such day.
    NoSuchDay(String),
    /// It is written in another way.
    OtherForm(String),
}

impl Date {
    /// The day of a calendar.
    #[cfg(feature = "cli")]
    pub(crate) fn new(day: civil::Date) -> Self {
        Self(day)
    }
}

impl Date {
    /// How many days there are from this one to a later one; none where it is not later.
    #[must_use]
    pub fn days_until(self, later: Self) -> u32 {
        let days = self.0.until(later.0).map_or(0, |span| span.get_days());
        u32::try_from(days).unwrap_or(0)
    }
}

impl FromStr for Date {
    type Err = NoDate;

    /// Reads a date as [`Date`] is displayed, and in no other form.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let bytes = text.as_bytes();
        let is_right = |(index, byte): (usize, &u8)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        };
        if bytes.len() != "2027-03-31".len() || !bytes.iter().enumerate().all(is_right) {
            return Err(NoDate::OtherForm(text.to_owned()));
        }
        text.parse().map(Self).map_err(|_| NoDate::NoSuchDay(text.to_owned()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for NoDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchDay(text) => write!(formatter, "the calendar has no day `{text}`"),
            Self::OtherForm(_) => formatter.write_str("a date is written as in `2027-03-31`"),
        }
    }
}

impl std::error::Error for NoDate {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_years() {
        let days = |from: &str, to: &str| {
            let [from, to] = [from, to].map(|text| text.parse::<Date>().unwrap());
            from.days_until(to)
        };
        assert_eq!(days("2027-03-31", "2027-03-31"), 0);
        assert_eq!(days("2027-12-31", "2028-03-01"), 61);
        assert_eq!(days("2027-04-01", "2027-03-31"), 0);
        assert_eq!(days("0001-01-01", "9999-12-31"), 3_652_058);
    }

    #[test]
    fn a_date_has_one_form() {
        for text in ["2027-03-31", "2028-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()).as_deref(), Ok(text));
        }
        for text in ["2027-02-29", "2027-13-01", "2027-00-10", "2027-04-31"] {
            assert_eq!(text.parse::<Date>(), Err(NoDate::NoSuchDay(text.to_owned())));
        }
        for text in [
            "",
            "tomorrow",
            "2027-3-1",
            "20270331",
            "2027/03/31",
            "+2027-03-31",
            "2027-03-31T00:00",
            "٢٠٢٧-٠٣-٣١",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NoDate::OtherForm(text.to_owned())));
        }
    }

    #[test]
    fn later_days_are_greater() {
        let dates = ["2026-12-31", "2027-01-01", "2027-01-31", "2027-02-01"]
            .map(|text| text.parse::<Date>().unwrap());
        assert!(dates.is_sorted_by(|a, b| a < b));
    }
}
