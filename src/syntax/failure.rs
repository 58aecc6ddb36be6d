//! Why a text is no statement, before it is a finding: the fact, where it lies, and the edits that repair it.

use std::ops::Range;

use super::fault::Fault;
use super::lexer::Lexer;
use super::slip::{Slip, Sort};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::text::{FileId, Span};

/// One replacement of text, by its bytes.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// Why a text is no statement.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is the word of another family of slips")]
pub(super) struct Failure {
    pub(super) fault: Fault,
    pub(super) span: Range<usize>,
    pub(super) related: Option<Range<usize>>,
    /// What repairs it, where that is not said by the fault itself.
    pub(super) edits: Edits,
    /// What the help shows written right.
    pub(super) shown: Shown,
    /// The byte behind what belongs to the slip, where that is not the end of what was read.
    pub(super) until: Option<usize>,
    /// Whether the statement before it, on the same line, stands as it is.
    pub(super) is_apart: bool,
    /// Whether the edits are a guess, or only help where nothing else is wrong.
    pub(super) is_guess: bool,
    /// Whether the edits are only shown, since something else may be meant.
    pub(super) is_advice: bool,
    /// Whether what closes the slip may stand behind the text that was read.
    pub(super) is_open: bool,
    /// Where the name of the statement stands, where it is another place than the walk has it.
    pub(super) name: Option<Range<usize>>,
    /// Whether the statement has no name.
    pub(super) is_nameless: bool,
}

/// What a help shows of the text with the edits in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing, or what the fact has already.
    Given,
    /// A part of the statement.
    Part(Range<usize>),
    /// The statement, with whatever else is wrong with it repaired; where that is not known, there is no fix.
    Statement,
}

impl Failure {
    pub(super) fn new(fault: Fault, span: Range<usize>) -> Self {
        Self {
            fault,
            span,
            related: None,
            edits: Vec::new(),
            shown: Shown::Given,
            until: None,
            is_apart: false,
            is_guess: false,
            is_advice: false,
            is_open: false,
            name: None,
            is_nameless: false,
        }
    }

    /// A slip at `span` of `text`.
    pub(super) fn slip(sort: Sort, text: &str, span: Range<usize>) -> Self {
        let written = text.get(span.clone()).unwrap_or_default().into();
        Self::new(Fault::Slip(Slip { sort, written, right: None }), span)
    }

    /// The same with an edit that repairs it.
    pub(super) fn edit(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.edits.push((range, text.into()));
        self
    }

    /// The same with what is to be written.
    pub(super) fn right(mut self, text: impl Into<Box<str>>) -> Self {
        if let Fault::Slip(slip) = &mut self.fault {
            slip.right = Some(text.into());
        }
        self
    }

    pub(super) fn showing(self, shown: Shown) -> Self {
        Self { shown, ..self }
    }

    pub(super) fn until(self, end: usize) -> Self {
        Self { until: Some(end), ..self }
    }

    pub(super) fn apart(self) -> Self {
        Self { is_apart: true, ..self }
    }

    pub(super) fn advice(self, is_advice: bool) -> Self {
        Self { is_advice, ..self }
    }

    pub(super) fn guess(self) -> Self {
        Self { is_guess: true, ..self }
    }

    /// The edits that repair it, those of the fault included.
    pub(super) fn repairs(&self) -> Edits {
        if !self.edits.is_empty() {
            return self.edits.clone();
        }
        self.fault.repair().map(|text| (self.span.clone(), text)).into_iter().collect()
    }

    /// The finding in a file that has `text`.
    pub(super) fn finding(self, file: FileId, text: &str) -> Diagnostic {
        let span = Span::new(file, self.span.clone());
        let mut finding = if self.edits.is_empty() {
            self.fault.at(span)
        } else {
            let applicability = if self.is_guess || !keeps_words(text, &self.edits) {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            };
            let edits = self.edits.into_iter().map(|(range, text)| (Span::new(file, range), text));
            Diagnostic::new(self.fault, span).with_edits(applicability, edits)
        };
        if let Some(related) = self.related {
            finding = finding.with_related(Span::new(file, related));
        }
        finding
    }
}

/// Whether edits add, drop and exchange marks only: letters and digits stay what and where they are.
fn keeps_words(text: &str, edits: &Edits) -> bool {
    let Some(start) = edits.iter().map(|(range, _)| range.start).min() else { return true };
    let Some(end) = edits.iter().map(|(range, _)| range.end).max() else { return true };
    let words = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>();
    words(text.get(start..end).unwrap_or_default()) == words(&applied(text, start..end, edits))
}

/// The text of a range with those edits in it that lie there.
pub(super) fn applied(text: &str, range: Range<usize>, edits: &Edits) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut result = String::new();
    let mut done = range.start;
    for (place, new) in edits {
        if place.start >= done && place.end <= range.end {
            result.push_str(text.get(done..place.start).unwrap_or_default());
            result.push_str(new);
            done = place.end;
        }
    }
    result.push_str(text.get(done..range.end).unwrap_or_default());
    result
}

/// How many bytes of a text a help shows.
const LONGEST_SHOWN: usize = 160;

/// A text on one line, without its comments; none where it is too long for a help.
pub(super) fn on_one_line(text: &str) -> Option<String> {
    let mut line = String::new();
    let mut end = 0;
    for token in Lexer::new(text, 0).filter(|token| !token.is_comment()) {
        if token.start > end && !line.is_empty() && !line.ends_with('[') && !token.is("]") {
            line.push(' ');
        }
        line.push_str(token.text);
        end = token.end();
        if line.len() > LONGEST_SHOWN {
            return None;
        }
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_keeps_the_words_is_safe() {
        let keeps = |text: &str, range, new: &str| keeps_words(text, &vec![(range, new.to_owned())]);
        assert!(keeps("'a'", 0..3, "\"a\"") && keeps("a", 0..0, "["));
        assert!(!keeps("a or b", 1..4, ",") && !keeps("a", 0..1, "b"));
    }

    #[test]
    fn a_text_is_put_on_one_line_without_its_comments() {
        let text = "policy p # c\n <\n\tcountry in [\"a  b\"]>";
        assert_eq!(on_one_line(text).unwrap(), "policy p < country in [\"a  b\"]>");
        assert_eq!(on_one_line(&"a ".repeat(100)), None);
    }
}
