//! The keys that targets share, and what each needs before it writes.

use super::codes::check_names;
use super::names::Template;
use super::refusal::{Refusal, Refusals};
use super::settings::Setting;
use super::target::{Flag, Key, Request, Stopped};

/// `narrow`, which every target has.
pub const NARROW: Key = Key { name: "narrow", check: |it| it.boolean().map(drop), flag: None };

/// `locations`: the names of locations.
pub const LOCATIONS: Key = Key { name: "locations", check: check_names, flag: None };

/// `flavors`: the names of flavors.
pub const FLAVORS: Key = Key { name: "flavors", check: check_names, flag: None };

/// `name`: the template of the names of workloads.
pub const NAME: Key = Key { name: "name", check: |it| Template::new(it).map(drop), flag: None };

/// `names`: the names of single workloads.
pub const NAMES: Key = Key { name: "names", check: check_texts, flag: None };

/// `namespace`: the template of namespaces.
pub const NAMESPACE: Key = Key { name: "namespace", check: |it| Template::new(it).map(drop), flag: None };

/// A table of texts.
///
/// # Errors
/// Where it is none.
pub fn check_texts(setting: &Setting) -> Result<(), super::settings::Wrong> {
    setting.table()?.entries().iter().try_for_each(|entry| entry.setting.text().map(drop))
}

/// A key that a switch sets.
#[must_use]
pub const fn switch(name: &'static str, help: &'static str) -> Key {
    Key { name, check: |it| it.boolean().map(drop), flag: Some(Flag::Switch { help }) }
}

/// Fails where the target needs a fleet and the table has no location.
///
/// # Errors
/// `emit-no-fleet`, on the first workload.
pub fn need_fleet(request: &Request<'_>) -> Result<(), Stopped> {
    if request.resolved.workspace().table().has_fleet() {
        return Ok(());
    }
    let mut refusals = Refusals::new(request);
    (0..request.workloads.len()).for_each(|index| refusals.add(index, Refusal::NoFleet));
    refusals.stop()
}
