//! Findings with the text that they are about, drawn by miette.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use rustc_hash::FxHashMap;

use super::context::Style;
use super::shown::{Findings, Shown};
use super::wrap::wrapped;
use crate::diagnostic::{Severity, count};
use crate::syntax::Files;
use crate::text::hidden::{self, printable};
use crate::text::{BYTE_ORDER_MARK, FileId, Source, Span};

/// The width of a report where the terminal's is unknown.
const WIDTH: usize = 100;

/// A line that is longer than this is shown only around what is marked.
const LONG_LINE: usize = 400;

/// How many bytes of a long line are shown to either side of what is marked.
const AROUND: usize = 60;

/// What stands before the second line of a note or of help, as wide as their names.
const NOTE: &str = "        ";

/// Other places are shown up to this many, and counted from there on.
const MOST_NOTES: usize = 5;

pub(super) fn write(
    findings: Findings<'_>,
    files: &Files,
    style: Style,
    out: &mut impl Write,
) -> io::Result<()> {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let page = Page { width: style.width.unwrap_or(WIDTH), theme };
    let mut views = Views { files, known: FxHashMap::default() };
    for finding in findings.iter() {
        views.add(&finding);
        page.block(&finding, &views, out)?;
    }
    Ok(())
}

/// What all blocks have in common.
struct Page {
    width: usize,
    theme: GraphicalTheme,
}

impl Page {
    /// A finding: what it is, the text that it is about, the other places, the help, and an empty line.
    fn block(&self, finding: &Shown<'_>, views: &Views<'_>, out: &mut impl Write) -> io::Result<()> {
        let styles = &self.theme.styles;
        let severity = match finding.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
        };
        let name = format!("{}[{}]", finding.severity.name(), finding.check.name);
        let (snippet, notes) = Snippet::new(finding, views);
        write!(
            out,
            "{}",
            wrapped(&format!("{}: {}", severity.style(name), finding.message), self.width, "", "")
        )?;
        self.draw(&snippet, out)?;
        let note = styles.advice.style("note");
        for (message, snippet) in notes.iter().take(MOST_NOTES) {
            write!(out, "{}", wrapped(&format!("{note}: {message}"), self.width, "  ", NOTE))?;
            self.draw(snippet, out)?;
        }
        if let Some(more @ 1..) = notes.len().checked_sub(MOST_NOTES) {
            writeln!(out, "  {note}: and {}", count(more, "more place", "more places"))?;
        }
        if let Some(help) = &finding.help {
            let help = format!("{}: {help}", styles.help.style("help"));
            writeln!(out, "{}", wrapped(&help, self.width, "  ", NOTE))?;
        }
        writeln!(out)
    }

    /// Draws a snippet. The line break that miette writes in the
    /// place of a message ends the line before.
    fn draw(&self, snippet: &Snippet<'_>, out: &mut impl Write) -> io::Result<()> {
        let handler = GraphicalReportHandler::new_themed(self.theme.clone())
            .with_width(self.width)
            .with_links(false)
            .with_wrap_lines(false)
            .with_context_lines(1);
        let mut text = String::new();
        handler.render_report(&mut text, snippet).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())
    }
}

/// The files of the findings so far, each made ready to be shown once.
struct Views<'f> {
    files: &'f Files,
    known: FxHashMap<FileId, View<'f>>,
}

impl<'f> Views<'f> {
    fn add(&mut self, finding: &Shown<'_>) {
        let spans = std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span));
        for span in spans {
            self.known.entry(span.file).or_insert_with(|| View::new(self.files.source(span.file)));
        }
    }

    /// The view of a file of a finding that has been added.
    #[expect(clippy::indexing_slicing, reason = "a span shown in another file would be wrong")]
    fn of(&self, file: FileId) -> &View<'f> {
        &self.known[&file]
    }
}

/// A source as it is shown: nothing in it that a terminal would obey.
struct View<'s> {
    source: &'s Source,
    /// The same text with hidden characters spelled out, where it has any.
    escaped: Option<Escaped>,
}

/// A text with hidden characters spelled out.
struct Escaped {
    source: Source,
    /// The byte behind each character that is spelled out, in the text and here.
    shifts: Vec<(usize, usize)>,
}

impl<'s> View<'s> {
    fn new(source: &'s Source) -> Self {
        let text = source.text();
        let is_shown = hidden::is_plain(text) || !text.chars().any(hidden::is_hidden);
        Self { source, escaped: (!is_shown).then(|| Escaped::new(source)) }
    }

    fn shown(&self) -> &Source {
        self.escaped.as_ref().map_or(self.source, |escaped| &escaped.source)
    }

