//! `bpol.diagnostics.v1`: lines and columns from 1, columns in Unicode scalar values, offsets in bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::{document, severity_name};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Sources, Span};

#[derive(Serialize)]
struct Document<'d> {
    schema: &'static str,
    diagnostics: Vec<Finding<'d>>,
}

#[derive(Serialize)]
struct Finding<'d> {
    code: &'static str,
    severity: &'static str,
    message: &'d str,
    help: Option<&'d str>,
    path: &'d str,
    range: Range,
    related: Vec<Related<'d>>,
    fix: Option<FixJson<'d>>,
}

#[derive(Serialize)]
struct Related<'d> {
    message: &'d str,
    path: &'d str,
    range: Range,
}

#[derive(Serialize)]
struct FixJson<'d> {
    applicability: &'static str,
    edits: Vec<EditJson<'d>>,
}

#[derive(Serialize)]
struct EditJson<'d> {
    path: &'d str,
    range: Range,
    text: &'d str,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

pub(super) fn write(findings: &[Diagnostic], sources: &Sources, out: &mut impl Write) -> io::Result<()> {
    let diagnostics = findings.iter().map(|finding| one(finding, sources)).collect();
    let all = Document { schema: "bpol.diagnostics.v1", diagnostics };
    document::write(&all, out)
}

fn one<'d>(finding: &'d Diagnostic, sources: &'d Sources) -> Finding<'d> {
    Finding {
        code: finding.rule.name,
        severity: severity_name(finding.severity),
        message: &finding.message,
        help: finding.help.as_deref(),
        path: sources[finding.span.file].name(),
        range: range(finding.span, sources),
        related: finding
            .related
            .iter()
            .map(|related| Related {
                message: &related.message,
                path: sources[related.span.file].name(),
                range: range(related.span, sources),
            })
            .collect(),
        fix: finding.fix.as_ref().map(|fix| fix_json(fix, sources)),
    }
}

fn fix_json<'d>(fix: &'d Fix, sources: &'d Sources) -> FixJson<'d> {
    let edits = fix.edits.iter().map(|edit| EditJson {
        path: sources[edit.span.file].name(),
        range: range(edit.span, sources),
        text: &edit.text,
    });
    FixJson { applicability: fix.applicability.name(), edits: edits.collect() }
}

fn range(span: Span, sources: &Sources) -> Range {
    let position = |offset: u32| {
        let position = sources[span.file].position(offset as usize);
        Position { line: position.line, column: position.column, offset: position.offset }
    };
    Range { start: position(span.start), end: position(span.end) }
}
