//! GitLab's code quality report: an array, an object a finding.

use std::io::{self, Write};

use serde::Serialize;

use super::context::Context;
use super::fingerprint::Fingerprints;
use super::path::RepositoryPath;
use super::shown::{Findings, Shown};
use super::visible::{self, Stream};
use crate::diagnostic::Severity;
use crate::syntax::Files;
use crate::text;
use crate::text::hidden::printable;

#[derive(Serialize)]
struct Violation {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl From<text::Position> for Position {
    fn from(position: text::Position) -> Self {
        Self { line: position.line, column: position.column }
    }
}

pub(super) fn write(
    findings: Findings<'_>,
    files: &Files,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let violations = Stream(|| {
        let mut fingerprints = Fingerprints::new(files);
        findings.iter().map(move |finding| violation(finding, files, context, &mut fingerprints))
    });
    visible::write(&violations, out)
}

fn violation(
    finding: Shown<'_>,
    files: &Files,
    context: &Context<'_>,
    fingerprints: &mut Fingerprints<'_>,
) -> Violation {
    let source = files.source(finding.span.file);
    let path = RepositoryPath::of(source, context.base);
    let fingerprint = fingerprints.of(finding.check, finding.span, path.path());
    let description = finding.prose(str::to_owned, |_, span| {
        let source = files.source(span.file);
        let position = source.position(span.start as usize);
        let path = RepositoryPath::of(source, context.base);
        format!("{}:{}:{}", printable(path.path()), position.line, position.column)
    });
    let positions = Positions {
        begin: source.position(finding.span.start as usize).into(),
        end: source.position(finding.span.end as usize).into(),
    };
    Violation {
        description,
        check_name: finding.check.name,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: Location { path: path.into_path(), positions },
    }
}
