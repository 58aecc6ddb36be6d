//! Findings as data: what is wrong, where, and what to write instead. Renderers turn them into text.

pub mod errors;
pub mod page;
pub mod render;
pub mod rule;

use std::fmt::Write as _;

pub use rule::{Example, Level, Rule};

use crate::hidden;
use crate::source::{Sources, Span};

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; nothing fails by it.
    Warning,
    /// Nothing is compiled while it stands.
    Error,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What it is a finding of.
    pub rule: &'static Rule,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in one line: lower case, no full stop.
    pub message: String,
    /// The primary place.
    pub span: Span,
    /// What the underlined text is.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Every other place that matters, each with what it is.
    pub related: Vec<Related>,
    /// The edits that would repair it.
    pub fix: Option<Fix>,
}

/// A further place of a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// Whether a fix may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It changes no placement and nothing that anyone may have meant.
    Safe,
    /// It is a guess that a person should look at.
    Unsafe,
}

impl Applicability {
    /// The word that output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Edits that repair a finding together.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// The edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One replacement of text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

impl Diagnostic {
    /// A finding of a rule: `message` says what is wrong, `label` what the text at `span` is. Whatever of them comes
    /// from a file has its hidden characters escaped here. That of a lint rule is a warning.
    #[must_use]
    pub fn new(rule: &'static Rule, span: Span, message: impl AsRef<str>, label: impl AsRef<str>) -> Self {
        Self {
            rule,
            severity: if rule.level == Level::Error { Severity::Error } else { Severity::Warning },
            message: printable(message.as_ref()),
            span,
            label: printable(label.as_ref()),
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// The same finding with what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl AsRef<str>) -> Self {
        self.help = Some(printable(help.as_ref()));
        self
    }

    /// The same finding with one more place.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl AsRef<str>) -> Self {
        self.related.push(Related { message: printable(message.as_ref()), span });
        self
    }

    /// The same finding with an edit that repairs it.
    #[must_use]
    pub fn with_fix(mut self, applicability: Applicability, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { applicability, edits: vec![Edit { span, text: text.into() }] });
        self
    }

    /// The same finding with an edit that repairs it, if there is one.
    #[must_use]
    pub fn with_edit(mut self, applicability: Applicability, edit: Option<Edit>) -> Self {
        self.fix = edit.map(|edit| Fix { applicability, edits: vec![edit] });
        self
    }
}

/// Puts findings in the order in which they are reported: path, offset, name. Those that have all of it in common keep
/// their order.
pub fn sort(diagnostics: &mut [Diagnostic], sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |finding: &Diagnostic| (finding.span.start, finding.rule.name, finding.span.end);
        let path = |finding: &Diagnostic| sources[finding.span.file].name();
        path(a).cmp(path(b)).then_with(|| key(a).cmp(&key(b)))
    });
}

/// Drops what is said of a word that has a hidden character in it: what the word is meant to be is unknown, and the
/// character is reported.
pub fn keep_visible(findings: &mut Vec<Diagnostic>) {
    let is_hidden = |finding: &Diagnostic| finding.rule.name == errors::HIDDEN_CHARACTER.name;
    let mut hidden: Vec<Span> = findings.iter().filter(|it| is_hidden(it)).map(|it| it.span).collect();
    hidden.sort_by_key(|span| span.key());
    findings.retain(|finding| {
        let span = finding.span;
        let behind = hidden.partition_point(|it| (it.file, it.end) <= (span.file, span.start));
        let is_inside = |it: &Span| it.file == span.file && it.start < span.end;
        is_hidden(finding) || !hidden.get(behind).is_some_and(is_inside)
    });
}

/// `text` with every character escaped that a terminal would obey or not show, as `\u{1b}`.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '\n' && hidden::is_hidden(character) {
            let _ = write!(shown, "{}", character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// `words` in backticks as a list in prose: `a`, `a and b`, `a, b and c`, with `and` as given.
#[must_use]
pub fn listed<T: AsRef<str>>(words: &[T], and: &str) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        let joint = match index {
            0 => "",
            _ if index + 1 == words.len() => and,
            _ => ", ",
        };
        let spaced = if joint == and { format!(" {joint} ") } else { joint.to_owned() };
        let _ = write!(text, "{}`{}`", if index == 0 { "" } else { &spaced }, word.as_ref());
    }
    text
}

/// `1 policy`, `2 policies`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(listed::<&str>(&[], "or"), "");
        assert_eq!(listed(&["a"], "or"), "`a`");
        assert_eq!(listed(&["a", "b"], "or"), "`a` or `b`");
        assert_eq!(listed(&["a", "b", "c"], "and"), "`a`, `b` and `c`");
    }

    #[test]
    fn nothing_reaches_a_terminal_raw() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b\tc"), "a\\u{1b}[31m\\u{202e}b\tc");
    }
}
