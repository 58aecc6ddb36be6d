//! The keys that targets share, and what each needs before it writes.

use super::about::Shape;
use super::codes::check_names;
use super::names::Template;
use super::refusal::{Refusal, Refusals};
use super::settings::Setting;
use super::subjects::Subject;
use super::target::{Flag, Key, Request, Stopped};

/// `narrow`, which every target has.
pub const NARROW: Key = Key::new(
    "narrow",
    "Where the target cannot say a set, write the largest part of it that it can",
    Shape::Boolean,
    |it| it.boolean().map(drop),
)
.by_default("false");

/// What a tool calls a code: a name, several, or `false` where it does not have it.
pub const NAMES_OF_CODE: Shape =
    Shape::Any(&[Shape::Text("us-west-2"), Shape::List(&Shape::Text("us-west-2")), Shape::False]);

/// `locations`: the names of locations.
pub const LOCATIONS: Key = Key::new(
    "locations",
    "What the tool calls each location; `false` where it does not have it",
    Shape::Map(Subject::Location, &NAMES_OF_CODE),
    check_names,
);

/// `flavors`: the names of flavors.
pub const FLAVORS: Key = Key::new(
    "flavors",
    "What the tool calls each flavor; `false` where it does not have it",
    Shape::Map(Subject::Flavor, &NAMES_OF_CODE),
    check_names,
);

/// `name`: the template of the names of workloads.
pub const NAME: Key = Key::new(
    "name",
    "What workloads are called, with the fields `{name}`, `{kind}` and `{environment}`",
    Shape::Text("{kind}-{name}-{environment}"),
    |it| Template::new(it).map(drop),
)
.by_default("\"{name}\"");

/// `names`: the names of single workloads.
pub const NAMES: Key = Key::new(
    "names",
    "What single workloads are called",
    Shape::Map(Subject::Workload, &Shape::Text("llama")),
    check_texts,
);

/// `namespace`: the template of namespaces.
pub const NAMESPACE: Key = Key::new(
    "namespace",
    "The namespace of each workload, with the fields `{name}`, `{kind}` and `{environment}`",
    Shape::Text("{environment}"),
    |it| Template::new(it).map(drop),
);

/// A table of texts.
///
/// # Errors
/// Where it is none.
pub fn check_texts(setting: &Setting) -> Result<(), super::settings::Wrong> {
    setting.table()?.entries().iter().try_for_each(|entry| entry.setting.text().map(drop))
}

/// A key that a switch sets.
#[must_use]
pub const fn switch(name: &'static str, line: &'static str) -> Key {
    Key::new(name, line, Shape::Boolean, |it| it.boolean().map(drop))
        .by_default("false")
        .with_flag(Flag::Switch)
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
