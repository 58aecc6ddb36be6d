//! Texts that are told apart by their numbers: each comes in as often as it is said, and stands once in the
//! list that goes out.

use rustc_hash::FxHashMap;

use crate::answers::why::OWN;

/// All texts so far.
#[derive(Debug, Default)]
pub(super) struct Texts {
    numbers: FxHashMap<String, usize>,
    all: Vec<Vec<String>>,
}

impl Texts {
    /// The number of a text, in which [`OWN`] stands for the name of a workload.
    pub(super) fn number(&mut self, text: &str) -> usize {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = self.all.len();
        self.all.push(text.split(OWN).map(str::to_owned).collect());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The numbers of several.
    pub(super) fn numbers<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        texts.into_iter().map(|text| self.number(text)).collect()
    }

    /// All of them, by number, each as the parts between which the name stands.
    pub(super) fn all(self) -> Vec<Vec<String>> {
        self.all
    }
}
