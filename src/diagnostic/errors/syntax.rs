//! The errors of a text as such.

use crate::diagnostic::check::{Check, Example, Level, Subject};
use crate::diagnostic::fix::Applicability;

/// `[]`.
pub(crate) static EMPTY_LIST: Check = Check {
    name: "empty-list",
    level: Level::Error(Subject::Workspace),
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
    level: Level::Error(Subject::Workspace),
    summary: "a character that people cannot see, or that changes the order of what they see",
    why: "\
Control characters, bidirectional controls, zero-width characters and spaces that are not the space make a file read
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
    level: Level::Error(Subject::Workspace),
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
    level: Level::Error(Subject::Workspace),
    summary: "the file is longer than 1 GiB",
    why: "\
A file of more than 1 GiB is not read at all. All files of a workspace share one namespace, and their order never
matters, so it can be cut between any two statements.",
    bad: Example::Described("A file of more than 1 GiB."),
    good: Example::Described("The same statements in several files."),
    fix: None,
};

/// No statement of the language.
pub(crate) static SYNTAX_ERROR: Check = Check {
    name: "syntax-error",
    level: Level::Error(Subject::Workspace),
    summary: "the text is not a statement of the language",
    why: "\
Every statement has the shape `KEYWORD NAME [\"Label\"] [in PARENT] [< BODY >]`. The finding says what is wrong with one,
and its help what to write instead. Where there is only one way to mean it, there is a fix: a safe one adds or exchanges
marks and leaves all words as they are. Reading goes on at the next statement, so all errors of a file are reported at
once.

Words are ASCII letters, digits, `_`, `.` and `-`; anything else is written in quotes. Keywords are never quoted.",
    bad: Example::Text("policy france < country in fr >\n\nmodel llama < attach [france] >\n"),
    good: Example::Text("policy france < country in [fr] >\n\nmodel llama < attach [france] >\n"),
    fix: Some(Applicability::Unsafe),
};

/// A bracket or quote without counterpart.
pub(crate) static UNCLOSED_BLOCK: Check = Check {
    name: "unclosed-block",
    level: Level::Error(Subject::Workspace),
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

/// A word where the language has another.
pub(crate) static UNKNOWN_KEYWORD: Check = Check {
    name: "unknown-keyword",
    level: Level::Error(Subject::Workspace),
    summary: "a word that is no statement, attribute, kind or clause stands where one of these must",
    why: "\
The language has few words: the statements (`policy`, `environment`, `model`, …), the attributes of rules (`country`,
`gpu`, …), the kinds of a target (`models`, `functions`, …) and the clauses of lists (`attach`, `offers`, `alias`). The
help offers the nearest.",
    bad: Example::Text("modle llama\n"),
    good: Example::Text("model llama\n"),
    fix: Some(Applicability::Unsafe),
};
