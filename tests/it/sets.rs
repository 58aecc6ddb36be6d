//! Sets and differences of random tables against a naive reading of them: a set is the points in it, and every code is
//! a point of its own, which stands for whatever lies in the code and is not listed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bpol::reference::{Builtin, Reference};
use bpol::syntax::keyword::{Attribute, PolicyType};
use bpol::table::{Code, CodeId, Part, Set, Space, Table};
use bpol::workspace::Workspace;
use bpol::{Source, syntax, workspace};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::properties::cases;

/// The codes whose own points are in a set.
type Points = BTreeSet<CodeId>;

/// The naive reading of one type of a table.
struct Naive<'t> {
    table: &'t Table,
    policy_type: PolicyType,
}

impl Naive<'_> {
    fn codes(&self) -> impl Iterator<Item = CodeId> {
        let own = |code: &Code| code.attribute().policy_type() == self.policy_type;
        self.table.iter().filter(move |(_, code)| own(code)).map(|(id, _)| id)
    }

    /// What a code lies in, from itself upwards.
    fn upwards(&self, code: CodeId) -> impl Iterator<Item = CodeId> {
        std::iter::successors(Some(code), |&code| self.table[code].parent())
    }

    fn below(&self, top: CodeId) -> Points {
        self.codes().filter(|&code| self.upwards(code).any(|above| above == top)).collect()
    }

    fn points(&self, codes: &[CodeId]) -> Points {
        codes.iter().flat_map(|&code| self.below(code)).collect()
    }

    /// With a place that is taken away, every code above it stops standing for what the table does not list.
    fn except(&self, points: &Points, taken: &Points) -> Points {
        let away: Points = taken.iter().flat_map(|&code| self.upwards(code)).collect();
        points - &away
    }

    /// The codes that lie in `points` whole while what they lie in does not.
    fn shortest(&self, points: &Points) -> Vec<CodeId> {
        let is_whole = |code: CodeId| self.below(code).is_subset(points);
        self.codes()
            .filter(|&code| is_whole(code) && !self.table[code].parent().is_some_and(is_whole))
            .collect()
    }

    /// The codes that are in `points` whole, the largest only, and the rest of it.
    fn parts(&self, points: &Points) -> Vec<Part> {
        let whole = self.shortest(points);
        let covered = self.points(&whole);
        let part = |code: CodeId| {
            let unlisted = points.contains(&code) && !covered.contains(&code);
            whole.contains(&code).then_some(Part::Whole(code)).or(unlisted.then_some(Part::Unlisted(code)))
        };
        self.codes().filter_map(part).collect()
    }
}

/// A table: what each country and each location lies in, if in anything.
#[derive(Clone, Debug)]
struct Codes {
    continents: usize,
    countries: Vec<Option<Index>>,
    locations: Vec<Option<Index>>,
    flavors: usize,
}

fn codes() -> impl Strategy<Value = Codes> {
    let parent = || prop::option::weighted(0.8, any::<Index>());
    (0..=3_usize, vec(parent(), 0..=8), vec(parent(), 0..=10), 0..=4_usize).prop_map(
        |(continents, countries, locations, flavors)| Codes { continents, countries, locations, flavors },
    )
}

impl Codes {
    fn text(&self) -> String {
        let mut text = String::new();
        for it in 0..self.continents {
            let _ = writeln!(text, "continent a{it}");
        }
        let mut level = |keyword: &str, above: &str, number: usize, parents: &[Option<Index>]| {
            for (it, parent) in parents.iter().enumerate() {
                let _ = write!(text, "{keyword} {above}{above}{it}");
                if let Some(parent) = parent.filter(|_| number > 0) {
                    let _ = write!(text, " in {above}{}", parent.index(number));
                }
                text.push('\n');
            }
        };
        level("country", "a", self.continents, &self.countries);
        level("location", "aa", self.countries.len(), &self.locations);
        for it in 0..self.flavors {
            let _ = writeln!(text, "{} f{it}", ["cpu", "gpu"][it % 2]);
        }
        text
    }
}

