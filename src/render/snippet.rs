//! The part of a text that a finding is about: places in a file come in, and what miette draws of it goes
//! out, cut to the width of the terminal.

use std::fmt;
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthStr as _;

use super::cut::{ARM, Marked, cut};
use super::wrap::fill;
use crate::text::hidden::printable;
use crate::text::{Position, Source, Span};

/// The columns before the text of a line, those of its number aside.
const GUTTER: usize = 4;

/// The words of a label get so many columns at least.
const WORDS: usize = 12;

/// What lies between stretches, so that no label belongs to two.
const GAP: usize = 2;

/// A place in a file, and what is there, in words that may be shown.
#[derive(Clone, Copy)]
pub(super) struct Mark<'m> {
    pub(super) span: Span,
    pub(super) label: &'m str,
}

/// A part of a text and what is marked in it: a report that says nothing.
pub(super) struct Snippet {
    name: String,
    /// The first mark is in the first of them.
    stretches: Vec<Stretch>,
    labels: Vec<LabeledSpan>,
    /// Where each label begins, here and in the file.
    places: Vec<(usize, Position)>,
}

/// Lines that follow one another, as they are shown.
struct Stretch {
    /// The number of the first, from 0.
    first: usize,
    lines: usize,
    /// Where the text begins, as miette counts: behind that of the stretch before.
    start: usize,
    text: String,
}

impl Snippet {
    /// The lines of `source` with `marks` and so many `around` them, in `width` columns; and the numbers of
    /// the marks for which there was no room.
    pub(super) fn new(
        source: &Source,
        marks: &[Mark<'_>],
        around: usize,
        width: usize,
    ) -> (Self, Vec<usize>) {
        let name = printable(source.name());
        let mut snippet = Self { name, stretches: Vec::new(), labels: Vec::new(), places: Vec::new() };
        let mut missing = Vec::new();
        let lines: Vec<usize> = marks.iter().map(|it| source.line_of(it.span.start as usize)).collect();
        for stretch in stretches(source, &lines, around) {
            let columns = width.saturating_sub(stretch.end.to_string().len() + GUTTER);
            let start = snippet.stretches.last().map_or(0, |it| it.start + it.text.len() + GAP);
            let mut text = String::new();
            for line in stretch.clone() {
                if line > stretch.start {
                    text.push('\n');
                }
                let numbered = lines.iter().zip(marks).enumerate();
                let here =
                    numbered.filter(|&(_, (&of, _))| of == line).map(|(index, (_, mark))| (index, mark));
                let here: Vec<(usize, &Mark<'_>)> = here.collect();
                let range = line_range(source, line);
                let marked: Vec<Marked> = here.iter().map(|(_, mark)| marked(mark, &range)).collect();
                let cut = cut(source, range, &marked, columns);
                for (&(index, mark), range) in here.iter().zip(cut.marks) {
                    let Some(range) = range else {
                        missing.push(index);
                        continue;
                    };
                    let label = label(mark.label, &cut.text, &range, columns);
                    let at = start + text.len();
                    snippet.places.push((at + range.start, source.position(mark.span.start as usize)));
                    snippet.labels.push(labelled(label, at + range.start..at + range.end, index == 0));
                }
                // There is nothing in an empty line that could be marked.
                text.push_str(if cut.text.is_empty() && !here.is_empty() { " " } else { &cut.text });
            }
            snippet.stretches.push(Stretch { first: stretch.start, lines: stretch.len(), start, text });
        }
        missing.sort_unstable();
        (snippet, missing)
    }
}

/// The lines that are shown, in runs: those of the first of `lines` first, and none at an end that is blank.
fn stretches(source: &Source, lines: &[usize], around: usize) -> Vec<Range<usize>> {
    let behind = source.line_of(source.text().len()) + 1;
    let mut sorted = lines.to_vec();
    sorted.sort_unstable();
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for line in sorted {
        let own = line.saturating_sub(around)..(line + around + 1).min(behind);
        match stretches.last_mut().filter(|last| own.start <= last.end) {
            Some(last) => last.end = own.end,
            None => stretches.push(own),
        }
    }
    let is_idle = |line: usize| {
        !lines.contains(&line) && source.slice(line_range(source, line)).chars().all(char::is_whitespace)
    };
    for stretch in &mut stretches {
        while stretch.start < stretch.end && is_idle(stretch.start) {
            stretch.start += 1;
        }
        while stretch.start < stretch.end && is_idle(stretch.end - 1) {
            stretch.end -= 1;
        }
    }
    stretches.sort_by_key(|stretch| !lines.first().is_some_and(|first| stretch.contains(first)));
    stretches
}

/// The bytes of a line without its end.
fn line_range(source: &Source, line: usize) -> Range<usize> {
    let start = source.line_start(line);
    let text = source.slice(start..source.line_start(line + 1));
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    start..start + text.len()
}

/// What is marked on the line that a mark begins on.
fn marked(mark: &Mark<'_>, line: &Range<usize>) -> Marked {
    let place = |byte: u32| (byte as usize).min(line.end);
    Marked { bytes: place(mark.span.start)..place(mark.span.end), label: mark.label.width() }
}

/// The words of a label in as many lines as they need beside its bar.
fn label(words: &str, text: &str, range: &Range<usize>, columns: usize) -> String {
    let width = |range: Range<usize>| text.get(range).map_or(0, str::width);
    let bar = width(0..range.start) + width(range.clone()) / 2;
    let room = columns.saturating_sub(bar + ARM);
    if words.width() <= room { words.to_owned() } else { fill(words, room.max(WORDS), "", "") }
}

fn labelled(label: String, at: Range<usize>, is_primary: bool) -> LabeledSpan {
    let label = Some(label).filter(|label| !label.is_empty());
    if is_primary {
        LabeledSpan::new_primary_with_span(label, at)
    } else {
        LabeledSpan::new_with_span(label, at)
    }
}

impl SourceCode for Snippet {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (from, to) = (span.offset(), span.offset() + span.len());
        let is_in = |it: &&Stretch| it.start <= from && to <= it.start + it.text.len();
        // A span over two stretches is how miette asks whether they are one.
        let stretch = self.stretches.iter().find(is_in).ok_or(MietteError::OutOfBounds)?;
        let contents = |text: &'a str, span, line, column, lines| {
            MietteSpanContents::new_named(self.name.clone(), text.as_bytes(), span, line, column, lines)
        };
        if before == 0 && after == 0 {
            // This is how miette asks for the position that stands above the text.
            let place = self.places.iter().find(|&&(start, _)| start == from);
            let (_, position) = place.ok_or(MietteError::OutOfBounds)?;
            return Ok(Box::new(contents("", *span, position.line - 1, position.column - 1, 1)));
        }
        let whole = SourceSpan::from((stretch.start, stretch.text.len()));
        Ok(Box::new(contents(&stretch.text, whole, stretch.first, 0, stretch.lines)))
    }
}

impl fmt::Debug for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl miette::Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
