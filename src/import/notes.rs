//! What to know of an import that is no error: facts with the names that they are about come in, each once,
//! and go out in one order. Their words are in `messages`.

use std::collections::{BTreeMap, BTreeSet};

/// What an import says beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    about: About,
    names: Vec<String>,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// A file has nothing that could be imported.
    Empty,
    /// Locations have no flavors, and are comments.
    NoFlavors,
    /// Locations whose flavors the document does not know offer every one.
    EveryFlavor,
    /// Locations lie in no country.
    NoCountry,
    /// Countries lie in no continent.
    NoContinent,
    /// Rows have no flavor.
    NoFlavorInRow,
    /// Columns that nothing is made of.
    Columns,
    /// Policies that restrict nothing.
    Open,
    /// Policies that are attached and not imported.
    Policies,
    /// Environments that are named and not imported.
    Environments,
    /// Applications, which become sandboxes.
    Applications,
    /// What is called a policy and is none of placement.
    OtherPolicies,
    /// What names an object in error.
    LeftOut,
}

impl Note {
    pub(super) fn about(&self) -> About {
        self.about
    }

    /// The names that it is about, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// The notes of one import.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<About, BTreeSet<String>>);

impl Notes {
    /// Adds a name to what a note is about.
    pub(super) fn add(&mut self, about: About, name: impl Into<String>) {
        self.0.entry(about).or_default().insert(name.into());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn all(self) -> Vec<Note> {
        let note =
            |(about, names): (About, BTreeSet<String>)| Note { about, names: names.into_iter().collect() };
        self.0.into_iter().map(note).collect()
    }
}