/// A workspace that only declares codes.
fn declare(text: &str, reference: Reference) -> Workspace {
    let file = syntax::parse(Source::new("a.bpol", text.as_bytes().to_vec()));
    let workspace = workspace::resolve(reference, vec![file.into()]);
    assert!(workspace.findings().is_empty(), "{:?} in {text}", workspace.findings());
    workspace
}

/// How a set is made of two that there are.
#[derive(Clone, Copy, Debug)]
enum Operation {
    Union,
    Intersection,
    Exception,
}

type Step = (Operation, Index, Index);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let operation =
        prop_oneof![Just(Operation::Union), Just(Operation::Intersection), Just(Operation::Exception)];
    vec((operation, any::<Index>(), any::<Index>()), 0..16)
}

/// The sets that the steps make of the sets of single codes and of `lists`, each with its points.
fn sets(space: &Space, naive: &Naive<'_>, lists: &[Vec<Index>], steps: &[Step]) -> Vec<(Set, Points)> {
    let codes: Vec<CodeId> = naive.codes().collect();
    assert_eq!(space.all(naive.policy_type).is_none(), codes.is_empty());
    assert_eq!(space.set(naive.policy_type, []), None);
    if codes.is_empty() {
        return Vec::new();
    }
    let chosen = |list: &Vec<Index>| list.iter().map(|index| *index.get(&codes)).collect::<Vec<_>>();
    let lists = codes.iter().map(|&code| vec![code]).chain(lists.iter().map(chosen));
    let mut sets: Vec<(Set, Points)> = lists
        .map(|list| (space.set(naive.policy_type, list.iter().copied()).unwrap(), naive.points(&list)))
        .collect();
    let all = space.all(naive.policy_type).unwrap();
    sets.push((all, naive.codes().collect()));
    for (operation, first, second) in steps {
        let ((a, in_a), (b, in_b)) = (first.get(&sets), second.get(&sets));
        let (set, points) = match operation {
            Operation::Union => (Set::union([a, b]), in_a | in_b),
            Operation::Intersection => (a.intersection(b), in_a & in_b),
            Operation::Exception => (space.except(a, b), naive.except(in_a, in_b)),
        };
        assert_eq!(set.is_none(), points.is_empty(), "{operation:?} of {in_a:?} and {in_b:?}");
        sets.extend(set.map(|set| (set, points)));
    }
    sets
}

/// Everything that can be asked of one set.
fn reads_back(space: &Space, naive: &Naive<'_>, set: &Set, points: &Points) {
    let list = space.shortest(set);
    assert_eq!(list, naive.shortest(points));
    assert_eq!(naive.points(&list), *points);
    assert_eq!(space.set(naive.policy_type, list).as_ref(), Some(set));
    assert_eq!(set.policy_type(), naive.policy_type);
    for code in naive.codes() {
        assert_eq!(space.has(set, code), naive.below(code).is_subset(points));
    }
}

/// Everything that can be asked of two sets.
fn agree(space: &Space, naive: &Naive<'_>, (a, in_a): &(Set, Points), (b, in_b): &(Set, Points)) {
    assert_eq!(a == b, in_a == in_b);
    assert_eq!(a.covers(b), in_b.is_subset(in_a));
    assert_eq!(a.touches(b), !in_a.is_disjoint(in_b));
    let difference = a.outside(b);
    let left = in_a - in_b;
    assert_eq!(difference.is_none(), left.is_empty());
    let Some(difference) = difference else { return };
    assert_eq!(difference.policy_type(), naive.policy_type);
    let parts = space.parts(&difference);
    let mut listed = Points::new();
    for part in &parts {
        let own = match part {
            Part::Whole(code) => naive.below(*code),
            Part::Unlisted(code) => Points::from([*code]),
        };
        assert!(listed.is_disjoint(&own), "a point stands in two of {parts:?}");
        listed.extend(own);
    }
    assert_eq!(listed, left);
    assert_eq!(parts, naive.parts(&left));
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn sets_and_differences_are_those_of_the_naive_reading(
        codes in codes(),
        lists in vec(vec(any::<Index>(), 1..5), 0..4),
        steps in steps(),
    ) {
        let workspace = declare(&codes.text(), Reference::none());
        let space = Space::new(workspace.table());
        for policy_type in PolicyType::ALL {
            let naive = Naive { table: workspace.table(), policy_type };
            let sets = sets(&space, &naive, &lists, &steps);
            for one in &sets {
                reads_back(&space, &naive, &one.0, &one.1);
                for other in &sets {
                    agree(&space, &naive, one, other);
                }
            }
        }
    }
}

