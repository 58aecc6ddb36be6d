//! The names that there are, in an order in which few of them need be compared with a misspelt one.

use std::borrow::Cow;

use super::budget::Budget;
use super::limits::MOST;
use super::parts::Parts;
use super::tier::{self, Tier};

/// A name that may be meant.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'c> {
    /// What is compared with a word.
    pub(crate) text: Cow<'c, str>,
    /// What to write for it.
    pub(crate) name: &'c str,
    /// Whose name it is: of several names of one, one is suggested.
    pub(crate) owner: usize,
    /// What the text is.
    pub(crate) sort: Sort,
}

/// What a candidate's text is, what is suggested first coming first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// The name.
    Name,
    /// Another name.
    Alias,
    /// What people call it, which is no name and never taken for a misspelt one.
    Label,
}

impl<'c> Candidate<'c> {
    /// A name that is compared and written.
    pub(crate) fn name(name: &'c str, owner: usize) -> Self {
        Self { text: Cow::Borrowed(name), name, owner, sort: Sort::Name }
    }

    /// Another name, which may be written, too.
    pub(crate) fn alias(alias: &'c str, owner: usize) -> Self {
        Self { sort: Sort::Alias, ..Self::name(alias, owner) }
    }

    /// What `name` is for people.
    pub(crate) fn label(label: Cow<'c, str>, name: &'c str, owner: usize) -> Self {
        Self { text: label, name, owner, sort: Sort::Label }
    }
}

/// Names by what those have in common that may be taken for one another.
#[derive(Debug, Default)]
pub(crate) struct Index<'c> {
    candidates: Vec<Candidate<'c>>,
    /// By [`Parts::alike`].
    alike: Vec<(u64, u32)>,
    /// By [`Parts::ends`] of what has more parts, and [`Parts::whole`] of labels.
    ends: Vec<(u64, u32)>,
    /// By [`Parts::shape`], with the letters that it has.
    shapes: Vec<(u64, u32, Letters)>,
}

/// What is nearest to a word: all of one tier.
#[derive(Clone, Debug)]
pub(crate) struct Near<'c> {
    /// How near.
    pub(crate) tier: Tier,
    /// The first of them by name, one of each owner.
    pub(crate) found: Vec<Candidate<'c>>,
    /// How many more there are.
    pub(crate) more: usize,
    /// Whether there is one alone, and it may be written in the place of the word.
    pub(crate) is_sure: bool,
}

/// Which letters a word has, as far as 32 bits tell.
#[derive(Clone, Copy, Debug)]
struct Letters(u32);

impl Letters {
    fn of(parts: &Parts) -> Self {
        let all = parts.all.iter().flat_map(|part| part.text.chars());
        Self(all.fold(0, |letters, letter| letters | 1 << (u32::from(letter) % 32)))
    }

    /// How many edits it takes at least from one word to another: each exchanges one letter.
    fn edits_to(self, other: Self) -> usize {
        let differ = |own: u32, other: u32| (own & !other).count_ones() as usize;
        differ(self.0, other.0).max(differ(other.0, self.0))
    }
}

impl<'c> Index<'c> {
    /// Puts candidates in order; those that are too long are left out.
    pub(crate) fn new(candidates: impl IntoIterator<Item = Candidate<'c>>) -> Self {
        let mut index = Self::default();
        for candidate in candidates {
            index.add(candidate);
        }
        index.alike.sort_unstable();
        index.ends.sort_unstable();
        index.ends.dedup();
        index.shapes.sort_unstable_by_key(|(shape, number, _)| (*shape, *number));
        index
    }

    fn add(&mut self, candidate: Candidate<'c>) {
        let Some(parts) = Parts::of(&candidate.text) else { return };
        let Ok(number) = u32::try_from(self.candidates.len()) else { return };
        self.ends.extend(parts.ends().map(|end| (end, number)));
        if candidate.sort == Sort::Label {
            self.ends.push((parts.whole(), number));
        } else {
            self.alike.push((parts.alike(), number));
            self.shapes.push((parts.shape(), number, Letters::of(&parts)));
        }
        self.candidates.push(candidate);
    }

