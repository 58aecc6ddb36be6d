//! `PATH:LINE:COLUMN: SEVERITY[NAME]: MESSAGE`, a line a finding.

use std::io::{self, Write};

use super::severity_name;
use crate::diagnostic::{Diagnostic, printable};
use crate::source::Sources;

pub(super) fn write(findings: &[Diagnostic], sources: &Sources, out: &mut impl Write) -> io::Result<()> {
    for finding in findings {
        let source = &sources[finding.span.file];
        let position = source.position(finding.span.start as usize);
        let path = printable(source.name());
        let severity = severity_name(finding.severity);
        let (line, column, rule) = (position.line, position.column, finding.rule.name);
        writeln!(out, "{path}:{line}:{column}: {severity}[{rule}]: {}", finding.message)?;
    }
    Ok(())
}
