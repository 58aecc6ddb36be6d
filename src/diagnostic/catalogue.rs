//! The one declaration of every error: `bpol explain`, the documentation and every renderer print what stands here.

/// What a finding of a rule is by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// An error of the language: it cannot be suppressed, and nothing is compiled while it stands.
    Error,
}

/// One entry of the catalogue.
#[derive(Debug)]
pub struct Rule {
    /// The name that people and programs know it by.
    pub name: &'static str,
    /// What its findings are by default.
    pub level: Level,
    /// What it reports, in one line.
    pub summary: &'static str,
    /// Why that matters and what to do: Markdown paragraphs.
    pub why: &'static str,
    /// A workspace that has the finding.
    pub bad: Example,
    /// The same workspace without it.
    pub good: Example,
}

/// A workspace of one file, as a page shows it.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// The text of the file, compiled with the official reference table.
    Text(&'static str),
    /// The bytes of the file, where they are no text.
    Bytes(&'static [u8]),
    /// What the file would be, where it cannot be shown.
    Described(&'static str),
}

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.name == name).copied()
}

macro_rules! catalogue {
    ($($constant:ident = $rule:expr;)*) => {
        $(
            #[doc = concat!("See the entry's own text: `bpol explain`.")]
            pub static $constant: Rule = $rule;
        )*

        /// Every entry, by name.
        pub static ALL: &[&Rule] = &[$(&$constant),*];
    };
}

catalogue! {
    COLLISION = Rule { name: "collision", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    DUPLICATE_NAME = Rule { name: "duplicate-name", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    EMPTY_LIST = Rule { name: "empty-list", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    HIDDEN_CHARACTER = Rule { name: "hidden-character", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    INVALID_UTF8 = Rule { name: "invalid-utf8", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    LIMIT_EXCEEDED = Rule { name: "limit-exceeded", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    MIXED_TYPES = Rule { name: "mixed-types", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    NO_PLACEMENT = Rule { name: "no-placement", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    SYNTAX_ERROR = Rule { name: "syntax-error", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    UNCLOSED_BLOCK = Rule { name: "unclosed-block", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    UNKNOWN_CODE = Rule { name: "unknown-code", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    UNKNOWN_ENVIRONMENT = Rule { name: "unknown-environment", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    UNKNOWN_KEYWORD = Rule { name: "unknown-keyword", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    UNKNOWN_PARENT = Rule { name: "unknown-parent", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    UNKNOWN_POLICY = Rule { name: "unknown-policy", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
    WRONG_ATTRIBUTE = Rule { name: "wrong-attribute", level: Level::Error, summary: "", why: "", bad: Example::Text(""), good: Example::Text("") };
}
