//! `PATH:LINE:COLUMN: SEVERITY[NAME]: MESSAGE`, a line a finding.

use std::io::{self, Write};

use super::shown::Findings;
use crate::syntax::Files;
use crate::text::hidden::printable;

pub(super) fn write(findings: Findings<'_>, files: &Files, out: &mut impl Write) -> io::Result<()> {
    for finding in findings.iter() {
        let source = files.source(finding.span.file);
        let position = source.position(finding.span.start as usize);
        let path = printable(source.name());
        let (line, column) = (position.line, position.column);
        let (severity, name) = (finding.severity.name(), finding.check.name);
        writeln!(out, "{path}:{line}:{column}: {severity}[{name}]: {}", finding.message)?;
    }
    Ok(())
}
