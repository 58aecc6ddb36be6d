//! Workflow commands, a line a finding: GitHub Actions shows each at the lines that it names.

use std::io::{self, Write};

use super::context::Context;
use super::path::RepositoryPath;
use super::shown::Findings;
use crate::diagnostic::{Severity, count, joined};
use crate::syntax::Files;
use crate::text::Span;
use crate::text::hidden::printable;

pub(super) fn write(
    findings: Findings<'_>,
    files: &Files,
    context: &Context<'_>,
    out: &mut impl Write,
) -> io::Result<()> {
    let path = |span: Span| printable(RepositoryPath::of(files.source(span.file), context.base).path());
    for finding in findings.iter() {
        let source = files.source(finding.span.file);
        let start = source.position(finding.span.start as usize);
        let end = source.position(finding.span.end as usize);
        let file = RepositoryPath::of(source, context.base).escaped(|text| property(&printable(text)));
        write!(out, "::{} file={file}", finding.severity.name())?;
        write!(out, ",line={},endLine={}", start.line, end.line)?;
        // GitHub refuses a command with columns that are not on one line.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        let text = finding.prose(str::to_owned, |_, span| {
            let position = files.source(span.file).position(span.start as usize);
            format!("{}:{}:{}", path(span), position.line, position.column)
        });
        writeln!(out, ",title={}::{}", property(&format!("bpol({})", finding.check.name)), data(&text))?;
    }
    match overview(findings) {
        Some(text) => writeln!(out, "::notice title=bpol::{}", data(&text)),
        None => Ok(()),
    }
}

/// So many errors, and so many warnings, GitHub shows of one step.
const SHOWN: usize = 10;

/// How many findings there are of what, where GitHub does not show all of them. A notice it does show.
fn overview(findings: Findings<'_>) -> Option<String> {
    let counts = findings.counts();
    let of = |severity| counts.iter().filter(|it| it.severity == severity).map(|it| it.number).sum::<usize>();
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(of);
    if errors.max(warnings) <= SHOWN {
        return None;
    }
    let lines = counts.iter().map(|it| format!("\n{} {}[{}]", it.number, it.severity.name(), it.check.name));
    let found = [(errors, "error", "errors"), (warnings, "warning", "warnings")].into_iter();
    let found = found.filter(|&(number, ..)| number > 0).map(|(number, one, many)| count(number, one, many));
    Some(format!(
        "found {}; GitHub shows {SHOWN} of a sort at their lines, the log of this step has all{}",
        joined(&found.collect::<Vec<_>>(), "and"),
        lines.collect::<String>()
    ))
}

/// A text behind the second `::` of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100%\r\n::error::x, y"), "100%25%0D%0A::error::x, y");
        assert_eq!(property("a,b: 100%\n"), "a%2Cb%3A 100%25%0A");
        assert_eq!(data("%0A"), "%250A");
    }
}