    /// What is nearest to `word`, if anything is and the budget lasts.
    pub(crate) fn nearest(&self, word: &str, budget: &mut Budget) -> Option<Near<'c>> {
        let parts = Parts::of(word)?;
        let alike = self.alike(word, &parts, budget);
        let near = alike.or_else(|| self.ends(&parts, budget)).or_else(|| self.misspelt(&parts, budget));
        near.filter(|_| !budget.is_used_up()).map(|(tier, found)| chosen(tier, found, word, &parts))
    }

    /// The same word but for how it is written.
    fn alike(&self, word: &str, parts: &Parts, budget: &mut Budget) -> Option<(Tier, Vec<Candidate<'c>>)> {
        let mut nearest = Nearest::default();
        for (_, number) in bucket(&self.alike, parts.alike(), |entry| entry.0) {
            let candidate = self.candidates.get(*number as usize)?;
            if !budget.spend(word.len()) {
                return None;
            }
            if let Some(its) = Parts::of(&candidate.text) {
                nearest.take(tier::alike(word, parts, &candidate.text, &its), candidate);
            }
        }
        nearest.found()
    }

    /// What begins or ends with the word, and what has it for a label.
    fn ends(&self, parts: &Parts, budget: &mut Budget) -> Option<(Tier, Vec<Candidate<'c>>)> {
        // A letter or a number says too little.
        if parts.letters() < 2 {
            return None;
        }
        let same = bucket(&self.ends, parts.whole(), |entry| entry.0);
        let enough = budget.spend(same.len());
        let found = same.iter().filter_map(|(_, number)| self.candidates.get(*number as usize));
        let found: Vec<Candidate<'c>> = found.filter(|_| enough).cloned().collect();
        (!found.is_empty()).then_some((Tier::End, found))
    }

    /// What has few letters that are others.
    fn misspelt(&self, parts: &Parts, budget: &mut Budget) -> Option<(Tier, Vec<Candidate<'c>>)> {
        let mut nearest = Nearest::default();
        let mut limit = tier::most(parts);
        let letters = Letters::of(parts);
        for (_, number, its) in bucket(&self.shapes, parts.shape(), |entry| entry.0) {
            if limit == 0 || !budget.spend(1) {
                return None;
            }
            if letters.edits_to(*its) > limit {
                continue;
            }
            let candidate = self.candidates.get(*number as usize)?;
            let length: usize = parts.letters();
            if !budget.spend(length * candidate.text.len()) {
                return None;
            }
            let edits = Parts::of(&candidate.text).and_then(|its| tier::edits(parts, &its, limit));
            if let Some(edits) = edits {
                limit = edits;
                nearest.take(Tier::Edits(edits), candidate);
            }
        }
        nearest.found()
    }
}

/// The entries of a key.
fn bucket<T>(entries: &[T], key: u64, of: impl Fn(&T) -> u64) -> &[T] {
    let start = entries.partition_point(|entry| of(entry) < key);
    let rest = entries.get(start..).unwrap_or(&[]);
    rest.get(..rest.partition_point(|entry| of(entry) == key)).unwrap_or(&[])
}

/// The candidates of the nearest tier so far.
#[derive(Default)]
struct Nearest<'c> {
    tier: Option<Tier>,
    found: Vec<Candidate<'c>>,
}

impl<'c> Nearest<'c> {
    fn take(&mut self, tier: Tier, candidate: &Candidate<'c>) {
        if self.tier.is_none_or(|nearest| tier < nearest) {
            self.tier = Some(tier);
            self.found.clear();
        }
        if self.tier == Some(tier) {
            self.found.push(candidate.clone());
        }
    }

    fn found(self) -> Option<(Tier, Vec<Candidate<'c>>)> {
        self.tier.map(|tier| (tier, self.found))
    }
}

/// What is told of all that is of one tier.
fn chosen<'c>(tier: Tier, mut found: Vec<Candidate<'c>>, word: &str, parts: &Parts) -> Near<'c> {
    found.sort_by(|a, b| (a.owner, a.sort, &a.text).cmp(&(b.owner, b.sort, &b.text)));
    found.dedup_by_key(|it| it.owner);
    found.sort_by_key(|it| (it.name, it.owner));
    let is_sure = matches!(&*found, [one] if tier::is_sure(tier, word, parts, &one.text));
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    Near { tier, found, more, is_sure }
}
