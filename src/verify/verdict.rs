//! What documents admit against what a workload may do: grants come in, a verdict goes out.

use std::collections::BTreeSet;

use super::fleet::{Fleet, Mask};
use super::reader::{Admits, At, Grant, Reader};
use crate::emit::target::Request;
use crate::placement::PlacementSetId;
use crate::syntax::keyword::PolicyType;
use crate::table::CodeId;

/// How what documents admit compares with what a workload may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// They admit more.
    Wider,
    /// There is no document.
    Missing,
    /// They admit less.
    Inside,
    /// They admit the same.
    Equal,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Missing => "missing",
            Self::Inside => "inside",
            Self::Equal => "equal",
        }
    }
}

/// A machine, or all machines of a place or flavor, by name; `*` is any.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The location.
    pub location: String,
    /// The flavor.
    pub flavor: String,
}

/// A code that is too much or too little, where no fleet is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// Whether it is a place or a flavor.
    pub policy_type: PolicyType,
    /// What it is, such as `country`; `*` for any.
    pub attribute: &'static str,
    /// Its name; `*` for any, and a name that the map does not know as it stands.
    pub name: String,
}

/// What there is too much or too little of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Options {
    /// Machines.
    Cells(Vec<Cell>),
    /// Codes, where no fleet is known.
    Codes(Vec<Code>),
}

/// What is said of a workload.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its index in the request.
    pub workload: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// What is too much or too little; none where it is equal or missing.
    pub options: Options,
    /// The fields that let in what is too much, or the documents that admit too little.
    pub at: Vec<At>,
}

/// What is known of some documents.
#[derive(Debug)]
#[non_exhaustive]
pub struct Verified {
    /// What is said of each workload, in the order of the request.
    pub workloads: Vec<Judged>,
    /// The documents of no workload: their names, and where those stand.
    pub unknown: Vec<(String, At)>,
    /// How many documents are of another kind.
    pub passed: usize,
}

/// What one set allows on the machines.
pub(super) struct Allowed<'r> {
    request: &'r Request<'r>,
    set: PlacementSetId,
    /// The flavors of each place.
    rows: Vec<Mask>,
    restricts: [bool; 2],
}

/// What all sets have in common.
pub(super) struct World<'r> {
    pub(super) request: &'r Request<'r>,
    pub(super) fleet: &'r Fleet,
    /// The flavors that the tool can give at each place.
    offered: Vec<Mask>,
    /// The flavors of each place that count.
    real: Vec<Mask>,
    pub(super) ignores_flavors: bool,
}

impl<'r> World<'r> {
    pub(super) fn new(
        request: &'r Request<'r>,
        fleet: &'r Fleet,
        counts_unoffered: bool,
        reader: &dyn Reader,
    ) -> Self {
        let table = request.resolved.workspace().table();
        let gone = reader.gone();
        let offers = |&code: &CodeId| match table[code].offers() {
            Some(offers) => fleet.flavors().of(offers.iter().copied()),
            None => fleet.flavors().of(fleet.flavors().codes().iter().copied()),
        };
        let mut offered: Vec<Mask> = fleet.places().codes().iter().map(offers).collect();
        for (place, row) in offered.iter_mut().enumerate() {
            let is_gone = gone.0.has(place);
            let kept: Vec<usize> = row.numbers().filter(|&it| !is_gone && !gone.1.has(it)).collect();
            *row = fleet.flavors().none();
            for number in kept {
                row.add(number);
            }
        }
        let mut real = offered.clone();
        if counts_unoffered {
            let all = fleet.flavors().of(fleet.flavors().codes().iter().copied());
            for (place, row) in real.iter_mut().enumerate() {
                *row = fleet.flavors().none();
                let is_gone = gone.0.has(place);
                all.numbers().filter(|&it| !is_gone && !gone.1.has(it)).for_each(|it| row.add(it));
            }
        }
        Self { request, fleet, offered, real, ignores_flavors: reader.ignores_flavors() }
    }

