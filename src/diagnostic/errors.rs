//! The errors of the language, by name: what each reports, why, and a workspace with and without it.

use super::check::{Check, Example, Level};
use super::fix::Applicability;

/// Every error, by name.
pub(crate) static ALL: &[&Check] = &[
    &COLLISION,
    &DUPLICATE_NAME,
    &EMPTY_LIST,
    &HIDDEN_CHARACTER,
    &INVALID_UTF8,
    &LIMIT_EXCEEDED,
    &MIXED_TYPES,
    &NO_PLACEMENT,
    &SYNTAX_ERROR,
    &UNCLOSED_BLOCK,
    &UNKNOWN_CODE,
    &UNKNOWN_ENVIRONMENT,
    &UNKNOWN_KEYWORD,
    &UNKNOWN_PARENT,
    &UNKNOWN_POLICY,
    &WRONG_ATTRIBUTE,
];

/// Environment and workload leave nothing of a type.
pub(crate) static COLLISION: Check = Check {
    name: "collision",
    level: Level::Error,
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

/// One identity twice.
pub(crate) static DUPLICATE_NAME: Check = Check {
    name: "duplicate-name",
    level: Level::Error,
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

/// `[]`.
pub(crate) static EMPTY_LIST: Check = Check {
    name: "empty-list",
    level: Level::Error,
    summary: "a list has nothing in it",
    why: "\
Read to the letter, an empty list allows nothing; most deployment tools read it as \"everything\". Such a text means
one thing to its author and another to a machine, so it is refused wherever it stands.

Where nothing is to be attached, offered or called otherwise, leave the whole part out.",
    bad: Example::Text("model llama < attach [] >\n"),
    good: Example::Text("model llama\n"),
    fix: None,
};

/// What a reader does not see.
pub(crate) static HIDDEN_CHARACTER: Check = Check {
    name: "hidden-character",
    level: Level::Error,
    summary: "a character that people cannot see, or that changes the order of what they see",
    why: "\
Control characters, bidirectional controls, zero-width characters and blanks that are not the blank make a file read
otherwise to a person than to a machine (\"Trojan Source\", CVE-2021-42574). A review cannot find what it cannot see, so
they are refused everywhere, in comments and strings too.

A byte-order mark may open a file, and the joiners and variation selectors of an emoji may stand in strings and
comments.",
    bad: Example::Text("model llama\u{200b}3\n"),
    good: Example::Text("model llama3\n"),
    fix: Some(Applicability::Unsafe),
};

/// Bytes that are no text.
pub(crate) static INVALID_UTF8: Check = Check {
    name: "invalid-utf8",
    level: Level::Error,
    summary: "the file is not UTF-8 text",
    why: "\
A `.bpol` file is UTF-8. The finding points at the first bytes that are no character. The file probably was saved in
another encoding, such as Latin-1 or UTF-16; save it as UTF-8.

What such a file declares is unknown, so in the same run no reference from another file is called unknown.",
    bad: Example::Bytes(b"# Donn\xe9es\nmodel llama\n"),
    good: Example::Text("# Données\nmodel llama\n"),
    fix: None,
};

/// More than is read.
pub(crate) static LIMIT_EXCEEDED: Check = Check {
    name: "limit-exceeded",
    level: Level::Error,
    summary: "the file is longer than 1 GiB",
    why: "\
A file of more than 1 GiB is not read at all. All files of a workspace share one namespace, and their order never
matters, so it can be cut between any two statements.",
    bad: Example::Described("A file of more than 1 GiB."),
    good: Example::Described("The same statements in several files."),
    fix: None,
};

/// Rules of two types in one policy.
pub(crate) static MIXED_TYPES: Check = Check {
    name: "mixed-types",
    level: Level::Error,
    summary: "a policy has rules about places and rules about flavors",
    why: "\
The rules of a policy are joined by `or`. \"In France, or on a T4\" would allow every place as long as a T4 is there,
which is hardly what anyone means. A policy has exactly one type: *location* (`continent`, `country`, `location`) or
*flavor* (`cpu`, `gpu`).

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

/// Nothing in the fleet fits.
pub(crate) static NO_PLACEMENT: Check = Check {
    name: "no-placement",
    level: Level::Error,
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

/// No statement of the language.
pub(crate) static SYNTAX_ERROR: Check = Check {
    name: "syntax-error",
    level: Level::Error,
    summary: "the text is not a statement of the language",
    why: "\
Every statement has the shape `KEYWORD NAME [\"Label\"] [in PARENT] [< BODY >]`. The finding points at the first token
that does not fit, and its help shows the shape of the statement. Reading goes on at the next statement, so all errors
of a file are reported at once.

Words are ASCII letters, digits, `_`, `.` and `-`; anything else is written in quotes. Keywords are never quoted.",
    bad: Example::Text("policy france < country in fr >\n\nmodel llama < attach [france] >\n"),
    good: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
    fix: Some(Applicability::Unsafe),
};

/// A bracket or quote without counterpart.
pub(crate) static UNCLOSED_BLOCK: Check = Check {
    name: "unclosed-block",
    level: Level::Error,
    summary: "a `<`, `[` or `\"` is never closed",
    why: "\
The finding points at what was opened, and names the place before which it must be closed. A statement that begins
inside of `< … >` means that the block before it was not closed; that one is read all the same.

Strings end on the line on which they begin.",
    bad: Example::Text(
        "\
policy france < country in [fr]

model llama < attach [france] >
",
    ),
    good: Example::Text(
        "\
policy france < country in [fr] >

model llama < attach [france] >
",
    ),
    fix: None,
};

/// A code that the table does not have.
pub(crate) static UNKNOWN_CODE: Check = Check {
    name: "unknown-code",
    level: Level::Error,
    summary: "a code is not in the reference table",
    why: "\
A policy that names a place which does not exist allows nothing there, without anyone noticing. Codes are those of the
reference table in force (`bpol reference` lists them) and of the `continent`, `country`, `location`, `cpu` and `gpu`
statements of the workspace.

Codes are lower case by convention, and case counts: `US` is unknown, and the fix that writes `us` is safe. Every other
suggestion is a guess. The help also says when a built-in table that is not in force has the code.",
    bad: Example::Text("policy france < country in [FR] >\n\nmodel llama < attach [france] >\n"),
    good: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
    fix: Some(Applicability::Unsafe),
};

/// A reference to no environment.
pub(crate) static UNKNOWN_ENVIRONMENT: Check = Check {
    name: "unknown-environment",
    level: Level::Error,
    summary: "a workload is in an environment that is not declared",
    why: "\
The environment carries the policies that hold for all of its workloads. A misspelt one would carry none, and the
workload could run anywhere.",
    bad: Example::Text("environment production\n\nmodel llama in prodution\n"),
    good: Example::Text("environment production\n\nmodel llama in production\n"),
    fix: Some(Applicability::Unsafe),
};

/// A word where the language has another.
pub(crate) static UNKNOWN_KEYWORD: Check = Check {
    name: "unknown-keyword",
    level: Level::Error,
    summary: "a word that is no statement, attribute, kind or clause stands where one of these must",
    why: "\
The language has few words: the statements (`policy`, `environment`, `model`, …), the attributes of rules (`country`,
`gpu`, …), the kinds of a target (`models`, `functions`, …) and the clauses of lists (`attach`, `offers`, `alias`). The
help offers the nearest.",
    bad: Example::Text("modle llama\n"),
    good: Example::Text("model llama\n"),
    fix: Some(Applicability::Unsafe),
};

/// A reference to no place above.
pub(crate) static UNKNOWN_PARENT: Check = Check {
    name: "unknown-parent",
    level: Level::Error,
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
    level: Level::Error,
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
    level: Level::Error,
    summary: "a code stands under an attribute that it does not belong to",
    why: "\
The code exists, but under the attributes that the help names. Continents, countries and locations have one namespace
each, so that `na` is a continent and may be a country as well.",
    bad: Example::Text("policy america < country in [na] >\n\nmodel llama < attach [america] >\n"),
    good: Example::Text("policy america < continent in [na] >\n\nmodel llama < attach [america] >\n"),
    fix: Some(Applicability::Unsafe),
};
