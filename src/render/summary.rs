//! The last lines of what people read: how many findings there are, and how many of them a run of the fixes
//! repairs.

use std::io::{self, Write};

use super::context::Context;
use crate::diagnostic::{Diagnostic, Fixable, Severity, count};

/// Writes nothing where there is nothing to count.
pub(super) fn write(findings: &[Diagnostic], context: &Context<'_>, out: &mut impl Write) -> io::Result<()> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let found = [(errors, "error", "errors"), (findings.len() - errors, "warning", "warnings")];
    let found = found.into_iter().filter(|&(number, ..)| number > 0);
    let found: Vec<String> = found.map(|(number, one, many)| count(number, one, many)).collect();
    if !found.is_empty() {
        writeln!(out, "found {}", found.join(" and "))?;
    }
    let Context { fix, fixable: Fixable { safe, with_unsafe }, .. } = *context;
    match (safe, with_unsafe) {
        (0, 0) => Ok(()),
        (safe, 0) => writeln!(out, "{safe} can be fixed with `{fix}`"),
        (0, guesses) => writeln!(out, "{guesses} can be fixed with `{fix} --unsafe-fixes`"),
        (safe, guesses) => {
            writeln!(out, "{safe} can be fixed with `{fix}`, {guesses} more with `{fix} --unsafe-fixes`")
        }
    }
}