    pub(super) fn allowed(&'r self, set: PlacementSetId) -> Allowed<'r> {
        let resolved = self.request.resolved;
        let its = &resolved.sets()[set];
        let mut rows = vec![self.fleet.flavors().none(); self.fleet.places().codes().len()];
        for placement in resolved.placements(its).into_iter().flatten() {
            if let Some(place) = self.fleet.places().number(placement.location())
                && let Some(row) = rows.get_mut(place)
                && let Some(offered) = self.offered.get(place)
            {
                *row = self.fleet.flavors().of(placement.flavors().iter().copied());
                row.keep(offered);
            }
        }
        let restricts = PolicyType::ALL.map(|it| its.of(it).is_restricted());
        Allowed { request: self.request, set, rows, restricts }
    }

    /// The machines that are too much, with what lets them in, and those that are missing.
    pub(super) fn compare<'g>(
        &self,
        allowed: &Allowed<'_>,
        grants: impl Iterator<Item = &'g Grant>,
    ) -> (Options, Vec<At>, Options) {
        let (places, flavors) = (self.fleet.places(), self.fleet.flavors());
        let mut admitted = vec![flavors.none(); places.codes().len()];
        let (mut too_much, mut foreign) = (BTreeSet::new(), BTreeSet::new());
        let mut at: Vec<At> = Vec::new();
        for grant in grants {
            let Admits::Machines { places: granted, flavors: its } = &grant.admits else { continue };
            let before = too_much.len();
            let mut its = its.clone();
            if self.ignores_flavors {
                its = flavors.any();
            }
            for place in granted.numbers() {
                let Some(row) = admitted.get_mut(place) else {
                    self.undeclared(allowed, &its, &mut too_much);
                    continue;
                };
                let Some(real) = self.real.get(place) else { continue };
                let mut its = its.clone();
                if its.has(flavors.star()) && allowed.restricts(PolicyType::Flavor) && !self.ignores_flavors {
                    too_much.insert((place, flavors.star()));
                }
                its.keep(real);
                row.join(&its);
                if !allowed.rows.get(place).is_some_and(|allowed| its.is_within(allowed)) {
                    let excess = its.numbers().filter(|&flavor| !self.allows(allowed, place, flavor));
                    too_much.extend(excess.map(|flavor| (place, flavor)));
                }
            }
            let strange = self.foreign(allowed, grant, granted, &its);
            let is_wider = !strange.is_empty() || too_much.len() > before;
            foreign.extend(strange);
            if is_wider && !at.contains(&grant.at) {
                at.push(grant.at.clone());
            }
        }
        foreign.extend(too_much.into_iter().map(|(place, flavor)| self.cell(place, flavor)));
        let cells = foreign.into_iter().collect();
        let mut missing = Vec::new();
        for (place, row) in allowed.rows.iter().enumerate() {
            let has = |flavor: &usize| admitted.get(place).is_some_and(|row| row.has(*flavor));
            missing
                .extend(row.numbers().filter(|flavor| !has(flavor)).map(|flavor| self.cell(place, flavor)));
        }
        missing.sort();
        (Options::Cells(cells), at, Options::Cells(missing))
    }

    /// Adds the machines of a place that nobody declared.
    fn undeclared(&self, allowed: &Allowed<'_>, its: &Mask, too_much: &mut BTreeSet<(usize, usize)>) {
        if !allowed.restricts(PolicyType::Location) {
            return;
        }
        let star = self.fleet.places().star();
        let any = self.fleet.flavors().star();
        if its.has(any) || self.ignores_flavors {
            too_much.insert((star, any));
        } else {
            too_much.extend(its.numbers().map(|flavor| (star, flavor)));
        }
    }

    fn allows(&self, allowed: &Allowed<'_>, place: usize, flavor: usize) -> bool {
        let row = allowed.rows.get(place);
        row.is_some_and(|row| row.has(flavor) || (self.ignores_flavors && !row.is_empty()))
    }

    /// The machines of a grant that have a name that the map does not know, of a type that is restricted.
    fn foreign(&self, allowed: &Allowed<'_>, grant: &Grant, places: &Mask, flavors: &Mask) -> Vec<Cell> {
        if grant.foreign.is_empty() {
            return Vec::new();
        }
        let of = |policy_type| {
            let is_held = policy_type == PolicyType::Location || !self.ignores_flavors;
            let its = grant.foreign.iter().filter(move |it| it.policy_type == policy_type);
            (its.map(|it| it.name.clone()).collect::<Vec<_>>(), is_held && allowed.restricts(policy_type))
        };
        let names = |mask: &Mask, star: usize, cell: &dyn Fn(usize) -> String| {
            if mask.has(star) { vec!["*".to_owned()] } else { mask.numbers().map(cell).collect() }
        };
        let (locations, holds_location) = of(PolicyType::Location);
        let (others, holds_flavor) = of(PolicyType::Flavor);
        let (place_star, flavor_star) = (self.fleet.places().star(), self.fleet.flavors().star());
        let is_any = (places.has(place_star), flavors.has(flavor_star));
        let flavors = names(flavors, flavor_star, &|flavor| self.cell(place_star, flavor).flavor);
        let places = names(places, place_star, &|place| self.cell(place, flavor_star).location);
        let mut cells = Vec::new();
        let cell =
            |location: &String, flavor: &String| Cell { location: location.clone(), flavor: flavor.clone() };
        if holds_location {
            for location in &locations {
                cells.extend(flavors.iter().chain(&others).map(|flavor| cell(location, flavor)));
            }
        }
        // A name that the map does not know may be that of a machine which is elsewhere, or of any flavor.
        let star = "*".to_owned();
        if holds_location && is_any.0 {
            cells.extend(others.iter().map(|flavor| cell(&star, flavor)));
        }
        if holds_flavor && is_any.1 {
            cells.extend(locations.iter().map(|location| cell(location, &star)));
        }
        if holds_flavor {
            for flavor in &others {
                cells.extend(places.iter().chain(&locations).map(|location| cell(location, flavor)));
            }
        }
        cells
    }

    fn cell(&self, place: usize, flavor: usize) -> Cell {
        let table = self.request.resolved.workspace().table();
        let name = |codes: &[CodeId], number: usize| {
            codes.get(number).map_or_else(|| "*".to_owned(), |&code| table[code].name().to_owned())
        };
        Cell {
            location: name(self.fleet.places().codes(), place),
            flavor: name(self.fleet.flavors().codes(), flavor),
        }
    }
}

impl Allowed<'_> {
    /// Whether a policy regulates a type.
    pub(super) fn restricts(&self, policy_type: PolicyType) -> bool {
        match policy_type {
            PolicyType::Location => self.restricts[0],
            PolicyType::Flavor => self.restricts[1],
        }
    }

    /// The set that it is of.
    pub(super) fn set(&self) -> &crate::placement::PlacementSet {
        &self.request.resolved.sets()[self.set]
    }
}
