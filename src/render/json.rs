//! Findings as the document `bpol.diagnostics.v1`.

use std::borrow::Cow;
use std::io::{self, Write};

use super::document::{Document, Edit, Finding, Fix, Place, Range, Related, Schema, Suppressed, Suppression};
use super::shown::{Findings, Shown};
use super::visible::{self, Stream};
use crate::diagnostic;
use crate::syntax::Files;
use crate::text::Span;
use crate::text::hidden::printable;

pub(super) fn write(
    findings: Findings<'_>,
    suppressed: &[diagnostic::Suppressed],
    files: &Files,
    out: &mut impl Write,
) -> io::Result<()> {
    let diagnostics = Stream(|| findings.iter().map(|shown| finding(shown, files)));
    let suppressed = Stream(|| {
        suppressed.iter().map(|it| Suppressed {
            finding: finding(Shown::new(&it.finding), files),
            suppression: Suppression {
                reason: printable(&it.reason).into(),
                path: path(it.comment, files),
                range: range(it.comment, files),
            },
        })
    });
    visible::write(&Document { schema: Schema::V1, diagnostics, suppressed }, out)
}

fn finding<'d>(shown: Shown<'d>, files: &'d Files) -> Finding<'d> {
    let data = shown.data().map(|data| data.map(|span| place(span, files)));
    let related = shown.related.into_iter().map(|related| Related {
        message: related.message.into(),
        path: path(related.span, files),
        range: range(related.span, files),
    });
    Finding {
        code: shown.check.name.into(),
        severity: shown.severity,
        message: shown.message.into(),
        help: shown.help.map(Into::into),
        path: path(shown.span, files),
        range: range(shown.span, files),
        related: related.collect(),
        fix: shown.fix.map(|it| fix(it, files)),
        data,
    }
}

fn place(span: Span, files: &Files) -> Place {
    let span = files.shown(span);
    let source = files.source(span.file);
    let position = source.position(span.start as usize);
    Place { path: source.name().to_owned(), line: position.line, column: position.column }
}

fn fix<'d>(fix: &'d diagnostic::Fix, files: &'d Files) -> Fix<'d> {
    let edits = fix.edits.iter().map(|edit| Edit {
        path: path(edit.span, files),
        range: range(edit.span, files),
        text: edit.text.as_str().into(),
    });
    Fix { applicability: fix.applicability, edits: edits.collect() }
}

fn path(span: Span, files: &Files) -> Cow<'_, str> {
    files.source(span.file).name().into()
}

fn range(span: Span, files: &Files) -> Range {
    let source = files.source(span.file);
    let position = |byte: u32| source.position(byte as usize).into();
    Range { start: position(span.start), end: position(span.end) }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::sample::{Sample, files, rendered, span_of};
    use crate::diagnostic::{Applicability, Diagnostic, Severity};
    use crate::render::document::{Document, Schema};

    #[test]
    fn what_is_written_reads_back() {
        let files = files([("a", "\u{feff}model é x\n"), ("b", "model 𝒳\n")]);
        let span_of = |file, text| span_of(&files, file, text);
        let mut warning = Diagnostic::new(Sample::Short, span_of("b", "𝒳"));
        warning.severity = Severity::Warning;
        let findings = [
            Diagnostic::new(Sample::Long("\u{202e}"), span_of("a", "x"))
                .with_related(span_of("b", "model"))
                .with_fix(Applicability::Unsafe, span_of("a", "é"), "\u{1b}\"\n"),
            warning.with_fix(Applicability::Safe, span_of("b", "𝒳"), ""),
        ];
        let text = rendered(&findings, &files, Format::Json);
        let document: Document = serde_json::from_str(&text).unwrap();
        assert_eq!(document.schema, Schema::V1);

        let [first, second] = &document.diagnostics[..] else { panic!("{text}") };
        assert_eq!((&*first.code, first.severity), ("unknown-code", Severity::Error));
        assert_eq!((&*first.message, &*first.path), ("`\\u{202e}` is wrong", "a"));
        assert_eq!(first.help.as_deref(), Some("delete `\\u{202e}`"));
        let start = first.range.start;
        assert_eq!((start.line, start.column, start.offset), (1, 9, 12));
        let related = &first.related[0];
        assert_eq!((&*related.message, &*related.path), ("`\\u{202e}` is there too", "b"));
        assert_eq!((related.range.end.column, first.related.len()), (6, 1));
        let fix = first.fix.as_ref().unwrap();
        assert_eq!((fix.applicability, &*fix.edits[0].text), (Applicability::Unsafe, "\u{1b}\"\n"));
        assert_eq!((second.severity, &second.help, second.related.len()), (Severity::Warning, &None, 0));
        assert_eq!(second.fix.as_ref().unwrap().applicability, Applicability::Safe);

        let mut again = Vec::new();
        super::visible::write(&document, &mut again).unwrap();
        assert_eq!(String::from_utf8(again).unwrap(), text);
    }

    #[test]
    fn no_other_document_is_read_as_this_one() {
        let other = r#"{"schema": "bpol.diagnostics.v2", "diagnostics": []}"#;
        assert!(serde_json::from_str::<Document>(other).is_err());
    }
}