    /// The bytes of `span` as they are shown, at most to the end of the line that it begins on, and no more
    /// than fit on one.
    fn range(&self, span: Span) -> Range<usize> {
        let text = self.source.text();
        let start = span.start as usize;
        let line_end = self.source.line_start(self.source.line_of(start) + 1);
        let longest = text.floor_char_boundary(start + LONG_LINE / 2);
        let shown = self.source.slice(start..line_end.min(longest).max(start));
        let end = (span.end as usize).min(start + shown.trim_end_matches(['\n', '\r']).len()).max(start);
        match &self.escaped {
            None => start..end,
            Some(escaped) => escaped.shown(start)..escaped.shown(end),
        }
    }

    /// Whether the line of a byte, as it is shown, is too long to be shown whole.
    fn is_on_long_line(&self, byte: usize) -> bool {
        is_long(self.shown(), self.shown().line_of(byte))
    }
}

fn is_long(source: &Source, line: usize) -> bool {
    source.line_start(line + 1) - source.line_start(line) > LONG_LINE
}

impl Escaped {
    fn new(source: &Source) -> Self {
        let text = source.text();
        let mut shown = String::with_capacity(text.len());
        let mut shifts = Vec::new();
        let mut characters = text.char_indices().peekable();
        while let Some((start, character)) = characters.next() {
            let is_line_end = character == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n');
            if is_line_end || (start == 0 && character == BYTE_ORDER_MARK) {
                // What may stand there is nothing to show.
            } else if character != '\n' && hidden::is_hidden(character) {
                shown.extend(character.escape_unicode());
            } else {
                shown.push(character);
                continue;
            }
            shifts.push((start + character.len_utf8(), shown.len()));
        }
        Self { source: Source::new(source.name(), shown.into_bytes()), shifts }
    }

    /// Where a byte of the text is here.
    fn shown(&self, byte: usize) -> usize {
        let behind = self.shifts.partition_point(|(original, _)| *original <= byte);
        match behind.checked_sub(1).and_then(|before| self.shifts.get(before)) {
            Some((original, shown)) => shown + (byte - original),
            None => byte,
        }
    }
}

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let source = self.view.shown();
        let (from, to) = (span.offset(), span.offset() + span.len());
        if before == 0 && after == 0 {
            // This is how miette asks for the position that stands above the text.
            let position = source.position(from);
            return Ok(Box::new(MietteSpanContents::new_named(
                printable(source.name()),
                source.slice(from..to).as_bytes(),
                *span,
                position.line - 1,
                position.column - 1,
                1,
            )));
        }
        let mut first = source.line_of(from).saturating_sub(self.around);
        let last = source.line_of(to) + self.around;
        let mut start = source.line_start(first);
        let mut end = source.line_start(last + 1);
        if (first..=last).any(|line| is_long(source, line)) {
            first = source.line_of(from);
            let line_end = source.line_start(source.line_of(to) + 1);
            start =
                source.text().floor_char_boundary(from.saturating_sub(AROUND)).max(source.line_start(first));
            end = source.text().ceil_char_boundary(to + AROUND).min(line_end);
        }
        let text = source.slice(start..end).trim_end_matches(['\n', '\r']);
        let column = start - source.line_start(first);
        Ok(Box::new(MietteSpanContents::new_named(
            printable(source.name()),
            text.as_bytes(),
            SourceSpan::from((start, text.len())),
            first,
            column,
            last + 1 - first,
        )))
    }
}

/// A part of a text and what is marked in it, as miette draws it: a report that says nothing.
struct Snippet<'f> {
    view: &'f View<'f>,
    labels: Vec<LabeledSpan>,
    /// How many lines are shown before and behind what is marked.
    around: usize,
}

impl<'f> Snippet<'f> {
    /// The text that a finding is about; and what is at each place that cannot be shown there, with its text.
    fn new<'s>(finding: &'s Shown<'_>, views: &'f Views<'_>) -> (Self, Vec<(&'s str, Self)>) {
        let view = views.of(finding.span.file);
        let label = |view: &View<'_>, span, text: &str| {
            LabeledSpan::new_with_span(
                Some(text.to_owned()).filter(|text| !text.is_empty()),
                view.range(span),
            )
        };
        let primary =
            LabeledSpan::new_primary_with_span(Some(finding.label.clone()), view.range(finding.span));
        let is_long = view.is_on_long_line(primary.offset());
        let mut labels = vec![primary];
        let mut notes = Vec::new();
        for related in &finding.related {
            if related.span.file == finding.span.file && !is_long {
                let related = label(view, related.span, &related.message);
                if !view.is_on_long_line(related.offset()) {
                    labels.push(related);
                    continue;
                }
            }
            let view = views.of(related.span.file);
            let labels = vec![label(view, related.span, "")];
            notes.push((related.message.as_str(), Self { view, labels, around: 0 }));
        }
        (Self { view, labels, around: 1 }, notes)
    }
}

impl fmt::Debug for Snippet<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet<'_> {}

impl miette::Diagnostic for Snippet<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
