//! The errors of what is left in the end.

use crate::diagnostic::check::{Check, Example, Level, Subject};

/// Environment and workload leave nothing of a type.
pub(crate) static COLLISION: Check = Check {
    name: "collision",
    level: Level::Error(Subject::Workspace),
    summary: "environment and workload leave a workload no place, or no flavor, to run on",
    why: "\
What an environment allows and what a workload asks for must both hold. Here they have nothing in common, so the
workload could run nowhere. Every deployment tool reads an empty list as \"unrestricted\": what nobody allowed would be
allowed everywhere. That is why nothing is written.

Policies of one type at one point are a union: adding a policy to the same list widens it. To repair the collision the
workload asks for something that the environment allows, or detaches its policy and gets all of that. If it must keep
what it asks for, the owner of the environment has to allow it there.",
    bad: Example::Text(
        "\
policy europe < continent in [eu] >
policy us     < country in [us] >

environment production < attach [europe] >

model llama in production < attach [us] >
",
    ),
    good: Example::Text(
        "\
policy europe < continent in [eu] >
policy france < country in [fr] >

environment production < attach [europe] >

model llama in production < attach [france] >
",
    ),
    fix: None,
};

/// A guard that does not hold.
pub(crate) static GUARD_VIOLATED: Check = Check {
    name: "guard-violated",
    level: Level::Error(Subject::Workspace),
    summary: "a workload's placement set is not what a guard says it must be",
    why: "\
A guard says what must hold whatever policies are attached and detached: `within` keeps sets inside of what it names,
`excludes` keeps what it names out of them (with `and`, what both sides name at once), `allows` asks that they have all
of it. It changes no set; where it does not hold, nothing is compiled.

`within` and `excludes` speak of the set, so a place that the table does not list counts: a location that joins the
fleet later cannot break them unseen. `excludes … and …` speaks of placements where there is a fleet, and `allows` asks
for a placement there.

The finding says which workloads break it and by what, and who lets that in: the policies at every point that has it,
and each point that has no policy of the type. `[guards]` in `bpol.toml` can make one guard a warning for a while;
nothing else weakens it.",
    bad: Example::Text(
        "\
policy us_or_eu < country in [us] or continent in [eu] >

environment production < attach [us_or_eu] >

guard residency in production < within continent in [eu] >

model llama in production
",
    ),
    good: Example::Text(
        "\
policy europe < continent in [eu] >

environment production < attach [europe] >

guard residency in production < within continent in [eu] >

model llama in production
",
    ),
    fix: None,
};

/// Nothing in the fleet fits.
pub(crate) static NO_PLACEMENT: Check = Check {
    name: "no-placement",
    level: Level::Error(Subject::Workspace),
    summary: "no declared location offers what a workload is allowed",
    why: "\
Where the workspace or its reference table declares locations, the fleet is known, and bpol works out where each
workload can run. Here the policies leave something, but no location that they allow offers a flavor that they allow.
The help says what each location lacks, and whether the environment alone would have a placement: if it would, the
workload's owner can repair this; if not, only the environment's owner or the fleet's can.

It is reported too where the reference table lists no place or no flavor at all.",
    bad: Example::Text(
        "\
location paris in fr < offers [x86] >

policy t4 < gpu in [t4] >

model llama < attach [t4] >
",
    ),
    good: Example::Text(
        "\
location paris in fr < offers [x86, t4] >

policy t4 < gpu in [t4] >

model llama < attach [t4] >
",
    ),
    fix: None,
};
