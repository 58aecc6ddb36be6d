//! What a policy about tokens says: words come in, how many tokens may pass in what time goes out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The time in which a limit is counted; a step says how many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Period {
    /// `minute`
    Minute,
    /// `hour`
    Hour,
    /// `day`
    Day,
    /// `month`
    Month,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: [Self; 4] = [Self::Minute, Self::Hour, Self::Day, Self::Month];

    /// The word for one of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    /// The word for more than one of it.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Minute => "minutes",
            Self::Hour => "hours",
            Self::Day => "days",
            Self::Month => "months",
        }
    }

    /// The one that a word stands for, of one or of many.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == word || period.plural() == word)
    }
}

/// What is counted of the tokens of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Counted {
    /// `input`: what goes into a model.
    Input,
    /// `output`: what comes out of it.
    Output,
    /// `total`: both.
    Total,
}

impl Counted {
    /// Every one, in the order of output.
    pub const ALL: [Self; 3] = [Self::Input, Self::Output, Self::Total];

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
            Self::Total => "total",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counted| counted.name() == word)
    }
}

/// How many tokens may pass in what time; whichever number is reached first stops the calls.
///
/// Every number is at least 1 and at most [`MOST`](Self::MOST), and one of input, output and total is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Tokens {
    /// How many may go into a model.
    pub input: Option<u64>,
    /// How many may come out of it.
    pub output: Option<u64>,
    /// How many there may be of both together.
    pub total: Option<u64>,
    /// The time in which they are counted.
    pub period: Period,
    /// How many of the periods that time has.
    pub step: u64,
    /// How many times as many may go in as come out.
    pub ratio: Option<u64>,
}

impl Tokens {
    /// The largest number that every reader of JSON keeps as it is.
    pub const MOST: u64 = (1 << 53) - 1;

    /// What `words` say; `None` where they say something twice, or have a number that is none.
    pub(super) fn read<'t>(words: impl Iterator<Item = &'t str>) -> Option<Self> {
        let mut words = words.skip(1);
        let [mut input, mut output, mut total] = [None; 3];
        loop {
            let said = match Counted::from_name(words.next()?)? {
                Counted::Input => &mut input,
                Counted::Output => &mut output,
                Counted::Total => &mut total,
            };
            if said.replace(number(words.next()?)?).is_some() {
                return None;
            }
            match words.next()? {
                "or" => {}
                "per" => break,
                _ => return None,
            }
        }
        let first = words.next()?;
        let (step, period) = match Period::from_word(first) {
            Some(period) => (1, period),
            None => (number(first)?, Period::from_word(words.next()?)?),
        };
        let ratio = match words.next() {
            Some("ratio") => Some(number(words.next()?)?),
            Some(_) => return None,
            None => None,
        };
        Some(Self { input, output, total, period, step, ratio })
    }

    /// What is said of each of the three counts.
    #[must_use]
    pub fn number(&self, counted: Counted) -> Option<u64> {
        match counted {
            Counted::Input => self.input,
            Counted::Output => self.output,
            Counted::Total => self.total,
        }
    }
}

/// The number that a word is: digits alone, at least 1 and at most [`Tokens::MOST`].
pub(super) fn number(word: &str) -> Option<u64> {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|it| is_number && (1..=Tokens::MOST).contains(it))
}

impl std::fmt::Display for Tokens {
    /// As the language says it, without `tokens`: `input 10000 or total 15000 per 2 hours ratio 4`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers = Counted::ALL.into_iter().filter_map(|it| Some((it.name(), self.number(it)?)));
        for (index, (name, number)) in numbers.enumerate() {
            formatter.write_str(if index == 0 { "" } else { " or " })?;
            write!(formatter, "{name} {number}")?;
        }
        match self.step {
            1 => write!(formatter, " per {}", self.period.name())?,
            step => write!(formatter, " per {step} {}", self.period.plural())?,
        }
        self.ratio.map_or(Ok(()), |ratio| write!(formatter, " ratio {ratio}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_the_same() {
        let read = |text: &str| Tokens::read(text.split(' ')).map(|tokens| format!("tokens {tokens}"));
        for text in [
            "tokens total 1000 per minute ratio 4",
            "tokens input 10000 or output 5000 or total 15000 per 2 hours",
            "tokens output 9007199254740991 per 9007199254740991 months ratio 9007199254740991",
        ] {
            assert_eq!(read(text).as_deref(), Some(text));
        }
        let plain = "tokens input 10 per day";
        assert_eq!(read("tokens input 010 per 1 days").as_deref(), Some(plain));
        for text in [
            "tokens input 1 or input 1 per day",
            "tokens input 0 per day",
            "tokens input 9007199254740992 per day",
            "tokens input +1 per day",
            "tokens input 1 per 0 days",
            "tokens input 1 per day ratio 0",
            "tokens input 1 per week",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
