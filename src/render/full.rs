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
use crate::diagnostic::Severity;
use crate::syntax::Files;
use crate::text::hidden::{self, printable};
use crate::text::{BYTE_ORDER_MARK, FileId, Source, Span};

/// The width of a report where the terminal's is unknown.
const WIDTH: usize = 100;

/// A line that is longer than this is shown only around what is marked.
const LONG_LINE: usize = 400;

/// How many bytes of a long line are shown to either side of what is marked.
const AROUND: usize = 60;

pub(super) fn write(
    findings: Findings<'_>,
    files: &Files,
    style: Style,
    out: &mut impl Write,
) -> io::Result<()> {
    let theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.unwrap_or(WIDTH))
        .with_links(false)
        .with_context_lines(1);
    let mut views = Views { files, known: FxHashMap::default() };
    let mut text = String::new();
    for finding in findings.iter() {
        views.add(&finding);
        text.clear();
        handler.render_report(&mut text, &Report::new(&finding, &views)).map_err(io::Error::other)?;
        writeln!(out, "{text}")?;
    }
    Ok(())
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

impl SourceCode for View<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let source = self.shown();
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
        let mut first = source.line_of(from).saturating_sub(before);
        let last = source.line_of(to) + after;
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

/// A finding, or a span of one in another file, as miette draws it.
struct Report<'f> {
    code: Option<&'static str>,
    severity: miette::Severity,
    message: &'f str,
    help: Option<&'f str>,
    view: &'f View<'f>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Report<'f>>,
}

impl<'f> Report<'f> {
    fn new(finding: &'f Shown<'_>, views: &'f Views<'_>) -> Self {
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
        let mut elsewhere = Vec::new();
        for related in &finding.related {
            if related.span.file == finding.span.file && !is_long {
                let related = label(view, related.span, &related.message);
                if !view.is_on_long_line(related.offset()) {
                    labels.push(related);
                    continue;
                }
            }
            let view = views.of(related.span.file);
            elsewhere.push(Self {
                code: None,
                severity: miette::Severity::Advice,
                message: &related.message,
                help: None,
                view,
                labels: vec![label(view, related.span, "")],
                elsewhere: Vec::new(),
            });
        }
        let severity = match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        };
        Self {
            code: Some(finding.check.name),
            severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            view,
            labels,
            elsewhere,
        }
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.view)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        Some(Box::new(self.elsewhere.iter().map(|report| report as &dyn miette::Diagnostic)))
    }
}
