//! GitLab's code quality report: an array, an object a finding.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::path::Place;
use super::{Context, document};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{self, Sources};

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

impl From<source::Position> for Position {
    fn from(position: source::Position) -> Self {
        Self { line: position.line, column: position.column }
    }
}

pub(super) fn write(
    findings: &[Diagnostic],
    sources: &Sources,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut fingerprints = Fingerprints::new(sources);
    let violations: Vec<Violation> = findings
        .iter()
        .map(|finding| {
            let source = &sources[finding.span.file];
            let place = Place::new(source.name(), context.base);
            Violation {
                description: match &finding.help {
                    Some(help) => format!("{}\nhelp: {help}", finding.message),
                    None => finding.message.clone(),
                },
                check_name: finding.rule.name,
                fingerprint: fingerprints.of(finding, place.path()),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                },
                location: Location {
                    path: place.path().to_owned(),
                    positions: Positions {
                        begin: source.position(finding.span.start as usize).into(),
                        end: source.position(finding.span.end as usize).into(),
                    },
                },
            }
        })
        .collect();
    document::write(&violations, out)
}