/// The set of some codes of a table.
fn set(space: &Space, table: &Table, codes: &[(Attribute, &str)]) -> Set {
    let ids = codes.iter().map(|(attribute, name)| table.find(*attribute, name).unwrap());
    space.set(PolicyType::Location, ids).unwrap()
}

#[test]
fn a_continent_without_a_country_is_no_continent() {
    let workspace = declare("", Reference::builtin(Builtin::World));
    let table = workspace.table();
    let space = Space::new(table);
    let eu = table.find(Attribute::Continent, "eu").unwrap();
    let [europe, france] =
        [(Attribute::Continent, "eu"), (Attribute::Country, "fr")].map(|code| set(&space, table, &[code]));
    let others: Vec<CodeId> = table
        .of(Attribute::Country)
        .filter(|(_, code)| code.parent() == Some(eu) && code.name() != "fr")
        .map(|(id, _)| id)
        .collect();
    assert!(others.len() > 30);

    let parts = space.parts(&europe.outside(&france).unwrap());
    let wanted = others.iter().map(|&code| Part::Whole(code));
    assert_eq!(parts, std::iter::once(Part::Unlisted(eu)).chain(wanted).collect::<Vec<_>>());
    let without = space.except(&europe, &france).unwrap();
    assert_eq!(space.shortest(&without), others);
    assert!(!space.has(&without, eu) && europe.covers(&without) && !without.touches(&france));
    // All countries are not the continent.
    let countries = Set::union([&without, &france]).unwrap();
    assert_eq!(space.parts(&europe.outside(&countries).unwrap()), [Part::Unlisted(eu)]);
    assert_eq!(space.shortest(&countries).len(), others.len() + 1);
}

#[test]
fn what_is_left_of_the_only_country_is_what_is_unlisted() {
    let workspace = declare("", Reference::builtin(Builtin::Official));
    let table = workspace.table();
    let space = Space::new(table);
    let eu = table.find(Attribute::Continent, "eu").unwrap();
    let [europe, france] =
        [(Attribute::Continent, "eu"), (Attribute::Country, "fr")].map(|code| set(&space, table, &[code]));
    assert_eq!(space.parts(&europe.outside(&france).unwrap()), [Part::Unlisted(eu)]);
    assert_eq!(space.except(&europe, &france), None);
    assert_eq!(france.outside(&europe), None);
}

/// A continent and a cpu, which have the same number.
fn place_and_flavor(workspace: &Workspace, space: &Space) -> [(CodeId, Set); 2] {
    [(Attribute::Continent, PolicyType::Location), (Attribute::Cpu, PolicyType::Flavor)].map(
        |(attribute, policy_type)| {
            let code = workspace.table().find(attribute, "a").unwrap();
            (code, space.set(policy_type, [code]).unwrap())
        },
    )
}

#[test]
fn a_set_of_places_has_no_flavor() {
    let workspace = declare("continent a cpu a", Reference::none());
    let space = Space::new(workspace.table());
    let [(continent, places), (cpu, flavors)] = place_and_flavor(&workspace, &space);
    assert!(space.has(&places, continent) && space.has(&flavors, cpu));
    assert!(!space.has(&places, cpu) && !space.has(&flavors, continent));
    assert_ne!(places, flavors);
}

#[test]
fn places_and_flavors_are_never_mixed() {
    let workspace = declare("continent a cpu a", Reference::none());
    let space = Space::new(workspace.table());
    let [(_, places), (cpu, flavors)] = place_and_flavor(&workspace, &space);
    let mixes: [&dyn Fn(); 7] = [
        &|| drop(Set::union([&places, &flavors])),
        &|| drop(places.intersection(&flavors)),
        &|| drop(places.outside(&flavors)),
        &|| drop(space.except(&places, &flavors)),
        &|| drop(space.set(PolicyType::Location, [cpu])),
        &|| _ = places.covers(&flavors),
        &|| _ = places.touches(&flavors),
    ];
    for mix in mixes {
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(mix)).is_err());
    }
}
