//! Random names of locations and flavors: several of one place, one of several places, and none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;

use super::Cells;
use super::listed::{Read, World, own};
use super::random::{FLAVORS, LOCATIONS};
use crate::support::{Project, Run};

/// What a code is called; no names where the tool has it not. Codes without an entry are called as they are.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    locations: BTreeMap<String, Vec<String>>,
    flavors: BTreeMap<String, Vec<String>>,
}

/// Names for some of the codes.
pub(super) fn naming() -> impl Strategy<Value = Naming> {
    let names = || {
        prop_oneof![
            8 => Just(None),
            3 => Just(Some(vec!["own"])),
            2 => Just(Some(vec!["own", "two"])),
            2 => Just(Some(vec!["shared"])),
            1 => Just(Some(vec![])),
        ]
    };
    (vec(names(), LOCATIONS.len()), vec(names(), FLAVORS.len())).prop_map(|(locations, flavors)| {
        let named = |codes: Vec<&str>, names: Vec<Option<Vec<&str>>>| {
            let each = codes.into_iter().zip(names).filter_map(|(code, names)| {
                let name = |it: &str| if it == "shared" { it.to_owned() } else { format!("{it}-{code}") };
                Some((code.to_owned(), names?.into_iter().map(name).collect()))
            });
            each.collect()
        };
        Naming {
            locations: named(LOCATIONS.iter().map(|it| it.0).collect(), locations),
            flavors: named(FLAVORS.to_vec(), flavors),
        }
    })
}

impl Naming {
    /// The configuration of a target, for a workspace with [`all_locations`].
    pub(super) fn config(&self, target: &str) -> String {
        let mut config = "reference = \"world\"\n".to_owned();
        for (key, names) in [("locations", &self.locations), ("flavors", &self.flavors)] {
            let _ = writeln!(config, "[emit.{target}.{key}]");
            for (code, names) in names {
                let value = if names.is_empty() { "false".to_owned() } else { format!("{names:?}") };
                let _ = writeln!(config, "{code} = {value}");
            }
        }
        config
    }

    fn of(names: &BTreeMap<String, Vec<String>>, code: &str) -> Vec<String> {
        names.get(code).cloned().unwrap_or_else(|| vec![code.to_owned()])
    }

    /// The machines of these names that a cell is.
    fn named(&self, (place, flavor): &(String, String)) -> Cells {
        let flavors = Self::of(&self.flavors, flavor);
        let cells = |place: String| flavors.clone().into_iter().map(move |it| (place.clone(), it));
        Self::of(&self.locations, place).into_iter().flat_map(cells).collect()
    }
}

/// Every location, so that each may have a name.
pub(super) fn all_locations(text: &str) -> String {
    let missing = LOCATIONS.iter().filter(|(name, _)| !text.contains(&format!("location {name}")));
    missing.map(|(name, _)| format!("location {name} < offers [x86] >\n")).collect()
}

/// What was written admits exactly what each workload may do, or the target refused what its names would open.
pub(super) fn judge(
    project: &Project,
    naming: &Naming,
    run: &Run,
    admitted: impl Fn(&World) -> Read,
) -> Result<(), TestCaseError> {
    let own = own(project);
    let world = World::of(&own);
    let is_there = |it: &&(String, String)| !naming.named(it).is_empty();
    // A name opens a machine even where none is offered yet.
    let places: BTreeSet<&String> = world.0.iter().map(|it| &it.0).collect();
    let mut flavors: BTreeSet<&str> = world.0.iter().map(|it| it.1.as_str()).collect();
    flavors.extend(FLAVORS);
    let at = |place: &String| flavors.iter().map(|it| (place.clone(), (*it).to_owned())).collect::<Vec<_>>();
    let machines: Cells = places.into_iter().flat_map(at).filter(|it| is_there(&it)).collect();
    // What the names of a workload's cells would open.
    let mut wanted = BTreeMap::new();
    let mut is_refused = false;
    for (name, own) in &own {
        let kept: Cells = own.cells.iter().filter(is_there).cloned().collect();
        let names: Cells = kept.iter().flat_map(|cell| naming.named(cell)).collect();
        let opened = machines.iter().filter(|cell| !naming.named(cell).is_disjoint(&names));
        let opened: Cells = opened.cloned().collect();
        is_refused |= kept.is_empty() || opened != kept;
        wanted.insert(name.clone(), names);
    }
    prop_assert_eq!(run.status, i32::from(is_refused), "{}{}", &run.stdout, &run.stderr);
    if is_refused {
        let is_named = ["emit-ambiguous", "emit-nothing-left"].iter().any(|it| run.stderr.contains(it));
        prop_assert!(is_named && run.stdout.is_empty(), "{}", run.stderr);
    } else {
        prop_assert_eq!(admitted(&world), Some(wanted));
    }
    Ok(())
}
