//! `--today`: the day on which a workspace is looked at, by default that of the clock.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::date::Date;

/// The day that ends are compared with.
#[derive(Debug, Args)]
pub(super) struct TodayArguments {
    /// The day that what has an end is compared with, such as `2027-03-31`; today in UTC if there is none.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

impl TodayArguments {
    /// The day that was given, or today in UTC.
    pub(super) fn date(&self) -> Date {
        self.today.unwrap_or_else(utc)
    }
}

/// Today in UTC.
pub(super) fn utc() -> Date {
    Date::new(TimeZone::UTC.to_datetime(Timestamp::now()).date())
}
