//! The errors of documents that other programs wrote.

use crate::diagnostic::check::{Check, Example, Level};

/// JSON or YAML that cannot be read, or that has something else than what must stand there.
pub(crate) static UNREADABLE_DOCUMENT: Check = Check {
    name: "unreadable-document",
    level: Level::Error,
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
