//! Why a limit of tokens is none: its words are taken one by one, up to the first one that does not fit.

use super::expected::Expected;
use super::limit::{Counted, Period, number};
use super::walk::{Step, Walk};

impl Walk<'_> {
    /// Reads what stands in place of the rules of a policy, and gives what may follow it.
    pub(super) fn limit(&mut self) -> Step<Vec<&'static str>> {
        self.passed.limit = Some(self.at);
        self.at += 1;
        let mut left = Counted::ALL.to_vec();
        loop {
            self.counted(&mut left)?;
            self.number(&[Expected::Number])?;
            if left.is_empty() || !self.take("or") {
                break;
            }
        }
        if !self.take("per") {
            let or = (!left.is_empty()).then_some(Expected::Exactly("or"));
            return self.fail(&or.into_iter().chain([Expected::Exactly("per")]).collect::<Vec<_>>());
        }
        self.passed.per = Some(self.at - 1);
        self.time()?;
        if !self.take("ratio") {
            return Ok(vec!["ratio"]);
        }
        self.passed.ratio = Some(self.at - 1);
        self.number(&[Expected::Number])?;
        Ok(Vec::new())
    }

    /// The word for what is counted; each may stand once.
    fn counted(&mut self, left: &mut Vec<Counted>) -> Step {
        let counted = self.word(self.at).and_then(Counted::from_name);
        match left.iter().position(|it| Some(*it) == counted) {
            Some(index) => {
                left.remove(index);
                self.at += 1;
                Ok(())
            }
            None => {
                let names = left.iter().map(|it| Expected::Exactly(it.name()));
                self.fail(&names.collect::<Vec<_>>())
            }
        }
    }

    /// A number that is one.
    fn number(&mut self, expected: &[Expected]) -> Step {
        if self.word(self.at).and_then(number).is_none() {
            return self.fail(expected);
        }
        self.at += 1;
        Ok(())
    }

    /// `2 hours`, `hour`
    fn time(&mut self) -> Step {
        let is_period = |walk: &Self| walk.word(walk.at).and_then(Period::from_word).is_some();
        let names = |name: fn(Period) -> &'static str| Period::ALL.map(|it| Expected::Exactly(name(it)));
        let mut expected = names(Period::name).to_vec();
        if !is_period(self) {
            self.number(&[&[Expected::Number], &*expected].concat())?;
            expected = names(Period::plural).to_vec();
        }
        if !is_period(self) {
            return self.fail(&expected);
        }
        self.at += 1;
        Ok(())
    }
}
