//! What a deployment tool cannot be told: nothing is written for it.

use crate::diagnostic::check::{Check, Example, Level, Subject};

macro_rules! refusal {
    ($constant:ident, $name:literal, $summary:literal, $why:literal, $bad:literal, $good:literal) => {
        #[doc = concat!("`", $name, "`: ", $summary, ".")]
        pub(crate) static $constant: Check = Check {
            name: $name,
            level: Level::Error(Subject::Tool),
            summary: $summary,
            why: $why,
            bad: Example::Described($bad),
            good: Example::Described($good),
            fix: None,
        };
    };
}

refusal!(
    EMIT_AMBIGUOUS,
    "emit-ambiguous",
    "two codes have one name for a tool, and a set has one of them without the other",
    "\
`[emit.TARGET.locations]` and `.flavors` say what a tool calls a code. Two codes may have one name: then the tool cannot
tell them apart, and who is allowed one of them would get the other. That is fine where every set has both or neither.
Here one has a cell of the first code that the second has not.",
    "`[emit.rectangles.locations]` with `eu-fra-1 = \"europe\"` and `eu-par-1 = \"europe\"`, and a workload that may run
in `eu-fra-1` alone.",
    "Give the two locations names of their own, or allow the workload both."
);

refusal!(
    EMIT_CLASH,
    "emit-clash",
    "two workloads would be one object of a tool",
    "\
A workload of bpol has a kind, a name and an environment; an object of a tool often has a name only. The second object
would overwrite the first one, and one of the two workloads would run where the other may.",
    "`model llama in production` and `model llama in staging`, written with `bpol emit blaxel`, where both are the model
`llama`.",
    "Set `name = \"{name}-{environment}\"` in `[emit.blaxel]`, or write one environment with `--environment production`."
);

refusal!(
    EMIT_LIMIT,
    "emit-limit",
    "a set needs more alternatives, or a document more bytes, than a tool takes",
    "\
Some tools take so many alternatives or bytes and no more. What is beyond the limit would be refused, or cut off and
lost, so nothing is written.",
    "A workload whose set has eleven rectangles, written with `bpol emit kubefleet`, which takes ten terms.",
    "Allow the workload a set with fewer rectangles, or split it."
);

refusal!(
    EMIT_NAME,
    "emit-name",
    "a name that a tool does not take",
    "\
Each tool has a rule for names. bpol makes a workload's name small and puts `-` for `_`, `.` and `/`; it never cuts,
hashes or drops a character, because two names might become one, and nobody would find the object again.",
    "`model \"Résumé\"`, written with `bpol emit kubernetes`: `é` may not stand in the name of an object.",
    "Say what it is called there: `[emit.kubernetes.names]` with `'model/\"Résumé\"' = \"resume\"`."
);

refusal!(
    EMIT_NO_FLEET,
    "emit-no-fleet",
    "a tool needs to know the locations, and the table declares none",
    "\
Most tools know clusters and regions, and no countries or continents. bpol expands a set to the locations of the fleet;
without a declared location there is nothing to expand it to.",
    "A workspace without any `location` statement, written with `bpol emit kubernetes`.",
    "Declare the fleet: `location eu-fra-1 in de < offers [x86, l4] >`, or let `bpol import` write it from an inventory."
);

refusal!(
    EMIT_NOTHING_LEFT,
    "emit-nothing-left",
    "what a tool does not have, or `--narrow`, leaves a workload nowhere to run",
    "\
`CODE = false` in `[emit.TARGET.locations]` or `.flavors` says that the tool does not have that place or flavor, so it
falls out of every set. An empty list would be read as \"everywhere\", so a set of which nothing is left is never written.",
    "`[emit.skypilot.locations]` with `eu-fra-1 = false`, and a workload that may run in `eu-fra-1` alone.",
    "Give the location its name there, or allow the workload another one."
);

refusal!(
    EMIT_PRODUCT,
    "emit-product",
    "a tool takes one product of places and hardware, and a set is none",
    "\
A product allows every listed flavor at every listed place. Where a set has different flavors at different places, the
product of its lists would open cells that nobody allowed.",
    "A workload that may run on `t4` in `us-pdx-1` and on `l4` in `us-was-1`, written with `bpol emit rectangles
--product`: the product has `l4` in `us-pdx-1`.",
    "Leave `--product` out where the tool takes alternatives, split the workload, or let `--narrow` write the largest
product inside the set."
);

refusal!(
    EMIT_UNMAPPED,
    "emit-unmapped",
    "a code that a set has is not known to a tool by any name",
    "\
Where a tool's names are not bpol's codes and nobody can know them, `bpol.toml` says them. A place without a name cannot
be left out in silence: that would be another set. `CODE = false` says that the tool does not have it.",
    "`location eu-fra-1`, written with `bpol emit skypilot` and no `[emit.skypilot.locations]`.",
    "`[emit.skypilot.locations]` with `eu-fra-1 = \"aws/eu-central-1\"`."
);

refusal!(
    EMIT_UNSUPPORTED,
    "emit-unsupported",
    "a tool has no place for a kind of workload, a set or a limit",
    "\
What a tool cannot hold it would drop in silence, and the workload would be open. The message says what it is, and what
to do instead.",
    "A job whose set holds no region that runs jobs, written with `bpol emit blaxel`.",
    "Allow the job a region that runs jobs."
);

refusal!(
    EMIT_WHOLE_PLACE,
    "emit-whole-place",
    "a tool places on whole clusters, and a set has only some flavors of a location",
    "\
Open Cluster Management, Karmada and KubeFleet choose clusters. A cluster that is chosen brings all of its hardware, so
a set that lacks a flavor of one of its locations would be widened.",
    "A workload that may run on `t4` in a location that offers `x86` and `t4`, written with `bpol emit karmada`.",
    "Where each cluster has one flavor, say how to tell it: `cluster = \"{location}-{flavor}\"` in `[emit.karmada]`. Or
write the locations with `--locations-only`, and hold the flavors with `bpol emit kubernetes`."
);
