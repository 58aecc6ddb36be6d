//! Findings as renderers see them: facts come in, words go out in which nothing is hidden. Renderers have no
//! other way to the words.

use crate::diagnostic::data::Data;
use crate::diagnostic::{Check, Diagnostic, Fact, Fix, Severity};
use crate::text::Span;
use crate::text::hidden;

/// The findings of one run, put into words one by one as they are asked for.
#[derive(Clone, Copy)]
pub(super) struct Findings<'f>(&'f [Diagnostic]);

impl<'f> Findings<'f> {
    pub(super) fn new(findings: &'f [Diagnostic]) -> Self {
        Self(findings)
    }

    /// Every finding, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = Shown<'f>> {
        self.0.iter().map(Shown::new)
    }

    /// The finding of that number.
    pub(super) fn get(self, index: usize) -> Option<Shown<'f>> {
        self.0.get(index).map(Shown::new)
    }

    /// How many findings there are of each check, in the order in which they come up.
    pub(super) fn counts(self) -> Vec<Counted> {
        let mut counts: Vec<Counted> = Vec::new();
        for &Diagnostic { check, severity, .. } in self.0 {
            let is_it = |it: &&mut Counted| it.check.name == check.name && it.severity == severity;
            match counts.iter_mut().find(is_it) {
                Some(counted) => counted.number += 1,
                None => counts.push(Counted { check, severity, number: 1 }),
            }
        }
        counts
    }

    /// How many errors there are, and the one change with which all of them would go, if there is one.
    pub(super) fn remedy(self) -> Option<(usize, String)> {
        let mut errors = self.0.iter().filter(|finding| finding.severity == Severity::Error);
        let remedy = errors.next()?.fact.remedy()?;
        let mut number = 1;
        for error in errors {
            if error.fact.remedy()? != remedy {
                return None;
            }
            number += 1;
        }
        (number > 1).then(|| (number, printable(remedy)))
    }

    /// Every span, in the order in which they come up: those of a finding, then those of its fix.
    pub(super) fn spans(self) -> impl Iterator<Item = Span> {
        self.0.iter().flat_map(|finding| {
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            std::iter::once(finding.span).chain(finding.related.iter().copied()).chain(edits)
        })
    }
}

/// How many findings of a check there are that are as grave.
pub(super) struct Counted {
    pub(super) check: &'static Check,
    pub(super) severity: Severity,
    pub(super) number: usize,
}

/// A finding in words that may be shown as they are.
pub(super) struct Shown<'f> {
    pub(super) check: &'static Check,
    pub(super) severity: Severity,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    pub(super) related: Vec<Related>,
    pub(super) fix: Option<&'f Fix>,
    fact: &'f dyn Fact,
}

/// A further span of a finding, and what is there.
pub(super) struct Related {
    pub(super) span: Span,
    pub(super) message: String,
}

impl<'f> Shown<'f> {
    pub(super) fn new(finding: &'f Diagnostic) -> Self {
        let words = finding.fact.words();
        debug_assert_eq!(words.related.len(), finding.related.len(), "each span has its words: {words:?}");
        let related = finding.related.iter().zip(words.related);
        Self {
            check: finding.check,
            severity: finding.severity,
            span: finding.span,
            message: printable(words.message),
            label: printable(words.label),
            help: words.help.map(printable),
            related: related.map(|(&span, text)| Related { span, message: printable(text) }).collect(),
            fix: finding.fix.as_ref(),
            fact: &*finding.fact,
        }
    }

    /// What it has for programs beside its words.
    pub(super) fn data(&self) -> Option<Data<Span>> {
        self.fact.data()
    }

    /// All that it says, a line each: the message, what is at the other spans, the help. `at` writes the span
    /// of that number, from 0, and `text` what stands before and behind it.
    pub(super) fn prose(&self, text: impl Fn(&str) -> String, at: impl Fn(usize, Span) -> String) -> String {
        let mut prose = text(&self.message);
        for (index, related) in self.related.iter().enumerate() {
            prose.push('\n');
            prose.push_str(&at(index, related.span));
            prose.push_str(": ");
            prose.push_str(&text(&related.message));
        }
        if let Some(help) = &self.help {
            prose.push_str("\nhelp: ");
            prose.push_str(&text(help));
        }
        prose
    }
}

fn printable(text: String) -> String {
    if hidden::is_plain(&text) { text } else { hidden::printable(&text) }
}
