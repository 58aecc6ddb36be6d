//! The errors of names: what they refer to, and what statements make of it.

use crate::diagnostic::check::{Check, Example, Level, Subject};
use crate::diagnostic::fix::Applicability;

/// Exceptions that leave nothing.
pub(crate) static ALLOWS_NOTHING: Check = Check {
    name: "allows-nothing",
    level: Level::Error(Subject::Workspace),
    summary: "the exceptions of a policy, group or guard leave nothing of it",
    why: "\
What stands behind `except` is taken away from what stands before it, of the places that the reference table lists. With
a place, every code above it stops standing for what the table does not list: `continent in [eu] except country in [fr]`
is every *other* country that the table lists for `eu`. Where it lists no other, nothing is left, and every deployment
tool would read the empty list as \"unrestricted\".

It depends on the table: `official` lists two countries, `world` all of them.",
    bad: Example::Text(
        "\
policy not_france < continent in [eu] except country in [fr] >

model llama < attach [not_france] >
",
    ),
    good: Example::Text(
        "\
country de \"Germany\" in eu

policy not_france < continent in [eu] except country in [fr] >

model llama < attach [not_france] >
",
    ),
    fix: None,
};

/// One identity twice.
pub(crate) static DUPLICATE_NAME: Check = Check {
    name: "duplicate-name",
    level: Level::Error(Subject::Workspace),
    summary: "two statements declare the same thing",
    why: "\
All files of a workspace share one namespace, and their order never matters. There are no redefinitions: if a name
could be declared twice, which declaration holds would depend on where it stands.

Policies, environments, continents, countries and locations have one namespace each; `cpu` and `gpu` share one, aliases
included. A workload is known by its kind, name and environment together. The codes of the reference table cannot be
declared again.",
    bad: Example::Text(
        "\
policy france < country in [fr] >
policy france < continent in [eu] >

model llama < attach [france] >
",
    ),
    good: Example::Text(
        "\
policy france < country in [fr] >
policy europe < continent in [eu] >

model llama < attach [france] >
model pixtral < attach [europe] >
",
    ),
    fix: None,
};

/// Environments that lie in one another.
pub(crate) static ENVIRONMENT_CYCLE: Check = Check {
    name: "environment-cycle",
    level: Level::Error(Subject::Workspace),
    summary: "environments lie in one another in a circle",
    why: "\
An environment may lie in another one, whose policies hold for it too. In a circle there is no outermost one, so nobody
can say what holds. One finding names all that are part of the circle; what only leads into it is not reported.",
    bad: Example::Text(
        "\
environment production in regulated
environment regulated in production

model llama in regulated
",
    ),
    good: Example::Text("environment production\nenvironment regulated in production\n\nmodel llama in regulated\n"),
    fix: None,
};

/// Groups that name one another.
pub(crate) static GROUP_CYCLE: Check = Check {
    name: "group-cycle",
    level: Level::Error(Subject::Workspace),
    summary: "groups name one another in a circle",
    why: "\
A group may name other groups, in any order, but not itself through any number of steps: what would be in it? One
finding names all that are part of the circle; what only leads into it is not reported.",
    bad: Example::Text(
        "\
group home < group in [west] or country in [fr] >
group west < group in [home] or country in [us] >

policy near < group in [home] >

model llama < attach [near] >
",
    ),
    good: Example::Text(
        "\
group home < group in [west] or country in [fr] >
group west < country in [us] >

policy near < group in [home] >

model llama < attach [near] >
",
    ),
    fix: None,
};

/// Rules of two types in one policy.
pub(crate) static MIXED_TYPES: Check = Check {
    name: "mixed-types",
    level: Level::Error(Subject::Workspace),
    summary: "a policy has rules about places and rules about flavors, or rules and a limit of tokens",
    why: "\
The rules of a policy are joined by `or`. \"In France, or on a T4\" would allow every place as long as a T4 is there,
which is hardly what anyone means. A policy has exactly one type: *location* (`continent`, `country`, `location`) or
*flavor* (`cpu`, `gpu`). A limit of tokens is of a third type, *tokens*, and stands in a policy without rules.

Write two policies and attach both. Policies of different types must both hold.",
    bad: Example::Text(
        "\
policy france_t4 < country in [fr] or gpu in [t4] >

model llama < attach [france_t4] >
",
    ),
    good: Example::Text(
        "\
policy france < country in [fr] >
policy t4     < gpu in [t4] >

model llama < attach [france, t4] >
",
    ),
    fix: None,
};

