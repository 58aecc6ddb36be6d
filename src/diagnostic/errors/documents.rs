//! The errors of documents that other programs wrote.

use crate::diagnostic::check::{Check, Example, Level, Subject};

/// JSON or YAML that cannot be read, or that has something else than what must stand there.
pub(crate) static UNREADABLE_DOCUMENT: Check = Check {
    name: "unreadable-document",
    level: Level::Error(Subject::Document),
    summary: "a JSON or YAML document cannot be read",
    why: "\
What two programs may read in two ways is not guessed. So it is an error if

* the text is neither JSON nor YAML;
* a key stands twice in one map: some programs take the first one, others the last;
* YAML has an alias (`*name`), a merge key (`<<`), a tag (`!name`) or a key that is no text;
* lists and maps stand in each other deeper than 100 levels;
* a text, list or map must stand somewhere, and something else does;
* a word without quotes stands where a text must, and readers of YAML differ in what it is: `no`, `yes`, `on`, `off`,
  `010`, `12:30`, `1e3`. To YAML 1.1 a country `no` is `false`; `\"no\"` is Norway to everyone.

Several JSON values may follow one another, with or without lines `---` between them; empty documents are passed over.",
    bad: Example::Described("A map that has the key `name` twice, or a country `no` without quotes in YAML."),
    good: Example::Described("The map with the key once, and the country in quotes."),
    fix: None,
};

/// Something that an import does not know.
pub(crate) static IMPORT_UNKNOWN: Check = Check {
    name: "import-unknown",
    level: Level::Error(Subject::Document),
    summary: "what is to be imported has a kind, field or value that bpol does not know",
    why: "\
`bpol import` and `--fleet` drop nothing in silence. A field that the language has no word for becomes a comment; but a
kind, a type or a value on which the meaning depends, and which is not known, missing or no name of the language, is an
error with its place and path.

With `--partial` the object is left out, with everything that names it, and this is a warning.",
    bad: Example::Described("A policy of the platform whose `spec.type` is `latency`."),
    good: Example::Described("A policy of the platform whose `spec.type` is `location`, `flavor` or `maxToken`."),
    fix: None,
};

/// Two things that cannot both be imported.
pub(crate) static IMPORT_CONFLICT: Check = Check {
    name: "import-conflict",
    level: Level::Error(Subject::Document),
    summary: "two parts of what is to be imported say different things of one",
    why: "\
Which of the two is right, nobody but a person knows: two policies of one name with different lists, two answers that
give one region two countries, two labels of one node that are two gpus, or two spellings of one location that differ in
case only. The same content twice is no error.

With `--partial` the object is left out, with everything that names it, and this is a warning.",
    bad: Example::Described("Two files that both have a policy `eu`, one for `de` and one for `fr`."),
    good: Example::Described("The two policies under two names."),
    fix: None,
};

/// A meaning that the language cannot say.
pub(crate) static IMPORT_UNSUPPORTED: Check = Check {
    name: "import-unsupported",
    level: Level::Error(Subject::Document),
    summary: "what is to be imported means something that the language cannot say",
    why: "\
The statements would mean something else than the objects do:

* a policy without a list allows everything, and takes the other policies of its type at the workload with it;
* `region: auto` beside a location policy may be anywhere;
* a region beside a location policy: on the platform both hold, while two policies at one point are a union;
* a policy for applications alone, for the ratio of tokens alone, or of a cluster alone.

With `--partial` the object is left out, with everything that names it, and this is a warning.",
    bad: Example::Described("A sandbox with `region: auto` and the policy `eu`."),
    good: Example::Described("The sandbox with `region: eu-fra-1` alone, or with the policy alone."),
    fix: None,
};

/// Something that runs where it must not.
pub(crate) static AUDIT_FORBIDDEN: Check = Check {
    name: "audit-forbidden",
    level: Level::Error(Subject::Observation),
    summary: "a workload was observed where, or on what, it may not run",
    why: "\
`bpol audit` compares what somebody saw running with the placement sets. The location or the flavor of the row lies
outside the sets of its workload, or the workload can run nowhere at all. Either it must be moved, or whoever answers
for the policies allows it: `bpol why` says who that is.",
    bad: Example::Described("A row `model,chat,production,us-east-1,t4`, where `model/chat@production` may run in `eu` only."),
    good: Example::Described("The same row with a location in `eu`."),
    fix: None,
};

/// Something observed that the workspace does not know.
pub(crate) static AUDIT_UNKNOWN: Check = Check {
    name: "audit-unknown",
    level: Level::Error(Subject::Observation),
    summary: "a workload, location or flavor was observed that the workspace does not know",
    why: "\
Of what is not declared nobody can say whether it may run: it is never taken for allowed. Declare the workload or the
flavor, or correct its spelling. A location that the table does not list may have its country in the column `country`,
and is then one of the places of that country. With `--allow-unknown` such rows do not fail the audit.",
    bad: Example::Described("A row of `model/chta@production`, where the workspace declares `model/chat@production`."),
    good: Example::Described("The row with the name that the workspace has."),
    fix: None,
};

/// A row that cannot be read.
pub(crate) static AUDIT_MALFORMED: Check = Check {
    name: "audit-malformed",
    level: Level::Error(Subject::Observation),
    summary: "a row of what was observed cannot be read",
    why: "\
A row has too few fields, no kind that there is, no name, or bytes that are not UTF-8. It may hide a workload that runs
where it must not, so it is reported with its line and never passed over, `--allow-unknown` or not.",
    bad: Example::Described("A row `chat,production`, which has two of five fields."),
    good: Example::Described("A row `model,chat,production,eu-par-1,t4`."),
    fix: None,
};