/// A code that the table does not have.
pub(crate) static UNKNOWN_CODE: Check = Check {
    name: "unknown-code",
    level: Level::Error(Subject::Workspace),
    summary: "a code is not in the reference table",
    why: "\
A policy that names a place which does not exist allows nothing there, without anyone noticing. Codes are those of the
reference table in force (`bpol reference` lists them) and of the `continent`, `country`, `location`, `cpu` and `gpu`
statements of the workspace.

Codes are lower case by convention, and case counts: `US` is unknown, and the fix that writes `us` is safe; but nobody
writes a continent for you, since `EU` may be the Union. Every other suggestion is a guess. An unsafe fix writes the
code of another name (`gb` for `uk`), and a misspelt code only where one alone differs, in one letter of four or more:
never in a digit, and never in a short part, as in `eu-west4` and `us-west4`. Words for many places, such as `emea`, are
answered with a group that has them, if there is one. The help also says when a built-in table that is not in force has
the code.",
    bad: Example::Text("policy france < country in [FR] >\n\nmodel llama < attach [france] >\n"),
    good: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
    fix: Some(Applicability::Unsafe),
};

/// A reference to no environment.
pub(crate) static UNKNOWN_ENVIRONMENT: Check = Check {
    name: "unknown-environment",
    level: Level::Error(Subject::Workspace),
    summary: "a workload is in an environment that is not declared",
    why: "\
The environment carries the policies that hold for all of its workloads. A misspelt one would carry none, and the
workload could run anywhere. Which one is meant decides where the workload runs, so no fix ever guesses it.",
    bad: Example::Text("environment production\n\nmodel llama in prodution\n"),
    good: Example::Text("environment production\n\nmodel llama in production\n"),
    fix: None,
};

/// A reference to no group.
pub(crate) static UNKNOWN_GROUP: Check = Check {
    name: "unknown-group",
    level: Level::Error(Subject::Workspace),
    summary: "a rule refers to a group that no statement declares",
    why: "\
A `group` statement gives places or flavors a name. The built-in table `world` has some: `eu27` is the European Union,
`eea30` the European Economic Area. What is in a group decides where data goes: a fix writes another name only where
one alone differs, in one letter of four or more.",
    bad: Example::Text("policy home < group in [nordics] >\n\nmodel llama < attach [home] >\n"),
    good: Example::Text(
        "\
country fi \"Finland\" in eu

group nordics \"Nordic countries\" < country in [fi] >

policy home < group in [nordics] >

model llama < attach [home] >
",
    ),
    fix: Some(Applicability::Unsafe),
};

/// A reference to no place above.
pub(crate) static UNKNOWN_PARENT: Check = Check {
    name: "unknown-parent",
    level: Level::Error(Subject::Workspace),
    summary: "a country or location lies in something that is not declared",
    why: "\
A country lies in a continent, and a location in a country. A location whose country is unknown lies under no code but
its own, so policies about countries and continents would silently pass it over.",
    bad: Example::Text("location paris in france\n\nmodel llama\n"),
    good: Example::Text("location paris in fr\n\nmodel llama\n"),
    fix: Some(Applicability::Unsafe),
};

/// A reference to no policy.
pub(crate) static UNKNOWN_POLICY: Check = Check {
    name: "unknown-policy",
    level: Level::Error(Subject::Workspace),
    summary: "an attached policy is not declared",
    why: "\
The first policy of a type at a point narrows it; without it everything is allowed. So a misspelt policy must not be
passed over.",
    bad: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [frnace] >\n"),
    good: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
    fix: Some(Applicability::Unsafe),
};

/// A code of another attribute.
pub(crate) static WRONG_ATTRIBUTE: Check = Check {
    name: "wrong-attribute",
    level: Level::Error(Subject::Workspace),
    summary: "a code stands under an attribute that it does not belong to",
    why: "\
The code exists, but under the attributes that the help names. Continents, countries and locations have one namespace
each, so that `na` is a continent and may be a country as well.",
    bad: Example::Text("policy america < country in [na] >\n\nmodel llama < attach [america] >\n"),
    good: Example::Text("policy america < continent in [na] >\n\nmodel llama < attach [america] >\n"),
    fix: Some(Applicability::Unsafe),
};
